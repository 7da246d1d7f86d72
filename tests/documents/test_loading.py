from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adcheck.documents import Limits, builtin_readers, find_files, load
from adcheck.documents.reader import MAX_DOCUMENT_BYTES, MAX_LINE
from adcheck.model import Document


def one(path: Path | str, **kwargs: object) -> Document:
    documents = list(load([str(path)], **kwargs))  # type: ignore[arg-type]
    assert len(documents) == 1
    return documents[0]


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_plain_text_keeps_crlf(tmp_path: Path) -> None:
    document = one(write(tmp_path / "a.txt", "一行目\r\n二行目"))
    assert document.text == "一行目\r\n二行目"
    assert [block.kind for block in document.blocks] == ["text"]
    assert document.given == {} and document.given_origin == "" and document.name is None and document.error is None


def test_plain_text_front_matter(tmp_path: Path) -> None:
    document = one(write(tmp_path / "a.txt", "---\nadcheck:\n  category: cosmetics\n---\n本文"))
    assert document.given == {"category": "cosmetics"}
    front, body = document.blocks
    assert front.kind == "front-matter"
    assert document.text[body.span.start : body.span.end] == "本文"


@pytest.mark.parametrize("text", ["---\nお知らせ: 新商品\n---\n本文", "+++\n広告 = 提供\n+++\n本文", "---\n本文"])
def test_a_line_of_dashes_in_plain_text_is_text(tmp_path: Path, text: str) -> None:
    document = one(write(tmp_path / "a.txt", text))
    assert document.error is None
    assert [(block.kind, block.span.start, block.span.end) for block in document.blocks] == [("text", 0, len(text))]


def test_empty_file_is_an_empty_document(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "a.html", "a.csv"):
        document = one(write(tmp_path / name, ""))
        assert document.text == "" and document.error is None and document.blocks == ()
    assert list(load([str(write(tmp_path / "a.jsonl", ""))])) == []


def test_unknown_extension_is_plain_text(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.post", "本文")).text == "本文"
    assert one(write(tmp_path / "draft", "本文")).text == "本文"


@pytest.mark.parametrize("extension", [".doc", ".pptx", ".PNG"])
def test_a_format_without_reader_is_an_error(tmp_path: Path, extension: str) -> None:
    path = write(tmp_path / f"a{extension}", "PK")
    error = one(path).error
    assert error and error.startswith(str(path)) and extension.lower() in error and "読む機能がありません" in error


def test_a_registered_reader_reads_it(tmp_path: Path) -> None:
    def read(path: str, data: bytes) -> Iterator[Document]:
        yield Document(path, data.decode().upper())

    path = write(tmp_path / "a.docx", "pk")
    assert one(path, readers={**builtin_readers(), ".docx": read}).text == "PK"


def test_a_failing_reader_costs_only_its_file(tmp_path: Path) -> None:
    def read(path: str, data: bytes) -> Iterator[Document]:
        yield Document(path, "one")
        raise RuntimeError("boom")

    paths = [str(write(tmp_path / "a.srt", "x")), str(write(tmp_path / "b.txt", "本文"))]
    first, failed, last = load(paths, readers={**builtin_readers(), ".srt": read})
    assert first.text == "one"
    assert failed.error and paths[0] in failed.error and "boom" in failed.error and failed.text == ""
    assert last.text == "本文"


def test_missing_file(tmp_path: Path) -> None:
    for name in ("no.txt", "no.docx", "no"):
        document = one(tmp_path / name)
        assert document.error == f"{tmp_path / name}: ファイルが見つかりません"
        assert document.text == ""


def test_undecodable_file_names_file_and_byte(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"abc\x00")
    error = one(path).error
    assert error and error.startswith(f"{path}: ") and "4 バイト目" in error


def test_huge_file_is_refused_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", b"a" * (50 * 1024 * 1024))
    error = one(path).error
    assert error and "大きすぎます" in error and f"{MAX_DOCUMENT_BYTES:,}" in error


def test_long_line_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "短い\n" + "あ" * (MAX_LINE + 1))
    error = one(path).error
    assert error and "2 行目が長すぎます" in error and f"{MAX_LINE:,}" in error
    assert one(write(tmp_path / "b.txt", "あ" * MAX_LINE)).error is None


def test_limits_can_be_set(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "あいう")
    assert one(path, limits=Limits(document=8)).error
    assert one(path, limits=Limits(line=2)).error
    assert "ファイルが大きすぎます" in (one(path, limits=Limits(file=8)).error or "")
    assert one(path, limits=Limits(document=9, line=3, file=9)).error is None


def test_folder_is_searched(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.md",
        "a/y.MD",
        "A.html",
        ".git/x.md",
        "node_modules/m/x.md",
        "a/.hid.txt",
        "x.pptx",
        "s.py",
    ):
        write(tmp_path / name, "本文")
    found = [
        str(Path(file).relative_to(tmp_path)) for file in find_files([str(tmp_path)], extensions=builtin_readers())
    ]
    assert found == ["A.html", "a/y.MD", "a/z.md", "b.txt"]


def test_each_file_once_and_named_files_as_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "d/a.txt", "本文")
    write(tmp_path / ".hidden.txt", "本文")
    monkeypatch.chdir(tmp_path)
    paths = ["./d/a.txt", ".", "d", ".hidden.txt", "-"]
    assert list(find_files(paths, extensions={".txt"})) == ["./d/a.txt", ".hidden.txt", "-"]
    assert list(find_files(["."], extensions={".txt"})) == ["d/a.txt"]


def test_stdin_is_text() -> None:
    document = one("-", stdin="{本文}".encode("cp932"))
    assert (document.path, document.text, document.encoding) == ("-", "{本文}", "cp932")
    assert one("-", stdin=b'{"id": 1}').text == '{"id": 1}'
    assert one("-", stdin=b"").text == ""
    assert one("-", stdin=b"a\0").error == "-: " + (one("-", stdin=b"a\0").error or "").removeprefix("-: ")


def test_stdin_is_rows() -> None:
    first, second = load(["-"], stdin='\n {"id": "a", "text": "一"}\n{"text": "二"}'.encode())
    assert (first.path, first.name, first.text) == ("-", "a", "一")
    assert second.text == "二"


def test_stdin_is_read_when_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("本文".encode())))
    assert one("-").text == "本文"


def test_text_and_rows_import_nothing_heavy(tmp_path: Path) -> None:
    text = write(tmp_path / "a.txt", "本文")
    rows = write(tmp_path / "a.jsonl", '{"text": "本文"}')
    code = (
        "import sys; from adcheck.documents import load\n"
        f"assert len(list(load([{str(text)!r}, {str(rows)!r}]))) == 2\n"
        "heavy = {'yaml', 'markdown_it', 'html.parser', 'tomllib', 'regex', 'jsonschema'} & sys.modules.keys()\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
