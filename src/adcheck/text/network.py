"""What a sentence means, as far as a small network can tell: how likely a reviewer would mark it, one score for each of its heads.

A sentence is cut into pieces of words (the likeliest cut by the pieces' scores); the pieces' vectors pass through convolutions over two, three and
five of them and a few dense layers. Vectors and layers are those of Google's Universal Sentence Encoder (multilingual, version 3, Apache-2.0), its
Japanese pieces only and the layers trained further on ``corpora/`` (``training``). Needs numpy, 0.1 s to start: ask it only where it matters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

LONGEST = 300  # code points; the rest of a sentence is not read
WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces a convolution spans, and how many of them stand before the piece

_SPACE = "\u2581"
_UNKNOWN, _BEGIN, _END = 0, 1, 2  # numbers of the pieces that stand for no text
_UNKNOWN_SCORE = -30.0  # below every known piece
_SMALL = 1e-5


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


class Words(NamedTuple):
    """The pieces, and for each of them a vector of bytes with its scale."""

    pieces: Pieces
    vectors: Array
    scales: Array


class Network:
    """``score`` gives a sentence one number a head; above 0 means rather yes."""

    def __init__(self, words: Words, parts: Mapping[str, Array]) -> None:
        from threadpoolctl import ThreadpoolController

        self.words = words
        self.heads = tuple(bytes(parts["heads"]).decode().split("\n"))
        self._layers = {
            name: value * parts[f"{name}_scale"] if f"{name}_scale" in parts else value
            for name, value in parts.items()
            if name.startswith("layer_") and not name.endswith("_scale")
        }

        # matrices this small only make further threads wait: ten times slower as soon as other work shares the machine
        self._threads = ThreadpoolController()
        # several rules ask about the same sentences
        self.score: Callable[[str], Mapping[str, float]] = lru_cache(maxsize=2048)(self._score)

    def _score(self, sentence: str) -> Mapping[str, float]:
        """The score of every head. ``sentence`` is plain text."""
        with self._threads.limit(limits=1, user_api="blas"):
            return self._scored(sentence)

    def _scored(self, sentence: str) -> Mapping[str, float]:
        import numpy

        def of(name: str) -> Array:
            return self._layers[f"layer_{name}"]

        numbers = self.words.pieces.numbers(sentence)
        words = self.words.vectors[numbers] * self.words.scales[numbers, None]
        seen = [words]
        for size, before in WINDOWS:
            inner = _normed(words @ of(f"proj{size}") + of(f"proj_b{size}"), of(f"ln_g{size}"), of(f"ln_b{size}"))
            for step in ("1", "2"):
                wide = numpy.pad(inner, ((before, size - 1 - before), (0, 0)))
                spans = numpy.concatenate([wide[at : at + len(numbers)] for at in range(size)], axis=1)
                inner = numpy.maximum(spans @ of(f"w{step}_{size}") + of(f"b{step}_{size}"), 0) + inner
            seen.append(inner)
        whole = _normed(numpy.concatenate(seen, axis=1), of("ln_g"), of("ln_b")).sum(axis=0)
        mean = (whole @ of("cnn_W") + len(numbers) * of("cnn_b")) / len(numbers) ** 0.5
        first = numpy.maximum(mean @ of("d0"), 0)
        second = numpy.maximum(mean @ of("p1") + first @ of("d1"), 0)
        meaning = numpy.tanh(second @ of("p3") + numpy.maximum(second @ of("d2"), 0) @ of("d3"))
        meaning /= numpy.linalg.norm(meaning)
        return dict(zip(self.heads, (meaning @ of("out_W") + of("out_b")).tolist(), strict=True))


def _normed(rows: Array, gain: Array, bias: Array) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    normed: Array = centred / ((centred * centred).mean(axis=1, keepdims=True) + _SMALL) ** 0.5 * gain + bias
    return normed


@lru_cache(maxsize=4)
def load(file: str) -> Network:
    """The network in a file, whose pieces and vectors may be in another one beside it. Raises OSError or ValueError if there is none."""
    import zipfile

    import numpy

    try:
        with Path(file).open("rb") as data, numpy.load(data, allow_pickle=False) as parts:
            return Network(_words(file, parts), {name: parts[name] for name in parts.files})
    except (KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ValueError(f"{file} は文のネットワークではありません") from error


def _words(file: str, parts: Mapping[str, Array]) -> Words:
    if "words" in parts:
        return load(str(Path(file).with_name(bytes(parts["words"]).decode()))).words
    pieces = Pieces(bytes(parts["pieces"]).decode().split("\n"), parts["piece_scores"].tolist())
    return Words(pieces, parts["vectors"], parts["scales"])
