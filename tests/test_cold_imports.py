"""What a check of one clean draft imports. Start-up is most of its time, so the list only changes on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

# Third-party top-level modules that a clean check may load.
ALLOWED = {"ahocorasick_rs", "click", "platformdirs", "pluggy", "regex"}
# Modules that must stay out, named so that the failure says which promise broke.
HEAVY = {
    "docx", "jinja2", "lsprotocol", "markdown_it", "numpy", "openpyxl", "pdfplumber", "pygls", "pypdf", "rich", "spacy", "sudachipy", "tqdm", "watchfiles", "yaml",
}  # fmt: skip

# Runs the command line like the installed script, then writes the names and files of what it imported.
PROGRAM = """
import sys
before = set(sys.modules)
from adcheck.cli import main
sys.argv = ["adcheck", "check", sys.argv[1]]
try:
    code = main()
except SystemExit as stop:
    code = stop.code
for name in set(sys.modules) - before:
    print(name.partition(".")[0], getattr(sys.modules[name], "__file__", None) or "-", sep="\\t", file=sys.stderr)
sys.exit(code)
"""


def imported(draft: Path, cache: Path) -> dict[str, str]:
    """Top-level module → a file of it, for everything that checking ``draft`` imported."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, draft],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "\t" not in line]
    assert done.returncode == 0, (done.stdout, said)
    return dict(line.split("\t") for line in done.stderr.splitlines() if "\t" in line)


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("cold")
    draft = folder / "clean.txt"
    draft.write_text("朝のうちに川沿いを歩いて、ベンチでおにぎりを食べました。鴨が六羽いました。\n", encoding="utf-8")
    imported(draft, folder / "cache")  # the first run fills the cache of parsed packs
    return imported(draft, folder / "cache")


def test_heavy_modules_stay_out(modules: dict[str, str]) -> None:
    assert sorted(HEAVY & modules.keys()) == []


def test_only_listed_third_party_modules_are_imported(modules: dict[str, str]) -> None:
    homes = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    third_party = {name for name, file in modules.items() if file.startswith(tuple(homes))}
    assert third_party - {"adcheck", "adcheck_rules"} <= ALLOWED
