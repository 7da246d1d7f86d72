"""``stated``: something a message or brief should say is said; ``stated-groups``: enough of several such things are.

A text falls into parts: what stands under a heading, behind 「目的：」 or 「目的＝」, in the cell beside it, below a question. Keys of both (terms):

``labels``   a part whose label holds one of these states the matter, unless it is empty or put off (「未定」「追ってご連絡」) …
``hollow``   … or holds one of these and nothing of ``content``
``content``  … or, without ``hollow``, nothing of this
``top``      labels that count only outside a part with another known label (「特徴」 below 「商品」 is no message)
``apart``    the labels of all matters: what stands in a part about another matter proves nothing here
``ways``     (name → named groups of terms) a sentence with a term of every group states the matter; ``unless`` in it, or ``unless-document`` anywhere, denies it
``mentioned``  in a text with few known labels (prose, or a layout that is not understood) one of these anywhere is enough
``elsewhere``  … but not in a sentence with one of these (the reply may wait), unless it has one of ``nevertheless``
``plain``    in a part whose label is none of ``known`` (all labels of a brief) a term of one of these states the matter
``skip``     sentences with one of these state nothing
``network``, ``head``  a network of sentences and its head that says how surely a sentence or short part states the matter; from ``report`` on it does,
           if no other head of its family (``brief.…``) comes nearer than ``lead``
``rival``    … and ``mentioned`` is not enough in a sentence about which another head is surer by this much (「12月5日発売」 is no schedule)
``vague``    words that only seem to state the matter (「弊社商品」): where it is not stated, they are pointed at too

``part``: a part with one of ``labels`` (or a sentence with one of ``named``) has a term of every group of one of ``ways``.
``stated-groups`` has ``groups`` (name → terms) instead of ``ways``, ``at-least`` and ``present`` as ``facets`` has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import regex

from adcheck.checks.base import Check, Page, Table, match_of
from adcheck.checks.likeness import network_of
from adcheck.model import Match
from adcheck.packs.errors import RuleError
from adcheck.text import network
from adcheck.text.normalise import View
from adcheck.text.pattern import Pattern
from adcheck.text.reading import Reading


class Part(NamedTuple):
    """``[start, label_end)`` is the label; the part reaches to ``end``. ``rank`` 1 is the highest kind of label."""

    start: int
    label_end: int
    end: int
    rank: int


_SIGN = r"(?:[■□◆◇▼▽▶►▷★☆●◎○〇✦❏▪◾⬛§◉◈♦▲△♪❖✿❀]|\p{Extended_Pictographic}\ufe0f?)+"
_KANJI = r"[一二三四五六七八九十]{1,3}"
_KEY = r"[^\n:=|。、\t]"
_NAME = rf"(?:{_KEY}{{1,16}}?(?=[ ]*[:=|\t]|(?<=[\p{{Han}}ぁ-ヶー])/(?=[^\d/])(?![^\n]*[:=|\t]))|{_KEY}{{1,30}}?(?=(?<![a-z&])[ ]|[ ](?!(?:[a-z&]+[ ]){{0,2}}[a-z]+(?:[ ★*】》>|]|$))|$))"
_LINE = Pattern(
    rf"""^[ \t]*(?:>[ ]*)?(?:
      (?P<hash>\#{{1,6}}[ ]+(?:\d{{1,2}}[.)]?[ ]*)?)(?P<a>[^\n:]{{1,40}}?)[ ]*(?=:|$)
    | \|[ ]*(?:\d{{1,2}}[ ]*\|[ ]*)?(?P<cell>[^|\n\-][^|\n]{{0,39}}?)[ ]*(?=\|)
    | (?P<q>q(?:\d{{0,2}}[.:)][ ]*|[ ]+))(?P<ask>[^\n]{{2,40}}?)(?=$)
    | (?P<bold>\*\*)(?P<b>[^*\n]{{1,30}})\*\*
    | (?P<bracket>(?:{_SIGN}[ ]*)?[【〔〈《≪\[<])(?P<c>[^\n】〕〉》≫\]>]{{1,30}})[】〕〉》≫\]>]
    | (?P<sign>{_SIGN}[ ]*\d{{0,2}}[.)]?[ ]*)(?P<d>{_NAME})
    | (?P<paren>\((?:\d{{1,2}}|{_KANJI}|[a-zア-ン])\)[ ]*)(?P<i>(?!\d){_NAME})
    | (?P<num>(?:\d{{1,2}}(?:-\d{{1,2}})?[.)]?+(?![\d/月日時年:,万円本回件枚])|(?!a\.)[a-zア-ン][.)]|第(?:\d{{1,2}}|{_KANJI})[条章項]?(?=[ ])|{_KANJI}[、.](?![ ]*{_KANJI}))[ ]*)(?P<e>(?!\d){_NAME})
    | (?P<bullet>[・\-*•–→][ ]*)(?P<f>{_KEY}{{1,16}}?)[ ]*(?=[:=](?!//))
    | (?P<row>)(?P<g>{_KEY}{{1,24}}?)[ ]*(?=(?<!\d):(?!//)|:(?!//|\d\d)|[=|\t]|\.{{2,}})
    | (?P<rule>[―—–\-=~*_+<・]{{1,8}}[ ]*)(?P<j>(?![\s\-])[^\n:。!?]{{2,20}}?)[ ]*[―—–\-=~*_+>・]{{1,8}}[ ]*(?=$)
    | (?P<alone>(?<=\n\n))(?P<h>[^\n:。!、「]{{2,20}}?)[ ]*(?=\n[ ]*(?:\#[^\s\#]|[^\s■【\#]))
    )""",
    regex.VERBOSE | regex.MULTILINE,
)
_RANKS = {
    "hash": 1,
    "sign": 2,
    "bold": 2,
    "bracket": 2,
    "q": 2,
    "rule": 2,
    "num": 3,
    "alone": 3,
    "paren": 4,
    "row": 4,
    "bullet": 5,
}
_TABLE_RANK = 4
_SAME_LINE = Pattern(r"[ ]*[:=|\t]?[ ]*[^\s:=|][^\n]*")
_UNDERSTOOD = 6  # known labels, from which a text is taken for a list of matters
_ENOUGH = 4  # labels, before a first one over all of them is taken for a title
_PUT_OFF = Pattern(
    r"[\s:=|>)\]】*・-]*(?:a[.:])?\s*(?:未定|未確定|検討中|調整中|準備中|tbd|[-–ー]+|空欄|(?:追って|後日|別途|のちほど|後ほど|改めて)[^\n。]{0,20}|(?:詳細|詳しく)は[^\n。]{0,24})?(?:です|とします|となります)?[\s。|)*-]*$"
)
SENTENCE = Pattern(r"[^。\n]+")  # up to a full stop or the end of the line, hashtags and all


def parts_of(page: Page) -> tuple[Part, ...]:
    """All labelled parts in order, once a page; parts of lower rank lie inside the one before."""
    if "parts" not in page.memo:
        page.memo["parts"] = parts(page.reading.view)
    found: tuple[Part, ...] = page.memo["parts"]
    return found


def parts(view: View) -> tuple[Part, ...]:
    """The same for any view of a text."""
    text = view.text
    matches = list(_LINE.finditer(text))
    lines = {match.start(): (*match.span(_group(match)), _rank(match), match.start()) for match in matches}
    marked = {match.start(): lines[match.start()] for match in matches if match["alone"] is None}
    heads = [head for _, head in sorted({**lines, **_spaced(view, marked), **marked}.items())]
    found = [
        Part(start, stop, _end(text, stop, next((h[3] for h in heads[at + 1 :] if h[2] <= rank), len(text))), rank)
        for at, (start, stop, rank, _) in enumerate(heads)
    ]
    if len(found) > _ENOUGH and found[0].end == len(text) and not text[: found[0].start].strip(" 【#■["):
        found.pop(0)  # the title of the whole
    return tuple(found)


_MARK = Pattern(r"[ ]*(?:\(?\d{1,2}[.)]?+[ ]*)?")
_LINES = Pattern(r"(?<=\n|\A)[^\n]+")
_SPACED_LABEL = 15
_LONELY = Pattern(r"[ ]*(?P<name>[^\s\d。、:!?「」@#/|=()<>][^\d。、:!?「@#/|=<>]{1,15})[ ]*(?=\n+[ ]*[^\s■【])")


def _spaced(view: View, known: Mapping[int, tuple[int, int, int, int]]) -> dict[int, tuple[int, int, int, int]]:
    """Labels set off by a wide space, an arrow or a stroke (「公開日　12月18日」), or short lines above long ones.

    Only in a text that has several of one kind: once, it is chance."""
    kinds: dict[str, dict[int, tuple[int, int, int, int]]] = {}  # the commonest last, which wins
    for line in _LINES.finditer(view.text):
        if line.start() in known:
            continue
        mark = _MARK.match(view.text, *line.span())
        start = mark.end() if mark else line.start()
        for at in range(start + 1, min(line.end(), start + _SPACED_LABEL)):
            if view.text[at] in "。、,:" or view.text[at].isdigit():
                break
            if view.raw[view.starts[at]] == "\u3000" or view.text[at] in "→⇒➡➔▶►»/—–―…":
                kind = kinds.setdefault(view.raw[view.starts[at]], {})
                kind.setdefault(line.start(), (start, at, _TABLE_RANK, line.start()))
        lonely = _LONELY.match(view.text, line.start())
        following = view.text.find("\n", line.end() + 1)
        if lonely and (following if following >= 0 else len(view.text)) - line.end() > len(line[0]):
            kinds.setdefault("lonely", {})[line.start()] = (*lonely.span("name"), _RANKS["alone"], line.start())
    common = sorted((heads for heads in kinds.values() if len(heads) >= _ENOUGH), key=len)
    return {at: head for heads in common for at, head in heads.items()}


def _end(text: str, label_end: int, following: int) -> int:
    """「報酬：3万円」 ends with its paragraph; a heading of its own holds all up to the next."""
    blank = text.find("\n\n", label_end, following)
    return blank if blank >= 0 and _SAME_LINE.match(text, label_end) else following


def _group(match: regex.Match[str]) -> str:
    return next(
        name for name in ("a", "cell", "ask", "b", "c", "d", "e", "f", "g", "h", "i", "j") if match[name] is not None
    )


def _rank(match: regex.Match[str]) -> int:
    return next((rank for name, rank in _RANKS.items() if match[name] is not None), _TABLE_RANK)


def _about(table: Table) -> dict[str, Any]:
    keys = ("labels", "hollow", "content", "top", "apart", "skip", "plain", "known")
    return {key: table.terms(key, None) for key in keys}


def ways_of(table: Table, key: str = "ways") -> list[dict[str, Any]]:
    """Named groups of terms that must all be in a sentence; ``unless`` is what must not, ``unless-document`` what nowhere."""
    inner, ways = table.table(key, None), []
    for name, keys in table.mapping(key, {}).items():
        part = inner.table(name) if inner else None
        if part:
            groups = [part.terms(each) for each in keys if not each.startswith("unless")]
            ways.append({"groups": groups, **{key: part.terms(key, None) for key in ("unless", "unless-document")}})
    return ways


def meant(reading: Reading, way: Mapping[str, Any], start: int, end: int) -> tuple[int, int] | None:
    """The shortest stretch from a term of the first group over the nearest of every other, within ``[start, end)``."""
    if _silenced(reading, way, start, end):
        return None
    first, *others = [reading.find(group, start, end) for group in way["groups"]]
    if not first or not all(others):
        return None
    spans = []
    for hit in first:
        hits = [hit, *(min(group, key=lambda other: abs(other.start - hit.start)) for group in others)]
        spans.append((min(h.start for h in hits), max(h.end for h in hits)))
    return min(spans, key=lambda span: span[1] - span[0])


def _prepare(table: Table) -> dict[str, Any]:
    return {
        **_about(table),
        "ways": ways_of(table),
        "mentioned": table.terms("mentioned", None),
        "elsewhere": table.terms("elsewhere", None),
        "nevertheless": table.terms("nevertheless", None),
        "min-length": table.integer("min-length", 1),
        "vague": table.terms("vague", None),
        "rival": table.number("rival", 99.0),
        **asked(table),
    }


def asked(table: Table) -> dict[str, Any]:
    """The keys of a network."""
    head = table.text("head", "")
    file = network_of(table, [head])
    if file is None:
        return {"network": None}
    return {"network": file, "head": head, "report": table.number("report"), "lead": table.number("lead", -99.0)}


def _find(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    if len(page.reading.text.strip()) >= spec["min-length"] and not _stated(page, spec):
        yield Match(None)
        yield from pointed(page.reading, spec)


def pointed(reading: Reading, spec: Mapping[str, Any]) -> Iterator[Match]:
    """The first words that only seem to say it."""
    for hit in reading.find(spec["vague"])[:1]:
        yield match_of(reading, hit.start, hit.end)


def _stated(page: Page, spec: Mapping[str, Any]) -> bool:
    reading = page.reading
    if len(_known(page, spec)) < _UNDERSTOOD and _mentioned(reading, spec):
        return True
    if any(_headed(reading, spec, part, parts_of(page)) for part in parts_of(page)):
        return True
    if any(
        _headed(reading, spec, part, ())
        for part in _subjects(page)
        if reading.has(spec["labels"], part.start, part.label_end)
        and not reading.has(spec["skip"], part.start, part.end)
    ):
        return True
    if spec["plain"] and any(_under_unknown(reading, spec, part, parts_of(page)) for part in parts_of(page)):
        return True
    known = _known(page, spec)
    for match in SENTENCE.finditer(reading.text):
        start, end = match.span()
        if any(_says(reading, way, start, end) for way in spec["ways"]) and not _void(reading, spec, start, end, known):
            return True
    return understood(page, spec)


def _mentioned(reading: Reading, spec: Mapping[str, Any]) -> bool:
    """``mentioned`` in a sentence that is not about something else."""
    sentences = [match.span() for match in SENTENCE.finditer(reading.text)]
    for hit in reading.find(spec["mentioned"]):
        touched = [span for span in sentences if span[0] < hit.end and hit.start < span[1]]
        start, end = (touched[0][0], touched[-1][1]) if touched else (hit.start, hit.end)
        elsewhere = reading.has(spec["elsewhere"], start, end) and not reading.has(spec["nevertheless"], start, end)
        if not elsewhere and not _of_another(spec, reading.text[start:end].strip()):
            return True
    return False


_SURE = 2.0  # from which score on the network is taken to read another matter


def _of_another(spec: Mapping[str, Any], wording: str) -> bool:
    """Whether the network reads another matter in a sentence, and hardly this one."""
    if spec["network"] is None or not wording:
        return False
    own, rival = _scored(network.load(spec["network"]).score(wording), spec["head"])
    return bool(rival >= _SURE and rival - own >= spec["rival"])


_SHORT_PART = 200
_DOUBT = 5.0  # how much surer the network must be of what another sign speaks against


def understood(page: Page, spec: Mapping[str, Any], doubtful: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether the network reads the matter in a sentence, or in a short part with its label; what begins in ``doubtful`` must be surer."""
    if spec["network"] is None:
        return False
    asked, text = network.load(spec["network"]), page.reading.text
    places = [match.span() for match in SENTENCE.finditer(text)]
    places += [(part.start, part.end) for part in parts_of(page) if part.end - part.start <= _SHORT_PART]
    wordings: dict[str, float] = {}
    for start, end in places:
        if not page.reading.has(spec["skip"], start, end):
            doubt = any(low <= start < high for low, high in doubtful)
            wordings[text[start:end].strip()] = _DOUBT if doubt else 0.0
    return any(_leads(asked.score(wording), spec, doubt) for wording, doubt in wordings.items() if wording)


def _leads(scores: Mapping[str, float], spec: Mapping[str, Any], doubt: float) -> bool:
    own, rival = _scored(scores, spec["head"])
    return bool(own - doubt >= spec["report"] and own - doubt - rival >= spec["lead"])


def _scored(scores: Mapping[str, float], head: str) -> tuple[float, float]:
    """The score of a head, and the highest of the others of its family (``brief.…``)."""
    family = head.partition(".")[0]
    others = (score for name, score in scores.items() if name.startswith(f"{family}.") and name != head)
    return scores[head], max(others)


def _headed(reading: Reading, spec: Mapping[str, Any], part: Part, parts: Sequence[Part]) -> bool:
    """Whether a part is about the matter and says something."""
    named = reading.has(spec["labels"], part.start, part.label_end)
    top = not named and reading.has(spec["top"], part.start, part.label_end)
    if not named and not (top and not _inside_another(reading, spec, part, parts)):
        return False
    if _PUT_OFF.fullmatch(reading.text, part.label_end, part.end) and not _continued(reading, spec, part, parts):
        return False
    doubted = spec["hollow"] is None or reading.has(spec["hollow"], part.label_end, part.end)
    return not (doubted and spec["content"] and not reading.has(spec["content"], part.start, part.end))


_SUBJECT = Pattern(
    r"(?<=[\n。]|\A)[ ]*(?P<all>[^。\n、「」:|]{0,24}?(?P<last>[^。\n、「」:|]{1,10}))(?=は[、 ]?[^\n。]{4})[^\n。]+"
)


def _subjects(page: Page) -> list[Part]:
    """「対象者は、30代の…」: the subject of a sentence is its label."""
    if "subjects" not in page.memo:
        found = _SUBJECT.finditer(page.reading.text)
        page.memo["subjects"] = [Part(m.start("last"), m.end("last"), m.end(), _TABLE_RANK) for m in found]
    subjects: list[Part] = page.memo["subjects"]
    return subjects


def _under_unknown(reading: Reading, spec: Mapping[str, Any], part: Part, parts: Sequence[Part]) -> bool:
    """Whether a part with a label of its author's own is about the matter, as far as its words tell."""
    if not reading.has(spec["plain"], part.label_end, part.end) or reading.has(spec["skip"], part.start, part.end):
        return False
    named = reading.has(spec["known"], part.start, part.label_end)
    holds = any(part.start < other.start < part.end for other in parts)
    return not named and not holds and not _inside_another(reading, {**spec, "apart": spec["known"]}, part, parts)


def _continued(reading: Reading, spec: Mapping[str, Any], part: Part, parts: Sequence[Part]) -> bool:
    """Whether an empty part goes on in the next, which is an item of its list and not about another matter."""
    following = next((other for other in parts if other.start >= part.end), None)
    return following is not None and not reading.has(spec["apart"], following.start, following.label_end)


def _inside_another(reading: Reading, spec: Mapping[str, Any], part: Part, parts: Sequence[Part]) -> bool:
    return any(
        other.start < part.start < other.end and reading.has(spec["apart"], other.start, other.label_end)
        for other in parts
    )


def _says(reading: Reading, way: Mapping[str, Any], start: int, end: int) -> bool:
    return all(reading.has(group, start, end) for group in way["groups"]) and not _silenced(reading, way, start, end)


def _silenced(reading: Reading, way: Mapping[str, Any], start: int, end: int) -> bool:
    return reading.has(way["unless"], start, end) or reading.has(way["unless-document"])


def _known(page: Page, spec: Mapping[str, Any]) -> list[tuple[int, int, bool]]:
    """The parts with a known label, and whether it is another matter's."""
    reading = page.reading
    found = []
    for part in parts_of(page):
        own = reading.has(spec["labels"], part.start, part.label_end)
        if own or reading.has(spec["apart"], part.start, part.label_end):
            found.append((part.start, part.end, not own))
    return found


def _void(
    reading: Reading, spec: Mapping[str, Any], start: int, end: int, known: Sequence[tuple[int, int, bool]]
) -> bool:
    """Whether what stands there proves nothing: the innermost part with a known label decides."""
    around = [part for part in known if part[0] < end and start < part[1]]
    return reading.has(spec["skip"], start, end) or bool(around and max(around)[2])


def _prepare_groups(table: Table) -> dict[str, Any]:
    names = list(table.mapping("groups"))
    groups, at_least = table.table("groups"), table.integer("at-least")
    if groups is None or not 0 < at_least <= len(names):
        raise RuleError(table.where.at("at-least"), f"1〜{len(names)} にしてください")
    return {
        **_about(table),
        "groups": {name: groups.terms(name) for name in names},
        "at-least": at_least,
        "present": table.integer("present", 0),
        "vague": table.terms("vague", None),
    }


def _find_groups(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    reading = page.reading
    known = _known(page, spec)
    places = [
        match.span() for match in SENTENCE.finditer(reading.text) if not _void(reading, spec, *match.span(), known)
    ]
    found = [
        name for name, terms in spec["groups"].items() if any(reading.has(terms, start, end) for start, end in places)
    ]
    if not spec["present"] <= len(found) < spec["at-least"]:
        return
    missing = [name for name in spec["groups"] if name not in found]
    yield Match(None, {"missing": "・".join(missing), "found": "・".join(found) or "なし", "count": str(len(found))})
    for match in pointed(reading, spec):
        yield match._replace(values={"missing": "・".join(missing), "found": "・".join(found) or "なし"})


def _prepare_part(table: Table) -> dict[str, Any]:
    return {"labels": table.terms("labels"), "named": table.terms("named", None), "ways": ways_of(table)}


def _find_part(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """What is wrong with what a part says: ``ways`` over the whole of each part with ``labels``, or over a sentence with ``named``."""
    reading = page.reading
    places = [(p.label_end, p.end) for p in parts_of(page) if reading.has(spec["labels"], p.start, p.label_end)]
    for match in SENTENCE.finditer(reading.text):
        if reading.has(spec["named"], *match.span()):
            places.append(match.span())
    for start, end in places:
        for way in spec["ways"]:
            if place := meant(reading, way, start, end):
                yield match_of(reading, *place)
                return


def _prepare_part_groups(table: Table) -> dict[str, Any]:
    names, groups = list(table.mapping("groups")), table.table("groups")
    if groups is None:
        raise RuleError(table.where.at("groups"), "項目がありません")
    return {
        "labels": table.terms("labels"),
        "named": table.terms("named", None),
        "apart": table.terms("apart", None),
        "groups": {name: groups.terms(name) for name in names},
        "at-least": table.integer("at-least"),
    }


def _find_part_groups(page: Page, spec: Mapping[str, Any]) -> Iterator[Match]:
    """Too few ``groups`` in all that stands in the parts with ``labels`` or, without one, in the sentences with ``named`` and the next."""
    reading = page.reading
    places = [
        (p.start, p.label_end, p.end) for p in parts_of(page) if reading.has(spec["labels"], p.start, p.label_end)
    ]
    places = [p for p in places if reading.text[p[1] : p[2]].strip(" :=|\n")]
    if not places:
        sentences = [match.span() for match in SENTENCE.finditer(reading.text)]
        for (start, end), (_, following) in zip(sentences, [*sentences[1:], *sentences[-1:]], strict=False):
            if reading.has(spec["named"], start, end):
                places.append((start, start, following))
    if not places:
        return
    found = [name for name, terms in spec["groups"].items() if any(reading.has(terms, s, e) for _, s, e in places)]
    if len(found) >= spec["at-least"]:
        return
    start, stop, _ = places[0]
    first = SENTENCE.search(reading.text, stop)
    missing = "・".join(name for name in spec["groups"] if name not in found)
    span = reading.span(start, first.end() if first else stop)
    yield Match(span, {"missing": missing, "found": "・".join(found) or "ほとんど空欄", "count": str(len(found))})


CHECKS = [
    Check("part-groups", _prepare_part_groups, _find_part_groups),
    Check("part", _prepare_part, _find_part),
    Check("stated", _prepare, _find),
    Check("stated-groups", _prepare_groups, _find_groups),
]
