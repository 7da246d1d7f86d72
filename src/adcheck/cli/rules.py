"""``adcheck rules``."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

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
@click.option("--upcoming", is_flag=True, help="これから施行される、または廃止される規則だけ")
@click.option(
    "--stale",
    type=click.IntRange(min=0),
    metavar="N",
    help="根拠の法令を N か月以上だれも確かめていない規則だけ",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="この日を基準にします（既定は今日）")
def command(format_name: str, upcoming: bool, stale: int | None, as_of: Any) -> None:
    """読み込まれた規則の一覧を表示します。"""
    day = as_of.date() if as_of else date.today()
    packs: Sequence[Pack] = host_here().registry.packs
    if upcoming:
        packs = _only(packs, lambda rule: any(each > day for each in _dates(rule)))
    if stale is not None:
        packs = _only(packs, lambda rule: _is_stale(rule, day, stale))
    render = {"text": _text, "json": _json, "markdown": _markdown}[format_name]
    click.echo(render(packs), nl=False)


def _only(packs: Sequence[Pack], keep: Callable[[Rule], bool]) -> list[Pack]:
    kept = [pack._replace(rules=tuple(filter(keep, pack.rules))) for pack in packs]
    return [pack for pack in kept if pack.rules]


def _dates(rule: Rule) -> list[date]:
    """The days on which a rule, or a law it rests on, begins and ends."""
    laws = [each.law for each in rule.law]
    days = [rule.since, rule.until, *(law.since for law in laws), *(law.until for law in laws)]
    return [day for day in days if day]


def _is_stale(rule: Rule, day: date, months: int) -> bool:
    return any(each.law.verified is None or _months(each.law.verified, day) >= months for each in rule.law)


def _months(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _text(packs: Sequence[Pack]) -> str:
    lines = []
    for pack in packs:
        lines.append(f"{pack.name} {pack.version}  {pack.title}（{len(pack.rules)} 規則）")
        lines += [f"  {rule.severity:7} {rule.id}  {rule.title}" for rule in pack.rules]
    return "".join(f"{line}\n" for line in lines) or "当てはまる規則はありません\n"


def _json(packs: Sequence[Pack]) -> str:
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
            "since": str(each.law.since or ""),
            "until": str(each.law.until or ""),
            "verified": str(each.law.verified or ""),
        }
        for each in rule.law
    ]


def _markdown(packs: Sequence[Pack]) -> str:
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
    dates = [
        f"{law[key]} {word}" for key, word in (("since", "から"), ("until", "まで"), ("verified", "に確認")) if law[key]
    ]
    parts = (
        title,
        law["number"] and f"（{law['number']}）",
        law["pinpoint"],
        f"［{'、'.join(dates)}］" if dates else "",
    )
    return " ".join(part for part in parts if part)
