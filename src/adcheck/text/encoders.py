"""Encoders: a vector for each sentence, made from the vectors of its pieces (pieces × values).

``Transformer``: layers of multilingual-e5-small (MIT). ``Convolutions``: layers of Google's Universal Sentence Encoder (multilingual, version 3,
Apache-2.0). Both trained further on ``corpora/`` (``training``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numpy import ndarray

    Array = ndarray[Any, Any]

ATTENTIONS = 12  # heads of the attention
WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces a convolution spans, and how many of them stand before the piece


class Encoder(Protocol):
    """``meanings``: sentences × values."""

    def meanings(self, sentences: Sequence[Array]) -> Array: ...


def encoder_of(layers: Mapping[str, Array]) -> Encoder:
    """The encoder that has such layers (weights by name, matrices of shape in × out)."""
    return Transformer(layers) if "place" in layers else Convolutions(layers)


class Convolutions:
    """Convolutions over two, three and five pieces, their sum, and a few dense layers; the vector has length 1."""

    _SMALL = 1e-5

    def __init__(self, layers: Mapping[str, Array]) -> None:
        self._layers = layers

    def meanings(self, sentences: Sequence[Array]) -> Array:
        import numpy

        return numpy.stack([self._meaning(words) for words in sentences])

    def _meaning(self, words: Array) -> Array:
        import numpy

        of = self._layers
        seen = [words]
        for size, before in WINDOWS:
            inner = _normed(
                words @ of[f"proj{size}"] + of[f"proj_b{size}"], of[f"ln_g{size}"], of[f"ln_b{size}"], self._SMALL
            )
            for step in ("1", "2"):
                wide = numpy.pad(inner, ((before, size - 1 - before), (0, 0)))
                spans = numpy.concatenate([wide[at : at + len(words)] for at in range(size)], axis=1)
                inner = numpy.maximum(spans @ of[f"w{step}_{size}"] + of[f"b{step}_{size}"], 0) + inner
            seen.append(inner)
        whole = _normed(numpy.concatenate(seen, axis=1), of["ln_g"], of["ln_b"], self._SMALL).sum(axis=0)
        mean = (whole @ of["cnn_W"] + len(words) * of["cnn_b"]) / len(words) ** 0.5
        first = numpy.maximum(mean @ of["d0"], 0)
        second = numpy.maximum(mean @ of["p1"] + first @ of["d1"], 0)
        found: Array = numpy.tanh(second @ of["p3"] + numpy.maximum(second @ of["d2"], 0) @ of["d3"])
        found /= numpy.linalg.norm(found)
        return found


class Transformer:
    """Layers of attention between the pieces, and the mean of what comes out. ``place``: places × values."""

    _SMALL = 1e-12

    def __init__(self, layers: Mapping[str, Array]) -> None:
        self._layers = layers
        self._count = sum(name.endswith("_qkv_b") for name in layers)

    def meanings(self, sentences: Sequence[Array]) -> Array:
        import numpy

        of = self._layers
        ends = numpy.cumsum([len(words) for words in sentences]).tolist()
        spans = list(zip([0, *ends[:-1]], ends, strict=True))
        placed = numpy.concatenate([words + of["place"][: len(words)] for words in sentences])
        rows = _normed(placed, of["norm_g"], of["norm_b"], self._SMALL)
        for at in range(self._count):
            asked = rows @ of[f"{at}_qkv_W"] + of[f"{at}_qkv_b"]
            seen = numpy.concatenate([_attended(asked[start:end]) for start, end in spans])
            near = rows + seen @ of[f"{at}_ao_W"] + of[f"{at}_ao_b"]
            rows = _normed(near, of[f"{at}_aln_g"], of[f"{at}_aln_b"], self._SMALL)
            wide = _gelu(rows @ of[f"{at}_fi_W"] + of[f"{at}_fi_b"])
            far = rows + wide @ of[f"{at}_fo_W"] + of[f"{at}_fo_b"]
            rows = _normed(far, of[f"{at}_oln_g"], of[f"{at}_oln_b"], self._SMALL)
        return numpy.stack([rows[start:end].mean(axis=0) for start, end in spans])


def _attended(asked: Array) -> Array:
    """What each piece takes from all. ``asked``: pieces × (queries, keys, values)."""
    import numpy

    count, width = len(asked), asked.shape[1] // 3
    query, key, value = asked.reshape(count, 3, ATTENTIONS, width // ATTENTIONS).transpose(1, 2, 0, 3)
    weight = query @ key.transpose(0, 2, 1) / (width // ATTENTIONS) ** 0.5
    weight = numpy.exp(weight - weight.max(axis=-1, keepdims=True))
    weight /= weight.sum(axis=-1, keepdims=True)
    seen: Array = (weight @ value).transpose(1, 0, 2).reshape(count, width)
    return seen


def _gelu(values: Array) -> Array:
    import numpy

    inner = 0.7978845608 * (values + 0.044715 * values * values * values)
    made: Array = 0.5 * values * (1 + numpy.tanh(inner))
    return made


def _normed(rows: Array, gain: Array, bias: Array, small: float) -> Array:
    centred = rows - rows.mean(axis=1, keepdims=True)
    normed: Array = centred / ((centred * centred).mean(axis=1, keepdims=True) + small) ** 0.5 * gain + bias
    return normed
