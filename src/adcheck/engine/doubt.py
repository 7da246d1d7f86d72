"""A second opinion: what a rule found in a sentence that is like the lawful ones is reported as information only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adcheck.checks.base import Page
from adcheck.checks.likeness import rate
from adcheck.engine.decide import Hit, level_for
from adcheck.model import Rule, Span
from adcheck.text.likeness import SHORTEST
from adcheck.text.segment import Sentence

_ENOUGH = 17  # code points of a sentence that is more than the words the rule found


def doubted(page: Page, hits: Iterable[Hit], rules: Iterable[Rule], levels: Mapping[str, str]) -> Iterator[Hit]:
    """``hits`` with those lowered that a ``likeness`` rule among ``rules`` doubts.

    Never doubted: text with evasions, whose letters mean nothing; a short sentence (「必ず痩せる」), which the lawful texts about it share; and a rule whose
    severity the user's ``[levels]`` have set.
    """
    specs: Mapping[str, Mapping[str, Any]] = {
        rule.pack: rule.spec
        for rule in rules
        if rule.check == "likeness" and rule.spec["doubt"] is not None and level_for(rule.id, levels) != "off"
    }
    if not specs or len(page.readings) > 1:
        yield from hits
        return
    for hit in hits:
        spec = specs.get(hit.rule.pack)
        if spec is None or hit.match.span is None or hit.severity == "info" or level_for(hit.rule.id, levels):
            yield hit
            continue
        sentences = _sentences(page, hit.match.span)
        enough = any(sentence.end - sentence.start >= _ENOUGH for sentence in sentences)
        if enough and all(_score(spec, page, sentence) < spec["doubt"] for sentence in sentences):
            reason = "文の言い方が適法な例に近いため、情報としています"
            yield hit._replace(severity="info", reason="。".join(filter(None, (hit.reason, reason))))
        else:
            yield hit


def _sentences(page: Page, span: Span) -> Sequence[Sentence]:
    low, high = page.reading.view.locate(span)
    return [
        sentence
        for sentence in page.reading.sentences
        if sentence.start < high and low < sentence.end and sentence.end - sentence.start >= SHORTEST
    ]


def _score(spec: Mapping[str, Any], page: Page, sentence: Sentence) -> float:
    return rate(spec, page.reading, sentence.start, sentence.end)[0]
