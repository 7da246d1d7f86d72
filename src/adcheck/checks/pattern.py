"""``pattern``: words are there. Keys: see docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adcheck.checks.base import Check, Conditions, Page, Table, in_text, match_of
from adcheck.model import Match
from adcheck.packs.errors import RuleError
from adcheck.text.assertion import STATUSES


def _prepare(table: Table) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "find": table.terms("find"),
        "status": table.texts("status", None),
        "blocks": table.texts("blocks", None),
        **Conditions.prepare(table),
    }
    for status in spec["status"] or ():
        if status not in STATUSES:
            raise RuleError(table.where.at("status"), f"「{status}」は使えません（{' / '.join(STATUSES)}）")
    return spec


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    for reading in page.readings:
        for hit, sentence in in_text(reading, reading.find(spec["find"])):
            if spec["blocks"] is not None and sentence.kind not in spec["blocks"]:
                continue
            if spec["status"] is not None and page.status(reading, sentence, hit.start, hit.end) not in spec["status"]:
                continue
            if Conditions.hold(reading, sentence, spec):
                yield match_of(reading, hit.start, hit.end)


CHECKS = [Check("pattern", _prepare, _find, lambda spec: [spec["find"]])]
