"""``likeness``: a sentence is like the labelled risky ones (``text.likeness``). Keys: see docs/rules.md.

``report`` is the score from which a sentence is reported (if the conditions that ``pattern`` knows hold). Below ``doubt`` the engine takes what the other rules of the pack say about a sentence as
information (``engine.doubt``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from adcheck.checks.base import Check, Conditions, Page, Table, match_of
from adcheck.model import Match
from adcheck.packs.errors import RuleError
from adcheck.text.likeness import SHORTEST, load


def _prepare(table: Table) -> dict[str, Any]:
    file = Path(table.where.file).parent / table.text("model")
    try:
        load(str(file))
    except (OSError, ValueError) as error:
        raise RuleError(table.where.at("model"), f"モデルを読めません（{error}）") from error
    return {
        "model": str(file),
        "report": table.number("report"),
        "doubt": table.number("doubt", None),
        **Conditions.prepare(table),
    }


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    model, reading = load(spec["model"]), page.reading
    for sentence in reading.sentences:
        if sentence.end - sentence.start < SHORTEST:
            continue
        if model.score(reading.folded[sentence.start : sentence.end]) < spec["report"]:
            continue
        if Conditions.hold(reading, sentence, spec):
            yield match_of(reading, sentence.start, sentence.end)


CHECKS = [Check("likeness", _prepare, _find)]
