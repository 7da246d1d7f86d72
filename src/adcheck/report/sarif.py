"""SARIF 2.1.0. Positions are code points (``columnKind``), because the texts are full of emoji."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from adcheck.model import Finding, Report, Rule
from adcheck.report.json_ import dump
from adcheck.report.options import RenderOptions

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report, options: RenderOptions) -> str:
    """One run with the rules that found something, results, suppressions and notifications for what failed."""
    del options
    rules = {rule.id: rule for pack in report.packs for rule in pack.rules}
    used = sorted({finding.rule for finding in report.findings})
    index = {rule: number for number, rule in enumerate(used)}
    failures = [(checked.document.path, checked.error) for checked in report.documents if checked.error]
    run = {
        "tool": {
            "driver": {
                "name": "adcheck", "version": report.version, "informationUri": "https://pypi.org/project/adcheck/",
                "rules": [_rule(rule, rules.get(rule)) for rule in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not failures and not report.problems,
                "toolExecutionNotifications": [
                    *({"level": "error", "message": {"text": str(error)}, "locations": [_file(path)]} for path, error in failures),
                    *({"level": "error", "message": {"text": problem}} for problem in report.problems),
                ],
            }
        ],
        "results": [_result(finding, index) for finding in report.findings],
    }  # fmt: skip
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule_id: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:  # adcheck's own remarks about exceptions
        return {"id": rule_id, "shortDescription": {"text": rule_id}}
    laws = "\n".join(f"{each.law.title} {each.pinpoint} {each.law.url}".strip() for each in rule.law)
    rewrites = "\n".join(f"→ {each}" for each in rule.suggest)
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why or rule.title},
        "help": {"text": "\n\n".join(part for part in (rule.why, laws, rewrites) if part) or rule.title},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": [rule.pack]},
    }


def _file(path: str) -> dict[str, Any]:
    uri = "stdin" if path == "-" else quote(PurePath(path).as_posix().encode("utf-8", "surrogateescape"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}}}


def _result(finding: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    location = _file(finding.path)
    if finding.span and finding.line and finding.column:
        location["physicalLocation"]["region"] = {
            "startLine": finding.line, "startColumn": finding.column, "charOffset": finding.span.start,
            "charLength": finding.span.end - finding.span.start, "snippet": {"text": finding.quote},
        }  # fmt: skip
    if finding.document:
        location["logicalLocations"] = [{"name": finding.document, "kind": "object"}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVEL[finding.severity],
        "message": {
            "text": "\n".join(
                part
                for part in (finding.message, finding.reason, *(f"→ {each}" for each in finding.suggestions))
                if part
            )
        },
        "locations": [location],
        "partialFingerprints": {"adcheck/v1": finding.fingerprint},
    }
    if finding.status != "open":
        result["suppressions"] = [
            {"kind": "external" if finding.status == "baselined" else "inSource", "justification": finding.status_note}
        ]
    return result
