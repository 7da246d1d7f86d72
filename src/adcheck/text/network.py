"""What a sentence means, as far as a small network can tell: how likely a reviewer would mark it, one score for each of its heads.

The sentence's pieces (``text.pieces``) have vectors, an encoder (``text.encoders``) makes one of them, and each head weighs it. Only the
pieces of Japanese text are kept. Needs numpy, 0.1 s to start: ask it only where it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from adcheck.text.encoders import encoder_of
from adcheck.text.pieces import Pieces

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

_LAYER, _SCALE = "layer_", "_scale"
_AT_ONCE = 32  # sentences
_REMEMBERED = 4096  # sentences


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
        layers = {
            name.removeprefix(_LAYER): value * parts[name + _SCALE] if name + _SCALE in parts else value
            for name, value in parts.items()
            if name.startswith(_LAYER) and not name.endswith(_SCALE)
        }
        self._weights, self._bias = layers.pop("out_W"), layers.pop("out_b")
        self._encoder = encoder_of(layers)
        # matrices this small only make further threads wait: ten times slower as soon as other work shares the machine
        self._threads = ThreadpoolController()
        self._known: dict[str, Mapping[str, float]] = {}  # several rules ask about the same sentences

    def score(self, sentence: str) -> Mapping[str, float]:
        """The score of every head. ``sentence`` is plain text."""
        return self.scores([sentence])[0]

    def scores(self, sentences: Iterable[str]) -> list[Mapping[str, float]]:
        """As ``score`` for each sentence; many at once take less time than one by one."""
        asked = list(sentences)
        if len(self._known) > _REMEMBERED:
            self._known = {}
        new = sorted({sentence for sentence in asked if sentence not in self._known}, key=len)
        for start in range(0, len(new), _AT_ONCE):
            self._known |= self._scored(new[start : start + _AT_ONCE])
        return [self._known[sentence] for sentence in asked]

    def _scored(self, sentences: Sequence[str]) -> dict[str, Mapping[str, float]]:
        words = self.words
        cut = [words.pieces.numbers(sentence) for sentence in sentences]
        with self._threads.limit(limits=1, user_api="blas"):
            meanings = self._encoder.meanings([words.vectors[one] * words.scales[one, None] for one in cut])
            found = (meanings @ self._weights + self._bias).tolist()
        return {
            sentence: dict(zip(self.heads, said, strict=True)) for sentence, said in zip(sentences, found, strict=True)
        }


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
