from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck.text.normalise import fold, normal
from adcheck.text.numbers import amounts, counts, dates, number, percentages, periods


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,000", 12000), ("1.2億", 120_000_000), ("3万5千", 35000), ("十五万", 150_000), ("二〇二六", 2026), ("千二百", 1200), ("壱百万", 1_000_000),
        ("0.5", 0.5), ("十", 10), ("1億2000万", 120_000_000), ("万", None), ("", None),
    ],
)  # fmt: skip
def test_number(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("１２，０００円と￥9,800", [12000, 9800]),
        ("金壱百万円也", [1_000_000]),
        ("3万5千円／1.2万円／千円", [35000, 12000, 1000]),
        ("月30万、3万はする品", [300_000, 30_000]),
        ("40万フォロワー、5万人、数万円、1万歩", []),
        ("円周率は3円ではない", [3]),
        ("2,160 円", [2160]),
    ],
)
def test_amounts(text: str, values: list[int]) -> None:
    assert [amount.value for amount in amounts(normal(text))] == values


def test_amounts_without_yen_are_marked() -> None:
    assert [amount.explicit for amount in amounts("30万と500円")] == [False, True]


@pytest.mark.parametrize("text", ["46㌫", "46パーセント", "４６％", "46%"])
def test_percent_spellings(text: str) -> None:
    view = normal(text)
    assert [percent.value for percent in percentages(view)] == [46]
    assert [percent.value for percent in percentages(fold(view))] == [46]


def test_percentages_in_wari() -> None:
    assert [percent.value for percent in percentages("3割引、二割五分、9割超、百パー、割れない")] == [30, 25, 90, 100]


def test_counts() -> None:
    found = [(count.value, count.unit) for count in counts("先着50名様、2店舗で各20食、十人中九人")]
    assert found == [(50, "名"), (2, "店舗"), (20, "食"), (10, "人"), (9, "人")]


def test_periods() -> None:
    text = normal("検収後60日以内、３ヶ月、二週間、10営業日、1年間、24時間。2026年11月30日と31日目は期間ではない")
    assert [(period.value, period.unit) for period in periods(text)] == [
        (60, "day"), (3, "month"), (2, "week"), (10, "business-day"), (1, "year"), (24, "hour"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("令和8年11月30日まで", [("2026-11-30", True, False, True)]),
        ("2026/11/30", [("2026-11-30", True, False, False)]),
        ("R8.11.30", [("2026-11-30", True, False, False)]),
        ("二〇二六年十二月一日", [("2026-12-01", True, False, False)]),
        ("12月末まで", [("2026-12-31", False, False, True)]),
        ("10月1日〜31日", [("2026-10-01", False, True, False), ("2026-10-31", False, False, True)]),
        ("2026年12月15日〜1月10日", [("2026-12-15", True, True, False), ("2027-01-10", True, False, True)]),
        ("11/1〜11/30 23:59", [("2026-11-01", False, True, False), ("2026-11-30", False, False, True)]),
        ("締切：2026年10月31日（土）", [("2026-10-31", True, False, True)]),
        ("2027年1月10日から", [("2027-01-10", True, True, False)]),
        ("2月30日、13月1日、1/2カップ、24/7", []),
    ],
)
def test_dates(text: str, expected: list[tuple[str, bool, bool, bool]]) -> None:
    found = [(str(day.date), day.year_given, day.opens, day.closes) for day in dates(normal(text), 2026)]
    assert found == expected


def test_weekday_as_written() -> None:
    (day,) = dates("11月30日(月)まで", 2026)
    assert (day.date, day.weekday) == (date(2026, 11, 30), 0)


@given(st.text(alphabet="0123456789,.万千百十一二三〇円¥%割年月日/〜~から令和8第 ", max_size=40))
def test_spans_lie_in_the_text(text: str) -> None:
    for found in (*amounts(text), *percentages(text), *counts(text), *periods(text), *dates(text, 2026)):
        assert 0 <= found.start < found.end <= len(text)
