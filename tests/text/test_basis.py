"""The basis of a claim: which elements its note names."""

from __future__ import annotations

import pytest

from adcheck.text.basis import read_basis, years
from adcheck.text.normalise import fold, normal

REQUIRED = ("institution", "period", "scope")


@pytest.mark.parametrize(
    ("note", "missing"),
    [
        ("2025年1〜12月、○○マーケティング調べ、国内スマホアプリ12社の課金額", ()),
        ("○○データ『化粧品市場2025』2024年4月〜2025年3月、国内", ()),
        ("県内の同業8社、2025年度、当社が各社の公表値を集計", ()),
        ("当社調べ", ("period", "scope")),
        ("2025年", ("institution", "scope")),
        ("○○リサーチ調べ", ("period", "scope")),
        ("たっぷり300mL", REQUIRED),
    ],
)
def test_missing_elements(note: str, missing: tuple[str, ...]) -> None:
    assert read_basis([fold(normal(note))]).missing(REQUIRED) == missing


def test_the_claim_may_name_its_own_scope() -> None:
    assert "scope" in read_basis(["2025年、○○総研調べ"], "国内の美容液で売上1位").found


def test_years_of_both_calendars() -> None:
    assert years("平成28年度と令和元年と2021年3月") == [2016, 2019, 2021]
