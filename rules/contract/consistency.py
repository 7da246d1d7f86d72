"""Does the agreement agree with itself: what the checks on contradictions share, and the dates."""

from __future__ import annotations

import itertools
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.item import agreement_of, speaks
from adcheck.model import Match
from adcheck.text.clauses import Agreement
from adcheck.text.numbers import NUMBER, dates, number
from adcheck.text.pattern import Pattern
from adcheck_rules.contract.schedule import ordered_on

NUMERAL = r"(?:\d+|[〇一二三四五六七八九十百廿]+)"


def found_at(page: Page, start: int, end: int, detail: str = "", **values: str) -> Match:
    return Match(page.reading.span(start, end), values, detail=detail)


def reporting(name: str, reports: Mapping[str, Callable[[Page], Iterator[Match]]]) -> Check:
    """A check whose rules name the kind of contradiction they report."""

    def prepare(table: Table) -> dict[str, Any]:
        return {"report": table.choice("report", tuple(reports))}

    def find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
        if speaks(page):
            yield from reports[spec["report"]](page)

    return Check(name, prepare, find)


_WRITTEN = Pattern(
    rf"(?:(?P<era>令和|平成)\s?(?P<ey>元|{NUMBER})\s?年|(?<![a-z\d/_\-])(?P<y>20\d\d)\s?[年/.\-])?\s?(?P<mark>\((?:20\d\d)年?\))?\s?(?<!\d|(?<!20\d\d\s?)/)(?P<m>{NUMBER})\s?(?:月|(?<=[年/.\-]\s?\d{{1,2}})[/.\-])\s?(?P<d>{NUMBER})(?:\s?日|(?![\d年月/%]))(?P<w>\s?\((?P<wd>[月火水木金土日])(?:曜日?)?[・祝]*\))?"
)
_ALL_ON = Pattern(
    r"\(\s?(?:いずれも|すべて|全て|どれも|両日とも|ともに)\s?(?P<wd>[月火水木金土日])曜日"
)  # after a list of dates
_WEEK = "月火水木金土日"
_BOTH_YEARS = Pattern(
    rf"令和\s?(?P<e>元|{NUMBER})年?\s?\(\s?(?:西暦)?(?P<y>20\d\d)年?\s?\)|(?P<y2>20\d\d)年?\s?\(\s?令和\s?(?P<e2>元|{NUMBER})年?\s?\)"
)
_RANGE = Pattern(r"\s*(?:\([月火水木金土日祝・]+\))?\s*(?:から|~|〜|より|-|—|–)\s*")


def _dates(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = agreement.text
    ordered = ordered_on(agreement, page.as_of)
    for match in _BOTH_YEARS.finditer(text):
        era = match["e"] or match["e2"]
        year = 2018 + (1 if era == "元" else int(number(era) or 0))
        if year != int(match["y"] or match["y2"]):
            yield found_at(page, match.start(), match.end(), f"令和{era}年は{year}年です")
    for match in _ALL_ON.finditer(text):
        line = text.rfind("\n", 0, match.start()) + 1
        last_year: int | None = None
        for day in _WRITTEN.finditer(text, line, match.start()):
            last_year = int(day["y"]) if day["y"] else last_year
            month, number_of_day = int(number(day["m"]) or 0), int(number(day["d"]) or 0)
            if last_year and 1 <= month <= 12 and 1 <= number_of_day <= monthrange(last_year, month)[1]:
                that = date(last_year, month, number_of_day)
                if that.weekday() != _WEEK.index(match["wd"]):
                    detail = f"{that:%Y年%-m月%-d日}は{_WEEK[that.weekday()]}曜日です"
                    yield found_at(page, match.start("wd"), match.end("wd") + len("曜日"), detail)
                    break
    for match in _WRITTEN.finditer(text):
        detail = _impossible(match, ordered)
        if detail:
            yield found_at(page, match.start(), match.end(), detail)
        yield from _in_same_month(page, text, match, ordered)
    yield from _order(page, agreement, ordered)


_NEXT_DAY = Pattern(
    rf"[^。\n\d]{{0,16}}?(?:同月|[、,と及び・/]|並びに)\s?(?P<q>(?P<d>{NUMBER})\s?日\s?\((?P<wd>[月火水木金土日])(?:曜日?)?[・祝]*\))"
)


def _in_same_month(page: Page, text: str, first: regex.Match[str], ordered: date) -> Iterator[Match]:
    """「1月16日(土)、同月23日(土)と30日(日)」: the days after the one that names the month."""
    month = int(number(first["m"]) or 0)
    year = int(first["y"]) if first["y"] else 2018 + int(number(first["ey"]) or 1) if first["ey"] else None
    if year is None and 1 <= month <= 12:
        year = ordered.year if month >= ordered.month else ordered.year + 1
    at = first.end()
    while year and 1 <= month <= 12 and (match := _NEXT_DAY.match(text, at)):
        at, day = match.end(), int(number(match["d"]) or 0)
        if not 1 <= day <= monthrange(year, month)[1]:
            return
        that = date(year, month, day)
        if that.weekday() != _WEEK.index(match["wd"]):
            yield found_at(page, *match.span("q"), f"{that:%Y年%-m月%-d日}は{_WEEK[that.weekday()]}曜日です")


def _impossible(match: regex.Match[str], ordered: date) -> str:
    month, day = int(number(match["m"]) or 0), int(number(match["d"]) or 0)
    year = (
        int(match["y"])
        if match["y"]
        else 2018 + (1 if match["ey"] == "元" else int(number(match["ey"]) or 0))
        if match["ey"]
        else None
    )
    if not 1 <= month <= 12:
        return f"{month}月という月はありません" if month > 12 and (year or match["w"] or "月" in match[0]) else ""
    last = monthrange(year or 2028, month)[1]
    if not 1 <= day <= last:
        return f"{month}月は{last}日までです" if "日" in match[0][match[0].rfind("月") :] or year else ""
    if match["wd"]:
        written = _WEEK.index(match["wd"])
        years = [year] if year else [ordered.year, ordered.year + 1]
        possible = [date(each, month, day) for each in years if day <= monthrange(each, month)[1]]
        possible = [each for each in possible if year or each >= ordered.replace(day=1)][:1] or possible[:1]
        if possible and all(each.weekday() != written for each in possible):
            return f"{possible[0]:%Y年%-m月%-d日}は{_WEEK[possible[0].weekday()]}曜日です"
    return ""


def _order(page: Page, agreement: Agreement, ordered: date) -> Iterator[Match]:
    """Ranges that end before they begin; posts before the agreement."""
    text = agreement.text
    days = dates(text, ordered.year)
    for first, second in itertools.pairwise(days):
        if (
            _RANGE.fullmatch(text[first.end : second.start])
            and first.year_given
            and second.date < first.date
            and second.year_given
        ):
            yield found_at(page, first.start, second.end, "終わりの日が始まりの日より前です")
    if ordered == page.as_of:
        return
    for clause in agreement.of("row", "section", "article"):
        if not regex.search(
            r"投稿日|公開日|掲載日|納期|公開期日|業務の内容|給付|投稿|(?:掲載|公開|配信)(?:する|の)[^。\n]{0,6}日",
            clause.heading,
        ):
            continue
        for day in dates(text[clause.body : clause.end], ordered.year):
            around = text[clause.body + day.end : clause.body + day.end + 16]
            if (
                day.year_given
                and day.date < ordered
                and regex.search(
                    r"投稿日|公開日|掲載日|納期|期日|(?:投稿|掲載|公開|配信)(?:する|の)[^。\n]{0,6}日",
                    clause.heading + text[max(clause.body, clause.body + day.start - 12) : clause.body + day.start],
                )
                and "締結" not in around
            ):
                yield found_at(
                    page,
                    clause.body + day.start,
                    clause.body + day.end,
                    f"契約（発注）の日は{ordered:%Y年%-m月%-d日}です",
                )


CHECKS = [reporting("date-consistency", {"date": _dates})]
