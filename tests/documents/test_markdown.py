from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck.documents.errors import Unreadable
from adcheck.documents.markdown import read
from adcheck.model import Document


def blocks(text: str) -> list[tuple[str, str]]:
    (document,) = read("a.md", text.encode())
    assert document.text == text
    check(document)
    return [(block.kind, text[block.span.start : block.span.end]) for block in document.blocks]


def check(document: Document) -> None:
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(document.text)
        end = block.span.end


def test_headings_and_paragraphs() -> None:
    assert blocks("# 見出し #\n\n本文\n二行目\n\nもう一つの\n===\n##\n### `#` 記号") == [
        ("heading", "見出し"),
        ("text", "本文\n二行目"),
        ("heading", "もう一つの"),
        ("heading", "`#` 記号"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_endings_are_kept(newline: str) -> None:
    text = newline.join(["# 題", "", "本文", "続き", "", "- 項目"])
    assert blocks(text) == [("heading", "題"), ("text", f"本文{newline}続き"), ("list", "項目")]


def test_hashtags_are_no_headings() -> None:
    assert blocks("#PR #コスメ") == [("text", "#PR #コスメ")]


def test_indented_text_and_ideographic_indents_are_text() -> None:
    assert blocks("    字下げした本文") == [("text", "字下げした本文")]
    assert blocks("　\n　字下げ\n　\n続き") == [("text", "字下げ\n　\n続き")]


def test_lists_and_quotes() -> None:
    assert blocks("- 一\n  続き\n- 二\n  1. 三\n\n> 引用\n> の続き\n\n* > 引用の中") == [
        ("list", "一\n  続き"),
        ("list", "二"),
        ("list", "三"),
        ("quote", "引用"),
        ("quote", "の続き"),
        ("quote", "引用の中"),
    ]


def test_table_cells() -> None:
    assert blocks(
        "| 項目 | 値 |\n|---|:-:|\n| a \\| b | |\n| 消える | 二 | 余り |\n\n> x | y\n> --- | ---\n> p | q"
    ) == [
        ("cell", "項目"),
        ("cell", "値"),
        ("cell", "a \\| b"),
        ("cell", "消える"),
        ("cell", "二"),
        ("cell", "余り"),
        ("cell", "x"),
        ("cell", "y"),
        ("cell", "p"),
        ("cell", "q"),
    ]


def test_links_images_and_urls() -> None:
    assert blocks(
        '読む[詳しく](https://a.example/x_(1) "題")。![代替](i.png)<https://b.example>と https://c.example/?a=1。'
    ) == [
        ("text", "読む"),
        ("link", "詳しく"),
        ("url", "https://a.example/x_(1)"),
        ("text", "。"),
        ("text", "代替"),
        ("url", "i.png"),
        ("url", "https://b.example"),
        ("text", "と "),
        ("url", "https://c.example/?a=1"),
        ("text", "。"),
    ]
    assert blocks("**https://a.example/**") == [("text", "**"), ("url", "https://a.example/"), ("text", "**")]
    assert blocks("[![バナー](b.png)](https://lp.example)") == [
        ("link", "バナー"),
        ("url", "b.png"),
        ("url", "https://lp.example"),
    ]


def test_reference_links() -> None:
    assert blocks("[公式][Ref] と [ref] と [別]\n\n[ref]: <https://a.example>") == [
        ("link", "公式"),
        ("text", " と "),
        ("link", "ref"),
        ("text", " と [別]"),
        ("url", "https://a.example"),
    ]


def test_brackets_that_are_no_link_may_hold_one() -> None:
    assert blocks("[注 [詳細](u)]") == [("text", "[注 "), ("link", "詳細"), ("url", "u"), ("text", "]")]
    assert blocks(r"\[x](u) と `[y](u)`") == [("text", r"\[x](u) と `[y](u)`")]


def test_comments() -> None:
    assert blocks("前<!-- adcheck-allow: a.b -- 理由 -->後\n\n<!-- 二\n行 -->\n\n本文") == [
        ("text", "前"),
        ("comment", "<!-- adcheck-allow: a.b -- 理由 -->"),
        ("text", "後"),
        ("comment", "<!-- 二\n行 -->"),
        ("text", "本文"),
    ]


def test_html_block_shows_what_a_visitor_sees() -> None:
    assert blocks("<div>\n<p>見える</p><script>var a = 'シミ'</script>\n</div>\n\n後") == [
        ("text", "見える"),
        ("text", "後"),
    ]


def test_fenced_code() -> None:
    assert blocks("```py\na = 1\n\nb\n```\n\n~~~\n~~~\n\n> ```\n> c\n> ```") == [
        ("code", "a = 1\n\nb"),
        ("code", "> c"),
    ]
    assert blocks("```\n\n") == []
    assert blocks("```\n閉じない") == [("code", "閉じない")]


def test_front_matter() -> None:
    text = "---\ntitle: x\nadcheck:\n  platform: blog\n---\n# 題\n\n[a]\n\n[a]: https://a.example"
    (document,) = read("a.md", text.encode())
    assert document.given == {"platform": "blog"}
    assert document.given_origin == "front matter"
    assert [block.kind for block in document.blocks] == ["front-matter", "heading", "link", "url"]
    assert [text[b.span.start : b.span.end] for b in document.blocks[1:]] == ["題", "a", "https://a.example"]


def test_malformed_front_matter() -> None:
    with pytest.raises(Unreadable, match="4 行目"):
        list(read("a.md", b"---\ntitle: x\nadcheck:\n\ta: b\n---\n"))


PIECES = st.sampled_from(
    ["#", "# ", "- ", "1. ", "> ", "|", "---", "```", "~~~", "\n", "\n\n", "\r\n", "\r", "    ", "\t", "　", " ",
     "シミ", "a", "`", "[", "]", "(", ")", "](u)", "[a]: b", "<!--", "-->", "<div>", "</div>", "<b>",
     "https://x.example",
     "*", "\\", "!", "===", "🥹", "か\u3099", "| a | b |\n|---|---|\n", "+++", "adcheck", "\u2028",
     "\x0b", "\x0c", "\x85"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_blocks_are_in_order_and_no_word_is_lost(text: str) -> None:
    try:
        (document,) = read("a.md", text.encode())
    except Unreadable:
        return
    assert document.text == text
    check(document)
    # A word of the draft may be markup only in HTML, an info string, a link's title or a definition.
    if not any(mark in text for mark in ("<", "```", "~~~", "](", "]:")):
        shown = "".join(text[block.span.start : block.span.end] for block in document.blocks)
        assert shown.count("シミ") == text.count("シミ")
