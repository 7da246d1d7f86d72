"""Runs the examples inside rule files: public, so that a plugin tests its pack in three lines.

>>> from adcheck.testing import examples, failure
>>> @pytest.mark.parametrize("example", examples(host), ids=str)
... def test_example(host, example):
...     assert failure(host, example) is None
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from adcheck.checks.base import Page
from adcheck.engine.context import context_of
from adcheck.engine.decide import applies, judge
from adcheck.host import Host
from adcheck.model import CONTEXT_VALUES, UNKNOWN, Document, Rule, Span
from adcheck.packs.errors import RuleError, Where
from adcheck.packs.words import read_toml

OPEN, CLOSE = "⟦", "⟧"
# Examples are judged on one fixed day, so that deadlines in them mean the same every year.
EXAMPLE_DAY = date(2026, 11, 22)


class RuleExample(NamedTuple):
    """One example of a rule. ``spans`` are the marked stretches of ``text`` (marks removed); empty for an ``ok`` example."""

    rule: str
    kind: str  # "ng" | "ok"
    number: int
    text: str
    spans: tuple[Span, ...]
    context: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.rule}:{self.kind}{self.number}"


def unmark(text: str) -> tuple[str, tuple[Span, ...]]:
    """Text without ``⟦ ⟧`` and the spans they marked. Raises ValueError when the marks do not pair."""
    parts: list[str] = []
    spans: list[Span] = []
    start: int | None = None
    size = 0
    for char in text:
        if char == OPEN and start is None:
            start = size
        elif char == CLOSE and start is not None:
            spans.append(Span(start, size))
            start = None
        elif char in (OPEN, CLOSE):
            raise ValueError(text)
        else:
            parts.append(char)
            size += 1
    if start is not None:
        raise ValueError(text)
    return "".join(parts), tuple(spans)


def examples(host: Host, packs: Sequence[str] = ()) -> list[RuleExample]:
    """All examples of the host's rules (of ``packs``). Raises RuleError for the first malformed one."""
    found, problems = collect(host, packs)
    if problems:
        raise problems[0]
    return found


def collect(host: Host, packs: Sequence[str] = ()) -> tuple[list[RuleExample], list[RuleError]]:
    """All examples that are well formed, and what is wrong with the others, rule by rule."""
    found: list[RuleExample] = []
    problems: list[RuleError] = []
    for pack in host.registry.packs:
        if packs and pack.name not in packs:
            continue
        for file in dict.fromkeys(rule.file for rule in pack.rules):
            for table in read_toml(Path(file)).get("rule", []):  # type: ignore[attr-defined]
                if table.get("id") in host.registry.rules:
                    try:
                        found += _of_rule(table, Where(file, table["id"], "examples"))
                    except RuleError as error:
                        problems.append(error)
    return found, problems


def _of_rule(table: Mapping[str, Any], where: Where) -> Iterator[RuleExample]:
    groups = table.get("examples", {})
    for kind in ("ng", "ok"):
        entries = groups.get(kind, [])
        if not entries:
            raise RuleError(where.at(kind), "例がありません（ng と ok の両方が必要です）")
        for number, entry in enumerate(entries, 1):
            data: Any = {"text": entry} if isinstance(entry, str) else entry
            if (
                not isinstance(data, Mapping)
                or not isinstance(data.get("text"), str)
                or set(data) - {"text", "context", "because"}
            ):
                raise RuleError(where.at(f"{kind}[{number}]"), "文字列か { text, context, because } にしてください")
            try:
                text, spans = unmark(data["text"])
            except ValueError:
                raise RuleError(where.at(f"{kind}[{number}]"), "⟦ と ⟧ が対になっていません") from None
            yield RuleExample(table["id"], kind, number, text, spans, data.get("context", {}))


def default_context(rule: Rule) -> dict[str, str]:
    """What an example's context is unless it says otherwise: the first value that the rule asks for."""
    return {key: values[0] for key, values in rule.when.items()}


def failure(host: Host, example: RuleExample) -> str | None:
    """Why the example does not hold, in Japanese; None when it does."""
    rule = host.registry.rules[example.rule]
    found = _matches(host, rule, example)
    if example.kind == "ok":
        loud = [span for span, severity in found if severity != "info" or rule.severity == "info"]
        return f"ok 例なのに検出されました: {_show(example.text, loud[0])}" if loud else None
    if not found:
        return f"ng 例なのに検出されません: {example.text}"
    for marked in example.spans:
        if not any(span and span.overlaps(marked) for span, _ in found):
            shown = " / ".join(_show(example.text, span) for span, _ in found)
            return f"⟦{example.text[marked.start : marked.end]}⟧ が検出されません（検出: {shown}）"
    return None


def _show(text: str, span: Span | None) -> str:
    return f"「{text[span.start : span.end]}」" if span else "（欠落）"


def _matches(host: Host, rule: Rule, example: RuleExample) -> list[tuple[Span | None, str]]:
    options = {**default_context(rule), **example.context}
    document = Document("example", example.text)
    page = _page(host, document, options)
    if not applies(rule, page.context, EXAMPLE_DAY):
        return []
    present: dict[str, object] = {}
    for reading in page.readings:
        present |= reading.present
    if all(entry.id != rule.id for entry in host.registry.candidates(present)):
        return []
    hits = [judge(rule, match, page, {}) for match in host.checks[rule.check].find(page, rule.spec)]
    return [(hit.match.span, hit.severity) for hit in hits if hit]


def _page(host: Host, document: Document, options: Mapping[str, Any]) -> Page:
    from adcheck.model import Context

    page = Page(document, Context(), EXAMPLE_DAY, host.registry.lexicon)
    # no inference in examples: what a key is not given stays unknown
    given = {key: UNKNOWN for key in CONTEXT_VALUES if key not in ("kind", "medium")} | dict(options)
    page.context = context_of(document, page.reading.folded, given, {})
    page.context = page.context._replace(origin=dict.fromkeys(CONTEXT_VALUES, "option"))
    return page
