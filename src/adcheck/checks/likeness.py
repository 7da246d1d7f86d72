"""``likeness``: a sentence is like the labelled risky ones (``text.likeness``, ``text.network``). Keys: see docs/rules.md.

A sentence whose score is at least ``report`` is reported, if the conditions that ``pattern`` knows hold; where another rule has found something in it, those of its
parts between commas that are not rather lawful by themselves. In a document in which something else is wrong the engine asks for those from ``beside`` on, too, and
takes what the other rules of the pack say about a sentence below ``doubt`` as information (``engine.doubt``).
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
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Reading
from adcheck.text.segment import Sentence

_WEIGHT = 0.7  # of the network's score beside that of the n-grams
_LAWFUL = -1.0  # the score up to which a part of a risky sentence is left out
_PART = Pattern(
    r"[^、,]{1,5}[、,][^、,]+|[^、,]+"
)  # a few characters before a comma (「でも、」) belong to what follows


def rate(spec: Mapping[str, Any], reading: Reading, start: int, end: int) -> tuple[float, str]:
    """The score of ``[start, end)`` of a reading by n-grams and network, and the head of the network that made it (empty without a network)."""
    score = _by_ngrams(spec, reading, start, end)
    if not spec["network"]:
        return score, ""
    scores = network.load(spec["network"]).score(reading.text[start:end].strip())
    most, head = max((scores[head], head) for head in spec["heads"])
    return score + _WEIGHT * most, head


def _by_ngrams(spec: Mapping[str, Any], reading: Reading, start: int, end: int) -> float:
    return likeness.load(spec["model"]).score(reading.folded[start:end]) if spec["model"] else 0.0


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
        "report": table.number("report"),
        "beside": table.number("beside", float("inf")),
        "doubt": table.number("doubt", None),
        "ask": table.number("ask", float("-inf")),
        **Conditions.prepare(table),
    }
    if bool(spec["network"]) != bool(heads) or not (spec["model"] or spec["network"]):
        raise RuleError(table.where.at("network"), "model か、network と heads が必要です")
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
    return _liked(page, spec, spec["report"], float("inf"))


def beside(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """The sentences to report in a document in which another rule of the pack has found something, and only there."""
    if spec["beside"] < spec["report"]:
        yield from _liked(page, spec, spec["beside"], spec["report"])


def _liked(page: Page, spec: Mapping[str, Any], least: float, below: float) -> Iterator[Match]:
    """Sentences with a score from ``least`` to ``below``."""
    reading = page.reading
    for sentence in reading.sentences:
        start, end = sentence.start, sentence.end
        if end - start < SHORTEST:
            continue
        # starting the network costs as much as the rest of a check
        if spec["network"] and _by_ngrams(spec, reading, start, end) < spec["ask"]:
            continue
        if not Conditions.hold(reading, sentence, spec):  # cheaper than the network
            continue
        score, head = rate(spec, reading, start, end)
        if not least <= score < below:
            continue
        about = spec["heads"].get(head)
        parts = tuple(reading.span(*part) for part in _risky(spec, reading, start, end))
        yield match_of(reading, start, end)._replace(parts=parts, values={"about": about} if about else {})


def likest(page: Page, file: str, head: str, least: float) -> Sentence | None:
    """The sentence that a head of the network in ``file`` scores highest, if that is at least ``least``."""
    asked = network.load(file)
    rated = [(asked.score(page.reading.text[one.start : one.end].strip())[head], one) for one in page.reading.sentences]
    score, sentence = max(rated, key=lambda item: item[0], default=(least - 1, None))
    return sentence if score >= least else None


def _risky(spec: Mapping[str, Any], reading: Reading, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a sentence that are not rather lawful by themselves."""
    parts = [match.span() for match in _PART.finditer(reading.folded, start, end)]
    return [part for part in parts if len(parts) > 1 and rate(spec, reading, *part)[0] > _LAWFUL]


CHECKS = [Check("likeness", _prepare, _find)]
