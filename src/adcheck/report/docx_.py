"""A checked Word file with the findings as Word comments: the form in which people who write contracts read them.

Not a ``render`` format: it needs the file that was checked, and writes another file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from adcheck.documents.word import Paragraph, as_part, open_word, paragraphs
from adcheck.model import SEVERITIES, Finding, Span
from adcheck.report.grouping import SEVERITY_WORDS, citation
from adcheck.report.visible import visible

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

AUTHOR, INITIALS = "adcheck", "AD"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SINGLE = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"})  # one character of text each
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class _Placed(NamedTuple):
    """A paragraph that Word allows comments on, and its first offset in the document's text."""

    paragraph: Paragraph
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.paragraph.text)


def write(source: Path, findings: Sequence[Finding], target: Path) -> None:
    """Write a copy of the .docx ``source`` with one comment at each finding, and one at the top for everything else.

    ``findings`` are those of this file; open ones count. Those without a position (absences, with their paste-ready
    clauses) and those where Word allows no comment (headers, notes, text boxes) stand in the comment at the top, the
    gravest first. Raises Unreadable.
    """
    document = open_word(source.read_bytes())
    elsewhere: list[Finding] = []
    for finding in (finding for finding in findings if finding.status == "open"):
        ends = _runs_at(document, finding.span) if finding.span else None
        if ends:
            _comment(document, ends, [finding], heading="")
        else:
            elsewhere.append(finding)
    if elsewhere and (first := _first_run(document)):
        elsewhere.sort(key=lambda finding: SEVERITIES.index(finding.severity))
        _comment(document, first, elsewhere, heading=f"adcheck: 文書全体への指摘 {len(elsewhere)} 件")
    document.save(str(target))


def _runs_at(document: WordDocument, span: Span) -> tuple[Any, Any] | None:
    """The first and last run of ``span``, cut out of their neighbours; None where no comment can stand."""
    # Cutting runs changes the tree, not the text: offsets hold, but runs have to be looked up anew for each finding.
    found: list[Any] = []
    for placed in _placed(document):
        start, end = max(span.start, placed.start), min(span.end, placed.end)
        if start < end and placed.paragraph.body:
            found += _cut(placed.paragraph, start - placed.start, end - placed.start)
    return (found[0], found[-1]) if found else None


def _placed(document: WordDocument) -> Iterator[_Placed]:
    """The paragraphs with text, at the offsets that the reader (``documents.parts.assemble``) gave them."""
    start = 0
    for paragraph in paragraphs(document):
        part = as_part(paragraph)
        if part.text.strip():
            start += len(part.before) if start else 0
            yield _Placed(paragraph, start)
            start += len(part.text)


def _cut(paragraph: Paragraph, start: int, end: int) -> list[Any]:
    """The runs that hold exactly ``[start, end)`` of a paragraph, made by splitting those at its ends."""
    runs: list[Any] = []
    for atom in paragraph.atoms:
        if atom.run not in runs:
            runs.append(atom.run)
    found: list[Any] = []
    for run in runs:
        atoms = [atom for atom in paragraph.atoms if atom.run is run]
        first, last = atoms[0].start, atoms[-1].start + len(atoms[-1].text)
        if last <= start or first >= end:
            continue
        inside = _split(run, start - first)[1] if start > first else run
        found.append(_split(inside, end - max(first, start))[0] if end < last else inside)
    return found


def _split(run: Any, at: int) -> tuple[Any, Any]:
    """Two runs for one, with the same look: the text before the offset ``at`` and the rest."""
    rest = deepcopy(run)
    run.addnext(rest)
    position = 0
    for left, right in zip(list(run), list(rest), strict=True):
        if left.tag == f"{_W}rPr":
            continue
        size = len(left.text or "") if left.tag == f"{_W}t" else 1 if left.tag in _SINGLE else 0
        if position + size <= at and (size or position < at):
            rest.remove(right)
        elif position >= at:
            run.remove(left)
        else:
            text = left.text
            left.text, right.text = text[: at - position], text[at - position :]
            for half in (left, right):
                half.set(_SPACE, "preserve")
        position += size
    return run, rest


def _first_run(document: WordDocument) -> tuple[Any, Any] | None:
    for placed in _placed(document):
        if placed.paragraph.body:
            run = placed.paragraph.atoms[0].run
            return run, run
    return None


def _comment(document: WordDocument, ends: tuple[Any, Any], findings: Sequence[Finding], heading: str) -> None:
    from docx.text.run import Run

    first, last = (Run(run, document) for run in ends)
    lines = ([heading] if heading else []) + [
        line for finding in findings for line in _lines(finding, with_place=bool(heading))
    ]
    comment = document.add_comment([first, last], text="", author=AUTHOR, initials=INITIALS)
    comment.paragraphs[0].add_run(lines[0]).bold = True
    for line in lines[1:]:
        comment.add_paragraph(line)


def _lines(finding: Finding, *, with_place: bool) -> Iterator[str]:
    """What the comment says about a finding, one paragraph a line."""
    place = f"（{finding.place}「{finding.quote}」）" if with_place and finding.span else ""
    yield visible(f"【{SEVERITY_WORDS[finding.severity]}】{finding.message}{place}")
    if finding.why:
        yield visible(finding.why)
    for suggestion in finding.suggestions:
        for line_number, line in enumerate(suggestion.splitlines()):
            head = "" if line_number else "条項案: " if finding.span is None else "言い換え案: "
            yield visible(f"{head}{line}")
    law = "、".join(citation(cited) for cited in finding.law)
    yield visible(f"根拠: {law}［{finding.rule}］" if law else f"［{finding.rule}］")
