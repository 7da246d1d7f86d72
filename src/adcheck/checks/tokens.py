"""``tokens``: a spaCy Matcher pattern over the tokens of a sentence. Keys: see docs/rules.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from adcheck.checks.base import Check, Page, Table, in_text, match_of
from adcheck.model import Match
from adcheck.packs.errors import RuleError

if TYPE_CHECKING:
    from spacy.matcher import Matcher


def _prepare(table: Table) -> dict[str, Any]:
    patterns = table.value("patterns")
    if not (
        isinstance(patterns, list)
        and patterns
        and all(isinstance(p, list) and all(isinstance(t, dict) for t in p) for p in patterns)
    ):
        raise RuleError(table.where.at("patterns"), "トークンの表の配列の配列にしてください（spaCy Matcher の形）")
    return {"patterns": patterns, "any": table.terms("any"), "status": table.texts("status", ["asserted"])}


@lru_cache(maxsize=256)
def _matcher(patterns: str) -> Matcher:
    from adcheck.text.tokens import matcher

    return matcher(json.loads(patterns))


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    from adcheck.text.tokens import tokens

    for reading in page.readings:
        seen: set[int] = set()
        for _, sentence in in_text(reading, reading.find(spec["any"])):
            if sentence.position in seen:
                continue
            seen.add(sentence.position)
            doc = tokens(reading.text[sentence.start : sentence.end])
            for _, first, last in _matcher(json.dumps(spec["patterns"], sort_keys=True))(doc):
                start = sentence.start + doc[first].idx
                end = sentence.start + doc[last - 1].idx + len(doc[last - 1])
                if page.status(reading, sentence, start, end) in spec["status"]:
                    yield match_of(reading, start, end)


CHECKS = [Check("tokens", _prepare, _find, lambda spec: [spec["any"]])]
