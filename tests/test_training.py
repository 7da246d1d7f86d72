"""What the models are trained on (training itself needs an extra and is run by ``make models``)."""

from __future__ import annotations

import json
from pathlib import Path

from adcheck.training.samples import Passage, examples, passages, samples

CASES = [
    {
        "id": "a",
        "text": "朝の話。シミが消えた。よい天気",
        "expect": [{"pack": "yakki", "quote": "消えた"}],
        "clean": [],
    },
    {"id": "b", "text": "しっとりします", "expect": [], "clean": ["yakki"]},
    {"id": "c", "text": "何も言えません", "expect": [], "clean": ["keihyo"]},
    {"id": "d", "text": "表示がない広告", "expect": [{"pack": "yakki", "quote": None}], "clean": []},
]


def written(file: Path, rows: object) -> Path:
    """A JSON Lines file of ``rows``."""
    assert isinstance(rows, list)
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def test_sentences_are_risky_by_label_and_lawful_by_text(tmp_path: Path) -> None:
    file = written(tmp_path / "corpus.jsonl", CASES)
    assert [(s.text, s.sentence, s.labels, s.lawful) for s in samples(file, "yakki")] == [
        ("a", "朝の話。", (), False),
        ("a", "シミが消えた。", (0,), False),
        ("a", "よい天気", (), False),
        ("b", "しっとりします", (), True),
        ("d", "表示がない広告", (), False),
    ]


def test_examples_of_rules_are_samples() -> None:
    found = list(examples("yakki"))
    assert sum(bool(sample.labels) for sample in found) > 300
    assert sum(sample.lawful for sample in found) > 300


def test_passages_name_the_heads_of_their_task(tmp_path: Path) -> None:
    rows = [
        {"id": "p", "task": "item", "text": "報酬は５万円（税込）", "labels": ["fee-amount", "fee-tax"]},
        {"id": "q", "task": "stealth", "text": "今日は晴れ", "labels": []},
    ]
    assert list(passages(written(tmp_path / "passages.jsonl", rows))) == [
        Passage("item", "報酬は5万円(税込)", frozenset({"item.fee-amount", "item.fee-tax"})),
        Passage("stealth", "今日は晴れ", frozenset()),
    ]
