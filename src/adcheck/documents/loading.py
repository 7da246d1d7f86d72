"""Paths → Documents, whatever goes wrong on the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from adcheck.documents.encoding import decode
from adcheck.documents.files import STDIN, find_files
from adcheck.documents.reader import LIMITS, Limits, Reader, Unreadable
from adcheck.model import Document

_MODULES = MappingProxyType({
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "rows",
    ".csv": "rows",
    ".docx": "word",
    ".pdf": "pdf",
    ".xlsx": "excel",
    ".eml": "mail",
    ".srt": "captions",
    ".vtt": "captions",
})  # fmt: skip

# Formats that a person expects a text checker to read: without a reader they must not be taken for text.
_BINARY = MappingProxyType({
    ".docx": "Word 文書", ".doc": "Word 文書", ".xlsx": "Excel ブック", ".xls": "Excel ブック",
    ".pptx": "PowerPoint", ".ppt": "PowerPoint", ".pdf": "PDF", ".rtf": "リッチテキスト", ".odt": "OpenDocument",
    ".png": "画像", ".jpg": "画像", ".jpeg": "画像", ".gif": "画像", ".webp": "画像", ".heic": "画像",
    ".mp4": "動画", ".mov": "動画", ".mp3": "音声", ".zip": "ZIP",
})  # fmt: skip


def builtin_readers(limits: Limits = LIMITS) -> Mapping[str, Reader]:
    """The readers adcheck brings, by lower-case extension. A reader's module is imported when it first reads."""

    def lazily(module: str) -> Reader:
        def read(path: str, data: bytes) -> Iterable[Document]:
            documents: Iterable[Document] = import_module(f"adcheck.documents.{module}").read(path, data, limits)
            return documents

        return read

    return MappingProxyType({extension: lazily(module) for extension, module in _MODULES.items()})


def load(
    paths: Sequence[str],
    *,
    stdin: bytes | None = None,
    readers: Mapping[str, Reader] | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Document]:
    """Every document of ``paths`` (files, folders, ``-``), lazily and in order.

    ``readers`` is the whole registry by lower-case extension (default: ``builtin_readers(limits)``); a named file of
    another extension is read as plain text. ``stdin`` are the bytes of ``-`` (default: read standard input). Nothing is
    raised for an unreadable, missing or oversized file or a failing reader: each becomes a Document with an ``error``
    that names the file.
    """
    registry = builtin_readers(limits) if readers is None else readers
    for path in find_files(paths, extensions=registry.keys()):
        try:
            if path == STDIN:
                data = sys.stdin.buffer.read() if stdin is None else stdin
                reader = registry[".jsonl"] if ".jsonl" in registry and _is_jsonl(data) else _plain(limits)
            else:
                reader = _reader_for(path, registry, limits)
                data = _read_file(path, limits)
            yield from reader(path, data)
        except Unreadable as error:
            yield Document(path, "", error=f"{path}: {error}")
        except OSError as error:
            yield Document(path, "", error=f"{path}: {_os_message(error)}")
        except Exception as error:  # a plugin's reader: its failure must not cost the other files their check
            yield Document(path, "", error=f"{path}: 読み取りに失敗しました（{type(error).__name__}: {error}）")


def _plain(limits: Limits) -> Reader:
    return builtin_readers(limits)[".txt"]


def _reader_for(path: str, registry: Mapping[str, Reader], limits: Limits) -> Reader:
    extension = os.path.splitext(path)[1].lower()
    if extension in registry:
        return registry[extension]
    if extension in _BINARY and os.path.isfile(path):
        raise Unreadable(
            f"この版には {extension}（{_BINARY[extension]}）を読む機能がありません。"
            "本文を .txt、.md、.html、.csv、.jsonl のいずれかで保存してください"
        )
    return _plain(limits)


def _read_file(path: str, limits: Limits) -> bytes:
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.file:
            raise Unreadable(f"ファイルが大きすぎます（{size:,} バイト。上限は {limits.file:,} バイトです）")
        return file.read()


def _os_message(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "ファイルが見つかりません"
    if isinstance(error, PermissionError):
        return "読み取る権限がありません"
    return f"開けません（{error.strerror or error}）"


def _is_jsonl(data: bytes) -> bool:
    """Whether standard input is rows: its first line is a JSON object with a ``text``."""
    head = data.lstrip()[: LIMITS.document].split(b"\n", 1)[0]
    import json  # only standard input may be either

    try:
        text, _ = decode(head)
        row = json.loads(text) if text.lstrip().startswith("{") else None
    except (Unreadable, ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "text" in row
