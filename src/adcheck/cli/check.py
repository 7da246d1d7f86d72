"""``adcheck check``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from adcheck.cli.errors import FAILED, FOUND, USAGE, stop, warn
from adcheck.cli.groups import grouped
from adcheck.config import ConfigError, Settings
from adcheck.documents import load
from adcheck.documents.files import STDIN, find_files
from adcheck.engine import allow
from adcheck.engine.checker import Checker, Settle
from adcheck.host import Host
from adcheck.model import CONTEXT_VALUES, SEVERITIES, UNKNOWN, Document, Report
from adcheck.report import RenderOptions
from adcheck.report.visible import visible


def _choice(key: str) -> click.Choice[str]:
    return click.Choice([*CONTEXT_VALUES[key], UNKNOWN])


class _FixWithValue(click.Command):
    """``--fix`` alone and ``--fix=review``: click's optional values would swallow a following path."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(
            ctx, [{"--fix=review": "--fix-review", "--fix=safe": "--fix"}.get(arg, arg) for arg in args]
        )


@click.command("check", cls=_FixWithValue, short_help="原稿・契約書・依頼文・指示書を確認します")
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("--kind", type=_choice("kind"), help="文書の種別")
@click.option("--platform", type=_choice("platform"), help="掲載先")
@click.option("--medium", type=_choice("medium"), help="文章か動画か")
@click.option("--relationship", type=_choice("relationship"), help="広告主との関係")
@click.option("--category", type=_choice("category"), help="商品のカテゴリー")
@click.option(
    "--norms", type=click.Choice(["platform"]), help="報酬の目安を掲載先ごとの幅にします（既定は1フォロワー2〜4円）"
)
@click.option(
    "--format",
    "format_name",
    default="text",
    show_default=True,
    metavar="F",
    help="出力形式（text, json, jsonl, markdown …）",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="結果を書き込むファイル")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="この日の法令で確認します（例: 2026-11-22）")
@click.option("--fail-on", type=click.Choice(SEVERITIES), help="この重さ以上の指摘があれば終了コード 1（既定は error）")
@click.option("--select", multiple=True, metavar="PREFIX", help="この規則だけ（例: yakki, keihyo.no1）")
@click.option("--ignore", multiple=True, metavar="PREFIX", help="この規則を除く")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    help="すべての文書に使う設定ファイル（既定は文書ごとに最も近い .adcheck.toml か pyproject.toml）",
)
@click.option("--fix", is_flag=True, help="意味を変えない修正を適用します（--fix=review は差分を見せて確かめながら）")
@click.option("--fix-review", is_flag=True, hidden=True)
@click.option("--diff", "show_diff", is_flag=True, help="書き換えず、修正の差分だけを表示します")
@click.option("--baseline", type=click.Path(path_type=Path), help="既知の指摘のファイル（ベースライン）")
@click.option("--baseline-update", is_flag=True, help="今の指摘をベースラインに書き込みます")
@click.option("--watch", is_flag=True, help="変更されたファイルを確認し直し続けます（Ctrl+C で終了）")
@click.option("--explain-config", is_flag=True, help="文書ごとの設定値と由来、有効な規則を表示します")
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
    fix: bool,
    fix_review: bool,
    show_diff: bool,
    baseline: Path | None,
    baseline_update: bool,
    watch: bool,
    explain_config: bool,
    color: bool | None,
    quiet: bool,
    **context: str | None,
) -> None:
    """原稿・契約書・依頼文・指示書を確認します。

    PATH はファイルかフォルダー、- は標準入力です。省略すると現在のフォルダーを確認します。
    """
    files = paths or (".",)
    stdin = sys.stdin.buffer.read() if STDIN in files else None
    day = as_of.date() if as_of else date.today()
    given = {key: value for key, value in context.items() if value}
    options = RenderOptions(color=_wants_color(color, output), quiet=quiet)

    def parts_of(names: Sequence[str]) -> list[Part]:
        try:
            return [
                Part(
                    Checker(group.host, group.settings, given, day, select, ignore, _settling(group.settings, day)),
                    partial(load, group.files, stdin=stdin, readers=group.host.readers),
                    baseline or group.settings.baseline,
                    fail_on or group.settings.fail_on or "error",
                )
                for group in grouped(names, config, own=(baseline, output))
            ]
        except ConfigError as error:
            stop(str(error), USAGE)

    parts = parts_of(files)
    formats = parts[0].checker.host.formats  # plugins bring them, so they are the same for every part
    if format_name not in (*formats, "docx"):
        stop(f"出力形式「{format_name}」はありません（{' / '.join(sorted([*formats, 'docx']))}）", USAGE)
    _check_prefixes([part.checker.host for part in parts], (*select, *ignore))
    if explain_config:
        from adcheck.cli.explain_config import explain

        click.echo("\n".join(explain(part.checker, part.documents()) for part in parts), nl=False)
        return
    reports = [part.run() for part in parts]
    if fix or fix_review or show_diff:
        changed = _fix(_merged(reports), review=fix_review or show_diff, ask=fix_review, write=not show_diff)
        if show_diff:
            return
        if changed:
            reports = [part.run() for part in parts]
    reports = _with_baseline(parts, reports, update=baseline_update)
    if format_name == "docx":
        _write_docx(_merged(reports), files, output)
    else:
        _write(formats[format_name](_merged(reports), options), output)
    if watch:
        for changed_files in _changes(files, parts[0].checker.host):
            parts = parts_of(changed_files)
            reports = _with_baseline(parts, [part.run() for part in parts], update=False)
            _write(formats[format_name](_merged(reports), options), output)
    found = any(_reaches(report, part.fail_on) for report, part in zip(reports, parts, strict=True))
    raise SystemExit(_exit_code(_merged(reports), found=found))


class Part(NamedTuple):
    """The files that share a configuration, with everything that it decides."""

    checker: Checker
    documents: Callable[[], Iterator[Document]]
    baseline: Path | None
    fail_on: str

    def run(self) -> Report:
        return self.checker.run(_progress(self.documents()))


def _merged(reports: Sequence[Report]) -> Report:
    """The reports of all parts as one."""
    first, *others = reports
    if not others:
        return first
    packs = {pack.name: pack for report in reports for pack in report.packs}
    return replace(
        first,
        packs=tuple(packs.values()),
        documents=tuple(checked for report in reports for checked in report.documents),
        findings=tuple(finding for report in reports for finding in report.findings),
        problems=tuple(dict.fromkeys(problem for report in reports for problem in report.problems)),
    )


def _settling(settings: Settings, as_of: date) -> tuple[Settle, ...]:
    steps: list[Settle] = [allow.settle(settings)]
    if settings.evidence is not None:
        steps.append(_evidence_step(settings.evidence, as_of))
    return tuple(steps)


def _evidence_step(file: Path, as_of: date) -> Settle:
    from adcheck.engine import evidence

    try:
        register = evidence.load(file, as_of)
    except evidence.EvidenceError as error:
        stop(str(error), USAGE)
    for problem in register.problems:
        warn(problem)

    return evidence.settle(register)


def _fix(report: Report, *, review: bool, ask: bool, write: bool) -> bool:
    """Show or apply fixes file by file; returns whether a file changed."""
    from adcheck import fix

    changed = False
    for checked in report.documents:
        document = checked.document
        if document.name is not None or document.path == "-":
            continue  # rows of a table and standard input have no file of their own to write
        after = fix.apply(document.text, fix.chosen(report.of(checked), review=review))
        difference = fix.diff(document.path, document.text, after)
        if not difference:
            continue
        if not write or ask:
            click.echo(visible(difference, keep_breaks=True), nl=False)
        if write and (not ask or click.confirm(f"{document.path} に適用しますか？")):
            try:
                fix.rewrite(Path(document.path), document.text, after)
                changed = True
            except fix.NotWritable as error:
                warn(str(error))
    return changed


def _with_baseline(parts: Sequence[Part], reports: Sequence[Report], *, update: bool) -> list[Report]:
    """The reports with what their baselines know; parts may share a baseline."""
    files = [part.baseline for part in parts]
    if not any(files):
        if update:
            stop("--baseline-update には --baseline FILE か設定ファイルの baseline が必要です", USAGE)
        return list(reports)
    from adcheck.engine.baseline import apply_baseline, read_baseline, write_baseline

    settled = list(reports)
    for file in dict.fromkeys(file for file in files if file):
        own = [number for number, each in enumerate(files) if each == file]
        try:
            known = read_baseline(file) if file.exists() else {}
        except ConfigError as error:
            stop(str(error), USAGE)
        if not file.exists() and not update:
            stop(f"ベースライン {file} がありません（--baseline-update で作れます）", USAGE)
        if update:
            count = write_baseline(file, [reports[number] for number in own], known)
            warn(f"ベースライン {file} に {count} 件を書き込みました")
            known = read_baseline(file)
        for number in own:
            settled[number], stale = apply_baseline(reports[number], file, known)
            for entry in stale:
                warn(
                    f"ベースライン {file}: {entry['path']} の {entry['rule']}「{entry['quote'] or '欠落'}」はもうありません（--baseline-update で消せます）"
                )
    return settled


def _write_docx(report: Report, paths: tuple[str, ...], output: Path | None) -> None:
    if len(paths) != 1 or not paths[0].lower().endswith(".docx") or output is None:
        stop(
            "--format docx は .docx ファイル1つと -o FILE で使います（例: adcheck check 契約書.docx --format docx -o 確認済み.docx）",
            USAGE,
        )
    if output.resolve() == Path(paths[0]).resolve():
        stop("元のファイルには書き込みません。-o に別の名前を指定してください", USAGE)
    if any(checked.error for checked in report.documents):
        return  # said on stderr, exit 3
    from adcheck.report.docx_ import write

    write(Path(paths[0]), report.findings, output)


def _changes(paths: Sequence[str], host: Host) -> Iterator[list[str]]:
    """The files of ``paths`` that changed, as often as some do, until Ctrl+C."""
    from watchfiles import watch

    warn("変更を待っています（Ctrl+C で終了）")
    for changes in watch(*(path for path in paths if path != STDIN), raise_interrupt=False):
        touched = {os.path.abspath(path) for _, path in changes}
        changed = [
            file for file in find_files(paths, extensions=host.readers.keys()) if os.path.abspath(file) in touched
        ]
        if changed:
            yield changed


def _progress(documents: Iterable[Document]) -> Iterable[Document]:
    """A progress bar on stderr when it is a terminal and there is more than a moment's work."""
    if not sys.stderr.isatty():
        return documents
    from tqdm import tqdm

    bar: Iterable[Document] = tqdm(documents, desc="確認中", unit="件", delay=1.0, leave=False, file=sys.stderr)
    return bar


def _check_prefixes(hosts: Sequence[Host], prefixes: Iterable[str]) -> None:
    from adcheck.engine.decide import matches_prefix

    for prefix in prefixes:
        rules = {entry.id: None for host in hosts for entry in host.registry.entries}
        if not any(matches_prefix(rule, prefix) for rule in rules):
            from difflib import get_close_matches

            for problem in dict.fromkeys(problem for host in hosts for problem in host.registry.problems):
                warn(problem)  # perhaps the rule is in the pack that did not load
            close = get_close_matches(
                prefix, [*rules, *(pack.name for host in hosts for pack in host.registry.packs)], n=1
            )
            stop(
                f"「{prefix}」に当たる規則はありません。{'「' + close[0] + '」ではありませんか？' if close else ''}",
                USAGE,
            )


def _wants_color(asked: bool | None, output: Path | None) -> bool:
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


def _reaches(report: Report, fail_on: str) -> bool:
    """Whether an open finding is at least as grave as ``fail_on``."""
    limit = SEVERITIES.index(fail_on)
    return any(finding.status == "open" and SEVERITIES.index(finding.severity) <= limit for finding in report.findings)


def _exit_code(report: Report, *, found: bool) -> int:
    for problem in report.problems:
        warn(problem)
    for checked in report.documents:
        if checked.error:
            warn(
                f"{checked.document.path}{' ' + checked.document.name if checked.document.name else ''}: {checked.error}"
            )
    if any(checked.error for checked in report.documents):
        return FAILED
    if report.problems:
        return FAILED if any(problem.startswith("プラグイン") for problem in report.problems) else USAGE
    return FOUND if found else 0
