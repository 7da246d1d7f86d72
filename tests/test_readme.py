"""Every ``adcheck`` command of the README works, in the order and in a folder like a reader's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from checkout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [
    line.strip()
    for block in re.findall(r"^ *```console\n(.*?)^ *```", README, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]
COMMANDS = [re.sub(r"\s+# .*", "", line).removeprefix("$ ") for line in LINES if re.match(r"\$ (adcheck|echo) ", line)]
# It needs the example plugin, and tests/test_plugin_wheel.py runs it where that is installed.
ELSEWHERE = "adcheck test example"


def test_commands(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "examples", tmp_path / "drafts")
    shutil.copy(ROOT / "examples/instagram-serum.txt", tmp_path / "draft.txt")
    environ = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    assert len(COMMANDS) > 12
    assert ELSEWHERE in COMMANDS
    for command in COMMANDS:
        if command != ELSEWHERE:
            done = subprocess.run(command, shell=True, cwd=tmp_path, env=environ, capture_output=True, check=False)
            assert done.returncode in (0, 1), (command, done.stderr.decode())  # 1 = findings
