"""References, annexes, article numbers and defined terms that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from adcheck.checks.base import Page
from adcheck.checks.item import agreement_of
from adcheck.model import Match
from adcheck.text.clauses import Agreement, Clause, numeral
from adcheck.text.pattern import Pattern
from adcheck_rules.contract.consistency import NUMERAL, found_at, reporting

_REFERENCE = Pattern(
    rf"(?:第\s*(?P<a>{NUMERAL})|(?<![\d第])(?P<a2>\d+))\s*条(?:の(?P<b>{NUMERAL})(?!項|号))?(?:第?\s*(?P<p>{NUMERAL})\s*項)?(?:第?\s*(?P<i>{NUMERAL})\s*号)?"
)
# A reference to a statute or to another document is none of ours.
_ELSEWHERE = Pattern(
    r"(?:法|法律|法令|規則|政令|省令|条例|規約|約款|告示|基準|基本契約書?|原契約書?|個別契約書?|ガイドライン|同法|要綱|要項|規程|法第\d+条(?:第\d+項)?(?:及び|並びに|又は|、|・|から))\s*(?:\([^)]{0,40}\))?\s*の?\s*$|著作権[^。\n(]{0,6}\([^)。]{0,30}$"
)
_CHAIN = Pattern(
    rf"(?:第?\s*{NUMERAL}\s*条(?:の{NUMERAL})?(?:第?{NUMERAL}項)?(?:第?{NUMERAL}号)?\s*(?:及び|並びに|又は|若しくは|、|・|から|~|〜|乃至|ないし)\s*)+$"
)
_RELATIVE = Pattern(r"前条|前項|次条")


def _dangling(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    text = agreement.text
    numbered = agreement.of("article") or tuple(
        clause for clause in agreement.of("section") if clause.number is not None
    )
    articles = {(clause.number, clause.branch): clause for clause in numbered}
    yield from _bare(page, text)
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
        target = articles.get((numeral(match["a"] or match["a2"]), numeral(match["b"]) if match["b"] else None))
        if (
            target is None
            or (match["p"] and not _has_paragraph(target, numeral(match["p"]) or 0))
            or (match["i"] and not _has_item(target, numeral(match["i"]) or 0))
        ):
            yield found_at(page, match.start(), match.end(), reference=match[0])
    yield from _relative(page, agreement)


# 「第5 金銭」 … 「第12(2)の日に」: a short paper that numbers without 条
_BARE_HEAD = Pattern(rf"^[ \t]*第\s*(?P<n>{NUMERAL})(?:[ \t]+|[(【])[^\n。]{{1,24}}$", regex.MULTILINE)
_BARE = Pattern(
    rf"第\s*(?P<n>{NUMERAL})(?:\s*\(\s*(?P<i>\d+)\s*\))?(?=(?<=\))の|に(?:定め|よ|掲げ|いう|従)|及び|又は|から第|まで|を(?:準用|除)|による|で(?:定め|い))"
)


def _bare(page: Page, text: str) -> Iterator[Match]:
    heads = list(_BARE_HEAD.finditer(text))
    numbers = [numeral(head["n"]) for head in heads]
    if len(heads) < _FEWEST_HEADS or numbers[: len(heads)] != list(range(1, len(heads) + 1)):
        return
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for match in _BARE.finditer(text):
        wanted = numeral(match["n"]) or 0
        if any(head.start() <= match.start() < head.end() for head in heads) or _ELSEWHERE.search(
            text, max(0, match.start() - 60), match.start()
        ):
            continue
        item = rf"^[ \t]*\({match['i']}\)"
        known = 0 < wanted <= len(heads) and (
            not match["i"]
            or regex.search(item, text[heads[wanted - 1].end() : ends[wanted - 1]], regex.MULTILINE) is not None
        )
        if not known:
            yield found_at(page, match.start(), match.end(), reference=match[0])


_FEWEST_HEADS = 3


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
                yield found_at(page, match.start(), match.end(), reference=match[0])


_ANNEX_REFERENCE = Pattern(
    rf"(?P<label>別紙|別表|別添(?:資料)?|付属書|appendix)\s*(?P<n>{NUMERAL})?(?!\s*(?:に|として|で)?(?:添付|同封|別送))(?=[^。\n]{{0,30}}?(?:に|の|を|で|記載|参照|とおり|通り|\)|】|」|$))"
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
            or _item_of_annex(agreement, *wanted)
            or (wanted[1] is None and wanted[0] in kinds)
            or (wanted[1] == 1 and (wanted[0], None) in present)
        ):
            continue
        if regex.search(
            r"(?:添付|送付|同封|お送り|共有)(?:の|した|済|しま|いたし)", agreement.text[match.end() : match.end() + 12]
        ):
            continue
        yield found_at(page, match.start(), match.end(), reference=label)


def _item_of_annex(agreement: Agreement, label: str, number: int | None) -> bool:
    """「別表三」 where the only 別表 has an item 三."""
    annexes = [each for each in agreement.of("annex") if each.number is None and each.label.startswith(label)]
    items = (
        regex.finditer(rf"^[ \t]*\(?(?P<n>{NUMERAL})[.)、]?[ \t]", agreement.text[annexes[0].start :], regex.MULTILINE)
        if len(annexes) == 1
        else ()
    )
    return any(numeral(item["n"]) == number for item in items)


def _numbering(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    expected = 1
    seen: set[tuple[int | None, int | None]] = set()
    for clause in agreement.of("article"):
        key = (clause.number, clause.branch)
        at = agreement.text.find("第", clause.start)
        end = agreement.text.find("条", at) + 1
        if key in seen or (clause.branch is None and clause.number is not None and clause.number > expected):
            yield found_at(page, at, end, f"この位置の条番号は第{expected}条と見込まれます", reference=clause.label)
            expected += key in seen  # the next number may go on as if this one had been right
        seen.add(key)
        if clause.number is not None:
            expected = max(expected, clause.number + 1)


# ---------------------------------------------------------------------------------------------------------------------
# defined terms

_USED = Pattern(r"(?<![一-鿿々〆ァ-ヶー\d〇a-z基同])本(?P<n>(?:[一-鿿々ァ-ヶー]){2,12})")
# 本 words of the language, and names of the document itself and its parts.
_PLAIN = Pattern(
    r"本(?:邦|契約|条|項|件|書|日|人|文|号|月|年|社|来|質|名|国|店|体|格|当|音|番|籍|業界|覚書|合意|発注|注文|別紙|通知|規約|約款|規定|メール|状|紙|案|編|欄|表|案件|募集|依頼|取引|法|人確認|誓約|署名|サイト上|末|則|施策以外|人名義|部|線|位|場|気|物|数|命|望|心|家|州|土|島|棚|屋|番|音|支?店|館|校|学|院|園|堂|局|庁|署|殿|町|郷|論|題|旨|流|職|籍|誌|票|頁|用紙|様式|シート|フォーム|ページ|協定|約定|基本契約|個別契約|念書|確認書|申込書|見積|附則|付則|附属|付属|間[\p{Han}]|多[\p{Han}]|橋|庄|宮|城|吉|山|村|木|川|谷|荘)"
)


def _counted(text: str, noun: str, before: int) -> bool:
    """「動画1本」 stands earlier, so 「本動画」 can only be that one."""
    return bool(regex.search(rf"{regex.escape(noun)}[^。\n]{{0,12}}?{NUMERAL}\s?[本回件点枚つ篇編]", text[:before]))


_PAPER = Pattern(
    r"(?:ガイドライン|マニュアル)|[^\n]{2,}(?:憲章|規程|要領|要項|ガイドライン|マニュアル|仕様書?|細則|方針|手引き?|指針|基準)$"
)


def _unattached(text: str, noun: str) -> bool:
    """Another paper (「本ブランド憲章」) that is named nowhere else: a gap even where the text defines none of its words."""
    return _PAPER.fullmatch(noun) is not None and text.count(noun) == text.count("本" + noun)


# 「本動画」とは…をいう, and the list of an article on definitions: 「(1) 「本動画」 …をいう」
_MEANS = Pattern(
    r"[「『\"](?P<term>本[^」』\"\n]{1,20})[」』\"](?:とい[うい]|と(?:総)?称|と呼|と(?:する|します)|(?:とは|は|:|、|\s)[^。\n]{2,200}?(?:をい[うい]|を指|のこと|を意味|です|とする))"
)


def _named(text: str) -> set[str]:
    return {match["term"] for match in _MEANS.finditer(text)}


# 「本件素材」 in a text that defines 「本件動画」: terms of that kind are defined there
_USED_CASE = Pattern(r"(?<![一-鿿々〆ァ-ヶー])本件(?P<n>(?:[一-鿿々ァ-ヶー]){2,12})")
# a third and a fourth side, or 甲 and 乙 where the sides have other names
_SIDE = Pattern(r"(?<![一-鿿々ァ-ヶー「『\"(])(?P<n>[甲乙丙丁])(?=[はがをにへのと、]|及び|又は|並びに)")


def _nobody(agreement: Agreement) -> Iterator[tuple[int, int, str]]:
    """A side that nobody was introduced as."""
    labels = {party.label for party in agreement.parties}
    if len(labels) < 2 or agreement.form != "contract":
        return
    for match in _SIDE.finditer(agreement.text):
        side = match["n"]
        if side not in labels and not regex.search(
            rf"[「『\"(]{side}[」』\")]|^[ \t]*{side}[\s:]", agreement.text, regex.MULTILINE
        ):
            yield match.start(), match.end(), side
            return


def _case_terms(text: str, defined: set[str]) -> Iterator[tuple[int, int, str]]:
    own = [term for term in defined if term.startswith("本件") and len(term) > len("本件")]
    for match in _USED_CASE.finditer(text):
        known = any(match[0].startswith(term) or term.startswith(match[0]) for term in defined)
        if not known and (own or _PAPER.fullmatch(match["n"])) and match["n"] not in text[: match.start()]:
            yield match.start(), match.end(), match[0]
            return


def _undefined(page: Page) -> Iterator[Match]:
    agreement = agreement_of(page)
    if agreement.form not in ("contract", "order"):
        return
    defined = {*agreement.definitions, *_named(agreement.text)} if agreement.form == "contract" else set()
    for start, end, term in (*_nobody(agreement), *_case_terms(agreement.text, defined)):
        yield found_at(page, start, end, term=term)
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
        if not defined and not _unattached(agreement.text, word[1:]):
            continue
        if _counted(agreement.text, word[1:], match.start()):
            continue
        if _within_quotes(agreement.text, match.start()):
            continue
        seen.add(word)
        yield found_at(page, match.start(), match.end(), term=word)


def _within_quotes(text: str, at: int) -> bool:
    """Whether a place is inside wording that is quoted, and not its first word: 「この投稿と本記事は広告です」."""
    opened = text.rfind("「", text.rfind("\n", 0, at) + 1, at)
    return (
        opened >= 0 and "」" not in text[opened:at] and text.find("」", at) > at and not _TERM_ONLY.match(text, opened)
    )


_TERM_ONLY = Pattern(r"「本[^」]{1,8}」")


CHECKS = [
    reporting(
        "cross-reference", {"dangling": _dangling, "annex": _annex, "numbering": _numbering, "undefined": _undefined}
    )
]
