"""``adcheck exceptions``: every exception of a repository, for an auditor."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from adcheck.cache import cache_folder
from adcheck.checks.base import Page
from adcheck.cli.errors import USAGE, stop
from adcheck.config import ConfigError, find_config, load_config
from adcheck.documents import load
from adcheck.engine.allow import allows
from adcheck.engine.baseline import read_baseline
from adcheck.host import build
from adcheck.model import Context


@click.command("exceptions", short_help="許容した指摘（例外）とベースラインを一覧にします")
@click.argument("paths", nargs=-1, metavar="[PATH…]")
@click.option(
    "--baseline", type=click.Path(path_type=Path), help="ベースラインのファイル（既定は設定ファイルの baseline）"
)
def command(paths: tuple[str, ...], baseline: Path | None) -> None:
    """コメント、フロントマター、設定ファイルの例外と、ベースラインの行を Markdown の表にします。"""
    today = date.today()
    try:
        settings = load_config(find_config(Path.cwd()))
        file = baseline or settings.baseline
        known = read_baseline(file) if file and file.exists() else {}
    except ConfigError as error:
        stop(str(error), USAGE)
    host = build(local=settings.packs, cache=cache_folder())
    lines = ["| 箇所 | 規則 | 理由 | 期限 | 種類 |", "| --- | --- | --- | --- | --- |"]
    for document in load(paths or (".",), readers=host.readers):
        page = Page(document, Context(), today, host.registry.lexicon)
        for entry in allows(page, settings):
            until = entry.until.isoformat() + ("（期限切れ）" if entry.until < today else "") if entry.until else "なし"
            lines.append(
                _row(document.path, ", ".join(entry.rules), entry.reason or "（理由なし）", until, entry.source)
            )
    for row in known.values():
        age = (today - date.fromisoformat(row["since"])).days
        lines.append(_row(row["path"], row["rule"], row["quote"] or "欠落", f"{age} 日経過", "ベースライン"))
    click.echo("\n".join(lines) if len(lines) > 2 else "例外はありません。")


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
