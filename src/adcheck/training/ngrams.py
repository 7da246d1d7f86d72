"""Trains the models of ``likeness`` rules: ``python -m adcheck.training PACK CORPUS… -o FILE`` (``make models``).

A sentence is risky when a label of the pack touches it. Lawful are the sentences of texts on which the pack must be silent and the other sentences of
risky texts. The rules' own examples count too. Needs scikit-learn (the extra ``train``). The same corpora give the same file.

Printed: what thresholds cost and bring, every corpus judged by a model that did not see it.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from adcheck.host import build
from adcheck.testing import collect
from adcheck.text.likeness import BITS, SHORTEST, Model, features
from adcheck.text.normalise import plain
from adcheck.text.segment import sentences

_STRENGTH = 10.0  # inverse of the regularisation
_FOLDS = 4
_COMMON = 2  # n-grams of fewer sentences are left out


class Sample(NamedTuple):
    """A sentence. ``labels`` are the labels of its text that touch it."""

    corpus: str
    text: str
    sentence: str
    labels: tuple[int, ...]
    lawful: bool  # the whole text is


def samples(file: Path, pack: str) -> Iterator[Sample]:
    """The sentences of a corpus."""
    for line in file.read_text(encoding="utf-8").splitlines():
        case: Mapping[str, Any] = json.loads(line)
        quotes = [label["quote"] for label in case["expect"] if label["pack"] == pack]
        if not quotes and pack not in case["clean"]:
            continue
        starts = [case["text"].find(quote) if quote else -1 for quote in quotes]
        spans = [(start, start + len(quote or "")) for start, quote in zip(starts, quotes, strict=True)]
        yield from _sentences(case["text"], spans, file.name, case["id"])


def _sentences(text: str, spans: Sequence[tuple[int, int]], corpus: str, name: str) -> Iterator[Sample]:
    view = plain(text)
    for sentence in sentences(view, ()):
        span = view.span(sentence.start, sentence.end)
        labels = tuple(i for i, (start, end) in enumerate(spans) if start < span.end and span.start < end)
        folded = view.folded[sentence.start : sentence.end]
        if len(folded.strip()) >= SHORTEST:
            yield Sample(corpus, name, folded, labels, not spans)


def examples(pack: str) -> Iterator[Sample]:
    """The sentences of the examples in the pack's rules."""
    found, _ = collect(build(plugins=None), [pack])
    for example in found:
        spans = [(span.start, span.end) for span in example.spans]
        if example.kind == "ok" or spans:
            yield from _sentences(example.text, spans, "rules", str(example))


def train(chosen: Sequence[Sample]) -> Model:
    """A model of labelled sentences."""
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [sorted(features(sample.sentence)) for sample in chosen]
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


def judged(chosen: Sequence[Sample]) -> list[tuple[Sample, float]]:
    """The score of every sentence by a model that did not see its corpus nor some others."""
    found: list[tuple[Sample, float]] = []
    corpora = sorted({sample.corpus for sample in chosen} - {"rules"})
    for fold in range(_FOLDS):
        unseen = set(corpora[fold::_FOLDS])
        if unseen:
            model = train([sample for sample in chosen if sample.corpus not in unseen])
            found += [(sample, model.score(sample.sentence)) for sample in chosen if sample.corpus in unseen]
    return found


def table(scored: Sequence[tuple[Sample, float]]) -> Iterator[str]:
    """For each threshold: the share of labels found, and of lawful texts left silent, by the model alone."""
    labels: dict[tuple[str, int], float] = {}
    lawful: dict[str, float] = {}
    for sample, score in scored:
        if sample.lawful:
            lawful[sample.text] = max(score, lawful.get(sample.text, score))
        for label in sample.labels:
            labels[sample.text, label] = max(score, labels.get((sample.text, label), score))
    for step in range(-12, 13):
        threshold = step / 4
        found = sum(score >= threshold for score in labels.values()) / len(labels)
        silent = sum(score < threshold for score in lawful.values()) / len(lawful)
        yield f"{threshold:5.2f}: recall {found:.3f}  silence {silent:.3f}"


def main(argv: Sequence[str]) -> int:
    pack, *rest = argv
    at = rest.index("-o")
    chosen = [sample for name in rest[:at] for sample in samples(Path(name), pack)] + list(examples(pack))
    for line in table(judged(chosen)):
        sys.stdout.write(f"{pack} {line}\n")
    train(chosen).dump(Path(rest[at + 1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
