"""Fees against the published norms. Nothing here calls a fee illegal: a norm is a reason to look, and the finding shows the sum."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.model import Context, Match
from adcheck.text.numbers import NUMBER, amounts, counts, number, percentages
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Reading
from adcheck_rules.outreach.stated import parts_of

_RANGE = r"\s?(?:[〜~ー–-]|から)\s?"
_COUNT = rf"約?(?P<low>{NUMBER})\s?(?P<low_k>k)?人?(?:{_RANGE}(?P<high>{NUMBER})\s?(?P<high_k>k)?)?"
_ACCOUNT = r"(?:フォロワー|登録者|チャンネル登録|followers?)"
_FOLLOWERS = (
    regex.compile(
        rf"{_ACCOUNT}(?:数|さん|様|の皆様|総数)*[^\d\n。、円{{}}]{{0,8}}?{_COUNT}(?!\s?[円本回枚月日年%])(?!\s?[人名]?(?:増|アップ|獲得|突破|達成|を目))",
        regex.VERSION0,
    ),
    regex.compile(rf"{_COUNT}\s?(?:人|名)?(?:以上|超|前後|規模|程度|台|ほど|クラス)?の?\s?{_ACCOUNT}", regex.VERSION0),
)
_OWN_ACCOUNT = Pattern(r"(?:弊社|当社|自社|弊ブランド|当ブランド|公式アカウント|当店|弊店)[^。\n]{0,20}$")

_FEE = r"(?:報酬|謝礼|謝金|お礼|ギャラ|委託料|報償費|対価|フィー(?!ド|ル)|起用費|出演料|投稿費|ご依頼料|依頼料|お支払い|固定費|固定)"
_NOT_FEE = (
    r"(?:価格|定価|値段|販売|希望小売|相当|上限|予算|総額|合計|交通費|経費|送料|実費|二次利用|使用料|追加|購入|商品代|クーポン|割引|"
    r"別途|小道具|成約|cv|コンバージョン|購入1|キャンセル|違約|撮影費|宿泊費|1件|客単価|円以下|広告費|加算|上乗せ|ボーナス|インセンティブ|成果)"
)
_LABEL = Pattern(rf"(?P<fee>{_FEE})|(?P<other>{_NOT_FEE})")
_EXTRA = Pattern(r"別途|二次利用|使用料|追加|交通費|経費|実費|送料|撮影費|宿泊費|加算|上乗せ|キャンセル|違約")
_AFTER_FEE = Pattern(r"[^\S\n]*(?:\(税[別抜込]\)|\(税抜き\)|\(税込み\))?(?:の|を|にて|で)?(?:報酬|謝礼|お支払|固定)")
_AFTER_OTHER = Pattern(
    r"\s*(?:\(税込\))?(?:相当|まで|以内|を上限|が上限|分の|off|引き|以下の|の(?:商品|定期)|/件|ずつ加算)"
)
_NOT_MONEY = Pattern(r"\s?(?:人|名|フォロワー|登録|再生|回|リーチ|インプレ|いいね|件|本|pv|dl)")
_PEOPLE = Pattern(r"(?:フォロワー|登録者)数?[は約: ]?$")
_PER_POST = Pattern(
    r"(?:1|一)(?:投稿|本|回)(?:(?:あたり|につき|ごと)[^\d\n]{0,6}|の|\s)?$|各(?:投稿|回|本)[^\d\n]{0,4}$"
)
_TAXED = Pattern(r"\s*[(（]?税込")
_TAXED_BEFORE = Pattern(r"税込[ :の]{0,2}$")
_TAX_PERCENT = 110

_POSTS = Pattern(
    r"(?P<kind>ストーリーズ?|フィード|リール|ショート|動画|ライブ|配信|ブログ|記事|ポスト|レビュー|投稿)(?:動画|投稿)?[^\d\n。、・/]{0,8}?"
    r"(?P<n>\d{1,2})\s?(?:本|回|投稿|件|枚|フレーム|記事|ポスト|つ)"
)
_STORY_SET, _STORY_SET_FRAMES, _STORY_FRAME = 0.5, 3, 0.2

_COMMISSION = Pattern(r"成果報酬|成功報酬|アフィリエイト|コミッション|レベニューシェア|売上(?:金額|高)?の\s?\d")

# Yen per follower and post: below half of the first or above twice the second is far from the norm.
_NORM = (2.0, 4.0)
# published ranges of single platforms, asked for with ``norms = "platform"``
_NORMS = {"instagram": (1.0, 5.0), "tiktok": (2.0, 6.0), "youtube": (5.0, 15.0), "x": (1.0, 4.0)}
_MANY = 50  # sizes in one line or text are not compared beyond this
_MIN_FOLLOWERS = 3_000  # below, fees follow the work and not the reach


class _Fee(NamedTuple):
    """Yen without tax from ``low`` to ``high``; ``[start, end)`` with its label."""

    start: int
    end: int
    low: float
    high: float
    per_post: bool
    taxed: bool


class _Audience(NamedTuple):
    start: int
    end: int
    low: float
    high: float


def _audiences(text: str) -> list[_Audience]:
    found: list[_Audience] = []
    matches = sorted((match for pattern in _FOLLOWERS for match in pattern.finditer(text)), key=lambda m: m.start())
    for match in matches:
        if found and match.start() < found[-1].end:
            continue
        if _OWN_ACCOUNT.search(text, max(0, match.start() - 40), match.start()):
            continue
        values = _bounds(match["low"], match["low_k"], match["high"], match["high_k"])
        if values and values[1] >= 100:  # 「フォロワー様3名」 is no audience
            found.append(_Audience(match.start(), match.end(), *values))
    return found


def _bounds(low: str, low_k: str | None, high: str | None, high_k: str | None) -> tuple[float, float] | None:
    first = _value(low, low_k)
    last = _value(high, high_k) if high else first
    if first is None or last is None:
        return None
    if first < 100 and last >= 1_000:  # 1〜3万: the unit stands only once
        first *= 1_000 if high_k else 10_000
    return min(first, last), max(first, last)


def _value(numeral: str, k: str | None) -> float | None:
    value = number(numeral)
    return None if value is None else value * (1_000 if k else 1)


_FEE_HEADING = Pattern(rf"{_FEE}|お金|フィー(?!ド)|(?<![a-z])fee|条件")


def _fee_parts(page: Page) -> list[tuple[int, int]]:
    """What stands under 「報酬と経費」."""
    text = page.reading.text
    return [(p.label_end, p.end) for p in parts_of(page) if _FEE_HEADING.search(text, p.start, p.label_end)]


def _fees(page: Page) -> list[_Fee]:
    """Amounts that the text calls a fee: the nearest label before it in its line says so, the heading above, or the words after it."""
    text, under = page.reading.text, _fee_parts(page)
    found: list[_Fee] = []
    counted: set[int] = set()  # the headings that have named an amount: further ones below are expenses
    for amount in amounts(text):
        line = text.rfind("\n", 0, amount.start) + 1
        heading = max((start for start, end in under if start <= amount.start < end), default=-1)
        labels = list(_LABEL.finditer(text, max(line, heading, amount.start - 40), amount.start))
        yen = any(mark in text[amount.start : amount.end] for mark in "円¥\\")
        below = heading >= 0 and yen and heading not in counted
        named = bool(labels[-1]["fee"]) if labels else below
        extra = bool(labels and _EXTRA.match(labels[-1][0]))
        if (
            _NOT_MONEY.match(text, amount.end)
            or _PEOPLE.search(text, max(0, amount.start - 8), amount.start)
            or _AFTER_OTHER.match(text, amount.end)
            or not (named or (not extra and _AFTER_FEE.match(text, amount.end)))
        ):
            continue
        counted.add(heading)
        start = labels[-1].start() if named and labels else amount.start
        previous = found[-1] if found else None
        if previous and regex.fullmatch(rf"(?:\(税.{{1,2}}\))?{_RANGE}", text[previous.end : amount.start]):
            found[-1] = previous._replace(end=amount.end, high=max(previous.low, float(amount.value)))
            continue
        low = _range_start(text, amount.start, amount.value)
        taxed = bool(
            _TAXED.match(text, amount.end) or _TAXED_BEFORE.search(text, max(line, amount.start - 6), amount.start)
        )
        per_post = any(_PER_POST.search(text, max(line, at - 14), at) for at in (start, amount.start))
        found.append(_Fee(start, amount.end, low, float(amount.value), per_post, taxed))
    return [_without_tax(fee._replace(end=_with_tax_note(text, fee.end))) for fee in found]


def _without_tax(fee: _Fee) -> _Fee:
    return fee._replace(low=fee.low * 100 / _TAX_PERCENT, high=fee.high * 100 / _TAX_PERCENT) if fee.taxed else fee


def _range_start(text: str, start: int, value: int) -> float:
    """The 2 of 「2〜4万円」."""
    match = regex.search(rf"(?P<n>{NUMBER}){_RANGE}$", text[max(0, start - 14) : start])
    first = number(match["n"]) if match else None
    if first is None:
        return float(value)
    if first < 1_000 <= value:
        first *= 10_000 if value >= 10_000 else 1_000
    return min(first, float(value))


_NOTE = r"(?:\s?\(税[^)\n]{1,4}\))"
_TAX_AND_SUM = Pattern(
    rf"{_NOTE}?[、,/(×]\s?(?:合?計|全部で|計)?\s?\d{{1,2}}(?:本|投稿|回|件)(?:で|分|=|なら|だと)[^\d\n。]{{0,4}}{NUMBER}円{_NOTE}?|{_NOTE}"
)


def _with_tax_note(text: str, end: int) -> int:
    """Past 「（税別）」, and past 「、2本で264,000円（税別）」 that says the sum of it."""
    match = _TAX_AND_SUM.match(text, end)
    return match.end() if match else end


_WORK_HEADING = Pattern(
    r"納品|成果物|制作物|(?:つく|作)る?(?:って)?(?:ほしい|もらう)?もの|出すもの|お願いする(?:もの|投稿)|投稿(?:の)?内容|投稿について|本数|媒体|形式|deliverable|output"
)


def _work(page: Page) -> str:
    """What is to be made: the part that says so, or else the whole text."""
    text = page.reading.text
    found = [text[p.start : p.end] for p in parts_of(page) if _WORK_HEADING.search(text, p.start, p.label_end)]
    work = "\n".join(found)
    return work if _POSTS.search(work) else text


def _posts(text: str) -> tuple[float, str]:
    """How many feed posts the work is worth, and how that was counted."""
    most: dict[str, int] = {}
    for match in _POSTS.finditer(text):
        kind = "ストーリーズ" if match["kind"].startswith("ストーリー") else match["kind"]
        most[kind] = max(most.get(kind, 0), int(match["n"]))
    if len(most) > 1:
        most.pop("投稿", None)  # the sum of the others
    total = 0.0
    for kind, count in most.items():
        if kind != "ストーリーズ":
            total += count
        else:
            total += _STORY_SET if count <= _STORY_SET_FRAMES else _STORY_FRAME * count
    if not total:
        return 1.0, "1本と仮定"
    return total, "、".join(f"{kind}{count}" for kind, count in most.items())


def _audience_of(fee: _Fee, audiences: Sequence[_Audience], text: str) -> _Audience | None:
    """The only audience in the fee's line, else the only one of the text."""
    low, high = text.rfind("\n", 0, fee.start) + 1, text.find("\n", fee.end)
    line = _between(audiences, low, high if high >= 0 else len(text))[:_MANY]
    for group in (line, audiences[:_MANY]):
        sizes = {(one.low, one.high) for one in group}
        if len(sizes) == 1:
            return group[0]
    return None


def _between(audiences: Sequence[_Audience], low: int, high: int) -> Sequence[_Audience]:
    starts = [one.start for one in audiences]
    return audiences[bisect_left(starts, low) : bisect_left(starts, high)]


def _prepare_norm(table: Table) -> dict[str, Any]:
    return {"band": table.choice("band", ("below", "low", "high", "above", "unknown"))}


def _find_norm(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    text = reading.text
    if "fees" not in page.memo:  # five rules ask
        page.memo["fees"] = (_fees(page), _audiences(text), _posts(_work(page)))
    fees, audiences, (posts, counted) = page.memo["fees"]
    if not fees:
        return
    commission = bool(_COMMISSION.search(text))
    for fee in fees:
        audience = _audience_of(fee, audiences, text)
        if audience is None:
            if spec["band"] == "unknown" and not audiences and fee is fees[0]:
                yield Match(reading.span(fee.start, fee.end))
            continue
        if audience.high < _MIN_FOLLOWERS:
            continue
        share = (1.0, "1本あたり") if fee.per_post else (posts, counted)
        match = _judged(reading, fee, audience, share, _norm(page.context))
        if match and match[0] == spec["band"]:
            softened = commission and match[0] == "below"
            yield match[1]._replace(severity="info") if softened else match[1]


def _norm(context: Context) -> tuple[float, float]:
    """The range to compare with: that of the platform where the user wants it and there is one."""
    return _NORMS.get(context.platform, _NORM) if context.facts.get("norms") == "platform" else _NORM


def _judged(
    reading: Reading, fee: _Fee, audience: _Audience, share: tuple[float, str], norm: tuple[float, float]
) -> tuple[str, Match] | None:
    posts, counted = share
    low, high = fee.low / (audience.high * posts), fee.high / (audience.low * posts)
    norm_low, norm_high = norm
    if high < norm_low / 2:
        band = "below"
    elif low > norm_high * 2:
        band = "above"
    elif high < norm_low:
        band = "low"
    elif low > norm_high:
        band = "high"
    else:
        return None
    money, stated = _span_of(fee.low, fee.high, "円"), f"{norm_low:g}〜{norm_high:g}円"
    detail = (
        f"{money}（税抜）÷（{_span_of(audience.low, audience.high, '人')}×{posts:g}本換算［{counted}］）"
        f"＝1フォロワー・1投稿あたり{_unit(low, high)}。公表されている目安は{stated}です"
        "（フィード・リール・動画は1本、ストーリーズは3枚まで0.5本として換算）"
    )
    return band, Match(reading.span(fee.start, fee.end), {"unit": _unit(low, high), "norm": stated}, detail=detail)


def _span_of(low: float, high: float, unit: str) -> str:
    return f"{low:,.0f}{unit}" if round(low) == round(high) else f"{low:,.0f}〜{high:,.0f}{unit}"


def _unit(low: float, high: float) -> str:
    first, last = f"{low:.2f}".rstrip("0").rstrip("."), f"{high:.2f}".rstrip("0").rstrip(".")
    return f"約{first}円" if first == last else f"約{first}〜{last}円"


# Budget: what all the people together cost.

_BUDGET = Pattern(r"(?:総?予算|総額)(?:額|枠|上限)?(?:は|が|の)?\s?[:】]?\s?(?:上限|約)?\s?$")


def _find_budget(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """Only where the text names one budget, one fee and one number of people: anything else would be guessing."""
    reading = page.reading
    text = reading.text
    budgets = [amount for amount in amounts(text) if _BUDGET.search(text, max(0, amount.start - 14), amount.start)]
    fees = _fees(page)
    people = {int(count.value) for count in counts(text) if count.unit == "名" and 2 <= count.value <= 500}
    if len(budgets) != 1 or len(fees) != 1 or len(people) != 1:
        return
    number_of_people, fee, budget = people.pop(), fees[0], budgets[0]
    total = fee.low * number_of_people
    if total > budget.value:
        detail = f"{fee.low:,.0f}円（税抜）×{number_of_people}名＝{total:,.0f}円、予算は{budget.value:,}円です"
        yield Match(reading.span(budget.start, budget.end), detail=detail)


# Commission: a share of sales outside 5–30 %.

_RATE_BASE = Pattern(
    r"(?P<base>(?:売上|売り上げ|販売)(?:金額|高|額)?(?:\([^)\n]{1,24}\))?(?:の|から|に対(?:して|し)|×|x)\s?|(?:成果報酬|成功報酬|コミッション|アフィリエイト(?:報酬)?|紹介料|報酬率|料率)[^\d\n。%]{0,14}"
    r"|(?<=(?:報酬|謝礼|お礼|固定|経由|紹介)[^。\n]{0,40})(?:料金|代金|購入額|注文額|成約額|入金額|粗利|利益|利用料|受講料|会費|月謝|単価)(?:\([^)\n]{1,24}\))?(?:の|から|に対(?:して|し)|×|x)\s?)$"
)
_NOT_RATE = Pattern(r"\s?(?:off|オフ|引き|割引|増|アップ|向上|還元|寄付|達成|以上(?:で|の)達成|の(?:寄付|還元|方))")
_RATE_LOW, _RATE_HIGH, _RATE_WHOLE = 5.0, 30.0, 100.0


def _find_rate(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    text = reading.text
    for percent in percentages(text):
        base = _RATE_BASE.search(text, max(0, percent.start - 30), percent.start)
        if not base or _NOT_RATE.match(text, percent.end) or regex.match(r"[^。\n]{0,6}寄付", text[percent.end :]):
            continue
        if _RATE_LOW <= percent.value <= _RATE_HIGH:
            continue
        wrong = percent.value > _RATE_WHOLE
        detail = (
            "100%を超えています。数字の誤りではありませんか"
            if wrong
            else f"公表されている目安は売上の{_RATE_LOW:g}〜{_RATE_HIGH:g}%です"
        )
        yield Match(
            reading.span(base.start(), percent.end), {"rate": f"{percent.value:g}%"},
            severity="error" if wrong else None, detail=detail,
        )  # fmt: skip


# Tiers: half-open intervals of followers; マクロ and ミドル are cut differently by different publishers.

_TIERS = {
    "ナノ": (1_000, 10_000), "マイクロ": (10_000, 100_000), "ミドル": (100_000, 1_000_000), "マクロ": (100_000, float("inf")),
    "メガ": (1_000_000, float("inf")),
}  # fmt: skip
_TIER = Pattern(
    r"(?<![ァ-ヶー])(?P<tier>ナノ|マイクロ|ミドル|マクロ|メガ)(?:[・/~〜](?P<second>ナノ|マイクロ|ミドル|マクロ|メガ))?\s?"
    r"(?:インフルエンサー|クラス|層|級|規模|帯|アカウント|の(?:方|クリエイター)|(?=\s?[(:]))"
)
_TIER_REACH = 24


def _find_tier(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    text = reading.text
    tiers = list(_TIER.finditer(text))
    if not tiers:
        return
    audiences = sorted(_audiences(text) + _bare_audiences(text), key=lambda one: one.start)
    for tier in tiers:
        audience = _beside(tier, tiers, audiences, text)
        if audience is None:
            continue
        names = [name for name in (tier["tier"], tier["second"]) if name]
        low, high = min(_TIERS[name][0] for name in names), max(_TIERS[name][1] for name in names)
        if low <= audience.low and (audience.high < high or audience.high == high != audience.low):
            continue
        disjoint = audience.high < low or audience.low >= high
        start, end = min(tier.start(), audience.start), max(tier.end(), audience.end)
        bounds = f"{low:,}人以上" if high == float("inf") else f"{low:,}人以上{high:,.0f}人未満"
        detail = f"{'・'.join(names)}は一般に{bounds}、本文は{_span_of(audience.low, audience.high, '人')}です"
        yield Match(reading.span(start, end), {"tier": "・".join(names)}, None if disjoint else "info", detail)


_BARE = Pattern(rf"[(:]\s?{_COUNT}\s?(?:人|名|フォロワー|以上|未満|程度)*\)?")


def _bare_audiences(text: str) -> list[_Audience]:
    """「マイクロ(5,000〜3万)」: in brackets behind a tier the word follower is left out."""
    found = []
    for tier in _TIER.finditer(text):
        match = _BARE.match(text, tier.end())
        values = _bounds(match["low"], match["low_k"], match["high"], match["high_k"]) if match else None
        if match and values and values[1] >= 500 and not text.startswith(("円", "本", "回"), match.end()):
            found.append(_Audience(match.start(), match.end(), *values))
    return found


def _beside(
    tier: regex.Match[str], tiers: Sequence[regex.Match[str]], audiences: Sequence[_Audience], text: str
) -> _Audience | None:
    """The nearest audience in the same sentence with no other tier between."""
    near = [
        (gap, one)
        for one in _between(audiences, tier.start() - 2 * _TIER_REACH, tier.end() + _TIER_REACH + 1)
        if 0 <= (gap := max(one.start - tier.end(), tier.start() - one.end, 0)) <= _TIER_REACH
        and not regex.search(r"[。\n]", text[min(tier.end(), one.end) : max(tier.start(), one.start)])
        and not any(
            min(tier.start(), one.start) < other.start() < max(tier.start(), one.start) and other is not tier
            for other in tiers
        )
    ]
    return min(near, key=lambda pair: pair[0], default=(0, None))[1]


def _nothing(table: Table) -> dict[str, Any]:
    return {}


CHECKS = [
    Check("fee-norm", _prepare_norm, _find_norm),
    Check("commission-rate", _nothing, _find_rate),
    Check("tier", _nothing, _find_tier),
    Check("budget", _nothing, _find_budget),
]
