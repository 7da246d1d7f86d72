"""Every text format of one report, word for word. After a wanted change: ``pytest tests/report --snapshot-update``, and read the difference."""

from __future__ import annotations

import re

import pytest
from report_sample import EVERYTHING
from syrupy.assertion import SnapshotAssertion

from adcheck.report import FORMATS, RenderOptions


@pytest.mark.parametrize("name", FORMATS)
def test_format(name: str, snapshot: SnapshotAssertion) -> None:
    text = FORMATS[name](EVERYTHING, RenderOptions())
    if name == "html":  # style and script are the template's own; the browser tests look at what they do
        text = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", text, flags=re.DOTALL)
    assert text == snapshot


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_settled_findings_on_request(name: str, snapshot: SnapshotAssertion) -> None:
    assert FORMATS[name](EVERYTHING, RenderOptions(show_settled=True)) == snapshot
