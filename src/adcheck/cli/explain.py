"""``adcheck explain``."""

from __future__ import annotations

from difflib import get_close_matches

import click

from adcheck.cli.errors import USAGE, stop
from adcheck.cli.groups import host_here
from adcheck.cli.rules import laws
from adcheck.config import check_context
from adcheck.engine.checker import Checker
from adcheck.host import Host
from adcheck.model import Document, Rule
from adcheck.testing import collect, default_context


@click.command("explain", short_help="規則の内容、根拠、言い換えを表示します")
@click.argument("rule")
@click.option("--text", help="この文章に規則を当てた結果も表示します")
def command(rule: str, text: str | None) -> None:
    """規則の内容、根拠、例、言い換えを表示します。"""
    host = host_here()
    found = host.registry.rules.get(host.registry.aliases.get(rule, rule))
    if found is None:
        close = get_close_matches(rule, host.registry.rules, n=3)
        stop(f"規則「{rule}」はありません。{'もしかして: ' + ', '.join(close) if close else ''}", USAGE)
    click.echo("\n".join(_lines(host, found)))
    if text is not None:
        click.echo("\n".join(_trial(host, found, text)))


def _lines(host: Host, rule: Rule) -> list[str]:
    lines = [f"{rule.id}  [{rule.severity}]", rule.title, "", rule.why, "", "根拠:"]
    lines += [
        f"  {' '.join(part for part in (law['title'], law['number'], law['pinpoint']) if part)}\n    {law['url']}".rstrip()
        for law in laws(rule)
    ]
    if rule.when:
        lines += ["", "対象:"] + [f"  {key}: {', '.join(values)}" for key, values in rule.when.items()]
    if rule.suggest:
        lines += ["", "言い換え:"] + [f"  → {each}" for each in rule.suggest]
    own = [example for example in collect(host, (rule.pack,))[0] if example.rule == rule.id]
    for kind, title in (("ng", "指摘する例:"), ("ok", "指摘しない例:")):
        lines += ["", title] + [f"  {example.text}" for example in own if example.kind == kind]
    doc = (host.checks[rule.check].find.__doc__ or "").strip()
    mechanism = f"仕組み: {rule.check}{' — ' + doc.splitlines()[0] if doc else ''}"
    return [*lines, "", mechanism, f"規則の一覧: reference.html#{rule.id}"]


def _trial(host: Host, rule: Rule, text: str) -> list[str]:
    options = check_context(default_context(rule), "context")
    report = Checker(host, options=options, select=(rule.id,)).run([Document("-", text)])
    if not report.findings:
        return ["", "この文章では指摘しません。"]
    return [
        "",
        *(
            f"指摘: 「{finding.quote or '（欠落）'}」 {finding.message}  [{finding.severity}] {finding.reason}"
            for finding in report.findings
        ),
    ]
