"""Which files a user means."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence

STDIN = "-"
_SKIPPED_FOLDERS = frozenset({"node_modules"})


def find_files(paths: Sequence[str], *, extensions: Collection[str]) -> Iterator[str]:
    """The files that ``paths`` stand for, each once: a file as named, a folder's files of known extension, sorted.

    ``extensions`` are lower-case with their dot. Hidden files and folders, Office lock files (``~$…``) and
    ``node_modules`` inside a folder are skipped; links to folders are not followed. A folder that cannot be listed is
    yielded itself: opening it says why.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _walk(path, extensions) if path != STDIN and os.path.isdir(path) else (path,):
            key = file if file == STDIN else os.path.abspath(file)
            if key not in seen:
                seen.add(key)
                yield file


def _walk(folder: str, extensions: Collection[str]) -> list[str]:
    found: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: found.append(error.filename)):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS]
        for name in files:
            if not name.startswith((".", "~$")) and os.path.splitext(name)[1].lower() in extensions:
                found.append(os.path.normpath(os.path.join(root, name)))
    return sorted(found, key=lambda file: file.split(os.sep))
