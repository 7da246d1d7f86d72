"""Office files are ZIP archives of XML. What a hostile one could do is refused here, before a library unpacks it."""

from __future__ import annotations

import io
import zipfile

from adcheck.documents.reader import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_PARTS = 5_000
_MAX_XML_PART = 32 * 1024 * 1024  # bytes; a parsed tree takes about ten times that
_MAX_UNPACKED = 192 * 1024 * 1024
_CHUNK = 256 * 1024


def check_archive(data: bytes, required: str, name: str) -> None:
    """Raise Unreadable unless ``data`` is a sound archive of bearable size that holds the part ``required``.

    ``zipfile`` never unpacks more of a part than its directory declares, so the declared sizes bound the memory.
    """
    if data.startswith(_OLE):
        raise Unreadable(
            f"パスワードで保護されているか、旧形式のファイルです。保護を外し、{name}形式で保存し直してください"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive, required, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable(f"{name}ファイルとして読めません。ファイルが壊れています（{error}）") from error
    except Exception as error:  # zlib.error and the like: damaged compressed data
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{name}ファイルとして読めません。ファイルが壊れています（{error}）") from error


def _check_parts(archive: zipfile.ZipFile, required: str, name: str) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        raise Unreadable("暗号化されています。パスワードを外して保存し直してください")
    if required not in {part.filename for part in parts}:
        raise Unreadable(f"{name}ファイルとして読めません（{required} がありません）")
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise Unreadable(
            f"展開すると大きすぎます（上限は {_MAX_UNPACKED // 1024 // 1024} MB、{_MAX_PARTS:,} 部品です）"
        )
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            if part.file_size > _MAX_XML_PART:
                raise Unreadable(f"展開すると大きすぎます（{part.filename} が {part.file_size:,} バイトです）")
            _refuse_dtd(archive, part)


def _refuse_dtd(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Office XML has no DTD; one in it is there to blow up entities."""
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if b"<!DOCTYPE" in window.replace(b"\0", b""):
                raise Unreadable(f"安全に読めない XML が含まれています（{part.filename} の DOCTYPE）")
            tail = window[-32:]
