"""Word (.docx): the text as it will be sent, that is with insertions accepted and without deletions and comments."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from adcheck.documents.archive import check_archive
from adcheck.documents.numbering import Numbering
from adcheck.documents.parts import Part, assemble
from adcheck.documents.reader import LIMITS, Limits, Unreadable
from adcheck.model import BlockKind, Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Left out: deleted and moved-away text, and the copy of a text box for old programs.
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}rPr", f"{_W}pPr", _MC_FALLBACK})
_LITERAL = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OUTSIDE = {"header": "ヘッダー", "footer": "フッター", "footnotes": "脚注", "endnotes": "文末脚注"}


class Atom(NamedTuple):
    """A piece of text in one element of one run, and its offset in the paragraph."""

    start: int
    text: str
    element: Any
    run: Any


class Paragraph(NamedTuple):
    """A paragraph of the file. ``body`` says whether Word allows a comment on it; ``label`` is the number Word puts in front."""

    atoms: tuple[Atom, ...]
    kind: BlockKind
    place: str
    body: bool
    label: str = ""

    @property
    def text(self) -> str:
        return self.label + "".join(atom.text for atom in self.atoms)


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document with a block for each paragraph. Raises Unreadable."""
    yield assemble(path, (as_part(paragraph) for paragraph in paragraphs(open_word(data))), limits)


def open_word(data: bytes) -> WordDocument:
    """The file as python-docx sees it. Raises Unreadable."""
    check_archive(data, "word/document.xml", "Word（.docx）")
    from docx import Document as open_document

    try:
        return open_document(io.BytesIO(data))
    except Exception as error:  # python-docx raises whatever its parsers raise
        raise Unreadable(f"Word ファイルとして読めません。ファイルが壊れています（{error}）") from error


def as_part(paragraph: Paragraph) -> Part:
    return Part(paragraph.text, paragraph.kind, paragraph.place)


def paragraphs(document: WordDocument) -> Iterator[Paragraph]:
    """Every paragraph in the order of the text: headers, body with its tables and text boxes, footers, notes."""
    outside = list(_outside(document))
    yield from (paragraph for name, paragraph in outside if name == "header")
    yield from _body(document.element.body, _heading_styles(document), _numbering(document))
    yield from (paragraph for name, paragraph in outside if name != "header")


def _outside(document: WordDocument) -> Iterator[tuple[str, Paragraph]]:
    for relation in document.part.rels.values():
        name = relation.reltype.rsplit("/", 1)[-1]
        if name in _OUTSIDE and not relation.is_external:
            for element in _root(relation.target_part).iter(f"{_W}p"):
                yield name, Paragraph(tuple(_atoms(element)), "text", _OUTSIDE[name], body=False)


def _root(part: Any) -> Any:
    from docx.oxml.parser import parse_xml

    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _heading_styles(document: WordDocument) -> dict[str, BlockKind]:
    kinds: dict[str, BlockKind] = {}
    for style in document.styles:
        name = (style.name or "").lower()
        if name.startswith(("heading", "見出し")):
            kinds[style.style_id] = "heading"
        elif name in ("title", "表題"):
            kinds[style.style_id] = "title"
    return kinds


def _numbering(document: WordDocument) -> Numbering:
    parts = {relation.reltype.rsplit("/", 1)[-1]: relation for relation in document.part.rels.values()}
    numbering = parts.get("numbering")
    return Numbering(_root(numbering.target_part) if numbering else None, document.styles.element)


def _numbered(element: Any, kind: BlockKind, place: str, numbering: Numbering) -> Paragraph:
    """A paragraph with its number; one without text is counted, but is left out of the text with its number."""
    label = numbering.label(element)
    if not "".join(_written(element)).strip():
        label = ""
    return Paragraph(tuple(_atoms(element, len(label))), kind, place, body=True, label=label)


def _written(paragraph: Any) -> Iterator[str]:
    return (atom.text for atom in _atoms(paragraph))


def _body(body: Any, styles: dict[str, BlockKind], numbering: Numbering) -> Iterator[Paragraph]:
    """The paragraphs of the body, numbered as a reader counts them: those with text, outside tables."""
    number = tables = 0
    for child in _content(body):
        if child.tag == f"{_W}tbl":
            tables += 1
            yield from _table(child, f"表 {tables}", numbering)
        elif child.tag == f"{_W}p":
            number += bool("".join(_written(child)).strip())
            yield _numbered(child, _kind(child, styles), f"段落 {number}", numbering)
            for box in child.iter(f"{_W}txbxContent"):
                if not any(parent.tag in _SKIPPED for parent in box.iterancestors()):
                    for inner in box.iter(f"{_W}p"):
                        yield Paragraph(tuple(_atoms(inner)), "text", f"段落 {number}（テキストボックス）", body=False)


def _content(element: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or cell, also those inside content controls and insertions."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            yield from _content(child)


def _table(table: Any, name: str, numbering: Numbering) -> Iterator[Paragraph]:
    for row, line in enumerate(table.iter(f"{_W}tr"), 1):
        cells = (cell for cell in line.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is line)
        for column, cell in enumerate(cells, 1):
            for child in _content(cell):
                if child.tag == f"{_W}p":  # a table inside the cell has rows of its own
                    yield _numbered(child, "cell", f"{name} {row}行{column}列", numbering)


def _kind(paragraph: Any, styles: dict[str, BlockKind]) -> BlockKind:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if style is not None and (kind := styles.get(style.get(f"{_W}val"))):
        return kind
    return "list" if paragraph.find(f"{_W}pPr/{_W}numPr") is not None else "text"


def _atoms(paragraph: Any, start: int = 0) -> Iterator[Atom]:
    """The text elements of a paragraph without those of text boxes in it, which are paragraphs of their own."""
    for element, run in _texts(paragraph, None):
        text = _LITERAL.get(element.tag) or element.text or ""
        if text:
            yield Atom(start, text, element, run)
            start += len(text)


def _texts(element: Any, run: Any) -> Iterator[tuple[Any, Any]]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == f"{_W}txbxContent":
            continue
        if run is not None and (child.tag == f"{_W}t" or child.tag in _LITERAL):
            yield child, run
        else:
            yield from _texts(child, child if child.tag == f"{_W}r" else run)
