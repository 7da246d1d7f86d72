"""Text of strangers, made safe to show: what would steer a terminal or reorder a line becomes something one can see.

Widths are terminal columns as most terminals draw them: wide and full-width 2, combining 0, ambiguous 1, an emoji
sequence 2.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import regex

from adcheck.model import Span

_CLUSTER = regex.compile(r"\X")
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}]")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")  # at home inside a cluster


class Cell(NamedTuple):
    """One user-perceived character: what to print for the raw ``span``, and its width in columns."""

    text: str
    width: int
    span: Span


def cells(text: str) -> list[Cell]:
    """``text``, which holds no line break, as cells."""
    return [_cell(match.group(), match.start()) for match in _CLUSTER.finditer(text)]


def visible(text: str, *, keep_breaks: bool = False) -> str:
    """``text`` on one line (unless ``keep_breaks``) with nothing invisible or dangerous left in it."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return ("\n" if keep_breaks else " ").join("".join(cell.text for cell in cells(line)) for line in lines)


def width(text: str) -> int:
    """Columns that ``visible(text)`` takes."""
    return sum(cell.width for cell in cells(text))


def window(line: Sequence[Cell], quote: Span, columns: int) -> tuple[str, str]:
    """``line`` cut to ``columns`` around ``quote``, and the line of carets to print under it.

    ``quote`` is relative to the line and may be longer than it. An empty quote gets one caret.
    """
    first = next((n for n, cell in enumerate(line) if cell.span.end > quote.start), len(line))
    last = next((n for n in range(first, len(line)) if line[n].span.start >= quote.end), len(line))
    before, marked = line[:first], line[first : max(last, first)]
    total = sum(cell.width for cell in line)
    if total <= columns:
        left, right = 0, len(line)
    else:
        room = columns - 2  # for an ellipsis at each end
        left = first - _fit(before[::-1], max(room // 3, room - _columns(line[first:])))
        right = left + _fit(line[left:], room)
    shown = line[left:right]
    head, tail = "…" if left else "", "…" if right < len(line) else ""
    indent = len(head) + _columns(line[left:first])
    carets = max(1, _columns(line[first : min(max(last, first), right)]) if marked else 1)
    return head + "".join(cell.text for cell in shown) + tail, " " * indent + "^" * carets


def _columns(line: Sequence[Cell]) -> int:
    return sum(cell.width for cell in line)


def _fit(line: Sequence[Cell], columns: int) -> int:
    """How many cells from the start fit into ``columns``."""
    used = 0
    for number, cell in enumerate(line):
        used += cell.width
        if used > columns:
            return number
    return len(line)


def _cell(cluster: str, start: int) -> Cell:
    span = Span(start, start + len(cluster))
    emoji = bool(_EMOJI.match(cluster))
    sequence = len(cluster) > 1 and (emoji or "\ufe0f" in cluster or "\u20e3" in cluster)
    text = "".join(_shown(char, at_home=sequence) for char in cluster)
    if text != cluster:
        return Cell(text, sum(_char_width(char) for char in text), span)
    return Cell(text, 2 if sequence and "\ufe0e" not in cluster else sum(map(_char_width, cluster)), span)


def _shown(char: str, *, at_home: bool) -> str:
    code = ord(char)
    if char == "\t":
        return "  "
    if code < 0x20:
        return chr(0x2400 + code)  # ␛ for ESC
    if code == 0x7F:
        return "␡"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or char in "\u2028\u2029":
        return f"<U+{code:04X}>"
    # Format characters: bidi controls, zero-width spaces, soft hyphens, tags. Unseen, they hide what was matched.
    if unicodedata.category(char) == "Cf" and not (at_home and (char in _JOINERS or 0xE0020 <= code < 0xE0080)):
        return f"<U+{code:04X}>"
    return char


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
