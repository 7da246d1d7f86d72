"""GitLab Code Quality report."""

from __future__ import annotations

import hashlib
from typing import Any

from adcheck.model import Finding, Report
from adcheck.report.json_ import dump
from adcheck.report.options import RenderOptions

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, options: RenderOptions) -> str:
    """A JSON array; documents that could not be checked are blockers."""
    del options
    items = [_item(finding) for finding in report.findings if finding.status == "open"]
    for checked in report.documents:
        if checked.error:
            path = checked.document.path
            fingerprint = hashlib.sha256(
                f"{path}{checked.document.name}".encode("utf-8", "surrogateescape")
            ).hexdigest()
            items.append(_entry("adcheck.unreadable", checked.error, fingerprint, "blocker", path, 1))
    return dump(items, indent=2) + "\n"


def _item(finding: Finding) -> dict[str, Any]:
    unique = hashlib.sha256(
        f"{finding.fingerprint}{finding.path}{finding.document}{finding.span}".encode("utf-8", "surrogateescape")
    ).hexdigest()
    return _entry(finding.rule, finding.message, unique, _SEVERITY[finding.severity], finding.path, finding.line or 1)


def _entry(check: str, text: str, fingerprint: str, severity: str, path: str, line: int) -> dict[str, Any]:
    return {
        "description": text, "check_name": check, "fingerprint": fingerprint, "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }  # fmt: skip
