"""The silence and claim frames, on one pair of words: a sentence either claims that the spot vanishes or it does not."""

from __future__ import annotations

import pytest

from adcheck.text.assertion import status
from adcheck.text.lexicon import Lexicon
from adcheck.text.normalise import plain
from adcheck.text.reading import Reading

LEXICON = Lexicon({stem: [("vanish", "verb")] for stem in ("消え", "消し", "薄くな")})


def of(text: str, *, clinical: bool = False) -> str:
    reading = Reading(plain(text), (), LEXICON)
    hit = reading.find({"lists": ["vanish"], "regexes": []})[0]
    sentence = reading.sentence_at(hit.start)
    assert sentence is not None
    return status(reading, sentence, hit.start, hit.end, clinical=clinical)


@pytest.mark.parametrize(
    "text",
    [
        "シミが消えました！",
        "シミが消えちゃったかも",
        "シミが消えるって聞いて買った",
        "シミが消えるらしい",
        "シミが消えた気がする",
        "シミが消えるんじゃない？",
        "シミが消えたのすごくない？",
        "シミ、消えると思う？なんと消えました。",
        "シミが消えたと言っても過言ではない",
        "※個人の感想です。シミが消えた",
        "皮膚科に行かずにシミが消えた",
        "皮膚科医も驚いた、シミが消えるクリーム",
        "シミが消えないわけがない",
        "シミが消えて薬もいらない",
        "シミが消えナイトクリームも不要",
        "歯医者でほめられた、シミが消えた",
    ],
)
def test_asserted(text: str) -> None:
    assert of(text) == "asserted"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("シミが消えるわけではありません", "negated"),
        ("シミが消えません", "negated"),
        ("シミは消えなかった", "negated"),
        ("シミが消えるとは言えません", "quoted"),
        ("シミが消えることを保証するものではありません", "negated"),
        ("シミ、消えますか？", "questioned"),
        ("シミが消えるって本当？", "questioned"),
        ("「シミが消える」はNG表現です", "quoted"),
        ("「シミが消える」という広告には注意", "quoted"),
        ("薬機法では「シミが消える」と書けません。", "quoted"),
        ("シミが消えたらいいな", "hypothetical"),
        ("シミを消したい方へ", "addressed"),
        ("皮膚科のレーザーでシミが消えた", "other-agent"),
        ("ワンピースのシミが消えた", "other-object"),
        ("漂白剤でシミが消えた", "other-object"),
        ("コンシーラーでシミが消えた", "makeup"),
    ],
)
def test_not_asserted(text: str, expected: str) -> None:
    assert of(text) == expected


def test_a_treatment_is_no_other_agent_when_it_is_what_is_advertised() -> None:
    assert of("レーザー治療を受けてシミが消えた", clinical=True) == "asserted"
