"""``adcheck evidence``: the register of evidence as an auditor's table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from adcheck.cli.errors import USAGE, stop
from adcheck.cli.groups import grouped
from adcheck.config import ConfigError
from adcheck.documents import load
from adcheck.engine.checker import Checker
from adcheck.engine.evidence import EvidenceError, Record, Register
from adcheck.engine.evidence import load as load_register
from adcheck.model import Finding

_SOON = timedelta(days=60)


@click.command("evidence", short_help="根拠資料の台帳と、根拠のない表現を一覧にします")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option(
    "--register",
    "register_file",
    type=click.Path(path_type=Path),
    help="台帳（既定は設定ファイルの evidence か adcheck-evidence.toml）",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["markdown", "html"]),
    default="markdown",
    show_default=True,
    help="出力形式",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="この日を基準に期限を判断します")
def command(paths: tuple[str, ...], register_file: Path | None, format_name: str, as_of: Any) -> None:
    """根拠資料の台帳を一覧にし、PATH の原稿のどの表現を裏付けるか、根拠のない表現はどれかを示します。"""
    day = as_of.date() if as_of else date.today()
    registers: dict[Path, Register] = {}
    wanted: dict[Path, list[Finding]] = {}
    try:
        for group in grouped(paths):
            named = register_file or group.settings.evidence
            file = named or Path("adcheck-evidence.toml")
            # drafts without a register still have claims that lack evidence; without drafts there is only the register
            known = named or file.exists() or not paths
            registers.setdefault(file, load_register(file, day) if known else Register(file))
            report = Checker(group.host, group.settings, as_of=day).run(load(group.files, readers=group.host.readers))
            wanted.setdefault(file, []).extend(filter(_needs_evidence, report.findings))
    except (ConfigError, EvidenceError) as error:
        stop(str(error), USAGE)
    tables = [_rows(register, wanted[file], day) for file, register in registers.items()]
    records = [row for rows, _ in tables for row in rows]
    missing = [row for _, rows in tables for row in rows]
    click.echo((_markdown if format_name == "markdown" else _html)(records, missing, day), nl=False)


def _needs_evidence(finding: Finding) -> bool:
    return finding.pack == "keihyo" and finding.severity == "warning" and bool(finding.quote)


Rows = list[list[str]]


def _rows(register: Register, wanted: Sequence[Finding], day: date) -> tuple[Rows, Rows]:
    """Table rows: the records, and the claims that no record covers."""
    pairs = [(finding, register.covering(finding)) for finding in wanted]
    records = [
        [
            record.claim, record.kind, record.institution, record.period, str(record.n or ""), record.file.name, record.approver,
            record.expires.isoformat(), _state(record, day), " / ".join(_place(finding) for finding, found in pairs if found is record) or "なし",
        ]
        for record in register.records
    ]  # fmt: skip
    return records, [
        [_place(finding), finding.quote or "", finding.rule, finding.message]
        for finding, found in pairs
        if found is None
    ]


def _state(record: Record, day: date) -> str:
    if record.fault:
        return record.fault
    return "まもなく期限" if record.expires - day <= _SOON else "有効"


def _place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}"


_RECORDS = ["表現", "種類", "機関", "時期", "n", "資料", "承認", "期限", "状態", "裏付ける箇所"]
_OPEN = ["箇所", "表現", "規則", "指摘"]


def _markdown(records: Rows, missing: Rows, day: date) -> str:
    return f"# 根拠資料の台帳（{day.isoformat()} 現在）\n\n{_table(_RECORDS, records)}\n## 根拠資料のない表現\n\n{_table(_OPEN, missing)}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return "なし\n"
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ") for cell in line) + " |\n"
        for line in lines
    )


def _html(records: Rows, missing: Rows, day: date) -> str:
    import jinja2

    environment = jinja2.Environment(loader=jinja2.PackageLoader("adcheck.report", "templates"), autoescape=True)
    return environment.get_template("evidence.html").render(
        day=day, tables=[("根拠資料の台帳", _RECORDS, records), ("根拠資料のない表現", _OPEN, missing)]
    )
