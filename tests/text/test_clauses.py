"""Agreements: every way of numbering round-trips, and forms, parties and annexes are told apart."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adcheck.text.clauses import Agreement, Clause, numeral, parse
from adcheck.text.normalise import plain

KANJI = "〇一二三四五六七八九"


def kanji(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ("" if not tens else ("" if tens == 1 else KANJI[tens]) + "十") + (KANJI[ones] if ones else "")


def wide(value: int) -> str:
    return str(value).translate({ord(str(i)): chr(0xFF10 + i) for i in range(10)})


ARTICLES = {
    "paren": lambda n, h: f"第{n}条（{h}）",
    "wide": lambda n, h: f"第{wide(n)}条({h})",
    "kanji": lambda n, h: f"第{kanji(n)}条（{h}）",
    "bracket": lambda n, h: f"第{n}条【{h}】",
    "bare": lambda n, h: f"第{n}条 {h}",
    "markdown": lambda n, h: f"## 第{n}条（{h}）",
    "bold": lambda n, h: f"**第{n}条**（{h}）",
    "above": lambda n, h: f"（{h}）\n第{n}条",
}
MARKS = {
    "dot": lambda n: f"{n}. ",
    "wide-dot": lambda n: f"{wide(n)}．",
    "space": lambda n: f"{wide(n)}　",
    "paren": lambda n: f"（{n}）",
    "circled": lambda n: chr(0x245F + n),
    "kanji": lambda n: f"{kanji(n)}　",
    "katakana": lambda n: "アイウエオカキク"[n - 1] + "　",
    "katakana-paren": lambda n: f"（{'アイウエオカキク'[n - 1]}）",
}
HEADINGS = ["目的", "報酬", "著作権の帰属", "秘密保持", "二次利用", "修正"]
SENTENCES = ["甲は報酬を支払う。", "乙は本投稿を公開する。", "期間は別に定める。", "第3条に定めるところによる。"]


def read(text: str) -> Agreement:
    return parse(plain(text))


def shape(clause: Clause) -> list[tuple[int, int | None]]:
    return [(child.level, child.number) for child in clause.children]


@settings(max_examples=150, deadline=None)
@given(
    style=st.sampled_from(sorted(ARTICLES)),
    first=st.sampled_from(sorted(MARKS)),
    second=st.sampled_from(sorted(MARKS)),
    articles=st.lists(st.lists(st.integers(0, 3), min_size=0, max_size=4), min_size=3, max_size=6),
    data=st.data(),
)
def test_numbering_round_trips(
    style: str, first: str, second: str, articles: list[list[int]], data: st.DataObject
) -> None:
    """Article numbers and headings, 項 and 号 with their levels come back as written, whatever the notation."""
    if first == second or {first, second} <= {"dot", "wide-dot"}:
        return
    lines = ["業務委託契約書", ""]
    for number, paragraphs in enumerate(articles, 1):
        lines.append(ARTICLES[style](number, HEADINGS[number % len(HEADINGS)]))
        if not paragraphs:
            lines.append("甲は業務を委託する。")
        for p, items in enumerate(paragraphs, 1):
            lines.append(MARKS[first](p) + data.draw(st.sampled_from(SENTENCES)))
            lines += [MARKS[second](i) + data.draw(st.sampled_from(SENTENCES)) for i in range(1, items + 1)]
        lines.append("")
    agreement = read("\n".join(lines))
    found = agreement.of("article")
    assert agreement.form == "contract"
    assert [clause.number for clause in found] == list(range(1, len(articles) + 1))
    assert [clause.heading for clause in found] == [HEADINGS[n % len(HEADINGS)] for n in range(1, len(articles) + 1)]
    for clause, paragraphs in zip(found, articles, strict=True):
        wanted: list[tuple[int, int | None]] = []
        for p, items in enumerate(paragraphs, 1):
            wanted.append((1, p))
            wanted += [(2, i) for i in range(1, items + 1)]
        assert shape(clause) == wanted


@given(value=st.integers(1, 99))
def test_numerals(value: int) -> None:
    assert numeral(str(value)) == numeral(kanji(value)) == value


@pytest.mark.parametrize(
    ("written", "value"), [("十二", 12), ("二十", 20), ("一〇", 10), ("廿", 20), ("百", 100), (None, None)]
)
def test_numeral_notations(written: str | None, value: int | None) -> None:
    assert numeral(written) == value


@given(text=st.text(alphabet="第条項一二12①（）.:：、。甲乙は\n　 |■・別紙以上「」", max_size=200))
def test_any_text_parses_into_ordered_clauses(text: str) -> None:
    clauses = read(text).clauses
    assert all(clause.start <= clause.body <= clause.end for clause in clauses)
    assert all(a.end <= b.start for a, b in itertools.pairwise(clauses))


def test_unnumbered_first_paragraph() -> None:
    article = read(
        "第１条（報酬）\n　報酬は5万円とする。\n２　甲は翌月末日に支払う。\n第２条（期間）\n1年とする。\n第３条（解除）\n解除できる。"
    ).of("article")[0]
    assert shape(article) == [(1, 1), (1, 2)]


def test_reference_at_line_start_is_no_article() -> None:
    text = "第1条（目的）\n委託する。\n第2条（解除）\n第1条に定める業務を行わないときは解除できる。\n第3条（期間）\n1年とする。"
    assert [clause.number for clause in read(text).of("article")] == [1, 2, 3]


def test_branch_article() -> None:
    found = read("第1条（目的）\n委託する。\n第1条の2（定義）\n定める。\n第2条（期間）\n1年とする。").of("article")
    assert [(clause.number, clause.branch) for clause in found] == [(1, None), (1, 2), (2, None)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("業務委託契約書\n甲と乙は契約する。", "contract"),
        ("発注書\n発注日：2026年10月5日\n報酬：5万円", "order"),
        ("取引条件通知書\n| 報酬 | 5万円 |", "order"),
        ("件名：ご依頼\n宛先：佐伯様\nリール1本をお願いします。", "mail"),
        ("いつもお世話になっております。下記の条件でお願いします。", "mail"),
        ("インスタでリール1本お願いできますか？😊", "dm"),
        (
            "りこ：やります\nミナモ：ありがとう\nりこ：いつですか\nミナモ：12/8です\nりこ：OKです\nミナモ：お願いします",
            "dm",
        ),
    ],
)
def test_form(text: str, form: str) -> None:
    assert read(text).form == form


def test_parties_and_sides() -> None:
    agreement = read(
        "佐伯 ひかり（活動名：ひかり。以下「甲」という。）と株式会社ミナモ（以下「乙」という。）は契約する。"
    )
    assert agreement.side(True) == ("乙",)
    assert agreement.side(False) == ("甲",)


def test_parties_of_rows() -> None:
    agreement = read("発注書\n発注者：株式会社ミナモ\n受注者：佐伯ひかり様")
    assert [(party.name, party.client) for party in agreement.parties] == [
        ("株式会社ミナモ", True),
        ("佐伯ひかり様", False),
    ]


@pytest.mark.parametrize(
    ("name", "company"),
    [("合名会社升屋", True), ("湊町観光協会", True), ("県立北大学", True), ("みどり市", True), ("佐伯ひかり", None)],
)
def test_institutions_are_companies(name: str, company: bool | None) -> None:
    agreement = read(f"{name}（以下「春」という。）と川上 蓮（以下「秋」という。）は契約する。")
    assert [party.client for party in agreement.parties if party.name == name] == [company]


def test_the_same_item_of_three_posts_is_no_speaker() -> None:
    posts = [f"投稿日：12月{day}日\n形式：リール" for day in (1, 8, 15)]
    assert [clause.heading for clause in read("\n".join(posts)).of("row")] == ["投稿日", "形式"] * 3
    chat = read("りこ：12月1日に出せますか\n編集：はい\nりこ：1本です\n編集：了解\nりこ：お願いします")
    assert "りこ" not in [clause.heading for clause in chat.of("row")]


def test_rows_sections_and_tables() -> None:
    agreement = read(
        "発注書\n1. 報酬：5万円　消費税：別\n■支払日\n2027年1月29日\n| 投稿先 | @akari |\n【二次利用】なし"
    )
    assert [clause.heading for clause in agreement.of("row", "section")] == [
        "報酬 / 消費税",
        "支払日",
        "投稿先",
        "二次利用",
    ]


def test_annex_and_signature() -> None:
    text = "契約書\n第1条（商品）\n別紙1に定める。\n第2条（期間）\n1年とする。\n\n以上\n2026年11月1日\n甲　株式会社ミナモ\n\n別紙1（商品）\n保存容器"
    agreement = read(text)
    assert [(clause.kind, clause.number) for clause in agreement.of("annex")] == [("annex", 1)]
    assert len(agreement.of("signature")) == 1


def test_hidden_stretches_are_not_read() -> None:
    view = plain("---\nkind: agreement\n---\n契約書\n第1条（目的）\n委託する。")
    assert all(clause.start >= 25 for clause in parse(view, [(0, 25)]).clauses)


def test_labels_set_off_by_a_wide_space_are_rows() -> None:
    """「公開日　12月18日」 is a row where several lines are written so; a single one is not."""
    rows = "報酬　　30,000円（税込）\nロ　公開日　12月18日\n支払日　2027年1月29日\n素材　撮影は佐伯様"
    agreement = read("発注書\n" + rows)
    assert [clause.heading for clause in agreement.of("row")] == ["報酬", "公開日", "支払日", "素材"]
    assert not read("発注書\n報酬　30,000円").of("row")


@pytest.mark.parametrize(
    "title",
    [
        "覚　書",
        "動画配信業務　委託契約書兼仕様書",
        "クリエイター合意書（Creator Collaboration Agreement）",
        "Creator Agreement（クリエイター契約書）",
    ],
)
def test_titles_of_contracts(title: str) -> None:
    assert read(f"{title}\n\n甲と乙は次のとおり合意した。").form == "contract"


def test_the_number_of_a_table_row_is_not_its_heading() -> None:
    agreement = parse(plain("| 1 | 甲 | 株式会社ミナモ |\n| 2 | 著作権 | 乙 |"))
    assert [clause.heading for clause in agreement.of("row")] == ["甲", "著作権"]


def test_sides_named_in_the_first_article() -> None:
    text = "第1条　月野 灯（芸名「あかり」、以下「甲」）は、株式会社ミナモ（以下「乙」）の依頼を受ける。\n第2条　甲は投稿する。\n第3条　乙は報酬を支払う。"
    agreement = parse(plain(text))
    assert agreement.side(True) == ("乙",)
    assert agreement.side(False) == ("甲",)
