"""Japanese tokens: the only importer of spaCy.

``spacy.blank("ja")`` runs SudachiPy with sudachidict-core. Sudachi refuses more than 49,149 bytes, so callers pass sentences.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

MAX_CHARACTERS = 12_000  # 49,149 bytes of UTF-8 at four bytes a character


@lru_cache(maxsize=1)
def language() -> Language:
    """The tokenizer. A process-wide singleton: loading the dictionary takes most of a second."""
    import spacy

    return spacy.blank("ja")


@lru_cache(maxsize=2048)
def tokens(sentence: str) -> Doc:
    """Tokens of one sentence; longer input is cut to ``MAX_CHARACTERS``."""
    return language()(sentence[:MAX_CHARACTERS])


def matcher(patterns: list[list[dict[str, object]]]) -> Matcher:
    """A spaCy Matcher over token patterns written as data. Raises ValueError for a malformed pattern."""
    from spacy.matcher import Matcher

    built = Matcher(language().vocab, validate=True)
    built.add("rule", patterns)
    return built
