"""The pipeline: load → normalise → segment → match → decide → report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from adcheck import __version__
from adcheck.cache import cache_folder
from adcheck.checks.base import Check, Page
from adcheck.config import ConfigError, Settings
from adcheck.engine.context import context_of
from adcheck.engine.decide import Hit, Limited, applies, findings, judge, matches_prefix, one_per_problem
from adcheck.engine.doubt import weighed
from adcheck.host import Host, build
from adcheck.model import Checked, Context, Document, Finding, Report, Rule

# A step between decide and report: takes the findings of one document and returns them with some settled
# (allow-comments, baseline, evidence), plus findings of its own about unused or expired exceptions.
Settle = Callable[[Page, Sequence[Finding]], Sequence[Finding]]


@dataclass(frozen=True)
class Checker:
    """Checks documents with one host and one set of settings. Immutable; safe to reuse."""

    host: Host
    settings: Settings = Settings()
    options: Mapping[str, Any] = field(default_factory=dict)
    as_of: date = field(default_factory=date.today)
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    settle: Sequence[Settle] = ()

    def run(self, documents: Iterable[Document]) -> Report:
        """Check all documents; one that fails does not stop the others."""
        checked: list[Checked] = []
        found: list[Finding] = []
        for document, own in self.each(documents):
            checked.append(document)
            found += own
        problems = (*self.host.plugin_problems, *self.host.registry.problems)
        return Report(self.as_of, __version__, self.host.registry.packs, tuple(checked), tuple(found), problems)

    def each(self, documents: Iterable[Document]) -> Iterator[tuple[Checked, Sequence[Finding]]]:
        """Document by document, as they come."""
        for document in documents:
            if document.error:
                yield Checked(document, Context(), document.error), ()
                continue
            try:
                yield self.check(document)
            except ConfigError as error:
                yield Checked(document, Context(), str(error)), ()

    def check(self, document: Document) -> tuple[Checked, Sequence[Finding]]:
        """One document. Raises ConfigError when it states an unknown context value."""
        configured, levels, select, ignore = self.settings.for_path(document.path)
        page = Page(document, Context(), self.as_of, self.host.registry.lexicon)
        context = context_of(document, page.reading.folded, self.options, configured)
        page.context = context
        hits: list[Hit] = []
        errors: list[str] = []
        rules = list(self._rules(page, context, select, ignore))
        for rule in rules:
            try:
                hits += self._hits(rule, self.host.checks[rule.check], page, levels)
            except Exception as error:  # a check may fail in any way; the other rules must still report
                errors.append(
                    f"規則 {rule.id} の check「{rule.check}」が失敗しました（{type(error).__name__}: {error}）"
                )
        found: Sequence[Finding] = findings(page, one_per_problem(list(weighed(page, hits, rules, levels))))
        for settle in self.settle:
            found = settle(page, found)
        return Checked(document, context, "; ".join(errors) or None), found

    def asks(self, rule: Limited, context: Context, select: Sequence[str], ignore: Sequence[str]) -> bool:
        """Whether a rule is asked about a document of this context, for which the settings say ``select`` and ``ignore``."""
        chosen = self.select or select
        return (
            applies(rule, context, self.as_of)
            and (not chosen or any(matches_prefix(rule.id, prefix) for prefix in chosen))
            and not any(matches_prefix(rule.id, prefix) for prefix in (*self.ignore, *ignore))
        )

    def _rules(self, page: Page, context: Context, select: Sequence[str], ignore: Sequence[str]) -> Iterator[Rule]:
        present: dict[str, object] = {}
        for reading in page.readings:
            present |= reading.present
        for entry in self.host.registry.candidates(present):
            if self.asks(entry, context, select, ignore):
                yield self.host.registry.make(entry.id)

    def _hits(self, rule: Rule, check: Check, page: Page, levels: Mapping[str, str]) -> Iterator[Hit]:
        for match in check.find(page, rule.spec):
            hit = judge(rule, match, page, levels)
            if hit:
                yield hit


def check(text: str, *, as_of: date | None = None, path: str = "-", **context: str) -> Report:
    """Check one text with the installed packs.

    Context values (``kind``, ``platform``, ``medium``, ``relationship``, ``category``) are given as keywords. Raises ConfigError for values outside the
    vocabularies.
    """
    from adcheck.config import check_context

    host = build(cache=cache_folder())
    checker = Checker(host, options=check_context(context, "context"))
    if as_of:
        checker = replace(checker, as_of=as_of)
    return checker.run([Document(path, text)])
