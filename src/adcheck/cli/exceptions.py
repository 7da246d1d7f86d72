"""``adcheck exceptions``: every exception of a repository, for an auditor."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from adcheck.checks.base import Page
from adcheck.cli.errors import USAGE, stop
from adcheck.cli.groups import grouped
from adcheck.config import ConfigError
from adcheck.documents import load
from adcheck.engine.allow import Allow, allows
from adcheck.engine.baseline import read_baseline
from adcheck.model import Context


@click.command("exceptions", short_help="許容した指摘（例外）とベースラインを一覧にします")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="ベースラインのファイル（既定は設定ファイルの baseline）"
)
def command(paths: tuple[str, ...], baseline: Path | None) -> None:
    """コメント、フロントマター、設定ファイルの例外と、ベースラインの行を Markdown の表にします。"""
    today = date.today()
    lines = ["| 箇所 | 規則 | 理由 | 期限 | 種類 |", "| --- | --- | --- | --- | --- |"]
    baselines: list[Path] = []
    try:
        for group in grouped(paths or (".",), own=(baseline,)):
            file = baseline or group.settings.baseline
            if file and file.exists() and file not in baselines:
                baselines.append(file)
            for document in load(group.files, readers=group.host.readers):
                page = Page(document, Context(), today, group.host.registry.lexicon)
                lines += [_entry(document.path, entry, today) for entry in allows(page, group.settings)]
        for file in baselines:
            for row in read_baseline(file).values():
                age = (today - date.fromisoformat(row["since"])).days
                lines.append(_row(row["path"], row["rule"], row["quote"] or "欠落", f"{age} 日経過", "ベースライン"))
    except ConfigError as error:
        stop(str(error), USAGE)
    click.echo("\n".join(lines) if len(lines) > 2 else "例外はありません。")


def _entry(path: str, entry: Allow, today: date) -> str:
    until = entry.until.isoformat() + ("（期限切れ）" if entry.until < today else "") if entry.until else "なし"
    return _row(path, ", ".join(entry.rules), entry.reason or "（理由なし）", until, entry.source)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
