"""The command line through its real entry point: exit codes, formats, bad input, nothing else lost."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from adcheck import report as report_package
from adcheck.cli import cli

RISKY = "【PR】この美容液で頬のシミが消えました！\n"
CLEAN = "【PR】乾燥しがちな肌にうるおいを与える化粧水です。\n"
CONTEXT = ("--category", "cosmetics", "--relationship", "paid", "--platform", "blog")


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    # one cache for the module keeps the tests fast; the user's own is left alone
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def run(*args: object, data: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=data)


def test_exit_codes_and_the_caret(tmp_path: Path) -> None:
    (tmp_path / "risky.txt").write_text(RISKY, encoding="utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    found = run("check", tmp_path / "risky.txt", *CONTEXT)
    assert found.exit_code == 1
    assert "yakki.cos-spot-erase" in found.output and "^^^^" in found.output
    assert run("check", tmp_path / "clean.txt", *CONTEXT).exit_code == 0
    assert run("check", tmp_path / "clean.txt", *CONTEXT, "--quiet").output == ""
    assert run("check", tmp_path / "clean.txt", "--kind", "letter").exit_code == 2
    assert run("check", tmp_path / "missing.txt").exit_code == 3


def test_one_bad_document_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RISKY, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 400)
    (tmp_path / "c.txt").write_bytes("これは".encode("cp932") + b"\xff\xff\x80")
    (tmp_path / "d.txt").write_bytes(b"")
    (tmp_path / "e.txt").write_bytes(b"\xe3\x81\x82" * 2_000_000)
    (tmp_path / "f.jsonl").write_text(
        '{"id": "1", "text": "ok"}\nnot json\n' + json.dumps({"id": "3", "text": RISKY}) + "\n", encoding="utf-8"
    )
    result = run("check", tmp_path, *CONTEXT, "--format", "json")
    assert result.exit_code == 3
    data = json.loads(result.stdout)
    failed = {Path(document["path"]).name for document in data["documents"] if document["status"] == "failed"}
    assert failed == {"b.txt", "c.txt", "e.txt", "f.jsonl"}
    assert all(document["error"] for document in data["documents"] if document["status"] == "failed")
    assert {
        (Path(finding["path"]).name, finding["document"])
        for finding in data["findings"]
        if finding["rule"] == "yakki.cos-spot-erase"
    } == {("a.txt", None), ("f.jsonl", "3")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "post.txt").write_bytes((RISKY * 3).encode(encoding))
    assert "yakki.cos-spot-erase" in run("check", tmp_path / "post.txt", *CONTEXT).output


def test_json_follows_the_schema_and_positions_are_code_points(tmp_path: Path) -> None:
    text = "😍ｼﾐが消えました！\n#PR"
    (tmp_path / "post.txt").write_text(text, encoding="utf-8")
    data = json.loads(run("check", tmp_path / "post.txt", *CONTEXT, "--format", "json", "--as-of", "2026-11-22").stdout)
    schema = json.loads((Path(report_package.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert data["as_of"] == "2026-11-22"
    finding = next(finding for finding in data["findings"] if finding["rule"] == "yakki.cos-spot-erase")
    assert text[finding["start"] : finding["end"]] == finding["quote"]
    assert (finding["line"], finding["column"]) == (1, finding["start"] + 1)
    assert finding["fingerprint"] and finding["law"][0]["title"]


def test_front_matter_beats_the_configuration_and_options_beat_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".adcheck.toml").write_text(
        '[context]\ncategory = "food"\nplatform = "x"\nrelationship = "paid"\n', encoding="utf-8"
    )
    (tmp_path / "post.md").write_text("---\nadcheck:\n  category: cosmetics\n---\n" + RISKY, encoding="utf-8")
    data = json.loads(run("check", "post.md", "--platform", "note", "--format", "json").stdout)
    (document,) = data["documents"]
    assert (document["context"]["category"], document["context_origin"]["category"]) == ("cosmetics", "front matter")
    assert (document["context"]["platform"], document["context_origin"]["platform"]) == ("note", "option")
    assert (document["context"]["relationship"], document["context_origin"]["relationship"]) == ("paid", "config")


def test_no_context_still_finds_one_step_lower_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "post.txt").write_text("この美容液で頬のシミが消えました！", encoding="utf-8")
    data = json.loads(run("check", tmp_path / "post.txt", "--format", "json").stdout)
    finding = next(finding for finding in data["findings"] if finding["rule"] == "yakki.cos-spot-erase")
    assert finding["severity"] == "warning"
    assert "推定" in finding["reason"] and "美容液" in finding["reason"]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("[context]\ncategory = 'cosmetic'", "context.category"),
        ("colour = 1", "colour"),
        ("[levels]\nyakki = 'loud'", "levels"),
        ("[[override]]\ncontext = {}", "override[1].files"),
        ("[context", "TOML"),
    ],
)
def test_a_mistake_in_the_configuration_names_file_and_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".adcheck.toml").write_text(config, encoding="utf-8")
    result = run("check", "-", data=CLEAN)
    assert result.exit_code == 2
    assert ".adcheck.toml" in result.stderr and expected in result.stderr


def test_levels_select_ignore_and_did_you_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".adcheck.toml").write_text('[levels]\n"yakki.cos-spot" = "info"\n', encoding="utf-8")
    assert run("check", "-", *CONTEXT, "--select", "yakki.cos-spot-erase", data=RISKY).exit_code == 0
    assert (
        run("check", "-", *CONTEXT, "--select", "yakki.cos-spot-erase", "--fail-on", "info", data=RISKY).exit_code == 1
    )
    assert (
        run(
            "check",
            "-",
            *CONTEXT,
            "--select",
            "yakki.cos-spot-erase",
            "--ignore",
            "yakki",
            "--fail-on",
            "info",
            data=RISKY,
        ).exit_code
        == 0
    )
    wrong = run("check", "-", "--select", "yakki.cos-spot-erased", data=RISKY)
    assert wrong.exit_code == 2 and "yakki.cos-spot-erase" in wrong.stderr
    assert "check" in run("chek").stderr


def test_as_of_an_earlier_day_the_notice_was_not_in_force(tmp_path: Path) -> None:
    args = (
        "--relationship",
        "paid",
        "--platform",
        "blog",
        "--category",
        "general",
        "--select",
        "stealth",
        "--format",
        "json",
    )
    text = "新しい掃除機が届きました。軽くて気に入っています。"
    assert json.loads(run("check", "-", *args, "--as-of", "2026-11-22", data=text).stdout)["findings"]
    assert not json.loads(run("check", "-", *args, "--as-of", "2023-09-30", data=text).stdout)["findings"]


@pytest.mark.parametrize(
    "name", ["text", "json", "jsonl", "markdown", "html", "sarif", "github", "gitlab", "junit", "csv"]
)
def test_a_hostile_draft_is_harmless_in_every_format(name: str) -> None:
    hostile = "シミが消えた<script>alert(1)</script>{{7*7}}${7*7}\u202etxet\x1b[31m\x1b]0;x\x07 ::error::=1+1\n=HYPERLINK()シミが消えた"
    result = run("check", "-", *CONTEXT, "--format", name, data=hostile)
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout and "\u202e" not in result.stdout
    if name == "html":
        assert "<script>alert" not in result.stdout and "49" not in result.stdout.split("<main")[1].split("</main>")[
            0
        ].replace("{{7*7}}", "")
    if name == "github":
        assert all(line.startswith("::") for line in result.stdout.splitlines())


def test_exceptions_need_a_reason_and_must_be_used(tmp_path: Path) -> None:
    file = tmp_path / "post.md"
    rules = ("--select", "yakki.cos-spot-erase")
    file.write_text(
        "<!-- adcheck-allow: yakki.cos-spot-erase -- 承認済みの体験談 (until 2099-01-01) -->\n" + RISKY,
        encoding="utf-8",
    )
    assert run("check", file, *CONTEXT, *rules).exit_code == 0
    file.write_text("<!-- adcheck-allow: yakki.cos-spot-erase -->\n" + RISKY, encoding="utf-8")
    without = run("check", file, *CONTEXT, *rules)
    assert without.exit_code == 1 and "adcheck.allow-without-reason" in without.output
    file.write_text(
        "<!-- adcheck-allow: yakki.cos-spot-erase -- 旧版 (until 2020-01-01) -->\n" + RISKY, encoding="utf-8"
    )
    expired = run("check", file, *CONTEXT, *rules)
    assert expired.exit_code == 1 and "adcheck.allow-expired" in expired.output
    file.write_text("<!-- adcheck-allow: yakki.cos-spot-erase -- 理由 -->\n" + CLEAN, encoding="utf-8")
    assert "adcheck.allow-unused" in run("check", file, *CONTEXT, *rules, "--fail-on", "warning").output


def test_baseline_holds_known_findings_sees_a_swap_and_reports_stale_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rules = (*CONTEXT, "--select", "yakki.cos-spot-erase", "--baseline", "base.jsonl")
    Path("post.txt").write_text(RISKY, encoding="utf-8")
    assert run("check", "post.txt", *rules).exit_code == 2
    assert run("check", "post.txt", *rules, "--baseline-update").exit_code == 0
    Path("post.txt").write_text("まえがきです。\n\n" + RISKY, encoding="utf-8")
    assert run("check", "post.txt", *rules).exit_code == 0
    Path("post.txt").write_text("この美容液で母のそばかすが薄くなりました！\n", encoding="utf-8")
    swapped = run("check", "post.txt", *rules)
    assert swapped.exit_code == 1 and "もうありません" in swapped.stderr


def test_fix_applies_safe_fixes_only_once_and_keeps_the_encoding(tmp_path: Path) -> None:
    file = tmp_path / "post.txt"
    file.write_bytes("＃ＰＲ 新しい掃除機の使い心地です。\r\n".encode("cp932"))
    args = ("--relationship", "paid", "--platform", "blog", "--category", "general", "--select", "stealth")
    shown = run("check", file, *args, "--diff")
    assert "+#PR" in shown.output and file.read_bytes().startswith("＃ＰＲ".encode("cp932"))
    run("check", file, *args, "--fix")
    once = file.read_bytes()
    assert once == "#PR 新しい掃除機の使い心地です。\r\n".encode("cp932")
    run("check", file, *args, "--fix")
    assert file.read_bytes() == once


def test_help_is_japanese_and_lists_the_commands() -> None:
    output = run("--help").output
    assert "広告" in output
    for command in ("check", "rules", "explain", "test", "plugins", "evidence", "exceptions", "init"):
        assert command in output
        assert run(command, "--help").exit_code == 0


def test_rules_explain_and_plugins() -> None:
    assert json.loads(run("rules", "--format", "json").stdout)[0]["rules"]
    assert "# 規則一覧" in run("rules", "--format", "markdown").output
    explained = run("explain", "yakki.cos-spot-erase", "--text", "シミが消えた")
    assert "根拠" in explained.output and "指摘: 「シミが消えた」" in explained.output
    assert "もしかして" in run("explain", "yakki.cos-spot-eras").stderr
    assert "adcheck_packs" in run("plugins").output


def test_init_writes_what_check_then_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = run("init", "--relationship", "paid", "--category", "cosmetics", "--folder", "posts")
    assert made.exit_code == 0
    assert run("check", "posts").exit_code == 0
    explained = run("check", "posts", "--explain-config").output
    assert "category = cosmetics（フロントマター）" in explained
    assert (
        "変更しません" in run("init", "--relationship", "paid", "--category", "cosmetics", "--folder", "posts").output
    )
