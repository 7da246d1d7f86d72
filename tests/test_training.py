"""What the models are trained on (training itself needs an extra and is run by ``make models``)."""

from __future__ import annotations

import json
from pathlib import Path

from adcheck.training.samples import Passage, examples, passages, remarks, samples

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


def test_remarks_of_labelled_and_of_lawful_texts(tmp_path: Path) -> None:
    """A label says what its sentence means; a lawful text says that nothing is meant; an independent poster says nothing of the kind."""
    post = {"kind": "post", "context": {"relationship": "paid"}}
    label = {"pack": "stealth", "about": "stealth-denial-hard", "quote": "自腹"}
    other = {"pack": "stealth", "about": "stealth-missing", "quote": "鍋の話"}
    rows = [
        {**post, "id": "a", "text": "今日の鍋の話。全部自腹です。", "expect": [label, other], "clean": []},
        {**post, "id": "b", "text": "【PR】傘です。", "expect": [], "clean": ["stealth"]},
        {
            **post,
            "id": "c",
            "text": "自腹です。",
            "context": {"relationship": "independent"},
            "expect": [],
            "clean": ["stealth"],
        },
    ]
    found = remarks(written(tmp_path / "corpus.jsonl", rows), "stealth", ["stealth"], ["stealth.denial"])
    assert list(found) == [
        Passage("stealth", "全部自腹です。", frozenset({"stealth.denial"})),
        Passage("stealth", "【pr】傘です。", frozenset()),
    ]
