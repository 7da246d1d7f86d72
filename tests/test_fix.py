from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck.fix import NotWritable, apply, diff, rewrite
from adcheck.model import Edit, Fix

EDITS = st.builds(
    lambda start, size, text: Edit(start, start + size, text),
    st.integers(0, 20),
    st.integers(0, 5),
    st.text("xy", max_size=3),
)


def fix(*edits: Edit) -> Fix:
    return Fix("t", "safe", edits)


def test_touching_edits_both_apply_and_overlapping_ones_do_not() -> None:
    assert apply("abcd", [fix(Edit(0, 2, "X")), fix(Edit(2, 4, "Y"))]) == "XY"
    assert apply("abcd", [fix(Edit(0, 3, "X")), fix(Edit(2, 4, "Y"))]) == "Xd"
    assert apply("ab", [fix(Edit(0, 0, "1")), fix(Edit(0, 0, "2"))]) == "1ab"


@given(st.text("ab", min_size=25, max_size=25), st.lists(EDITS, max_size=6))
def test_text_outside_edits_survives_in_order(text: str, edits: list[Edit]) -> None:
    result = apply(text, [fix(edit) for edit in edits])
    touched = {at for edit in edits for at in range(edit.start, edit.end)}
    kept = "".join(char for at, char in enumerate(text) if at not in touched)
    remaining = iter(result)
    assert all(char in remaining for char in kept)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_encoding_and_line_endings_are_kept(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "post.txt"
    before = "今日の投稿です\r\n＃ＰＲ 表参道のカフェへ行きました\r\n"
    file.write_bytes(before.encode(encoding))
    rewrite(file, before, before.replace("＃ＰＲ", "#PR"))
    assert file.read_bytes() == before.replace("＃ＰＲ", "#PR").encode(encoding)
    assert [path.name for path in tmp_path.iterdir()] == ["post.txt"]


def test_a_file_that_changed_or_cannot_hold_the_text_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "post.txt"
    data = "今日の投稿です。カフェへ行きました".encode("cp932")
    file.write_bytes(data)
    with pytest.raises(NotWritable, match="変わった"):
        rewrite(file, "別の文", "x")
    with pytest.raises(NotWritable, match="文字コード"):
        rewrite(file, "今日の投稿です。カフェへ行きました", "今日の投稿です💄")
    assert file.read_bytes() == data


def test_diff_is_empty_when_nothing_changes() -> None:
    assert diff("a", "x\n", "x\n") == ""
    assert "-x" in diff("a", "x\n", "y\n")
