"""What the models learn from: sentences of labelled texts and of the rules' examples, and labelled passages."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
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


def remarks(file: Path, task: str, packs: Collection[str], heads: Collection[str]) -> Iterator[Passage]:
    """The sentences of a corpus on which ``packs`` have an opinion, as passages of a task: of lawful texts all, for which no head holds; of others
    what a label touches, if it is about a head (the label ``denial-hard`` about the head ``denial``). Of posts only advertising ones: what an independent
    poster says is no problem, whatever it means."""
    for case in read_cases([file]):
        if case["kind"] == "post" and case["context"].get("relationship") not in _ADVERTISING:
            continue
        labels = [label for label in case["expect"] if label["pack"] in packs and label["quote"]]
        about = [_head(label["about"], task, heads) for label in labels]
        starts = [case["text"].find(label["quote"]) for label in labels]
        spans = [(start, start + len(label["quote"])) for start, label in zip(starts, labels, strict=True)]
        lawful = any(pack in case["clean"] for pack in packs)
        for sample in _sentences(case["text"], spans, file.name, case["id"]):
            known = frozenset(head for at in sample.labels if (head := about[at]))
            if known or (lawful and not sample.labels):
                yield Passage(task, sample.sentence, known)


def _head(about: str, task: str, heads: Collection[str]) -> str | None:
    named = f"{task}.{about.removeprefix(f'{task}-').removeprefix('o-').removeprefix('b-')}"
    return max((head for head in heads if named.startswith(head)), key=len, default=None)


def _sentences(text: str, spans: Sequence[tuple[int, int]], corpus: str, name: str) -> Iterator[Sample]:
    view = plain(text)
    for sentence in sentences(view, ()):
        span = view.span(sentence.start, sentence.end)
        labels = tuple(i for i, (start, end) in enumerate(spans) if start < span.end and span.start < end)
        wording = view.text[sentence.start : sentence.end].strip()
        if len(wording) >= SHORTEST:
            yield Sample(corpus, name, wording, labels, not spans)
