"""How fast adcheck is, as ratios of medians measured in one run (absolute times say more about the machine).

1. One clean draft, whole process, against ``python -c "import click, pluggy"``.
2. One clean post in a running process, against a bare NFKC pass over the same post.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from adcheck import Checker, Document
from adcheck.host import build

POSTS = [
    json.loads(line)["text"]
    for line in (Path(__file__).parent / "clean.jsonl").read_text(encoding="utf-8").splitlines()
]
BASELINE = [sys.executable, "-c", "import click, pluggy"]


def seconds(action: Callable[[], object]) -> float:
    started = perf_counter()
    action()
    return perf_counter() - started


def alternate(first: Callable[[], object], second: Callable[[], object], times: int) -> tuple[float, float]:
    """Median seconds of both, run in turns so that a busy machine slows both alike. One unmeasured run each warms up."""
    first(), second()
    pairs = [(seconds(first), seconds(second)) for _ in range(times)]
    return median(a for a, _ in pairs), median(b for _, b in pairs)


def process(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def line(what: str, ours: float, theirs: float, unit: str, scale: float) -> str:
    return f"{what}: {ours / theirs:5.1f}x  ({ours * scale:.1f} {unit} / {theirs * scale:.1f} {unit})"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder, "clean.txt")
        draft.write_text(POSTS[0], encoding="utf-8")
        command = [sys.executable, "-m", "adcheck", "check", str(draft)]
        whole = alternate(lambda: process(command), lambda: process(BASELINE), times=21)
    print(line("whole process, one clean draft   / import click, pluggy", *whole, "ms", 1e3))

    check = Checker(build()).check
    documents = [Document("-", post) for post in POSTS]
    size = sum(map(len, POSTS)) / len(POSTS)
    inside = alternate(
        lambda: [check(document) for document in documents],
        lambda: [unicodedata.normalize("NFKC", post) for post in POSTS],
        times=301,
    )
    print(line(f"in process, clean post of {size:.0f} chars / bare NFKC           ", *inside, "µs", 1e6 / len(POSTS)))


if __name__ == "__main__":
    main()
