"""``absent``: something that should be there is missing. Keys: see docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adcheck.checks.base import Check, Page, Table
from adcheck.model import Match
from adcheck.text.reading import Reading


def _prepare(table: Table) -> dict[str, Any]:
    return {
        "none": table.terms("none"),
        "given": table.terms("given", None),
        "anchor": table.flag("anchor"),
        "min-length": table.integer("min-length", 1),
        "skip": table.terms("skip", None),
    }


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    if len(reading.text.strip()) < spec["min-length"] or any(_there(each, spec) for each in page.readings):
        return
    given = reading.find(spec["given"])
    if spec["given"] is not None and not given:
        return
    yield Match(reading.span(given[0].start, given[0].end) if given and spec["anchor"] else None)


def _there(reading: Reading, spec: Mapping[str, Any]) -> bool:
    """Whether one of ``none`` occurs, other than in a sentence that holds one of ``skip``."""
    hits = reading.find(spec["none"])
    if not hits or spec["skip"] is None:
        return bool(hits)
    for hit in hits:
        sentence = reading.sentence_at(hit.start)
        if sentence is None or not reading.has(spec["skip"], sentence.start, sentence.end):
            return True
    return False


def _needs(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [spec["given"]] if spec["given"] is not None else []


CHECKS = [Check("absent", _prepare, _find, _needs)]
