from __future__ import annotations

import pytest

from adcheck.text.headings import sections
from adcheck.text.normalise import normal


def labelled(text: str) -> list[tuple[str, str]]:
    view = normal(text)
    return [(view[s.start : s.label_end].strip(), view[s.label_end : s.end].strip(" :\n")) for s in sections(view)]


def body(text: str, label: str) -> str:
    return next(content for head, content in labelled(text) if label in head)


@pytest.mark.parametrize(
    "text",
    [
        "■目的\n認知拡大\n■対象\n30代",
        "【目的】認知拡大\n【対象】30代",
        "目的：認知拡大\n対象：30代",
        "## 目的\n認知拡大\n## 対象\n30代",
        "1. 目的\n認知拡大\n2. 対象\n30代",
        "目的\t認知拡大\n対象\t30代",
        "🔸目的：認知拡大\n🔸対象：30代",
    ],
)
def test_a_section_ends_at_the_next_heading_of_its_kind(text: str) -> None:
    assert body(text, "目的").lstrip("】\t ") == "認知拡大"


def test_details_belong_to_the_heading_above() -> None:
    text = "■対象\n・年齢：45歳\n家族：夫と子\n1. 朝に見る\n■商品\n靴"
    assert "45歳" in body(text, "対象") and "夫と子" in body(text, "対象") and "朝に見る" in body(text, "対象")
    assert "靴" not in body(text, "対象")


def test_times_and_links_are_no_headings() -> None:
    assert labelled("公開は12:30です\nhttps://example.com/a") == []
    assert labelled("対象:30代、女性")[0] == ("対象", "30代、女性")


@pytest.mark.parametrize(
    "text",
    [
        "# Brief\n**目的**\n認知拡大\n**対象**\n30代",
        "§1 目的\n認知拡大\n§2 対象\n30代",
        "Q. 目的は？\n認知拡大\nQ. 対象は？\n30代",
    ],
)
def test_bold_lines_paragraph_signs_and_questions_are_headings(text: str) -> None:
    assert body(text, "目的") == "認知拡大"
