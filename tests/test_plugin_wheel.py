"""adcheck and the example plugin as a user gets them: two wheels, installed into an environment that has nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from checkout import ROOT, copy_checkout

pytestmark = [pytest.mark.slow, pytest.mark.network]


def run(*command: str | Path, cwd: Path, expect: int = 0) -> str:
    line = [str(part) for part in command]
    done = subprocess.run(line, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == expect, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("build")
    source = copy_checkout(base / "source")
    for project in (source, source / "plugins/adcheck-example"):
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", base / "dist", project, cwd=base)
    return {wheel.name.split("-")[0]: wheel for wheel in (base / "dist").glob("*.whl")}


@pytest.fixture(scope="module")
def fresh(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment that holds both wheels."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=True)
    programs = home / ("Scripts" if sys.platform == "win32" else "bin")
    run(programs / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", *wheels.values(), cwd=home)
    return programs


def files_below(folder: Path, package: str) -> set[str]:
    kept = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {f"{package}/{file.relative_to(folder).as_posix()}" for file in kept}


def test_the_wheel_holds_every_file_of_both_packages(wheels: dict[str, Path]) -> None:
    inside = {name for name in zipfile.ZipFile(wheels["adcheck"]).namelist() if ".dist-info/" not in name}
    assert inside == files_below(ROOT / "src/adcheck", "adcheck") | files_below(ROOT / "rules", "adcheck_rules")


def test_the_installed_tool_reports_the_plugins_findings(fresh: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("ルミエルの新色、届きました🎉🎉🎉🎉🎉🎉\n", encoding="utf-8")
    report = json.loads(run(fresh / "adcheck", "check", "draft.txt", "--format", "json", cwd=tmp_path, expect=1))
    found = {f["rule"]: f["quote"] for f in report["findings"] if f["pack"] == "example"}
    assert found == {"example.old-name": "ルミエル", "example.emoji-run": "🎉🎉🎉🎉🎉🎉"}
    assert {"example", "yakki", "contract"} <= {pack["name"] for pack in report["packs"]}


def test_the_installed_tool_passes_its_own_rule_examples(fresh: Path, tmp_path: Path) -> None:
    run(fresh / "adcheck", "test", cwd=tmp_path)
    assert "2 規則" in run(fresh / "adcheck", "test", "example", cwd=tmp_path)


def test_the_installed_tool_names_the_plugin(fresh: Path, tmp_path: Path) -> None:
    assert "adcheck-example" in run(fresh / "adcheck", "plugins", cwd=tmp_path)
