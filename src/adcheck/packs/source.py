"""Where packs come from: what the ``adcheck_packs`` hook returns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class PackSource(NamedTuple):
    """A folder with ``pack.toml`` and rule files.

    ``words`` and ``laws`` are files or folders shared by several packs; the folder's own ``words/`` and ``laws.toml`` always count.
    """

    folder: Path
    words: tuple[Path, ...] = ()
    laws: tuple[Path, ...] = ()

    def rule_files(self) -> Sequence[Path]:
        return sorted(path for path in self.folder.glob("*.toml") if path.name not in ("pack.toml", "laws.toml"))

    def word_files(self) -> Sequence[Path]:
        return _files((*self.words, self.folder / "words"))

    def law_files(self) -> Sequence[Path]:
        return _files((*self.laws, self.folder / "laws.toml"))


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.toml")) if path.is_dir() else [path] if path.exists() else []
    return found
