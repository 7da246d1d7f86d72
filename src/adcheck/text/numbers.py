"""Amounts, percentages, counts, periods and dates in Japanese text.

Every function takes a *view* text (NFKC, lower case; folded or not) and returns values in order, with code-point positions in that text. Nothing
here decides what a number means for a rule.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import regex

from adcheck.text.pattern import Pattern


class Amount(NamedTuple):
    """Yen. ``explicit`` is False for 「3万」 without 円 or ¥."""

    start: int
    end: int
    value: int
    explicit: bool = True


class Percent(NamedTuple):
    """``value`` in per cent; 「3割5分」 is 35."""

    start: int
    end: int
    value: float


class Count(NamedTuple):
    """A number with the counter that follows it (名, 個, 回, 店舗 …)."""

    start: int
    end: int
    value: float
    unit: str


class Period(NamedTuple):
    """A length of time. ``unit`` is one of ``second minute hour day business-day week month year``."""

    start: int
    end: int
    value: float
    unit: str

    @property
    def days(self) -> float:
        """The length in days, months as 30 and years as 365."""
        return self.value * _DAYS[self.unit]


class Day(NamedTuple):
    """A calendar day.

    ``year_given`` tells whether the text (or the date that a range starts with) names the year. ``closes`` is True for an end (〜まで, 締切,
    the second half of a range), ``opens`` for a beginning. ``weekday`` is the written day of the week (Monday 0) or None. A month
    end (11月末) is its last day.
    """

    start: int
    end: int
    date: date
    year_given: bool
    opens: bool = False
    closes: bool = False
    weekday: int | None = None


_DAYS = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "business-day": 1.4, "week": 7.0, "month": 30.0, "year": 365.0,
}  # fmt: skip

# ---------------------------------------------------------------------------------------------------------------------
# numerals

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_KANJI = "〇零一二三四五六七八九十百千万億兆壱弐参拾萬"
# 1,200 / 3万5千 / 1.2億 / 十五万 / 二〇二六. The look-behind keeps a number whole: no 000 out of 12,000, no 5 out of 1.5.
NUMBER = rf"(?<![\d.{_KANJI}])(?<!\d,)(?:{_ARABIC}(?:\s?[十百千万億兆](?:{_ARABIC})?)*|[{_KANJI}]+)"
_DIGITS = {char: i for i, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "壱": 1, "弐": 2, "参": 3}
_SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "兆": 10**12}
_TOKEN = Pattern(rf"{_ARABIC}|[{_KANJI}]")


def number(text: str) -> float | None:
    """The value of a numeral in any mixture of notations, or None (「万」, 「,5」)."""
    if not text or text[0] in _LARGE:
        return None
    if all(char in _DIGITS for char in text):
        return float("".join(str(_DIGITS[char]) for char in text))
    total, group, last = 0.0, 0.0, None
    for token in _TOKEN.findall(text):
        if token in _LARGE:
            total += (group + (last or 0.0) or 1.0) * _LARGE[token]
            group, last = 0.0, None
        elif token in _SMALL:
            group += (1.0 if last is None else last) * _SMALL[token]
            last = None
        else:
            last = float(_DIGITS[token]) if token in _DIGITS else float(token.replace(",", ""))
    return total + group + (last or 0.0)


# ---------------------------------------------------------------------------------------------------------------------
# amounts, percentages, counts, periods

_YEN = Pattern(
    rf"(?:金\s?)?[¥\\]\s?(?P<a>{NUMBER})(?:\s?(?:円|えん))?|(?:金\s?)?(?P<b>{NUMBER})\s?(?:円(?![周筒盤柱形卓滑安高])|えん(?![どそ])|yen\b)(?:也)?"
)
# 「月30万」, 「3万はする」: money unless a counter follows.
_NOT_MONEY = (
    r"[人個本名回枚台件歩字語倍社店冊羽匹戸株点曲秒分時日週年歳才票坪頭着足組食粒包杯錠円票口系里石部校世語ヶヵかケカゖゕ代時%万千百億a-z]|"
    r"[とノのが]?(?:フォロワ|ふぉろわ|再生|アクセス|あくせす|ダウンロード|だうんろ|ドル|どる|ユーロ|ゆーろ|ポイント|ぽいんと|マイル|まいる|いいね|人|キロ|きろ|メートル|"
    r"めーとる|リツ|りつ|インプ|いんぷ|会員|世帯|ヘクタ|へくた|トン|とん|ユーザ|ゆーざ|登録|種類|一)"
)
_BARE = Pattern(
    rf"(?P<a>{_ARABIC}\s?[万億](?:{_ARABIC}[千百])?|(?<![{_KANJI}])[一二三四五六七八九十百]+万)(?![{_KANJI}])(?!\s?(?:{_NOT_MONEY}))"
)


def amounts(text: str) -> list[Amount]:
    """Amounts of money in yen: 12,000円, ¥12,000, 1.2万円, 十五万円, 金120万円也, and 3万 where no counter follows."""
    found = [_amount(match, match["a"] or match["b"], explicit=True) for match in _YEN.finditer(text)]
    taken = [amount for amount in found if amount]
    for match in _BARE.finditer(text):
        amount = _amount(match, match["a"], explicit=False)
        if amount and not any(amount.start < other.end and other.start < amount.end for other in taken):
            taken.append(amount)
    return sorted(taken, key=lambda amount: amount.start)


def _amount(match: regex.Match[str], numeral: str, explicit: bool) -> Amount | None:
    value = number(numeral)
    return None if value is None else Amount(match.start(), match.end(), round(value), explicit)


_PERCENT = Pattern(
    rf"(?P<n>{NUMBER})\s?(?:%|パーセント|ぱーせんと|パー(?!ク|ト|ル|テ|マ|ソ)|ぱー(?!く|と|る|て|ま|そ))"
)
_WARI = Pattern(rf"(?P<n>{NUMBER})割(?:(?P<m>[\d一二三四五六七八九])分)?(?!れ|る|ら|り|っ|烹|と)")


def percentages(text: str) -> list[Percent]:
    """Percentages: 30%, 46パーセント, 百パー, 3割, 二割五分."""
    found = [
        Percent(match.start(), match.end(), value)
        for match in _PERCENT.finditer(text)
        if (value := number(match["n"])) is not None
    ]
    for match in _WARI.finditer(text):
        tens, ones = number(match["n"]), number(match["m"] or "0")
        if tens is not None and ones is not None and tens <= 10:
            found.append(Percent(match.start(), match.end(), tens * 10 + ones))
    return sorted(found, key=lambda percent: percent.start)


_COUNTERS = (
    "店舗|名様|名さま|名|人|個所|箇所|個|組|本|回|枚|台|件|点|社|店|口|箱|袋|粒|包|食|杯|着|足|冊|部|セット|せっと|席|枠|皿|缶|玉|尾|匹|羽|"
    "ポイント|ぽいんと|pt|歳|才|倍|冠|位|票|戸|室|ml|kg|g|cm|mm|km|m|kwh|w"
)
_COUNT = Pattern(rf"(?P<n>{NUMBER})\s?(?P<unit>{_COUNTERS})")


def counts(text: str) -> list[Count]:
    """Numbers with a counter; 名様 and 名さま count as 名."""
    return [
        Count(match.start(), match.end(), value, "名" if match["unit"].startswith("名") else match["unit"])
        for match in _COUNT.finditer(text)
        if (value := number(match["n"])) is not None
    ]


_UNITS = {
    "秒": "second",
    "分": "minute",
    "時": "hour",
    "営業日": "business-day",
    "日": "day",
    "週": "week",
    "年": "year",
}
_PERIOD = Pattern(
    rf"(?P<n>{NUMBER})\s?(?:(?P<month>(?:[かカヶヵケけゖゕ箇個]|か\s)月)(?:間)?|(?P<unit>秒|分(?!の|間の一)|時(?=間)|営業日|日(?![本曜目])|週|年)(?P<long>間)?)"
)


def periods(text: str) -> list[Period]:
    """Lengths of time: 60日, 30日以内, 3か月, 二週間, 10営業日. A calendar day (30日 in 11月30日) is not one."""
    days = [(day.start, day.end) for day in dates(text, 2000)]
    found = []
    for match in _PERIOD.finditer(text):
        value = number(match["n"])
        calendar = any(start <= match.start() < end for start, end in days) or (
            match["unit"] == "年" and value is not None and value > 200
        )
        if value is not None and not calendar:
            unit = "month" if match["month"] else _UNITS[match["unit"]]
            found.append(Period(match.start(), match.end(), value, unit))
    return found


# ---------------------------------------------------------------------------------------------------------------------
# dates

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988}
_N = rf"(?:\d{{1,4}}|[{_KANJI}]{{1,4}})"
_YEAR = rf"(?:(?P<era>令和|平成|昭和)\s?(?P<era_year>元|{_N})\s?年|(?P<year>\d{{4}}|[〇一二三四五六七八九]{{4}})\s?年)"
_MONTH_DAY = rf"(?P<month>{_N})\s?月\s?(?:(?P<day>{_N})\s?日|(?P<month_end>末日?|晦日))"
_WRITTEN = Pattern(rf"(?:{_YEAR}\s?)?(?<![\d{_KANJI}]){_MONTH_DAY}")
_ISO = Pattern(
    r"(?<![\d/.\-])(?:(?P<era>r)?(?P<year>(?:19|20)\d{2}|(?<=r)\d{1,2}))(?P<sep>[/.\-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\d/])"
)
# 11/30 is a date only beside something that belongs to dates; 1/2カップ and 24/7 are not.
_SLASH = Pattern(
    r"(?<![\d/.\-:])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/.%])(?=\s?(?:\([月火水木金土日]|まで|迄|[~〜\-–—→]|から|より|の|に|締|〆|\s?\d{1,2}[:時]))|"
    r"(?<=(?:[~〜\-–—→/]|から|締切|〆切|期限|:|：|は)\s?)(?<!\d/)(?P<month2>1[0-2]|0?[1-9])/(?P<day2>3[01]|[12]\d|0?[1-9])(?![\d/.%カか])"
)
# 「10月1日〜31日」: the second half of a range borrows month and year.
_BORROWED = Pattern(
    rf"\s?(?:\([月火水木金土日祝・]+\))?\s?(?:\d{{1,2}}[:時]\d{{0,2}}分?)?\s?(?:[~〜\-–—~]|から|より)\s?(?P<day>{_N})\s?日(?![間本以])"
)
_WEEKDAY = Pattern(r"\s?\((?P<w>[月火水木金土日])(?:曜日?)?(?:[・,]?祝)?\)|\s?(?P<v>[月火水木金土日])曜")
_CLOSES = Pattern(
    r"\s?(?:\([^)]{1,6}\))?\s?(?:の?\s?\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?)|の?(?:正午|深夜|夜|閉店|営業終了))?\s?(?:\([^)]{1,8}\)\s?)?[^\s。、!?\d]{0,8}?(?:まで|迄|締切|締め切り|〆切|終了|必着|消印|限り|を期限)"
)
_CLOSES_BEFORE = Pattern(r"(?:締切|締め切り|〆切|期限|終了|最終日)(?:日|は|り)?\s?[:=は]?\s?$|(?:[~〜–—]|から)\s?$")
_OPENS = Pattern(
    r"\s?(?:\([^)]{1,6}\))?\s?(?:\d{1,2}(?::\d{2}|時(?:\d{1,2}分|半)?))?\s?(?:から|より|[~〜–—]|-(?=\s?\d)|スタート|すたーと|開始|以降|発売)"
)


def dates(text: str, default_year: int) -> list[Day]:
    """Calendar days: 2026年11月30日, 令和8年11月末, 2026/11/30, 11月30日(月), 11/30まで, 10月1日〜31日, 十一月三日.

    ``default_year`` completes days without a year; days after one that names its year (in the same range) take that one. Impossible days
    (2月30日) are left out.
    """
    found: list[Day] = []
    for match in sorted(
        [*_WRITTEN.finditer(text), *_ISO.finditer(text), *_SLASH.finditer(text)], key=lambda match: match.start()
    ):
        if found and match.start() < found[-1].end:
            continue
        day = _day(text, match, default_year, found[-1] if found else None)
        if day:
            found.append(day)
            found.extend(_borrowed(text, day))
    return found


def _day(text: str, match: regex.Match[str], default_year: int, before: Day | None) -> Day | None:
    named = match.groupdict()
    month = number(named.get("month") or named.get("month2") or "")
    year = _year(named)
    given = year is not None
    ranges_on = before is not None and regex.fullmatch(
        r"[^。!?\n\d]{0,16}(?:\d{1,2}[:時]\d{0,2}分?)?[^。!?\n\d]{0,6}", text[before.end : match.start()]
    )
    if before is not None and ranges_on and before.opens and year is None:
        year, given = before.date.year, before.year_given
        if month is not None and month < before.date.month:
            year += 1
    if year is None:
        year = default_year
    if month is None or not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    last = monthrange(year, int(month))[1]
    of_month = float(last) if named.get("month_end") else number(named.get("day") or named.get("day2") or "")
    if of_month is None or not 1 <= of_month <= last:
        return None
    return _placed(
        text,
        match.start(),
        match.end(),
        date(year, int(month), int(of_month)),
        given,
        second=bool(before and ranges_on and before.opens),
    )


def _year(named: dict[str, str]) -> int | None:
    if named.get("era") in _ERAS:
        era_year = named.get("era_year") or named.get("year") or ""
        value = 1.0 if era_year == "元" else number(era_year)
        return None if value is None else _ERAS[named["era"]] + int(value)
    value = number(named.get("year") or "")
    return None if value is None else int(value)


def _placed(text: str, start: int, end: int, day: date, given: bool, second: bool = False) -> Day:
    weekday = _WEEKDAY.match(text, end)
    opens = _OPENS.match(text, end) is not None
    closes = (
        second
        or _CLOSES.match(text, end) is not None
        or _CLOSES_BEFORE.search(text, max(0, start - 12), start) is not None
    )
    return Day(
        start, end, day, given, opens, closes and not opens, "月火水木金土日".index(weekday["w"] or weekday["v"]) if weekday else None
    )  # fmt: skip


def _borrowed(text: str, first: Day) -> Iterator[Day]:
    match = _BORROWED.match(text, first.end)
    value = number(match["day"]) if match else None
    if not match or value is None or not first.date.day <= value <= monthrange(first.date.year, first.date.month)[1]:
        return
    yield _placed(
        text, match.start("day"), match.end(), first.date.replace(day=int(value)), first.year_given, second=True
    )
