from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from adcheck.model import Block, Span
from adcheck.text.normalise import plain
from adcheck.text.segment import sentences


def split(text: str) -> list[tuple[str, str]]:
    view = plain(text)
    return [(view.text[s.start : s.end].strip(), s.kind) for s in sentences(view, ())]


def test_social_text_ends_sentences_without_a_full_stop() -> None:
    assert [text for text, _ in split("届いた！さっそく使う✨ しっとりする♪\n朝も好き")] == [
        "届いた!",
        "さっそく使う✨",
        "しっとりする♪",
        "朝も好き",
    ]


def test_glued_hashtags_are_sentences_of_their_own_and_urls_are_left_out() -> None:
    assert split("見てね https://a.example/シミが消える #PR#コスメ") == [
        ("見てね", "text"),
        ("#pr", "hashtag"),
        ("#コスメ", "hashtag"),
    ]


def test_a_tag_that_a_sentence_speaks_about_does_not_end_it() -> None:
    assert [kind for _, kind in split("「#PR」は必須のため、外さないでください")] == ["text"]
    assert [kind for _, kind in split("#PR は必須です")] == ["text"]
    assert [kind for _, kind in split("今日の一皿 #PR #ランチ")] == ["text", "hashtag", "hashtag"]


def test_the_star_of_a_rating_does_not_end_a_sentence() -> None:
    assert [text for text, _ in split("★5の口コミを書いた")] == ["★5の口コミを書いた"]


def test_a_break_inside_a_clause_is_soft() -> None:
    assert [text for text, _ in split("シミが✨消えた")] == ["シミが✨消えた"]
    assert [text for text, _ in split("頬のシミが\n薄くなった")] == ["頬のシミが\n薄くなった"]


def test_blank_lines_begin_paragraphs() -> None:
    view = plain("一。\n\n二。三。")
    assert [s.paragraph for s in sentences(view, ())] == [0, 1, 1]


def test_code_is_not_read() -> None:
    view = plain("本文 code 本文")
    blocks = (Block(Span(0, 3)), Block(Span(3, 7), "code"), Block(Span(8, 10)))
    assert [view.text[s.start : s.end].strip() for s in sentences(view, blocks)] == ["本文", "本文"]


@given(st.text(max_size=80))
def test_sentences_are_in_order_and_do_not_overlap(text: str) -> None:
    found = sentences(plain(text), ())
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert [s.position for s in found] == list(range(len(found)))
