from __future__ import annotations

import pytest

from adcheck.text.lexicon import Lexicon
from adcheck.text.normalise import plain
from adcheck.text.reading import Reading

LEXICON = Lexicon(
    {
        "しみ": [("spot", "noun")], "しわ": [("wrinkle", "noun")], "くま": [("bag", "noun")], "がん": [("cancer", "noun")],
        "にきび": [("acne", "noun")], "楽しみ": [("spot", "trap")], "頑固なしみ": [("hard", "exact")], "pr": [("mark", "noun")],
    }
)  # fmt: skip


def found(text: str, name: str) -> bool:
    return bool(Reading(plain(text), (), LEXICON).find({"lists": [name], "regexes": []}))


@pytest.mark.parametrize(
    "text", ["シミが", "ｼﾐ", "しみが消えた", "頬のしみ", "シミケア", "シミ、そばかす", "シミソバカス", "#シミ消し"]
)
def test_spots(text: str) -> None:
    assert found(text, "spot")


@pytest.mark.parametrize("text", ["楽しみ", "苦しみ", "しみじみ", "親しみ", "シミュレーション", "悲しみが"])
def test_not_spots(text: str) -> None:
    assert not found(text, "spot")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("くまなく", "bag"),
        ("スローガン", "cancer"),
        ("がんばる", "cancer"),
        ("オーガニック", "cancer"),
        ("しわしわ", "wrinkle"),
        ("premium", "mark"),
        ("spring", "mark"),
    ],
)
def test_traps(text: str, name: str) -> None:
    assert not found(text, name)


def test_matches_overlap() -> None:
    assert found("頑固なシミ", "spot") and found("頑固なシミ", "hard")
