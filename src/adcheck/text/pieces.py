"""A sentence cut into pieces of words, as networks read it: the likeliest cut by the pieces' scores."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST = 300  # code points; the rest of a sentence is not read

_SPACE = "\u2581"
_UNKNOWN, _BEGIN, _END = 0, 1, 2  # numbers of the pieces that stand for no text
_UNKNOWN_SCORE = -30.0  # below every known piece


class Pieces:
    """The likeliest cut of a sentence. ``pieces`` stand in the order of their numbers, ``scores`` are their log probabilities."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._known = dict(zip(pieces, zip(range(len(pieces)), scores, strict=True), strict=True))
        self._longest = max(map(len, pieces))

    def numbers(self, sentence: str) -> list[int]:
        """The numbers of the pieces between the marks of begin and end. ``sentence`` is plain text."""
        text = _SPACE + _SPACE.join(sentence.split())[:LONGEST]
        best = [0.0] + [float("-inf")] * len(text)
        last = [(0, _UNKNOWN)] * (len(text) + 1)  # where the piece that ends here starts, and its number
        for start in range(len(text)):
            before = best[start]
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                number, score = self._known.get(text[start:end], (_UNKNOWN, _UNKNOWN_SCORE))
                if before + score > best[end] and (number != _UNKNOWN or end == start + 1):
                    best[end] = before + score
                    last[end] = start, number
        found = [_END]
        end = len(text)
        while end:
            end, number = last[end]
            found.append(number)
        return [_BEGIN, *found[::-1]] if found else []
