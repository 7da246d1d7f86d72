"""One reading of a document: a view with its sentences and the vocabulary found in it.

Positions handed to and from a Reading are positions in ``text`` (and ``folded``, which has the same ones); ``span`` turns them raw.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from adcheck.model import Block, Span
from adcheck.text.lexicon import Lexicon, at_boundary, hint_name
from adcheck.text.normalise import View
from adcheck.text.pattern import compile_cached
from adcheck.text.segment import Sentence, sentences

# A regex that needs longer than this on one document is a mistake in a rule; the document is reported as failed.
TIMEOUT_SECONDS = 2.0
# How far from the literal it needs a match is looked for, in code points: longer than any sentence a rule means.
REACH = 400


class Hit(NamedTuple):
    """``[start, end)`` in a reading, and the term that was found."""

    start: int
    end: int
    term: str


@lru_cache(maxsize=4096)
def pattern(source: str) -> regex.Pattern[str]:
    """A compiled regex for the folded view (compiled when first needed)."""
    return compile_cached(source, regex.VERSION0)


class Reading:
    """See the module. ``evasive`` is true for the ``tight`` view."""

    def __init__(self, view: View, blocks: Sequence[Block], lexicon: Lexicon, *, evasive: bool = False) -> None:
        self.view = view
        self.blocks = blocks
        self.text = view.text
        self.folded = view.folded
        self.evasive = evasive
        self._lexicon = lexicon
        self._regex_hits: dict[str, list[Hit]] = {}
        self._list_hits: dict[str, list[Hit]] = {}

    def span(self, start: int, end: int) -> Span:
        """Raw span of a slice, without the white space at its ends."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return self.view.span(start, end)

    def rewritten(self, text: str) -> Reading:
        """The same places with other characters, as many: for checks that put names into a standard form (甲 and 乙 swapped)."""
        return Reading(replace(self.view, text=text), self.blocks, self._lexicon, evasive=self.evasive)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences(self.view, self.blocks)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that holds a position; None in code, URLs, markup and between sentences."""
        at = bisect_right(self._starts, position) - 1
        if at < 0 or position >= self.sentences[at].end:
            return None
        return self.sentences[at]

    def around(self, sentence: Sentence, distance: int = 1) -> tuple[int, int]:
        """``(start, end)`` from ``distance`` sentences before to as many after, within the paragraph and its neighbours."""
        low = max(0, sentence.position - distance)
        high = min(len(self.sentences) - 1, sentence.position + distance)
        return self.sentences[low].start, self.sentences[high].end

    @cached_property
    def _found(self) -> Mapping[str, Sequence[tuple[int, int, str]]]:
        found: dict[str, list[tuple[int, int, str]]] = {}
        for literal, start, end in self._lexicon.find(self.folded):
            for name, kind in self._lexicon.entries(literal):
                found.setdefault(name, []).append((start, end, kind))
        return found

    @property
    def present(self) -> Mapping[str, object]:
        """The lists of which a word occurs (boundaries not yet looked at): the prefilter."""
        return self._found

    def _of_list(self, name: str) -> list[Hit]:
        if name not in self._list_hits:
            raw = self._found.get(name, ())
            traps = [(start, end) for start, end, kind in raw if kind == "trap"]
            self._list_hits[name] = sorted(
                Hit(start, end, name)
                for start, end, kind in raw
                if kind != "trap"
                and at_boundary(self.view, start, end, kind)
                and not any(low <= start and end <= high for low, high in traps)
            )
        return self._list_hits[name]

    def _of_regex(self, source: str) -> list[Hit]:
        if source not in self._regex_hits:
            self._regex_hits[source] = [
                Hit(*_narrow(match), source)
                for start, end in self._windows(hint_name(source))
                for match in pattern(source).finditer(self.folded, start, end, timeout=TIMEOUT_SECONDS)
                if match.end() > match.start()
            ]
        return self._regex_hits[source]

    def _windows(self, hint: str) -> list[tuple[int, int]]:
        """Where a regex can match: around the literals it needs, or everywhere when none are known."""
        if hint not in self._lexicon.names:
            return [(0, len(self.folded))]
        windows: list[tuple[int, int]] = []
        for start, end, _ in self._found.get(hint, ()):
            low, high = max(0, start - REACH), min(len(self.folded), end + REACH)
            if windows and low <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
            else:
                windows.append((low, high))
        return windows

    def find(self, terms: Mapping[str, Sequence[str]] | None, start: int = 0, end: int | None = None) -> list[Hit]:
        """Where terms occur wholly inside ``[start, end)``, in order, longest first at one place."""
        if not terms:
            return []
        stop = len(self.text) if end is None else end
        hits = [hit for name in terms["lists"] for hit in _within(self._of_list(name), start, stop)]
        hits += [hit for source in terms["regexes"] for hit in _within(self._of_regex(source), start, stop)]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def has(self, terms: Mapping[str, Sequence[str]] | None, start: int = 0, end: int | None = None) -> bool:
        """Whether any of the terms occurs in ``[start, end)``."""
        return bool(self.find(terms, start, end))

    def spans_of(self, hits: Sequence[Hit]) -> Iterator[Span]:
        """Raw spans of hits."""
        return (self.span(hit.start, hit.end) for hit in hits)


def _within(hits: list[Hit], start: int, stop: int) -> Iterator[Hit]:
    """The hits wholly inside; found by bisection, as checks ask sentence by sentence."""
    first = bisect_left(hits, (start,))
    last = bisect_left(hits, (stop,), first)
    return (hit for hit in hits[first:last] if hit.end <= stop)


def _narrow(match: regex.Match[str]) -> tuple[int, int]:
    """A group named ``q`` narrows what is quoted."""
    if "q" in match.re.groupindex and match.start("q") >= 0:
        start, end = match.span("q")
    else:
        start, end = match.span()
    return start, end
