from __future__ import annotations

import pytest

from adcheck.text.inflect import adjective_stems, okurigana_variants, stems


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("消える", ["消えた", "消えちゃった", "消えてきた", "消えます", "消えない"]),
        ("消す", ["消した", "消さない", "消せる", "消しちゃう", "消そう"]),
        ("治る", ["治った", "治らない", "治りました", "治れば", "治ろう"]),
        ("減る", ["減った", "減ってきた", "減りました"]),
        ("若返る", ["若返った", "若返りました"]),
        ("防ぐ", ["防いだ", "防げる", "防がない"]),
        ("薄くなる", ["薄くなってきた", "薄くなりました"]),
        ("改善する", ["改善した", "改善できる", "改善される"]),
        ("飛ぶ", ["飛んだ", "飛ばす"]),
        ("出る", ["出た", "出てきた", "出ます"]),
        ("消えて行く", ["消えて行った", "消えて行きます"]),
    ],
)
def test_every_form_begins_with_a_stem(verb: str, forms: list[str]) -> None:
    assert all(form.startswith(stems(verb)) for form in forms)


@pytest.mark.parametrize("word", ["シミ", "きれいな", "る", ""])
def test_a_word_that_is_no_verb_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r"^" + word):
        stems(word)


def test_adjectives_and_okurigana() -> None:
    assert all(form.startswith(adjective_stems("薄い")) for form in ("薄い", "薄くなる", "薄かった", "薄ければ"))
    assert okurigana_variants("引き締める") == ("引締める",)
    assert okurigana_variants("消える") == ()
