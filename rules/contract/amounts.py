"""Do the amounts add up, and is the number of posts the same everywhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import regex

from adcheck.checks.base import Page
from adcheck.checks.item import agreement_of, sentence_of
from adcheck.model import Match
from adcheck.text.clauses import Agreement, Clause
from adcheck.text.numbers import NUMBER, Amount, amounts, dates, number
from adcheck.text.pattern import Pattern
from adcheck_rules.contract.consistency import found_at, reporting
from adcheck_rules.contract.schedule import current_text

_TAX_OUT = Pattern(r"税別|税抜|消費税別|外税|税引|本体")
_TAX_IN = Pattern(r"税込|内税|込み")
_COUNTER = r"(?:本|件|回|枚|点|投稿|記事|[かヶカケヵ箇]月)"
# What stands before an amount that others add up to.
_TOTAL = Pattern(
    r"(?:(?<![時会設統集])計|総額|トータル|全部で|合わせて|あわせて|しめて|都合|=)(?:金額|額)?(?:は|:|金|で|が|\s|として|、)*$"
)
# … and before the price of one: 「1件あたり」, 「単価」, 「一件金四万円」, 「月額」.
_UNIT = Pattern(
    r"(?:1|一)?(?:件|投稿|本|回|点|枚|リール|動画)(?:当たり|あたり|につき|ごとに?|毎に?)[^。\n\d]{0,8}$|(?:単価|各|[月日]額)[^。\n\d]{0,4}$"
    r"|(?<![\d.〇一二三四五六七八九十])(?:1|一)\s?(?:件|投稿|本|回|点|枚)[^。\n\d、]{0,6}$"
)
_MONTHLY_PRICE = Pattern(r"(?:月額|毎月|月々|ひと月|1[かヶ]月)[^。\n\d]{0,8}$")
_TIMES_BEFORE = Pattern(rf"(?P<n>{NUMBER})\s?{_COUNTER}\s*[x×*✕]\s*(?:金|@|単価)?\s*$")
_TIMES_AFTER = Pattern(rf"\s*(?:\([^)\n]{{0,10}}\))?\s*[x×*✕]\s*(?P<n>{NUMBER})\s?{_COUNTER}?(?:分)?")
# 「1本20,000円が2本」, 「1件20,000円、計9件」
_COUNTED = Pattern(
    rf"\s*(?:\([^)\n]{{0,8}}\))?\s*[、,がをで(]\s*(?:合?計|全|全部で)?\s*(?P<n>{NUMBER})\s?{_COUNTER}(?:分)?(?!目)"
)
_EQUALS = Pattern(
    r"\s*(?:\([^)\n]{0,10}\))?\s*(?:=|で?[、,]|で)?\s*(?:[合小]?計|総額|の合計)?(?:金額|額)?[:は]?\s*(?:金)?\s*"
)
_JOINED = Pattern(r"[+＋、,と]|\n|及び|/")
# Money that is no part of the price of the posts, or is taken off it.
_APART = Pattern(r"修正|直し|超過|超え|追加|以降|二次|使用|利用|中止|交通|別に|別途")
_TAKEN_OFF = Pattern(r"控除|源泉|差し?引|値引|割引")
_TAX_AMOUNT = Pattern(r"消費税(?:等|の?額|相当額|及び地方消費税)*(?:\(10%\))?(?:は|:|金|\s|として)*$")
_WITHHELD = Pattern(
    r"源泉(?:徴収)?(?:所得|復興特別所得)?税?(?:額|分|等|及び[^。\n\d]{0,12})?(?:\([\d.]+%\))?(?:は|:|金|\s|として|の|、)*$|源泉[^。\n()]{0,10}\([^()\n]*(?:に対し|につき|の)、?$"
)
_TAKEN = Pattern(
    r"(?:差し?引い|差し?引き|控除し|引い|除い)(?:た|て|、)(?:後の|残りの|金額|額|、)*(?:金)?\s?$|差し?引き?(?:支払|振込|お?渡し)?額?(?:は|:|\s)*$"
)
# 「110,000円(うち消費税10,000円)」: the tax is part of the amount before it
_INCLUDED = Pattern(r"(?:を|が)?(?:含|込)")
_INSIDE = Pattern(r"うち|内(?!訳)|税込")
_KANJI_MONEY = Pattern(r"[〇一二三四五六七八九十百千万壱弐参拾萬]")


def _amounts(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = current_text(agreement)
    done: set[int] = set()
    factors = _factors(text)
    for low, high in (line for clause in agreement.clauses for line in _lines(text, clause)):
        for bad, detail in _wrong(text, low, high, factors):
            if bad.start not in done:
                done.add(bad.start)
                yield found_at(page, bad.start, bad.end, detail)
    for clause in agreement.of("article"):
        for bad, detail in _instalments(text, clause.start, _money(text, clause.start, clause.end)):
            if bad.start not in done:
                done.add(bad.start)
                yield found_at(page, bad.start, bad.end, detail)
    yield from _columns(page, text, done)
    yield from _products(page, text, done)
    yield from _between(page, agreement, done)
    yield from _across(page, agreement, factors, done)
    yield from _of_the_fee(page, text, factors, done)


def _lines(text: str, clause: Clause) -> Iterator[tuple[int, int]]:
    if clause.kind in ("section", "annex"):
        yield clause.start, clause.end
        return
    at = clause.start
    for line in text[clause.start : clause.end].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _money(text: str, low: int, high: int) -> list[Amount]:
    """The amounts in a stretch, placed in the whole text."""
    found = amounts(text[low:high])
    return [Amount(each.start + low, each.end + low, each.value) for each in found if each.explicit]


def _numbers(text: str) -> dict[str, set[int]]:
    """Kind of post → the numbers of it that the text names."""
    found: dict[str, set[int]] = {}
    for match in _OBJECT.finditer(text):
        if not _no_count(text, match):
            found.setdefault(_plain_kind(match["kind"]), set()).add(_count(match))
    return found


def _count(match: regex.Match[str], group: str = "n") -> int:
    """The whole number that a group holds."""
    return int(number(match[group]) or 0)


_ANY_COUNT = Pattern(rf"(?P<n>{NUMBER})\s?{_COUNTER}")


def _factors(text: str) -> set[int]:
    """Whatever a price of one may be multiplied by: a number that the text names, or two of them (月2本, 3か月)."""
    counts = {_count(match) for match in _ANY_COUNT.finditer(text)} - {0}
    return {product for a in counts for b in (1, *counts) if (product := a * b) <= _MOST_POSTS}


_MOST_POSTS = 120


def _wrong(text: str, low: int, high: int, factors: set[int]) -> Iterator[tuple[Amount, str]]:
    """Amounts of one line that contradict another of it, with the sum."""
    found = _money(text, low, high)
    if len(found) < 2:
        return
    taxes = [each for each in found if _TAX_AMOUNT.search(text[low : each.start])]
    withheld = [each for each in found if _WITHHELD.search(text[low : each.start])]
    plain = [each for each in found if each not in taxes and each not in withheld]
    yield from _left(text, low, found, withheld)
    for first, second in itertools.pairwise(plain):
        yield from _pair(text, low, first, second)
        yield from _of_one(text, low, first, second)
    if not withheld:
        yield from _with_tax(text, low, plain, taxes)
    yield from _sums(text, low, plain, factors)
    yield from _broken_down(text, low, plain, taxes, factors)
    yield from _instalments(text, low, plain)
    yield from _taxed_later(text, low, plain)


class _Item(NamedTuple):
    """What an amount may add to a total, and where its number ends.

    ``sure``: it stands with its own number. ``part``: a price of one or in brackets, which may only explain the amount before it.
    ``apart``: money for something else than the posts, which a total need not hold.
    """

    amount: Amount
    values: set[int]
    sure: bool
    unit: bool
    part: bool
    apart: bool
    stop: int


def _item(text: str, low: int, amount: Amount, factors: set[int]) -> _Item:
    before = text[low : amount.start]
    unit = _UNIT.search(before) is not None
    part = unit or before.count("(") > before.count(")")
    apart = _APART.search(regex.split("[、。\n+]|円", before)[-1]) is not None
    times = _TIMES_AFTER.match(text, amount.end) or _TIMES_BEFORE.search(before)
    counted = None if times else _COUNTED.match(text, amount.end)
    exact = times or (counted if unit else None)
    if exact:
        stop = exact.end() if exact.start() == amount.end else amount.end
        return _Item(amount, {round(amount.value * (number(exact["n"]) or 0))}, True, unit, part, apart, stop)
    times_by = {1}
    if counted:
        times_by.add(_count(counted) or 1)
    if unit:
        times_by |= factors
    if _MONTHLY_PRICE.search(before):
        times_by |= set(range(1, 37))
    return _Item(amount, {amount.value * each for each in times_by}, False, unit, part, apart, amount.end)


def _reach(items: Iterable[set[int]]) -> set[int]:
    """Every sum of one value of each."""
    sums = {0}
    for values in items:
        sums = {each + value for each in sums for value in values}
        if len(sums) > _MOST_SUMS:
            return set()
    return sums


_MOST_SUMS = 5000


# 「合計金九万円とし、消費税を加えて支払う」
_NET = Pattern(
    r"[^。\n\d]{0,16}(?:税別|税抜|外税|税は?(?:別|含ま)|消費税[^。\n\d]{0,10}(?:含まず|含まない|別|加え|加算))"
)


def _fits(total: int, sums: Iterable[int], *, taxed: bool = True) -> bool:
    return any(total == each or (taxed and total in _taxed(each)) for each in sums)


def _sums(text: str, low: int, plain: list[Amount], factors: set[int]) -> Iterator[tuple[Amount, str]]:
    """Totals that no reading of the amounts before them gives: a list of them, or a price and a number."""
    items = [_item(text, low, each, factors) for each in plain]
    parts: list[_Item] = []
    for item in items:
        total, last = item.amount, parts[-1] if parts else None
        product = last and last.sure and _EQUALS.fullmatch(text, last.stop, total.start)
        summed = (
            product or _TOTAL.search(text[low : total.start]) or _plus(text, [each.amount for each in parts], total)
        )
        if last is None or item.sure or item.unit or not summed:
            parts.append(item)
            continue
        before = parts
        # a subtotal is an item of what follows, that of a product beside the items before it: 「動画80,000円、ショート15,000円×2本＝30,000円」
        parts = [*(parts[:-1] if product and total.value in last.values else ()), item]
        bare = [each for each in before if not each.part]
        follows = factors and _EQUALS.fullmatch(text, last.amount.end, total.start)
        priced = last.unit and (last.sure or follows)
        listed = len(bare) > 1 and all(_joined(text, a.amount, b.amount) for a, b in itertools.pairwise(bare))
        if not (product or listed or priced) or _TAKEN_OFF.search(text, before[0].amount.start, total.start):
            continue
        wanted = _reach({0, *each.values} if each.part or each.apart else each.values for each in before)
        if product:
            wanted = wanted and wanted | last.values
        if not listed or len(bare) < len(before):  # one of them may be explained by the others
            wanted = wanted and wanted.union(*(each.values for each in before))
        gross = _TAX_IN.search(text[max(low, total.start - 4) : total.start]) or not _NET.match(text, total.end)
        if wanted and not _fits(total.value, wanted, taxed=bool(gross)):
            yield total, f"{_added(wanted)}円になります"


def _added(sums: set[int]) -> str:
    return "円または".join(f"{each:,}" for each in sorted(sums - {0})[:3])


def _joined(text: str, first: Amount, second: Amount) -> bool:
    between = text[first.end : second.start]
    return bool(_JOINED.search(between)) and "。" not in between


def _listed(text: str, first: Amount, second: Amount) -> bool:
    return _joined(text, first, second) and not _APART.search(text, first.end, second.start)


_COMES_TO = Pattern(r"(?:\([^)\n]{0,10}\)|\s)*(?:で|=|→)[、,\s]?(?:税[込別抜]み?で?|金|\s)*")


def _plus(text: str, parts: list[Amount], total: Amount) -> bool:
    """「フィード50,000円＋ストーリーズ20,000円で、税込77,000円」."""
    plus = len(parts) > 1 and all("+" in text[a.end : b.start] for a, b in itertools.pairwise(parts))
    return plus and _COMES_TO.fullmatch(text, parts[-1].end, total.start) is not None


_IN_BRACKETS = Pattern(
    r"\s*(?:\((?:税[別込抜]|消費税別)[^)]{0,4}\))?\s*\((?!税|消費税)(?P<parts>[^()]*(?:\([^()]*\)[^()]*)*)\)"
)
_SHORT = Pattern(r"[^。、]{0,14}円")  # 「100,000円(動画1本あたり70,000円)」
_NO_PARTS = Pattern(r"税|控除|上限")
_SPLIT = Pattern(r"\s*(?:\([^)\n]{0,8}\))?(?:とし|です)?[。、/]*\s*(?:その)?(?P<word>内訳|うち)(?:は|として|:|、)*\s*")
_IN_ALL = Pattern(r"(?:総額|合計)(?:は|を|で|、|:|金|\s)*$")
_CONSISTS = Pattern(
    r"[)税込別抜( ]*(?:から(?:成[るり]|なる|なり)|を(?:合わせた|合計した|足した)(?:もの|額)|の(?:合計|内訳|二つ|2つ)|に分(?:け|か))"
)


def _broken_down(
    text: str, low: int, plain: list[Amount], taxes: list[Amount], factors: set[int]
) -> Iterator[tuple[Amount, str]]:
    """「60,000円(1本20,000円、計2本)」, 「総額165,000円。内訳：制作費100,000円、投稿費65,000円」, 「総額330,000円とし、動画分220,000円とShorts分110,000円から成る」."""
    for total in plain:
        before = text[low : total.start]
        inner, split = _IN_BRACKETS.match(text, total.end), _SPLIT.match(text, total.end)
        if _UNIT.search(before) or not (inner or split or _IN_ALL.search(before)):
            continue
        start = inner.start("parts") if inner else split.end() if split else total.end
        stop = inner.end() if inner else min(i for i in (*map(text.find, "。\n", (start, start)), len(text)) if i >= 0)
        parts = [each for each in sorted([*plain, *taxes] if split else plain) if start <= each.start < stop]
        items = [_item(text, start, each, factors) for each in parts]
        listed = len(parts) > 1 and all(_listed(text, *pair) for pair in itertools.pairwise(parts))
        if inner:
            summed = any(_TOTAL.search(text[low : each.start]) for each in parts)
            taxed = _NO_PARTS.search(inner["parts"]) is not None
            priced = len(items) == 1 and (items[0].sure or (items[0].unit and _SHORT.fullmatch(inner["parts"])))
            named = not (summed or taxed) and (listed or priced)
        else:
            named = listed and (split or _CONSISTS.match(text, parts[-1].end)) is not None
        if not named:
            continue
        wanted = _reach(item.values for item in items)
        some = split and not inner and split["word"] == "うち"  # it may name some of the parts only
        if wanted and not _fits(total.value, wanted) and not (some and min(wanted) <= total.value):
            yield total if inner else parts[-1], f"内訳からは{_added(wanted)}円になります"


_SHARE_BEFORE = Pattern(
    r"(?:日|月末|までに?|時|後|前金|着手金|着手|半金|残金|残額|初回|[回期])(?:に|は|として|、|:|\s|分|金)*$"
)
_WHOLE = Pattern(r"(?:総額|合計)[^。\n\d]{0,6}$")
_OF_WHICH = Pattern(r"(?:\([^)\d\n]{0,12}\))?\)?の(?:うち|内)、?")
_PAID = Pattern(r"支払|払[うい]|振り?込|送金")


def _instalments(text: str, low: int, plain: list[Amount]) -> Iterator[tuple[Amount, str]]:
    """「総額は264,000円とする。12月15日に132,000円を、2月15日に120,000円を振り込む」."""
    at = next(
        (i for i, each in enumerate(plain) if _WHOLE.search(text[low : each.start]) or _OF_WHICH.match(text, each.end)),
        None,
    )
    if at is None:
        return
    total = plain[at]
    wholes = {total.value} if _WHOLE.search(text[low : total.start]) else {each.value for each in plain[: at + 1]}
    for match in regex.finditer(r"[^。\n]+", text[total.end :], regex.MULTILINE):
        if match.start() + total.end > plain[-1].end:
            return
        start, end = match.start() + total.end, match.end() + total.end
        shares = [each for each in plain if start <= each.start < end]
        dated = len(shares) > 1 and all(_SHARE_BEFORE.search(text[start : each.start]) for each in shares)
        if not dated or not _PAID.search(text, start, end) or _APART.search(text, start, end):
            continue
        paid = sum(each.value for each in shares)
        more = any(each.start >= end for each in plain)
        if not any(_fits(paid, {whole}) for whole in wholes) and (paid > max(wholes) or not more):
            yield shares[-1], f"支払う額の合計は{paid:,}円、総額は{total.value:,}円です"


_PLUS_TAX = Pattern(r"消費税(?:等|相当額|及び地方消費税|\(?10%\)?)*を?(?:加え|加算し|足し|上乗せし)[^。\n\d]{0,8}$")


def _taxed_later(text: str, low: int, plain: list[Amount]) -> Iterator[tuple[Amount, str]]:
    """「合計120,000円(税別)。消費税を加えた135,000円」."""
    for at, gross in enumerate(plain):
        nets = plain[:at]
        if nets and _PLUS_TAX.search(text[low : gross.start]):
            sums = {each.value for each in nets} | {sum(each.value for each in nets)}
            if not any(gross.value in _taxed(net) for net in sums):
                yield gross, f"{nets[-1].value:,}円×1.10＝{nets[-1].value * 110 // 100:,}円です"


def _pair(text: str, low: int, first: Amount, second: Amount) -> Iterator[tuple[Amount, str]]:
    """「金50,000円(金五万円)」, 「税別50,000円(税込55,000円)」, 「税込55,000円(税抜50,000円)」."""
    between = text[first.end : second.start]
    if regex.fullmatch(r"\s*(?:\(|、|,|/)?\s*(?:金)?\s*", between) and _written_twice(text, first, second):
        if first.value != second.value:
            yield second, f"{first.value:,}円と{second.value:,}円が並記されています"
        return
    if "。" in regex.sub(r"^[^()]*\([^()]*$", "", between):
        return
    if len(_TAX_LINK.sub("", between)) > _WORD:  # 「60,000円(税抜)、交通費3,000円(税込)」: the price of something else
        return
    before, after = text[max(low, first.start - 5) : first.start], text[second.end : second.end + 6]
    if (_TAX_OUT.search(between) or _TAX_OUT.search(before)) and (
        _TAX_IN.search(after) or _TAX_IN.search(between[-6:])
    ):
        if second.value not in _taxed(first.value):
            yield second, f"{first.value:,}円×1.10＝{first.value * 110 // 100:,}円です"
    elif _TAX_IN.search(before) and _TAX_OUT.search(between[-6:]) and first.value not in _taxed(second.value):
        yield second, f"{second.value:,}円×1.10＝{second.value * 110 // 100:,}円です"


_FOR_ALL = Pattern(
    rf"(?P<n>{NUMBER})\s?(?P<u>{_COUNTER})(?:分|間)?(?:で(?:合?計|総額)?|の?(?P<sum>合計|総額|全額))(?:金?額)?(?:は|、|:|金|¥|\s)*$|(?P<year>年額|年間(?:の)?(?:合計|総額))(?:は|、|:|金|¥|\s)*$"
)


def _of_one(text: str, low: int, first: Amount, second: Amount) -> Iterator[tuple[Amount, str]]:
    """「動画3本で120,000円、1本あたりでは30,000円」, in either order; another kind of post between them has its own price."""
    if regex.search(_KIND, text[first.end : second.start]):
        return
    for total, unit in ((first, second), (second, first)):
        times = _FOR_ALL.search(text[low : total.start])
        one = _UNIT.search(text[low : unit.start])
        if not times or not one or _APART.search(text, first.end, second.start):
            continue
        monthly = _MONTHLY_PRICE.search(text[low : unit.start]) is not None
        far = "。" in text[first.end : second.start]
        if monthly != (times["u"] or "年額").endswith(("月", "年額")) or (far and not (times["sum"] or times["year"])):
            continue
        count = 12 if times["year"] else _count(times)
        wanted = unit.value * count
        if count > 1 and not _fits(total.value, {wanted}):
            yield total, f"{unit.value:,}円×{count}＝{wanted:,}円です"


def _left(text: str, low: int, found: list[Amount], withheld: list[Amount]) -> Iterator[tuple[Amount, str]]:
    """「80,000円から源泉徴収税8,168円を差し引いた71,832円」: what is left of an amount before it, of a sum of them, with tax or without."""
    for rest in found:
        before = [each for each in found if each.start < rest.start]
        off = sum(each.value for each in before if each in withheld)
        if not off or rest in withheld or not _TAKEN.search(text[low : rest.start]):
            continue
        sums = _reach({0, each.value} for each in before if each not in withheld) - {0}
        gross = sums.union(*(_taxed(each) for each in sums))
        if gross and rest.value + off not in gross:
            yield rest, f"{off:,}円を引くと{_added({each - off for each in sums if each > off})}円です"


_TAX_LINK = Pattern(
    r"[\s()、,./・:=→]|税[別抜込引]き?|消費税(?:等|10%)?|[外内]税|本体|込み|金|合?計|総額|価格|支払|請求|額|です|[ではのをと]|10%|加え"
)
_WORD = 3  # code points


_ADDED = Pattern(r"(?:円|\))?を?(?:加え|加算し|足し|合わせ|上乗せし)(?:て|た|、|る)[^。\n\d]{0,12}$")


def _with_tax(text: str, low: int, plain: list[Amount], taxes: list[Amount]) -> Iterator[tuple[Amount, str]]:
    """「50,000円(税別) 消費税5,000円 合計55,000円」: the tax may be that of an amount before it, of all of them or of their total."""
    for tax in taxes[:1]:
        before = [each for each in plain if each.start < tax.start]
        after = [each for each in plain if each.start > tax.start]
        added = next((each for each in after if _ADDED.fullmatch(text, tax.end, each.start)), None)
        if not before:  # 「前項の総額に消費税等5,000円を加えた金55,000円」: the tax tells the net
            if added and not _tenth(tax.value, added.value - tax.value):
                yield added, f"消費税10％が{tax.value:,}円なら、合計は{tax.value * 11:,}円です"
            continue
        bases = {each.value for each in before if each is before[-1] or _TOTAL.search(text[low : each.start])}
        bases.add(sum(each.value for each in before if not _TOTAL.search(text[low : each.start])))
        if _INSIDE.search(text[before[-1].end : tax.start]) or _INCLUDED.match(text, tax.end):
            if not any(_tenth(tax.value, base - tax.value) for base in bases):
                yield tax, f"{before[-1].value:,}円に含まれる10％の消費税は{before[-1].value // 11:,}円です"
            continue
        total = added or next((each for each in after if _TOTAL.search(text[low : each.start])), None)
        if not any(_tenth(tax.value, base) for base in bases):
            yield tax, f"{before[-1].value:,}円の10％は{before[-1].value // 10:,}円です"
        elif total and total.value not in {base + tax.value for base in bases}:
            yield total, f"{before[-1].value:,}円＋{tax.value:,}円＝{before[-1].value + tax.value:,}円です"


def _tenth(tax: int, net: int) -> bool:
    """Whether it is the tax of 10 % (or 8 %, which another rule reports), but for rounding."""
    return abs(tax * 10 - net) <= _ROUNDING or abs(tax * 100 - net * 8) <= _ROUNDING * 8


_ROUNDING = 11


def _written_twice(text: str, first: Amount, second: Amount) -> bool:
    """「金50,000円(金五万五千円)」: one in figures, one in kanji."""
    return bool(_KANJI_MONEY.search(text[first.start : first.start + 3])) != bool(
        _KANJI_MONEY.search(text[second.start : second.start + 3])
    )


def _taxed(net: int) -> set[int]:
    return {net * 110 // 100, -(-net * 110 // 100), round(net * 1.1)}


_FEE = r"(?:報酬|委託料|対価|謝礼|お礼|原稿料|料金|代金|ギャラ|総額|合計)(?:の?(?:総額|合計額?|金額|額))?"
_SHARE = Pattern(
    rf"{_FEE}(?P<base>[^。\n、%割半]{{0,24}}?)の(?:うち、?)?(?:(?P<n>{NUMBER})\s?(?P<u>%|割)|半額|半分|[2二]分の[1一])"
    r"(?:に(?:当た|あた|相当す)る|相当額?の?|である|として|、?すなわち|、?つまり|[=(:の]|\s|金)*$"
)
_LATER_TAX = Pattern(rf"(?:前[条項]|第\d+条|上記|{_FEE})[^。\n\d]{{0,12}}?{_PLUS_TAX.source}")


def _of_the_fee(page: Page, text: str, factors: set[int], done: set[int]) -> Iterator[Match]:
    """「報酬の50%に当たる60,000円」, 「前条の報酬に消費税を加えた132,000円」: what another place calls the fee, or a sum there, decides."""
    money = _money(text, 0, len(text))
    for this in money:
        low = sentence_of(text, this.start, this.end)[0]
        share, taxed = _SHARE.search(text, low, this.start), _LATER_TAX.search(text, low, this.start)
        if this.start in done or not (share or taxed):
            continue
        here = [each for each in money if share and share.start("base") <= each.start < share.end("base")]
        others = here or [each for each in money if each.start < low]
        wholes = {each.value * by for each in others for by in (1, *factors)}
        wholes |= {a.value + b.value for a, b in itertools.combinations(others, 2)}
        wholes = wholes.union(*map(_taxed, wholes))
        part = ((number(share["n"]) or 0) * (10 if share["u"] == "割" else 1) if share["n"] else 50) if share else 100
        if others and not any(abs(whole * part - this.value * 100) < _ROUNDING * 10 for whole in wholes):
            done.add(this.start)
            detail = f"{others[-1].value:,}円の{part:g}％ではありません" if share else "税抜の額×1.10になりません"
            yield found_at(page, this.start, this.end, detail)


_UNIT_PRICE = Pattern(
    r"(?P<kind>フィード|リール|ストーリーズ?|ショート|動画|ポスト|記事|投稿)?[^\n。\d]{0,6}(?:1|一)\s?(?P<u>本|件|枚|回|投稿|記事)(?:あたり|当たり|につき)?(?:の)?(?:代金|単価|金額|報酬|お代|料金)?[^\n。\d¥x×*✕=]{0,4}$"
)
_TOTAL_KEY = Pattern(r"(?:合計|総額|トータル|総計)(?:金額|額)?[^\n。\d¥]{0,8}$")


def _across(page: Page, agreement: Agreement, factors: set[int], done: set[int]) -> Iterator[Match]:
    """Unit prices of one row, numbers of another, a total in a third: 「1本25,000円」「動画3本」「合計60,000円」."""
    text = agreement.text
    numbers = _numbers(text)
    totals: list[Amount] = []
    units: list[set[int]] = []
    others: list[set[int]] = []
    for clause in agreement.of("article", "row", "section", "line"):
        low, high = clause.start, clause.end
        if _APART.search(text, low, high):
            continue
        for each in _money(text, low, high):
            before = text[low : each.start]
            unit = _UNIT_PRICE.search(before)
            if _TOTAL_KEY.search(before):
                totals.append(each)
            elif unit:
                kind = _plain_kind(unit["kind"] or "")
                any_kind = set().union(*numbers.values(), {1} if numbers else set())
                counts = numbers.get(kind, any_kind if kind in ("", *_ANY_KIND) else set())
                if clause.kind == "article":  # prose may name the number of posts by another word
                    counts = counts | {
                        _count(match)
                        for match in _ANY_COUNT.finditer(text)
                        if match[0].endswith(unit["u"]) and not text.startswith("目", match.end())
                    }
                units.append({each.value * count for count in counts})
            else:
                others.append({0, *_item(text, low, each, factors).values})
    if len(totals) != 1 or not units or not all(units) or totals[0].start in done:
        return
    wanted = _reach([*units, *others])
    # what else is priced may be part of the total, or its parts may be the unit prices again
    if wanted and not _fits(totals[0].value, wanted | _reach(others)):
        yield found_at(page, totals[0].start, totals[0].end, f"単価と本数からは{_added(_reach(units))}円です")


_FEE_HEADING = Pattern(r"^(?:本業務の)?(?:報酬|委託料|業務委託料|対価|報酬の?額|総額)(?:及び支払[^/]*|の額|総額)?$")


_LAST_CELL = Pattern(r"[\s|)]*(?:\((?:税別|税抜|税込|外税|内税)[^)\n]{0,6}\))?[\s|]*$")
_EXPLAINED = Pattern(r"\s*(?:\((?:税別|税抜|税込)[^)\n]{0,4}\))?\s*\([^()\n]*")
_SUM_ROW = Pattern(
    r"[\s|*#■◆・]*(?:小計|合計|総計|総額|計(?!画)|(?:お?支払|ご?請求|お?振込|差引支払)い?(?:金額|額|合計)|税込(?:金額|合計|総額))[^\d¥\n]{0,24}$"
)
_NO_ROW = Pattern(r"単価|上限|うち|内訳|目安|あたり|当たり|につき|超過|修正|日|以降")


_TAX_ROW = Pattern(r"[\s|*#■◆・]*消費税(?:額|等|相当額)*(?:\(10%\))?[\s|:]*¥?")
_EACH = Pattern(rf"(?P<n>{NUMBER})\s?{_COUNTER}[^。\n\d]{{0,4}}各\s?¥?$")


def _columns(page: Page, text: str, done: set[int]) -> Iterator[Match]:
    """Rows that end in an amount, one under the other, and the row of their sum."""
    rows: list[int] = []
    gross = False  # whether every row of them says that the tax is in it
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        found = [each for each in amounts(line) if each.explicit]
        if not found or not _LAST_CELL.fullmatch(line, found[-1].end):
            if line.strip(" |-:\u3000"):  # an empty line or the rule below a table's head ends no column
                rows = []
            continue
        if len(found) > 1 and _EXPLAINED.fullmatch(line, found[-2].end, found[-1].start):
            found.pop()  # 「60,000円(1本30,000円)」
        last, before = found[-1], line[: found[-1].start]
        if not _SUM_ROW.fullmatch(before):
            if (
                rows
                and _TAX_ROW.fullmatch(before)
                and not any(_tenth(last.value, net) for net in (sum(rows), rows[-1]))
            ):
                done.add(start + last.start)
                yield found_at(
                    page, start + last.start, start + last.end, f"{sum(rows):,}円の10％は{sum(rows) // 10:,}円です"
                )
            each = _EACH.search(before)
            last = last._replace(value=last.value * _count(each)) if each else last
            taken = _TAKEN_OFF.search(before) or before.rstrip(" ¥").endswith(("-", "▲", "△", "−"))
            rows = [] if _NO_ROW.search(before) else [*rows, -last.value if taken else last.value]
            gross = _TAX_IN.search(line) is not None and (gross or len(rows) == 1)
            continue
        taxed = not (gross and _TAX_IN.search(line))
        if len(rows) > 1 and not _fits(last.value, {sum(rows)}, taxed=taxed) and start + last.start not in done:
            done.add(start + last.start)
            detail = f"{'＋'.join(f'{row:,}' for row in rows)}＝{sum(rows):,}円です"
            yield found_at(page, start + last.start, start + last.end, detail)
        rows = [last.value]


_COUNT_CELL = Pattern(rf"\s*[x×]?\s*(?P<n>\d{{1,3}})\s?(?:{_COUNTER}|式|名|人)?\s*")


def _products(page: Page, text: str, done: set[int]) -> Iterator[Match]:
    """A row of a table: price of one, number, amount, the first two in either order."""
    at = 0
    for line in text.split("\n"):
        cells, place = line.split("|"), at
        at += len(line) + 1
        for first, second, third in zip(cells, cells[1:], cells[2:], strict=False):
            total_at = place + len(first) + len(second) + 2
            place += len(first) + 1
            after = _COUNT_CELL.fullmatch(second)
            count = after or _COUNT_CELL.fullmatch(first)
            price, total = _only(first if after else second), _only(third)
            if not count or not price or not total:
                continue
            wanted = price.value * int(count["n"])
            if not _fits(total.value, {wanted}) and total_at + total.start not in done:
                done.add(total_at + total.start)
                detail = f"{price.value:,}円×{count['n']}＝{wanted:,}円です"
                yield found_at(page, total_at + total.start, total_at + total.end, detail)


def _only(cell: str) -> Amount | None:
    """The amount of a cell that holds nothing else, but for a word on the tax."""
    found = [each for each in amounts(cell) if each.explicit]
    rest = _TAX_LINK.sub("", cell[: found[0].start] + cell[found[0].end :]) if len(found) == 1 else cell
    return found[0] if len(found) == 1 and not rest else None


def _between(page: Page, agreement: Agreement, done: set[int]) -> Iterator[Match]:
    """The fee of the clause against the fee of an annex or an order attached to it."""
    text = agreement.text
    main = _fee_of(
        text, [clause for clause in agreement.of("article", "section", "row") if _FEE_HEADING.match(clause.heading)]
    )
    if main is None:
        return
    for annex in agreement.of("annex"):
        for match in regex.finditer(r"(?:報酬|委託料|対価|合計|総額)[^\n\d¥]{0,14}", text[annex.body : annex.end]):
            at = annex.body + match.end()
            line_end = text.find("\n", at)
            found = _money(text, at, line_end if line_end > 0 else len(text))
            if (
                found
                and found[0].start - at <= 3
                and not _fits(found[0].value, {main.value})
                and not _fits(main.value, {found[0].value})
                and found[0].start not in done
            ):
                yield found_at(page, found[0].start, found[0].end, f"本文では{main.value:,}円です")
                return


def _fee_of(text: str, clauses: list[Clause]) -> Amount | None:
    for clause in clauses:
        found = _money(text, clause.body, clause.end)
        if found:
            return None if _UNIT.search(text[clause.body : found[0].start]) else found[0]
    return None


# ---------------------------------------------------------------------------------------------------------------------
# counts

_KIND = r"(?P<kind>(?:(?<![a-z])x|インスタ|instagram|tiktok)投稿|ブログ記事|フィード|リール|ストーリーズ?|縦型動画|ショート動画|ショート|動画|ツイート|ポスト|ライブ配信|記事|投稿)(?:投稿|動画|枠)?"
_OBJECT = Pattern(
    rf"{_KIND}(?P<note>\([^()\n]{{1,24}}\))?(?:を|は|:|\||\s|の|が|\()*(?P<lead>計|合計|各|毎月|月|週|全)?\s*(?P<n>{NUMBER})\s?(?P<u>本|回|枚|件|投稿|点)"
)
# 「動画の本数は、月1本、期間を通じて計7本」, and the number that a price is multiplied by: 「ショート1本20,000円が3本」, 「動画 120,000円×8本」
_ALL_OF_THEM = Pattern(
    rf"{_KIND}の(?:本数|件数|回数)は[^。\n]{{0,40}}?(?P<lead>計|合計|全)\s?(?P<n>{NUMBER})\s?(?P<u>本|回|枚|件|投稿|点)"
    rf"|{_KIND.replace('kind', 'kind2')}\s?(?:(?:1|一)\s?(?:本|回|枚|件|点)(?:あたり|当たり|につき)?)?[^\n。\d¥、]{{0,4}}¥?[\d,]+円?\s?(?:\([^)\n]{{0,6}}\))?\s?(?:[x×*✕が])\s?(?P<n2>{NUMBER})\s?(?P<u2>本|回|枚|件|投稿|点)"
)
# 「2記事で66,000円」, 「公開した3本のリール動画」
_NUMBER_FIRST = Pattern(
    rf"(?P<n>{NUMBER})\s?(?:(?P<u>(?P<kind>記事))(?:分)?(?=で|の(?:合計|総額|原稿料|報酬)|[、(:は]|\s|$)|(?P<u2>本|件)の{_KIND.replace('kind', 'kind2')})"
)
_ALL_DONE = Pattern(r"(?:(?:公開|投稿|納品|制作|掲載)(?:し|され)た|すべての|全ての|全部の|上記の|以上の)$")
_COUNT_TRAP = Pattern(r"^(?:目|以降|当たり|あたり|につき|ごと|毎|以内|程度|まで|以上|ずつ|[~〜])")
_PRICE_FOLLOWS = Pattern(rf"\s?[^。\n\d、]{{0,3}}(?:¥\s?\d|{NUMBER}円)")
_NOT_COUNT = Pattern(
    r"修正|リテイク|直し|直す|加筆|訂正|差し?替え|写真|画像|当たり|あたり|につき|日前|追加|中止|目安|代替|無償|再投稿|上限|各[日回月週]|各$|それぞれ|毎(?:[日回週]|月[^。\n]{0,4}日)"
)
_COUNTED_UNITS = ("件", "本", "回")
_ANY_KIND = ("動画", "投稿")


_NOTE = Pattern(r"\([^()\n]*\)")


def _no_count(text: str, match: regex.Match[str]) -> bool:
    """A number of something else, or a price: 「リール1本30,000円」, 「各日にリール1本」."""
    low = sentence_of(text, *match.span())[0]
    return (
        _COUNT_TRAP.match(text[match.end() : match.end() + 8]) is not None
        or (number(match["n"]) == 1 and _PRICE_FOLLOWS.match(text, match.end()) is not None)
        or _NOT_COUNT.search(_NOTE.sub("", text[low : match.start()])) is not None
    )


_OF_THEM = Pattern(r"二次利用|転載|再利用|再掲")  # such a sentence may be about some of the posts


_MONTHLY = Pattern(
    rf"(?P<m>{NUMBER})\s?[かヶカケヵ箇]月(?:間)?[^。\n]{{0,40}}?(?:毎月|月|各月)(?:に)?[^。\n\d]{{0,8}}(?P<n>{NUMBER})\s?(?:本|件|回|投稿)[^。\n\d]{{0,8}}(?:合計|計|全部で|全)\s?(?P<t>{NUMBER})\s?(?:本|件|回|投稿)"
    rf"|(?:毎月|各月|月々|(?<![\d〇一二三四五六七八九十])月)(?:に|、|あたり)?\s?(?P<n2>{NUMBER})\s?(?:本|件|回|投稿)[^。\n]{{0,50}}?(?P<m2>{NUMBER})\s?[かヶカケヵ箇]月(?:間|分)?[^。\n\d]{{0,4}}(?:合計|計|全部で|全)\s?(?P<t2>{NUMBER})\s?(?:本|件|回|投稿)"
)
# 「毎月1件(年間計12件)」
_YEARLY = Pattern(
    rf"(?:毎月|各月|月々)[^。\n]{{0,90}}?(?P<n>{NUMBER})\s?(?P<u>本|件|回|投稿)[^。\n\d]{{0,8}}(?P<q>年間?(?:で|に)?(?:合計|計|全部で|全)?\s?(?P<t>{NUMBER})\s?(?P=u))"
)


class _Number(NamedTuple):
    """How many posts of a kind a place names.

    ``whole``: all of them, so that the general words (動画, 投稿) can be compared. ``some``: perhaps only some of them.
    """

    start: int
    end: int
    kind: str
    value: float
    unit: str
    note: str
    whole: bool
    some: bool = False


def _named_numbers(text: str) -> list[_Number]:
    found = []
    for match in _OBJECT.finditer(text):
        single = match["kind"] == "投稿" and match["u"] not in _COUNTED_UNITS
        if match["lead"] in ("各", "毎月", "月", "週") or single or _no_count(text, match):
            continue
        low = sentence_of(text, *match.span())[0]
        whole = match["lead"] in ("計", "合計", "全") or _ALL_DONE.search(text[low : match.start()]) is not None
        some = _OF_THEM.search(text, low, match.start()) is not None
        found.append(_number_of(match, "", match["note"] or "", whole=whole)._replace(some=some))
    for match in _NUMBER_FIRST.finditer(text):
        low = sentence_of(text, *match.span())[0]
        before = text[low : match.start()]
        if _count(match) > 1 and not _NOT_COUNT.search(before) and not _PART.search(before):
            whole = _ALL_DONE.search(before) is not None
            some = _OF_THEM.search(before) is not None
            which = "2" if match["kind2"] else ""
            found.append(_number_of(match, which, "", whole=whole)._replace(some=some))
    for match in _ALL_OF_THEM.finditer(text):
        found.append(_number_of(match, "" if match["kind"] else "2", "", whole=True))
    return sorted(found, key=lambda each: each.start)


def _number_of(match: regex.Match[str], which: str, note: str, *, whole: bool) -> _Number:
    kind, unit = match["kind" + which], match["u" + which]
    value = match["n"] or match["n" + which]
    return _Number(match.start(), match.end(), _plain_kind(kind), number(value) or 0, unit, note, whole)


def _plain_kind(kind: str) -> str:
    """ストーリーズ and ストーリー, ショート動画 and ショート, ブログ記事 and 記事."""
    return kind.rstrip("ズ").removeprefix("ブログ").removesuffix("動画") or kind


def _counts(page: Page) -> Iterator[Match]:
    """The same kind of post with two different numbers in two clauses."""
    agreement = agreement_of(page)
    text = current_text(agreement)
    for yearly in _YEARLY.finditer(text):
        if 12 * _count(yearly) != _count(yearly, "t"):
            detail = f"12か月×{_count(yearly)}本＝{12 * _count(yearly)}本です"
            yield found_at(page, *yearly.span("q"), detail)
    for monthly in _MONTHLY.finditer(text):
        months, each, total = (number(monthly[name] or monthly[name + "2"]) or 0 for name in ("m", "n", "t"))
        if months * each != total:
            start = regex.search("(?:合計|計|全)[^計全]*$", monthly[0])
            at = monthly.start() + (start.start() if start else 0)
            yield found_at(page, at, monthly.end(), f"{months:g}か月×{each:g}本＝{months * each:g}本です")
    yield from _spanned_counts(page, text)
    yield from _dated_counts(page, text)
    yield from _defined_counts(page, agreement)
    yield from _priced_counts(page, agreement, text)
    yield from _one_by_one(page, text)
    first: dict[str, tuple[_Number, int]] = {}
    named = _named_numbers(text)
    kinds = {each.kind for each in named}
    wrong: set[str] = set()
    for this in named:
        clause = agreement.clause_at(this.start)
        if clause is None:
            continue
        if this.kind not in first and this.whole and this.kind in _ANY_KIND and len(first) == 1:
            first[this.kind] = next(iter(first.values()))  # 「縦型動画3本」 … 「公開した動画4本」
        if this.some and (this.kind not in first or this.value < first[this.kind][0].value):
            continue
        before, there = first.setdefault(this.kind, (this, clause.start))
        # 「リール(30秒)」 and 「リール(60秒)」 are two kinds
        if before.value == this.value or there == clause.start or (this.note and before.note not in ("", this.note)):
            continue
        if this.kind in _ANY_KIND and not this.whole and (len(kinds) > 1 or _PART.search(text[: this.start])):
            continue
        yield found_at(page, this.start, this.end, f"別の箇所では{before.kind}{before.value:g}{before.unit}です")
        first[this.kind] = (this, clause.start)
        wrong.add(this.kind)
    ordered = {kind: number for kind, (number, _) in first.items() if kind not in wrong}
    yield from _paid_counts(page, text, ordered)
    yield from _day_counts(page, text, ordered)


def _paid_counts(page: Page, text: str, ordered: dict[str, _Number]) -> Iterator[Match]:
    """「リール動画3本につき120,000円」 where two are ordered."""
    for match in _OBJECT.finditer(text):
        known = ordered.get(_plain_kind(match["kind"]))
        each = match["lead"] or _count(match) == 1 or not regex.match("につき|あたり|当たり", text[match.end() :])
        if known and not each and known.value != _count(match) and _PRICE_AFTER.match(text, match.end()):
            yield found_at(page, *match.span(), f"別の箇所では{known.kind}{known.value:g}{known.unit}です")


_PRICE_AFTER = Pattern(rf"(?:につき|あたり|当たり)[^。\n\d]{{0,8}}(?:¥\s?\d|{NUMBER}円)")
_DAY = r"(?:20\d\d[年/])?\d{1,2}[月/]\d{1,2}日?(?:\s?\([月火水木金土日祝・]+\))?(?:\s?\d{1,2}(?:時|:\d\d))?"
_DAYS = Pattern(
    rf"(?:{_KIND}(?:の(?:公開|投稿|配信|掲載)日)?|(?:公開|投稿|配信|掲載)日)(?:\s|は|:|を|\||\()*(?P<days>{_DAY}(?:(?:、|,|及び|並びに|と|・|\s)+{_DAY})+)(?!\s?(?:の間|まで|から|の?いずれか))"
)


def _day_counts(page: Page, text: str, ordered: dict[str, _Number]) -> Iterator[Match]:
    """「ショート2本」 and 「ショート：1月18日、1月20日及び1月22日」: more days than posts."""
    for match in _DAYS.finditer(text):
        kind = _plain_kind(match["kind"] or "")
        known = ordered.get(kind) or (
            next(iter(ordered.values())) if kind in ("", *_ANY_KIND) and len(ordered) == 1 else None
        )
        days = list(regex.finditer(_DAY, match["days"]))
        if known and len(days) > known.value and not _MONTHS.search(text):
            at = match.start("days") + days[-1].start()
            yield found_at(page, at, match.end("days"), f"別の箇所では{known.kind}{known.value:g}{known.unit}です")


# 「2027年1月から2027年6月までの間、毎月第2土曜日に動画を1本、計6本」
_SPANNED = Pattern(
    rf"(?P<y>20\d\d)年(?P<m>\d{{1,2}})月(?:から|~|〜|より)\s?(?:(?P<y2>20\d\d)年)?(?P<m2>\d{{1,2}})月(?:末日?)?まで[^。\n]{{0,60}}?(?:毎月|各月|月々)[^。\n]{{0,30}}?(?P<n>{NUMBER})\s?(?:本|件|回|投稿)[^。\n]{{0,14}}?(?P<q>(?:合計|計|全部で|全)\s?(?P<t>{NUMBER})\s?(?:本|件|回|投稿))"
)


def _spanned_counts(page: Page, text: str) -> Iterator[Match]:
    """So many a month from one month to another, and their sum."""
    for match in _SPANNED.finditer(text):
        years = int(match["y2"] or match["y"]) - int(match["y"])
        months = years * 12 + int(match["m2"]) - int(match["m"]) + 1
        if months > 0 and months * _count(match) != _count(match, "t"):
            detail = f"{months}か月×{_count(match)}本＝{months * _count(match)}本です"
            yield found_at(page, *match.span("q"), detail)


_WEEKDAY = r"(?:\s?\([月火水木金土日祝・]+\))?"
_FIRST_DAY = rf"{NUMBER}[月/]\s?{NUMBER}日?{_WEEKDAY}"
_NEXT_DAY = rf"(?:(?:(?:20\d\d[年/]|(?:令和)?{NUMBER}年)?\s?{NUMBER}[月/]|同月)\s?)?{NUMBER}日?{_WEEKDAY}"
_AND = r"(?:、|,|及び|並びに|と|・)"
_EACH_DAY = Pattern(
    rf"(?P<days>{_FIRST_DAY}(?:\s?{_AND}\s?{_NEXT_DAY})+)\s?(?:に|の)?、?(?P<each>各日?|それぞれ)?\s?(?P<n>{NUMBER})\s?(?P<u>本|件|回|枚|点|投稿)(?(each)|ずつ)"
)


# 「12月8日から12月12日まで毎日1件」
_DAILY = Pattern(
    rf"(?P<range>{_FIRST_DAY}(?:から|~|〜)\s?{_FIRST_DAY})(?:まで)?(?:の間)?、?\s?(?:毎日|[1一]日に?)、?\s?(?P<n>{NUMBER})\s?(?P<u>本|件|回|枚|点|投稿)"
)


def _days_of(match: regex.Match[str]) -> int:
    """How many days a range or a list of them names."""
    named = match.groupdict()
    if named.get("range"):
        ends = dates(named["range"], 2027)
        return (ends[-1].date - ends[0].date).days + 1 if len(ends) > 1 else 0
    return len(regex.findall(_AND, regex.sub(_WEEKDAY, "", named["days"]))) + 1


def _dated_counts(page: Page, text: str) -> Iterator[Match]:
    """「動画3本」 and 「2月5日及び12日に各1本」: as many days as posts, where the text names one number of posts."""
    for match in (*_DAILY.finditer(text), *_EACH_DAY.finditer(text)):
        counted = (each for each in _ANY_COUNT.finditer(text) if text[each.end() :][:1] != "目")
        named = {_count(each) for each in counted if each[0].endswith(match["u"])} - {1}
        ordered = {_count(each) for each in _OBJECT.finditer(text) if each["u"] == match["u"]} - {1}
        days = _days_of(match)
        wanted = days * _count(match)
        if days > 1 and len(ordered or named) == 1 and wanted not in named:
            yield found_at(page, *match.span(), f"{days}日×{_count(match)}{match['u']}＝{wanted}{match['u']}です")


_ORDINAL = Pattern(
    rf"(?:第)?(?P<n>{NUMBER})\s?(?P<u>本|回|件|投稿)目(?!まで|以降|から)(?=[^。\n\d]{{0,6}}\d{{1,4}}[/月年-])"
)


def _one_by_one(page: Page, text: str) -> Iterator[Match]:
    """「動画4本。1本目12月1日、2本目12月8日、3本目12月15日」: a day for each, but for one too few or too many."""
    days = list(_ORDINAL.finditer(text))
    numbers = sorted({_count(match) for match in days})
    units = {match["u"] for match in days}
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)) or len(units) != 1:
        return
    ordered = {_count(match) for match in _OBJECT.finditer(text) if match["u"] in units and not _no_count(text, match)}
    counted = (match for match in _ANY_COUNT.finditer(text) if text[match.end() :][:1] != "目")
    named = {_count(match) for match in counted if match[0].endswith(tuple(units))}
    if len(ordered) == 1 and len(numbers) not in named:
        yield found_at(page, *days[-1].span(), f"別の箇所では全部で{ordered.pop()}{days[-1]['u']}です")


# 「1本18,000円、3本で54,000円」: the number that the price is for
_PRICED = Pattern(
    rf"(?<![\d.])1\s?(?P<u>本|件|回|投稿|記事)(?:あたり|当たり|につき)?\s?(?:金)?[\d,]+円(?:\([^)\n]{{0,10}}\))?[、,]\s?(?:合?計|全|全部で|全部)?\s?(?P<q>(?P<n>{NUMBER})\s?(?P=u)(?:分)?(?:で|の|、)?(?:合?計|総額|=|あわせて|合わせて)?\s?(?:金)?[\d,]+円)"
)


def _priced_counts(page: Page, agreement: Agreement, text: str) -> Iterator[Match]:
    """The price is for more or fewer posts than all that are ordered."""
    ordered = [match for match in _OBJECT.finditer(text) if not _no_count(text, match)]
    if any(match["lead"] in ("各", "毎月", "月", "週") for match in ordered) or _MONTHS.search(text):
        return
    for match in _PRICED.finditer(text):
        values = {
            (_plain_kind(each["kind"]), _count(each))
            for each in ordered
            if match["u"] in (each["u"], _plain_kind(each["kind"])) and not match.start() <= each.start() < match.end()
        }
        sums = _reach({0, value} for _, value in values) - {0}
        if sums and _count(match) not in sums:
            yield found_at(
                page,
                *match.span("q"),
                f"別の箇所では{'または'.join(str(value) for _, value in sorted(values))}{match['u']}です",
            )
            return


_MONTHS = Pattern(r"毎月|毎週|各月|月に?\d+[本件回]|週に?\d+[本件回]")


_DEFINED_COUNT = Pattern(
    rf"以下[、,]?「(?P<term>[^」\n]{{2,12}})」と(?:いう|称する|呼びます|します)。?\)[^。\n\d]{{0,6}}?(?P<n>{NUMBER})\s?(?P<u>本|回|枚|件|点|投稿)(?!目)"
)
_PART = Pattern(r"(?:うち(?:の|、)?|残り|最初の|初めの|前半の|後半の)[^。\n]{0,8}$")


def _defined_counts(page: Page, agreement: Agreement) -> Iterator[Match]:
    """「…(以下「広報投稿」という。)3件」, and 「広報投稿4件」 in another clause."""
    text = agreement.text
    for first in _DEFINED_COUNT.finditer(text):
        wanted = number(first["n"]) or 0
        source = rf"{regex.escape(first['term'])}(?:は|の|を|が|、|,)?\s?(?P<lead>各|毎月|月|週)?[^。\n\d]{{0,3}}?(?P<n>{NUMBER})\s?{first['u']}(?:\([^)\n]{{0,30}}\))?"
        for match in regex.finditer(source, text, pos=first.end()):
            count = number(match["n"]) or 0
            low = sentence_of(text, *match.span())[0]
            if match["lead"] or count in (0, 1, wanted) or _COUNT_TRAP.match(text[match.end() : match.end() + 8]):
                continue
            if not _NOT_COUNT.search(text[low : match.start()]) and not _PART.search(text[low : match.start()]):
                yield found_at(page, match.start(), match.end(), f"別の箇所では{wanted:g}{first['u']}です")
                return


CHECKS = [reporting("amount-consistency", {"amount": _amounts, "count": _counts})]
