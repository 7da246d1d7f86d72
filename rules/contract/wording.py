"""``wording``: a clause says something it should not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.item import FORMS, agreement_of, sentence_of, speaks
from adcheck.model import Match, Severity
from adcheck.text.clauses import Agreement, Clause
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Hit, Reading

_CONDITIONS = (
    "needs",
    "needs-clause",
    "needs-document",
    "unless",
    "unless-next",
    "unless-clause",
    "unless-document",
    "heading",
)


def _prepare_wording(table: Table) -> dict[str, Any]:
    """``find`` terms, one finding a 項 or row; conditions on its sentence, the next one, its clause (条) or the document; ``heading`` of its clause.

    ``always`` terms need no condition. ``forms`` limits the document forms; ``regime`` is the severity when the document is under the 取適法 (facts ``regime = "toriteki"``, or an
    agency commissions); ``worse`` terms in the sentence make it an error; ``denied`` says that a denial (「〜することはない」「〜するよう求めない」) silences; ``operative`` leaves out the signature and annexes that are forms, where blanks are filled in by hand; ``each`` reports every hit instead of
    one a 項. ``meanings`` (name → named groups of terms) find a sentence that has a term of every group, in any order; ``unless``
    in one silences that meaning only. A denial is for their ``unless`` to know, as most of them are denials themselves.
    """
    return {
        "find": table.terms("find", None),
        "meanings": meanings_of(table),
        "always": table.terms("always", None),
        **{key: table.terms(key, None) for key in _CONDITIONS},
        "worse": table.terms("worse", None),
        "operative": table.flag("operative"),
        "denied": table.flag("denied"),
        "each": table.flag("each"),
        "forms": table.texts("forms", list(FORMS)),
        "regime": table.choice("regime", ("", "error", "warning", "info"), ""),
    }


def meanings_of(table: Table) -> list[dict[str, Any]]:
    """Each meaning: the groups that must all be in the sentence, and what must not."""
    inner = table.table("meanings", None)
    found = []
    for name, keys in table.mapping("meanings", {}).items():
        part = inner.table(name) if inner else None
        if part:
            groups = [part.terms(key) for key in keys if key != "unless"]
            found.append({"groups": groups, "unless": part.terms("unless", None)})
    return found


def _find_wording(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    agreement = agreement_of(page)
    reading = standard_reading(page, agreement)
    if agreement.form not in spec["forms"] or not speaks(page):
        return
    if (spec["needs-document"] and not reading.has(spec["needs-document"])) or reading.has(spec["unless-document"]):
        return
    severity: Severity | None = spec["regime"] if spec["regime"] and _toriteki(page, agreement) else None
    done: set[int] = set()
    for hit in (*reading.find(spec["always"]), *reading.find(spec["find"]), *meant(reading, agreement, spec)):
        part = next((part for part, _ in agreement.units if part.start <= hit.start < part.end), None)
        if (
            part is None
            or (part.start in done and not spec["each"])
            or (spec["operative"] and _filled_later(agreement, part))
        ):
            continue
        free = hit.term in (spec["always"] or {"regexes": ()})["regexes"]
        if not free and not _holds(reading, agreement, spec, hit.start, hit.end):
            continue
        if _answered_no(agreement, hit.start, hit.end):
            continue
        if spec["denied"] and hit.term != _MEANT and _denied(agreement.text, hit.start, hit.end):
            continue
        done.add(part.start)
        worse = reading.has(spec["worse"], *sentence_of(agreement.text, hit.start, hit.end))
        yield Match(page.reading.span(_whole(agreement, hit.start), hit.end), severity="error" if worse else severity)


_SHEET = Pattern(r"様式|請求書|申請書|同意書|報告書|届出?書|記入例|ひな形|雛形")


def _filled_later(agreement: Agreement, part: Clause) -> bool:
    """The signature, and the rest of an annex that is a form."""
    sheet = next((each for each in reversed(agreement.of("annex")) if each.start <= part.start), None)
    return part.kind == "signature" or (sheet is not None and _SHEET.search(sheet.heading) is not None)


_MEANT = "(meaning)"
# Words of one meaning further apart than this belong to different parts of a long sentence.
_MEANT_REACH = 70


def meant(reading: Reading, agreement: Agreement, spec: Mapping[str, Any]) -> Iterator[Hit]:
    """The stretch of a sentence over which the words of a meaning are spread."""
    for meaning in spec["meanings"]:
        first, *others = meaning["groups"]
        done = -1
        for hit in reading.find(first):
            low, high = _said(agreement, hit.start, hit.end)
            if low == done or reading.has(meaning["unless"], low, high):
                continue
            hits = [hit, *(_nearest(reading.find(group, low, high), hit.start) for group in others)]
            start, end = min(h.start for h in hits), max(h.end for h in hits)
            if end - start <= _MEANT_REACH and low <= start:
                done = low
                yield Hit(start, end, _MEANT)


def _said(agreement: Agreement, start: int, end: int) -> tuple[int, int]:
    """The sentence around a match; a question goes on in its answer, a heading in the first sentence below it."""
    low, high = sentence_of(agreement.text, start, end)
    clause = agreement.clause_at(start)
    section = clause if clause and clause.kind == "section" and agreement.form != "contract" else None
    headed = section and section.heading and end <= section.body in (high, high + 1)
    if headed or (agreement.form == "dm" and agreement.text[high - 1] == "?"):
        high = sentence_of(agreement.text, high + 1, high + 1)[1]
    return low, high


_NO = Pattern(r"\n+\s*(?:[^\n:。]{1,16}:)?\s*(?:いえ|いいえ|いや|とんでも|それは(?:ない|あり)|まさか|ご安心|ご?心配)")


def _answered_no(agreement: Agreement, start: int, end: int) -> bool:
    """「中止なら報酬はなしですか？」「いえ、全額お支払いします」."""
    high = sentence_of(agreement.text, start, end)[1]
    return agreement.text[high - 1] == "?" and _NO.match(agreement.text, high) is not None


def _nearest(hits: Sequence[Hit], place: int) -> Hit:
    """The hit nearest to a place; one out of all reach when there is none."""
    return min(hits, key=lambda hit: abs(hit.start - place), default=Hit(-_MEANT_REACH, place, ""))


_DENIAL = Pattern(
    r"こと(?:は|も)(?:一切)?(?:ない|しない|ありません|ございません|しません)|もの(?:では|とは)(?:ない|しない|ありません)|わけではない|(?:必要|義務)(?:は|も|が|を)?(?:ない|なく|負わない|ありません)"
    r"|よう(?:に)?(?:は)?[^。\n]{0,6}(?:求め|頼ま|頼み|指示し|強い)(?:ない|ません|ず)|たり(?:は)?(?:しない|しません|せず)|(?:求め|頼ま|指示し)(?:ない|ません)(?:。|$|\n)"
)
_DENIAL_REACH = 24


def _denied(text: str, start: int, end: int) -> bool:
    """Whether the sentence takes back at once what the match says."""
    high = min(sentence_of(text, start, end)[1], end + _DENIAL_REACH)
    return _DENIAL.search(text, start, max(high, end)) is not None


def standard_reading(page: Page, agreement: Agreement) -> Reading:
    """The reading in which 甲 commissions and 乙 posts: rules are written that way, agreements call the sides what they like.

    A longer name (サンクレール) is filled up with spaces in front, so that every place stays where it is.
    """
    if "standard" not in page.memo:
        text = _NAMES.sub(lambda match: _SWAPPED[match[0]], agreement.text) if _swapped(agreement) else agreement.text
        for label, letter in _long_labels(agreement).items():
            text = regex.sub(_occurrence(label), letter.rjust(len(label)), text)
        page.memo["standard"] = page.reading if text == agreement.text else page.reading.rewritten(text)
    reading: Reading = page.memo["standard"]
    return reading


_SWAPPED = {"甲": "乙", "乙": "甲"}
_NAMES = Pattern("[甲乙]")


def _swapped(agreement: Agreement) -> bool:
    return agreement.side(True) == ("乙",) and agreement.side(False) in (("甲",), ())


def _long_labels(agreement: Agreement) -> dict[str, str]:
    """What the text calls the sides → the letter that stands for it, longest first."""
    found = {label: "甲" if client else "乙" for client in (True, False) for label in agreement.side(client)}
    return {label: found[label] for label in sorted(found, key=len, reverse=True) if len(label) > 1}


def _occurrence(label: str) -> str:
    """A label as a word: 会社, not 株式会社."""
    return rf"(?<![\p{{Han}}ァ-ヶーa-z]){regex.escape(label)}"


def _whole(agreement: Agreement, start: int) -> int:
    """The place where a quote begins: not in the middle of a name."""
    for label in _long_labels(agreement):
        if agreement.text.startswith(label, start - len(label) + 1):
            return start - len(label) + 1
    return start


def _holds(reading: Reading, agreement: Agreement, spec: Mapping[str, Any], start: int, end: int) -> bool:
    clause = agreement.clause_at(start)
    whole = (clause.start, clause.end) if clause else (start, end)
    sentence = _said(agreement, start, end)
    if spec["heading"] and not (clause and reading.has(spec["heading"], clause.start, max(clause.body, clause.start))):
        return False
    for key, place in (("needs", sentence), ("needs-clause", whole)):
        if spec[key] and not reading.has(spec[key], *place):
            return False
    following = sentence_of(agreement.text, sentence[1] + 1, sentence[1] + 1)
    if not agreement.text.startswith("。", sentence[1]):  # the next line speaks of something else
        following = sentence
    places = (("unless", sentence), ("unless-next", following), ("unless-clause", whole))
    return not any(reading.has(spec[key], *place) for key, place in places)


_AGENCY = Pattern(
    r"広告代理店|代理店|キャスティング(?:会社)?|エージェンシー|エージェント|プロダクション|元委託者|再委託"
)


def _toriteki(page: Page, agreement: Agreement) -> bool:
    """Told by the user, or the document says that an agency commissions."""
    return page.context.facts.get("regime") == "toriteki" or _AGENCY.search(agreement.text) is not None


def _needs(spec: Mapping[str, Any]) -> list[Mapping[str, Sequence[str]]]:
    parts = [spec["find"], spec["always"], *(meaning["groups"][0] for meaning in spec["meanings"])]
    return [{key: [term for part in parts if part for term in part[key]] for key in ("lists", "regexes")}]


CHECKS = [Check("wording", _prepare_wording, _find_wording, _needs)]
