"""``adcheck init``: a commented configuration, sample front matter and the hook."""

from __future__ import annotations

from pathlib import Path

import click

from adcheck.cli.errors import USAGE, stop
from adcheck.model import CONTEXT_VALUES, UNKNOWN

_CONFIG = """\
# adcheck の設定。詳しくは `adcheck check --explain-config FILE` で、文書ごとに効いている値を確かめられます。

# この重さ以上の指摘があると終了コード 1 になります（error / warning / info）
fail-on = "error"

# どの文書にも当てはまる文脈。分からないものは消してください（本文から推定します）
[context]
relationship = "{relationship}"
category = "{category}"

# 規則ごとの重さ（規則 id の先頭で指定。error / warning / info / off）
[levels]
# "yakki.cos-agingcare-note" = "off"

# フォルダーごとに文脈を変える（後に書いたものが優先）
[[override]]
files = ["{folder}/instagram/**"]
context = {{ platform = "instagram" }}

[[override]]
files = ["contracts/**"]
context = {{ kind = "agreement" }}
"""

_SAMPLE = """\
---
adcheck:
  platform: instagram
  relationship: {relationship}
  category: {category}
---
【PR】ここに投稿文を書きます。
"""

_HOOK = """\
repos:
  - repo: local
    hooks:
      - id: adcheck
        name: adcheck（広告表現の確認）
        entry: adcheck check --quiet
        language: system
        files: \\.(md|txt|html|jsonl|csv)$
"""


def _choice(key: str) -> click.Choice[str]:
    return click.Choice([*CONTEXT_VALUES[key], UNKNOWN])


@click.command("init", short_help="設定ファイル、見本の原稿、pre-commit の設定を作ります")
@click.option(
    "--relationship", type=_choice("relationship"), prompt="広告主との関係", default="paid", help="広告主との関係"
)
@click.option(
    "--category", type=_choice("category"), prompt="商品のカテゴリー", default=UNKNOWN, help="商品のカテゴリー"
)
@click.option("--folder", prompt="投稿の原稿を置くフォルダー", default="posts", help="投稿の原稿を置くフォルダー")
@click.option("--hook/--no-hook", default=True, help=".pre-commit-config.yaml も作る / 作らない")
def command(relationship: str, category: str, folder: str, hook: bool) -> None:
    """いくつかの質問に答えると、注釈つきの設定ファイルなどを作ります。既にあるファイルは書き換えません。"""
    values = {
        "relationship": relationship,
        "category": category,
        "folder": folder.strip("/"),
    }
    files = {Path(".adcheck.toml"): _CONFIG, Path(values["folder"]) / "instagram" / "sample.md": _SAMPLE}
    if hook:
        files[Path(".pre-commit-config.yaml")] = _HOOK
    for path, template in files.items():
        if path.exists():
            click.echo(f"あります（変更しません）: {path}")
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(template.format(**values), encoding="utf-8")
        except OSError as error:
            stop(f"{path} を作れません（{error.strerror}）", USAGE)
        click.echo(f"作りました: {path}")
    click.echo(f"次は: adcheck check {values['folder']}")
