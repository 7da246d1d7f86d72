"""Findings by document, and the words that the formats for people share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from adcheck.model import SEVERITIES, Checked, Citation, Finding, Report, Severity

SEVERITY_WORDS: dict[Severity, str] = {"error": "エラー", "warning": "警告", "info": "情報"}


def by_document(report: Report, *, settled: bool) -> Iterator[tuple[Checked, Sequence[Finding]]]:
    """Each document with its open findings, and with ``settled`` those allowed or baselined; no finding is left out."""
    groups: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if settled or finding.status == "open":
            groups[finding.path, finding.document].append(finding)
    for checked in report.documents:
        yield checked, groups.pop((checked.document.path, checked.document.name), ())
    if groups:
        raise ValueError(f"findings of documents that are not in the report: {sorted(map(str, groups))}")


def is_clean(report: Report) -> bool:
    """Whether there is nothing to act on: no open finding, no failed document, no problem."""
    return not (
        report.problems
        or any(checked.error for checked in report.documents)
        or any(finding.status == "open" for finding in report.findings)
    )


def document_title(checked: Checked) -> str:
    """``path``, with the id of a row in brackets."""
    document = checked.document
    return document.path if document.name is None else f"{document.path}[{document.name}]"


def failure(checked: Checked) -> str:
    """Why a document failed, with its path in front whoever wrote the message."""
    error = checked.error or ""
    return error if error.startswith(checked.document.path) else f"{document_title(checked)}: {error}"


def place(finding: Finding) -> str:
    """Where in the document, for a person: ``3:14``, ``段落 12``, ``00:01:05.200``; empty for an absence."""
    parts = [finding.place] if finding.place else []
    if finding.time:
        parts.append(_clock(finding.time[0]))
    if not parts and finding.line is not None:
        parts.append(f"{finding.line}:{finding.column}")
    return " ".join(parts)


def citation(cited: Citation) -> str:
    return f"{cited.law.title} {cited.pinpoint}".rstrip()


def summary(report: Report) -> str:
    """One line of counts."""
    counts = "、".join(f"{SEVERITY_WORDS[severity]} {report.count(severity)} 件" for severity in SEVERITIES)
    allowed = sum(finding.status == "allowed" for finding in report.findings)
    baselined = sum(finding.status == "baselined" for finding in report.findings)
    failed = sum(checked.status == "failed" for checked in report.documents)
    settled = f"（ほかに許可済み {allowed} 件、ベースライン {baselined} 件）" if allowed or baselined else ""
    unread = f"。確認できなかった文書 {failed} 件" if failed else ""
    problems = f"。実行時の問題 {len(report.problems)} 件" if report.problems else ""
    return f"{len(report.documents)} 文書: {counts}{settled}{unread}{problems}"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
