"""How a rule file says what is wrong with it: file, rule and key, in Japanese."""

from __future__ import annotations

from typing import NamedTuple


class Where(NamedTuple):
    """A place in a rule file."""

    file: str
    rule: str = ""
    key: str = ""

    def at(self, key: str) -> Where:
        return Where(self.file, self.rule, f"{self.key}.{key}" if self.key else key)

    def __str__(self) -> str:
        return " / ".join(part for part in (self.file, self.rule, self.key) if part)


class RuleError(Exception):
    """A mistake in a rule file. ``str()`` names file, rule and key."""

    def __init__(self, where: Where, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.where = where
