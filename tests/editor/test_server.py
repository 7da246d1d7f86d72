"""A real client session over standard input and output."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from adcheck.editor.server import Lines

TEXT = "---\nadcheck:\n  category: cosmetics\n  relationship: paid\n  platform: blog\n---\n【PR】😍この美容液でシミが消えた！\n"


@given(st.text("aあ😍\n\r🇯🇵", max_size=30))
def test_positions_round_trip(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        back = lines.offset(lines.position(offset))
        # a position inside \r\n has no place of its own in the protocol
        assert back == offset or text[max(0, offset - 1) : offset + 1] == "\r\n"


def test_an_emoji_is_two_units() -> None:
    assert Lines("😍あ").position(1) == lsp.Position(0, 2)


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
