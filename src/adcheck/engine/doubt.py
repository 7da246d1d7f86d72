"""A second opinion: what is likely a problem by wording alone, and what is not, judged by what else the document says.

Problems come together (a claim, and the note that takes it back), so weak signs count in a document in which something is surely wrong, and only there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adcheck.checks.base import Page
from adcheck.checks.likeness import beside, rate
from adcheck.engine.decide import Hit, judge, level_for
from adcheck.model import Rule, Severity, Span
from adcheck.text.likeness import SHORTEST
from adcheck.text.segment import Sentence

_ENOUGH = 17  # code points of a sentence that is more than the words the rule found
_REASON = {
    "warning": "文の言い方が適法な例に近いため、警告としています",
    "info": "文の言い方が適法な例に近いため、情報としています",
}


def weighed(page: Page, hits: Iterable[Hit], rules: Iterable[Rule], levels: Mapping[str, str]) -> Iterator[Hit]:
    """``hits`` with those lowered that a ``likeness`` rule among ``rules`` doubts, and with what such a rule says only beside other findings.

    A doubted error or warning is a warning where another rule of the pack has found something that is not doubted, else information. Never doubted: text with
    evasions, whose letters mean nothing; a short sentence (「必ず痩せる」), which the lawful texts about it share; and a rule whose severity the user's
    ``[levels]`` have set.
    """
    models = [rule for rule in rules if rule.check == "likeness" and level_for(rule.id, levels) != "off"]
    specs: Mapping[str, Mapping[str, Any]] = {}
    if len(page.readings) == 1:
        specs = {rule.pack: rule.spec for rule in models if rule.spec["doubt"] is not None}
    judged = [(hit, _is_doubted(page, hit, specs.get(hit.rule.pack), levels)) for hit in hits]
    firm = {hit.rule.pack for hit, doubted in judged if not doubted and hit.severity != "info" and _counts(hit.rule)}
    for hit, doubted in judged:
        yield _lowered(hit, "warning" if hit.rule.pack in firm else "info") if doubted else hit
    for rule in models:
        if rule.pack in firm:
            yield from filter(None, (judge(rule, match, page, levels) for match in beside(page, rule.spec)))


def _counts(rule: Rule) -> bool:
    """Whether a rule's finding lets weaker likenesses through: not that of a likeness rule that has no ``beside`` itself."""
    return rule.check != "likeness" or rule.spec["beside"] < rule.spec["report"]


def _lowered(hit: Hit, severity: Severity) -> Hit:
    return hit._replace(severity=severity, reason="。".join(filter(None, (hit.reason, _REASON[severity]))))


def _is_doubted(page: Page, hit: Hit, spec: Mapping[str, Any] | None, levels: Mapping[str, str]) -> bool:
    if spec is None or hit.match.span is None or hit.severity == "info" or level_for(hit.rule.id, levels):
        return False
    spans = [hit.match.span] if hit.match.against is None else [hit.match.span, hit.match.against]
    return any(_is_like_lawful(spec, page, span) for span in spans)


def _is_like_lawful(spec: Mapping[str, Any], page: Page, span: Span) -> bool:
    sentences = _sentences(page, span)
    enough = any(sentence.end - sentence.start >= _ENOUGH for sentence in sentences)
    return enough and all(_score(spec, page, sentence) < spec["doubt"] for sentence in sentences)


def _sentences(page: Page, span: Span) -> Sequence[Sentence]:
    low, high = page.reading.view.locate(span)
    return [
        sentence
        for sentence in page.reading.sentences
        if sentence.start < high and low < sentence.end and sentence.end - sentence.start >= SHORTEST
    ]


def _score(spec: Mapping[str, Any], page: Page, sentence: Sentence) -> float:
    return rate(spec, page.reading, sentence.start, sentence.end)[0]
