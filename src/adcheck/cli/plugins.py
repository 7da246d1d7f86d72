"""``adcheck plugins``."""

from __future__ import annotations

import click

from adcheck.cache import cache_folder
from adcheck.cli.errors import FAILED, warn
from adcheck.host import build


@click.command("plugins", short_help="読み込まれたプラグインを表示します")
def command() -> None:
    """読み込まれたプラグインと、それぞれが実装するフックを表示します。"""
    host = build(cache=cache_folder())
    for plugin in host.plugins:
        packs = [pack.name for pack in host.registry.packs if pack.plugin == plugin.name]
        click.echo(
            f"{plugin.name} {plugin.version}  {plugin.module}  フック: {', '.join(plugin.hooks)}  パック: {', '.join(packs) or 'なし'}"
        )
    for problem in host.plugin_problems:
        warn(problem)
    raise SystemExit(FAILED if host.plugin_problems else 0)
