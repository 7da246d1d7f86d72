"""``item``: something an agreement should state is present, deferred to a basic contract, defective or absent.

Keys (terms unless said otherwise):

``headings``   a clause, row or section whose heading holds one of these states the item …
``content``    … provided that its wording holds one of these (default: any wording at all)
``strong``     one of these anywhere states the item
``unless``     what a sentence says with one of these in it does not state the item
``not-under``  in a contract or an order, what stands under a heading with one of these does not state the item …
``but``        … unless that clause also holds one of these
``weak``       two different ones of these in one 項, row or line state the item
``evidence``   (tables) a sentence, row, short line, or question with its answer that holds ``about`` (in it or in the heading above it), one of
               ``has`` and one of ``slots``, and nothing of ``unless`` (nor, in it or in the heading above it, of ``apart``) states the item. ``slots`` name values a drafter fills in: date, period, amount,
               share, count. ``places`` (kinds of clauses) says where to look, ``edges`` (flag) only in the first and last lines.
               Without ``about``, a value is proof when nothing else in the document explains it: an unexplained date is a posting date
``network``, ``head``   a network of sentences and its head that says how surely a unit (as for ``evidence``) states the item; from ``report`` on it does
``defective``  wording that pretends to state the item; reported with its position when nothing better is there
``given``      the rule speaks only when one of these is in the document
``born-within``  (number of years) … or the document tells the birth of somebody younger
``without``    the rule is silent when one of these is in the document (goods instead of pay, no pay at all)
``forms``      (texts) where the absence costs the rule's severity: contract, order, mail, dm; elsewhere it is ``info``
``deferrable`` (flag) a reference to a basic contract (「その他は基本契約書のとおり」) makes the absence ``info``, in a contract only in one under that contract (個別契約書);
               an amendment may so leave out everything

「〜については別途協議する」 states nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.likeness import network_of
from adcheck.model import Match, Severity
from adcheck.packs.errors import RuleError
from adcheck.text import network
from adcheck.text.clauses import Agreement, parse
from adcheck.text.likeness import SHORTEST
from adcheck.text.numbers import number
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Hit, Reading

FORMS = ("contract", "order", "mail", "dm")
KINDS = ("preamble", "article", "section", "row", "line", "annex", "signature")
_NUMBER = r"(?:\d[\d,.]*|[〇一二三四五六七八九十百千壱弐参拾]+)"
_SHORT_DAY = r"(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![\d/%])"
# Values a drafter fills in, in the spellings of figures, kanji and talk.
SLOTS = {
    "date": Pattern(
        rf"(?:20\d\d|令和{_NUMBER}|来|今|翌|同|本)年|{_NUMBER}\s*月\s*{_NUMBER}\s*日|(?<![\d/]){_SHORT_DAY}|20\d\d[-./]\d|{_NUMBER}月(?:末|初|上旬|中旬|下旬|中|頃|ごろ|の|に)"
        r"|月末|末日|月初|最終日|晦日|翌月|翌々月|再来月|当月|同月|来月|今月|(?:次|つぎ|明くる|あくる)の月|つ先の月|来週|今週|年末|年始|年内|年明け|上旬|中旬|下旬|翌日|当日|即日|同日|同時"
        rf"|毎[日週月年]|隔週|第[1-5一二三四五][月火水木金土日]曜|[月火水木金土日]曜|{_NUMBER}日(?:に|払|締|まで|の|から|・|、|と)"
        r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*\d|\d\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    ),
    "period": Pattern(
        rf"{_NUMBER}\s*(?:営業)?(?:日|時間|週間?|[かヶカケヵ箇]\s*月|ヵ月|年|ねん|days?|weeks?|months?|years?)|半年|半月|ひと月|ふた月|丸[一1]|四半期|シーズン|まで|迄|期間|永久|無期限|ずっと"
    ),
    "amount": Pattern(
        rf"[¥\\$]\s?\d|{_NUMBER}\s*(?:万|千|百)?\s*(?:円|えん|yen|jpy)|\d+(?:\.\d+)?\s*[万千](?!人|フォロワー|回|再生)|\d+\s*k(?![a-z])|無償|無料|無報酬|なし"
    ),
    "share": Pattern(rf"{_NUMBER}\s*(?:%|パーセント|割|分の)|全額|半額|全部|半分|満額|倍"),
    "count": Pattern(
        rf"(?:{_NUMBER}|ひと|ふた|み|何|数)\s*(?:回|度|本|件|枚|点|通|つ|往復|ラウンド|times?|rounds?)|きり|限り|無制限|何度でも|一切"
    ),
}
_HIDDEN = ("front-matter", "comment", "code")
_PUT_OFF = Pattern(
    r"[^。\n]{0,12}?(?:については|に関しては|の(?:条件|詳細)は|は|につき)、?(?:別途|後日|追って|改めて|その都度)[^。\n]{0,12}(?:協議|相談|定め|連絡|お知らせ|決定|決め)"
)
_DEFERRED = Pattern(
    r"(?:その他|本(?:書|覚書|契約|個別契約)に(?:定め|記載)の?ない)[^。\n]{0,160}(?:基本|原|元の|当初の)契約(?:書)?[^。\n]{0,12}(?:とおり|通り|よる|よります|準じ|従)"
)

# An amendment leaves all it does not name as it was; an order or a contract under a basic contract leaves to it what may be left.
_AMENDS = Pattern(r"変更|改定|改訂|訂正|延長|追加")


def agreement_of(page: Page) -> Agreement:
    """The parsed agreement, once a page."""
    if "agreement" not in page.memo:
        view = page.reading.view
        hidden = [view.locate(block.span) for block in page.document.blocks if block.kind in _HIDDEN]
        page.memo["agreement"] = parse(view, hidden)
    found: Agreement = page.memo["agreement"]
    return found


_POSTS = Pattern(
    r"投稿|動画|インフルエンサー|クリエイター|sns|pr表記|タイアップ|アンバサダー|ストーリーズ|リール|instagram|youtube|tiktok"
)
_MONEY = Pattern(r"報酬|委託料|対価|支払|謝礼|ギャラ|お礼|料金")
_OTHER_PAPERS = Pattern(r"本規約|この(?:法律|政令|省令|条例|規則)|本サービス|利用者は|会員は|就業規則")


def speaks(page: Page) -> bool:
    """Whether the document is an agreement on posts: told so, or (when only inferred) visibly one. Statutes and terms of use are not."""
    if page.context.origin.get("kind") != "inferred":
        return True
    text = page.reading.text
    return bool(_POSTS.search(text) and _MONEY.search(text) and not _OTHER_PAPERS.search(text))


def _prepare(table: Table) -> dict[str, Any]:
    spec: dict[str, Any] = {
        key: table.terms(key, None)
        for key in (
            "headings",
            "content",
            "strong",
            "weak",
            "defective",
            "given",
            "without",
            "unless",
            "not-under",
            "but",
        )
    }
    spec["evidence"] = [_prepare_evidence(one) for one in table.tables("evidence", [])]
    spec["born-within"] = table.integer("born-within", 0)
    spec["head"] = table.text("head", None)
    spec["network"] = network_of(table, [spec["head"]])
    spec["report"] = table.number("report") if spec["network"] else None
    spec["forms"] = table.texts("forms", list(FORMS))
    spec["deferrable"] = table.flag("deferrable") or spec["forms"] == ["contract"]
    for form in spec["forms"]:
        if form not in FORMS:
            raise RuleError(table.where.at("forms"), f"「{form}」は使えません（{' / '.join(FORMS)}）")
    if not (spec["headings"] or spec["strong"] or spec["weak"] or spec["evidence"]):
        raise RuleError(table.where.at("headings"), "headings、strong、weak、evidence のどれかが必要です")
    return spec


def _prepare_evidence(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {key: table.terms(key, None) for key in ("about", "has", "unless", "apart")}
    found["edges"] = table.flag("edges")
    for key, known in (("slots", tuple(SLOTS)), ("places", KINDS)):
        found[key] = table.texts(key, [])
        for value in found[key]:
            if value not in known:
                raise RuleError(table.where.at(key), f"「{value}」は使えません（{' / '.join(known)}）")
    if not (found["about"] or found["places"] or found["apart"]):
        raise RuleError(table.where.at("about"), "about、apart、places のどれかが必要です")
    table.finish()
    return found


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading, agreement = page.reading, agreement_of(page)
    if not agreement.text.strip() or not speaks(page):
        return
    given = spec["given"] is None or reading.has(spec["given"])
    if not given and not _born_within(agreement.text, spec["born-within"], page.as_of):
        return
    if reading.has(spec["without"]) or _stated(page, agreement, spec):
        return
    deferred = _DEFERRED.search(agreement.text) and (
        _AMENDS.search(agreement.title)
        or (spec["deferrable"] and (agreement.form != "contract" or "個別" in agreement.title))
    )
    severity: Severity | None = None if agreement.form in spec["forms"] and not deferred else "info"
    bad = reading.find(spec["defective"])
    yield Match(reading.span(bad[0].start, bad[0].end) if bad else None, severity=severity)


_YEAR = rf"(?P<y>(?:19|20)\d\d|(?:平成|令和)\s?(?:元|{_NUMBER}))"
_BORN = Pattern(
    rf"{_YEAR}\s*[年./-](?:\s*(?P<m>\d{{1,2}})\s*[月./-](?:\s*(?P<d>\d{{1,2}}))?)?日?\s?(?:に|早|[春夏秋冬])?(?:生まれ|生(?=[)、。,\s]|$|の)|うまれ)(?![たてる])"
    rf"|生年(?:月日)?[^。\n\d]{{0,4}}{_YEAR}\s*[年./-](?:\s*(?P<m>\d{{1,2}})\s*[月./-](?:\s*(?P<d>\d{{1,2}}))?)?"
)
_ERAS = {"平成": 1988, "令和": 2018}


def _born_within(text: str, years: int, today: date) -> bool:
    """Whether somebody whose birth the text tells is younger than so many years."""
    for born in _BORN.finditer(text) if years else ():
        era = _ERAS.get(born["y"][:2])
        year = era + int(number(born["y"][2:].strip().replace("元", "1")) or 0) if era else int(born["y"])
        birthday = (year + years, int(born["m"] or 1), int(born["d"] or 1))
        if birthday > (today.year, today.month, today.day):
            return True
    return False


def _stated(page: Page, agreement: Agreement, spec: Mapping[str, Any]) -> bool:
    reading, text = page.reading, agreement.text
    for hit in reading.find(spec["strong"]):
        low, high = sentence_of(text, hit.start, hit.end)
        put_off = _PUT_OFF.match(text, hit.end) or reading.has(spec["unless"], low, high)
        if not put_off and not _misplaced(page, agreement, spec, hit.start):
            return True
    if spec["headings"]:
        for clause in agreement.clauses:
            if clause.heading and reading.has(spec["headings"], clause.start, clause.body):
                wording = regex.sub(r"[\s|*\-]", "", text[clause.body : clause.end])
                if clause.kind == "row" and reading.has(spec["defective"], clause.body, clause.end):
                    continue
                if wording and (spec["content"] is None or reading.has(spec["content"], clause.start, clause.end)):
                    return True
    if spec["weak"]:
        for part, _ in agreement.units:
            if len({hit.term for hit in reading.find(spec["weak"], part.start, part.end)}) >= 2:
                return True
    if any(_shown(page, agreement, spec, one) for one in spec["evidence"]):
        return True
    return spec["network"] is not None and _understood(page, agreement, spec)


def _understood(page: Page, agreement: Agreement, spec: Mapping[str, Any]) -> bool:
    """Whether the network reads the item in some unit, by itself or under its heading."""
    family = spec["head"].partition(".")[0]
    key = f"best {family} of {spec['network']}"
    if key not in page.memo:
        asked = network.load(spec["network"])
        heads = [head for head in asked.heads if head.partition(".")[0] == family]
        page.memo[key] = _best(page, agreement, asked, heads)
    best: Mapping[str, float] = page.memo[key]
    return bool(best.get(spec["head"], float("-inf")) >= spec["report"])


def _best(page: Page, agreement: Agreement, asked: network.Network, heads: Sequence[str]) -> dict[str, float]:
    """The highest score of each of ``heads`` over the units that speak of no other one more surely: one pass for all items, as a long agreement has thousands."""
    text, wordings = agreement.text, set()
    for unit in _units(page, agreement):
        wording = text[unit.start : unit.end].strip()
        heading = text[unit.top : unit.body].strip() if unit.top < unit.start else ""
        wordings |= {wording, f"{heading} {wording}".strip()}
    found: dict[str, float] = {}
    for wording in wordings:
        if len(wording) >= SHORTEST:
            scores = asked.score(wording)
            # 「3月まで公開のまま」 is about keeping the post, and a little about using it again
            head = max(heads, key=scores.__getitem__)
            found[head] = max(scores[head], found.get(head, scores[head]))
    return found


class _Unit(NamedTuple):
    """A stretch that states one thing; ``[top, body)`` is the heading above it (empty without one).

    ``over`` is the heading of the section that a row stands in (「## お金」 above 「いつ：1月29日」).
    """

    start: int
    end: int
    top: int
    body: int
    kind: str
    over: tuple[int, int] = (0, 0)


_LONG = 200
_SENTENCE = Pattern(r"[^。\n]+")
_ASKED = Pattern(r"[^\n]*[?][^\n。]{0,6}\n+[^\n]+")


def _units(page: Page, agreement: Agreement) -> list[_Unit]:
    """Sentences; short rows and sections as a whole; in talk what one says at a time; a question with its answer."""
    if "units" not in page.memo:
        found: list[_Unit] = []
        over = (0, 0)
        for clause in agreement.clauses:
            if clause.kind not in ("row", "line"):
                over = (clause.start, clause.body) if clause.kind == "section" else (0, 0)
            body = clause.body if clause.heading else clause.start
            begin = clause.body if clause.kind == "article" else clause.start
            for match in _SENTENCE.finditer(agreement.text, begin, clause.end):
                found.append(_Unit(*match.span(), clause.start, body, clause.kind, over))
            talk = agreement.form == "dm" and clause.kind == "line"
            if (talk or clause.kind in ("row", "section")) and clause.end - clause.start <= _LONG:
                found.append(_Unit(clause.start, clause.end, clause.start, body, clause.kind, over))
        asked = _ASKED.finditer(agreement.text)
        found += [_Unit(*match.span(), match.start(), match.start(), "line") for match in asked]
        page.memo["units"] = found
    units: list[_Unit] = page.memo["units"]
    return units


def _shown(page: Page, agreement: Agreement, spec: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Whether some unit speaks of the matter and fills it in."""
    reading, text = page.reading, agreement.text
    slots = [SLOTS[name] for name in one["slots"]]
    inner = _inner(text) if one["edges"] else None
    for unit in _units(page, agreement):
        if inner and inner[0] <= unit.start < inner[1]:
            continue
        if one["places"] and unit.kind not in one["places"]:
            continue
        if one["about"] is not None:
            named = _named(reading, one["about"], unit)
            if not named or _PUT_OFF.match(text, named[-1].end):
                continue
        if one["has"] is not None and not _named(reading, one["has"], unit):
            continue
        if slots and not any(slot.search(text, unit.start, unit.end) for slot in slots):
            continue
        if reading.has(one["unless"], unit.start, unit.end) or _named(reading, one["apart"], unit):
            continue
        if not _under(page, agreement, spec, unit):
            return True
    return False


def _named(reading: Reading, terms: Mapping[str, Any] | None, unit: _Unit) -> list[Hit]:
    """Terms in a unit, or else in a heading above it."""
    places = ((unit.start, unit.end), (unit.top, unit.body), unit.over)
    return next((hits for start, end in places if end > start and (hits := reading.find(terms, start, end))), [])


_EDGE = 7
_LINE = Pattern(r"[^\n]*\S[^\n]*")


def _inner(text: str) -> tuple[int, int]:
    """What lies between the first and the last lines of a document."""
    lines = [match.span() for match in _LINE.finditer(text)]
    return (0, 0) if len(lines) <= 2 * _EDGE else (lines[_EDGE][0], lines[-_EDGE][0])


def _misplaced(page: Page, agreement: Agreement, spec: Mapping[str, Any], at: int) -> bool:
    """「ハッシュタグ：#PR #商品名」 is a list of tags, not a rule on how to mark the advert."""
    clause = agreement.clause_at(at)
    if clause is None or not clause.heading:
        return False
    return _under(page, agreement, spec, _Unit(clause.body, clause.end, clause.start, clause.body, clause.kind))


def _under(page: Page, agreement: Agreement, spec: Mapping[str, Any], unit: _Unit) -> bool:
    """Whether a unit stands under a heading that speaks of something else."""
    if not spec["not-under"] or agreement.form not in ("contract", "order"):
        return False
    if not page.reading.has(spec["not-under"], unit.top, unit.body):
        return False
    return not page.reading.has(spec["but"], unit.start, unit.end)


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between 。 and line ends around a match."""
    low = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    return low, min((at for mark in "。\n" if (at := text.find(mark, end)) >= 0), default=len(text))


CHECKS = [Check("item", _prepare, _find)]
