"""Bytes → text, never lossily: a wrong guess would check a text that nobody wrote and call it clean."""

from __future__ import annotations

import codecs
import re

from adcheck.documents.errors import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LEGACY = ("cp932", "euc_jp")  # on a tie the first wins: Windows files are far more common
_NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "cp932": "Shift_JIS（CP932）", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP",
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "PDF"), (b"PK\x03\x04", "ZIP（Word・Excel・PowerPoint を含む）"),
    (b"\xd0\xcf\x11\xe0", "旧形式の Office 文書"), (b"\x89PNG", "PNG 画像"), (b"\xff\xd8\xff", "JPEG 画像"),
    (b"GIF8", "GIF 画像"), (b"RIFF", "RIFF（画像・音声・動画）"),
    (b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7-Zip"), (b"\x7fELF", "実行ファイル"), (b"SQLite format 3\x00", "SQLite"),
)  # fmt: skip

# Tab, line breaks, the VT and FF that office programs leave behind; ESC is let through for the reports to defuse.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.01
_MAX_CONTROLS = 3  # strays that a short draft copied from elsewhere may hold
_SAMPLE = 65_536  # code points that decide between two legacy encodings


def decode(data: bytes) -> tuple[str, str]:
    """Decode a whole file strictly; ``(text without BOM, encoding)``.

    The encoding is one of utf-8, utf-8-sig, utf-16-le, utf-16-be (with BOM), iso2022_jp, cp932, euc_jp; ``encode``
    turns the text back. Raises Unreadable, naming the byte (from 1), if the data are binary or no encoding fits.
    """
    _refuse_magic(data)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _text(_strict(data[len(bom) :], encoding, skipped=len(bom)), encoding)
    if (nul := data.find(b"\0")) >= 0:
        raise Unreadable(
            f"テキストではありません（先頭から {nul + 1} バイト目に NUL があります）。"
            "UTF-16 なら BOM 付きで保存してください"
        )
    if b"\x1b$B" in data or b"\x1b$@" in data:
        return _text(_strict(data, "iso2022_jp"), "iso2022_jp")
    try:
        return _text(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _looks_like_utf8(data[: error.start]):
            raise Unreadable(
                f"UTF-8 の文字列が壊れています（先頭から {error.start + 1} バイト目）。"
                "元のファイルを UTF-8 で保存し直してください"
            ) from error
        return _text(*_decode_legacy(data, error.start))


def encode(text: str, encoding: str) -> bytes:
    """The inverse of ``decode``: the bytes of a file, with the BOM the encoding stands for.

    Raises UnicodeEncodeError if the encoding lacks a character of ``text``.
    """
    if encoding.startswith("utf-16-"):
        return next(bom for bom, name in _BOMS if name == encoding) + text.encode(encoding)
    return text.encode(encoding)


def _refuse_magic(data: bytes) -> None:
    for magic, name in _MAGIC:
        # RIFF and GIF8 are also words a person may type; a binary format has a NUL right behind them.
        if data.startswith(magic) and (not magic.isalnum() or b"\0" in data[:64]):
            raise Unreadable(f"テキストではありません（先頭から 1 バイト目が {name} の形式です）")


def _strict(data: bytes, encoding: str, skipped: int = 0) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        position = skipped + error.start + 1
        raise Unreadable(f"{_NAMES[encoding]} として読めません（先頭から {position} バイト目）") from error


def _text(text: str, encoding: str) -> tuple[str, str]:
    """``text`` unless it is binary data that happens to decode."""
    first = text.find("\0")
    if first < 0:
        controls = _CONTROL.findall(text)
        if len(controls) <= max(_MAX_CONTROLS, _MAX_CONTROL_SHARE * len(text)):
            return text, encoding
        first = text.index(controls[0])
    position = len(encode(text[:first], encoding)) + 1
    raise Unreadable(f"テキストではありません（先頭から {position} バイト目などに制御文字があります）")


def _looks_like_utf8(prefix: bytes) -> bool:
    # Three- and four-byte sequences do not come about by chance in EUC-JP or CP932: the file is damaged or cut UTF-8.
    return any(char >= "\u0800" for char in prefix.decode("utf-8"))


def _decode_legacy(data: bytes, utf8_error: int) -> tuple[str, str]:
    from adcheck.documents.plausibility import plausibility  # most files are UTF-8

    readings: list[tuple[float, str, str]] = []
    where = [f"UTF-8 では {utf8_error + 1}"]
    for encoding in _LEGACY:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            where.append(f"{_NAMES[encoding]} では {error.start + 1}")
        else:
            readings.append((plausibility(text[:_SAMPLE]), encoding, text))
            where.append(f"{_NAMES[encoding]} では日本語になりません")
    score, encoding, text = max(readings, key=lambda reading: reading[0], default=(-1.0, "", ""))
    if score < 0:
        raise Unreadable(
            f"文字コードを判定できません（読めないバイト位置は先頭から数えて {'、'.join(where)}）。"
            "UTF-8 で保存し直してください"
        )
    return text, encoding
