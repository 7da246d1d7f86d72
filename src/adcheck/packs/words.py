"""Word lists: TOML → the literals that stand for a list in running text.

Inflections come from ``text.inflect``, kana spellings from ``readings.json`` (written by ``python -m adcheck.packs.readings``), folding
of kana, width and case from the view.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from adcheck.packs.errors import RuleError, Where
from adcheck.text.inflect import adjective_stems, okurigana_variants, stems
from adcheck.text.normalise import fold, normal

# noun and verb: kana spellings need a word boundary. exact: counts anywhere. trap: hits inside it do not count.
Kind = Literal["noun", "verb", "exact", "trap"]
_KEYS = {"nouns", "verbs", "adjectives", "phrases", "patterns", "include", "traps", "note"}


class Word(NamedTuple):
    literal: str  # folded
    kind: Kind


class WordList(NamedTuple):
    name: str
    file: str
    words: tuple[Word, ...]
    patterns: tuple[str, ...] = ()  # regexes as an author writes them: what no single word says


def load_words(files: Sequence[Path], readings: Mapping[str, str]) -> dict[str, WordList]:
    """All lists of all files by name. Raises RuleError: malformed file, unknown key, duplicate or unknown list, cycle."""
    tables: dict[str, tuple[str, Mapping[str, object]]] = {}
    for path in files:
        for name, table in read_toml(path).items():
            where = Where(str(path), name)
            if not isinstance(table, Mapping):
                raise RuleError(where, "語彙リストは [名前] の表で書いてください")
            for key, value in table.items():
                if key not in _KEYS:
                    raise RuleError(where.at(key), f"不明なキーです（使えるキー: {', '.join(sorted(_KEYS))}）")
                if key != "note" and not (
                    isinstance(value, list) and all(isinstance(item, str) and item for item in value)
                ):
                    raise RuleError(where.at(key), "空でない文字列の配列にしてください")
            if name in tables:
                raise RuleError(where, f"語彙リスト {name} は {tables[name][0]} にもあります")
            tables[name] = (str(path), table)
    done: dict[str, WordList] = {}
    for name in tables:
        _expand(name, tables, readings, done, ())
    return done


def read_toml(path: Path) -> dict[str, object]:
    """A TOML file. Raises RuleError with the parser's position."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(Where(str(path)), f"TOML として読めません（{error}）") from error
    except UnicodeDecodeError as error:
        raise RuleError(Where(str(path)), "UTF-8 で保存してください") from error
    except OSError as error:
        raise RuleError(Where(str(path)), f"ファイルを開けません（{error.strerror}）") from error


def _expand(
    name: str,
    tables: Mapping[str, tuple[str, Mapping[str, object]]],
    readings: Mapping[str, str],
    done: dict[str, WordList],
    path: tuple[str, ...],
) -> WordList:
    if name in done:
        return done[name]
    file, table = tables[name]
    where = Where(file, name)
    if name in path:
        raise RuleError(where.at("include"), f"include が循環しています（{' → '.join((*path, name))}）")
    found: dict[Word, None] = {}
    patterns: list[str] = []
    for included in _items(table, "include"):
        if included not in tables:
            raise RuleError(where.at("include"), f"語彙リスト {included} がありません")
        other = _expand(included, tables, readings, done, (*path, name))
        found |= dict.fromkeys(other.words)
        patterns += other.patterns
    for noun in _items(table, "nouns"):
        found |= dict.fromkeys(Word(form, "noun") for form in _spellings(noun, readings))
    for key, forms in (("verbs", stems), ("adjectives", adjective_stems)):
        for word in _items(table, key):
            for spelling in _spellings(word, readings):
                try:
                    found |= dict.fromkeys(Word(stem, "verb") for stem in forms(spelling))
                except ValueError:
                    raise RuleError(
                        where.at(key), f"「{word}」は終止形の{'動詞' if key == 'verbs' else '形容詞'}ではありません"
                    ) from None
    for phrase in _items(table, "phrases"):
        found[Word(fold(normal(phrase)), "exact")] = None
    for trap in _items(table, "traps"):
        found[Word(fold(normal(trap)), "trap")] = None
    done[name] = WordList(name, file, tuple(found), (*patterns, *_items(table, "patterns")))
    return done[name]


def _items(table: Mapping[str, object], key: str) -> Sequence[str]:
    return table.get(key, [])  # type: ignore[return-value]


def _spellings(word: str, readings: Mapping[str, str]) -> Iterable[str]:
    """The word itself, without inner okurigana, and in kana (only where the reading is long enough to mean one thing)."""
    base = fold(normal(word))
    yield base
    yield from okurigana_variants(base)
    reading = readings.get(word)
    if reading and len(reading) >= 3:
        yield fold(normal(reading))
