"""``adcheck test``."""

from __future__ import annotations

import click

from adcheck.cli.errors import FOUND, USAGE, warn
from adcheck.cli.groups import host_here
from adcheck.testing import collect, failure


@click.command("test", short_help="規則に付いた例（ng / ok）をすべて試します")
@click.argument("packs", nargs=-1, metavar="[PACK…]")
def command(packs: tuple[str, ...]) -> None:
    """規則に付いた例をすべて試し、合わない規則を1つずつ報告します。"""
    host = host_here()
    problems = (*host.plugin_problems, *host.registry.problems)
    for problem in problems:
        warn(problem)
    known = {pack.name for pack in host.registry.packs}
    missing = [name for name in packs if name not in known]
    if missing:
        warn(f"パックがありません: {', '.join(missing)}（{', '.join(sorted(known))}）")
        raise SystemExit(USAGE)
    total = failed = bad = 0
    for name in sorted(packs or known):
        found, malformed = collect(host, (name,))
        for each in malformed:
            warn(str(each))
        bad += len(malformed)
        for example in found:
            total += 1
            reason = failure(host, example)
            if reason:
                failed += 1
                click.echo(f"× {example}  {reason}")
    rules = sum(len(pack.rules) for pack in host.registry.packs if not packs or pack.name in packs)
    click.echo(f"{rules} 規則、{total} 例: {total - failed} 合格、{failed} 不合格")
    raise SystemExit(USAGE if problems or bad else FOUND if failed else 0)
