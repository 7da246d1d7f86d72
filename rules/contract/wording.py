"""``wording``: a clause says something it should not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.item import FORMS, agreement_of, speaks
from adcheck.model import Match, Severity
from adcheck.text.clauses import Agreement
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Reading

_CONDITIONS = ("needs", "needs-clause", "needs-document", "unless", "unless-clause", "unless-document", "heading")


def _prepare_wording(table: Table) -> dict[str, Any]:
    """``find`` terms, one finding a 項 or row; conditions on its sentence, its clause (条) or the document; ``heading`` of its clause.

    ``always`` terms need no condition. ``forms`` limits the document forms; ``regime`` is the severity when the document is under the 取適法 (facts ``regime = "toriteki"``, or an
    agency commissions); ``worse`` terms in the sentence make it an error; ``operative`` leaves out the signature, where blanks are filled in by hand; ``each`` reports every hit instead of
    one a 項.
    """
    return {
        "find": table.terms("find"),
        "always": table.terms("always", None),
        **{key: table.terms(key, None) for key in _CONDITIONS},
        "worse": table.terms("worse", None),
        "operative": table.flag("operative"),
        "each": table.flag("each"),
        "forms": table.texts("forms", list(FORMS)),
        "regime": table.choice("regime", ("", "error", "warning", "info"), ""),
    }


def _find_wording(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    agreement = agreement_of(page)
    reading = _standard(page, agreement)
    if agreement.form not in spec["forms"] or not speaks(page):
        return
    if (spec["needs-document"] and not reading.has(spec["needs-document"])) or reading.has(spec["unless-document"]):
        return
    severity: Severity | None = spec["regime"] if spec["regime"] and _toriteki(page, agreement) else None
    done: set[int] = set()
    for hit in (*reading.find(spec["always"]), *reading.find(spec["find"])):
        part = next((part for part, _ in agreement.units if part.start <= hit.start < part.end), None)
        if (
            part is None
            or (part.start in done and not spec["each"])
            or (spec["operative"] and part.kind == "signature")
        ):
            continue
        if hit.term not in (spec["always"] or {"regexes": ()})["regexes"] and not _holds(
            reading, agreement, spec, hit.start, hit.end
        ):
            continue
        done.add(part.start)
        worse = reading.has(spec["worse"], *sentence_of(agreement.text, hit.start, hit.end))
        yield Match(reading.span(hit.start, hit.end), severity="error" if worse else severity)


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between 。 and line ends around a match."""
    low = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    return low, min((at for mark in "。\n" if (at := text.find(mark, end)) >= 0), default=len(text))


def _standard(page: Page, agreement: Agreement) -> Reading:
    """The reading in which 甲 commissions and 乙 posts: rules are written that way, some agreements are not."""
    if agreement.side(True) != ("乙",) or agreement.side(False) != ("甲",):
        return page.reading
    if "standard" not in page.memo:
        page.memo["standard"] = page.reading.rewritten(agreement.text.translate({ord("甲"): "乙", ord("乙"): "甲"}))
    reading: Reading = page.memo["standard"]
    return reading


def _holds(reading: Reading, agreement: Agreement, spec: Mapping[str, Any], start: int, end: int) -> bool:
    clause = agreement.clause_at(start)
    whole = (clause.start, clause.end) if clause else (start, end)
    sentence = sentence_of(agreement.text, start, end)
    if spec["heading"] and not (clause and reading.has(spec["heading"], clause.start, max(clause.body, clause.start))):
        return False
    for key, place in (("needs", sentence), ("needs-clause", whole)):
        if spec[key] and not reading.has(spec[key], *place):
            return False
    return not any(reading.has(spec[key], *place) for key, place in (("unless", sentence), ("unless-clause", whole)))


_AGENCY = Pattern(
    r"広告代理店|代理店|キャスティング(?:会社)?|エージェンシー|エージェント|プロダクション|元委託者|再委託"
)


def _toriteki(page: Page, agreement: Agreement) -> bool:
    """Told by the user, or the document says that an agency commissions."""
    return page.context.facts.get("regime") == "toriteki" or _AGENCY.search(agreement.text) is not None


def _needs(spec: Mapping[str, Any]) -> list[Mapping[str, Sequence[str]]]:
    always = spec["always"] or {"lists": [], "regexes": []}
    return [{key: [*spec["find"][key], *always[key]] for key in ("lists", "regexes")}]


CHECKS = [Check("wording", _prepare_wording, _find_wording, _needs)]
