"""The house rules of a made-up cosmetics brand: the smallest complete adcheck plugin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from adcheck import Check, Match, PackSource, Page, Span, Table, hookimpl

_EMOJI_RUN = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]+")


def _prepare(table: Table) -> dict[str, int]:
    """Read ``[rule.emoji-run]``: ``most`` is how many emoji may stand in a row."""
    return {"most": table.integer("most")}


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """Yield every longer run. The offsets are those of the raw text, as a Match requires."""
    for run in _EMOJI_RUN.finditer(page.document.text):
        if len(run[0]) > spec["most"]:
            yield Match(Span(run.start(), run.end()), {"count": str(len(run[0])), "most": str(spec["most"])})


@hookimpl
def adcheck_packs() -> Sequence[PackSource]:
    """The pack ``example``: a pack has the name of its folder."""
    return [PackSource(Path(__file__).parent / "example")]


@hookimpl
def adcheck_checks() -> Sequence[Check]:
    """The check ``emoji-run``, which a rule asks for with ``check = "emoji-run"``."""
    return [Check("emoji-run", _prepare, _find)]
