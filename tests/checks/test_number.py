from __future__ import annotations

from datetime import date

import pytest

from adcheck.checks.base import Page
from adcheck.checks.number import CHECKS
from adcheck.model import Context, Document, Match
from adcheck.packs.errors import RuleError, Where
from adcheck.packs.table import Table
from adcheck.packs.terms import Terms
from adcheck.text.lexicon import Lexicon

(CHECK,) = CHECKS


def terms(entries: object, _where: Where) -> Terms:
    return {"lists": [], "regexes": [str(entry) for entry in entries]}  # type: ignore[attr-defined]


def found(text: str, context: Context | None = None, **table: object) -> list[Match]:
    settings = Table(table, Where("test.toml"), terms)
    spec = CHECK.prepare(settings)
    settings.finish()
    return list(CHECK.find(Page(Document("-", text), context or Context(), date(2026, 11, 22), Lexicon({})), spec))


def details(text: str, **table: object) -> list[str]:
    return [match.detail for match in found(text, **table)]


def test_prize_shows_its_computation() -> None:
    (detail,) = details("500円のお買上げで抽選、1万5千円の家電が当たる", compute="prize")
    assert detail == "取引価額500円の20倍で10,000円が賞品の上限ですが、15,000円の賞品があります"


@pytest.mark.parametrize(
    "text",
    [
        "1万円以上の購入で抽選10名に10万円の旅行券",
        "フォローで抽選1名に20万円の旅行券",
        "500円の購入で全員に1万5千円の家電",
        "500円の購入で抽選、1万円の家電が当たる",
    ],
)
def test_prize_within_the_cap_or_no_draw(text: str) -> None:
    assert details(text, compute="prize") == []


def test_joint_draw_has_a_higher_cap() -> None:
    text = "商店街の抽選会。1,000円以上のお買い物で1名に20万円の旅行券が当たる"
    assert len(details(text, compute="prize")) == 1
    assert details(text, compute="prize", joint=["商店街"]) == []


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("1,000円以上の購入で全員に200円相当の皿", False),
        ("1,000円以上の購入で全員に201円相当の皿", True),
        ("999円以上の購入で全員に200円相当の皿", False),
        ("999円以上の購入で先着30名様に201円相当の皿", True),
        ("3,000円以上の購入で全員1,000円OFF", False),
        ("ランチ（600円・税込）をご注文の方全員に300円相当の小鉢", True),
    ],
)
def test_premium_cap(text: str, over: bool) -> None:
    assert bool(details(text, compute="premium")) is over


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("半額は11月21日まで", True),
        ("半額は11月22日まで", False),
        ("半額は1月10日まで", False),
        ("半額は2025年12月31日まで", True),
        ("11月1日から半額", False),
    ],
)
def test_deadline(text: str, late: bool) -> None:
    assert bool(details(text, compute="deadline")) is late


def test_deadline_counts_from_the_day_of_publication() -> None:
    context = Context(facts={"published": date(2026, 10, 1)})
    assert found("半額は10月31日まで", context, compute="deadline") == []


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("680円+税", True),
        ("税抜680円", True),
        ("680円(税抜)/税込748円", False),
        ("2,178円(税込)", False),
        ("税抜の話", False),
    ],
)
def test_tax(text: str, only: bool) -> None:
    assert bool(details(text, compute="tax", given=["税抜", r"\+税"], including=["税込"])) is only


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("10,000円が50%OFFで7,000円", True),
        ("10,000円→5,000円(50%OFF)", False),
        ("2,000円の20%引きで1,760円(税込)", False),
        ("3,000円以上で10%OFF、500円の皿も", False),
    ],
)
def test_discount(text: str, wrong: bool) -> None:
    assert bool(details(text, compute="discount")) is wrong


def test_walk() -> None:
    assert details("駅から徒歩1分(実測130m)", compute="walk") == ["130m ÷ 80m = 1.6、切り上げて徒歩2分です"]
    assert details("駅から徒歩2分(160m)", compute="walk") == []


def test_unknown_computation() -> None:
    with pytest.raises(RuleError, match="prize"):
        found("", compute="sum")


def test_a_gift_for_coming_shows_its_computation() -> None:
    (detail,) = details("ご来店いただいた方全員に800円の焼き菓子をプレゼント", compute="visit")
    assert "800円" in detail and "200円" in detail
    assert details("ご来店いただいた方全員に100円の飴をプレゼント", compute="visit") == []


def pairs(text: str) -> list[Match]:
    return found(text, compute="pair", marks=["いつもは"], offers=["半額"], alone=["に戻ります"], joins=["→"])


@pytest.mark.parametrize(
    "text",
    [
        "いつもは5,000円が今日は3,000円です",
        "いつもは5,000円が半額です",
        "いつもは5,000円に戻ります",
        "5,000円→3,000円です",
    ],
)
def test_two_prices_or_a_price_and_an_offer_are_a_pair(text: str) -> None:
    assert pairs(text)


@pytest.mark.parametrize(
    "text", ["いつもは3,000円が今日は5,000円です", "3,000円→5,000円です", "5,000円と3,000円です", "半額です"]
)
def test_what_is_not_cheaper_or_not_joined_is_no_pair(text: str) -> None:
    assert pairs(text) == []
