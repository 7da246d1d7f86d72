"""Regexes that are compiled when first used, and kept compiled between runs.

Most drafts meet few of the hundreds there are, and compiling one costs a hundred times what matching does. The ``regex`` module can make a pattern
from the tables it compiled earlier; they are plain data, kept one file a pattern in the user's cache folder.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from zlib import adler32, crc32

import regex
from regex import _regex

from adcheck.cache import cache_folder


def compile_cached(source: str, flags: int = 0) -> regex.Pattern[str]:
    """``regex.compile``, from the cache when it is there. A cache that cannot be read or written is no error."""
    folder = cache_folder()
    if folder is None:
        return regex.compile(source, flags)
    key = f"{regex.__version__}\0{flags}\0{source}".encode()
    # two sources of one name would overwrite each other's file, no more: the source is compared below
    file = f"{folder}/regex/{crc32(key):08x}{adler32(key):08x}"
    try:
        with open(file, "rb") as stream:
            known = marshal.loads(stream.read())  # noqa: S302  (our own file, in the user's own folder)
        if known[0] == source:
            found: regex.Pattern[str] = _regex.compile(*known)  # type: ignore[attr-defined]
            return found
    except (OSError, ValueError, EOFError, TypeError, IndexError):
        pass
    pattern = regex.compile(source, flags)
    temporary = f"{file}.{os.getpid()}"
    try:
        data = marshal.dumps(pattern._pickled_data)  # type: ignore[attr-defined]  # noqa: SLF001
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(temporary, "wb") as stream:
            stream.write(data)
        os.replace(temporary, file)
    except (OSError, ValueError, AttributeError):
        pass
    return pattern


class Pattern:
    """A regex by its source; the methods are those of a compiled one."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self._flags = flags

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        return compile_cached(self.source, self._flags)

    def search(self, text: str, *args: Any, **kwargs: Any) -> regex.Match[str] | None:
        return self.compiled.search(text, *args, **kwargs)

    def match(self, text: str, *args: Any, **kwargs: Any) -> regex.Match[str] | None:
        return self.compiled.match(text, *args, **kwargs)

    def fullmatch(self, text: str, *args: Any, **kwargs: Any) -> regex.Match[str] | None:
        return self.compiled.fullmatch(text, *args, **kwargs)

    def finditer(self, text: str, *args: Any, **kwargs: Any) -> Iterator[regex.Match[str]]:
        return self.compiled.finditer(text, *args, **kwargs)

    def findall(self, text: str, *args: Any, **kwargs: Any) -> list[Any]:
        return self.compiled.findall(text, *args, **kwargs)

    def split(self, text: str, *args: Any, **kwargs: Any) -> list[str]:
        return [part or "" for part in self.compiled.split(text, *args, **kwargs)]

    def sub(self, replacement: Any, text: str, *args: Any, **kwargs: Any) -> str:
        return self.compiled.sub(replacement, text, *args, **kwargs)
