"""What a check reads its own settings from: typed getters that know where they are in the rule file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adcheck.packs.errors import RuleError, Where
from adcheck.packs.terms import Terms

CompileTerms = Callable[[Sequence[str], Where], Terms]


class Table:
    """One TOML table of a rule. Every key must be read: ``finish`` reports the ones nobody asked for."""

    def __init__(self, data: Mapping[str, Any], where: Where, compile_terms: CompileTerms) -> None:
        self._data = data
        self._read: set[str] = set()
        self._compile = compile_terms
        self.where = where

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def _get(self, key: str, kind: type | tuple[type, ...], name: str, default: Any) -> Any:
        self._read.add(key)
        if key not in self._data:
            if default is Ellipsis:
                raise RuleError(self.where.at(key), "必須です")
            return default
        value = self._data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise RuleError(self.where.at(key), f"{name}にしてください")
        return value

    def text(self, key: str, default: Any = ...) -> str:
        value: str = self._get(key, str, "文字列", default)
        return value

    def number(self, key: str, default: Any = ...) -> float:
        value: float = self._get(key, (int, float), "数値", default)
        return value

    def integer(self, key: str, default: Any = ...) -> int:
        value: int = self._get(key, int, "整数", default)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value: bool = self._get(key, bool, "true か false", default)
        return value

    def texts(self, key: str, default: Any = ...) -> list[str]:
        value = self._get(key, list, "文字列の配列", default)
        if isinstance(value, list) and not all(isinstance(item, str) and item for item in value):
            raise RuleError(self.where.at(key), "空でない文字列の配列にしてください")
        return value  # type: ignore[no-any-return]

    def choice(self, key: str, values: Sequence[str], default: Any = ...) -> str:
        value = self.text(key, default)
        if value not in values:
            raise RuleError(self.where.at(key), f"「{value}」は使えません（{' / '.join(values)}）")
        return value

    def terms(self, key: str, default: Any = ...) -> Terms | None:
        """Compiled terms, or None when the key is absent and not required."""
        entries = self.texts(key, default)
        return None if entries is None else self._compile(entries, self.where.at(key))

    def tables(self, key: str, default: Any = ...) -> list[Table]:
        value = self._get(key, list, "表の配列", default)
        if not all(isinstance(item, Mapping) for item in value):
            raise RuleError(self.where.at(key), "表の配列にしてください")
        return [Table(item, self.where.at(f"{key}[{i}]"), self._compile) for i, item in enumerate(value)]

    def table(self, key: str, default: Any = ...) -> Table | None:
        value = self._get(key, Mapping, "表", default)
        return None if value is None else Table(value, self.where.at(key), self._compile)

    def mapping(self, key: str, default: Any = ...) -> dict[str, Any]:
        """A table as it is, for data that the check validates itself."""
        value: dict[str, Any] = self._get(key, Mapping, "表", default)
        return value

    def value(self, key: str, default: Any = ...) -> Any:
        """Any value, for dates and mixed data."""
        return self._get(key, object, "値", default)

    def finish(self) -> None:
        """Raise RuleError for a key that was never read (a misspelling)."""
        extra = sorted(set(self._data) - self._read)
        if extra:
            raise RuleError(self.where.at(extra[0]), "不明なキーです（この check にはありません）")
