"""``likeness``: a sentence is like the labelled risky ones (``text.likeness``, ``text.network``). Keys: see docs/rules.md.

A sentence is reported (if the conditions that ``pattern`` knows hold) when the n-grams score it at least ``report``, or n-grams and network together at least
``together``. Below ``doubt`` of the n-grams the engine takes what the other rules of the pack say about a sentence as information (``engine.doubt``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from adcheck.checks.base import Check, Conditions, Page, Table, match_of
from adcheck.model import Match
from adcheck.packs.errors import RuleError
from adcheck.text import likeness, network
from adcheck.text.likeness import SHORTEST
from adcheck.text.reading import Reading

_WEIGHT = 0.7  # of the network's score beside that of the n-grams


def _judged(spec: Mapping[str, Any], reading: Reading, start: int, end: int) -> str | None:
    """None, or the head of the network by which ``[start, end)`` of a reading is reported (empty: the n-grams alone).

    The network is asked about sentences that the n-grams neither report nor rule out: starting it costs as much as the rest of a check.
    """
    first = likeness.load(spec["model"]).score(reading.folded[start:end]) if spec["model"] else 0.0
    if spec["report"] is not None and first >= spec["report"]:
        return ""
    if not spec["network"] or first < spec["ask"]:
        return None
    scores = network.load(spec["network"]).score(reading.text[start:end].strip())
    score, head = max((scores[head], head) for head in spec["heads"])
    return head if first + _WEIGHT * score >= spec["together"] else None


def network_of(table: Table, heads: Iterable[str]) -> str | None:
    """The path of ``network``, a file beside the rule file, if there is that key; it must have the heads."""
    name: str | None = table.text("network", None)
    if name is None:
        return None
    file = Path(table.where.file).parent / name
    try:
        known = network.load(str(file)).heads
    except (OSError, ValueError) as error:
        raise RuleError(table.where.at("network"), f"ネットワークを読めません（{error}）") from error
    for head in heads:
        if head not in known:
            raise RuleError(table.where.at("heads"), f"「{head}」は {name} にありません")
    return str(file)


def _prepare(table: Table) -> dict[str, Any]:
    heads: dict[str, str] = table.mapping("heads", {})
    spec = {
        "model": _model_of(table),
        "network": network_of(table, heads),
        "heads": heads,
        "report": table.number("report", None),
        "together": table.number("together", None),
        "doubt": table.number("doubt", None),
        "ask": table.number("ask", float("-inf")),
        **Conditions.prepare(table),
    }
    together = bool(spec["network"]), bool(heads), spec["together"] is not None
    if any(together) != all(together) or not (spec["model"] or spec["network"]):
        raise RuleError(table.where.at("network"), "model と report か、network と heads と together が必要です")
    if spec["doubt"] is not None and not spec["model"]:
        raise RuleError(table.where.at("doubt"), "doubt には model が必要です")
    return spec


def _model_of(table: Table) -> str | None:
    name: str | None = table.text("model", None)
    if name is None:
        return None
    file = str(Path(table.where.file).parent / name)
    try:
        likeness.load(file)
    except (OSError, ValueError) as error:
        raise RuleError(table.where.at("model"), f"モデルを読めません（{error}）") from error
    return file


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    for sentence in reading.sentences:
        if sentence.end - sentence.start < SHORTEST:
            continue
        head = _judged(spec, reading, sentence.start, sentence.end)
        if head is not None and Conditions.hold(reading, sentence, spec):
            match = match_of(reading, sentence.start, sentence.end)
            yield match._replace(values={"about": spec["heads"][head]}) if head else match


CHECKS = [Check("likeness", _prepare, _find)]
