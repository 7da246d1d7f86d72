"""What the models are trained on (training itself needs an extra and is run by ``make models``)."""

from __future__ import annotations

import json
from pathlib import Path

from adcheck.training import Sample, examples, samples, table

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


def test_sentences_are_risky_by_label_and_lawful_by_text(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n".join(json.dumps(case, ensure_ascii=False) for case in CASES), encoding="utf-8")
    assert [(s.text, s.sentence.strip(), s.labels, s.lawful) for s in samples(file, "yakki")] == [
        ("a", "朝の話。", (), False),
        ("a", "しみが消えた。", (0,), False),
        ("a", "よい天気", (), False),
        ("b", "しっとりします", (), True),
        ("d", "表示がない広告", (), False),
    ]


def test_examples_of_rules_are_samples() -> None:
    found = list(examples("yakki"))
    assert sum(bool(sample.labels) for sample in found) > 300
    assert sum(sample.lawful for sample in found) > 300


def test_the_table_counts_labels_and_lawful_texts() -> None:
    scored = [
        (Sample("x", "a", "…", (0,), False), 1.0),
        (Sample("x", "a", "…", (0, 1), False), -0.5),
        (Sample("x", "b", "…", (), True), 0.5),
        (Sample("x", "b", "…", (), True), -2.0),
    ]
    lines = {line.split(":")[0].strip(): line for line in table(scored)}
    assert lines["0.00"].endswith("recall 0.500  silence 0.000")
    assert lines["0.75"].endswith("recall 0.500  silence 1.000")
    assert lines["-0.50"].endswith("recall 1.000  silence 0.000")
