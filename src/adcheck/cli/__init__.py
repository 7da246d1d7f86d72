"""The command line. Exit codes: 0 nothing at or above ``--fail-on``; 1 findings; 2 usage, configuration or rule-file error; 3
something could not be checked."""

from __future__ import annotations

import gc
import sys

import click

from adcheck import __version__

COMMANDS = {
    "check": "原稿・契約書・依頼文・指示書を確認します",
    "rules": "規則の一覧を表示します",
    "explain": "規則の内容、根拠、言い換えを表示します",
    "test": "規則に付いた例（ng / ok）をすべて試します",
    "evidence": "根拠資料の台帳と、根拠のない表現を一覧にします",
    "exceptions": "許容した指摘（例外）とベースラインを一覧にします",
    "plugins": "読み込まれたプラグインを表示します",
    "lsp": "エディター用の言語サーバーを標準入出力で起動します",
    "init": "設定ファイル、見本の原稿、pre-commit の設定を作ります",
}


class _Lazy(click.Group):
    """Imports a command's module when the command is used, and suggests the one that was meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"adcheck.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"「{close[0]}」ではありませんか？" if close else f"使えるコマンド: {', '.join(COMMANDS)}"
            raise click.UsageError(f"「{args[0]}」というコマンドはありません。{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # from the table above, so that help imports no command
        with formatter.section("コマンド"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, "-V", "--version", prog_name="adcheck", message="%(prog)s %(version)s", help="バージョンを表示します"
)
def cli() -> None:
    """adcheck: 日本語の広告・投稿・契約書を、公開や締結の前に確認します。

    指摘は法的なおそれを知らせるもので、法的助言ではありません。
    """


def main() -> None:
    """Entry point of the ``adcheck`` command."""
    # The packs are many small objects that live to the end; collecting garbage while they load finds none.
    gc.set_threshold(100_000)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Reports are UTF-8 whatever the terminal; a character it cannot show must not end the run.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli()
