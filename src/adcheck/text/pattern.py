"""Regexes that are compiled when first used: most drafts meet few of them, and compiling costs more than matching."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import regex


class Pattern:
    """A regex by its source; the methods are those of a compiled one."""

    def __init__(self, source: str, flags: int = 0) -> None:
        self.source = source
        self._flags = flags

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        return regex.compile(self.source, self._flags)

    @property
    def pattern(self) -> str:
        return self.source

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
