"""``adcheck init``: what it writes, and from where its hook gets adcheck."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from adcheck import __version__
from adcheck.cli import cli

ANSWERS = ("--relationship", "paid", "--category", "cosmetics", "--folder", "posts")


class Installed:
    """A distribution that pip got from somewhere."""

    version = __version__

    def __init__(self, origin: object = None) -> None:
        self.origin = origin

    def read_text(self, _: str) -> str | None:
        return None if self.origin is None else json.dumps(self.origin)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(*more: str) -> Result:
    return CliRunner().invoke(cli, ["init", *ANSWERS, *more])


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (None, f"adcheck=={__version__}"),
        (
            {"url": "https://git.example/adcheck", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}},
            "adcheck @ git+https://git.example/adcheck@0123abc",
        ),
        ({"url": "file:///src/adcheck", "dir_info": {"editable": True}}, "adcheck @ file:///src/adcheck"),
    ],
    ids=["index", "git", "folder"],
)
def test_the_hook_installs_this_adcheck(
    folder: Path, monkeypatch: pytest.MonkeyPatch, origin: object, requirement: str
) -> None:
    monkeypatch.setattr("adcheck.cli.init.distribution", lambda _: Installed(origin))
    said = init()
    assert said.exit_code == 0
    config = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = config["repos"][0]["hooks"]
    assert hook["additional_dependencies"] == [requirement]
    assert ("共有する前に" in said.output) == (" @ file:" in requirement)


def test_the_hook_is_that_of_the_repository(folder: Path) -> None:
    init()
    (own,) = yaml.safe_load((folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    published = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    shared = ("id", "name", "entry", "language", "types", "files", "require_serial")
    assert {key: own[key] for key in shared} == {key: published[key] for key in shared}


def test_no_hook_on_request(folder: Path) -> None:
    assert "pre-commit" not in init("--no-hook").output
    assert not (folder / ".pre-commit-config.yaml").exists()
    assert (folder / ".adcheck.toml").exists()


def test_questions_are_asked_when_nothing_is_given(folder: Path) -> None:
    asked = CliRunner().invoke(cli, ["init"], input="gifted\nfood\nnotes\n")
    assert asked.exit_code == 0
    assert (folder / "notes" / "instagram" / "sample.md").exists()
    assert 'category = "food"' in (folder / ".adcheck.toml").read_text(encoding="utf-8")
