"""Does the agreement agree with itself: references, annexes, defined terms, parties, amounts, counts, dates."""

from __future__ import annotations

import itertools
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.item import agreement_of, sentence_of, speaks
from adcheck.model import Match
from adcheck.text.clauses import Agreement, Clause, numeral
from adcheck.text.numbers import NUMBER, Amount, amounts, dates, number
from adcheck.text.pattern import Pattern
from adcheck_rules.contract.schedule import ordered_on

_NUMERAL = r"(?:\d+|[〇一二三四五六七八九十百廿]+)"


def _match(page: Page, start: int, end: int, detail: str = "", **values: str) -> Match:
    return Match(page.reading.span(start, end), values, detail=detail)


def _reporting(name: str, reports: Mapping[str, Callable[[Page], Iterator[Match]]]) -> Check:
    """A check whose rules name the kind of contradiction they report."""

    def prepare(table: Table) -> dict[str, Any]:
        return {"report": table.choice("report", tuple(reports))}

    def find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
        if speaks(page):
            yield from reports[spec["report"]](page)

    return Check(name, prepare, find)


# ---------------------------------------------------------------------------------------------------------------------
# references

_REFERENCE = Pattern(
    rf"第\s*(?P<a>{_NUMERAL})\s*条(?:の(?P<b>{_NUMERAL})(?!項|号))?(?:第\s*(?P<p>{_NUMERAL})\s*項)?(?:第\s*(?P<i>{_NUMERAL})\s*号)?"
)
# A reference to a statute or to another document is none of ours.
_ELSEWHERE = Pattern(
    r"(?:法|法律|法令|規則|政令|省令|条例|規約|約款|告示|基準|基本契約書?|原契約書?|個別契約書?|ガイドライン|同法|要綱|要項|規程|法第\d+条(?:第\d+項)?(?:及び|並びに|又は|、|・|から))\s*(?:\([^)]{0,40}\))?\s*の?\s*$|著作権[^。\n(]{0,6}\([^)。]{0,30}$"
)
_CHAIN = Pattern(
    rf"(?:第\s*{_NUMERAL}\s*条(?:の{_NUMERAL})?(?:第{_NUMERAL}項)?(?:第{_NUMERAL}号)?\s*(?:及び|並びに|又は|若しくは|、|・|から|~|〜|乃至|ないし)\s*)+$"
)
_RELATIVE = Pattern(r"前条|前項|次条")


def _dangling(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = agreement.text
    numbered = agreement.of("article") or tuple(
        clause for clause in agreement.of("section") if clause.number is not None
    )
    articles = {(clause.number, clause.branch): clause for clause in numbered}
    if not articles:
        return
    for match in _REFERENCE.finditer(text):
        here = agreement.clause_at(match.start())
        if (
            here
            and here.kind == "article"
            and match.start() < here.body
            and text[here.start : here.body].count("第")
            and _is_head(text, here, match.start())
        ):
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        before = _CHAIN.sub("", before)
        if _ELSEWHERE.search(before) or (here and here.kind == "annex"):
            continue
        target = articles.get((numeral(match["a"]), numeral(match["b"]) if match["b"] else None))
        if (
            target is None
            or (match["p"] and not _has_paragraph(target, numeral(match["p"]) or 0))
            or (match["i"] and not _has_item(target, numeral(match["i"]) or 0))
        ):
            yield _match(page, match.start(), match.end(), reference=match[0])
    yield from _relative(page, agreement)


def _is_head(text: str, clause: Clause, at: int) -> bool:
    """The 第N条 of the head itself, not a reference inside a heading."""
    return text.find("第", clause.start) == at or (
        at - clause.start < 60 and text[clause.start : at].strip(" \t#*\n()【】[]") in ("", clause.heading)
    )


def _has_paragraph(article: Clause, wanted: int) -> bool:
    top = [child.number or 0 for child in article.children if child.level == 1]
    return wanted == 1 or wanted in top or (len(top) == 1 and any(child.number == wanted for child in article.children))


def _has_item(article: Clause, wanted: int) -> bool:
    return any(child.number == wanted for child in article.children)


def _relative(page: Page, agreement: Agreement) -> Iterator[Match]:
    articles = agreement.of("article")
    for position, article in enumerate(articles):
        for match in _RELATIVE.finditer(agreement.text, article.body, article.end):
            first_part = [child for child in article.children if child.level == 1]
            if match[0] == "前条":
                bad = position == 0
            elif match[0] == "次条":
                bad = position == len(articles) - 1
            else:
                children = article.children
                bad = not children or (
                    match.start() < children[0].end
                    and children[0].level == 1
                    and len(first_part) > 0
                    and match.start() < (first_part[0].end)
                )
                bad = bad and not any(child.start < match.start() and child.level > 1 for child in children)
            if bad:
                yield _match(page, match.start(), match.end(), reference=match[0])


_ANNEX_REFERENCE = Pattern(
    rf"(?P<label>別紙|別表|別添(?:資料)?|付属書|appendix)\s*(?P<n>{_NUMERAL})?(?!\s*(?:に|として|で)?(?:添付|同封|別送))(?=[^。\n]{{0,30}}?(?:に|の|を|で|記載|参照|とおり|通り|\)|】|」|$))"
)


def _annex(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    present = {
        (regex.sub(r"\d|[〇一二三四五六七八九十]", "", clause.label), clause.number) for clause in agreement.of("annex")
    }
    kinds = {kind for kind, _ in present}
    seen: set[str] = set()
    for match in _ANNEX_REFERENCE.finditer(agreement.text):
        here = agreement.clause_at(match.start())
        label = match[0].replace(" ", "")
        if (here and here.kind == "annex" and match.start() < here.body) or label in seen:
            continue
        seen.add(label)
        wanted = (match["label"], numeral(match["n"]) if match["n"] else None)
        if (
            wanted in present
            or (wanted[1] is None and wanted[0] in kinds)
            or (wanted[1] == 1 and (wanted[0], None) in present)
        ):
            continue
        if regex.search(
            r"(?:添付|送付|同封|お送り|共有)(?:の|した|済|しま|いたし)", agreement.text[match.end() : match.end() + 12]
        ):
            continue
        yield _match(page, match.start(), match.end(), reference=label)


def _numbering(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    expected = 1
    seen: set[tuple[int | None, int | None]] = set()
    for clause in agreement.of("article"):
        key = (clause.number, clause.branch)
        at = agreement.text.find("第", clause.start)
        end = agreement.text.find("条", at) + 1
        if key in seen or (clause.branch is None and clause.number is not None and clause.number > expected):
            yield _match(page, at, end, f"この位置の条番号は第{expected}条と見込まれます", reference=clause.label)
        seen.add(key)
        if clause.number is not None:
            expected = max(expected, clause.number + 1)


# ---------------------------------------------------------------------------------------------------------------------
# defined terms

_USED = Pattern(r"(?<![一-鿿々〆ァ-ヶー\d〇a-z基同])本(?P<n>(?:[一-鿿々ァ-ヶー]){2,12})")
# 本 words of the language, and names of the document itself and its parts.
_PLAIN = Pattern(
    r"本(?:邦|契約|条|項|件|書|日|人|文|号|月|年|社|来|質|名|国|店|体|格|当|音|番|籍|業界|覚書|合意|発注|注文|別紙|通知|規約|約款|規定|メール|状|紙|案|編|欄|表|案件|募集|依頼|取引|法|人確認|誓約|署名|サイト上|末|則|施策以外|人名義|部|線|位|場|気|物|数|命|望|心|家|州|土|島|棚|屋|番|音)"
)


def _counted(text: str, noun: str, before: int) -> bool:
    """「動画1本」 stands earlier, so 「本動画」 can only be that one."""
    return bool(regex.search(rf"{regex.escape(noun)}[^。\n]{{0,12}}?{_NUMERAL}\s?[本回件点枚つ篇編]", text[:before]))


def _undefined(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    if agreement.form != "contract" or not agreement.definitions:
        return
    defined = set(agreement.definitions)
    seen: set[str] = set()
    for match in _USED.finditer(agreement.text):
        word = match[0]
        if (
            _PLAIN.match(word)
            or any(word.startswith(term) for term in defined)
            or any(word.startswith(each) for each in seen)
        ):
            continue
        if regex.match(r"[」』\"]\s*(?:とい|と称|と総称|とする|と呼)", agreement.text[match.end() :]) or any(
            term in word for term in defined if term.startswith("本")
        ):
            continue
        if _counted(agreement.text, word[1:], match.start()):
            continue
        seen.add(word)
        yield _match(page, match.start(), match.end(), term=word)


# ---------------------------------------------------------------------------------------------------------------------
# parties

_NOT_PAY = r"違約金|損害|賠償|返還|返金|手数料|購入|利用料|登録料|立替|実費|経費|代金"


def _swap(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    for client in (True, False):
        for label in agreement.side(client):
            name = regex.escape(label)
            source = (
                rf"(?:^|(?<=[。\n、\s\d.)]))(?P<q>{name}は[、,]?(?![^。\n]{{0,40}}(?:{_NOT_PAY}))[^。\n]{{0,90}}?(?:報酬|委託料|対価|料金|フィー|ギャラ|前項の(?:金額|額)|金額|消費税)[^。\n]{{0,70}}?(?:支払う|支払い|支払います|お支払いします|振り?込む|振り?込みます|振込送金する|送金する|送金します))"
                if not client
                else rf"(?:^|(?<=[。\n、\s\d.)]))(?P<q>{name}は[、,]?[^。\n]{{0,90}}?(?:(?:{'|'.join(map(regex.escape, agreement.side(False))) or '(?!)'})(?:に|へ|宛てに?)[^。\n]{{0,20}}請求書[^。\n]{{0,12}}(?:発行|送付|提出)する|(?:自己|自ら)の(?:sns)?アカウント[^。\n]{{0,40}}投稿(?:する|し)))"
            )
            for match in regex.finditer(source, agreement.text):
                others = [
                    other
                    for other in agreement.side(not client)
                    if f"{other}は" in match["q"][len(label) :] or f"{other}が" in match["q"]
                ]
                if others or regex.search(
                    rf"(?:及び|並びに|又は|と){name}は",
                    agreement.text[max(0, match.start("q") - 8) : match.start("q") + len(label) + 1],
                ):
                    continue
                yield _match(page, *match.span("q"), party=label)
    yield from _flow(page, agreement)
    yield from _posting_client(page, agreement)


def _flow(page: Page, agreement: Agreement) -> Iterator[Match]:
    """The pay goes the wrong way: 「乙から甲に報酬を支払う」, 「あなたから当店の口座へ振り込む」."""
    payer, payee = ("|".join(map(regex.escape, agreement.side(client))) or "(?!)" for client in (False, True))
    source = rf"(?:{payer})(?:より|から)(?:、)?(?:{payee})(?:に|へ|宛|の(?:指定する)?[^。\n]{{0,8}}口座(?:に|へ|宛))[^。\n]{{0,40}}?(?:支払(?!われ)|振り?込(?!まれ)|送金(?!され)|入金(?!され))[^。\n、]{{0,14}}"
    for match in regex.finditer(source, agreement.text):
        low, high = sentence_of(agreement.text, *match.span())
        if regex.search(_NOT_PAY, agreement.text[low:high]) or not regex.search(
            r"報酬|委託料|対価|ギャラ|お礼|謝礼|謝金|フィー|[月回本件]の分|の分を", agreement.text[low:high]
        ):
            continue
        yield _match(page, *match.span())


def _posting_client(page: Page, agreement: Agreement) -> Iterator[Match]:
    """The company is told to make and publish the post on the influencer's account."""
    for label in agreement.side(True):
        source = rf"(?:^|(?<=[。\n、\s\d.)]))(?P<q>{regex.escape(label)}は[、,]?[^。\n]{{0,60}}(?:管理する|運営する|名義の|保有する)[^。\n]{{0,24}}(?:アカウント|チャンネル)[^。\n]{{0,80}}(?:制作し|投稿し|投稿する|公開する|公開し))"
        for match in regex.finditer(source, agreement.text):
            others = "|".join(map(regex.escape, agreement.side(False))) or "(?!)"
            if not regex.search(
                rf"(?:{others})(?:は|が(?!管理|運営|保有)|に(?!帰属))|二次|転載|再投稿|リポスト|利用|紹介でき|委託し|委託する",
                match["q"],
            ):
                yield _match(page, *match.span("q"), party=label)


_COMPANY = Pattern(
    r"(?:株式会社|合同会社|有限会社|合資会社|一般社団法人|\((?:株|有|同)\))\s?[\w・&\-'ー一-鿿ぁ-んァ-ヶ]{1,24}|[\w・&\-'ー一-鿿ァ-ヶ]{1,24}(?:株式会社|合同会社|有限会社|\((?:株|有|同)\))"
)
_VARIANTS = str.maketrans("髙﨑濵邊邉澤齋齊廣眞國瀨", "高崎浜辺辺沢斎斎広真国瀬")


def _plain_name(name: str) -> str:
    return regex.sub(r"\s|株式会社|合同会社|有限会社|合資会社|\((?:株|有|同)\)", "", name).translate(_VARIANTS)


def _name(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = agreement.text
    if len(agreement.parties) < 2:
        return
    tail = _signature_start(agreement)
    if tail is None:
        return
    for party in agreement.parties:
        given = _COMPANY.search(party.name)
        signed = _signed(text, tail, party.label, company=given is not None)
        if signed is None:
            continue
        low, high = signed
        own = _plain_name(given[0] if given else party.name)
        other = _plain_name(text[low:high])
        if not own or not other:
            continue
        same = _same_name(own, other, suffix=text[low:high].endswith(_FORMS)) if given else own in other or other in own
        if not same:
            yield _match(page, low, high, name=party.name)


_FORMS = ("会社", "(株)", "(有)", "(同)", "法人")
_OFFICE = Pattern(r"代表|取締役|社長|店主|担当|[^\s]{0,8}(?:支社|支店|本社|本店|事業部|部|課|室|店|印)")


def _same_name(own: str, other: str, *, suffix: bool) -> bool:
    """One may carry an address in front (ツヅリ文具株式会社) or an office behind (株式会社ミナモ代表取締役), but no more of a name."""
    if suffix:
        return own.endswith(other) or other.endswith(own)
    short, long = sorted((own, other), key=len)
    return long.startswith(short) and (len(long) == len(short) or _OFFICE.match(long, len(short)) is not None)


def _signature_start(agreement: Agreement) -> int | None:
    signature = agreement.of("signature")
    if signature:
        return signature[0].start
    return None


def _signed(text: str, start: int, label: str, *, company: bool) -> tuple[int, int] | None:
    """The company (or person) that signs as a party."""
    for match in regex.finditer(
        rf"^[ \t]*(?:\(?{regex.escape(label)}\)?)(?![のはがをに])[ \t:]*(?P<rest>[^\n]*)", text[start:], regex.MULTILINE
    ):
        low, high = start + match.start("rest"), start + match.end("rest")
        following = text.find("\n\n", high)
        block = text[low : min(len(text), following if following > 0 else len(text), high + 120)]
        for other in ("甲", "乙", "丙", "委託者", "受託者", "発注者", "受注者"):
            cut = block.find("\n" + other)
            if other != label and cut > 0:
                block = block[:cut]
        if company:
            found = _COMPANY.search(block)
            return (low + found.start(), low + found.end()) if found else None
        person = regex.search(
            r"(?:^|\s)(?P<p>[一-鿿々ヶァ-ヶー]{1,5}[ ]?[一-鿿々ぁ-んァ-ヶー]{1,6})\s*(?:\([^)]*\))?\s*(?:印|㊞)?\s*$",
            block.split("\n")[0],
        )
        if person and not regex.search(r"[都道府県市区町村丁目番]|代表", person["p"]):
            return low + person.start("p"), low + person.end("p")
        return None
    return None


# ---------------------------------------------------------------------------------------------------------------------
# amounts

_TAX_OUT = Pattern(r"税別|税抜|消費税別|外税|税引|本体")
_TAX_IN = Pattern(r"税込|内税|込み")
_TOTAL = Pattern(r"(?:合計|総額|計|トータル)(?:金額|額)?(?:は|:|金|で|\s|として)*$")
_UNIT = Pattern(
    r"(?:1|一)?(?:件|投稿|本|回|点|枚|リール|動画)(?:当たり|あたり|につき|ごとに?|毎に?)[^。\n\d]{0,8}$|(?:単価|各)[^。\n\d]{0,4}$"
)
_ONE = Pattern(r"(?<![\d.])(?:1|一)\s?(?:件|投稿|本|回|点|枚)[^。\n\d]{0,3}$")
_TIMES = Pattern(
    rf"(?P<n>{NUMBER})\s?(?:本|件|回|枚|点|投稿|か月|ヶ月|カ月)\s*[x×*✕]\s*$|^\s*(?:\([^)]*\))?\s*[x×*✕]\s*(?P<m>{NUMBER})\s?(?:本|件|回|枚|点|投稿|か月|ヶ月|カ月)?"
)
_TAX_AMOUNT = Pattern(r"消費税(?:等|額|相当額|及び地方消費税)*(?:\(10%\))?(?:は|:|金|\s|として)*$")
# 「110,000円(うち消費税10,000円)」: the tax is part of the amount before it
_INCLUDED = Pattern(r"(?:を|が)?(?:含|込)")
_INSIDE = Pattern(r"うち|内(?!訳)|税込")
_KANJI_MONEY = Pattern(r"[〇一二三四五六七八九十百千万壱弐参拾萬]")


def _amounts(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = agreement.text
    done: set[int] = set()
    for clause in agreement.clauses:
        for low, high in _lines(text, clause):
            found = [_shift(each, low) for each in amounts(text[low:high]) if each.explicit]
            for bad, detail in _wrong(text, low, high, found):
                if bad.start not in done:
                    done.add(bad.start)
                    yield _match(page, bad.start, bad.end, detail)
    yield from _columns(page, text, done)
    yield from _between(page, agreement, done)
    yield from _across(page, agreement, done)


_UNIT_PRICE = Pattern(
    r"(?P<kind>フィード|リール|ストーリーズ?|ショート|動画|ポスト|記事|投稿)?[^\n。\d]{0,6}(?:1|一)\s?(?:本|件|枚|回|投稿|記事)(?:あたり|当たり|につき)?(?:の)?(?:代金|単価|金額|報酬|お代|料金)?[^\n。\d¥x×*✕=]{0,4}$"
)
_LUMP = Pattern(
    rf"(?:フィード|リール|ストーリーズ?|ショート|動画|ポスト|記事|投稿)[^\n。\d]{{0,4}}{NUMBER}\s?(?:本|件|枚|回|投稿)(?:で|一式|セット)[^\n。\d¥]{{0,3}}$"
)
# other money than the price of the posts
_APART = Pattern(r"修正|直し|超過|超え|追加|以降|二次|使用|利用|中止|交通|別に|別途")
_TOTAL_KEY = Pattern(r"(?:合計|総額|トータル|総計)(?:金額|額)?[^\n。\d¥]{0,8}$")


def _across(page: Page, agreement: Agreement, done: set[int]) -> Iterator[Match]:
    """Unit prices of one row, numbers of another, a total in a third: 「1本25,000円」「動画3本」「合計60,000円」."""
    text = agreement.text
    rows = agreement.of("row", "section", "line")
    totals: list[Amount] = []
    units: list[tuple[str, int]] = []
    lumps = 0
    for row in rows:
        if _APART.search(text, row.start, row.end):
            continue
        for each in (_shift(one, row.start) for one in amounts(text[row.start : row.end]) if one.explicit):
            before = text[row.start : each.start]
            unit = _UNIT_PRICE.search(before)
            if _TOTAL_KEY.search(before):
                totals.append(each)
                break
            if unit:
                units.append(((unit["kind"] or "").rstrip("ズ"), each.value))
            elif _LUMP.search(before):
                lumps += each.value
    if len(totals) != 1 or not units or totals[0].start in done:
        return
    counts = _numbers(text)
    sums = {lumps}
    for kind, value in units:
        numbers = counts.get(kind) if kind else set().union(*counts.values(), {1} if counts else ())
        if not numbers:
            return
        sums = {each + value * number for each in sums for number in numbers}
    if totals[0].value not in {form for each in sums for form in (each, *_taxed(each))}:
        expected = "円または".join(f"{each:,}" for each in sorted(sums))
        yield _match(page, totals[0].start, totals[0].end, f"単価と本数からは{expected}円です")


def _numbers(text: str) -> dict[str, set[int]]:
    """Kind of post → the numbers of it that the text names."""
    found: dict[str, set[int]] = {}
    for match in _OBJECT.finditer(text):
        low = max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
        if not _COUNT_TRAP.match(text[match.end() : match.end() + 8]) and not _NOT_COUNT.search(
            text[low : match.start()]
        ):
            found.setdefault(match["kind"].rstrip("ズ"), set()).add(int(number(match["n"]) or 0))
    return found


def _lines(text: str, clause: Clause) -> Iterator[tuple[int, int]]:
    if clause.kind in ("section", "annex"):
        yield clause.start, clause.end
        return
    at = clause.start
    for line in text[clause.start : clause.end].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _shift(amount: Amount, by: int) -> Amount:
    return Amount(amount.start + by, amount.end + by, amount.value)


def _wrong(text: str, low: int, high: int, found: list[Amount]) -> Iterator[tuple[Amount, str]]:
    """Amounts of one line that contradict another of it, with the sum."""
    taxes = [each for each in found if _TAX_AMOUNT.search(text[low : each.start])]
    plain = [each for each in found if each not in taxes]
    for first, second in itertools.pairwise(plain):
        yield from _pair(text, low, first, second)
    total = next((each for each in plain if _TOTAL.search(text[low : each.start])), None)
    nets = [each for each in plain if each is not total]
    if taxes:
        yield from _with_tax(text, nets, taxes[0], total)
    elif total and len(nets) >= 2 and not _TAX_IN.search(text[low:high]) and _itemised(text, low, nets, total):
        yield total, f"内訳の合計は{sum(each.value for each in nets if each.start < total.start):,}円です"
    yield from _product(text, low, high, found)
    yield from _taxed_later(text, low, plain)


_PLUS_TAX = Pattern(r"消費税(?:等|相当額|及び地方消費税)*を?(?:加え|加算し|足し|上乗せし)[^。\n\d]{0,8}$")


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
    before, after = text[max(low, first.start - 5) : first.start], text[second.end : second.end + 6]
    if (_TAX_OUT.search(between) or _TAX_OUT.search(before)) and (
        _TAX_IN.search(after) or _TAX_IN.search(between[-6:])
    ):
        if second.value not in _taxed(first.value):
            yield second, f"{first.value:,}円×1.10＝{first.value * 110 // 100:,}円です"
    elif _TAX_IN.search(before) and _TAX_OUT.search(between[-6:]) and first.value not in _taxed(second.value):
        yield second, f"{second.value:,}円×1.10＝{second.value * 110 // 100:,}円です"


def _with_tax(text: str, nets: list[Amount], tax: Amount, total: Amount | None) -> Iterator[tuple[Amount, str]]:
    """「50,000円(税別) 消費税5,000円 合計55,000円」: the tax may be that of the last net amount or of all of them."""
    before = [each for each in nets if each.start < tax.start]
    if not before:
        yield from _tax_added(text, nets, tax)
        return
    bases = {before[-1].value, sum(each.value for each in before)}
    if _INSIDE.search(text[before[-1].end : tax.start]) or _INCLUDED.match(text, tax.end):
        if not any(abs(tax.value * 11 - base) <= 11 or abs(tax.value * 27 - base * 2) <= 27 for base in bases):
            yield tax, f"{before[-1].value:,}円に含まれる10％の消費税は{before[-1].value // 11:,}円です"
        return
    if not any(tax.value in (base // 10, -(-base // 10), base * 8 // 100) for base in bases):
        yield tax, f"{before[-1].value:,}円の10％は{before[-1].value // 10:,}円です"
    elif total and total.start > tax.start and total.value not in {base + tax.value for base in bases}:
        yield total, f"{before[-1].value:,}円＋{tax.value:,}円＝{before[-1].value + tax.value:,}円です"


_ADDED = Pattern(r"(?:円|\))?を?(?:加え|加算し|足し|合わせ|上乗せし)(?:て|た|、|る)[^。\n\d]{0,12}$")


def _tax_added(text: str, nets: list[Amount], tax: Amount) -> Iterator[tuple[Amount, str]]:
    """「前項の総額に消費税等5,000円を加えた金55,000円」: the net stands elsewhere, the tax tells it."""
    total = next((each for each in nets if _ADDED.fullmatch(text, tax.end, each.start)), None)
    if total and abs(total.value - tax.value * 11) > 11 and abs(total.value * 2 - tax.value * 27) > 27:
        yield total, f"消費税10％が{tax.value:,}円なら、合計は{tax.value * 11:,}円です"


def _written_twice(text: str, first: Amount, second: Amount) -> bool:
    """「金50,000円(金五万五千円)」: one in figures, one in kanji."""
    return bool(_KANJI_MONEY.search(text[first.start : first.start + 3])) != bool(
        _KANJI_MONEY.search(text[second.start : second.start + 3])
    )


def _taxed(net: int) -> set[int]:
    return {net * 110 // 100, -(-net * 110 // 100), round(net * 1.1)}


def _itemised(text: str, low: int, nets: list[Amount], total: Amount) -> bool:
    before = [each for each in nets if each.start < total.start]
    joined = all(
        regex.search(r"[+＋、,と]|\n|及び|/", text[a.end : b.start])
        and not regex.search("追加|以降|二次利用", text[a.end : b.start])
        for a, b in itertools.pairwise(before)
    )
    return (
        len(before) >= 2
        and joined
        and sum(each.value for each in before) != total.value
        and not any(_UNIT.search(text[low : each.start]) for each in before)
        and not any(_TIMES.search(text[each.end : each.end + 12]) for each in before)
    )


def _product(text: str, low: int, high: int, found: list[Amount]) -> Iterator[tuple[Amount, str]]:
    """単価×本数＝合計, in either order, and 「総額6万円(1本2万円、計2本)」."""
    for unit in found:
        after = regex.match(
            rf"\s*(?:\([^)\n]{{0,10}}\))?\s*[x×*✕]\s*(?P<m>{NUMBER})\s?(?:本|件|回|枚|点|投稿|[かヶカ]月)?",
            text[unit.end : high],
        )
        before = regex.search(
            rf"(?P<n>{NUMBER})\s?(?:本|件|回|枚|点|投稿|[かヶカ]月)\s*[x×*✕]\s*(?:金|@|単価)?\s*$",
            text[low : unit.start],
        )
        count = number(after["m"]) if after else number(before["n"]) if before else None
        stop = unit.end + (after.end() if after else 0)
        if count is None and (_UNIT.search(text[low : unit.start]) or _ONE.search(text[low : unit.start])):
            counted = regex.match(
                rf"\s*(?:\([^)\n]{{0,8}}\))?\s*[、,]\s*(?:合?計|全)?\s*(?P<n>{NUMBER})\s?(?:本|件|回|枚|点|投稿)(?:分)?",
                text[unit.end : high],
            )
            if counted:
                count, stop = number(counted["n"]), unit.end + counted.end()
        if count is None:
            continue
        product = round(unit.value * count)
        sums = [
            each
            for each in found
            if each is not unit
            and (
                (
                    each.start >= stop
                    and regex.fullmatch(
                        r"\s*(?:\([^)\n]{0,10}\))?\s*(?:=|、|,|で)?\s*(?:合?計|総額|の合計)?(?:金額|額)?[:は]?\s*(?:金)?\s*",
                        text[stop : each.start],
                    )
                )
                or (
                    each.end <= unit.start
                    and regex.search(r"^\s*\((?:税[別込抜])?[^)]{0,14}$", text[each.end : unit.start])
                )
            )
        ]
        for total in sums[:1]:
            if total.value != product and total.value not in _taxed(product):
                yield total, f"{unit.value:,}円×{count:g}＝{product:,}円です"


_FEE_HEADING = Pattern(r"^(?:本業務の)?(?:報酬|委託料|業務委託料|対価|報酬の?額|総額)(?:及び支払[^/]*|の額|総額)?$")


_LAST_CELL = Pattern(r"[\s|)]*(?:\((?:税別|税抜|税込|外税|内税)[^)\n]{0,6}\))?[\s|]*$")
_SUM_ROW = Pattern(r"[\s|*#■◆・]*(?:小計|合計|総計|総額|計)(?!画)[^\d¥\n]{0,24}$")
_NO_ROW = Pattern(r"単価|上限|うち|内訳|目安|あたり|当たり|につき|超過|修正|日|以降")


def _columns(page: Page, text: str, done: set[int]) -> Iterator[Match]:
    """Rows that end in an amount, one under the other, and the row of their sum."""
    rows: list[int] = []
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        found = [each for each in amounts(line) if each.explicit]
        if not found or not _LAST_CELL.fullmatch(line, found[-1].end):
            if line.strip(" |-:\u3000"):  # an empty line or the rule below a table's head ends no column
                rows = []
            continue
        last, before = found[-1], line[: found[-1].start]
        if not _SUM_ROW.fullmatch(before):
            rows = [] if _NO_ROW.search(before) else [*rows, last.value]
            continue
        if len(rows) > 1 and last.value != sum(rows) and last.value not in _taxed(sum(rows)) and start not in done:
            done.add(start + last.start)
            detail = f"{'＋'.join(f'{row:,}' for row in rows)}＝{sum(rows):,}円です"
            yield _match(page, start + last.start, start + last.end, detail)
        rows = [last.value]


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
            found = [_shift(each, at) for each in amounts(text[at : line_end if line_end > 0 else len(text)])]
            if (
                found
                and found[0].start - at <= 3
                and found[0].value != main.value
                and found[0].value not in _taxed(main.value)
                and main.value not in _taxed(found[0].value)
                and found[0].start not in done
            ):
                yield _match(page, found[0].start, found[0].end, f"本文では{main.value:,}円です")
                return


def _fee_of(text: str, clauses: list[Clause]) -> Amount | None:
    for clause in clauses:
        found = [_shift(each, clause.body) for each in amounts(text[clause.body : clause.end])]
        if found:
            return None if _UNIT.search(text[clause.body : found[0].start]) else found[0]
    return None


# ---------------------------------------------------------------------------------------------------------------------
# counts

_OBJECT = Pattern(
    rf"(?P<kind>フィード|リール|ストーリーズ?|縦型動画|ショート動画|動画|ツイート|ポスト|ライブ配信|記事|投稿)(?:投稿|動画|枠)?(?P<note>\([^()\n]{{1,24}}\))?(?:を|は|:|\||\s|の|が|\()*(?P<lead>計|合計|各|毎月|月|週|全)?\s*(?P<n>{NUMBER})\s?(?P<u>本|回|枚|件|投稿|点)"
)
_ALL_DONE = Pattern(r"(?:(?:公開|投稿|納品|制作|掲載)(?:し|され)た|すべての|全ての|全部の|上記の|以上の)$")
_COUNT_TRAP = Pattern(r"^(?:目|以降|当たり|あたり|につき|ごと|毎|以内|程度|までの修正|以上|[~〜])")
_NOT_COUNT = Pattern(r"修正|リテイク|写真|画像|当たり|あたり|につき|日前|追加|中止|二次利用|目安|代替|無償|再投稿|上限")


_MONTHLY = Pattern(
    rf"(?P<m>{NUMBER})\s?[かヶカケヵ箇]月(?:間)?[^。\n]{{0,40}}?(?:毎月|月|各月)(?:に)?[^。\n\d]{{0,8}}(?P<n>{NUMBER})\s?(?:本|件|回|投稿)[^。\n\d]{{0,8}}(?:合計|計|全部で|全)\s?(?P<t>{NUMBER})\s?(?:本|件|回|投稿)"
)


def _counts(page: Page) -> Iterator[Match]:
    """The same kind of post with two different numbers in two clauses."""
    agreement = agreement_of(page)
    text = agreement.text
    for monthly in _MONTHLY.finditer(text):
        months, each, total = (number(monthly[name]) or 0 for name in ("m", "n", "t"))
        if months * each != total:
            start = regex.search("(?:合計|計|全)[^計全]*$", monthly[0])
            at = monthly.start() + (start.start() if start else 0)
            yield _match(page, at, monthly.end(), f"{months:g}か月×{each:g}本＝{months * each:g}本です")
    yield from _defined_counts(page, agreement)
    first: dict[str, tuple[float, int, str]] = {}
    for match in _OBJECT.finditer(text):
        clause = agreement.clause_at(match.start())
        low = max(text.rfind("。", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
        if (
            clause is None
            or _COUNT_TRAP.match(text[match.end() : match.end() + 8])
            or _NOT_COUNT.search(text[low : match.start()])
        ):
            continue
        if match["lead"] in ("各", "毎月", "月", "週") or (
            match["kind"] == "投稿" and match["u"] not in ("件", "本", "回")
        ):
            continue
        kind = match["kind"].rstrip("ズ")
        value = number(match["n"]) or 0
        note = match["note"] or ""
        if kind in first and first[kind][0] != value and first[kind][1] != clause.start:
            # 「リール(30秒)」 and 「リール(60秒)」 are two kinds
            if note and first[kind][2] and note != first[kind][2]:
                continue
            all_of_them = match["lead"] in ("計", "合計", "全") or _ALL_DONE.search(text[low : match.start()])
            if kind in ("動画", "投稿") and not all_of_them:
                continue
            yield _match(
                page, match.start(), match.end(), f"別の箇所では{match['kind']}{first[kind][0]:g}{match['u']}です"
            )
            first[kind] = (value, clause.start, note)
        first.setdefault(kind, (value, clause.start, note))


_DEFINED_COUNT = Pattern(
    rf"以下[、,]?「(?P<term>[^」\n]{{2,12}})」と(?:いう|称する|呼びます|します)。?\)[^。\n\d]{{0,6}}?(?P<n>{NUMBER})\s?(?P<u>本|回|枚|件|点|投稿)(?!目)"
)
_PART = Pattern(r"(?:うち|残り|最初の|初めの|前半の|後半の)[^。\n]{0,8}$")


def _defined_counts(page: Page, agreement: Agreement) -> Iterator[Match]:
    """「…(以下「広報投稿」という。)3件」, and 「広報投稿4件」 in another clause."""
    text = agreement.text
    for first in _DEFINED_COUNT.finditer(text):
        wanted = number(first["n"]) or 0
        source = rf"{regex.escape(first['term'])}(?:は|の|を|が|、|,)?\s?(?P<lead>各|毎月|月|週)?[^。\n\d]{{0,3}}?(?P<n>{NUMBER})\s?{first['u']}(?:\([^)\n]{{0,30}}\))?"
        for match in regex.finditer(source, text, pos=first.end()):
            count = number(match["n"]) or 0
            low = max(text.rfind("。", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
            if match["lead"] or count in (0, 1, wanted) or _COUNT_TRAP.match(text[match.end() : match.end() + 8]):
                continue
            if not _NOT_COUNT.search(text[low : match.start()]) and not _PART.search(text[low : match.start()]):
                yield _match(page, match.start(), match.end(), f"別の箇所では{wanted:g}{first['u']}です")
                return


# ---------------------------------------------------------------------------------------------------------------------
# dates

_WRITTEN = Pattern(
    rf"(?:(?P<era>令和|平成)\s?(?P<ey>元|{NUMBER})\s?年|(?P<y>20\d\d)\s?[年/.\-])?\s?(?P<mark>\((?:20\d\d)年?\))?\s?(?<![\d/])(?P<m>{NUMBER})\s?(?:月|(?<=[年/.\-]\s?\d{{1,2}})[/.\-])\s?(?P<d>{NUMBER})(?:\s?日|(?![\d年月/%]))(?P<w>\s?\((?P<wd>[月火水木金土日])(?:曜日?)?[・祝]*\))?"
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
            yield _match(page, match.start(), match.end(), f"令和{era}年は{year}年です")
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
                    yield _match(page, match.start("wd"), match.end("wd") + len("曜日"), detail)
                    break
    for match in _WRITTEN.finditer(text):
        detail = _impossible(match, ordered)
        if detail:
            yield _match(page, match.start(), match.end(), detail)
    yield from _order(page, agreement, ordered)


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
            yield _match(page, first.start, second.end, "終わりの日が始まりの日より前です")
    if ordered == page.as_of:
        return
    for clause in agreement.of("row", "section", "article"):
        if not regex.search(r"投稿日|公開日|掲載日|納期|公開期日|業務の内容|給付|投稿", clause.heading):
            continue
        for day in dates(text[clause.body : clause.end], ordered.year):
            around = text[clause.body + day.end : clause.body + day.end + 16]
            if (
                day.year_given
                and day.date < ordered
                and regex.search(
                    r"投稿日|公開日|掲載日|納期|期日",
                    clause.heading + text[max(clause.body, clause.body + day.start - 12) : clause.body + day.start],
                )
                and "締結" not in around
            ):
                yield _match(
                    page,
                    clause.body + day.start,
                    clause.body + day.end,
                    f"契約（発注）の日は{ordered:%Y年%-m月%-d日}です",
                )


CHECKS = [
    _reporting(
        "cross-reference", {"dangling": _dangling, "annex": _annex, "numbering": _numbering, "undefined": _undefined}
    ),
    _reporting("party-consistency", {"swap": _swap, "name": _name}),
    _reporting("amount-consistency", {"amount": _amounts, "count": _counts}),
    _reporting("date-consistency", {"date": _dates}),
]
