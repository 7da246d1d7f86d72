"""Many documents in one file: JSON Lines and CSV. A bad row costs only itself."""

from __future__ import annotations

import csv
import io
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from adcheck.documents.captions import is_screen_text, read_screen_text
from adcheck.documents.encoding import decode
from adcheck.documents.reader import LIMITS, Limits, Unreadable
from adcheck.model import Block, Document, Span

ORIGIN = "row"
_MAX_ESCAPE = 6  # bytes that JSON may spend on a byte of text: \\u001b

_COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "text": ("text", "本文", "投稿文", "投稿", "投稿内容", "投稿本文", "テキスト", "原稿", "文面", "キャプション",
             "caption"),
    "id": ("id", "番号", "no", "no.", "管理番号", "投稿id"),
    "kind": ("kind", "種別", "文書種別"),
    "platform": ("platform", "媒体", "プラットフォーム", "sns"),
    "medium": ("medium", "形式"),
    "relationship": ("relationship", "関係", "関係性"),
    "category": ("category", "カテゴリ", "カテゴリー", "商品カテゴリ"),
})  # fmt: skip

# What people write into such a sheet. Anything else is passed on as it stands.
_VALUES: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "kind": {
        "投稿": "post", "契約": "agreement", "契約書": "agreement", "依頼": "outreach", "依頼文": "outreach",
        "ブリーフ": "brief", "オリエン": "brief",
    },
    "platform": {
        "インスタ": "instagram", "インスタグラム": "instagram", "ツイッター": "x", "twitter": "x",
        "ティックトック": "tiktok", "ユーチューブ": "youtube", "フェイスブック": "facebook", "スレッズ": "threads",
        "ブログ": "blog", "ランディングページ": "lp", "ライン": "line", "ノート": "note", "アメブロ": "ameba",
    },
    "medium": {"テキスト": "text", "文章": "text", "動画": "video"},
    "relationship": {
        "有償": "paid", "案件": "paid", "ギフティング": "gifted", "商品提供": "gifted", "アフィリエイト": "affiliate",
        "社員": "employee", "従業員": "employee", "無関係": "independent", "第三者": "independent",
    },
    "category": {
        "化粧品": "cosmetics", "医薬部外品": "quasi-drug", "薬用化粧品": "quasi-drug", "健康食品": "health-food",
        "機能性表示食品": "functional-food", "トクホ": "tokuho", "特定保健用食品": "tokuho", "医薬品": "drug",
        "医療機器": "medical-device", "美容機器": "wellness-device", "医療": "medical-service",
        "美容医療": "medical-service", "食品": "food", "一般": "general", "雑貨": "general",
    },
})  # fmt: skip


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """A Document for each row, CSV by the name of the file, else JSON Lines. Raises Unreadable for the whole file."""
    read_rows = _read_csv if os.path.splitext(path)[1].lower() == ".csv" else _read_jsonl
    return read_rows(path, data, limits)


def _read_jsonl(path: str, data: bytes, limits: Limits) -> Iterator[Document]:
    name = _namer()
    for number, line, encoding, error in _lines(data):
        if not line.strip() and not error:
            continue
        row: Any = None
        try:
            if error:
                raise Unreadable(error)
            limits.check_size(len(line) // _MAX_ESCAPE)  # before the work of parsing it
            row = _parse(line)
            text = _row_text(row, limits)
            given = _row_context(row)
        except Unreadable as problem:
            given_id = row.get("id") if isinstance(row, dict) else None
            yield _failed(path, number, name(given_id, number), problem)
        else:
            yield _document(path, text, name(row.get("id"), number), given, encoding)


def _lines(data: bytes) -> Iterator[tuple[int, str, str, str]]:
    """``(number, line, encoding, error)``; in a UTF-8 file with damaged lines, those lines come with the error."""
    try:
        text, encoding = decode(data)
    except Unreadable:
        lines = data.split(b"\n")
        if not any(not line.isascii() and _is_utf8(line) for line in lines):
            raise
        for number, raw in enumerate(lines, 1):
            try:
                yield number, raw.decode("utf-8"), "utf-8", ""
            except UnicodeDecodeError as error:
                yield number, "", "utf-8", f"UTF-8 として読めません（行頭から {error.start + 1} バイト目）"
    else:
        for number, line in enumerate(text.split("\n"), 1):
            yield number, line, encoding, ""


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _parse(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise Unreadable(f"JSON として読めません（{error.colno} 文字目: {error.msg}）") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"JSON として読めません（{error}）") from error
    if not isinstance(row, dict):
        raise Unreadable('1行に1つの JSON オブジェクト（{"text": …}）を書いてください')
    return row


def _row_text(row: Mapping[str, Any], limits: Limits) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        raise Unreadable("キー「text」に文字列がありません")
    _check_text(text, limits)
    return text


def _check_text(text: str, limits: Limits) -> None:
    try:
        limits.check_size(len(text.encode("utf-8")))
    except UnicodeEncodeError as error:
        raise Unreadable(f"本文の {error.start + 1} 文字目が壊れています（対にならないサロゲート）") from error
    limits.check_lines(text)


def _row_context(row: Mapping[str, Any]) -> dict[str, Any]:
    context = row.get("context") or {}
    if not isinstance(context, dict):
        raise Unreadable("キー「context」はオブジェクトにしてください")
    given = {**context, "kind": row.get("kind") or context.get("kind")}
    return {key: value for key, value in given.items() if value is not None}


def _read_csv(path: str, data: bytes, limits: Limits) -> Iterator[Document]:
    text, encoding = decode(data)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(_numbered(rows), None)
    if isinstance(header, Unreadable):
        raise header
    if header is None:
        yield Document(path, "", encoding=encoding)
        return
    if is_screen_text(header[1]):
        yield read_screen_text(path, text, encoding)
        return
    columns = _columns(header[1])
    name = _namer()
    for item in _numbered(rows):
        if isinstance(item, Unreadable):
            error = f"{path}: {item}（以降の行は読んでいません）"
            yield Document(path, "", name=name(None, rows.line_num), error=error)
            return
        number, row = item
        cells = {key: row[index] for key, index in columns.items() if index < len(row)}
        try:
            if len(row) > len(header[1]):
                raise Unreadable('見出しより列が多くあります。「,」や改行を含む本文は "…" で囲んでください')
            _check_text(cells.get("text", ""), limits)
        except Unreadable as problem:
            yield _failed(path, number, name(cells.get("id"), number), problem)
        else:
            given = {key: _value(key, cell) for key, cell in cells.items() if key in _VALUES and cell.strip()}
            yield _document(path, cells.get("text", ""), name(cells.get("id"), number), given, encoding)


def _numbered(rows: Any) -> Iterator[tuple[int, list[str]] | Unreadable]:
    """The rows that are not empty, with the line they begin on; where the CSV breaks off, what is wrong."""
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Unreadable(f"{number} 行目: CSV として読めません（{error}）")
            return
        if any(cell.strip() for cell in row):
            yield number, row


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Index of each column we know. Raises Unreadable if that of the text is missing or one is there twice."""
    columns: dict[str, int] = {}
    for index, title in enumerate(header):
        key = next((key for key, names in _COLUMNS.items() if _folded(title) in names), None)
        if key in columns:
            other = header[columns[key]]
            raise Unreadable(f"1 行目: 見出し「{other}」と「{title}」が同じ内容を指しています。一方だけにしてください")
        if key:
            columns[key] = index
    if "text" not in columns:
        accepted = "、".join(_COLUMNS["text"])
        raise Unreadable(f"1 行目: 本文の列がありません。見出しを次のいずれかにしてください: {accepted}")
    return columns


def _folded(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip().lower()


def _value(key: str, cell: str) -> str:
    value = _folded(cell)
    return _VALUES[key].get(value, value)


def _namer() -> Callable[[object, int], str]:
    """Names rows by id, else by line, and keeps them apart: findings are told apart by path and name."""
    seen: set[str] = set()

    def name(given: object, line: int) -> str:
        wanted = f"{given}".strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
        unique = wanted or f"L{line}"
        if unique in seen:
            unique = f"{unique} (L{line})"
        seen.add(unique)
        return unique

    return name


def _failed(path: str, number: int, name: str, problem: Unreadable) -> Document:
    return Document(path, "", name=name, error=f"{path}: {number} 行目: {problem}")


def _document(path: str, text: str, name: str, given: Mapping[str, Any], encoding: str) -> Document:
    blocks = (Block(Span(0, len(text))),) if text else ()
    return Document(path, text, name, blocks, given, ORIGIN if given else "", encoding)
