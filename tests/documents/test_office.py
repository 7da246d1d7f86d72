"""Office formats, on files that these tests build."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document as new_word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from adcheck.documents import load
from adcheck.model import Document


def one(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    (document,) = load([str(path)])
    return document


def places(document: Document) -> list[tuple[str, str, str]]:
    return [(block.place, block.kind, document.text[block.span.start : block.span.end]) for block in document.blocks]


def saved(file: Any) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, **changes: bytes) -> bytes:
    """The archive with parts replaced or added; keys are the last component of a part's name without extension."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, changes.get(Path(part.filename).stem, old.read(part)))
    return buffer.getvalue()


def pdf(*pages: list[str]) -> bytes:
    """A PDF whose font maps two-byte codes to the same code points."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", ""]
    cmap = "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange"
    objects[2] = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts "
        "[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>] >>"
    )
    objects.append(f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream")
    kids = []
    for lines in pages:
        shown = " 0 -20 Td ".join(f"<{line.encode('utf-16-be').hex()}> Tj" for line in lines)
        content = f"BT /F1 10 Tf 50 700 Td {shown} ET" if lines else ""
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    return out + f"{tail}<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()


# Word


def test_word_body_tables_headers(tmp_path: Path) -> None:
    word = new_word()
    word.sections[0].header.paragraphs[0].text = "社外秘"
    word.add_heading("投稿のご依頼", 1)
    word.add_paragraph("")
    word.add_paragraph("リールを1本お願いします。")
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "報酬", "30,000円"
    word.add_paragraph("以上")
    document = one(tmp_path / "a.docx", saved(word))
    assert document.error is None
    assert places(document) == [
        ("ヘッダー", "text", "社外秘"),
        ("段落 1", "heading", "投稿のご依頼"),
        ("段落 2", "text", "リールを1本お願いします。"),
        ("表 1 1行1列", "cell", "報酬"),
        ("表 1 1行2列", "cell", "30,000円"),
        ("段落 3", "text", "以上"),
    ]


def test_word_automatic_numbers(tmp_path: Path) -> None:
    """「第1条」 that Word counts itself is part of the text; levels count on their own, and an empty paragraph counts."""
    word = new_word()
    root = word.part.numbering_part.element
    abstract, number = OxmlElement("w:abstractNum"), OxmlElement("w:num")
    abstract.set(qn("w:abstractNumId"), "90")
    number.set(qn("w:numId"), "90")
    for depth, written, form in (
        (0, "第%1条", "decimal"),
        (1, "%2", "decimalFullWidth"),
        (2, "(%3)", "aiueoFullWidth"),
    ):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:suff", "space"), ("w:lvlText", written)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "90")
    number.append(reference)
    root.insert(0, abstract)
    root.append(number)
    for depth, text in (
        (0, "（目的）"),
        (1, "甲は委託する。"),
        (2, "投稿"),
        (0, ""),
        (0, "（報酬）"),
        (1, "第1条の報酬を支払う。"),
    ):
        properties = word.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = depth, 90
    document = one(tmp_path / "a.docx", saved(word))
    assert document.text.splitlines() == [
        "第1条 （目的）",
        "１ 甲は委託する。",
        "(ア) 投稿",
        "第3条 （報酬）",
        "１ 第1条の報酬を支払う。",
    ]


def test_word_tracked_changes_and_comments(tmp_path: Path) -> None:
    word = new_word()
    paragraph = word.add_paragraph("報酬は")
    for tag, inner, text in (("w:del", "w:delText", "1万円"), ("w:ins", "w:t", "3万円")):
        change, run, element = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        change.set(qn("w:id"), "1")
        element.text = text
        run.append(element)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("です。")
    word.add_comment(paragraph.runs, "高すぎませんか", author="上司")
    assert one(tmp_path / "a.docx", saved(word)).text == "報酬は3万円です。"


def test_word_breaks_tabs_and_links(tmp_path: Path) -> None:
    word = new_word()
    paragraph = word.add_paragraph("一行目")
    paragraph.runs[0].add_break()
    paragraph.add_run("二行目\t右")
    link, run, text = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "公式サイト"
    run.append(text)
    link.append(run)
    paragraph._p.append(link)
    assert one(tmp_path / "a.docx", saved(word)).text == "一行目\n二行目\t右公式サイト"


# PDF


def test_pdf_pages_and_wrapped_lines(tmp_path: Path) -> None:
    wrapped = ["この美容液は毎日の保湿のために作られた商品で", "あり、朝と夜に使えます。", "■報酬：3万円"]
    document = one(tmp_path / "a.pdf", pdf(wrapped, ["2ページ目"]))
    assert places(document) == [
        ("p. 1", "text", "この美容液は毎日の保湿のために作られた商品であり、朝と夜に使えます。\n■報酬：3万円"),
        ("p. 2", "text", "2ページ目"),
    ]


def test_pdf_without_text_is_no_clean_document(tmp_path: Path) -> None:
    error = one(tmp_path / "scan.pdf", pdf([], [])).error
    assert error and "文字情報のない PDF" in error and "OCR" in error


def test_encrypted_pdf(tmp_path: Path) -> None:
    for password, expected in (("secret", "パスワード"), ("", None)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(["本文です"]))))
        writer.encrypt(password, "owner", algorithm="AES-256")
        buffer = io.BytesIO()
        writer.write(buffer)
        document = one(tmp_path / "a.pdf", buffer.getvalue())
        assert (document.error is None) == (expected is None)
        assert document.text == "本文です" if expected is None else expected in (document.error or "")


# Excel


def test_excel_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "投稿案"
    sheet["A1"], sheet["B1"] = "本文", "シミが消える美容液"
    sheet["B4"], sheet["C4"], sheet["D4"] = date(2026, 12, 4), 0.2, 30000
    sheet["C4"].number_format, sheet["D4"].number_format = "0%", '#,##0"円"'
    book.create_sheet("二枚目")["A1"] = True
    document = one(tmp_path / "a.xlsx", saved(book))
    assert document.text == "本文\tシミが消える美容液\n2026/12/04\t20%\t30,000円"
    assert [place for place, _, _ in places(document)] == [
        "投稿案!A1",
        "投稿案!B1",
        "投稿案!B4",
        "投稿案!C4",
        "投稿案!D4",
    ]
    assert {kind for _, kind, _ in places(document)} == {"cell"}


def test_a_far_away_cell_costs_no_memory(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in range(1, 200):
        book.active.cell(row, 16_384, "x")
    error = one(tmp_path / "a.xlsx", saved(book)).error
    assert error and "セルが多すぎます" in error


# Mail


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    return message


def test_mail_subject_sender_and_body(tmp_path: Path) -> None:
    message = mail(Subject="PR案件のご相談", From="高瀬 <pr@minamo.example>")
    message.set_content("はじめまして。\n株式会社ミナモです。\n", charset="iso-2022-jp")
    message.add_attachment(b"\0", maintype="application", subtype="octet-stream", filename="a.bin")
    document = one(tmp_path / "a.eml", message.as_bytes())
    assert places(document) == [
        ("件名", "title", "PR案件のご相談"),
        ("差出人", "text", "高瀬 <pr@minamo.example>"),
        ("本文", "text", "はじめまして。\n株式会社ミナモです。\n"),
    ]


def test_mail_of_html_only(tmp_path: Path) -> None:
    message = mail(Subject="ご相談")
    message.set_content("<style>p{}</style><p>謝礼 &amp; 商品</p>", subtype="html")
    assert one(tmp_path / "a.eml", message.as_bytes()).text == "ご相談\n謝礼 & 商品"


# Files that cannot be read


@pytest.mark.parametrize("extension", [".docx", ".xlsx", ".pdf", ".eml"])
@pytest.mark.parametrize("data", [b"", b"\x00\x01broken", b"PK\x03\x04broken"])
def test_broken_files(tmp_path: Path, extension: str, data: bytes) -> None:
    path = tmp_path / f"a{extension}"
    error = one(path, data).error
    assert error and error.startswith(f"{path}: ") and "読み取りに失敗しました" not in error


@pytest.mark.parametrize("extension", [".docx", ".xlsx"])
def test_password_protected_office_file(tmp_path: Path, extension: str) -> None:
    error = one(tmp_path / f"a{extension}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)).error
    assert error and "パスワード" in error


def test_truncated_word_file(tmp_path: Path) -> None:
    data = saved(new_word())
    assert "壊れています" in (one(tmp_path / "a.docx", data[: len(data) // 2]).error or "")
    assert "壊れています" in (one(tmp_path / "b.docx", repacked(data, document=b"<w:document")).error or "")


def test_zip_bomb(tmp_path: Path) -> None:
    bomb = repacked(saved(new_word()), document=b"<a>" + b" " * (64 * 1024 * 1024) + b"</a>")
    assert len(bomb) < 200_000
    assert "展開すると大きすぎます" in (one(tmp_path / "a.docx", bomb).error or "")


def test_entity_bomb(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'
    assert "DOCTYPE" in (one(tmp_path / "a.docx", repacked(saved(new_word()), document=bomb)).error or "")


def test_an_empty_word_file_is_not_clean(tmp_path: Path) -> None:
    assert "文字がありません" in (one(tmp_path / "a.docx", saved(new_word())).error or "")
