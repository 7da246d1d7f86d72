"""``item``: something an agreement should state is present, deferred to a basic contract, defective or absent.

Keys (terms unless said otherwise):

``headings``   a clause, row or section whose heading holds one of these states the item …
``content``    … provided that its wording holds one of these (default: any wording at all)
``strong``     one of these anywhere states the item
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
from adcheck.model import Match
from adcheck.packs.errors import RuleError
from adcheck.text.clauses import Agreement, parse

FORMS = ("contract", "order", "mail", "dm")
_HIDDEN = ("front-matter", "comment", "code")
_PUT_OFF = regex.compile(
    r"[^。\n]{0,12}?(?:については|に関しては|の(?:条件|詳細)は|は|につき)、?(?:別途|後日|追って|改めて|その都度)[^。\n]{0,12}(?:協議|相談|定め|連絡|お知らせ|決定|決め)"
)
_DEFERRED = regex.compile(r"(?:その他|本書に(?:定め|記載)の?ない)[^。\n]{0,30}基本契約(?:書)?[^。\n]{0,12}(?:とおり|通り|よる|よります|準じ|従)")


def agreement_of(page: Page) -> Agreement:
    """The parsed agreement, once a page."""
    if "agreement" not in page.memo:
        view = page.reading.view
        hidden = [view.locate(block.span) for block in page.document.blocks if block.kind in _HIDDEN]
        page.memo["agreement"] = parse(view, hidden)
    found: Agreement = page.memo["agreement"]
    return found


def _prepare(table: Table) -> dict[str, Any]:
    spec: dict[str, Any] = {
        key: table.terms(key, None) for key in ("headings", "content", "strong", "weak", "defective", "given", "without")
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
    if not agreement.text.strip():
        return
    if spec["given"] is not None and not reading.has(spec["given"]):
        return
    if reading.has(spec["without"]) or _stated(page, agreement, spec):
        return
    deferred = spec["deferrable"] and agreement.form != "contract" and _DEFERRED.search(agreement.text)
    severity = None if agreement.form in spec["forms"] and not deferred else "info"
    bad = reading.find(spec["defective"])
    yield Match(reading.span(bad[0].start, bad[0].end) if bad else None, severity=severity)


def _stated(page: Page, agreement: Agreement, spec: Mapping[str, Any]) -> bool:
    reading, text = page.reading, agreement.text
    if any(not _PUT_OFF.match(text, hit.end) for hit in reading.find(spec["strong"])):
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


CHECKS = [Check("item", _prepare, _find)]
