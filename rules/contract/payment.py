"""When pay falls due: reading payment terms and the 60-day arithmetic (Freelance Act Art. 4).

The day of receipt is day 1, so the latest lawful day is receipt + 59; for monthly closing the JFTC reads 60 days as two months.
Functions here know nothing of rules or pages.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

import regex

from adcheck.text.numbers import NUMBER, dates, number
from adcheck.text.pattern import Pattern

LIMIT = 60
MONTH_END = 31

Outcome = Literal["ok", "border", "over"]
Kind = Literal["date", "days", "months", "closing"]
Base = Literal["post", "acceptance", "invoice", "client-paid", "report", "end", ""]


class Term(NamedTuple):
    """One way of fixing the due date. ``within`` marks 「…以内」「…まで」, which fixes no day.

    date: ``day``. days, months: ``number`` after ``base``. closing: what happened up to day ``close`` of a month is paid on day ``pay`` of the
    ``number``-th month after it (31 is the month's end).
    """

    start: int
    end: int
    kind: Kind
    base: Base = ""
    within: bool = False
    number: int = 0
    close: int = MONTH_END
    pay: int = MONTH_END
    day: date | None = None


class Verdict(NamedTuple):
    """What a term comes to for one day of receipt. ``days`` counts the day of receipt as day 1."""

    outcome: Outcome
    received: date
    due: date
    days: int
    limit: date


def add_months(day: date, months: int, of_month: int | None = None) -> date:
    """``months`` later, on ``of_month`` (or the same day), cut to the month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(of_month or day.day, monthrange(year, month + 1)[1]))


def limit(received: date) -> date:
    """The 60th day."""
    return received + timedelta(days=LIMIT - 1)


def closing_limit(received: date) -> date:
    """Two months, as JFTC practice counts closing systems: 1 Dec → 31 Jan; never earlier than the 60th day."""
    return max(limit(received), add_months(received, 2) - timedelta(days=1))


def closing_due(received: date, close: int, months: int, pay: int) -> date:
    """The due date of what is received on a day, for 「close 日締め・months か月後の pay 日払い」."""
    closes = (
        received
        if received.day <= min(close, monthrange(received.year, received.month)[1])
        else add_months(received, 1)
    )
    return add_months(closes, months, pay)


def verdict(received: date, due: date, allowed: date) -> Verdict:
    """``border`` is the first day after the limit: 60 days counted from the next day, or two months and a day."""
    late = (due - allowed).days
    return Verdict(
        "ok" if late <= 0 else "border" if late == 1 else "over", received, due, (due - received).days + 1, allowed
    )


def judge(term: Term, received: Sequence[date], around: date) -> Verdict:
    """The worst verdict of a term over the known days of receipt; without any, over every day of a cycle."""
    if term.kind == "closing":
        days = received or [around + timedelta(days=i) for i in range(366)]
        found = [verdict(day, closing_due(day, term.close, term.number, term.pay), closing_limit(day)) for day in days]
    elif term.kind == "months":
        days = received or [around + timedelta(days=i) for i in range(366)]
        found = [verdict(day, add_months(day, term.number), closing_limit(day)) for day in days]
    elif term.kind == "days":
        day = min(received, default=around)
        found = [verdict(day, day + timedelta(days=term.number), limit(day))]
    else:
        assert term.day is not None
        day = min(received, default=term.day)
        found = [verdict(day, term.day, limit(day))]
        # a day that is named outright leaves nothing to count: the 61st is late
        found = [each._replace(outcome="over") if each.outcome == "border" else each for each in found]
    order = ("ok", "border", "over")
    return max(found, key=lambda each: (order.index(each.outcome), each.days))


# ---------------------------------------------------------------------------------------------------------------------
# reading

NUMERAL = rf"(?:\d{{1,3}}|{NUMBER})"
_OF_MONTH = rf"(?:月末日?|末日?|最終日|月初|{NUMERAL}日)"
_LATER = rf"(?:当月|同月|翌月|翌々月|翌翌月|再来月|翌々々月|次の月|(?:二つ|2つ|ふたつ)(?:先|あと|後)の月|(?:三つ|3つ|みっつ)(?:先|あと|後)の月|{NUMERAL}\s*[かヶカケヵ箇]月後(?:の月)?)"
_CLOSE_WORD = r"(?:に|で|を(?:もって)?|をもち|付で|時点で)?[、,]?\s*(?:締|〆|しめ|区切|確定)|まで(?:の間)?(?:に)?[^。\n]{0,24}?(?:分|もの|投稿|動画|業務|報酬|対価|(?:公開|掲載|配信|納品|提供|実施|完了|納入)(?:され|し|があっ|いただい)た)"
_CLOSING = Pattern(
    rf"(?:毎月|当月|各月|同月|公開月|投稿月)?の?\s*(?P<c>{_OF_MONTH})\s*(?:{_CLOSE_WORD})[^。\n]{{0,48}}?(?P<m>{_LATER})の?\s*(?P<d>{_OF_MONTH})?"
)
_OF_THE_MONTH = Pattern(rf"(?P<m>{_LATER})の?\s*(?P<d>{_OF_MONTH})")
_SITE = Pattern(
    rf"(?P<n>{NUMERAL})日(?:サイト|後払い|手形|支払サイト)|サイト(?:は|:|が)?\s*(?P<n2>{NUMERAL})日|締め?[、,]?(?:後)?\s*(?P<n3>[3-9]0|1[0-8]0)日(?!ま)"
)
_AFTER = Pattern(
    rf"(?:から|より|後|の翌日から|起算(?:して|で)|経過後|以降|次第|しだい)[、,]?(?:起算して)?\s*(?P<n>{NUMERAL})\s*(?P<u>営業日|日|週間|[かヶカケヵ箇]月)(?:間(?=\s*(?:以内|まで|の?うち|後|経過)))?(?!間)\s*(?P<w>以内|まで|の?うち|くらい|ぐらい|の?内(?!訳|外|容)|以後速やか)?(?!前)"
)
_WITHIN = Pattern(rf"(?P<n>{NUMERAL})\s*(?P<u>営業日|日|週間|[かヶカケヵ箇]月)\s*(?P<w>以内)")
_ALONE = Pattern(rf"(?P<n>{NUMERAL})\s*(?P<u>営業日|日|週間|[かヶカケヵ箇]月)(?P<w>(?!))?後")
_UNTIL = Pattern(r"\s*(?:\([^)\n]{1,4}\))?\s*(?:まで|迄|以内)")
BASES: tuple[tuple[Base, str], ...] = (
    ("client-paid", r"(?:クライアント|広告主|元請|発注元|スポンサー|代理店|取引先|顧客|メーカー|親会社|上位|元委託|企業|先方|依頼元|ブランド)[^。\n]{0,16}(?:入金|支払|着金|送金|振り?込|支給|受領)|入金(?:確認|後|があ|され|を(?:確認|受)|のあ|次第|しだい)|着金|(?:クライアント|広告主|先方|代理店|メーカー|企業|スポンサー)[^。\n]{0,10}(?:お金|代金|報酬|支払い?|費用)[がを][^。\n]{0,6}(?:入|支払|もら|受け|いただ)"),
    ("invoice", r"(?:到着|到達|受領|受付|提出|届)(?:し|され|い)?た(?:ご)?請求書|請求書(?:の|を|が)?[^。\n]{0,10}(?:受領|受理|到着|到達|発行|受け取|いただ|頂|もら|届|提出|送付|受付|確認)|請求(?:後|日|月|を受け|があ)"),
    ("acceptance", r"検収|検品|検査|承認|合格|(?:内容|成果物|投稿|納品物)?[のを]?確認(?:が|の|を)?(?:完了|終え|終わ|でき|した(?:月|日|後)|済み?の月|後|日)|(?:返事|返信|ok|連絡|回答)(?:を)?(?:お?出し|差し上げ|さしあげ|し)た(?:月|日|後)"),
    ("report", r"(?:レポート|報告書|実績報告|インサイト)[^。\n]{0,10}(?:提出|受領|送付|後)"),
    ("end", r"(?:掲載|公開|キャンペーン|契約|投稿|業務)(?:期間)?(?:の|が)?(?:終了|満了)"),
    ("post", r"公開|投稿|納品|掲載|配信|給付|役務|完了|実施|アップ|納入|引渡|業務"),
)  # fmt: skip


def _day_of(text: str | None) -> int:
    if not text or "末" in text or text == "最終日":
        return MONTH_END
    return 1 if text == "月初" else int(number(text.rstrip("日")) or MONTH_END)


def _months(text: str) -> int:
    fixed = {"当月": 0, "同月": 0, "翌月": 1, "翌々月": 2, "翌翌月": 2, "再来月": 2, "翌々々月": 3, "次の月": 1}
    ahead = regex.match(r"(?:(二つ|2つ|ふたつ)|三つ|3つ|みっつ)(?:先|あと|後)", text)
    if ahead:
        return 2 if ahead[1] else 3
    return fixed[text] if text in fixed else int(number(regex.match(NUMERAL, text)[0]) or 0)  # type: ignore[index]


# 「検収の後、掲載の日より四十日目」, 「投稿月の翌月末日」: the words right before the term
_FROM_POST = Pattern(
    r"(?:公開|投稿|掲載|配信|納品|納入|アップ)(?:を?した|された|の)?(?:日|月|日の属する月)?(?:の翌日)?(?:から|より|後|を起算日として|から起算して|の)?\s*$"
)


def base_of(text: str) -> Base:
    """What a term counts from, by the words before (or inside) it; the last one named wins over 公開 and 投稿."""
    if _FROM_POST.search(text):
        return "post"
    found: list[tuple[int, Base]] = []
    for base, source in BASES:
        if base != "post":
            found += [(match.end(), base) for match in regex.finditer(source, text)]
    if found:
        return max(found)[1]
    return "post" if regex.search(BASES[-1][1], text) else ""


def terms(text: str, start: int, end: int, ordered: date) -> list[Term]:
    """Payment terms in one sentence of a view text."""
    found: list[Term] = []

    def free(low: int, high: int) -> bool:
        return all(high <= term.start or term.end <= low for term in found)

    for match in _CLOSING.finditer(text, start, end):
        if not match["d"] and not regex.match(r"\s*(?:払|支払|に)", text[match.end() : match.end() + 4]):
            continue
        base = base_of(text[start : match.end()])
        within = _UNTIL.match(text, match.end()) is not None
        found.append(
            Term(
                match.start(),
                match.end(),
                "closing",
                base,
                within,
                _months(match["m"]),
                _day_of(match["c"]),
                _day_of(match["d"]),
            )
        )
    for match in _SITE.finditer(text, start, end):
        if free(*match.span()):
            found.append(
                Term(
                    *match.span(),
                    "closing",
                    base_of(text[start : match.start()]),
                    False,
                    round(int(number(match["n"] or match["n2"] or match["n3"]) or 0) / 30),
                )
            )
    for match in _OF_THE_MONTH.finditer(text, start, end):
        if free(*match.span()):
            within = _UNTIL.match(text, match.end()) is not None
            base = base_of(text[max(start, match.start() - 36) : match.start()])
            found.append(
                Term(*match.span(), "closing", base, within, _months(match["m"]), MONTH_END, _day_of(match["d"]))
            )
    for pattern in (_AFTER, _WITHIN, _ALONE):
        for match in pattern.finditer(text, start, end):
            low, high = match.start("n"), match.end()
            if free(low, high):
                found.append(_span_term(text, start, match, low, high))
    for day in dates(text[start:end], ordered.year):
        low, high = start + day.start, start + day.end
        if free(low, high):
            found.append(
                Term(
                    low,
                    high,
                    "date",
                    "",
                    _UNTIL.match(text, high) is not None,
                    day=near(day.date, day.year_given, ordered),
                )
            )
    return sorted(found, key=lambda term: term.start)


def _span_term(text: str, start: int, match: regex.Match[str], low: int, high: int) -> Term:
    count = int(number(match["n"]) or 0)
    base = base_of(text[max(start, low - 36) : low])
    within = match["w"] is not None
    if match["u"].endswith("月"):
        return Term(low, high, "months", base, within, count)
    factor = {"営業日": 1.5, "週間": 7}.get(match["u"], 1)
    return Term(low, high, "days", base, within, int(count * factor + 0.5))


def near(day: date, year_given: bool, ordered: date) -> date:
    """A day without a year is the next one after the order (a month of grace for what is dated just before)."""
    if year_given or day >= ordered - timedelta(days=31):
        return day
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of an agreement that state one thing: to 。 or the line's end."""
    for match in regex.finditer(r"[^。\n]+", text[start:end]):
        yield start + match.start(), start + match.end()
