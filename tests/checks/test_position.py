"""What the rule files cannot say in an example: times of caption files, context facts, fixes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from adcheck.documents import captions
from adcheck.engine.checker import Checker
from adcheck.host import build
from adcheck.model import Document, Finding


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(build(plugins=None), as_of=date(2026, 11, 22), select=("stealth", "platform"))


def check(checker: Checker, document: Document) -> dict[str, Finding]:
    checked, findings = checker.check(document)
    assert checked.error is None
    return {finding.rule: finding for finding in findings}


def post(text: str, **context: Any) -> Document:
    given = {"kind": "post", "platform": "instagram", "relationship": "paid", **context}
    return Document("a.txt", text, given=given, given_origin="row")


def video(*cues: tuple[str, str, str]) -> Document:
    text = "".join(f"{n}\n{start} --> {end}\n{line}\n\n" for n, (start, end, line) in enumerate(cues, 1))
    (document,) = captions.read("a.srt", text.encode())
    return Document(
        "a.srt",
        text,
        blocks=document.blocks,
        given={"relationship": "paid", "platform": "youtube"},
        given_origin="option",
    )


HELLO = ("00:00:08,000", "00:01:00,000", "今日は庭にデッキを作ります")


@pytest.mark.parametrize(
    ("cue", "severity"),
    [
        (("00:00:00,000", "00:00:06,000", "【PR】キノイエ"), None),
        (("00:00:00,000", "00:00:00,400", "【PR】キノイエ"), "error"),
        (("00:00:00,000", "00:00:02,000", "【PR】キノイエ"), "warning"),
        (("00:11:58,000", "00:12:08,000", "【PR】キノイエ"), "error"),
    ],
)
def test_caption_times(checker: Checker, cue: tuple[str, str, str], severity: str | None) -> None:
    found = check(checker, video(*sorted((cue, HELLO)))).get("stealth.video-timing")
    assert (found.severity if found else None) == severity
    assert found is None or found.quote == "【PR】"


def test_captions_have_no_fold(checker: Checker) -> None:
    lines = [(f"00:{minute:02}:00,000", f"00:{minute:02}:50,000", "庭にデッキを作っています") for minute in range(1, 9)]
    found = check(checker, video(HELLO, *lines, ("00:09:10,000", "00:09:20,000", "【PR】キノイエ")))
    assert "stealth.video-timing" in found
    assert "platform.fold-first-line" not in found


def test_platform_label_counts_as_a_mark(checker: Checker) -> None:
    assert "stealth.missing" in check(checker, post("新しい水筒"))
    labelled = check(checker, post("新しい水筒", label_set="yes"))
    assert not {"stealth.missing", "platform.ig-partnership-label"} & labelled.keys()


def test_unset_label_is_a_warning_and_unknown_a_reminder(checker: Checker) -> None:
    rule = "platform.ig-partnership-label"
    assert check(checker, post("【PR】水筒"))[rule].severity == "info"
    assert check(checker, post("【PR】水筒", label_set="no"))[rule].severity == "warning"


@pytest.mark.parametrize(
    ("facts", "severity", "said"),
    [
        ({"role": "sales"}, "error", "role=sales"),
        ({"role": "other"}, "warning", "role=other"),
        ({}, "warning", "role が分かりません"),
    ],
)
def test_the_role_of_staff_decides_how_severe(
    checker: Checker, facts: dict[str, str], severity: str, said: str
) -> None:
    found = check(checker, post("この石けん、見かけたら買い！", relationship="employee", **facts))
    assert found["stealth.staff-undisclosed"].severity == severity
    assert said in found["stealth.staff-undisclosed"].reason


def test_a_tag_is_reported_before_a_hint(checker: Checker) -> None:
    found = check(checker, post("今日のお仕事でした。新しい水筒 #お仕事"))["stealth.unclear-wording"]
    assert found.quote == "#お仕事"


def test_fix_goes_behind_front_matter(checker: Checker) -> None:
    text = "---\nadcheck:\n  relationship: paid\n---\n新しい水筒\n"
    from adcheck.documents import plain

    (document,) = plain.read("a.txt", text.encode())
    (fix,) = check(checker, document)["stealth.missing"].fixes
    (edit,) = fix.edits
    assert fix.safety == "review"
    assert (text[: edit.start] + edit.text + text[edit.end :]).endswith("---\n【PR】\n新しい水筒\n")


def test_half_width_mark_is_widened(checker: Checker) -> None:
    found = check(checker, post("#ﾌﾟﾛﾓｰｼｮﾝ 新しい水筒"))["stealth.half-width-mark"]
    assert [(fix.safety, edit.text) for fix in found.fixes for edit in fix.edits] == [("safe", "#プロモーション")]


def test_guessed_relationship_only_informs(checker: Checker) -> None:
    found = check(checker, Document("a.txt", "クーポンコード「MIKA10」で買えるよ。新しい水筒"))
    assert found["stealth.missing"].severity == "info"


def test_english_post_may_carry_an_english_mark(checker: Checker) -> None:
    assert (
        not {"stealth.missing", "stealth.foreign-language-only"} & check(checker, post("Love my new boots #ad")).keys()
    )
