"""A real client session over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from adcheck.editor.server import Lines, check_text
from adcheck.engine.baseline import write_baseline
from adcheck.engine.checker import Checker
from adcheck.host import Host, build
from adcheck.model import Document

TEXT = "---\nadcheck:\n  category: cosmetics\n  relationship: paid\n  platform: blog\n---\n【PR】😍この美容液でシミが消えた！\n"

OWN = {
    "pack.toml": 'name = "own"\nversion = "1"\ntitle = "社内"\n',
    "laws.toml": '[own-guide]\ntitle = "社内基準"\nauthority = "自社"\n',
    "rules.toml": """
[[rule]]
id = "own.wow"
title = "社内の規則"
severity = "error"
law = ["own-guide"]
check = "pattern"
message = "「{match}」は使いません"
[rule.pattern]
find = ["すごい"]
""",
}


@given(st.text("aあ😍\n\r🇯🇵", max_size=30))
def test_positions_round_trip(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        back = lines.offset(lines.position(offset))
        # a position inside \r\n has no place of its own in the protocol
        assert back == offset or text[max(0, offset - 1) : offset + 1] == "\r\n"


def test_an_emoji_is_two_units() -> None:
    assert Lines("😍あ").position(1) == lsp.Position(0, 2)


def _host(cache: Path, packs: tuple[Path, ...]) -> Host:
    return build(local=packs, cache=cache)


def test_the_nearest_configuration_holds_and_excludes(tmp_path: Path) -> None:
    hosts = partial(_host, tmp_path / "cache")
    (tmp_path / ".adcheck.toml").write_text('exclude = ["old"]\n[context]\ncategory = "food"\n', encoding="utf-8")
    (tmp_path / "old").mkdir()
    checked, found = check_text(hosts, str(tmp_path / "post.md"), "この玉ねぎで糖尿病が治る。")
    assert checked.context.category == "food" and found
    assert check_text(hosts, str(tmp_path / "old" / "post.md"), "この玉ねぎで糖尿病が治る。")[1] == ()


EVIDENCE = """
[[evidence]]
claim = "購入者の87%が満足"
rules = ["keihyo"]
kind = "調査"
institution = "自社"
method = "購入者全員にメールで送付"
period = "2026年5月"
n = 1482
scope = "2026年4月の購入者"
file = "survey.txt"
sha256 = "{digest}"
approver = "法務 佐藤"
expires = 2099-12-31
"""


def test_what_the_baseline_and_the_evidence_settle_is_settled_here_too(tmp_path: Path) -> None:
    hosts = partial(_host, tmp_path / "cache")
    draft = str(tmp_path / "post.md")
    text = "PR この美容液でシミが消えた！\n\n購入者の87%が満足と答えました。"

    def statuses() -> dict[str, str]:
        return {finding.quote or "": finding.status for finding in check_text(hosts, draft, text)[1]}

    assert set(statuses().values()) == {"open"}
    (tmp_path / "survey.txt").write_text("結果", encoding="utf-8")
    register = EVIDENCE.replace("{digest}", sha256("結果".encode()).hexdigest())
    (tmp_path / "adcheck-evidence.toml").write_text(register, encoding="utf-8")
    (tmp_path / ".adcheck.toml").write_text(
        'evidence = "adcheck-evidence.toml"\nbaseline = "old.jsonl"\n', encoding="utf-8"
    )
    report = Checker(hosts(())).run([Document(draft, text)])
    claim = next(finding for finding in report.findings if finding.pack == "yakki")
    write_baseline(tmp_path / "old.jsonl", [replace(report, findings=(claim,))], {})
    after = statuses()
    assert after[claim.quote or ""] == "baselined"
    assert [status for quote, status in after.items() if "87" in quote] == ["allowed"]


def test_the_packs_of_the_project_speak(tmp_path: Path) -> None:
    (tmp_path / ".adcheck.toml").write_text('packs = ["own"]\n', encoding="utf-8")
    (tmp_path / "own").mkdir()
    for name, text in OWN.items():
        (tmp_path / "own" / name).write_text(text, encoding="utf-8")
    _, found = check_text(partial(_host, tmp_path / "cache"), str(tmp_path / "post.md"), "すごい")
    assert [finding.rule for finding in found if finding.pack == "own"] == ["own.wow"]


async def _session(tmp_path: Path) -> dict[str, Any]:
    client = LanguageClient("test", "1")
    published: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def keep(params: lsp.PublishDiagnosticsParams) -> None:
        published.put_nowait(params)

    await client.start_io(sys.executable, "-m", "adcheck", "lsp")
    uri = (tmp_path / "post.md").as_uri()
    result: dict[str, Any] = {}
    try:
        await client.initialize_async(
            lsp.InitializeParams(lsp.ClientCapabilities(), process_id=None, root_uri=tmp_path.as_uri())
        )
        client.initialized(lsp.InitializedParams())
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, TEXT)))
        result["open"] = (await asyncio.wait_for(published.get(), 60)).diagnostics
        where = result["open"][0].range
        document = lsp.TextDocumentIdentifier(uri)
        result["hover"] = await client.text_document_hover_async(lsp.HoverParams(document, where.start))
        result["actions"] = await client.text_document_code_action_async(
            lsp.CodeActionParams(document, where, lsp.CodeActionContext([]))
        )
        for version in (2, 3, 4):  # a burst of typing is checked once
            change = lsp.TextDocumentContentChangeWholeDocument("【PR】うるおう美容液です。" + "。" * version)
            client.text_document_did_change(
                lsp.DidChangeTextDocumentParams(lsp.VersionedTextDocumentIdentifier(version, uri), [change])
            )
        result["changed"] = (await asyncio.wait_for(published.get(), 60)).diagnostics
        await asyncio.sleep(0.6)
        result["left"] = published.qsize()
        await client.shutdown_async(None)
        client.exit(None)
    finally:
        await client.stop()
    return result


def test_a_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    result = asyncio.run(_session(tmp_path))
    diagnostic = next(each for each in result["open"] if each.code == "yakki.cos-spot-erase")
    line = TEXT.splitlines()[6]
    assert diagnostic.range.start.line == 6
    assert diagnostic.range.start.character == len(line[: line.index("シミ")].encode("utf-16-le")) // 2
    assert "根拠" in result["hover"].contents.value
    titles = [action.title for action in result["actions"]]
    assert any(title.startswith("言い換え") for title in titles) and any("許容" in title for title in titles)
    assert [each for each in result["changed"] if each.code == "yakki.cos-spot-erase"] == []
    assert result["left"] == 0
