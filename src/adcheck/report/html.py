"""One self-contained HTML file: what a marketer looks at and sends to legal. No network, everything escaped by the template engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from adcheck.model import SEVERITIES, Checked, Finding, Report
from adcheck.report.grouping import SEVERITY_WORDS, document_title
from adcheck.report.options import RenderOptions
from adcheck.report.visible import visible

STATUS = {"open": "未対応", "allowed": "許容", "baselined": "既知"}
MAX_SHOWN = 200_000  # code points of one draft; a longer one is cut, with a note


class Piece(NamedTuple):
    """A stretch of a draft and the numbers of the findings that cover it (none: plain text)."""

    text: str
    findings: tuple[int, ...]
    severity: str = ""


class Section(NamedTuple):
    """A document with its numbered findings and its text in pieces."""

    title: str
    checked: Checked
    findings: Sequence[tuple[int, Finding]]
    pieces: Sequence[Piece]
    cut: bool


def render(report: Report, options: RenderOptions) -> str:
    """See the module."""
    del options
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("adcheck.report", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["visible"] = lambda text: visible(text, keep_breaks=True)
    packs = {pack.name: pack.title for pack in report.packs} | {"adcheck": "例外の管理"}
    names = sorted(
        {finding.pack for finding in report.findings},
        key=lambda name: (-sum(f.pack == name for f in report.findings), name),
    )
    counts = {
        name: {
            each: sum(f.pack == name and f.severity == each and f.status == "open" for f in report.findings)
            for each in SEVERITIES
        }
        for name in names
    }
    return environment.get_template("report.html").render(
        report=report,
        sections=list(_sections(report)),
        packs=packs,
        counts=counts,
        most=max((sum(row.values()) for row in counts.values()), default=0) or 1,
        severities=SEVERITIES,
        severity_name=SEVERITY_WORDS,
        status_name=STATUS,
        totals={each: report.count(each) for each in SEVERITIES},
        settled=[finding for finding in report.findings if finding.status != "open"],
        failed=sum(bool(checked.error) for checked in report.documents),
    )


def _sections(report: Report) -> Iterator[Section]:
    number = 0
    for checked in report.documents:
        own = []
        for finding in report.of(checked):
            number += 1
            own.append((number, finding))
        text = checked.document.text
        yield Section(document_title(checked), checked, own, _pieces(text[:MAX_SHOWN], own), len(text) > MAX_SHOWN)


def _pieces(text: str, findings: Sequence[tuple[int, Finding]]) -> list[Piece]:
    """The text cut at every edge of a finding, so that overlapping findings can both be shown."""
    placed = [(number, finding, finding.span) for number, finding in findings if finding.span]
    edges = sorted({0, len(text), *(min(edge, len(text)) for _, _, span in placed for edge in (span.start, span.end))})
    pieces = []
    for start, end in pairwise(edges):
        here = [(number, finding) for number, finding, span in placed if span.start <= start and end <= span.end]
        severity = min((finding.severity for _, finding in here), key=SEVERITIES.index, default="")
        pieces.append(Piece(text[start:end], tuple(number for number, _ in here), severity))
    return pieces
