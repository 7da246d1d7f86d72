"""The nearest configuration upward from each file, and what hangs on it: context, packs, baseline, evidence, fail-on."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from adcheck.cli import cli

RISKY = "【PR】この美容液で頬のシミが消えました！\n"
RULE = ("--select", "yakki.cos-spot-erase")
CONTEXT = 'context = { relationship = "paid", platform = "blog", category = "cosmetics" }\n'
OWN_RULE = """
[[rule]]
id = "own.wow"
title = "社内の規則"
severity = "error"
law = ["own-guide"]
check = "pattern"
message = "「{match}」は使いません"
[rule.pattern]
find = ["すごい"]
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.chdir(tmp_path)


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def write(**files: str) -> None:
    """``a__post_md="…"`` writes ``a/post.md``; ``a__config`` the configuration of ``a``."""
    for name, text in files.items():
        *folders, last = name.split("__")
        file = Path(*folders, ".adcheck.toml" if last == "config" else last.replace("_", "."))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def context(*args: object) -> dict[str, str]:
    """Path → category and where it came from."""
    documents: list[dict[str, Any]] = json.loads(run("check", *args, "--format", "json").stdout)["documents"]
    return {each["path"]: f"{each['context']['category']} ({each['context_origin']['category']})" for each in documents}


def test_each_file_has_the_configuration_nearest_to_it() -> None:
    write(
        config='[context]\ncategory = "general"\n',
        root_md="本文\n",
        food__config='[context]\ncategory = "food"\n',
        food__post_md="本文\n",
        food__deep__post_md="本文\n",
        drug__config='[context]\ncategory = "drug"\n',
        drug__post_md="本文\n",
    )
    nested = {
        os.path.join("food", "deep", "post.md"): "food (config)",
        os.path.join("food", "post.md"): "food (config)",
    }
    all_files = {"root.md": "general (config)", os.path.join("drug", "post.md"): "drug (config)", **nested}
    assert context() == all_files
    # as pre-commit does it: file by file, in any order
    assert context(*sorted(all_files, reverse=True)) == all_files
    assert context(".", "--config", "food/.adcheck.toml") == dict.fromkeys(all_files, "food (config)")
    assert context(Path("drug/post.md").resolve()) == {str(Path("drug/post.md").resolve()): "drug (config)"}


def test_one_report_holds_everything_once() -> None:
    write(a__config=CONTEXT, a__post_md=RISKY, b__config=CONTEXT, b__post_md=RISKY)
    data = json.loads(run("check", ".", *RULE, "--format", "json").stdout)
    assert [finding["path"] for finding in data["findings"]] == [
        os.path.join("a", "post.md"),
        os.path.join("b", "post.md"),
    ]
    assert data["summary"] == {"error": 2, "warning": 0, "info": 0, "documents": 2, "failed": 0}
    names = [pack["name"] for pack in data["packs"]]
    assert len(names) == len(set(names)) > 5


def test_a_mistake_in_any_configuration_stops_the_run() -> None:
    write(a__post_md="本文\n", b__config="colour = 1\n", b__post_md="本文\n")
    stopped = run("check", ".")
    assert stopped.exit_code == 2
    assert str(Path("b", ".adcheck.toml").resolve()) in stopped.stderr and "colour" in stopped.stderr


def test_explain_config_names_the_file_of_each_document() -> None:
    write(
        config='[context]\ncategory = "general"\n', root_md="本文\n",
        food__config='select = ["keihyo"]\n[context]\ncategory = "food"\n', food__post_md="本文\n",
    )  # fmt: skip
    alone = run("check", "--explain-config", "food/post.md").stdout
    assert alone.startswith(f"設定ファイル: {Path('food/.adcheck.toml').resolve()}\n")
    assert "category = food（設定ファイル）" in alone
    # the rules listed are those that speak: selection and context decide in one place
    listed = [line.strip() for line in alone.splitlines() if line.startswith("    ")]
    assert listed and all(rule.startswith("keihyo.") for rule in listed)
    both = run("check", "--explain-config").stdout
    assert both.count("設定ファイル: ") == 2
    assert str(Path(".adcheck.toml").resolve()) in both and alone in both


def test_fail_on_of_each_configuration() -> None:
    strict, lax = f'fail-on = "warning"\n{CONTEXT}', f'{CONTEXT}levels = {{ yakki = "warning" }}\n'
    write(a__config=lax, a__post_md=RISKY)
    assert run("check", ".", *RULE).exit_code == 0
    write(b__config=f'{strict}levels = {{ yakki = "info" }}\n', b__post_md=RISKY)
    assert run("check", ".", *RULE).exit_code == 0
    write(b__config=f'{strict}levels = {{ yakki = "warning" }}\n')
    assert run("check", ".", *RULE).exit_code == 1
    assert run("check", ".", *RULE, "--fail-on", "error").exit_code == 0


def test_packs_of_a_project_speak_only_there(monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        a__config='packs = ["own"]\n', a__post_md="すごい\n", b__post_md="すごい\n",
        a__own__pack_toml='name = "own"\ntitle = "社内"\nversion = "1"\n', a__own__rules_toml=OWN_RULE,
        a__own__laws_toml='[own-guide]\ntitle = "社内基準"\nauthority = "自社"\nurl = ""\n',
    )  # fmt: skip
    data = json.loads(run("check", "a", "b", "--select", "own", "--format", "json").stdout)
    assert [(finding["rule"], finding["path"]) for finding in data["findings"]] == [
        ("own.wow", os.path.join("a", "post.md"))
    ]
    assert run("explain", "own.wow").exit_code == 2
    monkeypatch.chdir("a")
    assert "社内の規則" in run("explain", "own.wow").stdout and "own.wow" in run("rules").stdout


def test_a_broken_pack_is_named_when_its_rules_are_selected() -> None:
    write(a__config='packs = ["own"]\n', a__post_md="本文\n", a__own__pack_toml='title = "社内"\n')
    stopped = run("check", "a", "--select", "own")
    assert stopped.exit_code == 2 and "pack.toml" in stopped.stderr


def test_exclude_leaves_files_out_even_when_they_are_named() -> None:
    write(config='exclude = ["old", "*.draft.md"]\n', old__post_md=RISKY, x_draft_md=RISKY, new_md="本文\n")
    assert list(context()) == ["new.md"]
    assert list(context("old/post.md", "x.draft.md", "new.md")) == ["new.md"]
    assert run("check", "old/post.md").exit_code == 0


def test_a_report_written_into_the_folder_is_no_draft() -> None:
    write(post_md=RISKY)
    for _ in range(2):
        run("check", ".", "--format", "jsonl", "-o", "report.jsonl")
    lines = [json.loads(line) for line in Path("report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["path"] for line in lines if line["type"] == "document"] == ["post.md"]


def test_each_configuration_has_its_baseline_wherever_adcheck_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("a", "b"):
        write(**{f"{folder}__config": f'baseline = "known.jsonl"\n{CONTEXT}', f"{folder}__post_md": RISKY})
    assert run("check", ".", *RULE, "--baseline-update").exit_code == 0
    for folder in ("a", "b"):
        (line,) = Path(folder, "known.jsonl").read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["path"] == "post.md"
    assert run("check", ".", *RULE).exit_code == 0
    assert run("check", "b/post.md", *RULE).exit_code == 0
    assert run("exceptions").stdout.count("ベースライン") == 2
    write(a__post_md="うるおいを与えます。\n")
    stale = run("check", ".", *RULE).stderr
    assert stale.count("もうありません") == 1 and str(Path("a/known.jsonl").resolve()) in stale
    monkeypatch.chdir("b")
    assert run("check", ".", *RULE).exit_code == 0


def test_one_baseline_for_all_and_a_partial_update_keeps_the_rest() -> None:
    write(a__config=CONTEXT, a__post_md=RISKY, b__config=CONTEXT, b__post_md=RISKY)
    known = ("--baseline", "known.jsonl")
    assert run("check", ".", *RULE, *known, "--baseline-update").exit_code == 0
    assert len(Path("known.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    write(a__post_md="うるおいを与えます。\n")
    assert run("check", "a", *RULE, *known, "--baseline-update").exit_code == 0
    (line,) = Path("known.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["path"] == "b/post.md"
    assert run("check", ".", *RULE, *known).exit_code == 0


def test_each_configuration_has_its_evidence() -> None:
    claim = "満足度98%"
    text = f"【PR】お客様{claim}！\n"
    file = b"report"
    record = f"""
[[evidence]]
claim = "{claim}"
rules = ["keihyo"]
kind = "調査"
institution = "調査会社"
method = "インターネット調査"
period = "2026年4月"
n = 500
scope = "購入者"
file = "survey.pdf"
sha256 = "{hashlib.sha256(file).hexdigest()}"
approver = "法務"
expires = 2099-01-01
"""
    write(a__config=f'evidence = "register.toml"\n{CONTEXT}', a__post_md=text, a__register_toml=record)
    write(b__config=CONTEXT, b__post_md=text)
    Path("a/survey.pdf").write_bytes(file)
    rows = json.loads(run("check", ".", "--select", "keihyo", "--format", "json").stdout)["findings"]
    status = {(row["path"][0], row["status"]) for row in rows if row["quote"] and claim in row["quote"]}
    assert status == {("a", "allowed"), ("b", "open")}
    table = run("evidence", "a", "b").stdout
    records, missing = table.split("## 根拠資料のない表現")
    assert claim in records and os.path.join("a", "post.md:1") in records
    assert os.path.join("b", "post.md:1") in missing and os.path.join("a", "post.md:1") not in missing
    assert run("evidence").exit_code == 2, "no register here, and nothing to list"
