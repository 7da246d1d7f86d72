"""Sentences of a view. Social text has no 。: line breaks, emoji, 「！」 and hashtags end sentences too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from adcheck.model import Block, Span
from adcheck.text.normalise import View
from adcheck.text.pattern import Pattern


class Sentence(NamedTuple):
    """``[start, end)`` in a view. ``kind`` is the block's kind, or ``hashtag``; ``paragraph`` counts text between blank lines."""

    start: int
    end: int
    kind: str
    paragraph: int
    position: int = 0


HASHTAG = Pattern(r"#[^\s#@、。!?「」()()【】]+")
URL = Pattern(r"(?:https?://|www\.)[\w!?/+\-~=;.,*&@#$%()'\[\]:]+")
_EMOJI = r"[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f\u20e3♡♥♪☆★]"
# A break is hard after final punctuation, and at emoji unless the clause visibly goes on (particle or conjunctive before).
_BREAK = Pattern(
    rf"""
      (?P<final>[。!?](?:[。!?…]|{_EMOJI})*[」』)\]】"”]*)
    | (?P<emoji>(?:{_EMOJI})+)
    | (?P<line>[ \t]*\r?\n[ \t\r\n]*)
    """,
    regex.VERBOSE,
)
_GOES_ON = frozenset("がをはにでとのもへや、,てりくし")
_BLANK_LINE = Pattern(r"\n[ \t\r]*\n")


def sentences(view: View, blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    """All sentences in order. Text outside ``blocks`` is not looked at; no blocks means the whole text is running text."""
    whole = blocks or (Block(Span(0, len(view.raw))),)
    found: list[Sentence] = []
    paragraph = 0
    for block in whole:
        if block.kind in ("code", "url", "comment", "front-matter"):
            continue
        start, end = view.locate(block.span)
        for first, last, kind, new_paragraph in _split(view.text, start, end):
            paragraph += new_paragraph
            found.append(Sentence(first, last, "hashtag" if kind else block.kind, paragraph, len(found)))
        paragraph += 1
    return tuple(found)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool, bool]]:
    """``(start, end, is hashtag, begins a paragraph)``"""
    tags = {match.start(): match.end() for match in HASHTAG.finditer(text, start, end)}
    urls = {match.start(): match.end() for match in URL.finditer(text, start, end)}
    at = first = start
    new = False
    while at < end:
        if at in urls:
            if text[first:at].strip():
                yield first, at, False, new
                new = False
            at = first = urls[at]
            continue
        if at in tags and _mentioned(text, at, tags[at]):
            at = tags[at]
            continue
        if at in tags:
            if text[first:at].strip():
                yield first, at, False, new
                new = False
            yield at, tags[at], True, new
            new = False
            at = first = tags[at]
            continue
        match = _BREAK.match(text, at, end)
        if not match:
            at += 1
            continue
        stop = match.end()
        if _soft(text, match, end):
            at = stop
            continue
        cut = match.start() if match["line"] else stop
        if text[first:cut].strip():
            yield first, cut, False, new
            new = False
        if match["line"] and _BLANK_LINE.search(match[0]):
            new = True
        at = first = stop
    if text[first:end].strip():
        yield first, end, False, new


# 「#PR」は必須のため、…: a brief that speaks about a tag; the sentence goes on behind it
_QUOTES = {"「": "」", "『": "』", "“": "”", '"': '"'}
_SPOKEN_OF = Pattern(r"[ \t]?(?:は|を|が|も)(?=[一-鿿、])")


def _mentioned(text: str, start: int, end: int) -> bool:
    quoted = start > 0 and end < len(text) and _QUOTES.get(text[start - 1]) == text[end]
    return quoted or bool(_SPOKEN_OF.match(text, end))


def _soft(text: str, match: regex.Match[str], end: int) -> bool:
    """A break in the middle of a clause: 「シミが✨消えた」, a line wrapped after a particle."""
    if match["final"]:
        # a closing quote right after the mark keeps 「シミが消える！」は… one sentence
        return match[0][-1] in '」』)】”"' and match.end() < end and text[match.end()] in "はがをのとにもってな、、"
    if match["line"] and _BLANK_LINE.search(match[0]):
        return False
    if match[0][-1] in "★☆" and text[match.end() : match.end() + 1].isdigit():
        return True  # a rating: 「★5の口コミ」
    before = text[match.start() - 1] if match.start() else ""
    after = text[match.end()] if match.end() < end else ""
    return (
        before in _GOES_ON
        and before != ""
        and after.isalpha()
        and (bool(match["emoji"]) or before in "がをはにでのもへ、,")
    )
