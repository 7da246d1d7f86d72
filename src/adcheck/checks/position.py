"""``mark`` and ``position``: which advertising marks a post carries, and where the first clear one stands.

``mark`` looks at kinds of marks (``text.marks.KINDS``):

=============  =====================================================================================================
``with``       kinds of which one must be there
``without``    kinds of which none may be there
``given``      terms of which one must occur anywhere (links too)
``given-for``  context values for which ``given`` is not asked: ``{ relationship = ["affiliate"] }``
``none``       terms that silence the rule anywhere
``report``     kinds to report, each where it stands
``find``       terms to report, each where it stands (links too), unless ``except`` matches in its sentence
``like``       where nothing of these is there, the sentence that reads most like it: ``{ network = file, head = name, least = score }``
``warning``    further terms to report, as a warning at most; ``warning-kinds`` says so of kinds
``width``      report only marks in ``half`` width kana or ``full`` width latin letters, with an edit to ordinary ones
``first``      report only the first
``guessed``    severity when the relationship is only inferred from the text
``by-fact``    severities by a fact of the context: ``{ role = { other = "warning", unknown = "warning" } }``
``anchor``     an absence points at the first ``given``
``insert``     text that a fix puts before the first line
=============  =====================================================================================================

Without ``report`` and ``find`` the rule reports an absence. A platform label that the context says is on (``label_set = "yes"``) is a
clear mark; in a text without Japanese a foreign mark is.

``position`` looks at the first clear mark; ``of`` says how: ``tags`` (in a heap of hashtags), ``end`` (far down), ``parts`` (only in some parts
of a thread), ``behind`` (below everything in ``what``), ``video`` (on the time line). All numbers are the rule's: the law names none.

Both take their words from ``clear``, ``weak``, ``unclear``, ``foreign`` (default: the lists ``mark-clear`` …).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import regex

from adcheck.checks.base import Check, Page, Table
from adcheck.checks.likeness import likest, network_of
from adcheck.model import SEVERITIES, UNKNOWN, Edit, Match, Severity
from adcheck.packs.errors import RuleError
from adcheck.text.marks import KINDS, WORDS, Mark, is_narrow, is_wide, marks
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Hit, Reading
from adcheck.text.segment import HASHTAG

_ASPECTS = ("tags", "end", "parts", "behind", "video")
_JAPANESE = Pattern(r"[ぁ-ゖァ-ヺ一-鿿]")
_MEMO = "marks"


# ---------------------------------------------------------------------------------------------------------------------
# what both checks share


def _words(table: Table) -> dict[str, Any]:
    return {kind: table.terms(kind, [f"@mark-{kind}"]) for kind in WORDS}


def _kinds(table: Table, key: str) -> list[str]:
    kinds = table.texts(key, [])
    for kind in kinds:
        if kind not in KINDS:
            raise RuleError(table.where.at(key), f"「{kind}」は使えません（{' / '.join(KINDS)}）")
    return kinds


def _marks(page: Page, spec: Mapping[str, Any]) -> Sequence[Mark]:
    """The marks of the page, found once for all rules with the same words."""
    key = f"{_MEMO}:{sorted((kind, spec['words'][kind]['lists']) for kind in WORDS)}"
    if key not in page.memo:
        page.memo[key] = marks(page.reading, spec["words"])
    found: Sequence[Mark] = page.memo[key]
    return found


def _present(page: Page, found: Sequence[Mark]) -> set[str]:
    """The kinds that count as there."""
    kinds: set[str] = {mark.kind for mark in found}
    if page.context.facts.get("label_set") in ("yes", True):
        kinds.add("clear")
    if "foreign" in kinds and not _JAPANESE.search(page.reading.text):
        kinds.add("clear")
    return kinds


def _first_line(page: Page) -> int:
    """Where a mark can be put before the text: behind front matter."""
    front = (block.span.end for block in page.document.blocks if block.kind == "front-matter")
    return next(front, 0)


# ---------------------------------------------------------------------------------------------------------------------
# mark


def _prepare_mark(table: Table) -> dict[str, Any]:
    return {
        "words": _words(table),
        "with": _kinds(table, "with"),
        "without": _kinds(table, "without"),
        "report": _kinds(table, "report"),
        "mild-kinds": _kinds(table, "warning-kinds"),
        "given": table.terms("given", None),
        "given-for": table.mapping("given-for", {}),
        "none": table.terms("none", None),
        "find": table.terms("find", None),
        "like": _like(table.table("like", None)),
        "except": table.terms("except", None),
        "mild": table.terms("warning", None),
        "width": table.choice("width", ("half", "full", ""), ""),
        "first": table.flag("first"),
        "guessed": table.choice("guessed", SEVERITIES) if "guessed" in table else None,
        "by-fact": _by_fact(table),
        "anchor": table.flag("anchor"),
        "insert": table.text("insert", ""),
    }


def _like(table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    head = table.text("head")
    found = {"network": network_of(table, [head]), "head": head, "least": table.number("least")}
    table.finish()
    return found


def _by_fact(table: Table) -> dict[str, dict[str, Severity]]:
    facts: dict[str, dict[str, Severity]] = table.mapping("by-fact", {})
    for name, values in facts.items():
        if not set(values.values()) <= set(SEVERITIES):
            raise RuleError(table.where.at(f"by-fact.{name}"), f"重さは {' / '.join(SEVERITIES)} で書いてください")
    return facts


def _by_stated(page: Page, values: Mapping[str, Mapping[str, Severity]]) -> tuple[Severity | None, str]:
    """The mildest severity that the facts ask for, and what they are or that nobody stated them."""
    asked: list[Severity] = []
    notes = []
    for name, severities in values.items():
        stated = str(page.context.facts.get(name, UNKNOWN))
        asked += [severities[stated]] if stated in severities else []
        known = " / ".join(value for value in severities if value != UNKNOWN)
        notes.append(
            f"{name}={stated}"
            if stated != UNKNOWN
            else f"{name} が分かりません。{known} のどれかを指定すると重さが定まります"
        )
    return max(asked, key=SEVERITIES.index, default=None), "。".join(notes)


def _find_mark(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    found = _marks(page, spec)
    present = _present(page, found)
    if (spec["with"] and not present & set(spec["with"])) or present & set(spec["without"]):
        return
    if not reading.text.strip() or reading.has(spec["none"]):
        return
    given = reading.find(spec["given"])
    if spec["given"] is not None and not given and not _spared(page, spec["given-for"]):
        return
    guessed: Severity | None = spec["guessed"] if page.context.origin.get("relationship") == "inferred" else None
    edits = (Edit(at, at, spec["insert"]),) if spec["insert"] and (at := _first_line(page)) >= 0 else ()
    if spec["width"]:
        yield from _odd_width(reading, found, spec["report"], spec["width"])
        return
    if not spec["report"] and spec["find"] is None:
        asked, detail = _by_stated(page, spec["by-fact"])
        yield Match(
            reading.span(given[0].start, given[0].end) if given and spec["anchor"] else None,
            severity=guessed or asked,
            detail=detail,
            edits=edits,
        )
        return
    reported = sorted((*_reported_marks(found, spec), *_reported_terms(reading, spec)), key=lambda item: item[:2])
    if not reported and spec["like"]:
        sentence = likest(page, *spec["like"].values())
        reported = [(sentence.start, sentence.end, None)] if sentence else []
    for start, end, severity in reported[:1] if spec["first"] else reported:
        yield Match(reading.span(start, end), severity=guessed or severity, edits=edits)


def _odd_width(reading: Reading, found: Sequence[Mark], kinds: Sequence[str], width: str) -> Iterator[Match]:
    is_odd = is_narrow if width == "half" else is_wide
    for mark in found:
        if mark.kind in kinds and is_odd(reading, mark.start, mark.end):
            span = reading.span(mark.start, mark.end)
            raw = reading.view.raw[span.start : span.end]
            yield Match(span, edits=(Edit(span.start, span.end, unicodedata.normalize("NFKC", raw)),))


def _spared(page: Page, values: Mapping[str, Sequence[str]]) -> bool:
    return bool(values) and all(page.context.get(key) in wanted for key, wanted in values.items())


_Reported = tuple[int, int, Severity | None]


def _reported_marks(found: Sequence[Mark], spec: Mapping[str, Any]) -> Iterator[_Reported]:
    reported = [mark for mark in found if mark.kind in spec["report"]]
    # 「久しぶりのお仕事でした … #お仕事」: the tag is the mark, the sentence only a hint
    for mark in [mark for mark in reported if not mark.sentence] or reported:
        yield mark.start, mark.end, "warning" if mark.kind in spec["mild-kinds"] else None


def _reported_terms(reading: Reading, spec: Mapping[str, Any]) -> Iterator[_Reported]:
    mild = {(hit.start, hit.end) for hit in reading.find(spec["mild"])}
    for hit in (*reading.find(spec["find"]), *(Hit(*span, "") for span in sorted(mild))):
        sentence = reading.sentence_at(hit.start)
        low, high = (sentence.start, sentence.end) if sentence else (hit.start, hit.end)
        if not any(low <= other.start < high for other in reading.find(spec["except"], low, high)):
            yield hit.start, hit.end, "warning" if (hit.start, hit.end) in mild else None


def _needs_mark(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [spec["given"]] if spec["given"] is not None and not spec["given-for"] else []


# ---------------------------------------------------------------------------------------------------------------------
# position


def _prepare_position(table: Table) -> dict[str, Any]:
    of = table.choice("of", _ASPECTS)
    spec: dict[str, Any] = {"words": _words(table), "of": of}
    if of == "tags":
        spec |= {key: table.integer(key) for key in ("many", "some", "place")}
    elif of == "end":
        spec |= {
            "length": table.integer("length", 0),
            "tail": table.number("tail", 1.0),
            "padding": table.integer("padding", 0),
        }
        spec |= {"short": table.mapping("short"), "visible": table.mapping("visible", {})}
    elif of == "parts":
        spec |= {"call": table.terms("call")}
    elif of == "behind":
        spec |= {"what": table.terms("what")}
    else:
        spec |= {key: table.number(key) for key in ("unreadable", "brief", "head", "head-share", "long")}
    return spec


def _find_position(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    if page.context.facts.get("label_set") in ("yes", True):
        return
    found = _marks(page, spec)
    if spec["of"] == "video":
        yield from _video(page, found, spec)
        return
    clear = [mark for mark in found if mark.kind == "clear"]
    if not clear:
        return
    if spec["of"] == "tags":
        yield from _heaped(page.reading, clear, spec)
    elif spec["of"] == "end":
        if all(block.time is None for block in page.document.blocks):  # nobody unfolds captions
            yield from _late(page, clear[0], spec)
    elif spec["of"] == "behind":
        what = page.reading.find(spec["what"])
        if what and clear[0].start >= what[-1].end:
            yield Match(page.reading.span(clear[0].start, clear[0].end))
    else:
        yield from _parts(page.reading, clear, spec)


def _heaped(reading: Reading, clear: Sequence[Mark], spec: Mapping[str, Any]) -> Iterator[Match]:
    """The only clear marks are tags inside a run of tags."""
    if any(not mark.tag for mark in clear):
        return
    best: tuple[int, Mark, int, int] | None = None  # rank of the best placed mark: 0 seen, 1 warning, 2 error
    for run in _tag_runs(reading.folded):
        for mark in clear:
            if mark.start in run:
                place = run.index(mark.start) + 1
                rank = 0
                if len(run) >= spec["many"] and place > 1:
                    rank = 2
                elif len(run) >= spec["some"] and place >= spec["place"]:
                    rank = 1
                if best is None or rank < best[0]:
                    best = (rank, mark, place, len(run))
    if best and best[0]:
        rank, mark, place, count = best
        values = {"place": str(place), "count": str(count)}
        yield Match(
            reading.span(mark.start, mark.end),
            values,
            "error" if rank == 2 else "warning",
            f"{count}個のタグの{place}番目",
        )


def _tag_runs(text: str) -> list[list[int]]:
    """Starts of the hashtags, run by run: tags with nothing but space and dots between them, glued ones too."""
    runs: list[list[int]] = []
    end = -1
    for match in HASHTAG.finditer(text):
        if runs and not regex.search(r"[\w]", text[end : match.start()]):
            runs[-1].append(match.start())
        else:
            runs.append([match.start()])
        end = match.end()
    return runs


def _late(page: Page, mark: Mark, spec: Mapping[str, Any]) -> Iterator[Match]:
    """The first clear mark is at the end, behind padding, or below the fold."""
    reading = page.reading
    text = reading.text
    start = _text_start(page, reading)
    body = text[start:].strip()
    before = text[start : mark.start].lstrip()
    if spec["padding"] and _padding(before) >= spec["padding"]:
        yield Match(reading.span(mark.start, mark.end), {"where": "空行や「・」の下"}, "error")
        return
    short = spec["short"]
    if len(body) <= short["characters"] and _lines(body) <= short["lines"]:
        return
    at_end = mark.tag and not HASHTAG.sub("", text[mark.end :]).strip()
    share = 1.0 if at_end else len(before) / max(1, len(body))
    values = {"at": str(len(before) + 1), "length": str(len(body))}
    if spec["length"] and len(body) >= spec["length"] and share >= spec["tail"]:
        yield Match(
            reading.span(mark.start, mark.end),
            {**values, "where": "末尾"},
            "error",
            f"全{len(body)}文字の{len(before) + 1}文字目",
        )
        return
    fold = spec["visible"].get(page.context.platform)
    if fold and (len(before) > fold.get("characters", len(body)) or _lines(before) > fold.get("lines", len(body))):
        yield Match(
            reading.span(mark.start, mark.end),
            {**values, "where": "折りたたみの中"},
            "warning",
            f"{len(before) + 1}文字目",
        )


def _text_start(page: Page, reading: Reading) -> int:
    at = _first_line(page)
    return next((index for index, raw in enumerate(reading.view.starts) if raw >= at), 0) if at else 0


def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def _padding(before: str) -> int:
    """The longest run of lines right above the mark that hold nothing to read."""
    count = 0
    for line in reversed(before.split("\n")[:-1]):
        if regex.search(r"[\w#]", line.replace("ー", "")):
            break
        count += 1
    return count


_PART = Pattern(
    r"(?:^|\n)[^\n]{0,8}?(?P<n>\d{1,2})\s*/\s*(?P<of>\d{1,2})(?![\d/月])|(?:^|\n)\W{0,3}(?:すとーりーず?|投稿|ぽすと|すれっど|ついーと|連投)\s*(?P<m>\d{1,2})(?!\d)|(?:^|\n)\s?(?P<s>\d{1,2})/(?=\s)"
)


def _parts(reading: Reading, clear: Sequence[Mark], spec: Mapping[str, Any]) -> Iterator[Match]:
    """Parts of a thread that carry a link or call but no mark."""
    starts = list(_PART.finditer(reading.folded))
    numbers = [int(match["n"] or match["m"] or match["s"]) for match in starts]
    if len(starts) < 2 or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return
    bounds = [match.start() for match in starts] + [len(reading.text)]
    for low, high in pairwise(bounds):
        if any(low <= mark.start < high for mark in clear):
            continue
        for hit in reading.find(spec["call"], low, high)[:1]:
            yield Match(reading.span(hit.start, hit.end))


# ---------------------------------------------------------------------------------------------------------------------
# position on a time line


_CODE = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?"
_RANGE = Pattern(rf"{_CODE}(?:\s*(?:-->|[-–—~〜]|から)\s*{_CODE})?")
_TOTAL = Pattern(
    r"(?:全編?|計|合計|尺|全尺|トータル|とーたる|約|総尺|本編|\()\s*[::]?(?:約)?(?:(\d+)\s*分(?!の))?\s*(?:(\d+)\s*秒)?|(\d+)\s*分(?:超|強|弱|くらい|ほど|前後)?の(?:動画|らいぶ|配信|本編|映像|長尺|vlog|れびゅー)"
)
_ALWAYS = Pattern(
    r"全編|常時|常に|ずっと|通し(?:で|て)|し続け|続ける|終始|全かっと|全しーん|最後まで|出しっぱなし|つねに|固定表示|本編中|全体を通|終わりまで|消さない|\d+分(?:おき|ごと)|毎回"
)
_HEAD = Pattern(
    r"冒頭|最初(?!の一瞬)|おーぷにんぐ|開始|すたーと|あたま|頭で|頭に|先頭|はじめに|始まり|たいとる(?:画面|かーど|で|に)|1かっと目|かっと1(?!\d)"
)
_END = Pattern(
    r"らすと|最後|えんでぃんぐ|えんどかーど|えんどろーる|えんど画面|末尾|終わり|締め|終盤|終了|あうとろ|くろーじんぐ|最終かっと|去り際"
)
_MIDDLE = Pattern(r"中盤|途中|中ほど|真ん中|休憩|合間|後半|なかば|半ば")
_BELOW = Pattern(r"(?:概要欄|説明欄|説明文|きゃぷしょん|こめんと欄)(?:に|のみ|だけ|で|へ|の|:)")
_SPOKEN = Pattern(r"口頭|ひとこと|一言|ひと言|なれーしょん|話す|言う|伝える|触れる|しゃべ|せりふ|と言って")
_SHOWN = Pattern(
    r"(?:てろっぷ|字幕|表示|画面|文字)(?!(?:は|も|の表示は)?(?:な(?:し|い)|無し|入れ(?:ない|ず)|出さ(?:ない|ず)|省略|不要))|左上|右上|左下|右下|隅|帯|かーど"
)
_SECONDS = Pattern(
    r"(\d+(?:\.\d+)?)\s*秒(?!以上|おき|ごと|後|から|目)|(?:0\.\d+)\s*s(?:ec)?|(?P<flash>\d*\s*1?\s*ふれーむ|一瞬|さぶりみなる|ちらっと)"
)
# A brief speaks about the mark rather than carrying it.
_SPOKEN_OF = Pattern(
    r"(?:pr|広告|ぷろもーしょん|提供)[」』]?の?(?:表示|表記|文字|てろっぷ|まーく|くれじっと)(?=は|を|が|も|:)"
)
# the steps of a plan in one line
_STEP = Pattern(r"(?<!\d)/(?!\d)|→|⇒|\|")
# 「28秒目に」「6分あたりで」
_AT = Pattern(
    r"(?=\d)(?:(\d+)\s*分)?(?:\s*(\d+)\s*秒)?\s*(?:目|め(?!ー)|あたり|時点|付近|過ぎ|すぎ|ごろ|頃)(?:に|で|から|、|の)"
)
_ONLY = Pattern(r"^.{0,6}?(?:だけ|のみ|間|ほど|くらい|程度)")


def _video(page: Page, found: Sequence[Mark], spec: Mapping[str, Any]) -> Iterator[Match]:
    """The mark is too short, or only in the middle or at the end of a long video."""
    shown = [mark for mark in found if mark.kind in ("clear", "weak", "foreign")]
    if not shown and page.context.kind == "brief":
        shown = [Mark(*match.span(), "clear") for match in _SPOKEN_OF.finditer(page.reading.folded)]
    if not shown:
        return
    scenes = _scenes(page)
    total = _total(page.reading.folded, scenes)
    judged = [(_verdict(page.reading, mark, scenes, total, spec), mark) for mark in shown]
    if any(verdict[0] == "good" for verdict, _ in judged):
        if len(judged) == 1 and judged[0][0][1] and total > spec["long"]:
            mark = judged[0][1]
            yield Match(
                page.reading.span(mark.start, mark.end),
                {"how": "口頭で一度だけ"},
                "warning",
                "長い動画で、言葉で一度触れるだけです",
            )
        return
    order = ("unreadable", "late", "brief", "below")
    (verdict, _, low, high), mark = min(judged, key=lambda item: order.index(item[0][0]))
    how = {"unreadable": "一瞬だけ", "brief": "短い時間だけ", "late": "途中や終わりだけ", "below": "概要欄だけ"}[
        verdict
    ]
    severity: Severity = "error" if verdict in ("unreadable", "late") else "warning"
    yield Match(page.reading.span(min(low, mark.start), max(high, mark.end)), {"how": how}, severity)


# (start, end) in the reading and (from, until) in seconds
_Scene = tuple[int, int, float, float | None]


def _scenes(page: Page) -> list[_Scene]:
    """Stretches of the text with a time: caption cues of the file, else time codes at lines."""
    reading = page.reading
    cues = [block for block in page.document.blocks if block.time is not None]
    if cues:
        return [
            (*reading.view.locate(block.span), block.time[0] / 1000, block.time[1] / 1000)
            for block in cues
            if block.time
        ]
    text = reading.folded
    found: list[_Scene] = []
    times = list(_RANGE.finditer(text))
    for number, match in enumerate(times):
        line_start = text.rfind("\n", 0, match.start()) + 1
        line_end = text.find("\n", match.end())
        line_end = len(text) if line_end < 0 else line_end
        if number and times[number - 1].start() >= line_start:
            line_start = match.start()
        if number + 1 < len(times):
            line_end = min(line_end, times[number + 1].start())
        # a caption's text stands in the lines below its time, a script's beside it
        end = _blank_after(text, line_end) if "-->" in match[0] else line_end
        found.append((line_start, end, _clock(match.groups()[:4]) or 0.0, _clock(match.groups()[4:])))
    return found


def _blank_after(text: str, start: int) -> int:
    blank = regex.compile(r"\n\s*\n").search(text, start)
    return blank.start() if blank else len(text)


def _clock(parts: Sequence[str | None]) -> float | None:
    hours, minutes, seconds, fraction = parts
    if minutes is None or seconds is None:
        return None
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{fraction}") if fraction else 0.0)


def _total(text: str, scenes: Sequence[_Scene]) -> float:
    """Seconds of the whole video as stated, else as the last time says."""
    stated = [
        int(match[1] or match[3] or 0) * 60 + int(match[2] or 0)
        for match in _TOTAL.finditer(text)
        if match[1] or match[2] or match[3]
    ]
    timed = [until if until is not None else start for _, _, start, until in scenes]
    return float(max([*stated, *timed], default=0))


_Verdict = tuple[str, bool, int, int]  # what, spoken only, start and end of the words that tell


def _verdict(reading: Reading, mark: Mark, scenes: Sequence[_Scene], total: float, spec: Mapping[str, Any]) -> _Verdict:
    text = reading.folded
    low, high = _step(text, mark)
    line = text[low:high]
    scene = next((scene for scene in scenes if scene[0] <= mark.start < scene[1]), None)
    spoken = bool(_SPOKEN.search(line)) and not _SHOWN.search(line)
    if _ALWAYS.search(line):
        return "good", spoken, mark.start, mark.end
    seconds = _shown_for(text, mark, low, low + len(line))
    if seconds is not None and seconds[0] < spec["brief"]:
        return ("unreadable" if seconds[0] < spec["unreadable"] else "brief"), spoken, seconds[1], seconds[2]
    if scene and scene[3] is not None and scene[3] - scene[2] < spec["unreadable"]:
        return "unreadable", spoken, mark.start, mark.end
    if _BELOW.search(line) and not _HEAD.search(line):
        return "below", spoken, mark.start, mark.end
    if scene and scene[2] <= max(spec["head"], spec["head-share"] * total):
        early = scene[3] is not None and scene[3] - scene[2] < spec["brief"]
        return ("brief" if early else "good"), spoken, mark.start, mark.end
    if _HEAD.search(line) and not scene:
        return "good", spoken, mark.start, mark.end
    # a script whose clock does not begin at nought (a live show at 20:00) has its head in the first scene
    if scene and len(scenes) > 1 and scene == scenes[0] and not _END.search(line):
        return "good", spoken, mark.start, mark.end
    at = [int(match[1] or 0) * 60 + int(match[2] or 0) for match in _AT.finditer(text, low, mark.start)]
    if at and at[-1] <= max(spec["head"], spec["head-share"] * total):
        return "good", spoken, mark.start, mark.end
    if at:
        return "late", spoken, mark.start, mark.end
    near = max(low, mark.start - 30), min(len(text), mark.end + 12, low + len(line))
    where = _END.search(text, *near) or _MIDDLE.search(text, *near)
    if where:
        return "late", spoken, where.start(), where.end()
    return ("late" if scene else "good"), spoken, mark.start, mark.end


def _step(text: str, mark: Mark) -> tuple[int, int]:
    """The line of a plan that the mark stands in, or its step of a line 「冒頭:あいさつ/ラスト:PR」."""
    low = text.rfind("\n", 0, mark.start) + 1
    high = text.find("\n", mark.end)
    high = high if high >= 0 else len(text)
    cuts = [match.start() for match in _STEP.finditer(text, low, high)]
    return (
        max((cut + 1 for cut in cuts if cut < mark.start), default=low),
        min((cut for cut in cuts if cut >= mark.end), default=high),
    )


def _shown_for(text: str, mark: Mark, low: int, high: int) -> tuple[float, int, int] | None:
    """How long a script says the mark stays: seconds right behind it, or before it with 「だけ」."""
    for match in _SECONDS.finditer(text, low, high):
        behind = 0 <= match.start() - mark.end <= 12
        before = 0 <= mark.start - match.end() <= 16 and (
            match["flash"] or _ONLY.match(text[match.end() : mark.start + 1])
        )
        inside = mark.start <= match.start() < mark.end
        if behind or before or inside:
            value = 0.0 if match["flash"] else float(match[1] or regex.sub(r"[^\d.]", "", match[0]))
            return value, match.start(), match.end()
    return None


def _needs_position(spec: Mapping[str, Any]) -> Sequence[Mapping[str, Sequence[str]]]:
    return [spec["what"]] if spec["of"] == "behind" else ()


CHECKS = [
    Check("mark", _prepare_mark, _find_mark, _needs_mark),
    Check("position", _prepare_position, _find_position, _needs_position),
]
