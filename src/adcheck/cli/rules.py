"""``adcheck rules``."""

from __future__ import annotations

import json

import click

from adcheck.cli.groups import host_here
from adcheck.model import Pack, Rule
from adcheck.report.grouping import SEVERITY_WORDS


@click.command("rules", short_help="規則の一覧を表示します")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="出力形式",
)
def command(format_name: str) -> None:
    """読み込まれた規則の一覧を表示します。"""
    packs = host_here().registry.packs
    render = {"text": _text, "json": _json, "markdown": _markdown}[format_name]
    click.echo(render(packs), nl=False)


def _text(packs: tuple[Pack, ...]) -> str:
    lines = []
    for pack in packs:
        lines.append(f"{pack.name} {pack.version}  {pack.title}（{len(pack.rules)} 規則）")
        lines += [f"  {rule.severity:7} {rule.id}  {rule.title}" for rule in pack.rules]
    return "\n".join(lines) + "\n"


def _json(packs: tuple[Pack, ...]) -> str:
    data = [
        {
            "name": pack.name,
            "version": pack.version,
            "title": pack.title,
            "plugin": pack.plugin,
            "rules": [
                {
                    "id": rule.id, "title": rule.title, "severity": rule.severity, "check": rule.check, "why": rule.why,
                    "when": {key: list(values) for key, values in rule.when.items()}, "suggest": list(rule.suggest), "law": laws(rule),
                }
                for rule in pack.rules
            ],
        }
        for pack in packs
    ]  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def laws(rule: Rule) -> list[dict[str, str]]:
    """A rule's citations as plain data."""
    return [
        {
            "key": each.law.key,
            "title": each.law.title,
            "pinpoint": each.pinpoint,
            "number": each.law.number,
            "url": each.law.url,
        }
        for each in rule.law
    ]


def _markdown(packs: tuple[Pack, ...]) -> str:
    parts = ["# 規則一覧\n"]
    for pack in packs:
        parts.append(f"\n## {pack.title}（{pack.name} {pack.version}、{len(pack.rules)} 規則） {{#{pack.name}}}\n")
        for rule in pack.rules:
            parts.append(
                f"\n### {rule.title} {{#{rule.id}}}\n\n`{rule.id}` — {SEVERITY_WORDS[rule.severity]}\n\n{rule.why}\n"
            )
            if rule.law:
                parts.append("\n根拠:\n\n" + "".join(f"- {_law(each)}\n" for each in laws(rule)))
            if rule.suggest:
                parts.append("\n言い換え:\n\n" + "".join(f"- {each}\n" for each in rule.suggest))
    return "".join(parts)


def _law(law: dict[str, str]) -> str:
    title = f"[{law['title']}]({law['url']})" if law["url"] else law["title"]
    return " ".join(part for part in (title, law["number"] and f"（{law['number']}）", law["pinpoint"]) if part)
