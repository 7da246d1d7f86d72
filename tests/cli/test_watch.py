"""``--watch`` in a real process: a changed file is checked again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


@pytest.mark.slow
def test_watch(tmp_path: Path) -> None:
    file, out = tmp_path / "post.txt", tmp_path / "out.txt"
    file.write_text("【PR】うるおいを与える化粧水です。\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "adcheck",
        "check",
        str(tmp_path / "post.txt"),
        "--category",
        "cosmetics",
        "--relationship",
        "paid",
        "--watch",
    ]
    with out.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command, stdout=stream, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if "変更を待っています" in line:
                    break
            time.sleep(1)  # the watcher tells nobody when it is ready
            file.write_text("【PR】この美容液でシミが消えました！\n", encoding="utf-8")
            for _ in range(100):
                if "yakki.cos-spot-erase" in out.read_text(encoding="utf-8"):
                    break
                time.sleep(0.2)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
    assert "yakki.cos-spot-erase" in out.read_text(encoding="utf-8")
