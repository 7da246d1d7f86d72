from __future__ import annotations

from datetime import date

import pytest

from adcheck.documents.errors import Unreadable
from adcheck.documents.front import front_matter


@pytest.mark.parametrize(
    "text",
    [
        "---\nadcheck:\n  category: cosmetics\n  published: 2026-11-22\n---\n本文",
        "---\r\nadcheck:\r\n  category: cosmetics\r\n  published: 2026-11-22\r\n---\r\n本文",
        '+++\n[adcheck]\ncategory = "cosmetics"\npublished = 2026-11-22\n+++\n本文',
        '+++\nadcheck.category = "cosmetics"\nadcheck.published = 2026-11-22\n+++\n本文',
    ],
)
def test_yaml_and_toml(text: str) -> None:
    front = front_matter(text)
    assert front is not None
    assert front.given == {"category": "cosmetics", "published": date(2026, 11, 22)}
    assert text[front.span.end :] == "本文"


def test_other_keys_are_kept_and_foreign_front_matter_gives_nothing() -> None:
    front = front_matter("---\nadcheck:\n  allow:\n    - rule: yakki.x\n      reason: 確認済み\n---\n")
    assert front and front.given == {"allow": [{"rule": "yakki.x", "reason": "確認済み"}]}
    front = front_matter("---\ntitle: 記事\n---\n本文")
    assert front and front.given == {}
    assert front_matter("---\ntitle: 記事\n---\n本文", only_ours=True) is None


def test_front_matter_without_end_of_line() -> None:
    front = front_matter("---\nadcheck: {kind: post}\n---")
    assert front and front.given == {"kind": "post"} and front.span.end == 29


@pytest.mark.parametrize(
    "text", ["---\n本文です。\n---\n続き", "---\n\n---\n", "本文\n---\na: b\n---\n", "----\na: b\n---\n", ""]
)
def test_thematic_breaks_are_text(text: str) -> None:
    assert front_matter(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: x\nadcheck: {a: [\n---\n本文", "行目"),
        ("---\na: b\nadcheck:\n\tcategory: x\n---\n", "4 行目"),
        ("---\na: b\nadcheck: cosmetics\n---\n", "3 行目"),
        ("---\nadcheck:\n  - a\n---\n", "2 行目"),
        ("---\nadcheck:\n  1: a\n---\n", "2 行目"),
        ("+++\n[adcheck]\ncategory = cosmetics\n+++\n", "3 行目"),
        ('+++\n[adcheck]\ncategory = "cos\n+++\n', "3 行目"),
        ("---\nadcheck:\n  category: x\n本文", "1 行目.*閉じ"),
        ("---\nadcheck:\n  d: 2026-02-30\n---\n", "行目"),
    ],
)
def test_malformed_front_matter_names_the_line(text: str, line: str) -> None:
    with pytest.raises(Unreadable, match=line):
        front_matter(text)
