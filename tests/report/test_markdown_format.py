from __future__ import annotations

import re
from html import unescape

import report_sample as sample
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_sample import finding, report

from adcheck.model import Citation
from adcheck.report import FORMATS, RenderOptions
from adcheck.report.markdown import code, escape
from adcheck.report.visible import visible

PLAIN = RenderOptions()
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def render(value: object, options: RenderOptions = PLAIN) -> str:
    return FORMATS["markdown"](value, options)  # type: ignore[arg-type]


def test_everything_is_shown() -> None:
    text = render(sample.FULL)
    assert text.startswith("# adcheck 0.1.0（2026-11-22 時点の法令）\n\n| 文書 | エラー | 警告 | 情報 | 状態 |\n")
    assert "| a.txt | 1 | 0 | 1 | 確認済み |\n" in text
    assert "| rows.jsonl\\[r-1\\] | 0 | 1 | 0 | 確認済み |\n" in text
    assert "| bad.txt | 0 | 0 | 0 | 確認不能 |\n" in text
    assert "## a.txt\n\n- **🔴 エラー** `yakki.cos-spot-erase` 「シミが消え」は" in text
    assert "  - 箇所: 2\\:8 `シミが消え`\n" in text
    assert "  - 根拠: [医薬品医療機器等法 第66条第1項](<https://laws.example/yakki>)\n" in text
    assert "  - 言い換え: 第1条<br>第2条" in text
    assert "  - 箇所: 文書全体" in text
    assert "**確認できませんでした**: bad.txt\\: 読めません" in text
    assert "- ⚠️ プラグイン x 1.0 を読み込めません" in text
    assert "## clean.txt" not in text
    assert "許可された指摘" not in text
    assert "許可された指摘" in render(sample.FULL, RenderOptions(show_settled=True))


def test_quiet() -> None:
    assert render(report(), RenderOptions(quiet=True)) == ""
    assert render(report()).startswith("# adcheck")


def test_headings_and_tables_parse() -> None:
    html = MARKDOWN.render(render(sample.FULL))
    assert html.count("<tr>") == 5 and html.count("<h2>") == 4
    assert '<a href="https://laws.example/yakki">' in html


def test_a_url_that_is_none_is_no_link() -> None:
    law = sample.LAW._replace(url="javascript:alert(1)")
    assert "javascript" not in render(report(finding(law=(Citation(law, ""),))))


@given(
    st.text(st.one_of(st.sampled_from("`*_[]()<>|#~&!:@$\\-+.\n https://w"), st.characters(codec="utf-8")), max_size=30)
)
def test_nothing_in_a_draft_is_markup(text: str) -> None:
    shown = visible(text)
    inline = MARKDOWN.renderInline(f"x{escape(text)}x")
    assert unescape(inline) == f"x{shown}x"
    if shown.strip():
        assert unescape(MARKDOWN.renderInline(f"x{code(text)}x")) == f"x<code>{shown}</code>x"
    table = MARKDOWN.render(f"| a |\n|---|\n| x{escape(text)}x |\n")
    assert len(re.findall("<td>", table)) == 1
