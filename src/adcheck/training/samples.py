"""What the models learn from: sentences of labelled texts and of the rules' examples, and labelled passages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from adcheck.host import build
from adcheck.scoring import read_cases
from adcheck.testing import collect
from adcheck.text.likeness import SHORTEST
from adcheck.text.normalise import plain
from adcheck.text.segment import sentences

_ADVERTISING = ("paid", "gifted", "affiliate", "employee")


class Sample(NamedTuple):
    """A sentence in plain text. ``labels`` are the labels of its text that touch it."""

    corpus: str
    text: str
    sentence: str
    labels: tuple[int, ...]
    lawful: bool  # the whole text is


class Passage(NamedTuple):
    """A clause or sentence in plain text, labelled with ``heads``; it says nothing about heads of other tasks."""

    task: str
    sentence: str
    heads: frozenset[str]


def samples(file: Path, pack: str) -> Iterator[Sample]:
    """The sentences of a corpus on which the pack has an opinion. Risky is what a label of the pack touches."""
    for case in read_cases([file]):
        quotes = [label["quote"] for label in case["expect"] if label["pack"] == pack]
        if not quotes and pack not in case["clean"]:
            continue
        starts = [case["text"].find(quote) if quote else -1 for quote in quotes]
        spans = [(start, start + len(quote or "")) for start, quote in zip(starts, quotes, strict=True)]
        yield from _sentences(case["text"], spans, file.name, case["id"])


def examples(pack: str) -> Iterator[Sample]:
    """The sentences of the examples in the pack's rules."""
    found, _ = collect(build(plugins=None), [pack])
    for example in found:
        spans = [(span.start, span.end) for span in example.spans]
        if example.kind == "ok" or spans:
            yield from _sentences(example.text, spans, "rules", str(example))


def passages(file: Path) -> Iterator[Passage]:
    """The rows of a file of labelled passages (``corpora/passages/``)."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        heads = frozenset(f"{row['task']}.{label}" for label in row["labels"])
        yield Passage(row["task"], plain(row["text"]).text, heads)


def unremarkable(file: Path, task: str) -> Iterator[Passage]:
    """The sentences of advertising posts on which the pack ``task`` must be silent: none of its heads holds."""
    for case in read_cases([file]):
        if case["kind"] == "post" and task in case["clean"] and case["context"].get("relationship") in _ADVERTISING:
            for sample in _sentences(case["text"], (), file.name, case["id"]):
                yield Passage(task, sample.sentence, frozenset())


def _sentences(text: str, spans: Sequence[tuple[int, int]], corpus: str, name: str) -> Iterator[Sample]:
    view = plain(text)
    for sentence in sentences(view, ()):
        span = view.span(sentence.start, sentence.end)
        labels = tuple(i for i, (start, end) in enumerate(spans) if start < span.end and span.start < end)
        wording = view.text[sentence.start : sentence.end].strip()
        if len(wording) >= SHORTEST:
            yield Sample(corpus, name, wording, labels, not spans)
