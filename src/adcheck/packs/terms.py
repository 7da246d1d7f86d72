"""Terms: ``"@list"``, ``'/regex/'`` or a literal, made ready for the folded view.

A compiled terms value is plain JSON data: ``{"lists": [names], "regexes": [sources]}``. A literal becomes a list of its own,
named ``=literal``, so that every literal of every rule stands in one automaton and none passes through a regex compiler.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import TypedDict

from adcheck.text.normalise import fold, normal


class Terms(TypedDict):
    lists: list[str]
    regexes: list[str]


_TOKEN = re.compile(r"\\[pP]\{[^}]*\}|\\.|\(\?P?<[A-Za-z_]\w*>|\(\?P=\w+\)|@\{[\w-]+\}|.", re.DOTALL)


def compile_regex(source: str, words: Callable[[str], Iterable[str]]) -> str:
    """A regex as an author writes it → one for the folded view. Raises KeyError(list name) for an unknown ``@{list}``."""
    parts: list[str] = []
    for token in _TOKEN.findall(source):
        if token.startswith("@{"):
            found = sorted(set(words(token[2:-1])), key=lambda word: (-len(word), word))
            parts.append("(?:" + "|".join(re.escape(word) for word in found) + ")" if found else "(?!)")
        elif len(token) > 1:
            parts.append(token)
        elif token.isascii():
            parts.append(token.lower())
        else:
            form = fold(unicodedata.normalize("NFKC", token).lower())
            parts.append(re.escape(form) if form.isascii() else form)
    return "".join(parts)


def literal_name(text: str) -> str:
    return "=" + fold(normal(text))


# ---------------------------------------------------------------------------------------------------------------------
# prefilter


def required(source: str) -> frozenset[str] | None:
    """Literals of which at least one is in every match of ``source``; None when nothing useful can be said.

    Reads the pattern with the standard library's parser; a pattern only the ``regex`` module understands is not analysed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from re import _parser  # type: ignore[attr-defined]

            tree = _parser.parse(source)
    except (re.error, RecursionError, OverflowError):
        return None
    found = _required(tree)
    return found if found and _strength(found) >= 1 else None


def _strength(literals: frozenset[str]) -> float:
    """How selective a set is: its weakest member decides; a lone kana or digit says nothing."""
    weakest = min(literals, key=len)
    if len(weakest) == 1 and not any("一" <= char <= "鿿" for char in min(literals, key=_weight)):
        return 0.5
    return len(weakest) + 1 / (1 + len(literals))


def _weight(literal: str) -> float:
    return len(literal) + (0.5 if any("一" <= char <= "鿿" for char in literal) else 0)


_MAX = 600


def _required(tree: Iterable[tuple[object, object]]) -> frozenset[str] | None:
    best: frozenset[str] | None = None
    run = ""

    def offer(candidate: frozenset[str] | None) -> None:
        nonlocal best
        if candidate and len(candidate) <= _MAX and (best is None or _strength(candidate) > _strength(best)):
            best = candidate

    for op, arg in tree:
        name = str(op)
        if name == "LITERAL":
            run += chr(arg)  # type: ignore[arg-type]
            continue
        if run:
            offer(frozenset({run}))
            run = ""
        offer(_of_node(name, arg))
    if run:
        offer(frozenset({run}))
    return best


def _of_node(name: str, arg: object) -> frozenset[str] | None:
    if name == "SUBPATTERN":
        return _required(arg[3])  # type: ignore[index]
    if name == "BRANCH":
        return _union([_required(branch) for branch in arg[1]])  # type: ignore[index]
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and arg[0] > 0:  # type: ignore[index]
        return _required(arg[2])  # type: ignore[index]
    if name == "ATOMIC_GROUP":
        return _required(arg)  # type: ignore[arg-type]
    if name == "IN":
        chars = [chr(value) for op, value in arg if str(op) == "LITERAL"]  # type: ignore[attr-defined]
        if len(chars) == len(arg) <= 12:  # type: ignore[arg-type]
            return frozenset(chars)
    return None


def _union(parts: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    if any(part is None for part in parts):
        return None
    return frozenset().union(*(part for part in parts if part))
