"""Sections of a message or brief: what stands under 「■ターゲット」, 「【目的】」, 「報酬：」, 「## NG」 or in the cell beside it."""

from __future__ import annotations

from typing import NamedTuple

import regex

from adcheck.text.pattern import Pattern


class Section(NamedTuple):
    """``[start, label_end)`` is the heading's line up to its label; the section reaches to ``end``. ``level`` 1 is the highest."""

    start: int
    label_end: int
    end: int
    level: int


_LABEL = r"[^\n:。、!?\t|]"
_LINE = Pattern(
    rf"""^[ ]*(?:
      (?P<hash>\#{{1,6}})[ ]+(?P<a>[^\n:]{{1,40}}?)[ ]*(?=:|$)
    | \*\*(?P<bold>[^*\n]{{1,30}})\*\*[ ]*(?=:|$)
    | §[ ]*\d{{0,2}}[.)]?[ ]*(?P<part>[^\n:。]{{1,30}}?)[ ]*(?=:|$)
    | q\d{{0,2}}[.:)][ ]*(?P<ask>[^\n]{{1,40}}?)(?=$)
    | [【〈《≪<\[](?P<b>[^\n】〉》≫>\]]{{1,30}})[】〉》≫>\]]
    | (?:[■□◆◇▼▽▶►★☆●◎✦❏▪◾⬛]|\p{{Extended_Pictographic}}\ufe0f?)+[ ]*(?P<c>{_LABEL}{{1,30}}?)[ ]*(?=:|\t|\||$)
    | (?:\(?\d{{1,2}}[.)]|[((]\d{{1,2}}[))])[ ]*(?P<d>{_LABEL}{{1,30}}?)[ ]*(?=:|\t|\||$)
    | (?P<bullet>[・\-*•–○〇][ ]*)(?P<e>{_LABEL}{{1,16}}?)[ ]*(?=:(?!//))
    | (?P<alone>(?<=\A|\n\n){_LABEL}{{2,20}}?)[ ]*(?=\n[ ]+\S)
    | (?P<bare>{_LABEL}{{1,20}}?)[ ]*(?=(?<!\d):(?!//)|:(?!//|\d\d)|\t|\|)
    )""",
    regex.VERBOSE | regex.MULTILINE,
)


def sections(text: str) -> tuple[Section, ...]:
    """All sections of a view text, in order; a section of lower level lies inside the one before it."""
    heads: list[tuple[int, int, int]] = []
    signed = marked = False
    for match in _LINE.finditer(text):
        level = _level(match, signed, marked)
        signed = signed or (level <= 2 and match["d"] is None and match["bare"] is None)
        marked = marked or (level <= 2 and match["bare"] is None)
        heads.append((match.start(), match.end(), level))
    found: list[Section] = []
    for number, (start, label_end, level) in enumerate(heads):
        end = next((other for other, _, rank in heads[number + 1 :] if rank <= level), len(text))
        found.append(Section(start, label_end, end, level))
    return tuple(found)


def _level(match: regex.Match[str], signed: bool, marked: bool) -> int:
    """Numbers below signs (■, 【】) are a list, bare labels below either are details; alone, each is a section of its own.

    A line above an indented paragraph is a heading without a sign."""
    if match["hash"]:
        return min(len(match["hash"]), 2)
    if match["bullet"]:
        return 6
    if match["d"]:
        return 5 if signed else 2
    if match["bare"]:
        return 4 if marked else 2
    if match["bold"]:
        return 3 if marked else 2
    return 2
