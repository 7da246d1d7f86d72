"""``note``: a claim and the words that must carry its basis or its conditions.

What makes a finding (at most one of these):

``require`` + ``missing``   elements of the basis (institution, period, scope, count, method) sought in the line of the claim, the lines near it
                            and its linked notes; ``missing`` is ``"all"``, ``"some"`` (but not all) or ``"any"`` of them
``holds``                   terms that the words around the claim (or, with ``whole``, the document) hold although they speak against it (``both``: they are reported, too)
``older-than``              the newest year of the basis is more than so many years ago
``[[…opposes]]``            pairs of ``claim`` and ``note``: a later sentence or note (with ``anywhere``: any other words) takes back what the claim says;
                            both are reported
``marker``                  no claim needed: ``"dangling"`` (a mark without note) or ``"distant"`` (its note far away)
``condition``               terms of a limiting condition that stands far behind the claim (the condition is what is reported)
``elsewhere``               terms that send the reader elsewhere for the condition (コメント欄, プロフィール)

With none of them the claim alone is the finding. Further keys: ``claim`` (terms), ``status``, ``lacks`` (terms around the claim that silence it), ``worse`` (terms around it that make it an error),
``sells`` (terms that show that the document sells something; not asked when its relationship or platform says so), ``only-when`` (elements that must be there), ``hides`` (lists used in the regexes of ``claim`` whose words people hide or space out), and the ``needs…``/``unless…`` keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from adcheck.checks.base import Check, Conditions, Page, Table, in_text, match_of
from adcheck.model import UNKNOWN, Match
from adcheck.packs.errors import RuleError
from adcheck.text.assertion import STATUSES
from adcheck.text.basis import ELEMENTS, NAMES, Basis, read_basis
from adcheck.text.notes import Mark, Notes, around, is_far, read_notes
from adcheck.text.reading import Hit, Reading
from adcheck.text.segment import Sentence

# A rank or a figure is a claim about any object, whoever made it true; what other rules call another object is the goods here.
_STATUS = ["asserted", "other-object", "other-agent", "makeup"]
# Relationships in which a post speaks for a seller whatever its words.
_TRADE = frozenset(["paid", "gifted", "affiliate", "employee"])
# Origins of a context value that nobody stated.
_GUESSED = (None, "inferred", "default")
# A text sells when it says so at least once in so many characters: a novel or a manual has a customer or a link somewhere, too.
_SELLING_STRETCH = 1500
_MISSING = ("all", "some", "any")
_MARKERS = ("dangling", "distant")
# How far behind a claim a sentence may take it back without being marked as a note.
_OPPOSING_DISTANCE = 260
# How much of the words that speak against a claim a message quotes.
_NOTE = 30
# How many of the places that speak against a claim are reported.
_AGAINST = 3

_Spec = Mapping[str, Any]
_Range = tuple[int, int]


def _prepare(table: Table) -> dict[str, Any]:
    older = table.integer("older-than", 0)
    opposes = [_pair(pair) for pair in table.tables("opposes", [])]
    spec: dict[str, Any] = {
        "claim": table.terms("claim", None),
        "hides": table.terms("hides", None),
        "status": table.texts("status", _STATUS),
        "require": _elements(table, "require"),
        "only-when": _elements(table, "only-when"),
        "missing": table.choice("missing", _MISSING, "any"),
        "older-than": older,
        "opposes": opposes,
        "marker": table.choice("marker", ("", *_MARKERS), ""),
        "whole": table.flag("whole"),
        "both": table.flag("both"),
        **{key: table.terms(key, None) for key in ("holds", "lacks", "worse", "condition", "elsewhere", "sells")},
        **Conditions.prepare(table),
    }
    for status in spec["status"]:
        if status not in STATUSES:
            raise RuleError(table.where.at("status"), f"「{status}」は使えません（{' / '.join(STATUSES)}）")
    if spec["claim"] is None and not spec["marker"] and not opposes:
        raise RuleError(table.where.at("claim"), "必須です（marker か opposes があるとき以外）")
    return spec


def _pair(table: Table) -> dict[str, Any]:
    pair = {"claim": table.terms("claim"), "note": table.terms("note"), "anywhere": table.flag("anywhere")}
    table.finish()
    return pair


def _elements(table: Table, key: str) -> list[str]:
    found = table.texts(key, [])
    for element in found:
        if element not in ELEMENTS:
            raise RuleError(table.where.at(key), f"「{element}」は使えません（{' / '.join(ELEMENTS)}）")
    return found


def _needs(spec: _Spec) -> Sequence[Mapping[str, Any]]:
    if spec["marker"]:
        return ()
    groups = [group for group in (spec["claim"], *(pair["claim"] for pair in spec["opposes"])) if group is not None]
    return [{key: [item for group in groups for item in group[key]] for key in ("lists", "regexes")}]


def _find(page: Page, spec: _Spec) -> Iterator[Match]:
    if not _sells(page, spec):
        return
    for reading in page.readings:
        notes = _notes(page, reading)
        if spec["marker"]:
            yield from _bad_markers(page, reading, notes, spec)
        for pair in spec["opposes"]:
            yield from _taken_back(page, reading, notes, pair, spec)
        for hit, sentence in _claims(page, reading, spec["claim"], spec):
            found = _about(page, reading, notes, hit, sentence, spec)
            if found is not None:
                yield found
                if spec["both"]:
                    yield from _against(reading, hit, spec)


def _sells(page: Page, spec: _Spec) -> bool:
    """Whether the document is trade: by what is known about it, or by the terms of ``sells``."""
    context = page.context
    if spec["sells"] is None or context.relationship in _TRADE or context.platform == "lp":
        return True
    # whoever says where a draft will be published is checking a post, not reading files
    if context.platform != UNKNOWN and context.origin.get("platform") not in _GUESSED:
        return True
    return len(page.reading.find(spec["sells"])) * _SELLING_STRETCH >= len(page.reading.text)


def _notes(page: Page, reading: Reading) -> Notes:
    key = f"note.{'tight' if reading.evasive else 'plain'}"
    if key not in page.memo:
        page.memo[key] = read_notes(reading.folded)
    notes: Notes = page.memo[key]
    return notes


def _claims(page: Page, reading: Reading, terms: Any, spec: _Spec) -> Iterator[tuple[Hit, Sentence]]:
    for hit, sentence in in_text(reading, reading.find(terms)):
        if page.status(reading, sentence, hit.start, hit.end) in spec["status"] and Conditions.hold(
            reading, sentence, spec
        ):
            yield hit, sentence


def _about(page: Page, reading: Reading, notes: Notes, hit: Hit, sentence: Sentence, spec: _Spec) -> Match | None:
    """What is wrong with one claim and the words around it, if anything."""
    ranges = around(reading.folded, notes, hit.start, hit.end)
    if _any_has(reading, spec["lacks"], ranges):
        return None
    values: dict[str, str] = {}
    if spec["require"] or spec["older-than"]:
        basis = read_basis((reading.folded[low:high] for low, high in ranges), _claim_words(reading, hit, sentence))
        if basis.missing(spec["only-when"]) or not (_lacking(basis, spec) or _stale(page, basis, spec)):
            return None
        values["missing"] = "・".join(NAMES[element] for element in basis.missing(spec["require"]))
        values["year"] = str(max(basis.years, default=""))
    elif spec["condition"] is not None and (far := _far_condition(reading, hit, spec)):
        return match_of(reading, far.start, _line_end(reading, far), claim=reading.text[hit.start : hit.end])
    elif not _spoken_against(reading, hit, sentence, ranges, spec):
        return None
    match = match_of(reading, hit.start, hit.end, **values)
    return match._replace(severity="error") if _any_has(reading, spec["worse"], ranges) else match


def _spoken_against(reading: Reading, hit: Hit, sentence: Sentence, ranges: Sequence[_Range], spec: _Spec) -> bool:
    """Whether ``holds`` or ``elsewhere`` hold for a claim (none of them asked: the claim alone is enough)."""
    if spec["holds"] is not None:
        return _any_has(reading, spec["holds"], [(0, len(reading.text))] if spec["whole"] else ranges)
    if spec["elsewhere"] is not None:
        return reading.has(spec["elsewhere"], *reading.around(sentence, 2))
    return spec["condition"] is None


def _claim_words(reading: Reading, hit: Hit, sentence: Sentence) -> str:
    """The claim with the words before it in its sentence: 「国内の美容液で売上1位」 names its scope."""
    return reading.folded[sentence.start : hit.end]


def _any_has(reading: Reading, terms: Any, ranges: Iterable[_Range]) -> bool:
    return terms is not None and any(reading.has(terms, low, high) for low, high in ranges)


def _against(reading: Reading, claim: Hit, spec: _Spec) -> Iterator[Match]:
    """The words of ``holds`` themselves, where they first stand."""
    apart = [note for note in reading.find(spec["holds"]) if note.end <= claim.start or claim.end <= note.start]
    for note in apart[:_AGAINST]:
        match = match_of(reading, note.start, note.end, claim=reading.text[claim.start : claim.end])
        yield match._replace(against=reading.span(claim.start, claim.end))


def _lacking(basis: Basis, spec: _Spec) -> bool:
    missing = len(basis.missing(spec["require"]))
    if spec["missing"] == "all":
        return missing == len(spec["require"]) > 0
    return missing > 0 and (spec["missing"] == "any" or missing < len(spec["require"]))


def _stale(page: Page, basis: Basis, spec: _Spec) -> bool:
    return bool(spec["older-than"] and basis.years) and max(basis.years) < page.as_of.year - spec["older-than"]


def _far_condition(reading: Reading, hit: Hit, spec: _Spec) -> Hit | None:
    """The first condition behind the claim, when it is far away."""
    behind = reading.find(spec["condition"], hit.end)
    return behind[0] if behind and is_far(reading.folded[hit.end : behind[0].start]) else None


def _line_end(reading: Reading, hit: Hit) -> int:
    end = reading.text.find("\n", hit.end)
    return len(reading.text) if end < 0 else end


# ---------------------------------------------------------------------------------------------------------------------
# contradictions and markers


def _taken_back(page: Page, reading: Reading, notes: Notes, pair: _Spec, spec: _Spec) -> Iterator[Match]:
    for hit, sentence in _claims(page, reading, pair["claim"], spec):
        if pair["anywhere"]:
            ranges = [(hit.end, len(reading.text)), (0, hit.start)]
        else:
            ranges = [(sentence.end, min(len(reading.text), sentence.end + _OPPOSING_DISTANCE))]
            ranges += [(note.start, note.end) for note in notes.notes if note.start >= hit.end]
        for low, high in ranges:
            against = reading.find(pair["note"], low, high)
            if against:
                yield from _both(reading, hit, against[0])
                break


def _both(reading: Reading, claim: Hit, note: Hit) -> Iterator[Match]:
    """A claim and the words that speak against it: whoever mends one of them has to see the other."""
    end = min(_line_end(reading, note), note.start + _NOTE)
    values = {"claim": reading.text[claim.start : claim.end], "note": reading.text[note.start : max(note.end, end)]}
    yield match_of(reading, claim.start, claim.end, **values)
    yield match_of(reading, note.start, note.end, **values)._replace(against=reading.span(claim.start, claim.end))


def _bad_markers(page: Page, reading: Reading, notes: Notes, spec: _Spec) -> Iterator[Match]:
    marks = notes.dangling() if spec["marker"] == "dangling" else [mark for mark, _ in notes.distant()]
    for mark in marks:
        sentence = reading.sentence_at(mark.start)
        if sentence is None or not Conditions.hold(reading, sentence, spec):
            continue
        if page.status(reading, sentence, mark.start, mark.end) != "quoted":
            yield match_of(reading, _phrase_start(reading, sentence, mark), mark.end)


_PHRASE = 24


def _phrase_start(reading: Reading, sentence: Sentence, mark: Mark) -> int:
    """Where the words begin that a mark hangs on."""
    low = max(sentence.start, mark.start - _PHRASE)
    cut = max(reading.text.rfind(char, low, mark.start - 1) for char in "、。,!? \n)」】※")
    return max(low, cut + 1)


CHECKS = [Check("note", _prepare, _find, _needs)]
