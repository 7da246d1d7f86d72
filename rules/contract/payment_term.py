"""``payment-term``: what a due date comes to, one problem a sentence. The arithmetic is in ``payment.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.item import agreement_of, speaks
from adcheck.model import Match, Severity
from adcheck.text.clauses import Agreement
from adcheck.text.numbers import number
from adcheck.text.pattern import Pattern
from adcheck_rules.contract import payment
from adcheck_rules.contract.schedule import ordered_on, post_dates, series

_NAMED_DAY = Pattern(
    r"(?:に|で)?(?:当たる|あたる|ある|の|である)[^。\n]{0,12}\d+月\d+日(?!まで|以内)"
)  # 「30日以内に当たる3月29日に」
_REPORTS = ("over-60", "not-specific", "acceptance", "invoice", "when-paid")
_PAY = Pattern(
    r"支払|支払い|振り?込|送金|お支払|入金(?:し|いた|する)|払い|精算|入れます|お送りします|口座(?:へ|に|宛)|ペイ|paypal"
)
_PAY_HEADING = Pattern(r"報酬|支払|対価|委託料|料金|精算|ギャラ|謝礼|お礼|フィー|振込|締め")
_OTHER_PAY = Pattern(
    r"中止|取りやめ|キャンセル|違約|賠償|解除|遅延損害|源泉|返還|返金|二次利用料|満期|返却|削除|非公開|投稿(?:後|日)(?:の|から)[^。\n]{0,12}(?:維持|残)|再投稿|請求書(?:を|の)[^。\n]{0,20}(?:発行|送付|提出)(?:する|して|くだ|し、)"
)
# what stands under these is not the pay for the post
_OTHER_HEADING = Pattern(
    r"(?:二次|再|転|での|側の|による)(?:利用|使用|載)|転載|転用|活用|中止|キャンセル|取りやめ|秘密|違約|競合|他社|同業|同種|独占|専属"
)
_CONTINUOUS = Pattern(
    r"(?:締切対象期間|対象期間|締切期間|月)の末日に[^。\n]{0,30}(?:提供|給付)[^。\n]{0,12}(?:もの|みな)"
)
_RESALE = Pattern(r"元委託")
_VAGUE_BASE = {
    "client-paid": regex.compile(
        rf"(?:{payment.BASES[0][1]})[^。\n]{{0,10}}?(?:後|り?(?:次第|しだい)|[っれ](?:たら|てから)|され(?:たら|てから|た場合)|があった|日|を待って|の確認)"
    ),
    "invoice": regex.compile(
        rf"(?:{payment.BASES[1][1]})[^。\n]{{0,6}}?(?:後|次第|しだい|(?:して|いて)から|たら|日|月)"
    ),
    "acceptance": regex.compile(
        r"(?:検収|検品|検査|承認|合格)[^。\n]{0,12}?(?:後|次第|しだい|(?:して|され)てから|され?たら|日(?:の|を|から)|月の|した月)"
    ),
    "report": regex.compile(rf"(?:{payment.BASES[3][1]})[^。\n]{{0,6}}?(?:後|次第|しだい|から|月)"),
}
# 「検収の有無にかかわらず」: the trigger is named only to be ruled out.
_REGARDLESS = Pattern(
    r"(?:検収|検査|承認|請求書|確認|入金|レポート)[^。\n]{0,30}(?:にかかわらず|に関わらず|を問わず|を待たず|影響し)"
)
_INSPECTION = Pattern(
    rf"(?:検収|検査|検品|確認)[^。\n]{{0,30}}?(?P<n>{payment.NUMERAL})\s*(?P<u>営業日|日)以内|(?P<n2>{payment.NUMERAL})\s*(?P<u2>営業日|日)以内に[^。\n]{{0,20}}?(?:検収|検査|検品|確認)"
)


_DRAFT = Pattern(r"下書|初稿|原稿|台本|構成案|事実(?:関係|確認)|言い過ぎ|公開前|投稿前")


class _Found(NamedTuple):
    report: str
    start: int
    end: int
    detail: str = ""
    severity: Severity | None = None
    suggest: tuple[str, ...] = ()


def _prepare_payment(table: Table) -> dict[str, Any]:
    """``report``: which of the problems of a payment term this rule reports."""
    return {"report": table.choice("report", _REPORTS)}


def _find_payment(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    if "payment" not in page.memo:
        page.memo["payment"] = list(_problems(page)) if speaks(page) else []
    for found in page.memo["payment"]:
        if found.report == spec["report"]:
            yield Match(
                page.reading.span(found.start, found.end),
                severity=found.severity,
                detail=found.detail,
                suggest=found.suggest,
            )


def _problems(page: Page) -> Iterator[_Found]:
    """One problem a sentence: over-60 beats the trigger, a term that depends on the client's money beats both."""
    agreement = agreement_of(page)
    text = agreement.text
    ordered = ordered_on(agreement, page.as_of)
    posts = post_dates(agreement, ordered)
    received = [] if series(agreement) and len(posts) < 2 else posts
    for start, end in _pay_sentences(agreement):
        terms = [
            term for term in payment.terms(text, start, end, ordered) if term.kind != "date" or _paid_on(text, term)
        ]
        vague = {base: match for base, source in _VAGUE_BASE.items() if (match := source.search(text, start, end))}
        if "client-paid" in vague and not _RESALE.search(text):
            match = vague["client-paid"]
            last = max([match.end(), *(term.end for term in terms if term.base == "client-paid")])
            yield _Found("when-paid", match.start(), last)
            continue
        worst = _worst(terms, received, ordered, one_payment=len(terms) == 1)
        if worst and worst[1].outcome == "over" and not (_RESALE.search(text) and worst[0].kind == "date"):
            yield _over(text, *worst)
            continue
        if _REGARDLESS.search(text, start, end):
            continue
        trigger = next(
            (
                base
                for base in ("acceptance", "invoice", "report")
                if base in vague or any(t.base == base for t in terms)
            ),
            None,
        )
        if trigger and not (trigger == "acceptance" and _provable(text, terms)) and not _also_fixed(terms, trigger):
            low, high = vague[trigger].span() if trigger in vague else (terms[0].start, terms[0].end)
            last = max([high, *(term.end for term in terms if term.base == trigger)])
            yield _Found("invoice" if trigger == "invoice" else "acceptance", low, last)
            continue
        loose = next((term for term in terms if term.within), None)
        if loose and not _NAMED_DAY.match(text, loose.end):
            yield _Found(
                "not-specific", loose.start, loose.end + 2 if text[loose.end : loose.end + 2] == "まで" else loose.end
            )
        elif worst and worst[1].outcome == "border":
            yield _Found("over-60", worst[0].start, worst[0].end, _computation(worst[0], worst[1]), "info")


def _pay_sentences(agreement: Agreement) -> Iterator[tuple[int, int]]:
    text = agreement.text
    for clause in agreement.clauses:
        if clause.heading and _OTHER_HEADING.search(clause.heading):
            continue
        headed = clause.heading and _PAY_HEADING.search(clause.heading)
        for start, end in payment.sentences(text, clause.body if headed else clause.start, clause.end):
            if not (headed and clause.kind != "article") and not _PAY.search(text, start, end):
                continue
            if not _OTHER_PAY.search(text, start, end) or (
                headed and regex.search(r"締|翌月|支払[日期]", text[start:end])
            ):
                yield start, end


_POSTED = Pattern(
    r"\s*(?:\([月火水木金土日祝・]+\))?[^。\n、(]{0,10}(?:に|から|まで|より)?[^。\n、(]{0,6}(?:公開|投稿|掲載|配信|提供し|発送|締結|開催|(?<!再)委託|発注)"
)


def _paid_on(text: str, term: payment.Term) -> bool:
    """A date in a payment sentence is the due date unless it says when the post goes out."""
    return not _POSTED.match(text, term.end) and not regex.search(
        r"(?:公開|投稿|掲載|締結|発注)[^。\n、]{0,4}$|\d日?(?:\([月火水木金土日]\))?(?:から|~|〜)$",
        text[: term.start][-12:],
    )


def _worst(
    terms: Sequence[payment.Term], received: Sequence[date], ordered: date, *, one_payment: bool
) -> tuple[payment.Term, payment.Verdict] | None:
    order = ("ok", "border", "over")
    judged = []
    for term in terms:
        if term.kind == "date" and not received:
            continue
        if term.base == "client-paid":
            continue
        verdict = payment.judge(term, received, ordered)
        if term.within and verdict.outcome == "border":
            continue  # 「60日以内」 is reported as not specific
        judged.append((term, verdict))
    return max(judged, key=lambda pair: order.index(pair[1].outcome), default=None)


def _also_fixed(terms: Sequence[payment.Term], trigger: str) -> bool:
    """「請求書受領後、2027年1月29日に」: a fixed day stands whatever the trigger says."""
    return any(term.kind == "date" and not term.within for term in terms)


def _provable(text: str, terms: Sequence[payment.Term]) -> bool:
    """Acceptance has its own limit and limit + term stays within 60 days."""
    match = next((one for one in _INSPECTION.finditer(text) if not _of_draft(text, one.start())), None)
    after = [term for term in terms if term.kind == "days" and term.base == "acceptance"]
    if not match or not after:
        return False
    inspection = int(number(match["n"] or match["n2"]) or 0)
    if (match["u"] or match["u2"]) == "営業日":
        inspection = -(-inspection * 3 // 2)
    longest: int = inspection + max(term.number for term in after) + 1
    return longest <= int(payment.LIMIT)


def _of_draft(text: str, at: int) -> bool:
    """Whether an inspection is that of a draft before the post: its limit says nothing about the acceptance of the work."""
    start = max(text.rfind(mark, 0, at) for mark in "。\n") + 1
    return _DRAFT.search(text, start, at + 40) is not None


def _over(text: str, term: payment.Term, verdict: payment.Verdict) -> _Found:
    severity: Severity | None = "warning" if _CONTINUOUS.search(text) and regex.search(r"月額|毎月", text) else None
    latest = f"{verdict.limit:%Y年%-m月%-d日}"
    suggest = (f"支払期日を{latest}以前の日に改める", "毎月末日締切（投稿日基準）、翌月末日支払") if term.kind == "date" else (
        "毎月末日締切（投稿日基準）、翌月末日支払", "投稿日から30日後の日に支払う",
    )  # fmt: skip
    return _Found("over-60", term.start, term.end, _computation(term, verdict), severity, suggest)


def _computation(term: payment.Term, verdict: payment.Verdict) -> str:
    if term.kind == "closing":
        lead = f"例えば{verdict.received:%Y年%-m月%-d日}に受領した分の支払日は{verdict.due:%Y年%-m月%-d日}"
    elif term.kind in ("days", "months"):
        lead = f"{verdict.received:%Y年%-m月%-d日}に受領したとすると支払日は{verdict.due:%Y年%-m月%-d日}"
    else:
        lead = f"受領日（投稿日）{verdict.received:%Y年%-m月%-d日}に対し支払日は{verdict.due:%Y年%-m月%-d日}"
    return f"{lead}で、受領日を1日目として{verdict.days}日目です。遅くとも{verdict.limit:%Y年%-m月%-d日}までに支払う必要があります"


CHECKS = [Check("payment-term", _prepare_payment, _find_payment)]
