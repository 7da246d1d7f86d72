"""HTML: what a visitor of the page can read, at its place in the source.

The tokens are those of the HTML standard, found here in one pass: other parsers know no offsets or take quadratic time
on broken pages. Where a page breaks off inside a tag or comment, browsers hide the rest; a checker reads it. Text that
a style sheet hides is read too: folded FAQs and tabs are hidden that way, and the law does not stop at them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from adcheck.documents.reader import LIMITS, Limits, read_text
from adcheck.model import Block, BlockKind, Document, Span

_KINDS: dict[str, BlockKind] = {
    "title": "title", "h1": "heading", "h2": "heading", "h3": "heading",
    "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list", "dt": "list", "dd": "list", "td": "cell", "th": "cell", "blockquote": "quote", "q": "quote",
    "pre": "code", "code": "code", "a": "link",
}  # fmt: skip
_RAW = frozenset({"script", "style"})  # their content is no markup
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
_META = frozenset({"description", "og:title", "og:description", "twitter:title", "twitter:description"})

# Quotes count only behind "="; possessive, so that a tag that never ends is found out in one scan.
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)(?>[^=>]+|=\s*+(?>"[^"]*"|'[^']*'|(?=[^"'])))*+>""")
_COMMENT_END = re.compile("--!?>")
_RAW_END = {tag: re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE) for tag in _RAW}
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)))?""")
_SPACE = " \t\r\n\f"
_DIRECTIVE = re.compile(r"<!--\s*adcheck")


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document whose text is the raw file. Raises Unreadable."""
    text, encoding = read_text(data, limits)
    yield Document(path, text, blocks=tuple(visible_blocks(text)), encoding=encoding)


def visible_blocks(text: str, *, kind: BlockKind = "text", comments: bool = False) -> Iterator[Block]:
    """A block for each text node, ``alt`` and meta description of ``text``; spans without the white space around.

    Entities stay raw. Comments that speak to adcheck (``<!-- adcheck-…``) are blocks of kind ``comment``; with
    ``comments`` all are. ``kind`` is that of text outside any telling element.
    """
    open_tags: list[tuple[str, BlockKind]] = []  # with the kind of text in them
    count: Counter[str] = Counter()  # of their names, so that a stray end tag costs nothing
    start = 0
    for span, tag in _markup(text):
        role = open_tags[-1][1] if open_tags else kind
        if not count["template"]:
            yield from _block(text, start, span.start, role)
        start = span.end
        if tag is None:
            if text.startswith("<!--", span.start) and (comments or _DIRECTIVE.match(text, span.start)):
                yield Block(span, "comment")
        elif tag[1] == "":
            yield from _attribute_blocks(text, span, tag[2].lower())
            if (name := tag[2].lower()) not in _VOID | _RAW:
                open_tags.append((name, _KINDS.get(name, role)))
                count[name] += 1
        elif count[name := tag[2].lower()]:
            while open_tags:
                closed, _ = open_tags.pop()
                count[closed] -= 1
                if closed == name:
                    break
    if not count["template"]:
        yield from _block(text, start, len(text), open_tags[-1][1] if open_tags else kind)


def _markup(text: str) -> Iterator[tuple[Span, re.Match[str] | None]]:
    """What is not text: tags with their match, and comments, declarations and scripts with None."""
    position = text.find("<")
    while position >= 0:
        end = position + 1
        following = text[position + 1 : position + 3]
        if text.startswith("<!--", position):
            closed = _COMMENT_END.search(text, position + 2)
            if not closed:
                return
            end = closed.end()
            yield Span(position, end), None
        elif following[:1] in ("!", "?") or (following[:1] == "/" and not re.match("[A-Za-z]", following[1:])):
            end = text.find(">", position) + 1
            if not end:
                return
            yield Span(position, end), None
        elif re.match("/?[A-Za-z]", following):
            match = _TAG.match(text, position)
            if not match:
                return
            end = match.end()
            yield Span(position, end), match
            # HTML ignores the slash of <script/>, which then hides the rest of the page: better to read too much.
            if not match[1] and (name := match[2].lower()) in _RAW and text[end - 2] != "/":
                closing = _RAW_END[name].search(text, end)
                yield Span(end, closing.start() if closing else len(text)), None
                end = closing.start() if closing else len(text)
        position = text.find("<", end)


def _block(text: str, start: int, end: int, kind: BlockKind) -> Iterator[Block]:
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip(_SPACE))
    if raw := raw.strip(_SPACE):
        yield Block(Span(start, start + len(raw)), kind)


def _attribute_blocks(text: str, span: Span, tag: str) -> Iterator[Block]:
    """The ``alt`` of any element and the ``content`` of a meta element that search results and link cards show."""
    source = text[span.start : span.end]
    if tag != "meta" and "alt" not in source.lower():
        return
    values: dict[str, Span] = {}
    for match in _ATTRIBUTE.finditer(source, len(tag) + 1):
        group = next((n for n in (2, 3, 4) if match[n] is not None), 0)
        if group:
            values.setdefault(match[1].lower(), Span(span.start + match.start(group), span.start + match.end(group)))
    names = (values[key] for key in ("name", "property") if key in values)
    described = tag == "meta" and any(text[name.start : name.end].lower() in _META for name in names)
    wanted = values.get("content" if described else "alt")
    if wanted:
        yield from _block(text, wanted.start, wanted.end, "text")
