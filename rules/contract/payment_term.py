"""``payment-term``: what a due date comes to, one problem a sentence. The arithmetic is in ``payment.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.item import agreement_of, sentence_of, speaks
from adcheck.model import Match, Severity
from adcheck.text.clauses import Agreement
from adcheck.text.numbers import dates, number
from adcheck.text.pattern import Pattern
from adcheck_rules.contract import payment
from adcheck_rules.contract.schedule import current_text, ordered_on, post_dates, series

_NAMED_DAY = Pattern(
    r"の日と|(?:に|で)?(?:当たる|あたる|ある|の|である)[^。\n]{0,12}\d+月\d+日(?!まで|以内)"
)  # 「30日以内に当たる3月29日に」
_REPORTS = ("over-60", "not-specific", "acceptance", "invoice", "when-paid", "resale")
_PAY = Pattern(
    r"支払|支払い|振り?込|送金|お支払|入金(?:し|いた|する|予定)|払[いうえわっお]|はらい|はらう|精算|入れます|入ります|お送りします|口座(?:へ|に|宛)|ペイ|pay|弁済|(?:対価|報酬|お金|おかね|お礼|ギャラ|謝礼)[^。\n]{0,40}(?:支弁|配分|分け|お渡し|渡[すし]|送[るり]|入[るり])|お分けする|お回し"
)
_PAY_HEADING = Pattern(r"報酬|支払|対価|委託料|料金|精算|ギャラ|謝礼|お礼|フィー|振込|締め")
_OTHER_PAY = Pattern(
    r"使わせ|使用料|利用料|下書き?(?:の)?提出|検査[:は]|中止|取りやめ|キャンセル|違約|賠償|解除|遅延損害|源泉|返還|返金|二次利用料|満期|返却|削除|非公開|投稿(?:後|日)(?:の|から)[^。\n]{0,12}(?:維持|残)|再投稿|請求書(?:を|の)[^。\n]{0,20}(?:発行|送付|提出)(?:する|して|くだ|し、)"
)
# what stands under these is not the pay for the post
_OTHER_HEADING = Pattern(
    r"(?:二次|再|転|での|側の|による)(?:利用|使用|載)|転載|転用|活用|中止|キャンセル|取りやめ|秘密|違約|競合|他社|同業|同種|独占|専属"
)
_CONTINUOUS = Pattern(
    r"(?:締切対象期間|対象期間|締切期間|月)の末日に[^。\n]{0,30}(?:提供|給付)[^。\n]{0,12}(?:もの|みな)"
)
_RESALE = Pattern(r"元委託|再委託|孫請")
# The statement that the exception of re-entrustment needs: when the upstream fee is due.
_UPSTREAM_DUE = Pattern(
    r"元(?:の)?(?:委託|依頼|発注|仕事|お仕事|業務|契約|案件)(?:者|主|業務|元)?[^。\n]{0,40}?(?:支払期日|支払日|支払予定日|入金(?:予定)?日|期日)[^。\n]{0,12}?(?:20\d\d|令和|\d{1,2}月|\d{1,2}/)"
    r"|(?:元請|広告主|クライアント|主催者|スポンサー|依頼主|メーカー)(?:様|さん)?(?:から|より|の)[^。\n]{0,24}(?:支払(?:期日|日|予定日)|入金(?:予定)?日)[^。\n]{0,10}(?:20\d\d|令和|\d{1,2}月|\d{1,2}/)"
)
# Somebody behind the client: a 広告主 or 元委託者 of its own row, or a re-entrustment.
_THIRD = Pattern(
    r"元委託者|再委託|孫請|(?:^|\n)[^\n。:]{0,12}(?:広告主|クライアント|出稿主|スポンサー|依頼元)(?!投稿|契約|案件|動画|記事)[^\n。:]{0,10}(?::|\||\s)\s*\S|(?:広告主|クライアント)(?:である|は|\()[^。\n]{0,24}(?:株式会社|合同会社|有限会社|社|店|様)"
)
# … whose three statements excuse a day after the upstream due date, not one after the money is there
_MONEY_IN = Pattern(r"入金|着金|(?:代金|お金|対価|報酬)[^。\n]{0,8}(?:受け取|受領|届い|払われ|入っ)")
_BY_RESALE = Pattern(
    r"(?:元委託|元の(?:広告主|依頼主|発注者)|再委託|孫請)[^。\n]{0,40}(?:支払|から|後|ため|期日|以内)|(?:支払|報酬|振)[^。\n]{0,40}(?:元委託|再委託)"
)
# 「30日以内に有料会員となった方1名につき…円を支払う」: the limit of something else
_OTHER_DEED = Pattern(
    r"(?:の間|間)?に[^。\n、]{0,24}?(?:な[っり]|申し?込|購入|登録|成約|予約|来店|入会|回答|返事|返信|異議|提出|検査|検収|公開|投稿|是正|報告)(?![^。\n、]{0,6}(?:後|次第|たら|てから))"
)
_SHARED_OUT = Pattern(
    r"(?:[1-9一二三四五六]|最後の)\s?[本回件](?:目)?の?(?:分|報酬|謝礼|対価|お礼)|[2-9二三四五六]\s?回(?:に|で|分)|分け|分割|それぞれ|各(?!種|社|自)|ずつ"
)
# The deed that starts the clock, and the words that say so: 「広告主の入金を確認した後」, 「承認の翌月」.
_START = r"(?:後|のち|次第|しだい|たら|てから|(?:た|たる)(?:場合|とき|時|日|月|週)|日(?:の|から|より|を|\+)|月の|週の|の?翌|を?起点|起算|(?:を|が)?(?:待って|待ち|条件|前提)|タイミング|順に)"
_NOT_POST = r"(?![^。\n]{0,8}(?:公開|投稿|掲載|配信|アップ))"
_PAYER = r"(?:クライアント|広告主|出稿主|元請|発注元|スポンサー|代理店|取引先|顧客|メーカー|親会社|上位|元委託|企業|先方|依頼元|ブランド|本国|本社|運営会社|主催者|自治体|役所|元の会社|元の依頼|依頼主さん|[a-z]社|advertiser|client|brand)"
_VAGUE_BASE = {
    "client-paid": Pattern(
        rf"(?:{payment.BASES[0][1]})[^。\n]{{0,10}}?(?:後|り?(?:次第|しだい)|[っれ](?:たら|てから)|され(?:たら|てから|た場合)|があった|日|を待って|の確認|の翌)"
        rf"|{_PAYER}[^。\n]{{0,24}}?(?:お金|金銭|代金|代価|入金|着金|支払|払い込|払込|精算|決済|送金|払っ|払わ|支払っ|ファンド|資金|予算|債権)[^。\n]{{0,16}}?{_START}"
        rf"|(?:売掛|売上金|補助金|助成金|協賛金|広告費)[^。\n]{{0,16}}?{_START}"
        rf"|{_PAYER}(?:さん|様|さま)?(?:次第|しだい)"
        rf"|{_PAYER}[^。\n]{{0,16}}(?:支払|払い|入金)[^。\n]{{0,10}}(?:滞[るっ]|未払|未了|得られな|得なかっ|受けられな|されな(?:い|かった)|がな(?:い|かった))[^。\n]{{0,4}}(?:間|うち|とき|場合|時|限り)"
        rf"|(?:弊社|当社|甲|うち|こちら)(?:の口座)?(?:へ|に)(?:の)?(?:入金|お金|着金)[^。\n]{{0,12}}(?:条件|次第|後|たら|てから|もって|確認)|(?:支払|払)わ(?:ない限り|なければ|ない間|ないうち)|(?:うち|弊社|当社|甲|こっち|こちら)(?:が|も)[^。\n]{{0,12}}(?:お金|代金|対価|報酬)?を?(?:もらっ|もろ|受け取っ|回収し|受領し)[^。\n]{{0,6}}(?:たら|てから|次第|後|のち)|お金(?:が|も)?(?:入|来|下り|降り|おり|回収)[^。\n]{{0,6}}(?:たら|てから|次第|ないと)|支払サイクルに合わせ|弊社が受け取った後|after (?:we )?(?:receive|get paid|the client|client)"
    ),
    "invoice": Pattern(
        rf"(?:{payment.BASES[1][1]})[^。\n]{{0,6}}?(?:後|次第|しだい|(?:して|いて)から|たら|日|月|の翌|を起点|順)"
        rf"|(?:請求書|請求の書面|インボイス|請求データ|請求フォーム|ご請求|せいきゅうしょ|請求の書類)[^。\n、]{{0,18}}?(?:届|到[着達]|受[領理け]|着い|つい|もら|くれ|いただ|回付|整[いっ]|送っ|提出|出し|出て|発行|アップロード|あげ|処理|そろ|先に|来)[^。\n、]{{0,10}}?(?:{_START}|から|より|分|方)"
        r"|請求書の締切|(?:once|after|upon) [^。\n]{0,20}invoice|receipt of (?:the |your )?invoice"
    ),
    "acceptance": Pattern(
        r"(?:検収|検品|検査|承認|合格)[^。\n]{0,12}?(?:後|次第|しだい|(?:して|され)てから|され?たら|日(?:の|を|から)|月の|した月|の翌|とした週)"
        rf"|(?:可とし|良しとし|(?<![a-z])ok(?![a-z])|オッケー|ええやん|監修|校了|適う旨|適合|適当と認め|問題(?:の)?な[いし]|了と|受理|ハンコ|判子|決裁|稟議|(?<!公開前の)チェック|認め(?=た|られた|る)|基準を満た|審査|合否|お墨付き|ゴーサイン|満足|承諾|受入れ?|認定|レビュー|修正が(?:全て|すべて)?(?:終|完)|(?:完成|完了|問題ないこと)(?:の|を)?確認|最終確認|(?:社内|事務)?手続き?が(?:終|完|済))[^。\n]{{0,22}}?{_START}{_NOT_POST}"
        r"|from approval|after approval|upon acceptance"
    ),
    "report": Pattern(rf"(?:{payment.BASES[3][1]})[^。\n]{{0,6}}?(?:後|次第|しだい|から|月)"),
}
# 「検収の有無にかかわらず」, 「請求書が遅れても」: the trigger is named only to be ruled out.
_REGARDLESS = Pattern(
    r"(?:検収|検査|承認|監修|チェック|判定|請求書|確認|入金|着金|支払い?|送金|レポート|お金|おかね|ok)[^。\n]{0,40}?(?:かかわらず|関わらず|関わりな|かかわりな|関係な|無関係|問わず|有無|によらず|待たず|待ちません|待ちはし|待ちとか|待って支払うことを|待ちで遅れる|影響し|影響を(?:与え|及ぼさ|受け)(?:な|ま|ず)|動か[さし]|変え(?:な|ま|ず)|延ば(?:さ|し)|遅らせ|及ぼさ|左右|前後で|動きま|動かな|連動し|連動させ|切り離|条件とし(?:ない|ません)|まだでも|前でも|といえども|(?:なく|遅れ|延び|長引い|来な[くい])て?も|(?:とき|場合)(?:で)?(?:あって)?も|立て替え|いえ、|方針とのこと|ダメ|変わら|動くこと)"
    r"|入金待ち(?:の後払い)?(?:は|とか)"
)
# No day at all: 「なるはやで」, 「年内のどこかで」.
_SOME_DAY = Pattern(
    r"順次|ど(?:こ|っ)かで|すみやか(?=[^。\n]{0,20}(?:払|振|送金|渡))|速やか(?=[^。\n]{0,20}(?:払|振|送金|渡))|遅滞なく(?=[^。\n]{0,20}(?:払|振|送金|渡))|(?:3|[1-9]|1[0-2])月ごろ|都合の良い|年内|年度内|年度末まで|(?:年|月|週)末(?:くらい|ぐらい|ごろ|頃)|月内に|(?:今|来|当|翌|[1-9]|1[0-2])月中に|(?:今|来)週中に|数(?:週間|日|か月)(?:のうち|以内|後|で)|[上中下]旬|\d日?(?:ごろ|頃)|月?末?日?(?<=[月末日])(?:ごろ|頃)|(?:来月|再来月|来週)(?:くらい|ぐらい|あたり)|なるはや|なるべく早|できるだけ早|でき次第|可及的|適宜|折を見て|いずれ(?!も|か)|近日中?|近いうち|そのうち|日付は定めな|内外のうち|\d+月か\s*\d+月|落ち着いた(?:ら|ころ)|手が空いた|余裕(?:が|の)(?:ある|でき)|都合の(?:つ|よ)|を目安に|目安として|目途に|めどに"
)
_ABOUT = Pattern(r"\s*(?:後)?(?:を目安|を目途|を目処|を目標|程度|前後|くらい|ぐらい|ごろ|頃|ほど)")
_COSTS = Pattern(r"実費|経費|交通費|立て?替|費用|ポイント還元")
_INSPECTION = Pattern(
    rf"(?:検収|検査|検品|確認)[^。\n]{{0,30}}?(?P<n>{payment.NUMERAL})\s*(?P<u>営業日|日)以内|(?P<n2>{payment.NUMERAL})\s*(?P<u2>営業日|日)以内に[^。\n]{{0,20}}?(?:検収|検査|検品|確認)"
)


_DRAFT = Pattern(r"下書|初稿|原稿(?!料)|台本|構成案|事実(?:関係|確認)|言い過ぎ|公開前|投稿前")


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
            yield (
                Match(None)
                if found.report == "resale"
                else Match(
                    page.reading.span(found.start, found.end),
                    severity=found.severity,
                    detail=found.detail,
                    suggest=found.suggest,
                )
            )


def _problems(page: Page) -> Iterator[_Found]:
    """One problem a sentence: over-60 beats the trigger, a term that depends on the client's money beats both."""
    agreement = agreement_of(page)
    text = current_text(agreement)
    ordered = ordered_on(agreement, page.as_of)
    posts = post_dates(agreement, ordered)
    received = [] if series(agreement) and len(posts) < 2 else posts
    excused = _excused_until(text, ordered)
    leans = False  # whether the due date is only lawful by the exception of re-entrustment
    for start, end in _pay_sentences(agreement):
        terms = [
            term for term in payment.terms(text, start, end, ordered) if term.kind != "date" or _paid_on(text, term)
        ]
        vague = {base: match for base, source in _VAGUE_BASE.items() if (match := source.search(text, start, end))}
        regardless = _REGARDLESS.search(text, start, end) is not None
        leans |= not regardless and ("client-paid" in vague or _BY_RESALE.search(text, start, end) is not None)
        resale = _RESALE.search(text) is not None and not _MONEY_IN.search(text, start, end)
        if "client-paid" in vague and not regardless and not resale:
            match = vague["client-paid"]
            last = max([match.end(), *(term.end for term in terms if term.base == "client-paid")])
            yield _Found("when-paid", match.start(), last)
            continue
        shared = _SHARED_OUT.search(text, start, end) is not None or _each_its_amount(text, terms)
        worst = _worst(text, terms, received, ordered, shared=shared)
        if worst and worst[1].outcome == "over" and not (worst[0].day and worst[0].day <= excused):
            leans |= worst[0].kind == "date" and _THIRD.search(text) is not None
            yield _over(text, *worst)
            continue
        if regardless:
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
        loose = next((term for term in terms if term.within and not _OTHER_DEED.match(text, term.end)), None)
        someday = (
            None
            if any(not term.within and not _ABOUT.match(text, term.end) for term in terms)
            or _COSTS.search(text, start, end)
            else _SOME_DAY.search(text, start, end)
        )
        if loose and not shared and any(not t.within and t.kind != "months" and t.start > loose.end for t in terms):
            continue  # 「5日のうちに終える検収の後、公開日から40日目に」: the limit of something else
        if loose and not _NAMED_DAY.match(text, loose.end):
            yield _Found(
                "not-specific", loose.start, loose.end + 2 if text[loose.end : loose.end + 2] == "まで" else loose.end
            )
        elif someday and not loose:
            yield _Found("not-specific", *someday.span())
        elif worst and worst[1].outcome == "border":
            yield _Found("over-60", worst[0].start, worst[0].end, _computation(worst[0], worst[1]), "info")
    if leans and not _UPSTREAM_DUE.search(text):
        yield _Found("resale", 0, 0)


# The exception of re-entrustment allows 30 days from the day on which the upstream fee is due, that day being the first.
_AFTER_UPSTREAM = timedelta(days=29)


def _excused_until(text: str, ordered: date) -> date:
    """The last due date that the exception of re-entrustment allows; without its statements none."""
    stated = _UPSTREAM_DUE.search(text) if _RESALE.search(text) else None
    if not stated:
        return date.min
    low, high = sentence_of(text, *stated.span())
    due = next((day for day in dates(text[low:high], ordered.year) if low + day.end >= stated.end()), None)
    return payment.near(due.date, due.year_given, ordered) + _AFTER_UPSTREAM if due else date.max


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


# 「期間は3月31日の購入分まで」, 「上映は12月31日までとし」
_PERIOD_END = Pattern(r"\s*(?:\([月火水木金土日祝・]+\))?(?:の?[^。\n、]{0,8}分まで|までとし)")


def _paid_on(text: str, term: payment.Term) -> bool:
    """A date in a payment sentence is the due date unless it says when the post goes out."""
    return (
        not _POSTED.match(text, term.end)
        and not _PERIOD_END.match(text, term.end)
        and not regex.search(
            r"(?:公開|投稿|掲載|締結|発注)[^。\n、]{0,4}$|\d日?(?:\([月火水木金土日]\))?(?:から|~|〜)$",
            text[: term.start][-12:],
        )
    )


def _worst(
    text: str, terms: Sequence[payment.Term], received: Sequence[date], ordered: date, *, shared: bool
) -> tuple[payment.Term, payment.Verdict] | None:
    order = ("ok", "border", "over")
    judged = []
    for term in terms:
        if term.kind == "date" and not received:
            continue
        if term.base == "client-paid":
            continue
        paid = _of_its_month(text, term, received)
        verdict = payment.judge(term, _paid_for(term, terms, paid) if shared else paid, ordered)
        if term.within and verdict.outcome == "border":
            continue  # 「60日以内」 is reported as not specific
        judged.append((term, verdict))
    return max(judged, key=lambda pair: order.index(pair[1].outcome), default=None)


_MONTHLY = Pattern(
    r"(?<!\d)(?P<month>1[0-2]|[1-9])月(?:中)?の?(?:公開|投稿|配信|掲載|納品|出演|実施)?分(?:(?!月)[^。\n]){0,40}$"
)


def _of_its_month(text: str, term: payment.Term, received: Sequence[date]) -> Sequence[date]:
    """The posts that a due date pays for where a month is named with it (「12月投稿分の49,500円を1月29日に」)."""
    named = _MONTHLY.search(text, max(0, term.start - 60), term.start) if term.kind == "date" else None
    return [day for day in received if named and day.month == int(named["month"])] or received


def _paid_for(term: payment.Term, terms: Sequence[payment.Term], received: Sequence[date]) -> Sequence[date]:
    """Of several posts with several due dates, the last is paid on the last, the one before it on the one before (「3回に分け、2月15日、3月15日及び4月5日に」)."""
    due = sorted({each.day for each in terms if each.kind == "date" and each.day})
    if term.kind != "date" or term.day is None or not 1 < len(due) <= len(received):
        return received
    return received[len(received) - len(due) + due.index(term.day) :][:1]


_ITS_AMOUNT = Pattern(
    r"(?:に(?:は)?|:|\s|、)*(?:\([月火水木金土日]\))?(?:に|:|\s)*(?:金|各|税[込別抜]み?)?(?:[¥\d]|[一二三四五六七八九十壱弐参]+万)"
)


# 「1本目は」, or ① beside the date
_ITS_POST = Pattern(r"[1-9一二三四五六]\s?[本回件]目(?:は|:|\s|=|が)*$|(?<![\d.])[1-9]\s$")


def _each_its_amount(text: str, terms: Sequence[payment.Term]) -> bool:
    """「1月20日に33,000円、2月20日に33,000円を振り込む」, 「1本目は1月20日、2本目は2月19日」: every due date has its own."""
    due = [term for term in terms if term.kind == "date"]
    return len(due) > 1 and all(
        _ITS_AMOUNT.match(text, term.end) or _ITS_POST.search(text, max(0, term.start - 12), term.start) for term in due
    )


def _also_fixed(terms: Sequence[payment.Term], trigger: str) -> bool:
    """「請求書受領後、2027年1月29日に」, 「検収の後、公開日から40日目に」: a fixed day stands whatever the trigger says."""
    return any((term.kind == "date" or term.base == "post") and not term.within for term in terms)


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
    start = sentence_of(text, at, at)[0]
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
