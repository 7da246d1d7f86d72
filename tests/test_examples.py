"""The examples say what they are for: the risky ones are found out, the lawful ones pass in silence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict

import pytest

from checkout import ROOT

# What a reader of the demo should see: packs that report an error or a warning on a file.
RISKY = {
    "agreement-risky.md": {"contract"},
    "blog-mattress.md": {"keihyo", "stealth"},
    "brief-rush.txt": {"brief"},
    "instagram-serum.txt": {"platform", "stealth", "yakki"},
    "lp-eyecream.html": {"keihyo", "yakki"},
    "outreach-dm.txt": {"outreach"},
    "tiktok-supplement.txt": {"stealth", "yakki"},
    "x-earphones.txt": {"keihyo", "stealth"},
}
LAWFUL = sorted(file.name for file in (ROOT / "examples").iterdir() if file.name not in {*RISKY, ".adcheck.toml"})


@pytest.fixture(scope="module")
def loud() -> dict[str, dict[str, list[str]]]:
    """File name → pack → its errors and warnings."""
    command = [sys.executable, "-m", "adcheck", "check", "examples", "--format", "json", "--as-of", "2026-11-22"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1, done.stderr
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding in json.loads(done.stdout)["findings"]:
        if finding["severity"] != "info":
            found[finding["path"].rpartition("/")[2]][finding["pack"]].append(f"{finding['rule']}: {finding['quote']}")
    return found


@pytest.mark.parametrize("name", sorted(RISKY))
def test_a_risky_example_is_found_out(name: str, loud: dict[str, dict[str, list[str]]]) -> None:
    assert RISKY[name] <= loud[name].keys()


@pytest.mark.parametrize("name", LAWFUL)
def test_a_lawful_example_is_silent(name: str, loud: dict[str, dict[str, list[str]]]) -> None:
    assert loud[name] == {}
