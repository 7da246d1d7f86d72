"""Markdown: markdown-it says what the blocks are, the raw lines say where.

Inline markup (``**``, backquotes) stays in a block as written; links and comments are blocks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from adcheck.documents.front import ORIGIN, front_matter
from adcheck.documents.html import visible_blocks
from adcheck.documents.reader import LIMITS, Limits, read_text
from adcheck.model import Block, BlockKind, Document, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_NEWLINE = re.compile(r"\r\n?|\n")
_CONTAINERS: dict[str, BlockKind] = {"blockquote": "quote", "list_item": "list"}
_ATX = re.compile(r"#{1,6}[ \t]+")
_CELL = re.compile(r"(?:\\.|[^|])+")
_QUOTE_PREFIX = re.compile(r"[>\s]*")
_DESTINATION = re.compile(r"\]:\s*<?([^\s<>]+)")
_BARE_TAIL = ".,;:!?)*'\"_~|"  # punctuation behind a bare URL, not of it
_INLINE = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<ticks>(?<!`)(`+)(?!`).{1,1000}?(?<!`)\3(?!`))
    |(?P<comment><!--.{0,2000}?-->)
    |<(?P<auto>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>
    |(?P<bang>!?)\[(?P<label>(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()\s]*\))?)*)\]
        (?:\(\s*<?(?P<url>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)
          |\[(?P<ref>[^\[\]]*)\])?
    |(?P<bare>https?://[!-;=?-Z\\^_a-z|~]+)
    """,
    re.VERBOSE | re.DOTALL,
)


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document whose text is the raw file. Raises Unreadable."""
    text, encoding = read_text(data, limits)
    front = front_matter(text)
    start = front.span.end if front else 0
    blocks = [Block(front.span, "front-matter")] if front else []
    blocks += _body_blocks(text, start)
    yield Document(
        path,
        text,
        blocks=tuple(blocks),
        given=front.given if front else {},
        given_origin=ORIGIN if front and front.given else "",
        encoding=encoding,
    )


def _body_blocks(text: str, start: int) -> list[Block]:
    from markdown_it import MarkdownIt  # 40 ms; only Markdown pays

    # An indented paragraph of a draft is hardly ever code, and code is not checked. Inline parsing keeps no positions.
    parser = MarkdownIt("commonmark").enable("table").disable(["code", "inline"])
    env: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = parser.parse(text[start:], env)
    lines = _Lines(text, start)
    references = env.get("references", {})
    blocks = [block for token, kind in _leaves(tokens) for block in _blocks(token, kind, lines, references.keys())]
    blocks += (block for entry in references.values() for block in _definition(lines, *entry["map"]))
    return sorted(blocks, key=lambda block: block.span.start)


class _Lines:
    """The raw lines that markdown-it numbers from 0, counted as it counts them."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        breaks = list(_NEWLINE.finditer(text, start))
        self.starts = [start, *(match.end() for match in breaks)]
        self.ends = [*(match.start() for match in breaks), len(text)]

    def raw(self, line: int) -> str:
        return self.text[self.starts[line] : self.ends[line]]


def _leaves(tokens: Iterable[Token]) -> Iterator[tuple[Token, BlockKind]]:
    """The tokens that hold text, with the role that the tokens around give it."""
    containers: list[BlockKind] = []
    heading = cell = False
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        role: BlockKind = "quote" if "quote" in containers else containers[-1] if containers else "text"
        if name in _CONTAINERS:
            if token.nesting > 0:
                containers.append(_CONTAINERS[name])
            else:
                containers.pop()
        elif name == "heading":
            heading = token.nesting > 0
        elif name == "table":
            cell = token.nesting > 0
        elif token.type == "tr_open":
            yield token, "cell"  # the cells, found in the raw row: their tokens have no columns
        elif token.type == "inline" and not cell:
            yield token, "heading" if heading else role
        elif token.type == "fence":
            yield token, "code"
        elif token.type == "html_block":
            yield token, role


def _blocks(token: Token, kind: BlockKind, lines: _Lines, references: Collection[str]) -> Iterator[Block]:
    if not token.map:
        return
    first, end = token.map
    if token.type == "fence":
        count = len(token.content.removesuffix("\n").split("\n"))
        if token.content.strip("\n"):
            yield Block(Span(lines.starts[first + 1], lines.ends[first + count]), "code")
    elif token.type == "html_block":
        start = lines.starts[first]
        source = lines.text[start : lines.ends[min(end, len(lines.ends)) - 1]]
        for block in visible_blocks(source, kind=kind, comments=True):
            yield Block(Span(start + block.span.start, start + block.span.end), block.kind)
    else:
        spans = _cells(lines, first) if token.type == "tr_open" else _content(token.content, first, end, lines)
        for span in spans:
            yield from _inline(lines.text, span, kind, references)


def _cells(lines: _Lines, line: int) -> Iterator[Span]:
    raw, base = lines.raw(line), lines.starts[line]
    prefix = _QUOTE_PREFIX.match(raw)
    for match in _CELL.finditer(raw, prefix.end() if prefix else 0):
        if cell := match[0].strip():
            start = base + match.start() + match[0].index(cell)
            yield Span(start, start + len(cell))


def _content(content: str, first: int, end: int, lines: _Lines) -> Iterator[Span]:
    """The spans of a paragraph or heading: one, or one a line where ``>`` stands between the lines."""
    span: Span | None = None
    line = first
    for wanted in (part.strip() for part in content.split("\n")):
        if not wanted:
            line += 1
            continue
        # markdown-it strips ideographic spaces as well, and with them whole lines at the start.
        while line < end - 1 and _locate(lines.raw(line), wanted) is None:
            line += 1
        raw, base = lines.raw(line), lines.starts[line]
        at = _locate(raw, wanted)
        start, stop = (base + at, base + at + len(wanted)) if at is not None else (base, lines.ends[line])
        if span and ">" not in raw[: start - base]:
            span = Span(span.start, stop)
        else:
            if span:
                yield span
            span = Span(start, stop)
        line += 1
    if span:
        yield span


def _locate(raw: str, wanted: str) -> int | None:
    """Where the content ``wanted`` of a line begins in the raw line: at its end, but for closed ``# … #`` headings."""
    stripped = raw.rstrip()
    if stripped.endswith(wanted):
        return len(stripped) - len(wanted)
    marker = _ATX.search(raw)
    at = raw.find(wanted, marker.end()) if marker else -1
    return at if at >= 0 else None


def _inline(text: str, span: Span, kind: BlockKind, references: Collection[str]) -> Iterator[Block]:
    """``span`` cut at its links, URLs and comments."""
    done = position = span.start
    while match := _INLINE.search(text, position, span.end):
        parts = list(_link_parts(text, match, kind, references))
        position = match.end()
        if not parts:
            if match["label"] is not None:
                position = match.start("label")  # brackets that are no link may hold one
            continue
        yield from _text(text, done, match.start(), kind)
        yield from parts
        done = position = max(parts[-1].span.end, match.end() if match["bare"] is None else 0)
    yield from _text(text, done, span.end, kind)


def _text(text: str, start: int, end: int, kind: BlockKind) -> Iterator[Block]:
    if text[start:end].strip():
        yield Block(Span(start, end), kind)


def _link_parts(text: str, match: re.Match[str], kind: BlockKind, references: Collection[str]) -> Iterator[Block]:
    if match["comment"] is not None:
        yield Block(Span(*match.span()), "comment")
    elif match["auto"] is not None:
        yield Block(Span(*match.span("auto")), "url")
    elif match["bare"] is not None:
        url = match["bare"].rstrip(_BARE_TAIL)
        yield Block(Span(match.start(), match.start() + len(url)), "url")
    elif match["label"] is not None:
        from markdown_it.common.utils import normalizeReference

        reference = normalizeReference(match["ref"] or match["label"])
        if match["url"] is None and reference not in references:
            return
        yield from _inline(text, Span(*match.span("label")), kind if match["bang"] else "link", references)
        if match["url"]:
            yield Block(Span(*match.span("url")), "url")


def _definition(lines: _Lines, first: int, end: int) -> Iterator[Block]:
    """The URL of ``[label]: URL``."""
    if match := _DESTINATION.search(lines.text, lines.starts[first], lines.ends[min(end, len(lines.ends)) - 1]):
        yield Block(Span(*match.span(1)), "url")
