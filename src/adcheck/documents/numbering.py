"""Numbers that Word shows but does not store: 「第1条」 in front of a numbered paragraph (numbering.xml)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KANJI = "〇一二三四五六七八九"
_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _kanji(value: int) -> str:
    tens, ones = divmod(value, 10)
    if value >= 100:
        return "".join(_KANJI[int(digit)] for digit in str(value))
    return ("" if not tens else ("" if tens == 1 else _KANJI[tens]) + "十") + (_KANJI[ones] if ones else "")


def _roman(value: int) -> str:
    written = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        written += sign * count
    return written


def _of(letters: str) -> Callable[[int], str]:
    return lambda value: letters[(value - 1) % len(letters)]


_LATIN = _of("abcdefghijklmnopqrstuvwxyz")
_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: "".join(chr(ord(digit) + 0xFEE0) for digit in str(value)),
    "decimalEnclosedCircle": lambda value: chr(0x245F + value) if value <= 20 else str(value),
    "japaneseCounting": _kanji,
    "japaneseDigitalTenThousand": lambda value: "".join(_KANJI[int(digit)] for digit in str(value)),
    "ideographDigital": lambda value: "".join(_KANJI[int(digit)] for digit in str(value)),
    "chineseCounting": _kanji,
    "aiueo": _of(_KANA),
    "aiueoFullWidth": _of(_KANA),
    "iroha": _of(_IROHA),
    "irohaFullWidth": _of(_IROHA),
    "lowerLetter": _LATIN,
    "upperLetter": lambda value: _LATIN(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}  # fmt: skip


class Level(NamedTuple):
    """How one level of a list is numbered. ``text`` holds ``%1`` … for the numbers of the levels."""

    start: int
    format: str
    text: str
    gap: str


class Numbering:
    """Counts the paragraphs of a document in their order; ``label`` says what stands in front of each."""

    def __init__(self, root: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._style = {} if styles is None else _numbered_styles(styles)
        for abstract in () if root is None else root.iter(f"{_W}abstractNum"):
            self._levels[_value(abstract, "abstractNumId", own=True)] = {
                int(_value(level, "ilvl", own=True)): _level(level) for level in abstract.iter(f"{_W}lvl")
            }
        for number in () if root is None else root.iter(f"{_W}num"):
            key = _value(number, "numId", own=True)
            self._abstract[key] = _value(number, "abstractNumId")
            self._starts[key] = {
                int(_value(override, "ilvl", own=True)): int(_value(override, "startOverride") or 0)
                for override in number.iter(f"{_W}lvlOverride")
                if override.find(f"{_W}startOverride") is not None
            }

    def label(self, paragraph: Any) -> str:
        """The number in front of a paragraph with its gap, or nothing. To be asked once a paragraph, in order."""
        number, depth = self._place(paragraph)
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        restart = self._starts.get(number, {}).pop(depth, None)
        counts[depth] = restart if restart is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.format not in _FORMATS:
            return ""
        written = level.text
        for at, shown in levels.items():
            value = counts.get(at, shown.start)
            written = written.replace(f"%{at + 1}", _FORMATS.get(shown.format, str)(max(value, 1)))
        return written + level.gap if written.strip() else ""

    def _place(self, paragraph: Any) -> tuple[str, int]:
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        inherited = self._style.get("" if style is None else style.get(f"{_W}val"), ("", 0))
        if own is None:
            return inherited
        return _value(own, "numId") or inherited[0], int(_value(own, "ilvl") or inherited[1])


def _value(element: Any, name: str, *, own: bool = False) -> str:
    """``w:val`` of a child, or an attribute of the element itself."""
    if own:
        return str(element.get(f"{_W}{name}") or "")
    child = element.find(f"{_W}{name}")
    return "" if child is None else str(child.get(f"{_W}val") or "")


def _level(element: Any) -> Level:
    gap = {"nothing": "", "space": " "}.get(_value(element, "suff"), "\u3000")
    return Level(int(_value(element, "start") or 1), _value(element, "numFmt"), _value(element, "lvlText"), gap)


def _numbered_styles(styles: Any) -> dict[str, tuple[str, int]]:
    """Style → its list and level, also those it takes from the style it is based on."""
    elements = {_value(style, "styleId", own=True): style for style in styles.iter(f"{_W}style")}
    found: dict[str, tuple[str, int]] = {}
    for name in elements:
        number, depth, seen = "", "", set()
        style = name
        while style in elements and style not in seen and not number:
            seen.add(style)
            numbered = elements[style].find(f"{_W}pPr/{_W}numPr")
            if numbered is not None:
                number, depth = _value(numbered, "numId"), depth or _value(numbered, "ilvl")
            style = _value(elements[style], "basedOn")
        if number:
            found[name] = (number, int(depth or 0))
    return found
