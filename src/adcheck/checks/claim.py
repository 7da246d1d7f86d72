"""``claim``: the text asserts something. Keys: see docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex

from adcheck.checks.base import Check, Conditions, Page, Table, in_text, match_of
from adcheck.model import Match
from adcheck.packs.errors import RuleError
from adcheck.text.assertion import STATUSES
from adcheck.text.inflect import TAIL
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Hit, Reading
from adcheck.text.segment import Sentence

_TAIL = Pattern(TAIL)
# The argument that stands right before an effect: 「塗りムラが」消えた. Pronouns and the worry itself stand for the target.
_ARGUMENT = Pattern(
    r"(?P<noun>[一-鿿々ぁ-ゖーa-z0-9]{1,12}?)(?P<particle>が|を)(?:すっかり|ほぼ|かなり|ほんとに|本当に|全部|どんどん|みるみる|だんだん|一気に|完全に|まるごと|きれいに|一瞬で|ちょっと|少し|ほとんど|[ぁ-ゖ]{2,4}っと|[ぁ-ゖ]{2}っ|[0-9]+[^。!?、]{1,4}?で|、)*$"
)
_STANDS_IN = Pattern(
    r"(?:それ|これ|あれ|やつ|悩み|もの|とこ|ところ|全部|全て|すべて|部分|気にな|色|跡|存在感|影|濃さ|数|量|範囲|面積|こと|線|溝|表面)$"
)
_CUT = Pattern(r"[。!?]|(?:けど|けれど|だけど|ですが|ますが|たが|のに|ので|から|ため)、?|、")


def _prepare(table: Table) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "target": table.terms("target", None),
        "effect": table.terms("effect", None),
        "phrase": table.terms("phrase", None),
        "status": table.texts("status", ["asserted"]),
        "gap": table.integer("gap", 30),
        "ellipsis": table.flag("ellipsis", True),
        **Conditions.prepare(table),
    }
    for status in spec["status"]:
        if status not in STATUSES:
            raise RuleError(table.where.at("status"), f"「{status}」は使えません（{' / '.join(STATUSES)}）")
    if (spec["target"] is None) != (spec["effect"] is None):
        raise RuleError(table.where, "target と effect は両方書いてください")
    if spec["target"] is None and spec["phrase"] is None:
        raise RuleError(table.where, "target と effect、または phrase が必要です")
    return spec


def _needs(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if spec["phrase"] is None:
        return [spec["target"], spec["effect"]]
    if spec["target"] is None:
        return [spec["phrase"]]
    both = {key: [*spec["phrase"][key], *spec["effect"][key]] for key in ("lists", "regexes")}
    return [both]


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    for reading in page.readings:
        for sentence, start, end, values in _candidates(reading, spec):
            if page.status(reading, sentence, *_verb_of(values, start, end)) not in spec["status"]:
                continue
            if Conditions.hold(reading, sentence, spec):
                yield match_of(
                    reading,
                    start,
                    end,
                    target=reading.text[slice(*values["target"])] if "target" in values else "",
                    effect=reading.text[slice(*values["effect"])] if "effect" in values else "",
                )


_Parts = Mapping[str, tuple[int, int]]


def _verb_of(values: _Parts, start: int, end: int) -> tuple[int, int]:
    """The part whose polarity counts: the effect, else the whole phrase."""
    return values.get("verb", (start, end))


def _candidates(reading: Reading, spec: Mapping[str, Any]) -> Iterator[tuple[Sentence, int, int, _Parts]]:
    for hit, sentence in in_text(reading, reading.find(spec["phrase"])):
        yield sentence, hit.start, _with_tail(reading, hit.end, sentence), {"verb": (hit.start, hit.end)}
    if spec["target"] is None:
        return
    targets: dict[int, list[Hit]] = {}
    for hit, sentence in in_text(reading, reading.find(spec["target"])):
        targets.setdefault(sentence.position, []).append(hit)
    if not targets:
        return
    for effect, sentence in in_text(reading, reading.find(spec["effect"])):
        target = _target_for(reading, targets, effect, sentence, spec)
        if target is None:
            continue
        parts = {
            "target": (target.start, target.end),
            "effect": (effect.start, effect.end),
            "verb": (effect.start, effect.end),
        }
        if target.end <= effect.start and target.start >= sentence.start:
            yield sentence, target.start, _with_tail(reading, effect.end, sentence), parts
        elif target.start >= sentence.start:
            yield sentence, effect.start, target.end, parts
        else:  # the target is in the sentence before: quote the effect
            yield sentence, effect.start, _with_tail(reading, effect.end, sentence), parts


def _with_tail(reading: Reading, end: int, sentence: Sentence) -> int:
    found = _TAIL.match(reading.folded, end, sentence.end)
    return found.end() if found else end


def _target_for(
    reading: Reading, targets: Mapping[int, list[Hit]], effect: Hit, sentence: Sentence, spec: Mapping[str, Any]
) -> Hit | None:
    """The target an effect is said of: before it in the clause, right behind it, or in the sentence before."""
    own = targets.get(sentence.position, [])
    before = [hit for hit in own if hit.end <= effect.start and effect.start - hit.end <= spec["gap"]]
    for hit in reversed(before):
        if _governs(reading.folded, hit, effect):
            return hit
    for hit in own:
        # 「薄くなったシミ」「さよなら、シミ」: only a relative clause or a slogan puts the effect first
        if 0 <= hit.start - effect.end <= 8 and not regex.search(r"[がを。!?]", reading.folded[effect.end : hit.start]):
            return hit
        if hit.start <= effect.start and effect.end <= hit.end:
            return hit  # the effect is part of the target's own wording
    if not spec["ellipsis"] or sentence.position == 0 or own:
        return None
    previous = targets.get(sentence.position - 1)
    near = (
        effect.start - sentence.start <= 24 and reading.sentences[sentence.position - 1].paragraph == sentence.paragraph
    )
    if previous and near and _own_argument(reading.folded[sentence.start : effect.start]) is None:
        return previous[-1]
    return None


def _governs(text: str, target: Hit, effect: Hit) -> bool:
    """Whether what stands between leaves the target the argument of the effect."""
    between = text[target.end : effect.start]
    if regex.search(r"[。!?]", between):
        return False
    argument = _own_argument(between)
    return argument is None or bool(_STANDS_IN.search(argument))


def _own_argument(before: str) -> str | None:
    """The noun of an own が/を phrase right before an effect, else None (the target's own particle does not count)."""
    clause = before[max((match.end() for match in _CUT.finditer(before)), default=0) :]
    found = _ARGUMENT.search(clause)
    if not found or not found["noun"].strip("のはもまですら"):
        return None
    noun: str = found["noun"]
    return noun


CHECKS = [Check("claim", _prepare, _find, _needs)]
