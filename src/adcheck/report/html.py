"""One self-contained HTML file: what a marketer looks at and sends to legal. No network, everything escaped by the template engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, pairwise
from typing import NamedTuple

from adcheck.model import SEVERITIES, Checked, Finding, Report, Severity
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


class _PackRow(NamedTuple):
    name: str
    title: str
    counts: Mapping[Severity, int]


class Section(NamedTuple):
    """A document with its numbered findings, the gravest first, and its text in pieces."""

    number: int
    title: str
    checked: Checked
    findings: Sequence[tuple[int, Finding]]
    pieces: Sequence[Piece]
    cut: bool
    counts: Mapping[Severity, int]


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
    titles = {pack.name: pack.title for pack in report.packs} | {"adcheck": "例外の管理"}
    names = Counter(finding.pack for finding in report.findings)
    packs = [
        _PackRow(name, titles.get(name, name), _counts(each for each in report.findings if each.pack == name))
        for name, _ in sorted(names.items(), key=lambda item: (-item[1], item[0]))
    ]
    sections = list(_sections(report))
    return environment.get_template("report.html").render(
        report=report,
        sections=sections,
        worst=sorted(
            (section for section in sections if section.findings or section.checked.error),
            key=lambda section: (not section.checked.error, *(-section.counts[each] for each in SEVERITIES)),
        ),
        packs=packs,
        pack_title={name: titles.get(name, name) for name in names},
        most=max((sum(pack.counts.values()) for pack in packs), default=0) or 1,
        severities=SEVERITIES,
        severity_name=SEVERITY_WORDS,
        status_name=STATUS,
        totals=_counts(report.findings),
        settled=[pair for section in sections for pair in section.findings if pair[1].status != "open"],
        failed=sum(bool(checked.error) for checked in report.documents),
    )


def _counts(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many open findings of each severity."""
    found = Counter(finding.severity for finding in findings if finding.status == "open")
    return {each: found[each] for each in SEVERITIES}


def _gravity(finding: Finding) -> tuple[bool, int]:
    return finding.status != "open", SEVERITIES.index(finding.severity)


def _sections(report: Report) -> Iterator[Section]:
    numbers = count(1)
    for at, checked in enumerate(report.documents, 1):
        own = [(next(numbers), finding) for finding in sorted(report.of(checked), key=_gravity)]
        text = checked.document.text
        yield Section(
            at, document_title(checked), checked, own, _pieces(text[:MAX_SHOWN], own), len(text) > MAX_SHOWN,
            _counts(finding for _, finding in own),
        )  # fmt: skip


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
