from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adcheck.documents import load
from adcheck.documents.errors import Unreadable
from adcheck.documents.reader import Limits
from adcheck.documents.rows import read
from adcheck.model import Document


def jsonl(*lines: object, limits: Limits | None = None) -> list[Document]:
    data = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    return list(read("a.jsonl", data.encode(), limits or Limits()))


def csv(text: str, encoding: str = "utf-8") -> list[Document]:
    return list(read("a.CSV", text.encode(encoding)))


def test_a_document_a_line() -> None:
    row = {
        "id": "yk-1",
        "kind": "post",
        "text": "一\r\n二",
        "context": {"platform": "x", "label_set": "a"},
        "expect": [],
    }
    first, second = jsonl(row, "", {"id": 7, "text": ""})
    assert (first.path, first.name, first.text) == ("a.jsonl", "yk-1", "一\r\n二")
    assert first.given == {"kind": "post", "platform": "x", "label_set": "a"}
    assert first.given_origin == "row"
    (block,) = first.blocks
    assert (block.span.start, block.span.end, block.kind) == (0, 4, "text")
    assert (second.name, second.text, second.given, second.blocks) == ("7", "", {}, ())


@given(st.text(st.characters(codec="utf-8"), max_size=50))
def test_any_text_comes_back(text: str) -> None:
    for ascii_only in (True, False):
        (document,) = jsonl(json.dumps({"text": text}, ensure_ascii=ascii_only))
        assert document.error is None
        assert document.text == text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "JSON として読めません"),
        ("[1]", "オブジェクト"),
        ('{"id": "b"}', "「text」"),
        ('{"id": "b", "text": 3}', "「text」"),
        ('{"id": "b", "text": "a", "context": "x"}', "「context」"),
        ('{"id": "b", "text": "\\ud83d"}', "サロゲート"),
        ("[" * 100_000, "JSON"),
        ('{"text": ' + "9" * 5000 + "}", "JSON"),
    ],
)
def test_a_bad_line_costs_only_itself(line: str, words: str) -> None:
    first, bad, last = jsonl({"text": "一"}, line, {"text": "三"})
    assert (first.text, last.text) == ("一", "三")
    assert bad.error and bad.error.startswith("a.jsonl: 2 行目: ") and words in bad.error
    assert bad.text == ""
    assert bad.name == ("b" if '"id"' in line else "L2")


def test_names_are_unique() -> None:
    names = [
        document.name
        for document in jsonl({"id": "a", "text": ""}, {"id": "a", "text": ""}, {"text": ""}, {"id": True, "text": ""})
    ]
    assert names == ["a", "a (L2)", "L3", "L4"]


def test_damaged_utf8_line_costs_only_itself() -> None:
    good = '{"text": "広告"}'.encode()
    documents = list(read("a.jsonl", good + b"\n" + good[:11] + b"\n" + good))
    assert [document.text for document in documents] == ["広告", "", "広告"]
    assert documents[1].error and "2 行目: UTF-8 として読めません（行頭から 11 バイト目）" in documents[1].error
    with pytest.raises(Unreadable):
        list(read("a.jsonl", b"\x89PNG\0"))


def test_legacy_and_utf16_rows() -> None:
    for encoding in ("cp932", "euc_jp", "utf-16"):
        first, second = read("a.jsonl", '{"text": "これは広告です"}\n{"text": "二つ目"}\n'.encode(encoding))
        assert (first.text, second.text) == ("これは広告です", "二つ目")


def test_limits_are_per_row(tmp_path: Path) -> None:
    long = {"id": "long", "text": "あ" * 11}
    big = {"id": "big", "text": "あ\n" * 30}
    documents = jsonl({"text": "短い"}, long, big, {"text": "短い"}, limits=Limits(document=80, line=10))
    assert [bool(document.error) for document in documents] == [False, True, True, False]
    path = tmp_path / "big.jsonl"
    path.write_bytes((json.dumps({"text": "あ" * 1000}, ensure_ascii=False) + "\n").encode() * 17_500)
    assert path.stat().st_size > 50 * 1024 * 1024
    assert sum(document.error is None for document in load([str(path)])) == 17_500


def test_csv_with_japanese_header() -> None:
    text = "ID,投稿文,種別,媒体,関係,カテゴリ,メモ\r\n"
    text += 'A-1,"一行目\r\n""二""",投稿,Instagram,ギフティング,化粧品,x\r\n\r\n,二,,Ｘ,,,\r\n'
    for encoding in ("utf-8", "utf-8-sig", "cp932"):
        first, second = csv(text, encoding)
        assert (first.name, first.text) == ("A-1", '一行目\r\n"二"')
        assert first.given == {
            "kind": "post",
            "platform": "instagram",
            "relationship": "gifted",
            "category": "cosmetics",
        }
        assert (second.name, second.text, second.given) == ("L5", "二", {"platform": "x"})
        assert first.encoding == encoding


def test_csv_with_english_header() -> None:
    (document,) = csv("text,platform\n本文,tiktok\n")
    assert (document.text, document.given) == ("本文", {"platform": "tiktok"})


def test_csv_without_text_column_says_what_it_accepts() -> None:
    with pytest.raises(Unreadable, match=r"本文の列がありません.*text、本文、投稿文"):
        csv("題名,内容\na,b\n")
    with pytest.raises(Unreadable, match="「本文」と「投稿文」"):
        csv("本文,投稿文\na,b\n")


def test_csv_bad_rows() -> None:
    good, wide, last = csv("id,本文\n1,一\n2,あ,い\n3,三\n")
    assert (good.text, last.text) == ("一", "三")
    assert wide.name == "2" and wide.error and wide.error.startswith("a.CSV: 3 行目: 見出しより列が多く")
    good, broken = csv('本文\n一\n"閉じない\n続き\n')
    assert good.text == "一"
    assert broken.error and "3 行目: CSV として読めません" in broken.error and "以降" in broken.error
    assert [document.text for document in csv("id,本文\n1\n")] == [""]


def test_shipped_cases_load() -> None:
    cases = Path(__file__).parents[3] / "shared" / "cases"
    if not cases.is_dir():
        pytest.skip("the cases are not beside the repository")
    documents = list(load([str(cases)]))
    assert len(documents) > 100
    assert not [document.error for document in documents if document.error]
