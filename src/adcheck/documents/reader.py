"""What every reader of a format shares: its type, the limits, and the way it says no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from adcheck.documents.encoding import decode
from adcheck.documents.errors import Unreadable
from adcheck.model import Document

__all__ = ["LIMITS", "MAX_DOCUMENT_BYTES", "MAX_FILE_BYTES", "MAX_LINE", "Limits", "Reader", "Unreadable", "read_text"]

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
MAX_LINE = 200_000
MAX_FILE_BYTES = 512 * 1024 * 1024

# A reader gets the path as the user named it and the bytes of the file. It raises Unreadable when the whole file cannot
# be read, and yields a Document with ``error`` when one of many cannot.
Reader = Callable[[str, bytes], Iterable[Document]]


class Limits(NamedTuple):
    """What is too large to be a draft. ``document`` and ``file`` are bytes, ``line`` is code points.

    ``file`` bounds what is read into memory at once; a file of many documents may be that large.
    """

    document: int = MAX_DOCUMENT_BYTES
    line: int = MAX_LINE
    file: int = MAX_FILE_BYTES

    def check_size(self, size: int) -> None:
        """Raise Unreadable if a document of ``size`` bytes is too large."""
        if size > self.document:
            raise Unreadable(
                f"文書が大きすぎます（{size:,} バイト。1文書の上限は {self.document:,} バイトです）。"
                "文書を分けるか、1行1文書の .jsonl にしてください"
            )

    def check_lines(self, text: str) -> None:
        """Raise Unreadable if a line of ``text`` is too long."""
        if len(text) <= self.line:
            return
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > self.line:
                raise Unreadable(
                    f"{number} 行目が長すぎます（{len(line):,} 文字。1行の上限は {self.line:,} 文字です）。"
                    "改行を入れてください"
                )


LIMITS = Limits()


def read_text(data: bytes, limits: Limits) -> tuple[str, str]:
    """The text of a one-document file and its encoding. Raises Unreadable."""
    limits.check_size(len(data))
    text, encoding = decode(data)
    limits.check_lines(text)
    return text, encoding
