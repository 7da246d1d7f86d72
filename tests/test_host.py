"""Plugins that fail cost themselves only, and are named."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adcheck.engine.checker import Checker
from adcheck.host import EntryPoint, build
from adcheck.model import Document

PACK = """
[[rule]]
id = "{name}.r"
title = "t"
severity = "warning"
law = ["{name}-act"]
check = "{check}"
message = "m"
[rule.{check}]
{settings}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def plugin(folder: Path, name: str, code: str, check: str = "pattern", settings: str = 'find = ["だめ"]') -> EntryPoint:
    module, pack = folder / f"{name}_plugin.py", folder / name
    pack.mkdir()
    (pack / "pack.toml").write_text(f'name = "{name}"\nversion = "1"\ntitle = "t"\n', encoding="utf-8")
    (pack / "laws.toml").write_text(f'[{name}-act]\ntitle = "法"\nauthority = "庁"\n', encoding="utf-8")
    (pack / "r.toml").write_text(PACK.format(name=name, check=check, settings=settings), encoding="utf-8")
    head = "from pathlib import Path\nfrom adcheck import Check, PackSource, hookimpl\n"
    packs = f"@hookimpl\ndef adcheck_packs():\n    return [PackSource(Path(__file__).parent / '{name}')]\n"
    module.write_text(head + packs + code, encoding="utf-8")
    return EntryPoint(f"{name}-dist", "9.9", f"{name}_plugin")


def rules_found(host: object, text: str = "これはだめです") -> list[str]:
    report = Checker(host).run([Document("a.txt", text)])  # type: ignore[arg-type]
    return [finding.rule for finding in report.findings]


def test_a_plugin_that_raises_at_import(folder: Path) -> None:
    host = build(plugins=[plugin(folder, "bad", "raise RuntimeError('boom')\n"), plugin(folder, "good", "")])
    assert rules_found(host) == ["good.r"]
    (problem,) = host.plugin_problems
    assert "bad-dist 9.9" in problem and "boom" in problem


def test_a_plugin_that_raises_in_a_hook(folder: Path) -> None:
    broken = "@hookimpl\ndef adcheck_checks():\n    raise RuntimeError('boom')\n"
    host = build(plugins=[plugin(folder, "bad", broken), plugin(folder, "good", "")])
    assert sorted(rules_found(host)) == ["bad.r", "good.r"]
    (problem,) = host.plugin_problems
    assert "bad-dist 9.9" in problem and "adcheck_checks" in problem


def test_a_check_that_raises(folder: Path) -> None:
    code = (
        "def find(page, spec):\n    raise RuntimeError('boom')\n    yield\n"
        "@hookimpl\ndef adcheck_checks():\n    return [Check('explode', lambda table: {}, find)]\n"
    )
    host = build(plugins=[plugin(folder, "bad", code, "explode", ""), plugin(folder, "good", "")])
    report = Checker(host).run([Document("a.txt", "これはだめです"), Document("b.txt", "だめ")])
    assert [finding.rule for finding in report.findings] == ["good.r", "good.r"]
    assert all(checked.status == "failed" and "bad.r" in (checked.error or "") for checked in report.documents)


def test_a_check_that_raises_while_it_reads_a_rule(folder: Path) -> None:
    code = (
        "def prepare(table):\n    raise RuntimeError('boom')\n"
        "@hookimpl\ndef adcheck_checks():\n    return [Check('explode', prepare, lambda page, spec: iter(()))]\n"
    )
    host = build(plugins=[plugin(folder, "bad", code, "explode", ""), plugin(folder, "good", "")])
    assert rules_found(host) == ["good.r"]
    (problem,) = host.registry.problems
    assert "bad.r" in problem and "explode" in problem and "boom" in problem


def test_a_misspelt_hook_is_an_error(folder: Path) -> None:
    host = build(plugins=[plugin(folder, "bad", "@hookimpl\ndef adcheck_pack():\n    return []\n")])
    assert "adcheck_pack" in host.plugin_problems[0]


def test_one_name_from_two_plugins_names_both(folder: Path) -> None:
    code = (
        "@hookimpl\ndef adcheck_checks():\n    return [Check('same', lambda table: {}, lambda page, spec: iter(()))]\n"
    )
    host = build(plugins=[plugin(folder, "one", code), plugin(folder, "two", code)])
    (problem,) = host.plugin_problems
    assert "one-dist" in problem and "two-dist" in problem and "same" in problem


def test_a_hook_that_returns_nonsense(folder: Path) -> None:
    host = build(
        plugins=[plugin(folder, "bad", "@hookimpl\ndef adcheck_formats():\n    return 5\n"), plugin(folder, "good", "")]
    )
    assert "adcheck_formats" in host.plugin_problems[0]
    assert "good.r" in rules_found(host)
