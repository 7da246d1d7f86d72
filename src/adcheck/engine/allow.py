"""Exceptions that people write: allow-comments, front matter, and sidecar entries of the configuration.

``<!-- adcheck-allow: RULE -- 理由 (until 2027-03-31) -->`` holds for the next paragraph or its own line; ``adcheck: allow:`` in front matter and
``[[allow]]`` of the configuration hold for the whole document. An exception without reason, unused or expired is itself reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import regex

from adcheck.checks.base import Page
from adcheck.config import Settings
from adcheck.engine.decide import matches_prefix
from adcheck.model import Finding, Span
from adcheck.text.pattern import Pattern

_COMMENT = Pattern(r"<!--\s*adcheck-allow:\s*(?P<rules>[\w.,\s-]+?)\s*(?:--\s*(?P<reason>.*?))?\s*-->", regex.DOTALL)
_UNTIL = Pattern(r"\s*[(（]until\s+(?P<day>\d{4}-\d{2}-\d{2})[)）]\s*$")
PACK = "adcheck"


class Allow(NamedTuple):
    """One exception. ``span`` is where it is written, ``scope`` what it covers (None: the whole document)."""

    rules: tuple[str, ...]
    reason: str
    until: date | None
    scope: Span | None
    span: Span | None
    source: str


def allows(page: Page, settings: Settings) -> list[Allow]:
    """All exceptions that concern a document."""
    found = list(_comments(page.document.text))
    found += [_entry(entry, "フロントマター") for entry in _list(page.document.given.get("allow"))]
    for entry in settings.allow:
        if settings.matches(page.document.path, [str(name) for name in _list(entry.get("files"))]):
            found.append(_entry(entry, "設定ファイル"))
    return found


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [] if value is None else [value]


def _comments(text: str) -> Iterator[Allow]:
    for match in _COMMENT.finditer(text):
        reason, until = _reason(match["reason"] or "")
        # what stands on the comment's own line, and the paragraph behind it
        low = text.rfind("\n", 0, match.start()) + 1
        body = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
        stop = regex.compile(r"\n[ \t\r]*\n").search(text, body)
        yield Allow(
            tuple(rule.strip() for rule in match["rules"].split(",") if rule.strip()), reason, until,
            Span(low, stop.start() if stop else len(text)), Span(match.start(), match.end()), "コメント",
        )  # fmt: skip


def _reason(text: str) -> tuple[str, date | None]:
    found = _UNTIL.search(text)
    if not found:
        return text.strip(), None
    try:
        return text[: found.start()].strip(), date.fromisoformat(found["day"])
    except ValueError:
        return text.strip(), None


def _entry(entry: Any, source: str) -> Allow:
    data: Mapping[str, Any] = entry if isinstance(entry, Mapping) else {"rule": str(entry)}
    until = data.get("until")
    day = until if isinstance(until, date) else date.fromisoformat(str(until)) if until else None
    rules = [str(rule) for rule in _list(data.get("rule") or data.get("rules"))]
    return Allow(tuple(rules), str(data.get("reason", "")).strip(), day, None, None, source)


def settle(settings: Settings) -> Any:
    """The step that turns covered findings into ``allowed`` ones and reports exceptions that are not in order."""

    def step(page: Page, findings: Sequence[Finding]) -> Sequence[Finding]:
        entries = allows(page, settings)
        if not entries:
            return findings
        used: set[int] = set()
        settled = [_settle(finding, entries, used, page.as_of) for finding in findings]
        return [*settled, *_complaints(page, entries, used)]

    return step


def _settle(finding: Finding, entries: Sequence[Allow], used: set[int], today: date) -> Finding:
    for number, entry in enumerate(entries):
        if not any(matches_prefix(finding.rule, prefix) for prefix in entry.rules):
            continue
        if entry.scope and not (finding.span and entry.scope.overlaps(finding.span)):
            continue
        used.add(number)
        if entry.reason and (entry.until is None or entry.until >= today):
            until = f"（{entry.until.isoformat()} まで）" if entry.until else ""
            return finding._replace(status="allowed", status_note=f"{entry.source}で許容: {entry.reason}{until}")
    return finding


def _complaints(page: Page, entries: Sequence[Allow], used: set[int]) -> Iterator[Finding]:
    from bisect import bisect_right

    text = page.document.text
    lines = [0, *(match.end() for match in regex.finditer(r"\n", text))]
    for number, entry in enumerate(entries):
        names = ", ".join(entry.rules)
        if not entry.reason:
            rule, message = "allow-without-reason", f"例外（{names}）に理由がありません。「-- 理由」を書いてください"
        elif entry.until and entry.until < page.as_of:
            rule, message = "allow-expired", f"例外（{names}）の期限 {entry.until.isoformat()} が過ぎています"
        elif number not in used:
            rule, message = "allow-unused", f"例外（{names}）に当たる指摘がありません。不要なら消してください"
        else:
            continue
        line = bisect_right(lines, entry.span.start) if entry.span else None
        yield Finding(
            rule=f"{PACK}.{rule}", pack=PACK, severity="warning", status="open", path=page.document.path, document=page.document.name,
            span=entry.span, line=line, column=entry.span.start - lines[line - 1] + 1 if entry.span and line else None,
            quote=text[entry.span.start : entry.span.end] if entry.span else None, message=message, reason=entry.source, why="",
            law=(), suggestions=(), fixes=(), fingerprint=f"{rule}:{names}",
        )  # fmt: skip
