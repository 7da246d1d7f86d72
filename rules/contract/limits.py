"""Checks that weigh a clause against numbers elsewhere: notice of termination, scope of secondary use, penalties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.item import agreement_of, sentence_of, speaks
from adcheck.model import Match
from adcheck.text.clauses import Agreement
from adcheck.text.numbers import NUMBER, amounts, dates, number
from adcheck.text.pattern import Pattern
from adcheck_rules.contract.schedule import ordered_on
from adcheck_rules.contract.wording import meanings_of, meant, standard_reading

# ---------------------------------------------------------------------------------------------------------------------
# termination

SIX_MONTHS = 182
NOTICE_DAYS = 30
_CLIENT = r"(?:甲|委託者|発注者|当社|弊社|当店|当院|当会|当方|協会|事務局|主催者|クライアント|広告主)"
_END = r"(?:解除|解約|終了(?:させ|する|でき|し)|打ち切|破棄|終え(?:る|られ|て)|終わ(?:らせ|りに)|やめ(?:る|られ|て)|解消|更新し(?:ない|ません))"
# 「甲は…本契約を解約する」; the quote is what follows the subject
_ENDING = rf"(?P<subject>{_CLIENT}|@labels@)(?:は|が)[、,]?(?P<q>[^。\n]{{0,90}}?(?:契約|覚書|合意|約束|本書|本件|委託|発注|起用|取引|お付き合い|本業務)[^。\n]{{0,30}}?{_END}|[^。\n]{{0,60}}?いつでも[^。\n]{{0,10}}{_END}|[^。\n]{{0,60}}?(?:解約|解除)(?=し|する|でき|を|が|で)|[^。\n]{{0,60}}?更新し(?:ない|ません))"
_FREELY = Pattern(
    r"いつでも|理由(?:のいかん)?を問わ|任意に|自由に|自己の(?:判断|都合|裁量)|判断(?:で|により)|都合(?:で|により)|催告(?:なく|なしに|を要せず|を要しない)|予告(?:なく|なしに)|直ちに|即時|即日|何らの(?:通知|催告|理由)|(?:通知|連絡)(?:する|し|の)?(?:こと)?(?:により|のみで|だけで|で)|前(?:まで)?(?:に|の)"
)
_AT_FAULT = Pattern(
    r"違反|不履行|責めに帰|反社会的|暴力団|破産|民事再生|支払停止|差押|重大な事由|信用|背信|催告(?:後|し|のうえ|の上|したにもかかわらず|しても)|是正|おそれがあるとき|次の各号|各号の|のいずれか|該当(?:し|する)|不正|表明|逮捕|法令|民法"
)
# 「個別契約を取りやめるときは、撮影前は対価の4割を払う」: one order is called off, and paid for
_CALLED_OFF = Pattern(
    r"(?:取り?やめ|取り止め|中止|キャンセル|見送|見合わせ)[^。\n]*?(?:割|%|全額|半額|半分|満額|全部|すべて|実費)[^。\n]{0,30}(?:払|支給|補償|渡|納め|負担)"
)
# 「終わらせようとするときは、終了日の10日前までに予告する」: the notice follows
_NOTICE_AFTER = Pattern(
    rf"(?:とき|場合|には|時|なら)(?:に)?は?[、,]?[^。\n]{{0,30}}?(?P<q>[^。\n、]{{0,12}}?{NUMBER}\s?(?:日|週間|[かヶカケヵ箇]月)(?:以上)?前)[^。\n]{{0,40}}?(?:予告|通知|連絡|申し?出|知らせ|告げ|伝え)"
)
_NOTICE = Pattern(rf"(?P<n>{NUMBER})\s?(?P<u>日|週間|[かヶカケヵ箇]月)(?:以上)?前")
# 「甲及び乙は、10日前までに予告することにより解約できる」: too short for the client also where it holds for both
_MUTUAL = Pattern(
    rf"(?:及び|又は|並びに|または|および|と|双方|当事者|いずれか?)[^。\n、]{{0,12}}[はも]、?(?P<q>[^。\n]{{0,60}}?{NUMBER}\s?(?:日|週間)(?:以上)?前[^。\n]{{0,50}}?(?:解約|解除|終了)(?:でき|する|させ|を))"
)
_TERM_YEARS = Pattern(
    rf"(?:契約|有効|委託)?(?:の)?期間[^。\n]{{0,50}}?(?<!\d)(?P<n>{NUMBER})\s?(?P<u>年|[かヶカケヵ箇]月|日)(?:間)?(?!\d|\d*月|[^。\n]{{0,2}}\d+月\d+日)|(?P<n2>{NUMBER})\s?(?P<u2>年|[かヶカケヵ箇]月)間?(?:の契約|有効)|(?:契約|覚書)は、?[^。\n]{{0,24}}から(?P<n3>{NUMBER})\s?(?P<u3>年|[かヶカケヵ箇]月)間?"
)
_TERM_CLAUSE = Pattern(
    r"契約期間|有効期間|契約の期間|委託期間|起用期間|^期間|存続期間|(?:契約|覚書)は、?[^。\n]{0,30}(?:まで|間)"
)
_SPAN_MONTHS = Pattern(
    r"(?P<y>20\d\d)年\s?(?P<m>\d{1,2})月(?:から|~|〜|より)(?:(?P<y2>20\d\d)年)?\s?(?P<m2>\d{1,2})月(?!\s?\d)"
)


def duration(agreement: Agreement, fallback: date) -> int | None:
    """The length of the agreement in days, as far as the text states it."""
    text = agreement.text
    ordered = ordered_on(agreement, fallback)
    longest: int | None = None
    for start, end in ((m.start(), m.end()) for m in regex.finditer(r"[^。\n]+(?:\n(?=[ \t]*[\d令])[^。\n]+)?", text)):
        clause = agreement.clause_at(start)
        heading = clause.heading if clause else ""
        if not (_TERM_CLAUSE.search(text, start, end) or _TERM_CLAUSE.search(heading)) or regex.search(
            r"二次利用|秘密|守秘|掲載期間|維持|競合|転載|存続(?!期間)", heading + text[start:end]
        ):
            continue
        length = _length(text[start:end], ordered)
        if length is not None:
            longest = max(longest or 0, length)
    for match in _SPAN_MONTHS.finditer(text):
        months = (int(match["y2"] or match["y"]) - int(match["y"])) * 12 + int(match["m2"]) - int(match["m"]) + 1
        longest = max(longest or 0, months * 30)
    if regex.search(r"自動(?:的に)?(?:更新|延長)(?!し(?:ない|ません)|は(?:行わ|し)ない|なし)", text):
        longest = max(longest or 0, SIX_MONTHS)
    return longest


def _length(sentence: str, ordered: date) -> int | None:
    days = dates(sentence, ordered.year)
    if len(days) >= 2:
        return (days[-1].date - days[0].date).days + 1
    if days:
        return (days[0].date - ordered).days + 1 if regex.search(r"まで|終了|満了|とする", sentence) else None
    match = _TERM_YEARS.search(sentence)
    if not match:
        return None
    count = number(match["n"] or match["n2"] or match["n3"]) or 0
    unit = match["u"] or match["u2"] or match["u3"]
    return round(count * (365 if unit == "年" else 1 if unit == "日" else 30.5))


def _prepare_termination(table: Table) -> dict[str, Any]:
    """``long``: report agreements of six months and more (else the shorter and unknown ones); ``meanings`` as in ``wording``."""
    return {"long": table.flag("long"), "meanings": meanings_of(table)}


def _find_termination(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = agreement.text
    days = duration(agreement, page.as_of)
    is_long = days is not None and days >= SIX_MONTHS
    if is_long != spec["long"] or not speaks(page):
        return
    detail = f"契約期間は約{days}日と読み取りました" if is_long and days != SIX_MONTHS else ""
    told: set[int] = set()
    for match in _endings(agreement):
        low, high = sentence_of(text, *match.span())
        notice, end = _notice_days(match["q"]), match.end()
        after = None if notice is not None else _NOTICE_AFTER.search(text, end, high)
        if after:
            notice, end = _notice_days(after["q"]), after.end("q")
        if (
            _CALLED_OFF.search(text, low, high)
            or _AT_FAULT.search(text, low, match.end())
            or (notice is not None and notice >= NOTICE_DAYS)
        ):
            continue
        if not _FREELY.search(match["q"]) and notice is None:
            continue
        if regex.search(r"30日|1か月|1ヶ月|三十日", text[match.end() : high]) or regex.search(
            r"(?:ない|ません|できない)", text[match.end() : high][:14]
        ):
            continue
        told.add(low)
        yield Match(page.reading.span(match.start("q"), end), detail=detail)
    for match in _MUTUAL.finditer(text) if spec["long"] else ():
        low, high = sentence_of(text, *match.span())
        notice = _notice_days(match["q"])
        if low not in told and notice is not None and notice < NOTICE_DAYS and not _AT_FAULT.search(text, low, high):
            told.add(low)
            yield Match(page.reading.span(*match.span("q")), detail=detail)
    for hit in meant(standard_reading(page, agreement), agreement, spec):
        low, high = sentence_of(text, hit.start, hit.end)
        if low not in told and not _CALLED_OFF.search(text, low, high):
            yield Match(page.reading.span(hit.start, hit.end), detail=detail)


def _endings(agreement: Agreement) -> Iterator[regex.Match[str]]:
    labels = "|".join(map(regex.escape, agreement.side(True))) or "(?!)"
    other = "|".join(map(regex.escape, (*agreement.side(False), *(() if "乙" in agreement.side(True) else ("乙",)))))
    other += "|受託者|受注者|クリエイター|インフルエンサー"
    source = _ENDING.replace("@labels@", labels)
    for match in regex.finditer(source, agreement.text):
        before = agreement.text[max(0, match.start() - 6) : match.start()]
        # both sides may end it, or 甲 here is the influencer
        if regex.search(r"(?:及び|又は|並びに|もしくは|若しくは|と|・)$", before) or match["subject"] in agreement.side(
            False
        ):
            continue
        if regex.search(rf"(?:及び|又は|と)(?:{other})", match["q"][:12]) or regex.search(
            rf"(?:{other})は", match["q"]
        ):
            continue
        yield match


def _notice_days(text: str) -> int | None:
    found = [int((number(m["n"]) or 0) * {"日": 1, "週間": 7}.get(m["u"], 30)) for m in _NOTICE.finditer(text)]
    return min(found, default=None)


# ---------------------------------------------------------------------------------------------------------------------
# scope of secondary use

_USE = Pattern(
    r"(?:二次(?:利用|使用)|2次(?:利用|使用)|転載|再利用|広告(?:に|として)?(?:利用|配信|使用))[^。\n]{0,50}?(?:でき|可(?![否能性])|ok|使わせ|使え|させて|許諾|することが|いたします|します|行う|あり(?:ます|$))|(?:本投稿|投稿|動画|写真|画像|素材|コンテンツ)[^。\n]{0,40}?(?:広告|公式|サイト|sns|チラシ|販促|パンフレット)[^。\n]{0,24}(?:利用|使用|転載|掲載|使)[^。\n]{0,12}(?:でき|させていただ|わせて|わせていただ|えるもの|することが|許諾)"
    r"|(?:動画|写真|画像|投稿|作例|記事|イラスト|漫画|作品|映像)[^。\n]{0,30}?(?:宣伝|販促|広報|告知|営業|運営|事業|活動|周知|集客)(?:用)?(?:に|で|でも|にも|として|のため)[^。\n]{0,10}(?:使|利用|用い)[^。\n]{0,10}(?:でき|わせて|させて|える|えます|することが|いたします|ます(?:。|$))"
    r"|(?:公式|サイト|sns|店頭|店内|チラシ|販促|pop|カタログ|冊子|instagram|youtube|tiktok|メルマガ|広告)[^。\n]{0,24}?(?:で|に限り|に)、?[^。\n]{0,14}(?:投稿|動画|写真|画像|記事|イラスト|作品|映像)(?:の[^。\n、]{1,8})?を[^。\n]{0,12}(?:使え|使うことが|使わせ|利用でき|使用でき|掲載でき|載せられ|載せることが|転載でき|流せ|流すことが)"
)
_NO_USE = Pattern(
    r"[?]|予定しておらず|予定は(?:なく|ありません|ございません)|しない|しません|行わない|行いません|ません|なし|できない|ならない|禁|不可|対象外|の場合は(?:別途|改めて)|ご相談|素材[^。\n]{0,8}(?:は|を)[^。\n]{0,20}本投稿(?:に|以外|のみ)"
)
_PERIOD = Pattern(
    rf"{NUMBER}\s?(?:日|週間|[かヶカケヵ箇]月|月(?:の)?(?:間|あいだ)|年)|半年|期間(?:中|内|は|:)|まで|年内|{NUMBER}月号|[春夏秋冬]号|会期|開催中|当日|(?<=回)(?:だけ|のみ|きり)|年度|月末|末日|期限|シーズン|(?<=[日月年間回中])(?:に)?限り(?=、|$|で)|掲載期間|契約終了"
)
_MEDIA = Pattern(
    r"店内|館内|だより|便り|通信|会報|広報|機関[紙誌]|社内報|ニュースレター|新聞|看板|のぼり|札|掲示|回覧|番組|会場|ブース|車内|車両|サイネージ|はがき|葉書|メニュー|パッケージ|ラベル|包装|店先|窓口|支店|売り?場|テレビ|モニター|画面|掲示板|冊子|カタログ|ポスター|展示|ウェブ|web|ストア|商品欄|カード|帯|新聞|雑誌|サイト|sns|instagram|インスタ|youtube|tiktok|(?<![a-z])x(?![a-z])|twitter|facebook|line|lp|ec|hp|ホームページ|広告|spark|チラシ|店頭|アカウント|メルマガ|パンフ|リポスト|プレスリリース|ブログ|モール|媒体|アプリ|ページ|ストーリーズ"
)
_UNLIMITED = Pattern(
    r"無期限|期間(?:の)?(?:定め|制限)|永久|半永久|あらゆる|すべての媒体|全ての媒体|媒体を問わず|自由に|無制限|全媒体|期限なく"
)


def _prepare_scope(table: Table) -> dict[str, Any]:
    """No keys."""
    return {}


def _find_scope(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = agreement.text
    for match in _USE.finditer(text) if speaks(page) else ():
        low, high = sentence_of(text, *match.span())
        clause = agreement.clause_at(match.start())
        whole = (
            text[clause.start : clause.end]
            if clause and clause.kind in ("article", "section", "row")
            else text[low:high]
        )
        if (
            _NO_USE.search(text, match.start(), high)
            or _UNLIMITED.search(whole)
            or regex.search(r"(?:解除|違反|中止)", text[low:high])
        ):
            continue
        if (
            clause
            and clause.kind in ("article", "section", "row")
            and regex.search("禁止|行わな|しません|なし", clause.heading + text[low:high])
        ):
            continue
        period, media = (
            _PERIOD.search(whole),
            _MEDIA.search(regex.sub(r"広告(?:である|表[示記])[^。\n]{0,6}|#\w+", "", whole)),
        )
        if clause and clause.kind == "line":
            around = text[max(0, low - 60) : min(len(text), high + 60)]
            period, media = period or _PERIOD.search(text[low:high]), media or _MEDIA.search(around)
        lacking = "と".join(name for name, there in (("期間", period), ("媒体", media)) if not there)
        if lacking:
            yield Match(
                page.reading.span(low, high)
                if clause and clause.kind == "line"
                else page.reading.span(_subjectless(text, low, match.start()), match.end()),
                {"lacking": lacking},
            )
            return


def _subjectless(text: str, low: int, at: int) -> int:
    """Begin the quote after 「甲は、」 and list marks."""
    lead = regex.match(r"[\s\d.()]*(?:[^。\n、]{1,10}は、?)?(?:公開日|投稿日)?", text[low:at])
    return low + (lead.end() if lead and not regex.search("公開日|投稿日", lead[0]) else 0)


# ---------------------------------------------------------------------------------------------------------------------
# penalties

_PENALTY = Pattern(r"違約金|違約罰|損害賠償の予定|ペナルティ(?:ー)?(?:として)?")
_TIMES_FEE = Pattern(rf"報酬(?:の)?(?:額|総額)?の\s?(?P<n>{NUMBER})\s?倍")
_REFUND = Pattern(
    r"(?:報酬|委託料|対価)(?:の)?全額[^。\n]{0,10}返(?:還|金)[^。\n]{0,24}(?:加え|とともに|のうえ|さらに|及び)[^。\n]{0,16}(?:違約金|損害)"
)
_FEE = Pattern(r"報酬|委託料|対価|謝礼|ギャラ|起用料|料金|謝金|お礼|原稿料|出演料")
# a table of prices says what is paid without any of these words
_PRICE_TABLE = Pattern(r"合計|総額|税込|税抜|単価|小計|お?支払い?(?:額|金額)?")
_NOT_FEE = Pattern(r"違約|賠償|中止|追加|超え|修正|手直し|二次")
FIXED, SMALL_FEE, MULTIPLE = 1_000_000, 300_000, 3


def _prepare_penalty(table: Table) -> dict[str, Any]:
    """No keys; the bands are project policy."""
    return {}


def _find_penalty(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    text = agreement_of(page).text
    fee = _fee(text)
    for match in _PENALTY.finditer(text) if speaks(page) else ():
        low, high = sentence_of(text, *match.span())
        if regex.search(r"定めない|求めない|請求しない|なし", text[match.end() : high]):
            continue
        times = _TIMES_FEE.search(text, low, high)
        if times and (number(times["n"]) or 0) >= MULTIPLE:
            yield Match(page.reading.span(times.start(), max(match.end(), times.end())))
            return
        refund = _REFUND.search(text, low, high)
        if refund:
            yield Match(page.reading.span(*refund.span()))
            return
        for amount in amounts(text[low:high]):
            large = fee is not None and amount.value >= MULTIPLE * fee
            if large or (amount.value >= FIXED and (fee is None or fee < SMALL_FEE)):
                start, end = min((match.start(), low + amount.start)), max(match.end(), low + amount.end)
                detail = f"報酬{fee:,}円の{amount.value / fee:.1f}倍です" if fee else ""
                yield Match(page.reading.span(start, end), detail=detail)
                return


def _fee(text: str) -> int | None:
    """The largest amount in a sentence on pay (a total rather than a unit)."""
    for words in (_FEE, _PRICE_TABLE):
        found = [
            amount.value
            for match in regex.finditer(r"[^。\n]+", text)
            if words.search(match[0]) and not _NOT_FEE.search(match[0])
            for amount in amounts(match[0])
        ]
        if found:
            return max(found)
    return None


CHECKS = [
    Check("termination-notice", _prepare_termination, _find_termination),
    Check("secondary-scope", _prepare_scope, _find_scope),
    Check("penalty", _prepare_penalty, _find_penalty),
]
