from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck.documents.encoding import decode, encode
from adcheck.documents.errors import Unreadable

DRAFT = "このクリームで、シミが消えました！\r\n#PR #コスメ 美容液を毎日使っています。\n価格は1,980円（税込）です。"
KANA = st.sampled_from(
    "あいうえおかきくけこさしすせそたちつてとアイウエオカキクケコ。、！美容液化粧水広告提供円abc 123\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"])
def test_round_trip(encoding: str) -> None:
    data = encode(DRAFT, encoding)
    assert decode(data) == (DRAFT, encoding)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z"])))
def test_every_utf8_text_comes_back(text: str) -> None:
    decoded, encoding = decode(encode(text.removeprefix("\ufeff"), "utf-8"))
    assert encoding == "utf-8"
    assert decoded == text.removeprefix("\ufeff")


@given(st.text(KANA, max_size=40))
@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_japanese_prose_in_a_legacy_encoding_is_recognised(encoding: str, text: str) -> None:
    text = f"これは広告です。{text}"
    assert decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize("text", ["ｼﾐｹｼ ｸﾘｰﾑ", "ﾅﾝﾊﾞｰﾜﾝ 2024", "ｷﾞﾌﾃｨﾝｸﾞ", "満足度ﾅﾝﾊﾞｰﾜﾝの美容液です", "化粧水"])
def test_half_width_katakana_and_kanji_in_cp932(text: str) -> None:
    assert decode(text.encode("cp932")) == (text, "cp932")


def test_half_width_katakana_in_euc_jp_prose() -> None:
    text = "この美容液は満足度ﾅﾝﾊﾞｰﾜﾝです。"
    assert decode(text.encode("euc_jp")) == (text, "euc_jp")


def test_a_short_emoji_post_is_utf8() -> None:
    assert decode("🥹💗".encode()) == ("🥹💗", "utf-8")


def test_empty() -> None:
    assert decode(b"") == ("", "utf-8")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"GIF89a\x00\x01", "GIF"),
        (b"abc\x00def", "4 バイト目"),
        ("日本語です。\n".encode("utf-16-le"), "NUL"),
        (b"\x01\x02\x03\x04\x05abc", "1 バイト目"),
        (b"\xff\xfe\x00\xd8", "3 バイト目"),
        (b"\xff\xfe" + "あ\x00".encode("utf-16-le"), "5 バイト目"),
    ],
)
def test_binary_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        decode(data)


@pytest.mark.parametrize(
    "text",
    ["GIF8 という文字で始まる文", "RIFF とは", "PK です", "迷い込んだ\x02文字", "\x7f\x80", "\x1b[31m赤\x1b[0m の文"],
)
def test_text_that_resembles_binary_is_text(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


def test_damaged_utf8_is_not_taken_for_another_encoding() -> None:
    data = "縺ｮ広告です".encode()
    with pytest.raises(Unreadable, match=r"UTF-8.*壊れ.*先頭から 19 バイト目"):
        decode(data[:18] + b"\xff" + data[18:])
    with pytest.raises(Unreadable, match="壊れ"):
        decode("広告".encode()[:-1])


@pytest.mark.parametrize("text", ["Straße", "café au lait", "El Niño", "Ångström"])
def test_latin1_is_not_read_as_japanese(text: str) -> None:
    with pytest.raises(Unreadable, match="文字コードを判定できません"):
        decode(text.encode("latin-1"))


@given(st.binary(max_size=60))
def test_whatever_decodes_is_lossless(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except Unreadable as error:
        assert "バイト" in str(error)
    else:
        assert "\ufffd" not in text or encode("\ufffd", encoding) in data
        assert "\0" not in text
        if encoding.startswith("utf"):
            assert encode(text, encoding) == data
