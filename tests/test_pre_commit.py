"""The hooks as a content repository uses them: the real pre-commit program, a real Git repository, a real commit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from checkout import ROOT, copy_checkout

pytestmark = [pytest.mark.slow, pytest.mark.network]

RISKY = "この美容液で頬のシミが消えました！毎晩つけるだけでシワも完全になくなる。\n"
LAWFUL = "【PR】ソラノハ様から日やけ止めを提供いただきました。のびがよくて、塗り直しやすいです。\n"


class Repository(NamedTuple):
    folder: Path
    environ: Mapping[str, str]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.folder, env=self.environ, capture_output=True, text=True, encoding="utf-8", check=False
        )

    def must(self, *command: str) -> str:
        done = self.run(*command)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def commit(self, **files: str) -> subprocess.CompletedProcess[str]:
        """Write ``{name}.txt`` files, stage and commit them: the hook runs."""
        for name, text in files.items():
            (self.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.must("git", "add", "--all")
        return self.run("git", "commit", "-m", "原稿")


def environ(home: Path) -> dict[str, str]:
    """An environment without the user's Git settings; ``pre-commit`` is the one beside this Python."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "PRE_COMMIT"))}
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "t"), ("EMAIL", "t@t.example"))
    }
    return kept | who | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept["PATH"]]),
        "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
        "PRE_COMMIT_HOME": str(home / "cache"),
        "XDG_CACHE_HOME": str(home / "user-cache"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def adcheck(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """This checkout as the hook repository, with one commit."""
    home = tmp_path_factory.mktemp("hooks")
    repository = Repository(copy_checkout(home / "adcheck"), environ(home))
    repository.must("git", "init", "--quiet")
    repository.must("git", "add", "--all")
    repository.must("git", "commit", "--quiet", "-m", "adcheck")
    return repository


@pytest.fixture(scope="module")
def drafts(adcheck: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A content repository with the hook installed."""
    repository = Repository(tmp_path_factory.mktemp("drafts"), adcheck.environ)
    revision = adcheck.must("git", "rev-parse", "HEAD").strip()
    (repository.folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {adcheck.folder}\n  rev: {revision}\n  hooks:\n  - id: adcheck\n  - id: adcheck-rules\n",
        encoding="utf-8",
    )
    (repository.folder / ".adcheck.toml").write_text(
        '[[override]]\nfiles = ["*.txt"]\ncontext = { relationship = "gifted", category = "cosmetics" }\n',
        encoding="utf-8",
    )
    repository.must("git", "init", "--quiet")
    repository.must("pre-commit", "install")
    return repository


def test_a_risky_draft_is_blocked_and_a_lawful_one_passes(drafts: Repository) -> None:
    lawful = drafts.commit(lawful=LAWFUL)
    assert lawful.returncode == 0, lawful.stdout + lawful.stderr
    assert "- hook id" not in lawful.stderr, "a clean commit is quiet"

    blocked = drafts.commit(risky=RISKY)
    said = blocked.stdout + blocked.stderr
    assert blocked.returncode == 1, said
    assert "risky.txt" in said
    assert "yakki." in said
    assert "lawful.txt" not in said, "only the staged draft is checked"

    mended = drafts.commit(risky=LAWFUL)
    assert mended.returncode == 0, mended.stdout + mended.stderr


def test_both_hooks_pass_on_all_files(drafts: Repository) -> None:
    drafts.must("pre-commit", "run", "--all-files", "--show-diff-on-failure")


def test_try_repo_runs_the_hook_of_this_checkout(adcheck: Repository, drafts: Repository) -> None:
    (drafts.folder / "risky.txt").write_text(RISKY, encoding="utf-8")
    tried = drafts.run("pre-commit", "try-repo", str(adcheck.folder), "adcheck", "--files", "risky.txt")
    assert tried.returncode == 1
    assert "シミが消えました" in tried.stdout


def test_a_newcomer_is_stopped_after_three_commands(adcheck: Repository, tmp_path: Path) -> None:
    newcomer = Repository(tmp_path, adcheck.environ)
    newcomer.must("git", "init", "--quiet")
    newcomer.must("adcheck", "init", "--relationship", "gifted", "--category", "cosmetics", "--folder", "posts")
    written = newcomer.folder / ".pre-commit-config.yaml"
    # the adcheck under test is installed from the working tree; pip shall build the copy instead
    hook = written.read_text(encoding="utf-8")
    assert f"adcheck @ {ROOT.as_uri()}" in hook
    written.write_text(hook.replace(ROOT.as_uri(), adcheck.folder.as_uri()), encoding="utf-8")
    newcomer.must("pre-commit", "install")
    # as a Git client outside the environment would commit: no adcheck on the PATH, only what pre-commit installed
    bare = [folder for folder in adcheck.environ["PATH"].split(os.pathsep) if not Path(folder, "adcheck").exists()]
    outside = Repository(newcomer.folder, {**adcheck.environ, "PATH": os.pathsep.join(bare)})
    blocked = outside.commit(risky=RISKY)
    assert blocked.returncode == 1
    assert "yakki." in blocked.stdout + blocked.stderr and "risky.txt" in blocked.stdout + blocked.stderr
    mended = outside.commit(risky=LAWFUL)
    assert mended.returncode == 0, mended.stdout + mended.stderr
