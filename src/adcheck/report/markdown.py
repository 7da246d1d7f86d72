"""For a pull request or a wiki page: a table of counts, then a section for each document that has something to say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adcheck.model import SEVERITIES, Checked, Citation, Finding, Report, Severity
from adcheck.report.grouping import (
    SEVERITY_WORDS,
    by_document,
    citation,
    document_title,
    failure,
    is_clean,
    place,
    summary,
)
from adcheck.report.options import RenderOptions
from adcheck.report.visible import visible

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~&!:@$]")
_WEB = re.compile(r"https?://[^\s<>\"\\|]+")
_MARKS: dict[Severity, str] = {"error": "🔴", "warning": "🟡", "info": "🔵"}
_STATUS = {"open": "", "allowed": "（許可済み）", "baselined": "（ベースライン）"}


def render(report: Report, options: RenderOptions) -> str:
    """GitHub-flavoured Markdown; nothing in it that comes from a draft acts as markup."""
    if options.quiet and is_clean(report):
        return ""
    groups = list(by_document(report, settled=options.show_settled))
    parts = [f"# adcheck {escape(report.version)}（{report.as_of.isoformat()} 時点の法令）"]
    if groups:
        parts.append("\n".join(_table(groups)))
    parts.append(escape(summary(report)))
    if report.problems:
        parts.append("\n".join(["## 実行時の問題", "", *(f"- ⚠️ {escape(problem)}" for problem in report.problems)]))
    parts += ["\n\n".join(_section(checked, findings)) for checked, findings in groups if findings or checked.error]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """``text`` as running Markdown text on one line."""
    return _SPECIAL.sub(r"\\\g<0>", visible(text))


def code(text: str) -> str:
    """``text`` as a code span."""
    shown = visible(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown[:1] in ("`", " ") or shown[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""


def _table(groups: Sequence[tuple[Checked, Sequence[Finding]]]) -> Iterator[str]:
    yield f"| 文書 | {' | '.join(SEVERITY_WORDS[severity] for severity in SEVERITIES)} | 状態 |"
    yield "|---|--:|--:|--:|---|"
    for checked, findings in groups:
        open_ = [finding.severity for finding in findings if finding.status == "open"]
        counts = " | ".join(str(open_.count(severity)) for severity in SEVERITIES)
        yield f"| {escape(document_title(checked))} | {counts} | {'確認不能' if checked.error else '確認済み'} |"


def _section(checked: Checked, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"## {escape(document_title(checked))}"
    if checked.error:
        yield f"**確認できませんでした**: {escape(failure(checked))}"
    for finding in findings:
        yield "\n".join(_item(finding))


def _item(finding: Finding) -> Iterator[str]:
    label = f"{_MARKS[finding.severity]} {SEVERITY_WORDS[finding.severity]}{_STATUS[finding.status]}"
    yield f"- **{label}** {code(finding.rule)} {escape(finding.message)}"
    yield "  - 箇所: " + (f"{escape(place(finding))} {code(finding.quote or '')}" if finding.span else "文書全体")
    if finding.reason:
        yield f"  - 理由: {escape(finding.reason)}"
    if finding.status_note:
        yield f"  - 扱い: {escape(finding.status_note)}"
    for cited in finding.law:
        yield f"  - 根拠: {_law(cited)}"
    for suggestion in finding.suggestions:
        yield f"  - 言い換え: {'<br>'.join(escape(line) for line in suggestion.splitlines())}"


def _law(cited: Citation) -> str:
    words = escape(citation(cited))
    return f"[{words}](<{cited.law.url}>)" if _WEB.fullmatch(cited.law.url) else words
