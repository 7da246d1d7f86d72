"""Comments in a Word file, read back by opening it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document as open_document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from report_sample import ABSENCE, finding

from adcheck.documents import load
from adcheck.model import Finding, Span
from adcheck.report.docx_ import write


def checked(path: Path, word: Any) -> str:
    word.save(str(path))
    (document,) = load([str(path)])
    assert document.error is None
    return document.text


def at(text: str, quote: str, **changes: Any) -> Finding:
    start = text.index(quote)
    return finding()._replace(span=Span(start, start + len(quote)), quote=quote, **changes)


def anchored(word: Any) -> list[str]:
    """The text between the start and end mark of each comment, by comment id."""
    found: dict[str, str] = {}
    running: set[str] = set()
    for element in word.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            running.add(element.get(qn("w:id")))
        elif element.tag == qn("w:commentRangeEnd"):
            running.discard(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for number in running:
                found[number] = found.get(number, "") + (element.text or "")
    return [found[number] for number in sorted(found, key=int)]


def test_comments_stand_at_their_words(tmp_path: Path) -> None:
    word = open_document()
    word.add_heading("第1条（報酬）", 1)
    paragraph = word.add_paragraph("この美容液で")
    paragraph.add_run("シミが").bold = True
    paragraph.add_run("消えました。報酬は別途協議する。")
    table = word.add_table(1, 1)
    table.cell(0, 0).text = "効果には個人差がありません"
    text = checked(tmp_path / "a.docx", word)
    findings = [at(text, "シミが消え"), at(text, "別途協議"), at(text, "個人差がありません"), ABSENCE]
    write(tmp_path / "a.docx", findings, tmp_path / "b.docx")

    copy = open_document(str(tmp_path / "b.docx"))
    assert anchored(copy) == ["シミが消え", "別途協議", "個人差がありません", "第1条（報酬）"]
    assert [p.text for p in copy.paragraphs] == [p.text for p in word.paragraphs]
    assert [comment.author for comment in copy.comments] == ["adcheck"] * 4
    assert next(load([str(tmp_path / "b.docx")])).text == text
    assert any(run.bold and run.text == "シミが" for run in copy.paragraphs[1].runs)


def test_overlapping_findings_each_get_their_comment(tmp_path: Path) -> None:
    word = open_document()
    word.add_paragraph("絶対にシミが消える美容液")
    text = checked(tmp_path / "a.docx", word)
    write(
        tmp_path / "a.docx", [at(text, "シミが消える"), at(text, "絶対にシミ"), at(text, "消える")], tmp_path / "b.docx"
    )
    assert anchored(open_document(str(tmp_path / "b.docx"))) == ["シミが消える", "絶対にシミ", "消える"]


def test_absences_stand_in_one_comment_with_their_clauses(tmp_path: Path) -> None:
    word = open_document()
    word.add_paragraph("業務委託契約書")
    checked(tmp_path / "a.docx", word)
    clause = "第5条（支払）\n甲は、報酬を翌月末日に支払う。"
    absences = [ABSENCE, ABSENCE._replace(message="支払期日がありません", suggestions=(clause,))]
    write(tmp_path / "a.docx", absences, tmp_path / "b.docx")
    (comment,) = open_document(str(tmp_path / "b.docx")).comments
    assert "文書全体への指摘 2 件" in comment.text
    assert "広告の表示がありません" in comment.text
    assert "条項案: 第5条（支払）\n甲は、報酬を翌月末日に支払う。" in comment.text


def test_findings_in_headers_and_insertions(tmp_path: Path) -> None:
    word = open_document()
    word.sections[0].header.paragraphs[0].text = "シミが消える"
    paragraph = word.add_paragraph("報酬は")
    inserted, run, element = OxmlElement("w:ins"), OxmlElement("w:r"), OxmlElement("w:t")
    inserted.set(qn("w:id"), "9")
    element.text = "別途協議する。"
    run.append(element)
    inserted.append(run)
    paragraph._p.append(inserted)
    text = checked(tmp_path / "a.docx", word)
    write(tmp_path / "a.docx", [at(text, "シミが", place="ヘッダー"), at(text, "別途協議")], tmp_path / "b.docx")
    copy = open_document(str(tmp_path / "b.docx"))
    assert anchored(copy) == ["別途協議", "報酬は"]
    assert "（ヘッダー「シミが」）" in list(copy.comments)[1].text


def test_line_breaks_and_tabs_survive_a_cut(tmp_path: Path) -> None:
    word = open_document()
    run = word.add_paragraph().add_run("一行目")
    run.add_break()
    run.add_text("二行目\t右の欄")
    text = checked(tmp_path / "a.docx", word)
    write(tmp_path / "a.docx", [at(text, "行目\n二行"), at(text, "目\t右")], tmp_path / "b.docx")
    assert next(load([str(tmp_path / "b.docx")])).text == text == "一行目\n二行目\t右の欄"
