"""Pack folders → a ``Registry``: validate, expand words, compile terms, cache.

A mistake in a rule file costs that rule, never the others: mistakes are collected in ``Registry.problems``. What is compiled is plain
JSON, cached by the state of all files, so that a cold start parses no TOML.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, Protocol, overload
from zlib import crc32

from adcheck.model import CONTEXT_VALUES, SEVERITIES, UNKNOWN, Citation, Law, Level, Pack, Rule
from adcheck.packs.errors import RuleError, Where
from adcheck.packs.source import PackSource
from adcheck.packs.table import Table
from adcheck.packs.terms import Terms, compile_regex, literal_name, required
from adcheck.text.lexicon import Grouped, Lexicon, hint_name

FORMAT = 16  # of the cached data; raise it when the shape changes

_RULE_KEYS = {
    "id", "title", "severity", "law", "in-force", "when", "levels", "rank", "suppresses", "confirmed", "check", "message", "why",
    "suggest", "fix", "aliases", "examples",
}  # fmt: skip
_PACK_KEYS = {"name", "version", "title", "levels"}


class CheckLike(Protocol):
    """The part of ``checks.base.Check`` that loading needs (packs may not import checks)."""

    @property
    def prepare(self) -> Callable[[Table], Any]: ...

    @property
    def needs(self) -> Callable[[Any], Sequence[Mapping[str, Sequence[str]]]]: ...


class Entry(NamedTuple):
    """What decides whether a rule is asked at all, without the rule itself. ``needs``: see ``checks.base.Check``."""

    id: str
    when: Mapping[str, Sequence[str]]
    since: date | None
    until: date | None
    needs: Sequence[Sequence[str]]


class Rules(Sequence[Rule]):
    """The rules of a pack, each made when first asked for: a draft meets few of the hundreds there are."""

    def __init__(self, entries: Sequence[Entry], make: Callable[[str], Rule]) -> None:
        self.entries = entries
        self._make = make

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, at: int) -> Rule: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Rule]: ...
    def __getitem__(self, at: int | slice) -> Rule | Sequence[Rule]:
        if isinstance(at, slice):
            return [self._make(entry.id) for entry in self.entries[at]]
        return self._make(self.entries[at].id)


@dataclass(frozen=True)
class Registry:
    """All packs with the vocabulary they share."""

    packs: tuple[Pack, ...]
    entries: tuple[Entry, ...]
    make: Callable[[str], Rule]
    aliases: Mapping[str, str]
    lexicon: Lexicon
    problems: tuple[str, ...]

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        return {entry.id: self.make(entry.id) for entry in self.entries}

    def candidates(self, present: Mapping[str, object]) -> Iterator[Entry]:
        """The rules whose words occur, given the lists of which a word does."""
        for entry in self.entries:
            if all(any(name in present for name in group) for group in entry.needs):
                yield entry


def load_packs(
    sources: Sequence[tuple[PackSource, str]], checks: Mapping[str, CheckLike], folder: Path | None
) -> Registry:
    """Compile (or take from the cache ``folder``) the packs of ``(source, plugin name)`` pairs."""
    if folder is None:
        return _registry(*_packed(compile_packs(sources, checks)))
    state = _state(sources, checks)
    file = folder / f"packs-{crc32(state.encode()):08x}.bin"
    stored = _cached(file, state)
    if stored is None:
        data = compile_packs(sources, checks)
        stored = _packed(data)
        # the cause of a problem may lie outside what the state knows, in a module that a check imports
        if not data["problems"]:
            _store(file, state, stored)
    return _registry(*stored)


def _state(sources: Sequence[tuple[PackSource, str]], checks: Mapping[str, CheckLike]) -> str:
    """Everything that compiling reads: names, times and sizes of files, and the code of this package."""
    parts = [str(FORMAT), *sorted(checks)]
    own = Path(__file__).parent
    files = [
        path
        for source, _ in sources
        for path in (
            source.folder / "pack.toml",
            *source.rule_files(),
            *source.word_files(),
            *source.law_files(),
            *sorted(source.folder.glob("*.py")),
            source.folder.parent / "readings.json",
        )
    ]
    for path in [
        *files,
        *sorted(own.glob("*.py")),
        *sorted((own.parent / "checks").glob("*.py")),
        own.parent / "text" / "inflect.py",
    ]:
        try:
            stat = path.stat()
        except OSError:
            continue
        parts.append(f"{path}:{stat.st_mtime_ns}:{stat.st_size}")
    return "\n".join(parts)


# What is kept: an index that every run reads, and behind it the rules themselves, of which a run reads few.
Stored = tuple[Mapping[str, Any], bytes]
_KINDS = ("noun", "verb", "exact", "trap")
_LIGHT = ("id", "when", "since", "until", "needs", "aliases")


def _packed(data: Mapping[str, Any]) -> Stored:
    bodies: list[bytes] = []
    names: dict[str, int] = {}
    packs = []
    for pack in data["packs"]:
        rules = []
        for rule in pack["rules"]:
            bodies.append(marshal.dumps(rule))
            light = {key: rule[key] for key in _LIGHT}
            light["needs"] = [[names.setdefault(name, len(names)) for name in group] for group in rule["needs"]]
            rules.append({**light, "size": len(bodies[-1])})
        packs.append({**pack, "rules": rules})
    # By first character, as two strings: read many times faster than as many lists and numbers, and split only when asked for.
    literals: dict[str, list[str]] = {}
    codes: dict[str, list[str]] = {}
    for literal, pairs in data["literals"].items():
        code = [names.setdefault(name, len(names)) * len(_KINDS) + _KINDS.index(kind) for name, kind in pairs]
        literals.setdefault(literal[0], []).append(literal)
        codes.setdefault(literal[0], []).append(" ".join(map(str, code)))
    index = {
        **data,
        "packs": packs,
        "names": list(names),
        "literals": {char: ("\n".join(group), "\n".join(codes[char])) for char, group in literals.items()},
    }
    return index, b"".join(bodies)


def _cached(file: Path, state: str) -> Stored | None:
    try:
        known, index, bodies = marshal.loads(file.read_bytes())  # noqa: S302  (our own file, in the user's own folder)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return (index, bodies) if known == state else None


def _store(file: Path, state: str, stored: Stored) -> None:
    """Write the cache atomically; a cache that cannot be written is no error."""
    temporary = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in file.parent.glob("packs-*"):
            if old != file:
                old.unlink(missing_ok=True)
        temporary.write_bytes(marshal.dumps((state, dict(stored[0]), stored[1])))
        temporary.replace(file)
    except OSError:
        temporary.unlink(missing_ok=True)


# ---------------------------------------------------------------------------------------------------------------------
# compiling


class _Compiler:
    def __init__(self) -> None:
        from adcheck.packs.laws import load_laws
        from adcheck.packs.words import WordList, load_words

        self.load_laws, self.load_words = load_laws, load_words
        self.problems: list[str] = []
        self.words: dict[str, WordList] = {}
        self.laws: dict[str, Law] = {}
        self.used: set[str] = set()
        self.literals: dict[str, dict[tuple[str, str], None]] = {}
        self.evasive: set[str] = set()
        self.hinted: set[str] = set()  # regexes of which literals are known

    def add(self, literal: str, name: str, kind: str) -> None:
        self.literals.setdefault(literal, {})[(name, kind)] = None

    def terms(self, entries: Sequence[str], where: Where) -> Terms:
        terms: Terms = {"lists": [], "regexes": []}
        for entry in entries:
            if entry.startswith("@"):
                terms["lists"].append(self.use(entry[1:], where))
                terms["regexes"] += [self.regex(source, where) for source in self.words[entry[1:]].patterns]
            elif len(entry) > 2 and entry[0] == entry[-1] == "/":
                terms["regexes"].append(self.regex(entry[1:-1], where))
            else:
                name = literal_name(entry)
                if name == "=":
                    raise RuleError(where, "空の語です")
                self.add(name[1:], name, "exact")
                terms["lists"].append(name)
        return terms

    def use(self, name: str, where: Where) -> str:
        if name not in self.words:
            raise RuleError(where, f"語彙リスト @{name} がありません")
        if name not in self.used:
            self.used.add(name)
            for word in self.words[name].words:
                self.add(word.literal, name, word.kind)
        return name

    def regex(self, source: str, where: Where) -> str:
        import regex

        def words(name: str) -> list[str]:
            if name not in self.words:
                raise RuleError(where, f"語彙リスト @{{{name}}} がありません")
            return [word.literal for word in self.words[name].words if word.kind != "trap"]

        compiled = compile_regex(source, words)
        try:
            found = regex.compile(compiled)
        except regex.error as error:
            raise RuleError(where, f"正規表現の誤りです（{error}）: {source}") from error
        if found.match(""):
            raise RuleError(where, f"空文字列に一致する正規表現です: {source}")
        for literal in required(compiled) or ():
            self.add(literal, hint_name(compiled), "exact")
            self.hinted.add(compiled)
        return compiled

    def groups(self, needs: Sequence[Mapping[str, Sequence[str]]]) -> list[list[str]]:
        """Groups of terms → groups of list names, leaving out those that cannot be decided by literals."""
        found: list[list[str]] = []
        for terms in needs:
            names = list(terms["lists"])
            if all(source in self.hinted for source in terms["regexes"]):
                found.append(names + [hint_name(source) for source in terms["regexes"]])
        return found


def compile_packs(sources: Sequence[tuple[PackSource, str]], checks: Mapping[str, CheckLike]) -> dict[str, Any]:
    """Everything a Registry is made of, as JSON data."""
    compiler = _Compiler()
    words = list(dict.fromkeys(path for source, _ in sources for path in source.word_files()))
    laws = list(dict.fromkeys(path for source, _ in sources for path in source.law_files()))
    try:
        compiler.words = compiler.load_words(words, _readings(sources))
    except RuleError as error:
        compiler.problems.append(str(error))
    compiler.laws, wrong = compiler.load_laws(laws)
    compiler.problems += [str(error) for error in wrong]
    packs: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for source, plugin in sources:
        pack = _compile_pack(source, plugin, compiler, checks, seen)
        if pack:
            packs.append(pack)
    return {
        "packs": packs,
        "literals": {literal: [list(pair) for pair in pairs] for literal, pairs in compiler.literals.items()},
        "evasive": sorted(compiler.evasive),
        "problems": compiler.problems,
    }


def _readings(sources: Sequence[tuple[PackSource, str]]) -> dict[str, str]:
    import json  # compiling needs it, a run from the cache does not

    found: dict[str, str] = {}
    for folder in dict.fromkeys(source.folder.parent for source, _ in sources):
        file = folder / "readings.json"
        if file.exists():
            found |= json.loads(file.read_bytes())
    return found


def _compile_pack(
    source: PackSource, plugin: str, compiler: _Compiler, checks: Mapping[str, CheckLike], seen: dict[str, str]
) -> dict[str, Any] | None:
    from adcheck.packs.words import read_toml

    file = source.folder / "pack.toml"
    try:
        head = read_toml(file)
        where = Where(str(file))
        _known(head, _PACK_KEYS, where)
        for key in ("name", "version", "title"):
            if not isinstance(head.get(key), str):
                raise RuleError(where.at(key), "必須です（文字列）")
        if head["name"] != source.folder.name:
            raise RuleError(where.at("name"), f"フォルダー名（{source.folder.name}）と同じにしてください")
        levels = _levels(head.get("levels", []), compiler, where.at("levels"))
    except RuleError as error:
        compiler.problems.append(str(error))
        return None
    rules: list[dict[str, Any]] = []
    for path in source.rule_files():
        try:
            tables = read_toml(path)
            _known(tables, {"rule"}, Where(str(path)))
        except RuleError as error:
            compiler.problems.append(str(error))
            continue
        for number, table in enumerate(tables.get("rule", []), 1):  # type: ignore[arg-type, var-annotated]
            try:
                rule = _compile_rule(
                    table,
                    Where(str(path), str(table.get("id", f"{number} 番目の [[rule]]"))),
                    compiler,
                    checks,
                    str(head["name"]),
                )
                if rule["id"] in seen:
                    raise RuleError(Where(str(path), rule["id"], "id"), f"同じ id が {seen[rule['id']]} にもあります")
                seen[rule["id"]] = str(path)
                rule["levels"] += levels
                rules.append(rule)
            except RuleError as error:
                compiler.problems.append(str(error))
    return {"name": head["name"], "version": head["version"], "title": head["title"], "plugin": plugin, "rules": rules}


def _known(table: Mapping[str, Any], keys: set[str], where: Where) -> None:
    for key in table:
        if key not in keys:
            raise RuleError(where.at(key), f"不明なキーです（使えるキー: {', '.join(sorted(keys))}）")


def _compile_rule(
    table: Mapping[str, Any], where: Where, compiler: _Compiler, checks: Mapping[str, CheckLike], pack: str
) -> dict[str, Any]:
    check_name = table.get("check")
    if not isinstance(check_name, str) or check_name not in checks:
        raise RuleError(where.at("check"), f"check「{check_name}」がありません（{' / '.join(sorted(checks))}）")
    _known(table, _RULE_KEYS | {check_name}, where)
    reader = Table({key: value for key, value in table.items() if key in _RULE_KEYS}, where, compiler.terms)
    rule_id = reader.text("id")
    if not rule_id.startswith(pack + "."):
        raise RuleError(where.at("id"), f"id は「{pack}.」で始めてください")
    severity = reader.choice("severity", SEVERITIES)
    confirmed = reader.flag("confirmed", True)
    citations = [_law_key(entry, compiler, where.at("law")) for entry in reader.texts("law")]
    if not confirmed and severity == "error":
        raise RuleError(where.at("severity"), "未確認（confirmed = false）の規則は error にできません")
    in_force = reader.mapping("in-force", {})
    _known(in_force, {"from", "until"}, where.at("in-force"))
    for key, value in in_force.items():
        if not isinstance(value, date):
            raise RuleError(where.at(f"in-force.{key}"), "日付（2026-11-22 の形）にしてください")
    import json

    check = checks[check_name]
    settings = Table(table.get(check_name, {}), where.at(check_name), compiler.terms)
    try:
        spec = check.prepare(settings)
    except RuleError:
        raise
    except Exception as error:  # a third party's check may fail in any way; the other rules must still load
        failed = f"check「{check_name}」の準備が失敗しました（{type(error).__name__}: {error}）"
        raise RuleError(where.at(check_name), failed) from error
    settings.finish()
    if check_name in ("claim", "pattern", "note"):
        for key in ("target", "effect", "phrase", "find", "hides"):
            compiler.evasive |= {name for name in (spec.get(key) or {"lists": ()})["lists"] if name[0] not in "=~"}
    try:
        json.dumps(spec)
    except (TypeError, ValueError) as error:
        raise RuleError(where.at(check_name), "check の設定が JSON にできません") from error
    return {
        "id": rule_id,
        "title": reader.text("title"),
        "severity": severity,
        "law": citations,
        "since": in_force["from"].isoformat() if "from" in in_force else None,
        "until": in_force["until"].isoformat() if "until" in in_force else None,
        "when": _when(reader.mapping("when", {}), where.at("when")),
        "levels": _levels(table.get("levels", []), compiler, where.at("levels")),
        "rank": reader.integer("rank", 0),
        "suppresses": reader.texts("suppresses", []),
        "aliases": reader.texts("aliases", []),
        "confirmed": confirmed,
        "check": check_name,
        "spec": spec,
        "needs": compiler.groups(check.needs(spec)),
        "message": reader.text("message"),
        "why": reader.text("why", ""),
        "suggest": reader.texts("suggest", []),
        "fix": reader.mapping("fix", {}) or None,
        "file": where.file,
    }


def _law_key(entry: str, compiler: _Compiler, where: Where) -> list[Any]:
    from adcheck.packs.laws import cite

    law = cite(entry, compiler.laws, where)
    return [
        {
            "key": law.law.key, "title": law.law.title, "authority": law.law.authority, "url": law.law.url, "number": law.law.number,
            "since": _iso(law.law.since), "until": _iso(law.law.until), "verified": _iso(law.law.verified), "unconfirmed": law.law.unconfirmed,
        },
        law.pinpoint,
    ]  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _when(table: Mapping[str, Any], where: Where) -> dict[str, list[str]]:
    for key, values in table.items():
        if key not in CONTEXT_VALUES:
            raise RuleError(where.at(key), f"不明な文脈です（{' / '.join(CONTEXT_VALUES)}）")
        if not isinstance(values, list) or not values:
            raise RuleError(where.at(key), "空でない配列にしてください")
        for value in values:
            if value not in (*CONTEXT_VALUES[key], UNKNOWN):
                raise RuleError(
                    where.at(key), f"「{value}」は使えません（{' / '.join((*CONTEXT_VALUES[key], UNKNOWN))}）"
                )
    return dict(table)


def _levels(entries: Any, compiler: _Compiler, where: Where) -> list[dict[str, Any]]:
    if not isinstance(entries, list):
        raise RuleError(where, "表の配列にしてください")
    found = []
    for entry in entries:
        if (
            not isinstance(entry, Mapping)
            or entry.get("severity") not in SEVERITIES
            or not isinstance(entry.get("when"), Mapping)
        ):
            raise RuleError(where, '{ when = { … }, severity = "warning" } の形にしてください')
        _known(entry, {"when", "severity", "document", "unless-document"}, where)
        terms = {
            key: compiler.terms(entry[key], where.at(key)) if key in entry else None
            for key in ("document", "unless-document")
        }
        found.append({"when": _when(entry["when"], where), "severity": entry["severity"], **terms})
    return found


# ---------------------------------------------------------------------------------------------------------------------
# data → objects


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _registry(index: Mapping[str, Any], blob: bytes) -> Registry:
    names = index["names"]
    where: dict[str, tuple[int, int, str]] = {}
    at = 0
    for pack in index["packs"]:
        for rule in pack["rules"]:
            where[rule["id"]] = (at, at + rule["size"], pack["name"])
            at += rule["size"]

    @cache
    def make(rule_id: str) -> Rule:
        start, end, pack = where[rule_id]
        return _rule(marshal.loads(blob[start:end]), pack)  # noqa: S302  (see _cached)

    packs: list[Pack] = []
    every: list[Entry] = []
    for pack in index["packs"]:
        entries = [
            Entry(
                rule["id"],
                rule["when"],
                _day(rule["since"]),
                _day(rule["until"]),
                [[names[each] for each in group] for group in rule["needs"]],
            )
            for rule in pack["rules"]
        ]
        every += entries
        packs.append(Pack(pack["name"], pack["version"], pack["title"], Rules(entries, make), pack["plugin"]))
    return Registry(
        tuple(packs),
        tuple(every),
        make,
        {alias: rule["id"] for pack in index["packs"] for rule in pack["rules"] for alias in rule["aliases"]},
        Lexicon(_Coded(index["literals"], names), index["evasive"], frozenset(names)),
        tuple(index["problems"]),
    )


class _Coded(Grouped):
    """Literals as ``_packed`` keeps them, decoded group by group when asked for."""

    def __init__(self, groups: Mapping[str, tuple[str, str]], names: Sequence[str]) -> None:
        self._groups = groups
        self._names = names
        self._open: dict[str, dict[str, str]] = {}

    def starting(self, char: str) -> Mapping[str, str]:
        """Literal → codes of a group."""
        if char not in self._open:
            literals, codes = self._groups.get(char, ("", ""))
            self._open[char] = dict(zip(literals.split("\n"), codes.split("\n"), strict=True)) if literals else {}
        return self._open[char]

    def __getitem__(self, literal: str) -> Sequence[tuple[str, str]]:
        kinds = len(_KINDS)
        codes = self.starting(literal[0])[literal].split()
        return [(self._names[code // kinds], _KINDS[code % kinds]) for code in map(int, codes)]

    def __iter__(self) -> Iterator[str]:
        for char in self._groups:
            yield from self.starting(char)

    def __len__(self) -> int:
        return sum(len(self.starting(char)) for char in self._groups)


def _rule(entry: Mapping[str, Any], pack: str) -> Rule:
    return Rule(
        id=entry["id"], pack=pack, title=entry["title"], severity=entry["severity"], check=entry["check"], spec=entry["spec"],
        message=entry["message"], why=entry["why"], suggest=tuple(entry["suggest"]),
        law=tuple(Citation(_law(each), pinpoint) for each, pinpoint in entry["law"]),
        when={key: tuple(values) for key, values in entry["when"].items()},
        levels=tuple(
            Level(
                {key: tuple(values) for key, values in level["when"].items()},
                level["severity"],
                level["document"],
                level["unless-document"],
            )
            for level in entry["levels"]
        ),
        since=_day(entry["since"]), until=_day(entry["until"]), rank=entry["rank"], suppresses=tuple(entry["suppresses"]),
        fix=entry["fix"], confirmed=entry["confirmed"], file=entry["file"],
    )  # fmt: skip


def _law(entry: Mapping[str, Any]) -> Law:
    return Law(
        entry["key"], entry["title"], entry["authority"], entry["url"], entry["number"],
        _day(entry["since"]), _day(entry["until"]), _day(entry["verified"]), entry["unconfirmed"],
    )  # fmt: skip
