from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck.documents import captions, rows
from adcheck.documents.loading import load
from adcheck.documents.reader import Unreadable
from adcheck.model import Document

Cue = tuple[str, tuple[int, int] | None]


def cues(document: Document) -> list[Cue]:
    end = 0
    for block in document.blocks:
        assert block.kind == "cue"
        assert end <= block.span.start < block.span.end <= len(document.text)
        end = block.span.end
    return [(document.text[block.span.start : block.span.end], block.time) for block in document.blocks]


def read(text: str, path: str = "a.srt") -> list[Cue]:
    (document,) = captions.read(path, text.encode())
    assert document.text == text
    return cues(document)


def test_srt() -> None:
    text = (
        "1\r\n00:00:00,000 --> 00:00:06,500\r\n【PR】<i>提供</i>です\r\n二行目\r\n\r\n"
        "2\r\n00:01:02.5 --> 00:01:03,000  X1:0\r\n{\\an8}右上の「広告」\r\n"
    )
    assert read(text) == [
        ("【PR】", (0, 6500)),
        ("提供", (0, 6500)),
        ("です\r\n二行目", (0, 6500)),
        ("右上の「広告」", (62500, 63000)),
    ]


def test_srt_without_blank_lines_and_empty_cues() -> None:
    text = "1\n0:00:01,000 --> 0:00:02,000\n一\n2\n0:00:03,000 --> 0:00:04,000\n3\n0:00:05,000 --> 0:00:06,000\n500\n三"
    assert read(text) == [("一", (1000, 2000)), ("500\n三", (5000, 6000))]


def test_webvtt() -> None:
    text = (
        "WEBVTT 題\n\nNOTE 00:00 メモ\n見えない\n\nSTYLE\n::cue { color: red }\n\n"
        "opening\n00:01.000 --> 00:03.000 align:start\n<v 花>こんにちは</v>\n\n01:00:00.000 --> 01:00:01.000\n最後\n"
    )
    assert read(text, "a.vtt") == [("こんにちは", (1000, 3000)), ("最後", (3_600_000, 3_601_000))]


def test_webvtt_may_be_empty() -> None:
    assert read("WEBVTT\n", "a.vtt") == []
    assert read("", "a.srt") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1\n00:00:01,000 --> 00:zz\nPR\n", "2 行目: 時刻を読めません"),
        ("1\n00:00:05,000 --> 00:00:01,000\nPR\n", "2 行目: 終わりの時刻が始まりより前"),
        ("字幕ではない文章です\n", "1つもありません"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        read(text)


def test_on_screen_text() -> None:
    text = '開始,終了,位置,テロップ\r\n0:00,0:05.5,左上,PR\r\n\r\n65,66.25,中央,"二行の\r\n""字幕"""\r\n'
    (document,) = rows.read("a.csv", text.encode())
    assert document.text == text
    assert document.name is None
    assert cues(document) == [("PR", (0, 5500)), ('二行の\r\n""字幕""', (65_000, 66_250))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("start,end,text\n0:00,はじめ,PR\n", "2 行目: 時刻「はじめ」"),
        ("start,end,text\n0:09,0:01,PR\n", "2 行目: 終わり"),
        ("start,end,text\n0:00,0:01\n", "2 行目: 列が足りません"),
        ('start,end,text\n0:00,0:01,"a"\n0:01,0:02,"PR"x\n', "3 行目: CSV"),
    ],
)
def test_on_screen_text_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(Unreadable, match=message):
        list(rows.read("a.csv", text.encode()))


def test_other_tables_stay_many_documents() -> None:
    first, second = rows.read("a.csv", "id,text\n1,投稿\n2,投稿2\n".encode())
    assert (first.text, second.text) == ("投稿", "投稿2")


def test_captions_are_found_in_folders(tmp_path: object) -> None:
    folder = str(tmp_path)
    with open(f"{folder}/a.srt", "w", encoding="utf-8") as file:
        file.write("1\n00:00:00,000 --> 00:00:02,000\nPR\n")
    (document,) = load([folder])
    assert cues(document) == [("PR", (0, 2000))]


@given(st.text(alphabet='1:0,.->PR広 \r\n<i>WEBVTTNOTE"', max_size=120))
def test_any_text_gives_ordered_cues_or_a_reason(text: str) -> None:
    for path in ("a.srt", "a.vtt"):
        try:
            read(text, path)
        except Unreadable:
            continue
