"""The labelled corpora, scored per pack, against floors that only go up (corpora/manifest.toml)."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adcheck.engine.checker import Checker
from adcheck.host import OWN, EntryPoint, build
from adcheck.model import CONTEXT_VALUES, UNKNOWN
from adcheck.scoring import read_cases, score

FOLDER = Path(__file__).parents[1] / "corpora"
MANIFEST = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))
CORPORA = MANIFEST["corpus"]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(build(plugins=[EntryPoint("adcheck", "", OWN)]), as_of=date.fromisoformat(str(MANIFEST["as-of"])))


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus["file"])
def test_floors(checker: Checker, corpus: dict) -> None:  # type: ignore[type-arg]
    # what the other packs say is in nobody's floor, and asking them takes longer than the rest of the tests
    own = replace(checker, select=tuple(corpus["floors"]))
    scores = score(own, read_cases([FOLDER / corpus["file"]]))
    for pack, (recall, silence) in corpus["floors"].items():
        assert scores[pack].recall >= recall, f"{pack} recall {scores[pack].recall:.3f}: {scores[pack].missed}"
        assert scores[pack].silence >= silence, f"{pack} silence {scores[pack].silence:.3f}: {scores[pack].alarms}"


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda corpus: corpus["file"])
def test_format(corpus: dict) -> None:  # type: ignore[type-arg]
    cases = read_cases([FOLDER / corpus["file"]])
    assert len(cases) == corpus["count"]
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        assert case["kind"] in CONTEXT_VALUES["kind"]
        for key, value in case["context"].items():
            assert value in (*CONTEXT_VALUES[key], UNKNOWN), (case["id"], key, value)
        for label in case["expect"]:
            assert label["quote"] is None or label["quote"] in case["text"], case["id"]
            assert label["pack"] not in case["clean"], case["id"]


def test_every_file_is_in_the_manifest_and_no_text_stands_twice() -> None:
    assert {path.name for path in FOLDER.glob("*.jsonl")} == {corpus["file"] for corpus in CORPORA}
    texts = [
        json.loads(line)["text"]
        for path in FOLDER.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(set(texts)) == len(texts)
