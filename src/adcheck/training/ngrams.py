"""Trains the n-gram weights of a pack (``text.likeness``)."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from adcheck.text.likeness import BITS, Model, features
from adcheck.text.normalise import fold
from adcheck.training.samples import Sample

_STRENGTH = 10.0  # inverse of the regularisation
_COMMON = 2  # n-grams of fewer sentences are left out


def train(chosen: Sequence[Sample]) -> Model:
    """A model of labelled sentences."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [sorted(features(fold(sample.sentence))) for sample in chosen]
    counts = numpy.bincount([slot for row in rows for slot in row], minlength=1 << BITS)
    # every n-gram counts for the length, but only the common ones get a weight
    pairs = [(i, slot, len(row) ** -0.5) for i, row in enumerate(rows) for slot in row if counts[slot] >= _COMMON]
    at, slots, values = zip(*pairs, strict=True)
    matrix = csr_matrix((values, (at, slots)), shape=(len(rows), 1 << BITS))
    fitted = LogisticRegression(C=_STRENGTH, max_iter=1000, class_weight="balanced")
    fitted.fit(matrix, [bool(sample.labels) for sample in chosen])
    weights = fitted.coef_[0]
    scale = float(abs(weights).max()) / 127
    return Model(array("b", numpy.rint(weights / scale).astype("int8").tobytes()), scale, float(fitted.intercept_[0]))
