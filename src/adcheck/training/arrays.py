"""What both trainings need: batches of sentences, and weights of one byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy
import torch
from torch import Tensor


def japanese(piece: str) -> bool:
    """Whether Japanese text can hold the piece."""
    bare = piece.removeprefix("\u2581")
    if bare.isascii():
        return len(bare) < 3
    try:
        bare.encode("cp932")
    except UnicodeEncodeError:
        return len(bare) == 1 and ord(bare) > 0x2000  # symbols and pictures
    return not any("\u0370" <= char <= "\u04ff" for char in bare)  # Greek and Russian words


def batches(numbers: Sequence[Sequence[int]], again: Sequence[int], random: Any, size: int) -> Iterator[list[int]]:
    """All sentences, some of them again, in random batches of about the same length."""
    order = random.permutation([*range(len(numbers)), *again]).tolist()
    found: list[list[int]] = []
    for start in range(0, len(order), 50 * size):
        near = sorted(order[start : start + 50 * size], key=lambda at: len(numbers[at]))
        found += [near[at : at + size] for at in range(0, len(near), size)]
    for at in random.permutation(len(found)).tolist():
        yield found[at]


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """The pieces of sentences, padded with 0, and how many of them are real."""
    lengths = torch.tensor([len(row) for row in rows])
    found = torch.zeros(len(rows), int(lengths.max()), dtype=torch.long)
    for at, row in enumerate(rows):
        found[at, : len(row)] = torch.tensor(row)
    return found, lengths


def packed(name: str, value: Any, axis: int) -> dict[str, Any]:
    """The parts of a network's file for some weights: a matrix as bytes with one scale along ``axis``, others as they are."""
    if value.ndim != 2:
        return {name: value}
    scale = numpy.abs(value).max(axis=axis, keepdims=True) / 127
    scale[scale == 0] = 1
    return {name: numpy.rint(value / scale).astype("int8"), f"{name}_scale": scale.astype("float32")}


def words(pieces: Sequence[str], scores: Sequence[float], vectors: Any, heads: Sequence[str]) -> dict[str, Any]:
    """The parts of a network's file that are no layers. ``vectors``: pieces × values."""
    found = packed("vectors", vectors, axis=1)
    return {
        "pieces": text("\n".join(pieces)),
        "piece_scores": numpy.array(scores, dtype="float32"),
        "heads": text("\n".join(heads)),
        "vectors": found["vectors"],
        "scales": found["vectors_scale"][:, 0],
    }


def text(value: str) -> Any:
    """The part of a file that holds a text."""
    return numpy.frombuffer(value.encode(), dtype="uint8")
