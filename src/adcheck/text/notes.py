"""Notes of a draft: ※ * † 注1 in the body, the note lines that belong to them, and what is wrong with the pair.

Positions are positions in one folded view (``Reading.folded``). A marker that stands directly behind a word is a *mark*; one that begins a
line, or follows a space or bracket and is followed by text, opens a *note*.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

from adcheck.text.pattern import Pattern

# Tool settings, not law: the reports on 打消し表示 name no number of lines or characters for text.
FAR_LINES = 8
FAR_CHARACTERS = 400
_MANY_TAGS = 5

# 1 or 12, but not the beginning of 2026年 or 24か月.
_NUMBER = r"[1-9]\d?(?![\d年月日時分秒円%個点枚名人回本歳ヶか台位社件万千g]|[.,/]\d|週間|店舗)"
_MARKER = Pattern(
    rf"(?P<open>[(\[]?)(?P<family>※|\*(?!\*)|†|‡|(?<!\p{{Han}})注釈?(?=[0-9):]))(?P<numbers>(?:{_NUMBER}(?:[・,、/~〜-][※*]?{_NUMBER})*)?)(?P<close>[)\]]?)"
)
_WORD = Pattern(r"[\p{Han}ぁ-ゖーァ-ヺ%円\d」』a-z!?)]")
_AFTER_MARK = Pattern(
    r"\s|$|[、。,.!?)」』】/|・:＊*※]|[はがをにでともの](?![ぁ-ゖ]{3})|(?:です|ます|だよ|なんて|って|という|と[、。])|\p{So}"
)
_TAG = Pattern(r"#[^\s#]+")
_WORDS_FOLLOW = Pattern(r"\s?[:.)]?\s?\S")
_EMPHASIS = Pattern(r"\*[^\s*]")
_BODY = Pattern(r"[^\s。、()※*†:：・\-]")
# The marker itself is the subject: 「米印（※）を付ける」.
_ABOUT_MARKER = Pattern(r"(?:米印|記号|まーく|しるし|あすたりすく|印)\s?$")


class Mark(NamedTuple):
    """A marker behind a word of the body. ``numbers`` is empty for a plain ※."""

    start: int
    end: int
    family: str
    numbers: frozenset[int]


class Note(NamedTuple):
    """A note: ``[start, end)`` with its marker, ``body`` where its words begin."""

    start: int
    end: int
    body: int
    family: str
    numbers: frozenset[int]


class Notes(NamedTuple):
    """All marks and notes of one text."""

    text: str
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]

    def of(self, mark: Mark) -> tuple[Note, ...]:
        """The notes that answer a mark; a plain marker takes every plain note of its kind behind it, or else any."""
        same = [note for note in self.notes if note.family == mark.family and note.start >= mark.start - 1]
        same = same or [note for note in self.notes if note.family == mark.family]
        if mark.numbers:
            return tuple(note for note in same if note.numbers & mark.numbers)
        return tuple(note for note in same if not note.numbers)

    def dangling(self) -> tuple[Mark, ...]:
        """Marks that no note answers, or only an empty one."""
        return tuple(mark for mark in self.marks if not any(self._says_something(note) for note in self.of(mark)))

    def distant(self) -> tuple[tuple[Mark, Note], ...]:
        """Marks whose nearest note is far away or behind the hashtags."""
        found = []
        for mark in self.marks:
            behind = [note for note in self.of(mark) if note.start >= mark.end]
            if behind and is_far(self.text[mark.end : behind[0].start]):
                found.append((mark, behind[0]))
        return tuple(found)

    def linked(self, start: int, end: int) -> tuple[Note, ...]:
        """The notes of the marks that stand in or right behind ``[start, end)``."""
        return tuple(note for mark in self.marks if start <= mark.start <= end + 3 for note in self.of(mark))

    def _says_something(self, note: Note) -> bool:
        return len(_BODY.findall(self.text[note.body : note.end])) >= 2


def read_notes(text: str) -> Notes:
    """Marks and notes of a folded view."""
    marks: list[Mark] = []
    notes: list[Note] = []
    for match in _MARKER.finditer(text):
        family = "注" if match["family"].startswith("注") else match["family"]
        numbers = _numbers(match["numbers"])
        if _is_mark(text, match):
            marks.append(Mark(match.start(), match.end(), family, numbers))
        elif _is_note(text, match):
            notes.append(Note(match.start(), match.end(), match.end(), family, numbers))
    return Notes(text, tuple(marks), tuple(_closed(text, notes)))


def _is_mark(text: str, match: regex.Match[str]) -> bool:
    before = text[match.start() - 1] if match.start() else "\n"
    if not _WORD.match(before) or _ABOUT_MARKER.search(text, max(0, match.start() - 6), match.start()):
        return False
    if match["open"] and not match["close"]:
        return False  # 「半額(※対象は…)」 is a note in brackets
    if match["family"] == "*" and not _is_star_mark(text, match, before):
        return False
    return bool(match["numbers"]) or bool(_AFTER_MARK.match(text, match.end()))


def _is_star_mark(text: str, match: regex.Match[str], before: str) -> bool:
    """Not emphasis, multiplication, a wildcard or a hidden letter (や*る)."""
    if match["open"] or (before.isascii() and before not in "%!?"):
        return False
    line_start = text.rfind("\n", 0, match.start()) + 1
    after = text[match.end() : match.end() + 1]
    return bool(match["numbers"]) or not (after.isalpha() or _EMPHASIS.search(text, line_start, match.start()))


def _is_note(text: str, match: regex.Match[str]) -> bool:
    before = text[match.start() - 1] if match.start() else "\n"
    if (match["family"] == "*" or match["numbers"]) and before not in "\n\r\t　 (。、)」※/":
        return False
    return bool(_WORDS_FOLLOW.match(text, match.end()))


def _closed(text: str, notes: list[Note]) -> list[Note]:
    """Each note with its end: the end of its line or the next note."""
    found = []
    for at, note in enumerate(notes):
        stop = text.find("\n", note.body)
        stop = len(text) if stop < 0 else stop
        if at + 1 < len(notes):
            stop = min(stop, notes[at + 1].start)
        found.append(Note(note.start, max(stop, note.body), note.body, note.family, note.numbers))
    return found


def _numbers(written: str) -> frozenset[int]:
    found: set[int] = set()
    for part in regex.split(r"[・,、/]", written):
        ends = [int(digits) for digits in regex.findall(r"\d{1,2}", part)]
        found.update(range(ends[0], ends[-1] + 1) if len(ends) == 2 and ends[0] < ends[1] else ends)
    return frozenset(found)


def is_far(between: str) -> bool:
    """Whether what stands between a claim and its note hides the note from a reader (lines, characters, a block of hashtags)."""
    return between.count("\n") > FAR_LINES or len(between) > FAR_CHARACTERS or len(_TAG.findall(between)) >= _MANY_TAGS


# ---------------------------------------------------------------------------------------------------------------------
# the words around a claim that may carry its basis

_NEAR_LINES = 3


def around(text: str, notes: Notes, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Ranges where the basis of ``[start, end)`` may stand: its line and the lines near it, without the claim itself, and its linked notes."""
    low = text.rfind("\n", 0, start) + 1
    high = _line_end(text, end)
    ranges = [(_lines_up(text, low, _NEAR_LINES), start), (end, _lines_down(text, high, _NEAR_LINES))]
    ranges += [(note.start, note.end) for note in notes.linked(low, high)]
    return tuple((first, last) for first, last in ranges if first < last)


def _lines_up(text: str, at: int, count: int) -> int:
    """The start of the line ``count`` written lines above; empty lines are not counted."""
    while at > 0 and count > 0:
        start = text.rfind("\n", 0, at - 1) + 1
        count -= bool(text[start:at].strip())
        at = start
    return at


def _lines_down(text: str, at: int, count: int) -> int:
    while at < len(text) and count > 0:
        end = _line_end(text, at + 1)
        count -= bool(text[at:end].strip())
        at = end
    return at


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
