from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from adcheck.packs.terms import compile_regex, required


def none(_: str) -> list[str]:
    return []


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("シミ[がを]", "しみが"),
        (r"ＰＲ\S", "prx"),
        (r"本当？", "本当?"),
        (r"\p{Han}\D[ァ-ヶ]+", "消a"),
        (r"No\.1", "no.1"),
    ],
)
def test_regexes_are_folded_like_the_text(source: str, text: str) -> None:
    assert regex.search(compile_regex(source, none), text + "あ")


def test_a_list_stands_for_its_words() -> None:
    compiled = compile_regex("@{spot}が", lambda name: ["しみ", "c++"] if name == "spot" else [])
    assert regex.search(compiled, "しみが") and regex.search(compiled, "c++が")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("しみが消え", {"しみが消え"}),
        ("(?:痩せ|やせ)る?茶", {"痩せ", "やせ"}),
        ("第?[一二]位", {"位"}),
        (r"\d+kg", {"kg"}),
        (r"\d+", None),
        ("a?b?", None),
        (r"\p{Han}+", None),
    ],
)
def test_required_literals(source: str, expected: set[str] | None) -> None:
    found = required(source)
    assert (set(found) if found else None) == expected


@given(
    st.lists(
        st.sampled_from(["しみ", "消え", "(?:a|bc)", "[xy]", "d?", r"\d", ".*", "(?:ef)+", "(gh|ij)"]),
        min_size=1,
        max_size=6,
    ),
    st.text("しみ消えabcxydefghij1", max_size=20),
)
def test_a_match_always_holds_one_of_the_required_literals(parts: list[str], text: str) -> None:
    source = "".join(parts)
    found = required(source)
    match = re.search(source, text)
    if match and found:
        assert any(literal in match[0] for literal in found)
