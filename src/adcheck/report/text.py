"""For a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from adcheck.model import Checked, Finding, Report, Severity, Span
from adcheck.report.grouping import by_document, citation, document_title, failure, is_clean, place, summary
from adcheck.report.options import RenderOptions
from adcheck.report.visible import cells, visible, window

_COLORS: dict[Severity, str] = {"error": "31", "warning": "33", "info": "36"}
_INDENT = "    "
_MARGIN = 1000  # code points on either side that can matter to a window; lines may be 200,000 long
_STATUS = {"open": "", "allowed": "（許可済み）", "baselined": "（ベースライン）"}


def render(report: Report, options: RenderOptions) -> str:
    """A paragraph for each finding, then failures and a line of counts."""
    if options.quiet and is_clean(report):
        return ""
    groups = list(by_document(report, settled=options.show_settled))
    parts = ["\n".join(_finding(finding, checked, options)) for checked, findings in groups for finding in findings]
    failed = [f"確認できませんでした: {visible(failure(checked))}" for checked, _ in groups if checked.error]
    problems = [f"問題: {visible(problem)}" for problem in report.problems]
    parts += ["\n".join(_styled(line, "31", options) for line in lines) for lines in (failed, problems) if lines]
    parts.append(_styled(summary(report), "1", options))
    return "\n\n".join(parts) + "\n"


def _finding(finding: Finding, checked: Checked, options: RenderOptions) -> Iterator[str]:
    where = ":".join(part for part in (visible(document_title(checked)), visible(place(finding))) if part)
    severity = _styled(finding.severity, f"1;{_COLORS[finding.severity]}", options)
    status = _STATUS[finding.status]
    yield f"{_styled(where, '1', options)}  {severity}  {visible(finding.rule)}  {visible(finding.message)}{status}"
    if finding.span is None:
        yield f"{_INDENT}（文書全体について）"
    else:
        source, carets = _excerpt(checked.document.text, finding.span, options.width - len(_INDENT))
        yield _INDENT + source
        yield _INDENT + _styled(carets, _COLORS[finding.severity], options, margin=True)
    if finding.reason:
        yield f"{_INDENT}理由: {visible(finding.reason)}"
    if finding.status_note:
        yield f"{_INDENT}扱い: {visible(finding.status_note)}"
    for cited in finding.law:
        yield f"{_INDENT}根拠: {visible(citation(cited))}"
    for suggestion in finding.suggestions:
        yield f"{_INDENT}→ " + visible(suggestion, keep_breaks=True).replace("\n", f"\n{_INDENT}   ")


def _excerpt(text: str, span: Span, columns: int) -> tuple[str, str]:
    """The line that ``span`` begins in and the carets under it."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _MARGIN)
    end = text.find("\n", span.start)
    line = text[start : min(len(text) if end < 0 else end, span.start + _MARGIN)].removesuffix("\r")
    return window(cells(line), Span(span.start - start, span.end - start), max(columns, 20))


def _styled(text: str, codes: str, options: RenderOptions, *, margin: bool = False) -> str:
    """``text`` in colour if asked; with ``margin`` the blanks in front of it stay plain."""
    if not options.color:
        return text
    blanks = text[: len(text) - len(text.lstrip(" "))] if margin else ""
    return f"{blanks}\x1b[{codes}m{text[len(blanks) :]}\x1b[0m"
