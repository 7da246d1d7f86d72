"""For programs: one JSON object, described by ``report.schema.json`` beside this file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from adcheck.model import SEVERITIES, Checked, Citation, Finding, Fix, Report
from adcheck.report.options import RenderOptions

SCHEMA = 1

# Legal in JSON, but they steer terminals, reorder lines or cannot be encoded (a lone surrogate of a file name).
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def render(report: Report, options: RenderOptions) -> str:
    """The whole report as one object, indented."""
    return dump(report_object(report), indent=2) + "\n"


def dump(value: Any, *, indent: int | None = None) -> str:
    """JSON in readable Japanese that any terminal and any encoder of UTF-8 can take."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def report_object(report: Report) -> dict[str, Any]:
    return {
        **head(report),
        "documents": [document_object(checked) for checked in report.documents],
        "findings": [finding_object(finding) for finding in report.findings],
        "problems": list(report.problems),
        "summary": summary_object(report),
    }


def head(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "tool": {"name": "adcheck", "version": report.version},
        "as_of": report.as_of.isoformat(),
        "packs": [{"name": pack.name, "version": pack.version, "rules": len(pack.rules)} for pack in report.packs],
    }


def summary_object(report: Report) -> dict[str, int]:
    """Open findings by severity; documents in all and those that failed."""
    return {
        **{severity: report.count(severity) for severity in SEVERITIES},
        "documents": len(report.documents),
        "failed": sum(checked.status == "failed" for checked in report.documents),
    }


def document_object(checked: Checked) -> dict[str, Any]:
    return {
        "path": checked.document.path,
        "document": checked.document.name,
        "context": checked.context.as_dict(),
        "context_origin": dict(checked.context.origin),
        "status": checked.status,
        "error": checked.error,
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "pack": finding.pack,
        "severity": finding.severity,
        "status": finding.status,
        "path": finding.path,
        "document": finding.document,
        "start": finding.span.start if finding.span else None,
        "end": finding.span.end if finding.span else None,
        "line": finding.line,
        "column": finding.column,
        "quote": finding.quote,
        "message": finding.message,
        "reason": finding.reason,
        "law": [_citation(cited) for cited in finding.law],
        "suggestions": list(finding.suggestions),
        "fixes": [_fix(fix) for fix in finding.fixes],
        "fingerprint": finding.fingerprint,
        **_extras(finding),
    }


def _extras(finding: Finding) -> Mapping[str, Any]:
    """What only some findings have."""
    time = {"start_ms": finding.time[0], "end_ms": finding.time[1]} if finding.time else None
    extras = {"why": finding.why, "place": finding.place, "time": time, "status_note": finding.status_note}
    return {key: value for key, value in extras.items() if value}


def _citation(cited: Citation) -> dict[str, Any]:
    law = cited.law
    return {
        "key": law.key,
        "title": law.title,
        "pinpoint": cited.pinpoint,
        "url": law.url,
        "in_force": {
            "from": law.since.isoformat() if law.since else None,
            "until": law.until.isoformat() if law.until else None,
        },
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safety": fix.safety, "edits": edits}
