"""How much a sentence is like those that people labelled as risky: a linear model over character n-grams.

Vocabulary and grammar find what they know; figures of speech and new words they miss. Each n-gram of the folded sentence has one weight in a
table (``training`` makes it from ``corpora/``); the score of a sentence is their sum over the square root of their number.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from pathlib import Path
from struct import Struct
from typing import NamedTuple
from zlib import crc32

BITS = 20  # of a slot number: 2 ** BITS weights of one byte
SIZES = range(1, 5)  # code points of an n-gram
SHORTEST = 4  # code points; a shorter sentence says nothing

_MAGIC = b"adcheck likeness 1\n"
_HEAD = Struct("<dd")
_MASK = (1 << BITS) - 1


class Model(NamedTuple):
    """``weights`` are one signed byte a slot, to be multiplied by ``scale``; ``bias`` is added to every score."""

    weights: array[int]
    scale: float
    bias: float

    def score(self, sentence: str) -> float:
        """Above 0: rather risky. ``sentence`` is folded text."""
        slots = features(sentence)
        if not slots:
            return self.bias
        weights = self.weights
        return self.bias + self.scale * sum([weights[slot] for slot in slots]) / float(len(slots) ** 0.5)

    def dump(self, file: Path) -> None:
        """Write the file that ``load`` reads."""
        file.write_bytes(_MAGIC + _HEAD.pack(self.scale, self.bias) + self.weights.tobytes())


@lru_cache(maxsize=512)  # every model, and every doubt, asks for the same sentences
def features(sentence: str) -> frozenset[int]:
    """The slots of a sentence's n-grams, its two ends being characters of their own."""
    data = f"\x02{sentence.strip()}\x03".encode("utf-32-le")
    return frozenset(
        crc32(data[at : at + 4 * size]) & _MASK for size in SIZES for at in range(0, len(data) - 4 * size + 4, 4)
    )


@lru_cache(maxsize=16)
def load(file: str) -> Model:
    """The model in a file. Raises ValueError if it is none."""
    data = Path(file).read_bytes()
    start = len(_MAGIC) + _HEAD.size
    if not data.startswith(_MAGIC) or len(data) != start + _MASK + 1:
        raise ValueError(f"{file} は likeness のモデルではありません")
    scale, bias = _HEAD.unpack_from(data, len(_MAGIC))
    return Model(array("b", data[start:]), scale, bias)
