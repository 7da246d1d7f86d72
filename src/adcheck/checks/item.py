"""``item``: something an agreement should state is present, deferred to a basic contract, defective or absent.

Keys (terms unless said otherwise):

``headings``   a clause, row or section whose heading holds one of these states the item …
``content``    … provided that its wording holds one of these (default: any wording at all)
``strong``     one of these anywhere states the item
``unless``     what a sentence says with one of these in it does not state the item
``not-under``  in a contract or an order, what stands under a heading with one of these does not state the item …
``but``        … unless that clause also holds one of these
``weak``       two different ones of these in one 項, row or line state the item
``defective``  wording that pretends to state the item; reported with its position when nothing better is there
``given``      the rule speaks only when one of these is in the document
``without``    the rule is silent when one of these is in the document (goods instead of pay, no pay at all)
``forms``      (texts) where the absence costs the rule's severity: contract, order, mail, dm; elsewhere it is ``info``
``deferrable`` (flag) a reference to a basic contract (「その他は基本契約書のとおり」) makes the absence ``info``

「〜については別途協議する」 states nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.model import Match, Severity
from adcheck.packs.errors import RuleError
from adcheck.text.clauses import Agreement, parse
from adcheck.text.pattern import Pattern

FORMS = ("contract", "order", "mail", "dm")
_HIDDEN = ("front-matter", "comment", "code")
_PUT_OFF = Pattern(
    r"[^。\n]{0,12}?(?:については|に関しては|の(?:条件|詳細)は|は|につき)、?(?:別途|後日|追って|改めて|その都度)[^。\n]{0,12}(?:協議|相談|定め|連絡|お知らせ|決定|決め)"
)
_DEFERRED = Pattern(
    r"(?:その他|本書に(?:定め|記載)の?ない)[^。\n]{0,30}基本契約(?:書)?[^。\n]{0,12}(?:とおり|通り|よる|よります|準じ|従)"
)


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
    spec["forms"] = table.texts("forms", list(FORMS))
    spec["deferrable"] = table.flag("deferrable")
    for form in spec["forms"]:
        if form not in FORMS:
            raise RuleError(table.where.at("forms"), f"「{form}」は使えません（{' / '.join(FORMS)}）")
    if not (spec["headings"] or spec["strong"] or spec["weak"]):
        raise RuleError(table.where.at("headings"), "headings、strong、weak のどれかが必要です")
    return spec


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading, agreement = page.reading, agreement_of(page)
    if not agreement.text.strip() or not speaks(page):
        return
    if spec["given"] is not None and not reading.has(spec["given"]):
        return
    if reading.has(spec["without"]) or _stated(page, agreement, spec):
        return
    deferred = spec["deferrable"] and agreement.form != "contract" and _DEFERRED.search(agreement.text)
    severity: Severity | None = None if agreement.form in spec["forms"] and not deferred else "info"
    bad = reading.find(spec["defective"])
    yield Match(reading.span(bad[0].start, bad[0].end) if bad else None, severity=severity)


def _stated(page: Page, agreement: Agreement, spec: Mapping[str, Any]) -> bool:
    reading, text = page.reading, agreement.text
    for hit in reading.find(spec["strong"]):
        low, high = _sentence(text, hit.start, hit.end)
        put_off = _PUT_OFF.match(text, hit.end) or reading.has(spec["unless"], low, high)
        if not put_off and not _misplaced(page, agreement, spec, hit.start):
            return True
    if spec["headings"]:
        for clause in agreement.clauses:
            if clause.heading and reading.has(spec["headings"], clause.start, clause.body):
                wording = regex.sub(r"[\s|*\-]", "", text[clause.body : clause.end])
                if wording and (spec["content"] is None or reading.has(spec["content"], clause.start, clause.end)):
                    return True
    if spec["weak"]:
        for part, _ in agreement.units:
            if len({hit.term for hit in reading.find(spec["weak"], part.start, part.end)}) >= 2:
                return True
    return False


def _misplaced(page: Page, agreement: Agreement, spec: Mapping[str, Any], at: int) -> bool:
    """「ハッシュタグ：#PR #商品名」 is a list of tags, not a rule on how to mark the advert."""
    if not spec["not-under"] or agreement.form not in ("contract", "order"):
        return False
    clause = agreement.clause_at(at)
    if clause is None or not clause.heading or not page.reading.has(spec["not-under"], clause.start, clause.body):
        return False
    return not page.reading.has(spec["but"], clause.body, clause.end)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch between 。 and line ends around a match."""
    low = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
    return low, min((at for mark in "。\n" if (at := text.find(mark, end)) >= 0), default=len(text))


CHECKS = [Check("item", _prepare, _find)]
