"""``laws.toml``: every act, notice, guideline and platform term once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from adcheck.model import Citation, Law
from adcheck.packs.errors import RuleError, Where
from adcheck.packs.words import read_toml

_KEYS = {"title", "number", "authority", "url", "since", "until", "verified", "unconfirmed", "version"}


def load_laws(files: Sequence[Path]) -> tuple[dict[str, Law], list[RuleError]]:
    """All entries by key, and what is wrong with the others; of two with one key the first counts."""
    found: dict[str, tuple[str, Law]] = {}
    problems: list[RuleError] = []
    for path in files:
        try:
            tables = read_toml(path)
        except RuleError as error:
            problems.append(error)
            continue
        for key, table in tables.items():
            try:
                if key in found:
                    raise RuleError(Where(str(path), key), f"法令キー {key} は {found[key][0]} にもあります")
                found[key] = (str(path), _law(key, table, Where(str(path), key)))
            except RuleError as error:
                problems.append(error)
    return {key: law for key, (_, law) in found.items()}, problems


def _law(key: str, table: object, where: Where) -> Law:
    if not isinstance(table, dict):
        raise RuleError(where, "法令は [キー] の表で書いてください")
    for name, value in table.items():
        if name not in _KEYS:
            raise RuleError(where.at(name), f"不明なキーです（使えるキー: {', '.join(sorted(_KEYS))}）")
        if name in ("since", "until", "verified") and not isinstance(value, date):
            raise RuleError(where.at(name), "日付（2026-11-22 の形）にしてください")
    for name in ("title", "authority"):
        if not isinstance(table.get(name), str):
            raise RuleError(where.at(name), "必須です（文字列）")
    return Law(
        key, table["title"], table["authority"], table.get("url", ""), str(table.get("number", "")),
        table.get("since"), table.get("until"), table.get("verified"), bool(table.get("unconfirmed", False)),
    )  # fmt: skip


def cite(entry: str, laws: dict[str, Law], where: Where) -> Citation:
    """``"key"`` or ``"key:pinpoint"``. Raises RuleError for an unknown key."""
    key, _, pinpoint = entry.partition(":")
    if key not in laws:
        raise RuleError(where, f"法令キー {key} が laws.toml にありません")
    return Citation(laws[key], pinpoint.strip())
