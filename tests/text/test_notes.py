"""Marks, notes and what is wrong with the pair."""

from __future__ import annotations

import pytest

from adcheck.text.normalise import plain
from adcheck.text.notes import around, read_notes


def _dangling(text: str) -> list[str]:
    folded = plain(text).folded
    return [folded[mark.start : mark.end] for mark in read_notes(folded).dangling()]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("全品半額※", ["※"]),
        ("全品半額※\n※対象は赤札の衣料品", []),
        ("全品半額※ ※対象は赤札の衣料品", []),
        ("送料無料※1 即日発送※2\n※1 3,000円以上 ※2 平日15時まで", []),
        ("1年間無料※1 解約自由※2\n※1 2026年12月末までの申込", ["※2"]),
        ("満足度98％＊", ["*"]),
        ("受講料0円＊１、返却不要＊２。\n＊１ 24か月以上の契約", ["*2"]),
        ("月額0円（注1）\n注1 24か月の契約", []),
    ],
)
def test_a_mark_without_note_dangles(text: str, marks: list[str]) -> None:
    assert _dangling(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "※ご注文はお一人さま2点まで\n※お渡しは店頭のみ",
        "**太字**と*強調*と 2*2 と *.py",
        "や＊る",
        "米印（※）を付けます",
        "sudo の認証情報 (訳注: パスワード) です",
        "半額（※対象は赤札）",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert _dangling(text) == []


def test_a_date_behind_the_marker_is_not_its_number() -> None:
    notes = read_notes(plain("初月0円※\n※24か月の契約が条件").folded)
    assert [note.numbers for note in notes.notes] == [frozenset()]


def test_a_note_behind_the_hashtags_is_distant() -> None:
    near = read_notes("初月0円※\n※24か月の契約が条件\n#a #b #c #d #e #f")
    far = read_notes("初月0円※\n#a #b #c #d #e #f\n※24か月の契約が条件")
    assert not near.distant()
    assert len(far.distant()) == 1


def test_around_reaches_the_linked_note_and_leaves_the_claim_out() -> None:
    text = "売上1位※\n" + "話\n" * 9 + "※2026年、○○総研調べ"
    start = text.index("1位")
    words = [text[low:high] for low, high in around(text, read_notes(text), start, start + 2)]
    assert "※2026年、○○総研調べ" in words
    assert not any("1位" in part for part in words)
