"""``adcheck check``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from adcheck.cli.errors import FAILED, FOUND, USAGE, stop, warn
from adcheck.config import ConfigError, find_config, load_config
from adcheck.documents import find_files, load
from adcheck.engine.checker import Checker
from adcheck.host import Host, build, cache_folder
from adcheck.model import CONTEXT_VALUES, SEVERITIES, UNKNOWN, Document, Report
from adcheck.report import RenderOptions


def _choice(key: str) -> click.Choice[str]:
    return click.Choice([*CONTEXT_VALUES[key], UNKNOWN])


@click.command("check", short_help="原稿・契約書・依頼文・指示書を確認します")
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("--kind", type=_choice("kind"), help="文書の種別")
@click.option("--platform", type=_choice("platform"), help="掲載先")
@click.option("--medium", type=_choice("medium"), help="文章か動画か")
@click.option("--relationship", type=_choice("relationship"), help="広告主との関係")
@click.option("--category", type=_choice("category"), help="商品のカテゴリー")
@click.option("--format", "format_name", default="text", show_default=True, metavar="F", help="出力形式（text, json, jsonl, markdown …）")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="結果を書き込むファイル")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="この日の法令で確認します（例: 2026-11-22）")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="この重さ以上の指摘があれば終了コード 1（既定は error）")
@click.option("--select", multiple=True, metavar="PREFIX", help="この規則だけ（例: yakki, keihyo.no1）")
@click.option("--ignore", multiple=True, metavar="PREFIX", help="この規則を除く")
@click.option("--config", type=click.Path(path_type=Path), help="設定ファイル（既定は最も近い .adcheck.toml か pyproject.toml）")
@click.option("--color/--no-color", default=None, help="色を付ける / 付けない")
@click.option("-q", "--quiet", is_flag=True, help="指摘がなければ何も出力しません")
def command(
    paths: tuple[str, ...],
    format_name: str,
    output: Path | None,
    as_of: Any,
    fail_on: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: Path | None,
    color: bool | None,
    quiet: bool,
    **context: str | None,
) -> None:
    """原稿・契約書・依頼文・指示書を確認します。

    PATH はファイルかフォルダー、- は標準入力です。省略すると現在のフォルダーを確認します。
    """
    try:
        settings = load_config(config or find_config(Path.cwd() if not paths or paths[0] == "-" else _folder_of(paths[0])))
    except ConfigError as error:
        stop(str(error), USAGE)
    host = build(local=settings.packs, cache=cache_folder())
    if format_name not in host.formats:
        stop(f"出力形式「{format_name}」はありません（{' / '.join(sorted(host.formats))}）", USAGE)
    _check_prefixes(host, (*select, *ignore))
    checker = Checker(
        host,
        settings,
        {key: value for key, value in context.items() if value},
        as_of.date() if as_of else date.today(),
        select,
        ignore,
    )
    report = checker.run(_progress(_documents(paths or (".",), host)))
    options = RenderOptions(color=_wants_color(color, output), quiet=quiet)
    _write(host.formats[format_name](report, options), output)
    raise SystemExit(_exit_code(report, fail_on or settings.fail_on or "error"))


def _folder_of(path: str) -> Path:
    found = Path(path)
    return found if found.is_dir() else found.parent


def _documents(paths: tuple[str, ...], host: Host) -> Iterator[Document]:
    data = sys.stdin.buffer.read() if "-" in paths else None
    return load(paths, stdin=data, readers=host.readers)


def _progress(documents: Iterable[Document]) -> Iterable[Document]:
    """A progress bar on stderr when it is a terminal and there is more than a moment's work."""
    if not sys.stderr.isatty():
        return documents
    from tqdm import tqdm

    return tqdm(documents, desc="確認中", unit="件", delay=1.0, leave=False, file=sys.stderr)


def _check_prefixes(host: Host, prefixes: Iterable[str]) -> None:
    from adcheck.engine.decide import matches_prefix

    for prefix in prefixes:
        if not any(matches_prefix(rule, prefix) for rule in host.registry.rules):
            from difflib import get_close_matches

            close = get_close_matches(prefix, [*host.registry.rules, *(pack.name for pack in host.registry.packs)], n=1)
            stop(f"「{prefix}」に当たる規則はありません。{'「' + close[0] + '」ではありませんか？' if close else ''}", USAGE)


def _wants_color(asked: bool | None, output: Path | None) -> bool:
    import os

    if asked is not None:
        return asked
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        stop(f"{output} に書き込めません（{error.strerror}）", USAGE)


def _exit_code(report: Report, fail_on: str) -> int:
    for problem in report.problems:
        warn(problem)
    if any(checked.error for checked in report.documents):
        return FAILED
    if report.problems:
        return FAILED if any(problem.startswith("プラグイン") for problem in report.problems) else USAGE
    limit = SEVERITIES.index(fail_on)  # type: ignore[arg-type]
    found = any(finding.status == "open" and SEVERITIES.index(finding.severity) <= limit for finding in report.findings)
    return FOUND if found else 0


__all__ = ["command", "find_files"]
