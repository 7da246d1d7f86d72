"""The scorer of likeness rules: its file, and what a score depends on."""

from __future__ import annotations

from array import array
from pathlib import Path
from zlib import crc32

import pytest

from adcheck.text.likeness import BITS, Model, features, load


def model(**weights: int) -> Model:
    """A model in which the n-grams named have these weights, and no others."""
    table = array("b", bytes(1 << BITS))
    for ngram, weight in weights.items():
        (slot,) = _whole(ngram)
        table[slot] = weight
    return Model(table, 0.5, -1.0)


def _whole(text: str) -> set[int]:
    """The slot of the whole text as one n-gram."""
    return {crc32(text.encode("utf-32-le")) & (1 << BITS) - 1}


def test_a_sentence_without_known_ngrams_scores_the_bias() -> None:
    assert model(消えた=10).score("今日は晴れ") == -1.0
    assert model(消えた=10).score("") == -1.0


def test_known_ngrams_move_the_score_by_their_weight_over_the_root_of_the_number() -> None:
    sentence = "シミ消えた"
    expected = -1.0 + 0.5 * 10 / len(features(sentence)) ** 0.5
    assert model(消えた=10).score(sentence) == pytest.approx(expected)
    assert model(消えた=-10).score(sentence) < -1.0


def test_white_space_around_a_sentence_means_nothing() -> None:
    assert features(" 消えた\n") == features("消えた")


def test_the_ends_of_a_sentence_are_ngrams_of_their_own() -> None:
    assert features("消えた") != features("た消え")
    assert features("あ") - _whole("あ")


def test_a_file_gives_back_the_model(tmp_path: Path) -> None:
    file = tmp_path / "m.bin"
    model(消えた=10).dump(file)
    assert load(str(file)) == model(消えた=10)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"adcheck likeness 1\n" + bytes(16), b"adcheck likeness 2\n" + bytes(16 + (1 << BITS))]
)
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(data)
    with pytest.raises(ValueError, match="likeness"):
        load(str(file))
