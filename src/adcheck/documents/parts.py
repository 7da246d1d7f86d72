"""Formats whose text is not the file itself: the text is put together from parts, and each part knows its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from adcheck.documents.reader import Limits, Unreadable
from adcheck.model import Block, BlockKind, Document, Span


class Part(NamedTuple):
    """A paragraph, cell, line or page of a document; ``before`` separates it from the part before."""

    text: str
    kind: BlockKind = "text"
    place: str = ""
    before: str = "\n"


def assemble(path: str, parts: Iterable[Part], limits: Limits) -> Document:
    """One Document from the parts that hold text. Raises Unreadable as soon as the text is larger than the limits."""
    pieces: list[str] = []
    blocks: list[Block] = []
    length = size = 0
    for part in parts:
        if not part.text.strip():
            continue
        if pieces:
            pieces.append(part.before)
            length += len(part.before)
        pieces.append(part.text)
        blocks.append(Block(Span(length, length + len(part.text)), part.kind, place=part.place))
        length += len(part.text)
        size += len(part.text.encode("utf-8", "replace")) + len(part.before)
        limits.check_size(size)
    if not pieces:
        raise Unreadable("文字がありません")
    text = "".join(pieces)
    limits.check_lines(text)
    return Document(path, text, blocks=tuple(blocks))
