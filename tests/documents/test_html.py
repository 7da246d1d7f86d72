from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck.documents.html import read


def blocks(text: str) -> list[tuple[str, str]]:
    (document,) = read("a.html", text.encode())
    assert document.text == text
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        end = block.span.end
    return [(block.kind, text[block.span.start : block.span.end]) for block in document.blocks]


def test_page() -> None:
    page = """<!DOCTYPE html>\r
<html><head><title>美容液 &amp; 化粧水</title>
<meta name="Description" data-x='content="no"' content="シミが消える">
<meta property='og:title' content='題'><meta name="viewport" content="width=device-width">
<style>p { content: "見えない" }</style><script>if (a < b) { "見えない" }</script></head>
<body><!-- 見えない --><h1>見出し</h1>
<p>本文<b>強調</b>続き&nbsp;と&#x3042; <a href="u">リンク</a><br>次</p>
<ul><li>一<li>二</ul><table><tr><td>値<td>値2</table>外
<blockquote>引用</blockquote><pre>コード</pre>
<img src="a.png" alt="比較 写真"><img alt=無引用符 src=b><img alt=""><template>雛形</template>
<div style="display:none">畳んだ説明</div>
<!-- adcheck-allow: a.b -- 理由 --></body></html>"""
    assert blocks(page) == [
        ("title", "美容液 &amp; 化粧水"),
        ("text", "シミが消える"),
        ("text", "題"),
        ("heading", "見出し"),
        ("text", "本文"),
        ("text", "強調"),
        ("text", "続き&nbsp;と&#x3042;"),
        ("link", "リンク"),
        ("text", "次"),
        ("list", "一"),
        ("list", "二"),
        ("cell", "値"),
        ("cell", "値2"),
        ("text", "外"),
        ("quote", "引用"),
        ("code", "コード"),
        ("text", "比較 写真"),
        ("text", "無引用符"),
        ("text", "畳んだ説明"),
        ("comment", "<!-- adcheck-allow: a.b -- 理由 -->"),
    ]


def test_fragments_and_stray_markup() -> None:
    assert blocks("裸の文") == [("text", "裸の文")]
    assert blocks("</p>1 < 2 & 3 > 2") == [("text", "1 < 2 & 3 > 2")]
    for text in ("<p>途中で切れた<b", "途中で切れた<!-- 閉じない"):
        assert blocks(text) == [("text", text.removeprefix("<p>"))]
    assert blocks("<a title=it's href='a>b'>文</a>") == [("link", "文")]
    assert blocks("<SCRIPT>a</p></Script >文<style>b") == [("text", "文")]
    assert blocks("a<!-->b<!--->c<!-- x --!>d<![CDATA[x]]>e</ x>f<?php x ?>g") == [("text", char) for char in "abcdefg"]
    assert blocks("<p>アイ<template>ウ<b>エ</b></template>オ</p>") == [("text", "アイ"), ("text", "オ")]
    assert blocks("<script/>本文") == [("text", "本文")]
    assert blocks("  \n<p>\n</p>") == []


PIECES = st.sampled_from(
    ["<p>", "</p>", "<br>", "<a href='x'>", "</a>", "<li>", "</ul>", "<img alt='代替'>", "<img alt=x", "<!--", "-->",
     "<!", "<?", ">", "<", "&", "&amp;", "&#12354;", "&#", "シミ", "\n", "\r\n", " ",
     "<script>", "</script>", "<title>", "</title>", "🥹", "'",
     '"', "<![CDATA[", "]]>", "</", "<meta name=description content='説明'>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_offsets_hold_for_any_markup(text: str) -> None:
    blocks(text)


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "シミ", "&amp;", "\n", "<br/>", "<td>", "</tr>"])).map(
        "".join
    )
)
def test_no_visible_word_is_lost(text: str) -> None:
    shown = "".join(raw for _, raw in blocks(text))
    assert shown.count("シミ") == text.count("シミ")


@pytest.mark.parametrize(
    "piece", ["<!--\n", "<p a\n", "<p a='\n", "<\n", "<p>a\n", "</b>\n", "<script>\n", "&#\n", "<!\n"]
)
def test_broken_pages_take_linear_time(piece: str) -> None:
    blocks(piece * 50_000 + "本文")  # quadratic time would be minutes
