"""``adcheck init``: a commented configuration, sample front matter and the hook."""

from __future__ import annotations

import json
from importlib.metadata import distribution
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

_HOOK_FILE = Path(".pre-commit-config.yaml")
# pre-commit installs adcheck for the hook itself, so a commit is checked by the same version everywhere, whatever is on the PATH.
_HOOK = """\
repos:
  - repo: local
    hooks:
      - id: adcheck
        name: 広告表示の点検 (adcheck)
        entry: adcheck check --quiet
        language: python
        additional_dependencies: ["{requirement}"]
        types: [text]
        files: \\.(txt|md|markdown|html?|jsonl|csv|eml|srt|vtt)$
        require_serial: true
"""


def _requirement() -> str:
    """What pip installs this very adcheck from: the package index, or the address it came from (PEP 610)."""
    own = distribution("adcheck")
    origin = json.loads(own.read_text("direct_url.json") or "{}")
    if not origin:
        return f"adcheck=={own.version}"
    source = origin.get("vcs_info")
    return "adcheck @ " + (f"{source['vcs']}+{origin['url']}@{source['commit_id']}" if source else origin["url"])


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
        "requirement": _requirement(),
    }
    files = {Path(".adcheck.toml"): _CONFIG, Path(values["folder"]) / "instagram" / "sample.md": _SAMPLE}
    if hook:
        files[_HOOK_FILE] = _HOOK
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
    if hook and " @ file:" in values["requirement"]:
        click.echo(
            f"{_HOOK_FILE} はこのパソコンの adcheck の場所を指しています。共有する前に additional_dependencies を書き換えてください。"
        )
    click.echo(f"次は: adcheck check {values['folder']}")
    if hook:
        click.echo("コミットの前に止めるには: pip install pre-commit && pre-commit install")
