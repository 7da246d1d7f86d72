"""GitHub Actions workflow commands: annotations on the lines of a pull request."""

from __future__ import annotations

from adcheck.model import Finding, Report
from adcheck.report.options import RenderOptions
from adcheck.report.visible import visible

_LEVEL = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, options: RenderOptions) -> str:
    """One line a finding; what could not be checked is an error annotation."""
    del options
    lines = [_finding(finding) for finding in report.findings if finding.status == "open"]
    lines += [
        _command("error", {"file": checked.document.path}, checked.error)
        for checked in report.documents
        if checked.error
    ]
    lines += [_command("error", {}, problem) for problem in report.problems]
    return "".join(line + "\n" for line in lines)


def _finding(finding: Finding) -> str:
    place = {"file": finding.path, "title": finding.rule}
    if finding.line and finding.column and finding.quote is not None:
        place["line"] = str(finding.line)
        if "\n" not in finding.quote:
            place["col"] = str(finding.column)
            place["endColumn"] = str(finding.column + len(finding.quote))
    text = finding.message + "".join(f"\n→ {each}" for each in finding.suggestions)
    return _command(_LEVEL[finding.severity], place, text)


def _command(level: str, place: dict[str, str], text: str) -> str:
    properties = ",".join(f"{key}={_escape(visible(value), ':,')}" for key, value in place.items())
    return f"::{level}{' ' + properties if properties else ''}::{_escape(visible(text, keep_breaks=True))}"


def _escape(text: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
