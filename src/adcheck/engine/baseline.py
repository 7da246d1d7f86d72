"""The baseline: findings that were there when adcheck was introduced. JSON Lines, one fingerprint a line.

Never counts and never line numbers: a finding that is fixed while another appears is seen as both. Paths are relative to the
baseline's own folder, so that it holds wherever adcheck is started.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
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


def _from(path: str, file: Path) -> str:
    """``path`` as the baseline ``file`` has it."""
    return path if path == "-" else os.path.relpath(path, file.parent).replace(os.sep, "/")


def _checked(report: Report, file: Path) -> set[tuple[str, str | None]]:
    return {(_from(each.document.path, file), each.document.name) for each in report.documents if not each.error}


def apply_baseline(
    report: Report, file: Path, entries: Mapping[str, Mapping[str, Any]]
) -> tuple[Report, list[Mapping[str, Any]]]:
    """The report with known findings ``baselined``, and the entries whose finding is gone although their document was checked."""
    used: set[str] = set()
    settled = [_settle(finding, file, entries, used, report.as_of) for finding in report.findings]
    checked = _checked(report, file)
    stale = [
        entry for key, entry in entries.items() if key not in used and (entry["path"], entry["document"]) in checked
    ]
    return replace(report, findings=tuple(settled)), stale


def _settle(
    finding: Finding, file: Path, entries: Mapping[str, Mapping[str, Any]], used: set[str], today: date
) -> Finding:
    key = _key(_from(finding.path, file), finding.document, finding.fingerprint)
    if key not in entries:
        return finding
    used.add(key)
    if finding.status != "open":
        return finding
    since = date.fromisoformat(entries[key]["since"])
    return finding._replace(
        status="baselined", status_note=f"ベースライン（{since.isoformat()} から {(today - since).days} 日）"
    )


def write_baseline(file: Path, reports: Sequence[Report], known: Mapping[str, Mapping[str, Any]]) -> int:
    """Write the open and baselined findings; an entry already known keeps its date. Returns how many lines.

    Entries of files that are still there but were not checked this time stay.
    """
    checked = {path for report in reports for path, _ in _checked(report, file)}
    rows: dict[str, Mapping[str, Any]] = {
        key: entry
        for key, entry in known.items()
        if entry["path"] not in checked and (file.parent / entry["path"]).exists()
    }
    for report in reports:
        for finding in report.findings:
            if finding.status == "allowed":
                continue
            path = _from(finding.path, file)
            key = _key(path, finding.document, finding.fingerprint)
            since = known[key]["since"] if key in known else report.as_of.isoformat()
            rows[key] = {
                "path": path, "document": finding.document, "rule": finding.rule, "quote": finding.quote,
                "fingerprint": finding.fingerprint, "since": since,
            }  # fmt: skip
    file.write_text("".join(json.dumps(rows[key], ensure_ascii=False) + "\n" for key in sorted(rows)), encoding="utf-8")
    return len(rows)
