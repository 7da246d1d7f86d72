"""Views of a raw text: normalised for matching, with a map back to raw code points.

``plain`` equals ``unicodedata.normalize("NFKC", raw).lower()`` minus ignorables, but for a space between a circled number and a digit beside it; ``tight`` is
``plain`` with evasions undone.
Only this module knows how a position in a view becomes a raw one.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from adcheck.model import Span
from adcheck.text.pattern import Pattern

# Characters a reader does not see and a keyword search stumbles over: zero-width, soft hyphen, bidi controls, variation
# selectors, invisible operators, tags.
IGNORABLE = frozenset(
    [
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE0200),
    ]
)
_DROP_IGNORABLE = dict.fromkeys(IGNORABLE)
# ① to ㊿: NFKC would make 「①12/7」 the 112th of something
CIRCLED = frozenset("⓪①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿")

# Katakana to hiragana, and glyph variants that NFKC keeps apart. One character to one character, so that a folded text
# has the positions of the text it was folded from.
_FOLD = {code: code - 0x60 for code in range(0x30A1, 0x30F7)} | {0x30FD: 0x309D, 0x30FE: 0x309E}
_FOLD |= {ord(a): ord(b) for a, b in zip("瘦頰繫剝塡噓搔摑麵髙﨑齒濱", "痩頬繋剥填嘘掻掴麺高崎歯浜", strict=True)}


def fold(text: str) -> str:
    """Katakana as hiragana and variant kanji as the common one; length unchanged."""
    return text.translate(_FOLD)


def normal(text: str) -> str:
    """What ``plain`` makes of a text, without the map: for vocabulary and patterns."""
    return unicodedata.normalize("NFKC", text).lower().translate(_DROP_IGNORABLE)


@dataclass(frozen=True)
class View:
    """A derived text in which every character knows its raw span.

    ``starts[i]`` and ``ends[i]`` bound, in raw code points, what became ``text[i]``.
    """

    raw: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    evasions: tuple[Span, ...] = ()  # raw spans where ``tight`` undid something

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    def span(self, start: int, end: int) -> Span:
        """The raw span of ``text[start:end]`` (an empty slice gives an empty span)."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.raw)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def locate(self, span: Span) -> tuple[int, int]:
        """The slice of ``text`` that came from a raw span."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)


_TICKED = Pattern(r"[☑☒✓✔🗹]|\[[xX]\]")
_UNTICKED = Pattern(r"(?:[□☐▢]|\[[ ]\])[^\S\n]*(?:\([^)\n]*\)|（[^）\n]*）|(?![☑☒✓✔🗹□☐▢\[])[^\n|()（）\u3000\t])*")


def chosen(raw: str) -> str:
    """``raw`` with the boxes of a form that nobody has ticked blanked out, and what they stand for (「☑ 受託者 □ 委託者」); length unchanged."""
    if not _TICKED.search(raw):
        return raw
    return _UNTICKED.sub(lambda match: " " * len(match[0]), raw)


def _never_extends(char: str) -> bool:
    """True for characters that cannot change what stands before them under NFKC (cheap test for the common ones)."""
    code = ord(char)
    return code < 0x300 or 0x3041 <= code <= 0x3096 or 0x30A1 <= code <= 0x30FA or 0x4E00 <= code <= 0x9FFF


def _clusters(raw: str) -> Iterable[tuple[int, int, str]]:
    """``(start, end, NFKC)`` of the shortest stretches whose normal forms concatenate to that of the whole."""
    normalize = unicodedata.normalize
    start, size = 0, len(raw)
    while start < size:
        end = start + 1
        form = raw[start] if raw[start].isascii() else normalize("NFKC", raw[start])
        while end < size and not _never_extends(raw[end]):
            following = normalize("NFKC", raw[end])
            joined = normalize("NFKC", raw[start : end + 1])
            if joined == form + following and not unicodedata.combining(following[0]):
                break
            form = joined
            end += 1
        yield start, end, form
        start = end


def plain(raw: str) -> View:
    """NFKC, lower case, ignorables removed."""
    if unicodedata.is_normalized("NFKC", raw) and not any(ord(char) in IGNORABLE for char in set(raw)):
        lowered = raw.lower()
        if len(lowered) == len(raw):
            return View(raw, lowered, range(len(raw)), range(1, len(raw) + 1))
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, form in _clusters(raw):
        if (
            start
            and (raw[start] in CIRCLED or raw[start - 1] in CIRCLED)
            and chars[-1][-1:].isdecimal()
            and form[:1].isdecimal()
        ):
            chars.append(" ")
            starts.append(starts[-1])
            ends.append(end)
        chars.append(form)
        starts.extend([start] * len(form))
        ends.extend([end] * len(form))
    return _dropped(raw, *_lowered("".join(chars), starts, ends))


def _lowered(text: str, starts: list[int], ends: list[int]) -> tuple[str, list[int], list[int]]:
    # The whole string is lowered at once because a final sigma depends on its neighbours; only the length of a
    # character's lower case (İ becomes two) is needed for the map.
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered, starts, ends
    widths = [len(char.lower()) for char in text]
    return (
        lowered,
        [at for at, width in zip(starts, widths, strict=True) for _ in range(width)],
        [at for at, width in zip(ends, widths, strict=True) for _ in range(width)],
    )


def _dropped(raw: str, text: str, starts: list[int], ends: list[int]) -> View:
    keep = [i for i, char in enumerate(text) if ord(char) not in IGNORABLE]
    if len(keep) == len(text):
        return View(raw, text, starts, ends)
    return View(raw, "".join(text[i] for i in keep), [starts[i] for i in keep], [ends[i] for i in keep])


# ---------------------------------------------------------------------------------------------------------------------
# tight

_JAPANESE = "ぁ-ゖァ-ヺー一-鿿々〆"
_SEPARATOR = r"[ \t・･\.,/|_*~‐\-–—♡♥☆★\p{So}\p{Extended_Pictographic}\u200d]"
_SPLIT = Pattern(rf"(?<=[{_JAPANESE}])(?:{_SEPARATOR}){{1,3}}(?=[{_JAPANESE}])")
_SPELLED_OUT = Pattern(rf"(?<![{_JAPANESE}])[{_JAPANESE}](?:(?:{_SEPARATOR}){{1,2}}[{_JAPANESE}]){{3,}}")
MASKS = "○〇◯●×✕✖＊*❌⭕"
_MASKED = Pattern(rf"[{_JAPANESE}]*(?:[○〇◯●×✕✖*❌⭕]\ufe0f?[{_JAPANESE}]*){{1,2}}")
# ○○様, 〇〇社: a client's or person's name left out, not a hidden word.
_NAME_BLANK = Pattern(r"[○〇◯●×✕✖*]{2,}")

# vocabulary → the words (start, end) of a text
Words = Callable[[str], Iterable[tuple[int, int]]]
# a word with one character masked → what the vocabulary would complete it to
Unmask = Callable[[str], str | None]


def tight(view: View, words: Words, unmask: Unmask) -> View | None:
    """``view`` with evasions undone, or None when the text shows none.

    Separators and emoji are removed where that completes a vocabulary word (``words`` finds words in a text), or inside a run
    of four or more isolated characters; a masked character (伏せ字) is restored where exactly one word fits.
    """
    text = view.text
    removed = _spelled_out(text) | _splits(text, words)
    restored = _masks(text, unmask) if any(mask in text for mask in MASKS) else {}
    if not removed and not restored:
        return None
    keep = [i for i in range(len(text)) if i not in removed]
    chars = [restored.get(i, text[i]) for i in keep]
    evasions = tuple(view.span(i, i + 1) for i in sorted(removed | restored.keys()))
    return View(view.raw, "".join(chars), [view.starts[i] for i in keep], [view.ends[i] for i in keep], evasions)


def _spelled_out(text: str) -> set[int]:
    found: set[int] = set()
    for run in _SPELLED_OUT.finditer(text):
        found.update(i for i in range(run.start(), run.end()) if regex.match(_SEPARATOR, text[i]))
    return found


def _splits(text: str, words: Words) -> set[int]:
    gaps = [match.span() for match in _SPLIT.finditer(text)]
    if not gaps:
        return set()
    inside = {i for start, end in gaps for i in range(start, end)}
    keep = [i for i in range(len(text)) if i not in inside]
    joined = fold("".join(text[i] for i in keep))
    found: set[int] = set()
    for start, end in words(joined):
        first, last = keep[start], keep[end - 1]
        if last - first != end - 1 - start:  # the word crosses a removed separator
            found.update(i for i in range(first, last) if i in inside)
            found.update(_ending(text, last + 1, inside))
    return found


def _ending(text: str, at: int, inside: set[int]) -> Iterable[int]:
    """Separators between a found word and the rest of its inflection (痩 せ る)."""
    gap = at
    while gap in inside:
        gap += 1
    return range(at, gap) if gap < len(text) and "ぁ" <= text[gap] <= "ゖ" else ()


def _masks(text: str, unmask: Unmask) -> dict[int, str]:
    blanks = {i for match in _NAME_BLANK.finditer(text) for i in range(*match.span())}
    restored: dict[int, str] = {}
    for match in _MASKED.finditer(text):
        for at in range(match.start(), match.end()):
            if text[at] not in MASKS or at in blanks:
                continue
            char = _completion(text, at, match.start(), match.end(), unmask)
            if char:
                restored[at] = char
    return restored


def _completion(text: str, at: int, low: int, high: int, unmask: Unmask) -> str | None:
    """The character that stands behind the mask at ``at``: the longest vocabulary word around it decides."""
    for width in range(8, 1, -1):
        for start in range(max(low, at - width + 1), at + 1):
            end = start + width
            if end > high:
                break
            masked = fold(text[start:at]) + "*" + fold(text[at + 1 : end])
            word = unmask(masked)
            if word:
                return word[at - start]
    return None
