"""The evidence register (``adcheck-evidence.toml``): which file proves which claim.

A claim that needs substantiation is a warning until a record covers it. A record is worth nothing once its file is gone or altered, or once it
has expired: then the warning is open again and the register says why.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import regex

from adcheck.model import Finding
from adcheck.text.normalise import fold, normal

KINDS = ("試験", "調査", "販売実績", "契約")
_TEXTS = ("claim", "kind", "institution", "method", "period", "scope", "file", "sha256", "approver")
_KEYS = {*_TEXTS, "rules", "n", "expires"}


class EvidenceError(Exception):
    """The register itself is wrong (unreadable, malformed). The message is Japanese and names file, record and key."""


class Record(NamedTuple):
    """One piece of evidence. ``file`` is absolute; ``n`` is the number of subjects, or None. ``fault`` says why it does not count."""

    claim: str
    rules: tuple[str, ...]
    kind: str
    institution: str
    method: str
    period: str
    scope: str
    file: Path
    sha256: str
    approver: str
    expires: date
    n: int | None = None
    fault: str = ""

    @property
    def note(self) -> str:
        """What a finding that this record covers says about it."""
        parts = [self.institution, self.method, self.period, f"n={self.n}" if self.n is not None else "", self.scope]
        return f"根拠資料あり（{self.kind}：{'、'.join(part for part in parts if part)}／{self.file.name}、承認 {self.approver}、{self.expires}まで有効）"


class Register(NamedTuple):
    """All records of one file, in order."""

    path: Path
    records: tuple[Record, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """Records that no longer count, for the user."""
        return tuple(
            f"{self.path}: 「{record.claim}」の根拠資料は使えません。{record.fault}"
            for record in self.records
            if record.fault
        )

    def covering(self, finding: Finding) -> Record | None:
        """The first valid record that covers a finding."""
        return next((record for record in self.records if covers(record, finding)), None)


def settle(register: Register) -> Callable[[object, Sequence[Finding]], Sequence[Finding]]:
    """The step of the checker that turns open findings with a valid record into ``allowed`` ones."""

    def step(_: object, findings: Sequence[Finding]) -> Sequence[Finding]:
        records = [(finding, register.covering(finding) if finding.status == "open" else None) for finding in findings]
        return [
            finding._replace(status="allowed", status_note=record.note) if record else finding
            for finding, record in records
        ]

    return step


def load(path: Path, as_of: date | None = None) -> Register:
    """Read a register and test every file it names. ``as_of`` (default: today) decides what has expired.

    Raises EvidenceError when the register cannot be read or a record is malformed. Files are relative to the register's folder.
    """
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
    except OSError as error:
        raise EvidenceError(f"{path}: 根拠資料の台帳を開けません（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise EvidenceError(f"{path}: UTF-8 で保存してください") from error
    except tomllib.TOMLDecodeError as error:
        raise EvidenceError(f"{path}: TOML として読めません（{error}）") from error
    extra = sorted(set(data) - {"evidence"})
    if extra:
        raise EvidenceError(f"{path}: 不明なキー {extra[0]} があります（[[evidence]] だけが使えます）")
    tables = data.get("evidence", [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise EvidenceError(f"{path}: 根拠は [[evidence]] で書いてください")
    day = as_of or date.today()
    return Register(path, tuple(_record(path, at, table, day) for at, table in enumerate(tables, 1)))


def covers(record: Record, finding: Finding) -> bool:
    """True when a valid record proves what a finding asks proof for.

    Only warnings and infos can be covered: an error is a defect that shows in the draft itself. The claims must say the same: one text
    holds the other, is at least half as long, and both name the same numbers.
    """
    if record.fault or finding.severity == "error" or finding.quote is None:
        return False
    if not any(finding.rule == rule or finding.rule.startswith(rule.rstrip(".") + ".") for rule in record.rules):
        return False
    claim, quote = _bare(record.claim), _bare(finding.quote)
    shorter, longer = sorted((claim, quote), key=len)
    return (
        shorter != ""
        and shorter in longer
        and len(shorter) * 2 >= len(longer)
        and _numbers(record.claim) == _numbers(finding.quote)
    )


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _bare(text: str) -> str:
    return regex.sub(r"[\p{P}\p{S}\s]+", "", fold(normal(text)))


def _numbers(text: str) -> list[str]:
    return regex.findall(r"\d+(?:\.\d+)?", normal(text).replace(",", ""))


def _record(path: Path, at: int, table: Mapping[str, Any], as_of: date) -> Record:
    _check(path, at, table)
    expires: date = table["expires"]
    file = path.parent / table["file"]
    return Record(
        table["claim"], tuple(table["rules"]), table["kind"], table["institution"], table["method"], table["period"], table["scope"],
        file, table["sha256"].lower(), table["approver"], expires, table.get("n"), _fault(file, table["sha256"].lower(), expires, as_of),
    )  # fmt: skip


def _check(path: Path, at: int, table: Mapping[str, Any]) -> None:
    def wrong(key: str, message: str) -> EvidenceError:
        name = f"「{table['claim']}」" if isinstance(table.get("claim"), str) else ""
        return EvidenceError(f"{path}: {at}件目の根拠{name}の {key}: {message}")

    for key in table:
        if key not in _KEYS:
            raise wrong(key, f"不明なキーです（使えるキー: {', '.join(sorted(_KEYS))}）")
    for key in _TEXTS:
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise wrong(key, "必須です（空でない文字列）")
    if not _texts(table.get("rules")):
        raise wrong("rules", 'ルールIDの配列にしてください（例 ["keihyo.high-rating-percent"]）')
    if table["kind"] not in KINDS:
        raise wrong("kind", f"「{table['kind']}」は使えません（{' / '.join(KINDS)}）")
    if not regex.fullmatch(r"[0-9a-fA-F]{64}", table["sha256"]):
        raise wrong("sha256", "64桁の16進数にしてください（sha256sum の出力）")
    if not isinstance(table.get("expires"), date) or isinstance(table["expires"], datetime):
        raise wrong("expires", "日付（2027-03-31 の形）にしてください")
    if "n" in table and (not isinstance(table["n"], int) or isinstance(table["n"], bool) or table["n"] < 1):
        raise wrong("n", "1以上の整数にしてください")


def _texts(value: object) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and bool(value)
        and all(isinstance(v, str) and v.strip() for v in value)
    )


def _fault(file: Path, expected: str, expires: date, as_of: date) -> str:
    if expires < as_of:
        return f"有効期限（{expires}）が過ぎています。資料を更新し、expires を書き換えてください。"
    try:
        actual = digest(file)
    except FileNotFoundError:
        return f"ファイル {file} がありません。"
    except OSError as error:
        return f"ファイル {file} を読めません（{error.strerror}）。"
    if actual != expected:
        return f"ファイル {file} の内容が登録時と違います（sha256 {actual[:12]}… ／ 台帳 {expected[:12]}…）。確認し直し、承認を取り直してください。"
    return ""
