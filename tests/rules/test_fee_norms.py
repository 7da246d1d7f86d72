"""The published ranges of fees: 2–4 円 a follower and post, or those of the platform where the user wants them."""

from __future__ import annotations

import pytest

from adcheck import Checker, Document
from adcheck.host import build

HOST = build()


@pytest.mark.parametrize(
    ("platform", "norms", "expected", "range_"),
    [
        ("youtube", None, None, None),  # 4 円
        ("youtube", "platform", "outreach.fee-low", "5〜15円"),
        ("instagram", "platform", None, None),
        ("x", "platform", None, None),
        ("tiktok", "platform", None, None),
        ("blog", "platform", None, None),  # no range of its own
    ],
)
def test_the_range_of_the_platform(platform: str, norms: str | None, expected: str | None, range_: str | None) -> None:
    given = {"kind": "outreach", "platform": platform} | ({"norms": norms} if norms else {})
    text = "フォロワー5万人の方に、動画1本を報酬200,000円（税別）でお願いしています。"
    _, found = Checker(HOST, select=("outreach.fee",)).check(Document("-", text, given=given))
    assert [finding.rule for finding in found] == ([expected] if expected else [])
    assert all(range_ in finding.message and range_ in finding.reason for finding in found if range_)
