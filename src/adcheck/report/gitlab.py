"""GitLab Code Quality report."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePath
from typing import Any

from adcheck.model import Finding, Report
from adcheck.report.json_ import dump
from adcheck.report.options import RenderOptions

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, options: RenderOptions) -> str:
    """A JSON array; documents that could not be checked are blockers."""
    del options
    seen: Counter[tuple[str, str, str | None]] = Counter()
    items = []
    for finding in report.findings:
        if finding.status == "open":
            same = (finding.fingerprint, finding.path, finding.document)
            seen[same] += 1
            # no position in it: a line added above would make every finding below it a new one
            unique = hashlib.sha256(f"{same}{seen[same]}".encode("utf-8", "surrogateescape")).hexdigest()
            items.append(_item(finding, unique))
    for checked in report.documents:
        if checked.error:
            path = checked.document.path
            fingerprint = hashlib.sha256(
                f"{path}{checked.document.name}".encode("utf-8", "surrogateescape")
            ).hexdigest()
            items.append(_entry("adcheck.unreadable", checked.error, fingerprint, "blocker", path, 1))
    return dump(items, indent=2) + "\n"


def _item(finding: Finding, unique: str) -> dict[str, Any]:
    return _entry(finding.rule, finding.message, unique, _SEVERITY[finding.severity], finding.path, finding.line or 1)


def _entry(check: str, text: str, fingerprint: str, severity: str, path: str, line: int) -> dict[str, Any]:
    # GitLab matches paths word for word with those of the merge request: none begins with ./
    return {
        "description": text, "check_name": check, "fingerprint": fingerprint, "severity": severity,
        "location": {"path": PurePath(path).as_posix(), "lines": {"begin": line}},
    }  # fmt: skip
