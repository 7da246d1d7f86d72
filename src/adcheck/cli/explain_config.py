"""``adcheck check --explain-config``: every value of a document's context with its origin, and the rules that speak."""

from __future__ import annotations

from collections.abc import Iterable

from adcheck.engine.checker import Checker
from adcheck.engine.decide import ORIGIN_WORDS
from adcheck.model import CONTEXT_VALUES, Document


def explain(checker: Checker, documents: Iterable[Document]) -> str:
    """A Japanese text, one section a document."""
    lines = [f"設定ファイル: {checker.settings.file or 'なし'}", f"法令の基準日: {checker.as_of.isoformat()}"]
    for document in documents:
        checked, _ = checker.check(document) if not document.error else (None, ())
        lines += ["", document.path + (f" {document.name}" if document.name else "")]
        if checked is None:
            lines.append(f"  読めません: {document.error}")
            continue
        for key in CONTEXT_VALUES:
            note = checked.context.note.get(key)
            lines.append(
                f"  {key} = {checked.context.get(key)}（{ORIGIN_WORDS[checked.context.origin[key]]}{'「' + note + '」' if note else ''}）"
            )
        for key, value in checked.context.facts.items():
            lines.append(f"  {key} = {value}")
        _, levels, select, ignore = checker.settings.for_path(document.path)
        for prefix, level in levels.items():
            lines.append(f"  levels.{prefix} = {level}")
        for pack in checker.host.registry.packs:
            active = [rule.id for rule in pack.rules if checker.asks(rule, checked.context, select, ignore)]
            lines.append(f"  {pack.name}: 有効な規則 {len(active)} / {len(pack.rules)}")
            lines += [f"    {rule}" for rule in active]
    return "\n".join(lines) + "\n"
