"""Front matter: YAML between ``---`` lines or TOML between ``+++`` lines at the very start of a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from adcheck.documents.errors import Unreadable
from adcheck.model import NOTHING, Span

KEY = "adcheck"
ORIGIN = "front matter"

# Sources, not compiled patterns: most drafts have no front matter, and ``re`` keeps what it compiled.
_OPEN = r"(---|\+\+\+)[ \t]*(?:\r\n?|\n)"
_CLOSE = {"---": r"(?m)^(?:---|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)", "+++": r"(?m)^\+\+\+[ \t]*(?:\r\n?|\n|\Z)"}
_OURS = rf"""(?m)^[ \t]*\[?["']?{KEY}["']?[ \t]*[:=\].]"""
_ANY_KEY = r"""(?m)^["']?[A-Za-z_][\w.-]*["']?[ \t]*[:=]|^\[[\w."-]+\]"""
_TOML_PLACE = r"\s*\(at (?:line (\d+), column \d+|end of document)\)$"


class FrontMatter(NamedTuple):
    """``span`` reaches from the first fence past the last one; ``given`` is what stands under ``adcheck``."""

    span: Span
    given: Mapping[str, Any] = NOTHING


def front_matter(text: str, *, only_ours: bool = False) -> FrontMatter | None:
    """The front matter of ``text``, or None.

    A ``---`` line may also be a rule drawn above a draft: without a key, or without a closing fence, it is text. With
    ``only_ours`` (plain text, where that is the common case) it must hold the key ``adcheck``. Raises Unreadable,
    naming the line, if it is malformed.
    """
    opened = re.match(_OPEN, text) if text.startswith(("---", "+++")) else None
    if not opened:
        return None
    fence = opened[1]
    closed = re.compile(_CLOSE[fence]).search(text, opened.end())
    if not closed:
        if re.search(_OURS, text[opened.end() : opened.end() + 2000]):
            raise Unreadable(f"1 行目: front matter が「{fence}」で閉じられていません")
        return None
    source = text[opened.end() : closed.start()]
    ours = re.search(_OURS, source)
    if not ours and (only_ours or not re.search(_ANY_KEY, source)):
        return None
    line = 2 + source.count("\n", 0, ours.end()) if ours else 2
    values = _parse_yaml(source) if fence == "---" else _parse_toml(source)
    if not isinstance(values, dict):
        return None
    given = values.get(KEY) or {}
    if not isinstance(given, dict) or not all(isinstance(key, str) for key in given):
        raise Unreadable(f"{line} 行目: front matter の「{KEY}」には category: cosmetics のような値を並べてください")
    return FrontMatter(Span(0, closed.end()), given)


def _parse_yaml(source: str) -> Any:
    import yaml  # 25 ms, and most drafts have no front matter

    try:
        return yaml.safe_load(source)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(error, "problem", None) or error
        raise Unreadable(f"{line} 行目: front matter の YAML を読めません（{problem}）") from error
    except (ValueError, RecursionError) as error:  # such as the date 2026-02-30
        raise Unreadable(f"1 行目: front matter の YAML を読めません（{error}）") from error


def _parse_toml(source: str) -> Any:
    import tomllib

    try:
        return tomllib.loads(source.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(_TOML_PLACE, str(error))
        line = int(place[1]) + 1 if place and place[1] else 2 + source.count("\n")
        problem = re.sub(_TOML_PLACE, "", str(error))
        raise Unreadable(f"{line} 行目: front matter の TOML を読めません（{problem}）") from error
