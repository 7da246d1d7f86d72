from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from adcheck.engine.evidence import EvidenceError, Record, Register, covers, load
from adcheck.model import Finding, Severity, Span

AS_OF = date(2026, 11, 22)
REPORT = "満足 1,290件 / 回答 1,482件".encode()
RECORD = {
    "claim": '"購入者の87%が満足"',
    "rules": '["keihyo.high-rating-percent"]',
    "kind": '"調査"',
    "institution": '"自社"',
    "method": '"購入者全員にメールで送付"',
    "period": '"2026年5月"',
    "n": "1482",
    "scope": '"2026年4月の購入者"',
    "file": '"report.pdf"',
    "sha256": f'"{hashlib.sha256(REPORT).hexdigest()}"',
    "approver": '"法務 佐藤"',
    "expires": "2027-05-31",
}


def written(folder: Path, **changes: str | None) -> Path:
    (folder / "report.pdf").write_bytes(REPORT)
    values = {key: value for key, value in (RECORD | changes).items() if value is not None}
    path = folder / "adcheck-evidence.toml"
    path.write_text("[[evidence]]\n" + "\n".join(f"{key} = {value}" for key, value in values.items()), encoding="utf-8")
    return path


def finding(
    quote: str | None = "購入者の87%が満足", rule: str = "keihyo.high-rating-percent", severity: Severity = "warning"
) -> Finding:
    return Finding(
        rule, "keihyo", severity, "open", "a.txt", None, Span(0, 1), 1, 1, quote, "", "", "", (), (), (), "f"
    )


def only(path: Path, as_of: date = AS_OF) -> Record:
    (record,) = load(path, as_of).records
    return record


def test_valid_record_covers_its_claim_and_cites_itself(tmp_path: Path) -> None:
    record = only(written(tmp_path))
    assert record.fault == ""
    assert covers(record, finding())
    assert record.note == (
        "根拠資料あり（調査：自社、購入者全員にメールで送付、2026年5月、n=1482、2026年4月の購入者／report.pdf、承認 法務 佐藤、2027-05-31まで有効）"
    )


@pytest.mark.parametrize(
    "quote", ["購入者の８７％が満足", "購入者の87%が満足♪", "なんと購入者の87%が満足", "87%が満足"]
)
def test_same_claim_in_other_writing_is_covered(tmp_path: Path, quote: str) -> None:
    assert covers(only(written(tmp_path)), finding(quote))


@pytest.mark.parametrize(
    "quote", ["購入者の98%が満足", "満足", "購入者の87%が満足、医師の95%も推奨", "87%オフ", "", None]
)
def test_another_claim_is_not_covered(tmp_path: Path, quote: str | None) -> None:
    assert not covers(only(written(tmp_path)), finding(quote))


def test_rules_match_by_id_or_pack(tmp_path: Path) -> None:
    record = only(written(tmp_path))
    assert not covers(record, finding(rule="keihyo.high-rating"))
    assert not covers(record, finding(rule="yakki.cos-spot-erase"))
    assert covers(record._replace(rules=("keihyo",)), finding(rule="keihyo.sold-number"))
    assert covers(record._replace(rules=("keihyo.",)), finding(rule="keihyo.sold-number"))


def test_an_error_shows_in_the_draft_and_is_never_covered(tmp_path: Path) -> None:
    assert not covers(only(written(tmp_path)), finding(severity="error"))


def test_expired_record_reopens(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert only(path, date(2027, 5, 31)).fault == ""
    register = load(path, date(2027, 6, 1))
    assert register.covering(finding()) is None
    assert "有効期限（2027-05-31）が過ぎています" in register.problems[0]


def test_altered_file_reopens(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "report.pdf").write_bytes(REPORT + b"!")
    register = load(path, AS_OF)
    assert register.covering(finding()) is None
    assert "内容が登録時と違います" in register.problems[0]


def test_missing_file_reopens(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "report.pdf").unlink()
    assert "report.pdf がありません" in load(path, AS_OF).problems[0]


def test_folder_instead_of_file(tmp_path: Path) -> None:
    assert "を読めません" in load(written(tmp_path, file='"."'), AS_OF).problems[0]


def test_register_finds_the_covering_record(tmp_path: Path) -> None:
    record = only(written(tmp_path))
    other = record._replace(claim="累計8.1万人")
    register = Register(tmp_path, (other, record))
    assert register.covering(finding()) == record
    assert register.problems == ()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"claim": None}, "1件目の根拠の claim: 必須です"),
        ({"approver": '" "'}, "approver: 必須です"),
        ({"rules": "[]"}, "rules: ルールIDの配列"),
        ({"rules": '"keihyo"'}, "rules: ルールIDの配列"),
        ({"kind": '"うわさ"'}, "「うわさ」は使えません（試験 / 調査 / 販売実績 / 契約）"),
        ({"sha256": '"abc"'}, "sha256: 64桁の16進数"),
        ({"expires": '"2027-05-31"'}, "expires: 日付"),
        ({"expires": "2027-05-31T00:00:00"}, "expires: 日付"),
        ({"n": "0"}, "n: 1以上の整数"),
        ({"n": "true"}, "n: 1以上の整数"),
        ({"hash": '"x"'}, "hash: 不明なキーです"),
    ],
)
def test_malformed_record(tmp_path: Path, changes: dict[str, str | None], message: str) -> None:
    with pytest.raises(EvidenceError, match=r"adcheck-evidence\.toml") as caught:
        load(written(tmp_path, **changes), AS_OF)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[[evidence]\n", "TOML として読めません"),
        ('claim = "根"'.encode("cp932"), "UTF-8 で保存してください"),
        (b"[evidence]\n", "[[evidence]] で書いてください"),
        (b"[[proof]]\n", "不明なキー proof"),
    ],
)
def test_malformed_register(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "adcheck-evidence.toml"
    path.write_bytes(content)
    with pytest.raises(EvidenceError) as caught:
        load(path, AS_OF)
    assert message in str(caught.value)


def test_missing_register(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="台帳を開けません"):
        load(tmp_path / "adcheck-evidence.toml")


def test_empty_register(tmp_path: Path) -> None:
    path = tmp_path / "adcheck-evidence.toml"
    path.write_text("")
    assert load(path).records == ()
