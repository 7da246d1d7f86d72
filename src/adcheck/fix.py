"""Applies fixes: sorted, never overlapping, encoding and line endings kept, written atomically.

Only ``safe`` fixes are applied unasked; claims are never rewritten, their rewrites are only offered.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from adcheck.documents.encoding import decode, encode
from adcheck.model import Edit, Finding, Fix


def chosen(findings: Iterable[Finding], *, review: bool) -> list[Fix]:
    """The first fix of every open finding: safe ones, and with ``review`` those that need a person's yes."""
    fixes = []
    for finding in findings:
        if finding.status == "open":
            fixes += [fix for fix in finding.fixes if fix.safety == "safe" or review][:1]
    return fixes


def apply(text: str, fixes: Sequence[Fix]) -> str:
    """``text`` with all fixes that do not overlap an earlier one. Touching edits (``end == start``) do not overlap."""
    done: list[Edit] = []
    for fix in sorted(fixes, key=lambda each: min(edit.start for edit in each.edits)):
        if not any(_clash(edit, other) for edit in fix.edits for other in done):
            done += fix.edits
    for edit in sorted(done, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _clash(edit: Edit, other: Edit) -> bool:
    if edit.start == edit.end and other.start == other.end:
        return edit.start == other.start  # two insertions at one place: their order would be chance
    return edit.start < other.end and other.start < edit.end


def diff(path: str, before: str, after: str) -> str:
    """A unified diff, empty when nothing changes."""
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), path, path)
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


class NotWritable(Exception):
    """The file cannot be written back exactly; ``str()`` says why, in Japanese."""


def rewrite(path: Path, before: str, after: str) -> None:
    """Replace a file's text atomically. Raises NotWritable when the file changed meanwhile or its encoding cannot hold the text."""
    data = path.read_bytes()
    text, encoding = decode(data)
    if text != before:
        raise NotWritable(f"{path}: 確認のあとでファイルが変わったため、書き換えませんでした")
    try:
        fresh = encode(after, encoding)
    except UnicodeEncodeError as error:
        raise NotWritable(f"{path}: 文字コード {encoding} では書けない文字があるため、書き換えませんでした") from error
    if encode(before, encoding) != data:
        raise NotWritable(f"{path}: 文字コード {encoding} で元のとおりに書き戻せないため、書き換えませんでした")
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".adcheck-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(fresh)
        os.chmod(temporary, path.stat().st_mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
