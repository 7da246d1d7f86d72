"""The grammar around the words; that whole posts are judged right is tested by the examples of the stealth rules."""

from __future__ import annotations

import pytest

from adcheck.text.lexicon import Lexicon
from adcheck.text.marks import WORDS, Mark, marks
from adcheck.text.normalise import fold, normal, plain
from adcheck.text.reading import Reading

VOCABULARY = {
    "clear": (("広告", "exact"), ("PR", "noun"), ("自己PR", "trap"), ("広告代理", "trap")),
    "weak": (("提供", "exact"), ("案件", "exact")),
    "unclear": (("collab", "noun"),),
    "foreign": (("sponsored", "noun"), ("gifted by", "noun")),
}
LEXICON = Lexicon({
    fold(normal(word)): [(f"mark-{kind}", role)] for kind, words in VOCABULARY.items() for word, role in words
})  # fmt: skip
TERMS: dict[str, dict[str, list[str]]] = {kind: {"lists": [f"mark-{kind}"], "regexes": []} for kind in WORDS}


def found(text: str) -> list[tuple[str, str]]:
    reading = Reading(plain(text), (), LEXICON)
    result = marks(reading, TERMS)
    ends = [0, *(mark.end for mark in result)]
    assert all(end <= mark.start < mark.end for end, mark in zip(ends, result, strict=False))
    return [(mark.kind, _raw(reading, mark)) for mark in result]


def _raw(reading: Reading, mark: Mark) -> str:
    span = reading.span(mark.start, mark.end)
    return reading.view.raw[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("【PR】新しい傘", "【PR】"),
        ("＃ＰＲ　新しい傘", "＃ＰＲ"),
        ("新しい傘の話#海#広告", "#広告"),
        ("≪広告≫ 新しい傘", "≪広告≫"),
        ("＼PR／ 新しい傘", "PR"),
        ("PR：新しい傘", "PR"),
        ("新しい傘の話です PR", "PR"),
        ("この投稿は広告を含みます。新しい傘", "広告を含"),
        ("ぶっちゃけPRです（笑）", "PRです"),
        ("傘屋さんから商品の提供を受けて投稿しています", "商品の提供を受け"),
        ("株式会社アメ様よりご提供いただきました", "様よりご提供いただ"),
        ("衣装提供：株式会社アメ", "衣装提供：株式会社アメ"),
        ("アメ製作所さんがタダで送ってくれた傘です", "アメ製作所さんがタダで送"),
        ("傘の店アメアメさんから傘とお礼の図書カードを受け取って書いています", "から傘とお礼の図書カードを受け取"),
        ("雨具工房さんに頼まれて書いています", "雨具工房さんに頼まれて書"),
        ("リンクから買うと、私に紹介料が入ります", "買うと、私に紹介料が入り"),
        ("ストーリーズ1：PR 新しい傘", "PR"),
    ],
)
def test_clear(text: str, mark: str) -> None:
    (only,) = [raw for kind, raw in found(text) if kind == "clear"]
    assert mark in only or only in mark


@pytest.mark.parametrize(
    "text",
    [
        "PREMIUMな傘とSPRINGコート #PRETTY",
        "自己PRを書いた",
        "広告代理店の友だち",
        "電車で見かけた広告がきれい",
        "https://example.com/pr/広告",
        "ランチの提供は11時から",
        "臓器の提供を受けた人の講演",
        "友だちがタダで送ってくれた傘",
        "予約した傘をお店に受け取りに行った",
        "ホテルの方が無料のお茶を出してくれる",
    ],
)
def test_no_mark(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "mark"),
    [
        ("#提供 新しい傘", "weak", "#提供"),
        ("#collab 新しい傘", "unclear", "#collab"),
        ("新しい傘 #sponsored", "foreign", "#sponsored"),
        ("新しい傘 gifted by AME", "foreign", "gifted by"),
        ("#P🌸R 新しい傘", "broken", "#P🌸R"),
        ("#ΡR 新しい傘", "broken", "#ΡR"),
        ("#こ う こ く 新しい傘", "broken", "#こ う こ く"),
        ("#ぴーあーる 新しい傘", "odd", "#ぴーあーる"),
        ("#𝗣𝗥 新しい傘", "odd", "#𝗣𝗥"),
        ("#ぴ〜あ〜る 新しい傘", "odd", "#ぴ〜あ〜る"),
        ("#ᴘʀ 新しい傘", "broken", "#ᴘʀ"),
        ("いつもありがとう雨宿さん 新しい傘", "unclear", "いつもありがとう雨宿さん"),
        ("PRですって昨日のポストに書いたので省きます", "elsewhere", "PRですって昨日のポストに書い"),
        ("🅿️🆁 新しい傘", "odd", "🅿️🆁"),
        ("#ｺｳｺｸ 新しい傘", "clear", "#ｺｳｺｸ"),
        ("※PR表記はプロフィールにあります", "elsewhere", "PR表記はプロフィールに"),
        ("案件ではありません。新しい傘", "denial", "案件ではありません"),
        ("#広告じゃない", "denial", "#広告じゃない"),
        ("当ブログは広告を掲載していません", "denial", "広告を掲載していません"),
    ],
)
def test_other_kinds(text: str, kind: str, mark: str) -> None:
    assert found(text) == [(kind, mark)]


def test_refusal_of_a_gift_is_no_disclosure() -> None:
    assert found("傘屋さんから商品の提供は受けていません") == []


def test_long_lines_take_no_quadratic_time() -> None:
    assert len(found("#広告" * 5_000)) == 5_000
