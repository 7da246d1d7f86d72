"""``adcheck lsp``."""

from __future__ import annotations

from functools import cache

import click

from adcheck.cache import cache_folder
from adcheck.host import build


@click.command("lsp", short_help="エディター用の言語サーバーを標準入出力で起動します")
def command() -> None:
    """エディター用の言語サーバー（LSP）を標準入出力で起動します。"""
    from adcheck.editor.server import make_server

    make_server(cache(lambda packs: build(local=packs, cache=cache_folder()))).start_io()
