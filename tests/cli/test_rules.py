"""``adcheck rules``: which rules a day brings, and which rest on a law that nobody has looked at for long."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from adcheck.cli import cli


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def rules(*args: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(cli, ["rules", "--format", "json", *args])
    assert result.exit_code == 0, result.output
    return [rule for pack in json.loads(result.output) for rule in pack["rules"]]


def test_upcoming_are_the_rules_of_laws_that_begin_later() -> None:
    coming = {rule["id"] for rule in rules("--upcoming", "--as-of", "2025-12-31")}
    assert "contract.price-unilateral" in coming  # 取適法, from 2026-01-01
    assert "stealth.missing" in {rule["id"] for rule in rules()} - coming  # in force since 2023-10-01
    assert "contract.price-unilateral" not in {rule["id"] for rule in rules("--upcoming", "--as-of", "2026-01-01")}


def test_stale_are_the_rules_whose_law_was_verified_long_ago() -> None:
    every = rules()
    assert rules("--stale", "6", "--as-of", "2027-05-21") == []
    assert len(rules("--stale", "6", "--as-of", "2027-05-22")) == len([rule for rule in every if rule["law"]])


def test_nothing_to_show_is_said() -> None:
    result = CliRunner().invoke(cli, ["rules", "--upcoming", "--as-of", "2100-01-01"])
    assert result.output == "当てはまる規則はありません\n"
