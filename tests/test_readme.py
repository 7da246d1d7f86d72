"""Every ``adcheck`` command of the README works, in a folder like a reader's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```console\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)
COMMANDS = [
    re.sub(r"\s+# .*", "", line.strip().removeprefix("$ "))
    for block in BLOCKS
    for line in block.splitlines()
    if re.match(r"\s*\$ (adcheck|echo) ", line)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "examples", tmp_path / "drafts")
    shutil.copy(ROOT / "examples/instagram-serum.txt", tmp_path / "draft.txt")
    return tmp_path


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "adcheck test example"])
def test_command(command: str, folder: Path) -> None:
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr  # 1 = findings
    assert done.stderr == ""


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) > 8
    assert "adcheck test example" in COMMANDS, "test_plugin_wheel.py runs it where the plugin is installed"
