"""PDF with text. Pages are read with pypdf, which bounds what a compressed stream may unpack to."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import regex

from adcheck.documents.parts import Part, assemble
from adcheck.documents.reader import LIMITS, Limits, Unreadable
from adcheck.model import Document

if TYPE_CHECKING:
    from pypdf import PdfReader

_MAX_PAGES = 500
_FULL = 0.86  # a line this long, measured by the longest of its page, was broken by the margin and not by its author
_MIN_FULL = 24  # columns; narrower pages are lists and slides, whose lines stand for themselves
_SENTENCE_END = regex.compile(r"[。．.!?！？:：」』）)】]\s*$")
_NEW_LINE = regex.compile(
    r"\s*(?:[■□●○◆◇▼▲★☆・※*#>＞→①-⑳\-–—]|第\s*[0-9０-９一二三四五六七八九十]+\s*[条章項]|[(（]?[0-9０-９]+[)）.．、]|【|「第|https?:)"
)


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document with a block for each page. Raises Unreadable, for a scan without text too."""
    reader = _open(data)
    document = assemble(path, _pages(reader), limits)
    yield document


def _open(data: bytes) -> PdfReader:
    from pypdf import PdfReader

    # What pypdf mends it also logs; a person who checks a draft has no use for that.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("パスワードで保護された PDF です。保護を外して保存し直してください")
        pages = len(reader.pages)
    except Unreadable:
        raise
    except Exception as error:  # a damaged file makes pypdf fail in many ways
        raise Unreadable(f"PDF として読めません。ファイルが壊れています（{error}）") from error
    if pages > _MAX_PAGES:
        raise Unreadable(f"ページが多すぎます（{pages:,} ページ。上限は {_MAX_PAGES:,} ページです）")
    return reader


def _pages(reader: PdfReader) -> Iterator[Part]:
    any_text = False
    for number, page in enumerate(reader.pages, 1):
        try:
            text = _unwrap(page.extract_text().splitlines())
        except Exception as error:
            raise Unreadable(f"{number} ページ目を読めません（{error}）") from error
        any_text = any_text or bool(text.strip())
        yield Part(text, place=f"p. {number}", before="\n\n")
    if not any_text:
        raise Unreadable("文字情報のない PDF です（スキャン画像など）。OCR で文字にするか、元の文書を指定してください")


def _unwrap(lines: Sequence[str]) -> str:
    """The lines of a page with those joined that only the margin broke: a line break ends a sentence for the rules."""
    longest = max((_columns(line) for line in lines), default=0)
    text = ""
    joins = False
    for line in lines:
        stripped = line.strip()
        text += stripped if joins and stripped and not _NEW_LINE.match(line) else f"\n{stripped}"
        joins = longest >= _MIN_FULL and _columns(line) >= _FULL * longest and not _SENTENCE_END.search(line)
    return text.strip("\n")


def _columns(line: str) -> int:
    return sum(2 if char > "\u1100" else 1 for char in line.strip())
