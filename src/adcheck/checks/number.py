"""``number``: arithmetic on what the draft itself states. The finding's reason shows the computation.

``compute`` is one of:

``prize``      a prize drawn among buyers is worth more than 20 times the purchase (100,000 yen from 5,000 yen on; joint draws of
               several businesses, named by ``joint``: 300,000 yen)
``premium``    a gift for every buyer is worth more than a fifth of the purchase (200 yen below 1,000 yen)
``visit``      a gift or prize for coming to the shop, no purchase, is worth more than 200 yen (2,000 yen when drawn)
``deadline``   a closing day lies before the day of the check (or ``published`` of the document, when given)
``tax``        a price stands beside one of the ``given`` marks (税抜, +税) with none of ``including`` (税込) near it
``discount``   two prices and a rate of discount that do not agree
``pair``       a price that one of ``marks`` (いつもは, 百貨店だと) makes a price to compare with, together with a lower one, or with one of
               ``offers`` (半額, 30%OFF), or with one of ``alone`` (は下りません, に戻ります) right behind it; or two prices, the second lower,
               with one of ``joins`` (→, のところ) between them; or two such columns of a table with a mark in its head
``walk``       minutes on foot that are fewer than the stated metres allow at 80 m a minute

Further keys: ``given`` (terms of which one must occur anywhere), and the ``needs…``/``unless…`` keys, read in the sentence of the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from adcheck.checks.base import Check, Conditions, Page, Table, match_of
from adcheck.model import Match
from adcheck.text.numbers import Amount, amounts, dates, number, percentages
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Reading
from adcheck.text.segment import Sentence

_Spec = Mapping[str, Any]
_METRES_A_MINUTE = 80
# A day without a year that lies further back than this is next year's (「1月10日まで」 in November).
_LOOK_BACK_DAYS = 120


def _prepare(table: Table) -> dict[str, Any]:
    return {
        "compute": table.choice("compute", tuple(_COMPUTE)),
        **{key: table.terms(key, None) for key in ("given", "including", "joint", "marks", "offers", "alone", "joins")},
        **Conditions.prepare(table),
    }


def _find(page: Page, spec: _Spec) -> Iterator[Match]:
    if spec["given"] is not None and not page.reading.has(spec["given"]):
        return
    yield from _COMPUTE[spec["compute"]](page, page.reading, spec)


def _sentence(reading: Reading, position: int, spec: _Spec) -> Sentence | None:
    """The sentence of a number, when the rule's conditions hold there."""
    sentence = reading.sentence_at(position)
    return sentence if sentence is not None and Conditions.hold(reading, sentence, spec) else None


def _found(reading: Reading, start: int, end: int, detail: str) -> Match:
    return match_of(reading, start, end)._replace(detail=detail)


# ---------------------------------------------------------------------------------------------------------------------
# prizes and premiums

_BUY = r"(?:お?買い?上げ?|予約|お?買い?物|お買いもの|買う|買っ|買え|お?求め|購入|注文|契約|頼[みむんま]|召し上が|飲[みむんま]|食べ|利用|飲食|申し?込|お?会計|お?支払|レシート|課金|くじ|ガチャ)"
_PURCHASE_AFTER = Pattern(
    rf"(?:[・、,]?\s?税込)?\)?\s?(?:\(税込\))?\s?(?:以上|分|ぶん)?\s?(?:の|を)?\s?ご?\s?(?:{_BUY}|以上(?:で|の|ご|お)|で、?(?=全員|もれなく|抽選|先着|どなた|皆)|"
    rf"、(?:お?買い?上げ|買った|ご?購入|ご?注文|ご?予約)[^、。\n\d]{{0,6}}(?:人|方|皆|みんな|お客|全員)|"
    rf"の[^、。\n\d]{{1,14}}?を?(?:\d[^、。\n]{{0,3}})?ご?{_BUY}|の[^、。\n]{{1,10}}で、?(?=全員|もれなく|[¥\d])|の[^、。\n\d]{{1,10}}に(?:お?付|つ)(?:け|い))"
)
_PURCHASE_BEFORE = Pattern(
    r"(?:お?会計|お?買い?上げ?(?:金額|額)?|購入(?:金額|額)?|利用(?:金額|額)?|合計|税込|レシート(?:の?合計)?)(?:が|で|で合計|:)?\s?$"
)
# 「ご契約(税込4,000円)で」; 「バーコード3枚(1本150円)」 is three of them
_PURCHASE_BRACKET = Pattern(
    rf"{_BUY}\s?\((?:税込)?\s?$|(?P<n>\d+)\s?[枚点口個]\s?\(1\s?[本個袋箱缶枚点]\s?(?:税込)?\s?$"
)
_PRIZE_AFTER = Pattern(
    r"\s?(?:\(税込\))?\s?(?:相当|分|ぶん|の(?!ところ|お?買|ご?購入|割引|値引)|が当た|もの|を?プレゼント|\)|。|、|!|\s|$|旅行|商品|ギフト|クオ|カード|券|お食事|引き?(?:商品)?券)"
)
_NOT_PRIZE = Pattern(
    r"\s?(?:\(税込\))?\s?(?:以上|未満|以下|引(?!き?(?:商品)?券)|off|オフ|値引|割引|還元|で(?:販売|購入|お求め)|から|〜|~|均一)"
)
# 「当店の300円引き券」 is the shop's own discount, no premium.
_OWN_DISCOUNT = Pattern(r"(?:当店|自店|当社|次回|次の|自社)[^。\n]{0,16}$")
_DISCOUNT_TICKET = Pattern(r"\s?(?:分)?\s?の?(?:off|オフ|引き?|割引|値引き?)(?:商品)?(?:券|クーポン|チケット)")
_LOT = Pattern(
    r"抽選|当た[るりっ]|くじ|ガラポン|がらぽん|福引|ルーレット|(?<!先着|先着\s|先着順|[\d,])\d[\d,]*\s?(?:名|人|組)"
)
_ALL = Pattern(
    r"全員|もれなく|漏れなく|みなさ[んま]|皆さ[んま]|皆様|みな様|みんな|皆んな|どの方|必ず(?:もらえ|貰え|差し上げ|さしあげ|プレゼント)|先着|どなたにも"
)


def _prizes(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    joint = spec["joint"] is not None and reading.has(spec["joint"])
    for purchase, prize, lot in _offers(reading, spec):
        if not lot:
            continue
        cap = 300_000 if joint else 100_000 if purchase.value >= 5_000 else purchase.value * 20
        how = (
            "共同懸賞は"
            if joint
            else "取引価額が5,000円以上の懸賞は"
            if purchase.value >= 5_000
            else f"取引価額{purchase.value:,}円の20倍で"
        )
        if prize.value > cap:
            yield _found(
                reading, prize.start, prize.end, f"{how}{cap:,}円が賞品の上限ですが、{prize.value:,}円の賞品があります"
            )


def _premiums(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    for purchase, prize, lot in _offers(reading, spec):
        if lot:
            continue
        cap = 200 if purchase.value < 1_000 else purchase.value // 5
        how = "1,000円未満なので" if purchase.value < 1_000 else "の10分の2で"
        if prize.value > cap:
            detail = f"取引価額{purchase.value:,}円{how}{cap:,}円が上限ですが、{prize.value:,}円の景品を全員（先着）に付けています"
            yield _found(reading, prize.start, prize.end, detail)


_VISIT_VALUE = 100  # what a visit without a purchase usually counts as


def _visits(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    for prize in amounts(reading.text):
        sentence = _sentence(reading, prize.start, spec)
        if sentence is None or not _is_prize(reading.text, prize):
            continue
        lot = _drawn(reading, prize, reading.around(sentence)[0])
        cap = _VISIT_VALUE * 20 if lot else 200
        if lot is not None and prize.value > cap:
            detail = f"来店だけの取引価額は通常{_VISIT_VALUE}円とされ、{'懸賞' if lot else '全員への景品'}は{cap:,}円が目安ですが、{prize.value:,}円です"
            yield _found(reading, prize.start, prize.end, detail)


def _offers(reading: Reading, spec: _Spec) -> Iterator[tuple[Amount, Amount, bool]]:
    """``(purchase, prize, whether it is drawn)`` for every prize within two sentences of a purchase condition."""
    text = reading.text
    all_amounts = amounts(text)
    purchases = [bought for amount in all_amounts if (bought := _bought(text, amount)) is not None]
    places = {purchase.start for purchase in purchases}
    taken: set[int] = set()
    for purchase in purchases:
        sentence = _sentence(reading, purchase.start, spec)
        if sentence is None:
            continue
        low, high = reading.around(sentence, 2)
        for prize in all_amounts:
            if prize.start in places or not low <= prize.start < high or prize.start in taken:
                continue
            lot = _drawn(reading, prize, low)
            if lot is not None and _is_prize(text, prize):
                taken.add(prize.start)
                yield purchase, prize, lot


def _is_prize(text: str, amount: Amount) -> bool:
    """An amount that is the value of a thing given, not a price, a limit or a discount in the giver's own shop."""
    if not _PRIZE_AFTER.match(text, amount.end) or _NOT_PRIZE.match(text, amount.end):
        return False
    own = _OWN_DISCOUNT.search(text, max(0, amount.start - 20), amount.start)
    return not (own and _DISCOUNT_TICKET.match(text, amount.end))


def _bought(text: str, amount: Amount) -> Amount | None:
    """The purchase that an amount is the condition of, else None."""
    if _PURCHASE_AFTER.match(text, amount.end):
        return amount
    before = max(0, amount.start - 14)
    if _PURCHASE_BEFORE.search(text, before, amount.start) and text.startswith(
        ("以上", "ごと", "毎", "分", "ぶん"), amount.end
    ):
        return amount
    bracket = _PURCHASE_BRACKET.search(text, before, amount.start)
    if bracket is None:
        return None
    return amount._replace(value=amount.value * int(bracket["n"] or 1))


def _drawn(reading: Reading, prize: Amount, low: int) -> bool | None:
    """True for a draw, False for a gift to everybody, None when the text says neither: the nearest word before the prize decides."""
    text = reading.text
    sentence = reading.sentence_at(prize.start)
    high = reading.around(sentence)[1] if sentence else prize.end
    before = [
        (m.start(), kind)
        for kind, pattern in ((True, _LOT), (False, _ALL))
        for m in pattern.finditer(text, low, prize.start)
    ]
    if before:
        return max(before)[1]
    if _ALL.search(text, prize.end, high):
        return False
    return True if _LOT.search(text, prize.end, high) else None


# ---------------------------------------------------------------------------------------------------------------------
# days


def _deadlines(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    published = page.context.facts.get("published")
    today = published if isinstance(published, date) else page.as_of
    for day in dates(reading.text, today.year):
        late = (today - day.date).days
        if not day.closes or late <= 0 or (not day.year_given and late > _LOOK_BACK_DAYS):
            continue
        if _sentence(reading, day.start, spec):
            yield _found(reading, day.start, day.end, f"期限は{day.date}、確認日は{today}で、{late}日過ぎています")


# ---------------------------------------------------------------------------------------------------------------------
# prices

_NEAR_TAX = 24


def _tax(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    text = reading.text
    for amount in amounts(text):
        line_start, line_end = text.rfind("\n", 0, amount.start) + 1, _line_end(text, amount.end)
        marks = [
            *reading.find(spec["given"], max(line_start, amount.start - 8), amount.start),
            *reading.find(spec["given"], amount.end, min(line_end, amount.end + 10)),
        ]
        touching = any(mark.start - amount.end <= 2 for mark in marks if mark.start >= amount.end)
        if not marks or not (amount.explicit or touching) or not _sentence(reading, amount.start, spec):
            continue
        if reading.has(
            spec["including"], max(line_start, amount.start - _NEAR_TAX), min(line_end, amount.end + _NEAR_TAX)
        ):
            continue
        start, end = min(amount.start, marks[0].start), max(amount.end, marks[-1].end)
        yield _found(
            reading,
            start,
            end,
            f"税率10%なら税込{round(amount.value * 1.1):,}円、8%なら税込{round(amount.value * 1.08):,}円です",
        )


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


_RATE_AFTER = Pattern(r"\s?(?:の)?(?:off|オフ|引き?|割引|値引|割り引)")
_NOT_PAIR = Pattern(r"以上|送料|手数料|最大|上限|ポイント|から|〜|~|2点|点以上|クーポン|さらに|会員")


def _discounts(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    text = reading.text
    prices = amounts(text)
    for rate in percentages(text):
        sentence = _sentence(reading, rate.start, spec)
        if sentence is None or not (
            _RATE_AFTER.match(text, rate.end) or (text[rate.end - 1] == "割" and text.startswith("引", rate.end))
        ):
            continue
        pair = _pair(prices, rate.start, rate.end, sentence)
        if pair is None or pair[0].value <= pair[1].value:
            continue
        start, end = min(pair[0].start, rate.start), max(pair[1].end, rate.end)
        if _NOT_PAIR.search(text, max(sentence.start, start - 4), end) or _agree(
            pair[0].value, pair[1].value, rate.value
        ):
            continue
        expected = round(pair[0].value * (1 - rate.value / 100))
        yield _found(
            reading,
            start,
            end,
            f"{pair[0].value:,}円の{rate.value:g}%引きは{expected:,}円ですが、{pair[1].value:,}円と書かれています",
        )


def _pair(prices: Sequence[Amount], start: int, end: int, sentence: Sentence) -> tuple[Amount, Amount] | None:
    """The two prices that a rate at ``[start, end)`` belongs to: around it, or both just before it."""
    before = [p for p in prices if sentence.start <= p.start and p.end <= start]
    after = [p for p in prices if end <= p.start and p.end <= sentence.end]
    if before and after and start - before[-1].end <= 10 and after[0].start - end <= 10:
        return before[-1], after[0]
    if len(before) >= 2 and start - before[-1].end <= 8 and before[-1].start - before[-2].end <= 8:
        return before[-2], before[-1]
    return None


def _agree(old: int, new: int, rate: float) -> bool:
    """Within rounding, and whether or not one of the prices includes tax."""
    expected = old * (1 - rate / 100)
    return any(abs(new * factor - expected) <= max(old * 0.011, 10) for factor in (1, 1.1, 1.08, 1 / 1.1, 1 / 1.08))


# How far a mark may stand before or behind its price, and the lower price, a discount or a closing word behind it.
_MARK_BEFORE, _MARK_BEHIND, _LOWER, _ALONE = 20, 14, 48, 12
# A price of its own kind stands between: the mark belongs to that one.
_BREAK = Pattern(r"[。!?\n]|円|¥")
_WAS = ("だった", "でした", "やった", "してた", "していた")


def _pairs(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    yield from _columns(reading, spec)
    prices = amounts(reading.text)
    for price in prices:
        sentence = _sentence(reading, price.start, spec)
        if sentence is None:
            continue
        span = _joined(reading, price, prices, sentence, spec) or _marked(reading, price, prices, sentence, spec)
        if span is not None:
            yield _found(reading, *span, "")


_CELL = Pattern(r"[|｜│\t]")
_TODAY = Pattern(r"特別|特価|セール|割引|今|いま|本日|キャンペーン|奉仕|感謝|off|オフ|当店|販売価格")


def _columns(reading: Reading, spec: _Spec) -> Iterator[Match]:
    """Rows of a table whose head names a price to compare with (通常価格) and, behind it, the price of today."""
    text, head = reading.text, -1
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        cells = len(_CELL.findall(line))
        prices = amounts(line) if cells else []
        if cells and not prices:
            marked = reading.find(spec["marks"], start, end)
            cell = _CELL.search(text, marked[0].end, end) if marked else None
            head = start if cell and _TODAY.search(text, cell.end(), end) else -1
        elif not cells:
            head = -1
        elif (
            head >= 0
            and len(prices) >= 2
            and prices[0].value > prices[1].value
            and _sentence(reading, start + prices[0].start, spec)
        ):
            yield _found(reading, start + prices[0].start, start + prices[1].end, "")
        start = end + 1


def _joined(
    reading: Reading, price: Amount, prices: Sequence[Amount], sentence: Sentence, spec: _Spec
) -> tuple[int, int] | None:
    """「9,800円→3,980円」: two prices and nothing but a joining word and a few filling ones between them."""
    after = next((p for p in prices if p.start >= price.end), None)
    if after is None or after.value >= price.value or after.start - price.end > 20:
        return None
    if after.end > reading.around(sentence)[1] or "\n" in reading.text[price.end : after.start]:
        return None
    return (price.start, after.end) if reading.has(spec["joins"], price.end, after.start) else None


def _marked(
    reading: Reading, price: Amount, prices: Sequence[Amount], sentence: Sentence, spec: _Spec
) -> tuple[int, int] | None:
    mark = _mark(reading, price, sentence, spec)
    if mark is None:
        return None
    start, end = min(mark[0], price.start), max(mark[1], price.end)
    alone = reading.find(spec["alone"], price.end, min(sentence.end, price.end + _ALONE))
    if alone:
        return start, max(end, alone[0].end)
    low, high = reading.around(sentence)
    after = next((p for p in prices if price.end <= p.start < min(high, price.end + _LOWER)), None)
    offers = reading.find(spec["offers"], price.end, min(high, price.end + _LOWER))
    ends = [after.end] if after is not None and after.value < price.value else []
    ends += [offers[0].end] if offers else []
    if ends:
        return start, max(end, min(ends))
    before = [p for p in prices if max(low, mark[0] - _LOWER // 2) <= p.start and p.end <= mark[0]]
    # 「2,400円だったのを2,900円に」: the mark belongs to the lower price, which was the older one
    if before and before[-1].value < price.value and not reading.text.startswith(_WAS, before[-1].end):
        return before[-1].start, end
    return None


def _mark(reading: Reading, price: Amount, sentence: Sentence, spec: _Spec) -> tuple[int, int] | None:
    text = reading.text
    before = reading.find(spec["marks"], max(sentence.start, price.start - _MARK_BEFORE), price.start)
    near = [hit for hit in before if not _BREAK.search(text, hit.end, price.start)]
    if near:
        return near[0].start, near[0].end
    behind = reading.find(spec["marks"], price.end, min(sentence.end, price.end + _MARK_BEHIND))
    if behind and not _BREAK.search(text, price.end, behind[0].start):
        return behind[0].start, behind[0].end
    return None


_WALK = Pattern(
    r"徒歩(?:で|約)?\s?(?P<minutes>[\d一二三四五六七八九十]+)分[^。\n\d]{0,10}?(?P<metres>\d[\d,]*)\s?(?:m(?![a-z])|メートル|㍍)"
)


def _walks(page: Page, reading: Reading, spec: _Spec) -> Iterator[Match]:
    for match in _WALK.finditer(reading.text):
        minutes, metres = number(match["minutes"]), number(match["metres"])
        if minutes is None or metres is None or not _sentence(reading, match.start(), spec):
            continue
        right = ceil(metres / _METRES_A_MINUTE)
        if minutes < right:
            yield _found(
                reading,
                match.start(),
                match.end(),
                f"{metres:g}m ÷ 80m = {metres / _METRES_A_MINUTE:.1f}、切り上げて徒歩{right}分です",
            )


_COMPUTE: Mapping[str, Callable[[Page, Reading, _Spec], Iterator[Match]]] = {
    "prize": _prizes,
    "premium": _premiums,
    "visit": _visits,
    "deadline": _deadlines,
    "tax": _tax,
    "discount": _discounts,
    "pair": _pairs,
    "walk": _walks,
}


CHECKS = [Check("number", _prepare, _find, lambda spec: [spec["given"]] if spec["given"] is not None else [])]
