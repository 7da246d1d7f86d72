"""``count``: how many hashtags or characters a post has. ``label``: whether the platform's own label is on.

=========  ==================================================================
``of``     ``hashtags`` or ``characters``
``most``   the largest allowed number; above it the rule speaks
=========  ==================================================================

Hashtags are counted after NFKC: ``#`` followed by a letter, glued ones one by one; ``#`` inside a link and 「#1」 do not count.

``label`` has no keys. It reads the fact ``label_set`` of the context: ``yes`` is silent, ``no`` a warning, unknown as severe as the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adcheck import Check, Match, Page, Table
from adcheck.text.pattern import Pattern

_LINK = Pattern(r"(?:https?://|www\.)[^\s「」、。]+")
_TAG = Pattern(r"#(?=[\w])(?!\d+(?:$|[^\w]))(?!\d+[位番号話回目])[^\s#@、。!?「」()【】]+")


def _prepare(table: Table) -> dict[str, Any]:
    return {"of": table.choice("of", ("hashtags", "characters")), "most": table.integer("most")}


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    most = spec["most"]
    if spec["of"] == "characters":
        size = len(page.document.text.strip())
        if size > most:
            yield Match(None, {"count": str(size), "most": str(most)}, detail=f"{size}文字")
        return
    links = [match.span() for match in _LINK.finditer(reading.text)]
    tags = [
        match.span()
        for match in _TAG.finditer(reading.text)
        if not any(low <= match.start() < high for low, high in links)
    ]
    if len(tags) > most:
        extra = reading.span(tags[most][0], tags[-1][1])
        yield Match(extra, {"count": str(len(tags)), "most": str(most)}, detail=f"ハッシュタグ{len(tags)}個")


def _find_label(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    answer = page.context.facts.get("label_set", "unknown")
    if answer in ("yes", True):
        return
    yield Match(None, severity="warning" if answer in ("no", False) else None)


CHECKS = [Check("count", _prepare, _find), Check("label", lambda table: {}, _find_label)]
