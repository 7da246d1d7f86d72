"""Every example of the payment table computes as stated."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck_rules.contract.payment import (
    Term,
    add_months,
    base_of,
    closing_due,
    closing_limit,
    judge,
    limit,
    near,
    terms,
    verdict,
)

ORDERED = date(2026, 11, 22)
AROUND = date(2026, 1, 1)  # a year without 29 February


def one(text: str) -> Term:
    found = terms(text, 0, len(text), ORDERED)
    assert len(found) == 1, found
    return found[0]


def outcome(text: str, *received: date) -> str:
    return judge(one(text), received, AROUND).outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("毎月末日締め(投稿日基準)、翌月末日払い", "ok"),
        ("月末締め翌月末払い", "ok"),
        ("月末締め翌月10日払い", "ok"),
        ("月末締め翌月15日払い", "ok"),
        ("月末締め翌月20日払い", "ok"),
        ("月末締め翌月25日払い", "ok"),
        ("月末締め翌々月1日払い", "border"),
        ("月末締め翌々月2日払い", "over"),
        ("月末締め翌々月10日払い", "over"),
        ("月末締め翌々月末払い", "over"),
        ("20日締め翌月末払い", "over"),
        ("20日締め翌月20日払い", "ok"),
        ("25日締め翌月末払い", "over"),
        ("15日締め翌月末払い", "over"),
        ("15日締め当月末払い", "ok"),
        ("10日締め翌月10日払い", "ok"),
        ("検収完了月の翌々月15日に支払う", "over"),
        ("60日サイトで支払う", "over"),
        ("90日サイトで支払う", "over"),
        ("120日サイトで支払う", "over"),
        ("公開日から2か月後に支払う", "border"),
        ("公開日から3か月後に支払う", "over"),
        ("投稿日から30日後に支払う", "ok"),
        ("投稿日から59日後に支払う", "ok"),
        ("投稿日から60日後に支払う", "border"),
        ("投稿日から61日後に支払う", "over"),
        ("令和九年一月末日締め、翌月二十日に支払う", "ok"),
        ("毎月末日までに公開された投稿の報酬を、翌月末日に支払う", "ok"),
    ],
)
def test_worst_case_of_a_series(text: str, expected: str) -> None:
    found = [judge(term, [], AROUND) for term in terms(text, 0, len(text), ORDERED) if term.kind != "date"]
    assert [each.outcome for each in found] == [expected]


@pytest.mark.parametrize(
    ("close", "months", "pay", "received", "due", "days"),
    [
        (31, 2, 31, date(2027, 1, 1), date(2027, 3, 31), 90),
        (31, 2, 2, date(2027, 1, 1), date(2027, 3, 2), 61),  # 59 + N
        (31, 2, 2, date(2028, 1, 1), date(2028, 3, 2), 62),  # 60 + N in a leap year
        (20, 1, 31, date(2027, 1, 21), date(2027, 3, 31), 70),
        (25, 1, 31, date(2027, 1, 26), date(2027, 3, 31), 65),
        (15, 1, 31, date(2027, 1, 16), date(2027, 3, 31), 75),
        (31, 1, 31, date(2026, 12, 1), date(2027, 1, 31), 62),
    ],
)
def test_stated_days(close: int, months: int, pay: int, received: date, due: date, days: int) -> None:
    computed = closing_due(received, close, months, pay)
    assert computed == due
    assert verdict(received, computed, closing_limit(received)).days == days


def test_closing_limit_is_two_months() -> None:
    assert closing_limit(date(2026, 12, 1)) == date(2027, 1, 31)
    assert limit(date(2026, 12, 1)) == date(2027, 1, 29)


@pytest.mark.parametrize(
    ("text", "received", "expected", "days"),
    [
        ("2027年2月26日に支払う", date(2026, 12, 18), "over", 71),
        ("翌々月20日に振り込む", date(2026, 12, 11), "over", 72),
        ("毎月15日に締め切り、翌月末日に振り込む", date(2026, 12, 18), "over", 73),
        ("2027年1月29日に支払う", date(2026, 12, 9), "ok", 52),
        ("20日締め翌月末払い", date(2026, 12, 19), "ok", 44),
    ],
)
def test_known_day_of_receipt(text: str, received: date, expected: str, days: int) -> None:
    found = judge(one(text), [received], ORDERED)
    assert (found.outcome, found.days) == (expected, days)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("投稿日から", "post"),
        ("検収完了後", "acceptance"),
        ("請求書を受領した日から", "invoice"),
        ("クライアントからの入金後", "client-paid"),
        ("レポート提出後", "report"),
        ("掲載期間の終了後", "end"),
        ("毎月", ""),
    ],
)
def test_what_a_term_counts_from(text: str, base: str) -> None:
    assert base_of(text) == base


@pytest.mark.parametrize(
    "text", ["60日以内に支払う", "公開後30日以内に支払う", "翌月末日までに支払う", "2027年1月31日までに支払う"]
)
def test_within_fixes_no_day(text: str) -> None:
    assert one(text).within


def test_a_day_without_year_is_the_next_one() -> None:
    assert near(date(2026, 1, 15), False, ORDERED) == date(2027, 1, 15)
    assert near(date(2026, 12, 18), False, ORDERED) == date(2026, 12, 18)


@given(received=st.dates(date(2024, 1, 1), date(2034, 12, 31)), close=st.integers(1, 31), pay=st.integers(1, 31))
def test_same_month_pay_after_closing_is_never_before_the_closing_month(received: date, close: int, pay: int) -> None:
    due = closing_due(received, close, 1, pay)
    assert due > received
    assert due - received <= timedelta(days=93)


@given(day=st.dates(date(2024, 1, 1), date(2034, 12, 31)), months=st.integers(0, 24))
def test_months_keep_the_day_or_end_of_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
