from __future__ import annotations

import pytest

from adcheck.engine.context import context_of
from adcheck.model import Context, Document
from adcheck.text.normalise import plain


def infer(text: str) -> Context:
    return context_of(Document("a.txt", text), plain(text).folded, {}, {})


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("第1条（目的）\n甲は乙に\n第2条（報酬）\n報酬は\n第3条（期間）\n期間は", "kind", "agreement"),
        ("業務委託契約書\n\n甲と乙は", "kind", "agreement"),
        (
            "はじめまして。株式会社ミナモの高瀬と申します。突然のご連絡失礼いたします。PR投稿のご相談です。",
            "kind",
            "outreach",
        ),
        ("■目的\n認知拡大\n■ターゲット\n20代女性", "kind", "brief"),
        ("今日のランチ", "kind", "post"),
        ("化粧水と乳液を使ってみました", "category", "cosmetics"),
        ("機能性表示食品のお茶です", "category", "functional-food"),
        ("薬用ローション（医薬部外品）", "category", "quasi-drug"),
        ("毎朝のサプリ", "category", "health-food"),
        ("美容クリニックに行ってきた", "category", "medical-service"),
        ("https://px.a8.net/svt/ejp?a8mat=1", "relationship", "affiliate"),
        ("ミナモ様より商品を提供いただきました", "relationship", "gifted"),
        ("#PR 新作です", "relationship", "paid"),
        ("チャンネル登録お願いします！概要欄も見てね", "platform", "youtube"),
    ],
)
def test_inference(text: str, key: str, value: str) -> None:
    context = infer(text)
    assert context.get(key) == value
    assert value == "post" or context.origin[key] == "inferred"


@pytest.mark.parametrize(
    "text", ["PREMIUMな一日", "自己PRの書き方", "クリームパンとクリームチーズ", "第3条に定めるとおり"]
)
def test_what_only_looks_like_a_sign_is_none(text: str) -> None:
    context = infer(text)
    assert (context.kind, context.relationship, context.category) == ("post", "unknown", "unknown")


def test_precedence() -> None:
    document = Document(
        "a.md", "化粧水", given={"category": "quasi-drug", "platform": "x"}, given_origin="front matter"
    )
    context = context_of(
        document, plain(document.text).folded, {"platform": "note"}, {"category": "food", "relationship": "paid"}
    )
    assert (context.category, context.platform, context.relationship) == ("quasi-drug", "note", "paid")
    assert (context.origin["category"], context.origin["platform"], context.origin["relationship"]) == (
        "front matter",
        "option",
        "config",
    )


def test_other_keys_are_facts() -> None:
    context = context_of(
        Document("a", "", given={"label_set": "yes"}, given_origin="row"), "", {}, {"regime": "toriteki"}
    )
    assert context.facts == {"label_set": "yes", "regime": "toriteki"}
