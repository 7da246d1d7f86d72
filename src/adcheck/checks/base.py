"""What a check is, and the page it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from adcheck.model import Context, Document, Match, Rule
from adcheck.packs.table import Table
from adcheck.text.lexicon import Lexicon
from adcheck.text.normalise import chosen, plain, tight
from adcheck.text.reading import Hit, Reading
from adcheck.text.segment import Sentence

# Categories in which a treatment, drug or device is the advertised thing itself.
_CLINICAL = frozenset(["medical-service", "drug", "medical-device"])


class Page:
    """A document with its context and readings; made once, shared by all rules."""

    def __init__(self, document: Document, context: Context, as_of: date, lexicon: Lexicon) -> None:
        self.document = document
        self.context = context
        self.as_of = as_of
        self._lexicon = lexicon

    @cached_property
    def reading(self) -> Reading:
        """The ``plain`` view."""
        return Reading(plain(chosen(self.document.text)), self.document.blocks, self._lexicon)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The plain view, and the tight one when the text shows evasions."""
        view = tight(self.reading.view, self._lexicon.words, self._lexicon.unmask)
        if view is None:
            return (self.reading,)
        return (self.reading, Reading(view, self.document.blocks, self._lexicon, evasive=True))

    @cached_property
    def memo(self) -> dict[str, Any]:
        """For results that several rules of one check share (parsed clauses, linked notes), keyed by the check's own names."""
        return {}

    def status(self, reading: Reading, sentence: Sentence, start: int, end: int) -> str:
        """The assertion status of a stretch of a reading (see ``text.assertion``)."""
        from adcheck.text.assertion import status

        return status(reading, sentence, start, end, clinical=self.context.category in _CLINICAL)


class Check(NamedTuple):
    """A detector.

    ``prepare`` turns the rule's own table (named like the check) into plain JSON data and raises RuleError for mistakes. ``find``
    yields what it finds on a page. ``needs`` gives groups of terms of each of which at least one must occur for ``find`` to be
    asked at all; no groups means always.
    """

    name: str
    prepare: Callable[[Table], Any]
    find: Callable[[Page, Any], Iterator[Match]]
    needs: Callable[[Any], Sequence[Mapping[str, Sequence[str]]]] = lambda spec: ()


def deferred(module: str, *names: str) -> list[Check]:
    """Checks of a module that is imported when one of them is first used: compiling their patterns costs a cold start dearly.

    ``module`` must export ``CHECKS`` with a check for every name.
    """

    def resolved(name: str) -> Check:
        from importlib import import_module

        found: Check = next(check for check in import_module(module).CHECKS if check.name == name)
        return found

    def one(name: str) -> Check:
        return Check(
            name,
            lambda table: resolved(name).prepare(table),
            lambda page, spec: resolved(name).find(page, spec),
            lambda spec: resolved(name).needs(spec),
        )

    return [one(name) for name in names]


class Conditions:
    """The ``needs…``/``unless…`` keys that ``claim`` and ``pattern`` share."""

    KEYS = ("needs", "needs-near", "needs-document", "unless", "unless-near", "unless-document")

    @classmethod
    def prepare(cls, table: Table) -> dict[str, Any]:
        return {key: terms for key in cls.KEYS if (terms := table.terms(key, None)) is not None}

    @classmethod
    def hold(cls, reading: Reading, sentence: Sentence, spec: Mapping[str, Any]) -> bool:
        """Whether all of them hold for a match in ``sentence``."""
        for key in cls.KEYS:
            terms = spec.get(key)
            if terms is None:
                continue
            if key.endswith("-document"):
                low, high = 0, len(reading.text)
            elif key.endswith("-near"):
                low, high = reading.around(sentence)
            else:
                low, high = sentence.start, sentence.end
            if reading.has(terms, low, high) != key.startswith("needs"):
                return False
        return True


def match_of(reading: Reading, start: int, end: int, **values: str) -> Match:
    """A Match over a stretch of a reading; says so when only the tight view shows it."""
    detail = "文字の間に入れた記号や伏せ字を読み替えて見つけました" if reading.evasive else ""
    return Match(reading.span(start, end), {key: value for key, value in values.items() if value}, detail=detail)


def in_text(reading: Reading, hits: Sequence[Hit]) -> Iterator[tuple[Hit, Sentence]]:
    """Hits that stand in a sentence, with it."""
    for hit in hits:
        sentence = reading.sentence_at(hit.start)
        if sentence is not None:
            yield hit, sentence


__all__ = ["Check", "Conditions", "Match", "Page", "Rule", "Table", "deferred", "in_text", "match_of"]
