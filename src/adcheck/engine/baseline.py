"""The baseline: findings that were there when adcheck was introduced. JSON Lines, one fingerprint a line.

Never counts and never line numbers: a finding that is fixed while another appears is seen as both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from adcheck.config import ConfigError
from adcheck.model import Finding, Report


def read_baseline(file: Path) -> dict[str, Mapping[str, Any]]:
    """Entries by key. Raises ConfigError naming file and line."""
    entries: dict[str, Mapping[str, Any]] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: ベースラインを読めません（{error}）") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            entries[_key(entry["path"], entry["document"], entry["fingerprint"])] = entry
        except (ValueError, KeyError, TypeError) as error:
            raise ConfigError(f"{file}: {number} 行目がベースラインの行ではありません") from error
    return entries


def _key(path: str, document: str | None, fingerprint: str) -> str:
    return f"{path}\x1f{document or ''}\x1f{fingerprint}"


def apply_baseline(report: Report, entries: Mapping[str, Mapping[str, Any]]) -> tuple[Report, list[Mapping[str, Any]]]:
    """The report with known findings ``baselined``, and the entries whose finding is gone although their document was checked."""
    used: set[str] = set()
    settled = [_settle(finding, entries, used, report.as_of) for finding in report.findings]
    checked = {(document.document.path, document.document.name) for document in report.documents if not document.error}
    stale = [
        entry for key, entry in entries.items() if key not in used and (entry["path"], entry["document"]) in checked
    ]
    return replace(report, findings=tuple(settled)), stale


def _settle(finding: Finding, entries: Mapping[str, Mapping[str, Any]], used: set[str], today: date) -> Finding:
    key = _key(finding.path, finding.document, finding.fingerprint)
    if key not in entries:
        return finding
    used.add(key)
    if finding.status != "open":
        return finding
    since = date.fromisoformat(entries[key]["since"])
    return finding._replace(
        status="baselined", status_note=f"ベースライン（{since.isoformat()} から {(today - since).days} 日）"
    )


def write_baseline(file: Path, findings: Iterable[Finding], known: Mapping[str, Mapping[str, Any]], today: date) -> int:
    """Write the open and baselined findings; an entry already known keeps its date. Returns how many lines."""
    rows: dict[str, dict[str, Any]] = {}
    for finding in findings:
        if finding.status == "allowed":
            continue
        key = _key(finding.path, finding.document, finding.fingerprint)
        since = known[key]["since"] if key in known else today.isoformat()
        rows[key] = {
            "path": finding.path, "document": finding.document, "rule": finding.rule, "quote": finding.quote,
            "fingerprint": finding.fingerprint, "since": since,
        }  # fmt: skip
    ordered: Sequence[dict[str, Any]] = [rows[key] for key in sorted(rows)]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ordered), encoding="utf-8")
    return len(ordered)
