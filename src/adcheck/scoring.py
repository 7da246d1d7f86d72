"""Recall and silence of packs on labelled cases (``corpora/``; format in corpora/README.md).

Recall: of the labels of a pack, the share that a finding of that pack (error or warning) overlaps; a label without quote (an
absence) asks for a finding without position. Silence: of the texts that a pack must not trip, the share without an error or warning of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adcheck.engine.checker import Checker
from adcheck.model import Document, Finding

Case = Mapping[str, Any]


@dataclass
class Score:
    """Counts of one pack. ``missed`` and ``alarms`` are ``(case id, detail)``."""

    labels: int = 0
    found: int = 0
    clean: int = 0
    silent: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list)
    alarms: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.labels if self.labels else 1.0

    @property
    def silence(self) -> float:
        return self.silent / self.clean if self.clean else 1.0


def read_cases(files: Iterable[Path]) -> list[Case]:
    """Rows of JSONL files."""
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def score(checker: Checker, cases: Sequence[Case]) -> dict[str, Score]:
    """Scores by pack name."""
    scores: dict[str, Score] = {}
    for case in cases:
        document = Document(
            "cases",
            case["text"],
            case["id"],
            given={"kind": case["kind"], **_known(case["context"])},
            given_origin="row",
        )
        _, findings = checker.check(document)
        loud = [finding for finding in findings if finding.severity != "info"]
        for label in case["expect"]:
            _count_label(scores.setdefault(label["pack"], Score()), case, label, loud)
        for pack in case["clean"]:
            own = scores.setdefault(pack, Score())
            own.clean += 1
            noise = [finding for finding in loud if finding.pack == pack]
            own.silent += not noise
            own.alarms += [(case["id"], f"{finding.rule}: {finding.quote}") for finding in noise]
    return scores


def _known(context: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in context.items() if value}


def _count_label(own: Score, case: Case, label: Mapping[str, Any], loud: Sequence[Finding]) -> None:
    own.labels += 1
    if any(finding.pack == label["pack"] and _meets(case["text"], label["quote"], finding) for finding in loud):
        own.found += 1
    else:
        own.missed.append((case["id"], f"{label['quote']} ({label['about']})"))


def _meets(text: str, quote: str | None, finding: Finding) -> bool:
    if quote is None or finding.span is None:
        return quote is None and finding.span is None
    at = text.find(quote)
    while at >= 0:
        if finding.span.start < at + len(quote) and at < finding.span.end:
            return True
        at = text.find(quote, at + 1)
    return False


def main(argv: Sequence[str]) -> int:
    """Print the scores of labelled files; ``--misses`` lists what was missed and alarmed."""
    from datetime import date

    from adcheck.cache import cache_folder
    from adcheck.host import build

    misses = "--misses" in argv
    files = [Path(name) for name in argv if not name.startswith("--")]
    # the cases speak of deadlines, so the day is fixed
    checker = Checker(build(cache=cache_folder()), as_of=date(2026, 11, 22))
    for pack, own in sorted(score(checker, read_cases(files)).items()):
        if misses:
            for title, rows in (("見逃し", own.missed), ("誤検出", own.alarms)):
                for case, detail in rows:
                    sys.stdout.write(f"{title} {pack} {case} {' '.join(detail.split())}\n")
        sys.stdout.write(
            f"{pack}: recall {own.found}/{own.labels} = {own.recall:.3f}  silence {own.silent}/{own.clean} = {own.silence:.3f}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
