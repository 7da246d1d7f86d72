"""Whether a text looks like Japanese: what decides between two legacy encodings."""

from __future__ import annotations

import re
from collections import Counter

_KANA = re.compile("[ぁ-ゖァ-ヺー]")
_KANJI = re.compile("[々〆一-鿿]")
_PUNCTUATION = re.compile("[、。・「」『』【】！？（）〜～…※　０-９Ａ-Ｚａ-ｚ：／％＃＠＆＋－＝]")
_HALFWIDTH_RUN = re.compile("[｡-ﾟ]+")
_IMPOSSIBLE = re.compile("[\x80-\x9f\ue000-\uf8ff]")  # C1 controls and private use: what misread bytes turn into


def plausibility(text: str) -> float:
    """How much ``text`` looks like Japanese prose, per non-ASCII character; below 0 it does not.

    Kana tell: EUC-JP misread as CP932 is a run of half-width katakana, and half-width katakana misread as EUC-JP are
    kanji without a single kana between them.
    """
    counts = Counter(char for char in text if char > "\x7f")
    total = sum(counts.values())
    if not total:
        return 0.0

    def share(pattern: re.Pattern[str]) -> float:
        return sum(n for char, n in counts.items() if pattern.match(char)) / total

    kana = share(_KANA)
    isolated = sum(len(run) == 1 for run in _HALFWIDTH_RUN.findall(text)) / total
    halfwidth = share(_HALFWIDTH_RUN) - isolated
    return (
        2 * kana
        + share(_PUNCTUATION)
        + (1.0 if kana else 0.1) * share(_KANJI)
        + 0.2 * halfwidth
        - isolated
        - 5 * share(_IMPOSSIBLE)
    )
