"""Plain text: one block, after front matter if there is any."""

from __future__ import annotations

from collections.abc import Iterator

from adcheck.documents.front import ORIGIN, front_matter
from adcheck.documents.reader import LIMITS, Limits, read_text
from adcheck.model import Block, Document, Span


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document. Raises Unreadable."""
    text, encoding = read_text(data, limits)
    front = front_matter(text, only_ours=True)
    start = front.span.end if front else 0
    blocks = [Block(front.span, "front-matter")] if front else []
    if start < len(text):
        blocks.append(Block(Span(start, len(text))))
    yield Document(
        path,
        text,
        blocks=tuple(blocks),
        given=front.given if front else {},
        given_origin=ORIGIN if front and front.given else "",
        encoding=encoding,
    )
