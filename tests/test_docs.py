"""README and docs tell the truth: every command in them runs, every hook and check is named, every local link leads somewhere."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from docx import Document as open_word

from adcheck import hookspecs
from adcheck.checks import BUILT_IN
from adcheck.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
# Commands of the pages that another test runs, and what is left to the reader's own tools.
ELSEWHERE = {
    "adcheck check posts --watch": "cli/test_watch.py",
    "adcheck lsp": "editor/test_server.py",
    "adcheck test example": "test_plugin_wheel.py",
    "git add . && pre-commit install": "test_pre_commit.py",
    'git commit -m "新しい投稿"': "test_pre_commit.py",
    "pip install ./plugins/adcheck-example": "test_plugin_wheel.py",
    "pip install .": "test_plugin_wheel.py",
    "pip install adcheck": "test_plugin_wheel.py",
}
RENEWING = {  # constraints.txt, from a package index
    'python3 -m venv /tmp/fresh && /tmp/fresh/bin/pip install -e ".[dev,docs]"',
    "/tmp/fresh/bin/pip freeze --all --exclude-editable | grep -v '^pip==' > constraints.txt",
}


def blocks(page: Path) -> Iterator[tuple[str, str]]:
    """Language and text of each fenced block."""
    yield from re.findall(r"^ *```(\w*)\n(.*?)^ *```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def commands() -> Iterator[tuple[str, str]]:
    """Page and command: lines of terminal sessions, steps of CI files, and what running text quotes with arguments."""
    for page in PAGES:
        for language, text in blocks(page):
            prefix = {"console": r"\$ ", "yaml": r"- (?:run: )?(?=adcheck |pip )"}.get(language)
            if prefix:
                for line in re.findall(rf"^ *{prefix}(.+)$", text, re.MULTILINE):
                    yield page.name, line.split("  #")[0].strip()
        for quoted in re.findall(r"`(adcheck [^`\n]+ [^`\n]+)`", page.read_text(encoding="utf-8")):
            yield page.name, quoted


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader of the docs has at hand."""
    base = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "examples", base / "examples")
    for name in ("drafts", "posts"):
        (base / name).mkdir()
        (base / name / "post.md").write_text("【PR】うるおいを与える化粧水です。\n", encoding="utf-8")
    (base / "draft.txt").write_text("【PR】うるおいを与える化粧水です。\n", encoding="utf-8")
    word = open_word()
    word.add_paragraph("業務委託契約書")
    word.save(str(base / "契約書.docx"))
    return base


@pytest.mark.parametrize(
    ("page", "command"),
    [(page, each) for page, each in commands() if "adcheck " in each and each not in ELSEWHERE],
    ids=lambda value: value,
)
def test_every_command_runs(folder: Path, page: str, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    data = None
    if "|" in command:
        before, command = command.split("|")
        data = shlex.split(before)[1]
    program, *arguments = shlex.split(command)
    assert program == "adcheck"
    result = CliRunner().invoke(cli, arguments, input=data)
    assert result.exit_code in (0, 1), f"{page}: {command}\n{result.output}"
    if "-o" in arguments:
        assert (folder / arguments[arguments.index("-o") + 1]).stat().st_size > 0


def test_every_other_command_is_known() -> None:
    others = {each for _, each in commands() if "adcheck " not in each or each in ELSEWHERE}
    makes = {each for each in others if re.fullmatch(r"make \w+", each)}
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {each.split()[1] for each in makes} <= set(targets)
    assert others - makes <= {*ELSEWHERE, *RENEWING}
    assert all((ROOT / "tests" / test).is_file() for test in ELSEWHERE.values())


def test_commands_were_found() -> None:
    found = [command for _, command in commands()]
    assert len(found) > 30
    assert any("--format docx" in command for command in found)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_as_the_page_has_it(shell: str, folder: Path) -> None:
    (setting,) = re.findall(
        rf"_ADCHECK_COMPLETE={shell}_source(?= adcheck)", (ROOT / "docs/editors.md").read_text("utf-8")
    )
    name, _, value = setting.partition("=")
    said = CliRunner().invoke(cli, [], prog_name="adcheck", env={name: value})
    assert said.exit_code == 0 and "_ADCHECK_COMPLETE" in said.output, said.output


def test_every_hook_check_and_command_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    hooks = [name for name in vars(hookspecs) if name.startswith("adcheck_")]
    assert hooks and all(f"{hook}()" in text for hook in hooks)
    assert all(f"`{name}`" in text for names in BUILT_IN.values() for name in names)
    assert all(f"adcheck {command}" in text for command in COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_local_links_in_the_sources(page: Path) -> None:
    """As one reads them in the repository; ``test_the_site`` follows them on the built site."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        # the rule reference is generated by make docs
        assert (page.parent / target).exists() or target == "reference.md", target


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as ``make docs`` builds it."""
    base = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "docs", base / "build/docs")
    shutil.copy(ROOT / "mkdocs.yml", base)
    rules = CliRunner().invoke(cli, ["rules", "--format", "markdown"]).stdout
    (base / "build/docs/reference.md").write_text(rules, encoding="utf-8")
    build = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(build, cwd=base, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return base / "build/site"


def parsed(page: Path) -> Any:
    from lxml import html

    return html.parse(str(page), html.HTMLParser(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    return {str(each) for each in parsed(page).xpath("//@id | //a/@name")}


def test_the_site_has_no_broken_link_within_it(site: Path) -> None:
    pages = {page for page in site.rglob("*.html") if page.name != "404.html"}  # that one is shown at any address
    assert len(pages) > len(list((ROOT / "docs").glob("*.md")))
    known = {page: anchors(page) for page in pages}
    broken = []
    for page in pages:
        for link in map(str, parsed(page).xpath("//@href | //@src")):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and target.suffix == ".html" and anchor not in known[target]):
                broken.append(f"{page.name}: {link}")
    assert broken == []


def test_the_site_loads_nothing_from_outside(site: Path) -> None:
    loaded = {str(each) for page in site.rglob("*.html") for each in parsed(page).xpath("//@src | //link/@href")}
    assert len(loaded) > 3
    assert [each for each in loaded if urlsplit(each).netloc] == []


def test_every_rule_has_the_anchor_that_explain_prints(site: Path) -> None:
    packs = json.loads(CliRunner().invoke(cli, ["rules", "--format", "json"]).stdout)
    known = anchors(site / "reference.html")
    assert [rule["id"] for pack in packs for rule in pack["rules"] if rule["id"] not in known] == []
    for pack in packs:
        rule = pack["rules"][0]["id"]
        last = CliRunner().invoke(cli, ["explain", rule]).stdout.splitlines()[-1]
        page, _, anchor = last.rpartition(" ")[2].partition("#")
        assert (site / page).is_file() and anchor == rule
