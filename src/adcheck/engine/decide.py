"""Matches → findings: severity, one finding per problem, reasons, positions, fingerprints."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from adcheck.checks.base import Page
from adcheck.model import SEVERITIES, UNKNOWN, Context, Edit, Finding, Fix, Match, Rule, Severity, Span
from adcheck.text.normalise import fold, normal

ORIGIN_WORDS = {
    "option": "オプション",
    "front matter": "フロントマター",
    "row": "行の指定",
    "config": "設定ファイル",
    "inferred": "本文から推定",
    "default": "既定値",
}
CATEGORIES = {
    "cosmetics": "化粧品",
    "quasi-drug": "医薬部外品",
    "drug": "医薬品",
    "medical-device": "医療機器",
    "wellness-device": "美容・健康機器",
    "health-food": "健康食品",
    "functional-food": "機能性表示食品",
    "tokuho": "特定保健用食品",
    "food": "食品",
    "medical-service": "医療",
    "general": "その他の商品",
}
_KEY = {"kind": "種別", "platform": "媒体", "medium": "形式", "relationship": "関係", "category": "カテゴリー"}


class Hit(NamedTuple):
    """A match with the rule that made it and the severity it has here."""

    rule: Rule
    match: Match
    severity: Severity
    reason: str


class Limited(Protocol):
    """A rule, or the entry that stands for it."""

    @property
    def id(self) -> str: ...
    @property
    def when(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


def applies(rule: Limited, context: Context, as_of: date) -> bool:
    """Whether a rule speaks about documents of this context on this day."""
    if (rule.since and as_of < rule.since) or (rule.until and as_of > rule.until):
        return False
    return _holds(rule.when, context)


def _holds(when: Mapping[str, Sequence[str]], context: Context) -> bool:
    return all(context.get(key) in values for key, values in when.items())


def _lower(severity: Severity) -> Severity:
    return SEVERITIES[min(SEVERITIES.index(severity) + 1, len(SEVERITIES) - 1)]


def judge(rule: Rule, match: Match, page: Page, levels: Mapping[str, str]) -> Hit | None:
    """Severity and reason of a match; None when configured off.

    The check's own severity wins over the rule's, a level of the rule or pack over both; a context value that is only inferred or unknown takes
    one step off; the user's ``[levels]`` decide last.
    """
    context = page.context
    severity = match.severity or rule.severity
    reasons = [match.detail] if match.detail else []
    for level in rule.levels:
        if (
            _holds(level.when, context)
            and (level.document is None or page.reading.has(level.document))
            and not page.reading.has(level.unless)
        ):
            severity = max(severity, level.severity, key=SEVERITIES.index) if match.severity else level.severity
            break
    keys = [key for key in rule.when if key in _KEY]
    for key in keys:
        value, origin = context.get(key), context.origin.get(key, "default")
        if key in ("kind", "medium") and origin == "default":
            continue
        reasons.append(
            f"{_KEY[key]}={value}（{ORIGIN_WORDS.get(origin, origin)}{'「' + context.note[key] + '」' if context.note.get(key) else ''}）"
        )
    unsure = [
        key
        for key in keys
        if key in ("category", "relationship", "platform")
        and (context.get(key) == UNKNOWN or context.origin.get(key) == "inferred")
    ]
    if unsure:
        severity = _lower(severity)
        named = "・".join(_KEY[key] for key in unsure)
        if context.get("category") == UNKNOWN and "category" in unsure:
            asked = [CATEGORIES[value] for value in rule.when["category"] if value in CATEGORIES]
            reasons += [f"{'・'.join(asked)}のときに当たる指摘です"] if asked else []
        reasons.append(f"{named}が確かでないため1段下げています。{named}を指定してください")
    if not rule.confirmed and severity == "error":
        severity = "warning"
    chosen = level_for(rule.id, levels)
    if chosen == "off":
        return None
    if chosen:
        severity = chosen  # type: ignore[assignment]
        reasons.append("設定ファイルの levels による")
    return Hit(rule, match, severity, "。".join(reasons))


def level_for(rule_id: str, levels: Mapping[str, str]) -> str | None:
    """What the user's ``[levels]`` say about a rule: a severity, ``off`` or nothing."""
    best = max((prefix for prefix in levels if matches_prefix(rule_id, prefix)), key=len, default=None)
    return levels[best] if best is not None else None


def matches_prefix(rule_id: str, prefix: str) -> bool:
    """``yakki`` and ``yakki.cos`` match ``yakki.cos-pore``."""
    return rule_id == prefix or rule_id.startswith((prefix + ".", prefix + "-")) or prefix in ("", "all")


def one_per_problem(hits: Sequence[Hit]) -> list[Hit]:
    """The most specific of overlapping hits of one pack, and without the rules that another rule here suppresses."""
    silenced = {(rule_id, hit.rule.id) for hit in hits for rule_id in hit.rule.suppresses}
    suppressed = {rule_id for rule_id, by in silenced if rule_id != by}
    taken: dict[str, list[tuple[int, int]]] = {}  # by pack, the spans kept so far: sorted, and they do not overlap
    absences: set[tuple[str, str]] = set()
    kept: list[Hit] = []
    for hit in sorted(hits, key=_specificity):
        span = hit.match.span
        if hit.rule.id in suppressed:
            continue
        if span is None:
            key = (hit.rule.id, repr(sorted(hit.match.values.items())))
            if key in absences:
                continue
            absences.add(key)
            kept.append(hit)
            continue
        spans = taken.setdefault(hit.rule.pack, [])
        for own in (span,) if _free(span, spans) else hit.match.parts:
            if _free(own, spans):
                spans.insert(bisect_left(spans, (own.start, own.end)), (own.start, own.end))
                kept.append(hit if own is span else hit._replace(match=hit.match._replace(span=own)))
    return sorted(
        kept, key=lambda hit: (hit.match.span is None, hit.match.span.start if hit.match.span else 0, hit.rule.id)
    )


def _free(span: Span, taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a span touches none of those taken, which are sorted and do not overlap."""
    at = bisect_left(taken, (span.start, span.end))
    return not ((at and taken[at - 1][1] > span.start) or (at < len(taken) and taken[at][0] < span.end))


def _specificity(hit: Hit) -> tuple[int, int, int, str]:
    span = hit.match.span
    return (SEVERITIES.index(hit.severity), -hit.rule.rank, -(span.end - span.start) if span else 0, hit.rule.id)


def findings(page: Page, hits: Iterable[Hit]) -> list[Finding]:
    """Findings of one document, all ``open``."""
    text = page.document.text
    lines = _line_starts(text)
    return [_finding(page, hit, text, lines) for hit in hits]


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _finding(page: Page, hit: Hit, text: str, lines: Sequence[int]) -> Finding:
    span, rule, match = hit.match.span, hit.rule, hit.match
    quote = text[span.start : span.end] if span else None
    line = bisect_right(lines, span.start) if span else None
    block = next(
        (
            block
            for block in page.document.blocks
            if span and block.span.start <= span.start < max(block.span.end, block.span.start + 1)
        ),
        None,
    )
    values = _Values(match.values, {"match": " ".join((quote or "").split())})
    return Finding(
        rule=rule.id,
        pack=rule.pack,
        severity=hit.severity,
        status="open",
        path=page.document.path,
        document=page.document.name,
        span=span,
        line=line,
        column=span.start - lines[line - 1] + 1 if span and line else None,
        quote=quote,
        message=rule.message.format_map(values),
        reason=hit.reason,
        why=rule.why,
        law=rule.law,
        suggestions=(*match.suggest, *rule.suggest),
        fixes=_fixes(rule, match),
        fingerprint=fingerprint(page, rule.id, quote, span.start if span else None, match.values),
        place=block.place if block else "",
        time=block.time if block else None,
    )


class _Values(dict[str, str]):
    """A ``{name}`` that the check did not fill stays empty rather than breaking the report."""

    def __init__(self, *parts: Mapping[str, str]) -> None:
        super().__init__({key: value for part in parts for key, value in part.items()})

    def __missing__(self, key: str) -> str:
        return ""


def _fixes(rule: Rule, match: Match) -> tuple[Fix, ...]:
    if not rule.fix:
        return ()
    edits = match.edits
    if not edits and match.span and "replace" in rule.fix:
        edits = (Edit(match.span.start, match.span.end, rule.fix["replace"]),)
    if not edits:
        return ()
    return (Fix(rule.fix.get("title", "修正"), "safe" if rule.fix.get("safety") == "safe" else "review", edits),)


def fingerprint(page: Page, rule_id: str, quote: str | None, start: int | None, values: Mapping[str, str]) -> str:
    """Stable across moves of lines: rule, quote and sentence, all normalised; never a position or a count."""
    sentence = ""
    if start is not None:
        low, _ = page.reading.view.locate(Span(start, start + 1))
        found = page.reading.sentence_at(low)
        sentence = page.reading.text[found.start : found.end] if found else ""
    parts = (
        rule_id,
        fold(normal(quote or "")),
        "".join(sentence.split()),
        "" if quote else repr(sorted(values.items())),
    )
    from hashlib import sha256  # a clean draft does without

    return sha256("\x1f".join(parts).encode()).hexdigest()[:20]
