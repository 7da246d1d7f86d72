"""Writes ``rules/readings.json``: kana readings of the kanji words in the word lists, so that a kana spelling is found too.

Run ``python -m adcheck.packs.readings RULES_FOLDER`` after changing word lists (``make readings``); a test holds the file current.
Readings come from SudachiDict by way of ``text.tokens``; loading the dictionary at every start would cost most of a second.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from adcheck.packs.words import read_toml
from adcheck.text.normalise import fold
from adcheck.text.tokens import tokens


def readings(files: Sequence[Path]) -> dict[str, str]:
    """Word → reading in hiragana, for nouns and verbs with kanji of which every token has a reading."""
    found: dict[str, str] = {}
    for path in files:
        for table in read_toml(path).values():
            if not isinstance(table, dict):
                continue
            for word in (*table.get("nouns", ()), *table.get("verbs", ()), *table.get("adjectives", ())):
                if any("一" <= char <= "鿿" for char in word) and word not in found:
                    kana = fold("".join(token.morph.get("Reading", [""])[0] for token in tokens(word)))
                    if kana and all("ぁ" <= char <= "ゖ" or char == "ー" for char in kana):
                        found[word] = kana
    return dict(sorted(found.items()))


def main(argv: Sequence[str]) -> int:
    folder = Path(argv[0])
    data = readings(sorted(folder.glob("words/*.toml")))
    (folder / "readings.json").write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
