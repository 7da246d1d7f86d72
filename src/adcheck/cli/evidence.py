"""``adcheck evidence``: the register of evidence as an auditor's table."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from adcheck.cache import cache_folder
from adcheck.cli.errors import USAGE, stop
from adcheck.config import ConfigError, find_config, load_config
from adcheck.documents import load
from adcheck.engine.checker import Checker
from adcheck.engine.evidence import EvidenceError, Record, Register
from adcheck.engine.evidence import load as load_register
from adcheck.host import build
from adcheck.model import Finding, Report

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
    try:
        settings = load_config(find_config(Path.cwd()))
        register = load_register(register_file or settings.evidence or Path("adcheck-evidence.toml"), day)
    except (ConfigError, EvidenceError) as error:
        stop(str(error), USAGE)
    host = build(local=settings.packs, cache=cache_folder())
    report = Checker(host, settings, as_of=day).run(load(paths, readers=host.readers))
    click.echo(
        _markdown(register, report, day) if format_name == "markdown" else _html(register, report, day), nl=False
    )


def _rows(register: Register, report: Report, day: date) -> tuple[list[list[str]], list[list[str]]]:
    """Table rows: the records, and the claims that no record covers."""
    wanted = [
        finding
        for finding in report.findings
        if finding.pack == "keihyo" and finding.severity == "warning" and finding.quote
    ]
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


def _markdown(register: Register, report: Report, day: date) -> str:
    records, missing = _rows(register, report, day)
    return f"# 根拠資料の台帳（{day.isoformat()} 現在）\n\n{_table(_RECORDS, records)}\n## 根拠資料のない表現\n\n{_table(_OPEN, missing)}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return "なし\n"
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ") for cell in line) + " |\n"
        for line in lines
    )


def _html(register: Register, report: Report, day: date) -> str:
    import jinja2

    records, missing = _rows(register, report, day)
    environment = jinja2.Environment(loader=jinja2.PackageLoader("adcheck.report", "templates"), autoescape=True)
    return environment.get_template("evidence.html").render(
        day=day, tables=[("根拠資料の台帳", _RECORDS, records), ("根拠資料のない表現", _OPEN, missing)]
    )
