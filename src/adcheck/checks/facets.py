"""``facets``: of several named groups of terms, too few are present.

``groups`` (name → terms) in the order in which the message names them; ``at-least`` is how many must be there. ``present`` (default
0) is how many must be there for the rule to speak at all, so that one rule says "nothing" and another "too little". ``given``
(terms) must occur somewhere. ``skip`` (terms): sentences that hold one of them do not count. ``within`` (terms): only what stands
under a heading, or in the two sentences from a sentence, with one of them counts; without such a place the rule is silent.
The message may use ``{missing}``, ``{found}`` and ``{count}``; ``anchor = true`` points at the place or the first ``given``.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from adcheck.checks.base import Check, Page, Table
from adcheck.model import Match
from adcheck.packs.errors import RuleError
from adcheck.text.headings import sections
from adcheck.text.reading import Reading


def _prepare(table: Table) -> dict[str, Any]:
    names = list(table.mapping("groups"))
    groups = table.table("groups")
    at_least = table.integer("at-least")
    if groups is None or not 0 < at_least <= len(names):
        raise RuleError(table.where.at("at-least"), f"1〜{len(names)} にしてください")
    return {
        "groups": {name: groups.terms(name) for name in names},
        "at-least": at_least,
        "present": table.integer("present", 0),
        "given": table.terms("given", None),
        "skip": table.terms("skip", None),
        "within": table.terms("within", None),
        "anchor": table.flag("anchor"),
    }


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    given = reading.find(spec["given"])
    if spec["given"] is not None and not given:
        return
    places = [(0, len(reading.text))] if spec["within"] is None else places_of(reading, spec["within"])
    if not places:
        return
    skipped = [
        (s.start, s.end) for s in reading.sentences if spec["skip"] and reading.has(spec["skip"], s.start, s.end)
    ]
    if spec["within"] is not None:
        # 「見てほしい人」 as a label says nothing about the person
        skipped = sorted([*skipped, *((s.start, s.label_end) for s in sections(reading.text))])
    found = [name for name, terms in spec["groups"].items() if _has(reading, terms, places, skipped)]
    if not spec["present"] <= len(found) < spec["at-least"]:
        return
    span = None
    if spec["anchor"]:
        start, end = (given[0].start, given[0].end) if given else _first_line(reading, *places[0])
        span = reading.span(start, end)
    missing = [name for name in spec["groups"] if name not in found]
    values = {"missing": "・".join(missing), "found": "・".join(found) or "なし", "count": str(len(found))}
    yield Match(span, values)


def _has(reading: Reading, terms: Any, places: list[tuple[int, int]], skipped: list[tuple[int, int]]) -> bool:
    return any(not _inside(hit.start, skipped) for start, end in places for hit in reading.find(terms, start, end))


def _inside(position: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_right(spans, (position, sys.maxsize)) - 1
    return at >= 0 and position < spans[at][1]


def places_of(reading: Reading, terms: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Where the text speaks about what ``terms`` name: sections with such a heading; without one, sentences with the next."""
    headed = [(s.start, s.end) for s in sections(reading.text) if reading.has(terms, s.start, s.label_end)]
    if headed:
        return headed
    found: list[tuple[int, int]] = []
    for hit in reading.find(terms):
        sentence = reading.sentence_at(hit.start)
        if sentence is not None:
            after = reading.sentences[min(sentence.position + 1, len(reading.sentences) - 1)]
            found.append((sentence.start, max(sentence.end, after.end)))
    return found


def _first_line(reading: Reading, start: int, end: int) -> tuple[int, int]:
    line = reading.text.find("\n", start, end)
    if line >= 0 and len(reading.text[start:line].strip()) > 8:
        return start, line
    second = reading.text.find("\n", line + 1, end) if line >= 0 else -1
    return start, second if second >= 0 else end


CHECKS = [Check("facets", _prepare, _find, lambda spec: [spec["given"]] if spec["given"] is not None else [])]
