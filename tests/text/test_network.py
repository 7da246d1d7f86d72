"""The network of sentences: how it cuts them, what its file must hold, and that the shipped one knows a claim from a chat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest

from adcheck.text.network import LONGEST, Pieces, load
from checkout import ROOT

SHIPPED = str(ROOT / "rules" / "network.npz")
MARKS = ["<unk>", "<s>", "</s>"]


def pieces(**scores: float) -> Pieces:
    """Pieces numbered from 3 in the order given."""
    return Pieces([*MARKS, *scores], [0.0, 0.0, 0.0, *scores.values()])


def test_the_likeliest_cut_wins() -> None:
    found = pieces(**{"▁": -1.0, "シ": -5.0, "ミ": -5.0, "シミ": -6.0, "が": -2.0, "▁シ": -9.0})
    assert found.numbers("シミが") == [1, 3, 6, 7, 2]


def test_an_unknown_character_is_a_piece_of_its_own() -> None:
    assert pieces(**{"▁": -1.0, "が": -2.0}).numbers("鱻が鱻鱻") == [1, 3, 0, 4, 0, 0, 2]


def test_white_space_is_one_mark() -> None:
    found = pieces(**{"▁": -1.0, "a": -2.0})
    assert found.numbers(" a \n a ") == found.numbers("a a") == [1, 3, 4, 3, 4, 2]


def test_a_sentence_of_any_length_is_cut() -> None:
    found = pieces(**{"▁": -1.0, "a": -2.0})
    assert found.numbers("") == [1, 3, 2]
    assert len(found.numbers("a" * 5000)) <= LONGEST + 3


@pytest.mark.parametrize(
    ("head", "risky", "lawful"),
    [
        ("yakki", "塗って二週間、頬の茶色い影が薄くなってきた", "週末は娘と公園でお弁当を食べました"),
        ("keihyo", "業界で一番選ばれているのはここだけ", "駅から歩いて五分くらいの小さなお店です"),
    ],
)
def test_the_shipped_network_knows_a_claim_from_a_chat(head: str, risky: str, lawful: str) -> None:
    network = load(SHIPPED)
    assert network.score(risky)[head] > 0 > network.score(lawful)[head]


def test_a_second_network_shares_the_words_of_the_first() -> None:
    requests = load(str(ROOT / "rules" / "requests.npz"))
    assert requests.words is load(SHIPPED).words
    hidden = requests.score("広告の二文字は、背景の雲にまぎれるくらいの薄さで")
    shown = requests.score("投稿の1行目に「PR」と書いてください")
    assert hidden["stealth.small-mark"] > 0 > shown["stealth.small-mark"]


def test_a_network_without_its_words_is_an_error(tmp_path: Path) -> None:
    words = numpy.frombuffer(b"gone.npz", dtype="uint8")
    numpy.savez(tmp_path / "layers.npz", words=words, heads=numpy.frombuffer(b"a", dtype="uint8"))
    with pytest.raises(FileNotFoundError):
        load(str(tmp_path / "layers.npz"))


def test_a_score_does_not_depend_on_what_was_asked_before() -> None:
    network = load(SHIPPED)
    first = dict(network.score("肌がしっとりします"))
    network.score("別の文です")
    load.cache_clear()
    assert dict(load(SHIPPED).score("肌がしっとりします")) == first


def test_another_file_is_refused(tmp_path: Path) -> None:
    text, other, broken = tmp_path / "a.npz", tmp_path / "b.npz", tmp_path / "c.npz"
    text.write_text("これはモデルではありません", encoding="utf-8")
    parts: dict[str, Any] = {"pieces": numpy.zeros(3, dtype="uint8")}
    numpy.savez(other, **parts)
    broken.write_bytes(b"PK\x03\x04" + bytes(40))
    for file in (text, other, broken):
        with pytest.raises(ValueError, match=r"ネットワーク|pickle"):
            load(str(file))
    with pytest.raises(FileNotFoundError):
        load(str(tmp_path / "none.npz"))
