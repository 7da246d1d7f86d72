"""What pyproject.toml says about packages is true of the tree, and of the installed package."""

from __future__ import annotations

import ast
import importlib
import re
import sys
import tomllib
from importlib.metadata import entry_points, packages_distributions
from importlib.resources import files
from pathlib import Path

from checkout import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONFIG = PYPROJECT["tool"]["setuptools"]
# spaCy's Japanese tokenizer imports these itself.
IMPORTED_BY_SPACY = {"sudachipy", "sudachidict-core"}


def packages_in(folder: Path, name: str) -> set[str]:
    """Every folder below ``folder`` that holds Python files, as a package name."""
    parents = {file.parent.relative_to(folder) for file in folder.rglob("*.py")}
    return {".".join([name, *parent.parts]) for parent in parents}


def test_every_folder_with_python_files_is_a_listed_package() -> None:
    found = packages_in(ROOT / "src/adcheck", "adcheck") | packages_in(ROOT / "rules", "adcheck_rules")
    assert sorted(found) == sorted(CONFIG["packages"])


def test_every_package_has_an_init_file() -> None:
    homes = {"adcheck": ROOT / "src/adcheck", "adcheck_rules": ROOT / "rules"}
    for package in CONFIG["packages"]:
        first, *rest = package.split(".")
        assert homes[first].joinpath(*rest, "__init__.py").is_file(), package


def test_every_data_file_is_package_data() -> None:
    for package, folder in (("adcheck", ROOT / "src/adcheck"), ("adcheck_rules", ROOT / "rules")):
        data = {file for file in folder.rglob("*") if file.is_file() and file.suffix not in {".py", ".pyc"}}
        covered = {file for glob in CONFIG["package-data"][package] for file in folder.glob(glob)}
        assert sorted(data - covered) == []


def test_the_rules_are_importable_with_their_data() -> None:
    for package in CONFIG["packages"]:
        importlib.import_module(package)
    rules = files("adcheck_rules")
    assert rules.joinpath("laws.toml").is_file()
    assert rules.joinpath("py.typed").is_file()


def test_the_shipped_rules_come_in_through_the_public_door() -> None:
    assert ("rules", "adcheck_rules") in {(e.name, e.value) for e in entry_points(group="adcheck")}


def names(requirements: list[str]) -> list[str]:
    """``["pypdf[crypto]>=5.0"]`` → ``["pypdf"]``."""
    return [re.split(r"[\[<>=~! ]", requirement, maxsplit=1)[0] for requirement in requirements]


TRAINING = ROOT / "src" / "adcheck" / "training"  # what it needs is the extra "train"


def imported_modules(folder: Path) -> set[str]:
    """Top-level names of all absolute imports below ``folder``, lazy ones too."""
    names: set[str] = set()
    for file in set(folder.rglob("*.py")) - set(TRAINING.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


def test_the_dependencies_are_what_the_code_imports() -> None:
    imported = imported_modules(ROOT / "src") | imported_modules(ROOT / "rules")
    imported -= {*sys.stdlib_module_names, "adcheck", "adcheck_rules"}
    homes = packages_distributions()
    used = {re.sub("[-_.]+", "-", homes.get(name, [name])[0]).lower() for name in imported}
    assert set(names(PYPROJECT["project"]["dependencies"])) == used | IMPORTED_BY_SPACY


def test_every_dependency_has_an_exact_version() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    assert (
        sorted({*names(PYPROJECT["project"]["dependencies"]), *(n for extra in extras for n in names(extra))} - pinned)
        == []
    )
