"""adcheck: checks Japanese influencer posts and agreements for advertising compliance.

>>> from adcheck import check
>>> report = check("【PR】この化粧水でシミが消えました", category="cosmetics", relationship="paid")
>>> [finding.rule for finding in report.findings]
['yakki.cos-spot-erase']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from adcheck.checks.base import Check, Page
    from adcheck.engine.checker import Checker, check
    from adcheck.hookspecs import hookimpl
    from adcheck.model import Context, Document, Edit, Finding, Match, Report, Span
    from adcheck.packs.source import PackSource
    from adcheck.packs.table import Table
    from adcheck.text.reading import Reading

__version__ = "0.1.0"

__all__ = [
    "Check", "Checker", "Context", "Document", "Edit", "Finding", "Match", "PackSource", "Page", "Reading", "Report", "Span", "Table",
    "check", "hookimpl",
]  # fmt: skip

# Imported when first asked for: a plugin that only needs ``hookimpl`` pays for nothing else.
_HOME = {
    "Check": "checks.base", "Page": "checks.base", "Checker": "engine.checker", "check": "engine.checker", "hookimpl": "hookspecs",
    "Context": "model", "Document": "model", "Edit": "model", "Finding": "model", "Match": "model", "Report": "model", "Span": "model",
    "PackSource": "packs.source", "Table": "packs.table", "Reading": "text.reading",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"adcheck.{_HOME[name]}"), name)
