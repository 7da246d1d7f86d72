"""Captions (.srt, .vtt) and lists of on-screen text (.csv with start, end and text): a block of kind ``cue`` for each text.

Parsed here, line by line: the ``srt`` and ``webvtt`` libraries know no offsets, and skip what they do not understand, which for a checker
would be a silent "clean".
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from adcheck.documents.reader import LIMITS, Limits, Unreadable, read_text
from adcheck.model import Block, Document, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CLOCK = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s.*)?$")
_INDEX = re.compile(r"\s*\d+\s*$")
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,60}\}")  # <i>, <v Name>, <00:01.000>; {\an8}
_SILENT = ("NOTE", "STYLE", "REGION")  # blocks of WebVTT that nobody sees

_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "start": ("start", "in", "開始", "開始時刻", "開始時間", "イン", "表示開始"),
    "end": ("end", "out", "終了", "終了時刻", "終了時間", "アウト", "表示終了"),
    "text": ("text", "テキスト", "テロップ", "字幕", "画面文字", "画面の文字", "表示文字", "表示テキスト", "文言"),
})  # fmt: skip
_CELL = re.compile(r'"((?:[^"]|"")*)"|([^,\r\n]*)')
_SECONDS = re.compile(r"\d+(?:\.\d+)?")
_FULL_CLOCK = re.compile(_CLOCK)

_Line = tuple[int, int, str]  # start, end without the line break, text


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document whose text is the raw file. Raises Unreadable, naming the line, for a time that cannot be read."""
    text, encoding = read_text(data, limits)
    webvtt = os.path.splitext(path)[1].lower() == ".vtt"
    yield Document(path, text, blocks=tuple(_cues(text, webvtt=webvtt)), encoding=encoding)


def _cues(text: str, *, webvtt: bool) -> Iterator[Block]:
    lines = list(_lines(text))
    at, found = 0, False
    while at < len(lines):
        line = lines[at][2]
        timing = _TIMING.match(line)
        if timing is None:
            if "-->" in line:
                raise Unreadable(f"{at + 1} 行目: 時刻を読めません（{line.strip()[:40]}）")
            at = _past_block(lines, at) if webvtt and line.startswith(_SILENT) else at + 1
            continue
        found = True
        time = _time(timing.groups(), at + 1)
        end = _cue_end(lines, at + 1)
        yield from _blocks(text, lines[at + 1 : end], time)
        at = end
    if not found and text.strip() and not (webvtt and text.startswith("WEBVTT")):
        raise Unreadable("字幕の時刻（00:00:01,000 --> 00:00:03,000）が1つもありません")


def _lines(text: str) -> Iterator[_Line]:
    for match in _LINE.finditer(text):
        if match.start() < len(text) or not text:
            content = match[0].rstrip("\r\n")
            yield match.start(), match.start() + len(content), content


def _past_block(lines: Sequence[_Line], at: int) -> int:
    while at < len(lines) and lines[at][2].strip():
        at += 1
    return at


def _cue_end(lines: Sequence[_Line], at: int) -> int:
    """The line after a cue's text: a blank one, or the next cue where the blank line was forgotten."""
    while at < len(lines) and lines[at][2].strip():
        if "-->" in lines[at][2]:
            break
        if _INDEX.match(lines[at][2]) and at + 1 < len(lines) and _TIMING.match(lines[at + 1][2]):
            break
        at += 1
    return at


def _time(groups: Sequence[str | None], line: int) -> tuple[int, int]:
    start, end = _milliseconds(groups[:4]), _milliseconds(groups[4:])
    if end < start:
        raise Unreadable(f"{line} 行目: 終わりの時刻が始まりより前です")
    return start, end


def _milliseconds(clock: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = clock
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _blocks(text: str, lines: Sequence[_Line], time: tuple[int, int]) -> Iterator[Block]:
    """The text of one cue, in pieces where markup stands between them."""
    if not lines:
        return
    start, end = lines[0][0], lines[-1][1]
    for tag in _TAG.finditer(text, start, end):
        yield from _block(text, start, tag.start(), time)
        start = tag.end()
    yield from _block(text, start, end, time)


def _block(text: str, start: int, end: int, time: tuple[int, int]) -> Iterator[Block]:
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    if raw := raw.strip():
        yield Block(Span(start, start + len(raw)), "cue", time)


# ---------------------------------------------------------------------------------------------------------------------
# lists of on-screen text


def is_screen_text(header: Sequence[str]) -> bool:
    """Whether the header of a CSV file is that of on-screen text: a start, an end and a text."""
    return set(_COLUMNS) <= {_column(title) for title in header}


def read_screen_text(path: str, text: str, encoding: str) -> Document:
    """The CSV file as one Document, a cue for each row. Raises Unreadable, naming the line."""
    blocks: list[Block] = []
    rows = _rows(text)
    _, header = next(rows)
    columns = {_column(text[span.start : span.end].strip('"')): index for index, span in enumerate(header)}
    for line, cells in rows:
        if len(cells) <= max(columns[key] for key in _COLUMNS):
            raise Unreadable(f"{line} 行目: 列が足りません（start、end、text が要ります）")
        start, end = (_cell_time(text, cells[columns[key]], line) for key in ("start", "end"))
        if end < start:
            raise Unreadable(f"{line} 行目: 終わりの時刻が始まりより前です")
        wanted = cells[columns["text"]]
        blocks.extend(_block(text, wanted.start, wanted.end, (start, end)))
    return Document(path, text, blocks=tuple(blocks), encoding=encoding)


def _column(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).strip().lower()
    return next((key for key, names in _COLUMNS.items() if folded in names), "")


def _rows(text: str) -> Iterator[tuple[int, list[Span]]]:
    """The rows that are not empty: number of the line they begin on, and the raw span of each cell without its quotes."""
    at, line = 0, 1
    while at < len(text):
        cells: list[Span] = []
        begin = line
        while True:
            match = _CELL.match(text, at)
            assert match is not None  # the second alternative matches anything, also nothing
            cells.append(Span(*match.span(1 if match[1] is not None else 2)))
            line += _breaks(match[0])
            at = match.end()
            if not text.startswith(",", at):
                break
            at += 1
        if any(text[cell.start : cell.end].strip() for cell in cells):
            yield begin, cells
        rest = _LINE.match(text, at)
        if rest and rest[0].strip():
            raise Unreadable(f'{line} 行目: CSV として読めません（" の後に文字があります）')
        at = rest.end() if rest else len(text)
        line += 1


def _breaks(cell: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", cell))


def _cell_time(text: str, cell: Span, line: int) -> int:
    raw = unicodedata.normalize("NFKC", text[cell.start : cell.end]).strip()
    if _SECONDS.fullmatch(raw):
        return round(float(raw) * 1000)
    clock = _FULL_CLOCK.fullmatch(raw)
    if clock is None:
        raise Unreadable(f"{line} 行目: 時刻「{raw[:20]}」を読めません（0:05、00:00:05.200、5.2 の形にしてください）")
    return _milliseconds(clock.groups())
