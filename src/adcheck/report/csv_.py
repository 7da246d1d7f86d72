"""CSV for spreadsheets: one row a finding, a byte order mark so that Excel reads UTF-8."""

from __future__ import annotations

import csv
import io

from adcheck.model import Report
from adcheck.report.grouping import SEVERITY_WORDS
from adcheck.report.options import RenderOptions
from adcheck.report.visible import visible

_HEADER = ("ファイル", "文書", "行", "列", "重さ", "状態", "規則", "引用", "指摘", "理由", "根拠", "言い換え")
_STATUS = {"open": "未対応", "allowed": "許容", "baselined": "既知"}


def render(report: Report, options: RenderOptions) -> str:
    """Findings of every status; documents that failed have a row of their own."""
    del options
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for finding in report.findings:
        laws = " / ".join(f"{each.law.title} {each.pinpoint}".strip() for each in finding.law)
        row = (
            finding.path, finding.document or "", finding.line or "", finding.column or "", SEVERITY_WORDS[finding.severity], _STATUS[finding.status],
            finding.rule, finding.quote or "", finding.message, finding.reason, laws, "\n".join(finding.suggestions),
        )  # fmt: skip
        writer.writerow([_inert(str(cell)) for cell in row])
    for checked in report.documents:
        if checked.error:
            writer.writerow(
                [
                    _inert(cell)
                    for cell in (
                        checked.document.path,
                        checked.document.name or "",
                        "",
                        "",
                        "失敗",
                        "",
                        "",
                        "",
                        checked.error,
                        "",
                        "",
                        "",
                    )
                ]
            )
    return "\ufeff" + out.getvalue()


def _inert(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula; drafts are hostile input."""
    cell = visible(cell, keep_breaks=True)
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
