"""All literals of all rules in one Aho-Corasick automaton.

Matches overlap always: leftmost-only matching would hide 「シミが消える」 behind 「頑固なシミ」.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from zlib import adler32, crc32

from ahocorasick_rs import AhoCorasick, Implementation

from adcheck.text.normalise import View, fold

# folded literal → (list, kind) pairs; kind is noun, verb, exact or trap (packs.words.Kind)
Literals = Mapping[str, Sequence[tuple[str, str]]]


class Grouped(Literals):
    """Literals that can be had by their first character, so that a short text need not look at all of them."""

    @abstractmethod
    def starting(self, char: str) -> Collection[str]: ...


class _Plain(Grouped):
    def __init__(self, literals: Literals) -> None:
        self._literals = literals
        self._by_char: dict[str, list[str]] = {}
        for literal in literals:
            self._by_char.setdefault(literal[0], []).append(literal)

    def starting(self, char: str) -> Collection[str]:
        return self._by_char.get(char, ())

    def __getitem__(self, literal: str) -> Sequence[tuple[str, str]]:
        return self._literals[literal]

    def __iter__(self) -> Iterator[str]:
        return iter(self._literals)

    def __len__(self) -> int:
        return len(self._literals)


_ASK = 1500  # code points


class Lexicon:
    """The vocabulary of a registry. ``evasive`` names the lists whose words people hide (targets and effects of claims)."""

    def __init__(self, literals: Literals, evasive: Sequence[str] = (), names: Collection[str] | None = None) -> None:
        self._pairs = literals if isinstance(literals, Grouped) else _Plain(literals)
        self._evasive = frozenset(evasive)
        self._names = names
        self._asked = 0

    @cached_property
    def names(self) -> Collection[str]:
        """The lists there are."""
        return self._names if self._names is not None else {name for pairs in self._pairs.values() for name, _ in pairs}

    @cached_property
    def _literals(self) -> list[str]:
        return list(self._pairs)

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._literals, implementation=Implementation.ContiguousNFA)

    def find(self, folded: str) -> Iterator[tuple[str, int, int]]:
        """``(literal, start, end)`` of every occurrence, overlapping ones too."""
        # Building the automaton takes as long as asking the literals of a few posts, so the first posts are asked.
        self._asked += len(folded)
        if self._asked <= _ASK:
            return self._ask(folded)
        if not self._literals:
            return iter(())
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return ((self._literals[number], start, end) for number, start, end in found)

    def _ask(self, folded: str) -> Iterator[tuple[str, int, int]]:
        for char in set(folded):
            for literal in self._pairs.starting(char):
                at = folded.find(literal)
                while at >= 0:
                    yield literal, at, at + len(literal)
                    at = folded.find(literal, at + 1)

    def entries(self, literal: str) -> Sequence[tuple[str, str]]:
        """The lists a literal stands in."""
        return self._pairs[literal]

    # the two services that ``normalise.tight`` asks for ------------------------------------------------------------

    def _hides(self, literal: str) -> bool:
        return len(literal) >= 2 and any(
            name in self._evasive and kind in ("noun", "verb") for name, kind in self.entries(literal)
        )

    def words(self, folded: str) -> Iterator[tuple[int, int]]:
        """Occurrences of words that people hide."""
        for literal, start, end in self.find(folded):
            if self._hides(literal):
                yield start, end

    @cached_property
    def _masked(self) -> Mapping[str, str | None]:
        found: dict[str, str | None] = {}
        for literal in self._literals:
            if not self._hides(literal):
                continue
            for at in range(len(literal)):
                masked = literal[:at] + "*" + literal[at + 1 :]
                # two words under one mask: not unique, so no completion
                found[masked] = literal if found.get(masked, literal) == literal else None
        return found

    def unmask(self, masked: str) -> str | None:
        """The only hidden word that ``masked`` (one ``*``) can be, or None."""
        return self._masked.get(masked)


@lru_cache(maxsize=8192)
def hint_name(source: str) -> str:
    """The list that holds the literals of which one is in every match of a regex (``packs.terms.required``)."""
    data = source.encode()
    return f"~{crc32(data):x}.{adler32(data):x}"


_PARTICLE_LEFT = frozenset("のがをはにもとでへや")
_PARTICLE_RIGHT = frozenset("がをはにもとでへやのかまだっさよ")
_SMALL = frozenset("ァィゥェォッャュョヮー")
_VERB_LEFT = _PARTICLE_LEFT | frozenset("りくてしんっきみちたろどらいう")


def at_boundary(view: View, start: int, end: int, kind: str) -> bool:
    """Whether a kana spelling stands as a word of its own: not しみ in 楽しみ, ガン in スローガン, くま in くまなく.

    Literals with kanji, latin letters or digits always do (latin ones need non-latin neighbours).
    """
    if kind in ("exact", "trap"):
        return True
    text = view.text
    word = text[start:end]
    left = text[start - 1] if start else ""
    right = text[end] if end < len(text) else ""
    if word.isascii():
        return not ((left.isascii() and left.isalnum()) or (right.isascii() and right.isalnum() and kind == "noun"))
    folded = fold(word)
    if not all("ぁ" <= char <= "ゖ" or char == "ー" for char in folded):
        return True
    if "ァ" <= word[0] <= "ヺ":
        return _katakana_boundary(text, word, left, right, end)
    return _hiragana_boundary(word, left, right, kind)


def _katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "ー"


def _katakana_boundary(text: str, word: str, left: str, right: str, end: int) -> bool:
    if (left and _katakana(left)) or (right and right in _SMALL):
        return False
    if not (right and _katakana(right)) or not _katakana(word[-1]):
        return True
    run = end
    while run < len(text) and _katakana(text[run]):
        run += 1
    # compounds such as シミケア, シワレス, ニキビバイバイ, シミソバカス
    return (
        len(word) >= 3
        or text[end:run] in _COMPOUND_TAILS
        or text[end:run].startswith(("ケア", "ソバカス", "シワ", "シミ", "タルミ", "クスミ"))
    )


_COMPOUND_TAILS = frozenset(
    [
        "レス",
        "ゼロ",
        "フリー",
        "バイバイ",
        "サヨナラ",
        "オフ",
        "ケシ",
        "トリ",
        "キラー",
        "リセット",
        "クリア",
        "ナシ",
        "ライン",
        "ツルン",
    ]
)


def _hiragana_boundary(word: str, left: str, right: str, kind: str) -> bool:
    hiragana_left = "ぁ" <= left <= "ゖ" if left else False
    if kind == "verb":
        if len(word) >= 3:
            return True
        return not hiragana_left or left in _VERB_LEFT
    if len(word) >= 4:
        return True
    if hiragana_left and left not in _PARTICLE_LEFT:
        return False
    if len(word) == 3:
        return True
    if left and ("一" <= left <= "鿿" or left == "々"):
        return False  # okurigana: 楽しみ, 苦しみ
    return not (right and "ぁ" <= right <= "ゖ" and right not in _PARTICLE_RIGHT)
