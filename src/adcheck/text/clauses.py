"""Agreements: form, clauses (条・項・号), key–value rows, annexes, preamble with party definitions, signature.

``parse`` works on a view, so positions are positions of the view's text. Circled digits are told from plain ones by the
raw text, because normalisation makes 「①投稿」 and 「1投稿」 the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

import regex

from adcheck.text.normalise import View
from adcheck.text.numbers import number
from adcheck.text.pattern import Pattern

Form = Literal["contract", "order", "mail", "dm"]
Kind = Literal["preamble", "article", "section", "row", "line", "paragraph", "item", "annex", "signature"]


class Clause(NamedTuple):
    """``[start, end)`` with an optional heading and what is inside it.

    ``label`` is the mark as written (``第3条``, ``(2)``, ``ア``), ``number`` its value and ``branch`` the の2 of 第3条の2. ``body`` is where
    the wording begins. ``level`` of a paragraph or item counts from 1 inside its article, by order of first appearance of the notation.
    """

    kind: Kind
    start: int
    body: int
    end: int
    heading: str = ""
    label: str = ""
    number: int | None = None
    branch: int | None = None
    level: int = 0
    children: tuple[Clause, ...] = ()


class Party(NamedTuple):
    """A side of the agreement: ``label`` is what the text calls it (甲, 委託者, クリエイター), ``client`` whether it commissions the work."""

    label: str
    name: str
    start: int
    end: int
    client: bool | None


@dataclass(frozen=True)
class Agreement:
    """A parsed document. ``units`` are the smallest stretches that state one thing, in order."""

    view: View
    form: Form
    title: str
    clauses: tuple[Clause, ...]
    definitions: dict[str, int] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()

    @property
    def text(self) -> str:
        return self.view.text

    def of(self, *kinds: Kind) -> tuple[Clause, ...]:
        """Top-level clauses of these kinds."""
        return tuple(clause for clause in self.clauses if clause.kind in kinds)

    @cached_property
    def units(self) -> tuple[tuple[Clause, Clause], ...]:
        """``(smallest, top-level)`` pairs: each 項 of an article, each row, each line elsewhere."""
        found: list[tuple[Clause, Clause]] = []
        for top in self.clauses:
            parts = [child for child in top.children if child.level == 1]
            found.extend((part, top) for part in parts or [top])
        return tuple(found)

    def clause_at(self, position: int) -> Clause | None:
        """The top-level clause that holds a position."""
        return next((clause for clause in self.clauses if clause.start <= position < clause.end), None)

    def side(self, client: bool) -> tuple[str, ...]:
        """What the text calls the client, or the influencer."""
        return tuple(party.label for party in self.parties if party.client is client)


# ---------------------------------------------------------------------------------------------------------------------
# lines

_NUMERAL = r"(?:\d+|[〇一二三四五六七八九十百廿壱弐参]+)"
_MARKUP = r"[ \t]*(?:#{1,6}[ \t]+|>[ \t]*)?(?:\*{1,2}|__)?[ \t]*"
_ARTICLE = Pattern(
    rf"{_MARKUP}第\s*(?P<n>{_NUMERAL})\s*条(?:の(?P<b>{_NUMERAL}))?"
    r"(?![にのをでもとはがへや、,各及並又]|から|まで|第\s*\d|\s*(?:及び|並びに|又は))"
    r"(?:\*{1,2})?[ \t]*(?:[:.][ \t]*)?(?:[(【\[「](?P<h>[^)】\]」\n]{1,40})[)】\]」]|(?P<bare>[^\n。、]{1,30}?)(?=\*{0,2}[ \t]*(?:\n|$)))?(?:\*{1,2}|__)?[ \t]*"
)
_TITLE_ABOVE = Pattern(rf"{_MARKUP}[(【\[](?P<h>[^)】\]\n]{{1,40}})[)】\]](?:\*\*)?[ \t]*$")
_ANNEX = Pattern(
    rf"{_MARKUP}[【\[<(■]?[ \t]*(?P<label>(?:別紙|別表|別添|付属書|appendix|仕様書)[ \t]*(?P<n>{_NUMERAL})?)[ \t]*[】\]>)]?(?![にのをでもとはがへや、,])(?P<h>[^\n。:]{{0,40}}):?[ \t]*$"
)
_SIGNATURE = Pattern(
    r"[ \t]*(?:以上[ \t。]*$|(?:本|この)(?:契約|覚書|合意)[^\n]{0,20}(?:成立|締結)[^\n]{0,6}(?:証|た)|(?:上記|以上|前記)[^\n]{0,12}合意[^\n]{0,8}証|以上の[^\n]{0,20}証)"
)
_DATE_LINE = Pattern(
    rf"[ \t]*(?:(?:契約)?(?:締結|作成|合意|契約)日?[ \t]*[:]?[ \t]*)?(?:令和|20\d\d|西暦)[ \t]*{_NUMERAL}?[ \t]*[年/.\-][^\n。]{{0,14}}[ \t]*$"
)
_MARK = r"[ \t]*(?:[■□●○◆◇▼▽▶▷・※✅☑★☆\-*+>→]+[ \t]*)?"
_ROW = Pattern(
    rf"{_MARK}(?:\*\*)?(?:\(?\d{{1,2}}[.)、]?[ \t]*)?(?P<key>[^:\n。!?「.]{{1,24}}?)(?:\*\*)?[ \t]*(?::(?!//|(?<=\d:)\d\d)|\.{{3,}}|→|⇒|=|\|)(?:\*\*)?[ \t]*(?P<value>[^\n]*)$"
)
_TABLE_ROW = Pattern(
    r"[ \t]*\|[ \t]*(?P<key>[^|\n]{1,40}?)[ \t]*\|[ \t]*(?P<value>[^\n]*?)[ \t]*\|?[ \t]*$|[ \t]*(?P<key2>[^\t\n]{1,24})\t+(?P<value2>[^\n]+)$"
)
# 「| 10 | 著作権 | 乙 |」: the number is no heading
_NUMBER_CELL = Pattern(
    r"[ \t]*\|?[ \t]*(?:no\.?[ \t]*)?\(?\d{1,2}[.)]?[ \t]*[|\t][ \t]*(?P<key>[^|\n\t]{1,24}?)[ \t]*[|\t](?=[^\n]*[^\s|])"
)
_HEADING = Pattern(
    r"[ \t]*(?:#{1,6}[ \t]+(?P<md>[^\n]{1,40})|[■□●◆◇▼▽▶★][ \t]*(?P<sq>[^\n。:]{1,24})|\*\*(?P<bold>[^*\n]{1,30})\*\*"
    r"|[・]?\(?(?P<at>\d{1,2})[.)、][ \t]*(?P<num>[^\n。、:]{1,20})|[一二三四五六七八九十]{1,3}号[ \t]+(?P<item>[^\n。、:]{1,20}))[ \t]*$"
)
_BRACKET = Pattern(r"[ \t]*[・]?[【\[<](?P<h>[^】\]>\n]{1,24})[】\]>][ \t]*(?P<rest>[^\n]*)$")
_EXTRA_KEY = Pattern(r"(?<=[\s/。、・)])(?P<key>[^\s:/。、・()]{2,14}):(?!//)")
_NUMBERED = Pattern(r"[ \t]*(?:\d{1,2}[.)、])[ \t]*")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        yield at, at + len(body)
        at += len(line)


def numeral(text: str | None) -> int | None:
    """第N条 in any notation: 12, 十二, 二〇, 廿."""
    if text is None:
        return None
    value = number(text.replace("廿", "二十"))
    return None if value is None else int(value)


# ---------------------------------------------------------------------------------------------------------------------
# 項・号


# Notations that open a 項 or 号, tried in this order. Circled digits and the rest are told apart by the raw glyph.
_KATAKANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_IROHA = "イロハニホヘトチリヌルヲ"
_NOTATIONS: tuple[tuple[str, regex.Pattern[str]], ...] = (
    ("(1)", regex.compile(r"[ \t]*(?P<m>\((?P<n>\d{1,2})\))[ \t]*")),
    ("(一)", regex.compile(r"[ \t]*(?P<m>\((?P<n>[一二三四五六七八九十]{1,3})\))[ \t]*")),
    ("(ア)", regex.compile(rf"[ \t]*(?P<m>\((?P<n>[{_KATAKANA}])\))[ \t]*")),
    ("(a)", regex.compile(r"[ \t]*(?P<m>\((?P<n>[a-z])\))[ \t]*")),
    ("1)", regex.compile(r"[ \t]*(?P<m>(?P<n>\d{1,2})\))[ \t]*")),
    ("1.", regex.compile(r"[ \t]*(?P<m>(?P<n>\d{1,2})[.、,])(?!\d)[ \t]*")),
    ("1", regex.compile(r"[ \t]*(?P<m>(?P<n>\d{1,2}))[ \t]+(?=\D)")),
    ("第1項", regex.compile(r"[ \t]*(?P<m>第(?P<n>\d{1,2})項)[ \t]+")),
    ("一", regex.compile(r"[ \t]*(?P<m>(?P<n>[一二三四五六七八九十]{1,3}))(?:[ \t]+|[、.][ \t]*)")),
    ("ア", regex.compile(rf"[ \t]*(?P<m>(?P<n>[{_KATAKANA}]))(?:[ \t]+|[、.)][ \t]*)")),
    ("i", regex.compile(r"[ \t]*(?P<m>(?P<n>i{1,3}|iv|vi{0,3}|ix|x))[.)][ \t]*")),
    ("a", regex.compile(r"[ \t]*(?P<m>(?P<n>[a-h]))[.)][ \t]*")),
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_CIRCLED = Pattern(r"[ \t]*(?P<m>(?P<n>\d{1,2}))[ \t]*")


class _Mark(NamedTuple):
    notation: str
    value: int
    label: str
    start: int
    body: int


def _mark(view: View, start: int, end: int) -> _Mark | None:
    """The list mark a line begins with."""
    circled = _CIRCLED.match(view.text, start, end)
    if circled and "①" <= view.raw[view.starts[circled.start("m")]] <= "⑳":
        return _Mark("①", int(circled["n"]), circled["m"], circled.start("m"), circled.end())
    for notation, pattern in _NOTATIONS:
        match = pattern.match(view.text, start, end)
        if match and match.end() < end:
            return _Mark(notation, _value(notation, match["n"]), match["m"], match.start("m"), match.end())
    return None


def _value(notation: str, written: str) -> int:
    if notation in ("ア", "(ア)"):
        return _KATAKANA.index(written) + 1
    if notation in ("a", "(a)"):
        return ord(written) - ord("a") + 1
    if notation == "i":
        return _ROMAN[written]
    return numeral(written) or 0


def _children(view: View, body: int, end: int) -> tuple[Clause, ...]:
    """項・号 of an article. Depth follows the order in which notations first appear, not the glyph.

    Text before the first mark is an unnumbered 項1 when the marks begin with 2; when they begin with 1 they are its 号.
    """
    lines = [(low, min(high, end)) for low, high in _spans(view.text, body, end) if view.text[low:high].strip()]
    marks = [(mark, low) for low, high in lines if (mark := _mark(view, low, high))]
    if not marks:
        return ()
    first = marks[0][0]
    intro = view.text[body : marks[0][1]].strip()
    depths: list[str] = [first.notation]
    base = 1 if not intro or first.value == 2 else 2
    found: list[Clause] = []
    if intro:
        found.append(Clause("paragraph", body, body, end, number=1, level=1))
    for mark, low in marks:
        if mark.notation in depths:
            depths = depths[: depths.index(mark.notation) + 1]
        elif mark.value == 1:
            depths.append(mark.notation)
        elif intro and mark.value == 2 and base == 2 and len(depths) == 1:
            # 項1 is unnumbered with 号 under it, and now 項2 follows in its own notation
            depths, base = [mark.notation], 1
        else:
            continue
        level = base + len(depths) - 1
        found.append(
            Clause("paragraph" if level == 1 else "item", low, mark.body, end, "", mark.label, mark.value, None, level)
        )
    return tuple(_closed(found, end))


def _closed(flat: Sequence[Clause], end: int) -> Iterator[Clause]:
    """Each clause ends where the next one of its own or a higher level begins."""
    for i, clause in enumerate(flat):
        following = next((other.start for other in flat[i + 1 :] if other.level <= clause.level), end)
        yield clause._replace(end=following)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        yield at, stop
        at = stop + 1


# ---------------------------------------------------------------------------------------------------------------------
# the document


class _Head(NamedTuple):
    kind: Kind
    start: int
    body: int
    heading: str = ""
    label: str = ""
    number: int | None = None
    branch: int | None = None


def parse(view: View, hidden: Sequence[tuple[int, int]] = ()) -> Agreement:
    """Read an agreement. ``hidden`` are stretches of the view that are not part of it (front matter, comments)."""
    text = view.text
    lines = [
        (low, high) for low, high in _lines(text) if text[low:high].strip() and not any(a <= low < b for a, b in hidden)
    ]
    heads = _without_speakers(_heads(view, lines))
    title = _title(text, lines)
    form = _form(text, title, heads)
    clauses = _built(view, heads, lines[0][0] if lines else 0)
    definitions = {match["term"]: match.start() for match in _DEFINED.finditer(text)}
    agreement = Agreement(view, form, title, clauses, definitions)
    return replace(agreement, parties=tuple(_parties(agreement)))


def _heads(view: View, lines: Sequence[tuple[int, int]]) -> list[_Head]:
    text = view.text
    heads: list[_Head] = []
    articles = sum(_ARTICLE.match(text, low, high) is not None for low, high in lines) >= 2
    labels = {} if articles else _spaced_labels(view, lines)
    signed = False
    for i, (low, high) in enumerate(lines):
        head = _article(text, lines, i) or _annex(text, low, high)
        if head:
            signed = False
        elif articles and not signed and heads and heads[-1].kind in ("article", "annex"):
            head = _signature(text, lines, i)
            signed = head is not None
        elif not articles:
            head = labels.get(low) or _loose(text, low, high)
        if head:
            if heads and heads[-1].start >= head.start:
                heads.pop()
            heads.append(head)
    return heads


_LIST_MARK = Pattern(r"[ \t]*(?:[■□●○◆◇▼▽▶▷・※★☆]\s*|\(?\d{1,2}[.):]?\s+|[イロハニホヘトチリヌルヲワカa-z①-⑳]\s+)?")
_LABEL_LENGTH = 15
_FEW_LABELS = 4


def _spaced_labels(view: View, lines: Sequence[tuple[int, int]]) -> dict[int, _Head]:
    """Rows whose label is set off by a wide space (「公開日　12月18日」), in a document that has several of them."""
    found: dict[int, _Head] = {}
    for low, high in lines:
        mark = _LIST_MARK.match(view.text, low, high)
        start = mark.end() if mark else low
        at = _wide_space(view, start, min(high, start + _LABEL_LENGTH + 1))
        label = view.text[start:at].strip() if at else ""
        if at and label and not label.endswith(("様", "さん", "殿", "御中")) and view.text[at:high].strip():
            found[low] = _Head("row", low, at, label)
    return found if len(found) >= _FEW_LABELS else {}


def _wide_space(view: View, start: int, end: int) -> int | None:
    """The first wide space, tab or run of spaces behind a label."""
    for at in range(start + 1, end):
        if view.text[at] in "。、,:!?「":
            return None
        if view.raw[view.starts[at]] in "\u3000\t" or view.text[at : at + 2] == "  ":
            return at
    return None


def _without_speakers(heads: list[_Head]) -> list[_Head]:
    """「りこ：」 before every line is who speaks in a chat, not the name of an item: keys that come three times are no headings."""
    keys = Counter(head.heading for head in heads if head.kind == "row" and not _ITEM_KEY.search(head.heading))
    chat = any(count >= 3 for key, count in keys.items() if key)
    return [
        head._replace(kind="line", heading="")
        if chat and head.kind == "row" and head.heading in keys and (keys[head.heading] >= 2 or len(head.heading) <= 3)
        else head
        for head in heads
    ]


# 「投稿日：」 under each of three posts is no speaker.
_ITEM_KEY = Pattern(
    r"(?:日|日時|期限|時間|額|料|報酬|内容|本数|回数|枚数|数量|媒体|形式|尺|タグ|リンク|url|備考|単価|小計|合計|税|条件|品名|場所|テーマ|題材|構成|商品|投稿|対象|方法)$"
)


def _article(text: str, lines: Sequence[tuple[int, int]], i: int) -> _Head | None:
    low, high = lines[i]
    match = _ARTICLE.match(text, low, high)
    if not match:
        return None
    above = _TITLE_ABOVE.match(text, *lines[i - 1]) if i and not match["h"] else None
    bare = match["bare"]
    if above:
        # statute style: the title stands above, what follows 第N条 is already the first 項
        body = match.start("bare") if bare else match.end()
        return _Head(
            "article", lines[i - 1][0], body, above["h"], f"第{match['n']}条", numeral(match["n"]), numeral(match["b"])
        )
    heading = match["h"] or (bare or "").strip(" *_")
    return _Head("article", low, match.end(), heading, f"第{match['n']}条", numeral(match["n"]), numeral(match["b"]))


def _annex(text: str, low: int, high: int) -> _Head | None:
    match = _ANNEX.match(text, low, high)
    if not match:
        return None
    return _Head(
        "annex", low, high, match["h"].strip(" ()【】"), regex.sub(r"\s", "", match["label"]), numeral(match["n"])
    )


def _signature(text: str, lines: Sequence[tuple[int, int]], i: int) -> _Head | None:
    low, high = lines[i]
    if _SIGNATURE.match(text, low, high) or _DATE_LINE.match(text, low, high):
        return _Head("signature", low, low)
    # the last lines of a contract without an attestation: company or person, no sentence
    tail = [text[a:b] for a, b in lines[i:]]
    if len(tail) <= 4 and not any("。" in line or len(line) > 90 for line in tail) and _CORPORATE.search("".join(tail)):
        return _Head("signature", low, low)
    return None


def _loose(text: str, low: int, high: int) -> _Head:
    """A line of an order, mail or message."""
    table = _TABLE_ROW.match(text, low, high)
    if table:
        if regex.fullmatch(r"[\s|:\-]*", text[low:high]):
            return _Head("line", low, low)
        group = "value" if table["key"] is not None else "value2"
        inner = _NUMBER_CELL.match(text, low, high)
        if inner:
            return _Head("row", low, inner.end(), inner["key"].strip(" *"))
        return _Head("row", low, table.start(group), (table["key"] or table["key2"]).strip(" *"))
    bracket = _BRACKET.match(text, low, high)
    if bracket:
        kind: Kind = "row" if bracket["rest"].strip() else "section"
        return _Head(kind, low, bracket.start("rest"), bracket["h"].strip())
    row = _ROW.match(text, low, high)
    if row:
        keys = [row["key"].strip(), *(match["key"] for match in _EXTRA_KEY.finditer(text, row.start("value"), high))]
        return _Head("row" if row["value"].strip() else "section", low, row.start("value"), " / ".join(keys))
    heading = _HEADING.match(text, low, high)
    if heading:
        written = heading["md"] or heading["sq"] or heading["bold"] or heading["num"] or heading["item"]
        if not regex.search(r"\d\s*(?:円|回|本|件|枚|日)|(?:です|ます|せん|ください|下さい)$", written):
            return _Head("section", low, high, written.strip(" *"), number=numeral(heading["at"]))
    return _Head("line", low, _NUMBERED.match(text, low, high).end() if _NUMBERED.match(text, low, high) else low)  # type: ignore[union-attr]


def _built(view: View, heads: Sequence[_Head], first: int) -> tuple[Clause, ...]:
    text = view.text
    found: list[Clause] = []
    if not heads or heads[0].start > first:
        found.append(Clause("preamble", first, first, heads[0].start if heads else len(text)))
    for i, head in enumerate(heads):
        end = heads[i + 1].start if i + 1 < len(heads) else len(text)
        if head.kind == "line" and found and found[-1].kind == "section":
            # the value lines under a heading belong to it
            found[-1] = found[-1]._replace(end=end)
            continue
        children = _children(view, head.body, end) if head.kind in ("article", "annex") else ()
        found.append(
            Clause(
                head.kind, head.start, head.body, end, head.heading, head.label, head.number, head.branch, 0, children
            )
        )
    return tuple(found)


# ---------------------------------------------------------------------------------------------------------------------
# form, definitions, parties

_CONTRACT_TITLE = Pattern(
    r"(?:(?:契約書?|覚書|合意書|規約|約款|協定書?)(?:兼.{1,12})?|\b(?:agreement|contract))(?:\s*[(【].{0,50})?[)】]?[ \t*]*$"
)
_ORDER_TITLE = Pattern(
    r"発注書|注文書|業務依頼書|依頼書|発注内容|取引条件|条件通知|3条通知|三条通知|指示書|申込書|発注通知|条件明示|条件書|個別契約"
)
_MAIL = Pattern(r"^\s*(?:件名|subject|差出人|宛先|from|to|送信日時|date)\s*:", regex.MULTILINE)
_MAIL_GREETING = Pattern(r"お世話にな(?:って|り)|平素(?:より|は)|拝啓")
_CHAT = Pattern(r"^\s*(?:→|\d{1,2}:\d{2}\s)?[^\s:。]{1,16}:", regex.MULTILINE)
_DM_LENGTH = 1200
# 「覚　書」, 「契 約 書」: letters set apart in a title
_SPACED = Pattern(r"(?<=[契約覚発注合意協定])[ \t]+(?=[約書注意定])")


def _title(text: str, lines: Sequence[tuple[int, int]]) -> str:
    for low, high in lines[:3]:
        line = _SPACED.sub("", text[low:high].strip(" \t#*【】「」『』■<>\u3000"))
        if (
            len(line) <= 60
            and (_CONTRACT_TITLE.search(line) or _ORDER_TITLE.search(line))
            and not line.endswith(("。", "ます", "です"))
        ):
            return line
    return ""


def _form(text: str, title: str, heads: Sequence[_Head]) -> Form:
    if sum(head.kind == "article" for head in heads) >= 3:
        return "contract"
    mail = _MAIL.search(text, 0, 600) is not None
    if title and not (mail and not title.endswith(("契約書", "覚書", "合意書"))):
        return "order" if _ORDER_TITLE.search(title) else "contract"
    if mail or _MAIL_GREETING.search(text):
        return "mail"
    rows = sum(head.kind in ("row", "section") for head in heads)
    if len(text) < _DM_LENGTH and (rows < 5 or len(_CHAT.findall(text)) >= rows):
        return "dm"
    return "order"


_DEFINED = Pattern(
    r"(?:以下|以後)[、,]?[^「『\"”\n]{0,14}[「『\"](?P<term>[^」』\"\n]{1,24})[」』\"]\s*(?:とい|と称|と総称|と呼|とする|とし|。|\))"
)
_PARTY = Pattern(
    r"(?P<name>[^\n。]{1,60}?)\s*\((?:[^()\n]{0,40}[。、,:])?(?:以下|以後)[、,]?\s*(?:単に)?[「『\"](?P<label>[^」』\"\n]{1,12})[」』\"]\s*(?:とい[うい]|と称|と呼|とする|と表記)?[^)\n]{0,8}\)"
    r"|(?P<name>[^\n。()]{2,60}?)\s*\((?P<label>[甲乙丙])\)(?=\s*(?:と|及び|は|、))"
)
_CORPORATE = Pattern(
    r"株式会社|合同会社|有限会社|合資会社|合名会社|一般社団|一般財団|\((?:株|有|同)\)|法人|co\.|inc\b|ltd|llc|組合|事務所|商店|本舗"
)
_INSTITUTION = Pattern(r"協会|連盟|財団|社団|大学|学園|銀行|金庫|役場|役所|委員会|振興会|[市町村区]$")
_CLIENT_LABEL = Pattern(
    r"委託者|発注|クライアント|広告主|当社|弊社|依頼(?:主|者|側|元|人)|注文|頼む|会社|企業|メーカー|(?<!作業)主催|ブランド|(?:お|当)店|店側|宿|版元|蔵元|銀行|組合|協会|事務局|チーム$"
)
_CREATOR_LABEL = Pattern(
    r"受託者|受注|インフルエンサー|クリエイター|投稿者|制作者|請負|出演者|アンバサダー|ライター|実演|作成(?:側|者)|作家|発信者|(?:つくり|作り|書き|担い|配り|語り|撮り|描き|歌い|引き受け)手|筆者|著者|作者|記者|寄稿|ブロガー|レビュアー|タレント|写真家|漫画家|絵師|引受|表現者|配信者|演者|モデル"
)
_NAME_LEAD = Pattern(
    r".*(?:(?<=\))\s*(?:と|及び|並びに|、)\s*|[、,]\s*|^(?:広告主|投稿者|委託者|受託者|発注者|受注者|依頼主)\s+)"
)


def _parties(agreement: Agreement) -> Iterator[Party]:
    text = agreement.text
    first = next((clause for clause in agreement.clauses if clause.kind == "article"), None)
    # the sides may be named before the articles or in the first one
    limit = first.end if first else len(text)
    seen: set[str] = set()
    raw: list[tuple[str, str, int, int]] = []
    at = 0
    while match := _PARTY.search(text, at, min(limit, 2000)):
        at = match.end()
        label = match["label"]
        if label in seen or regex.match(r"本|対象|同|原", label):
            continue
        seen.add(label)
        lead = regex.match(
            r"\s*(?:と、?|及び|並びに|、|は、)?\s*(?:(?:広告主|投稿者|委託者|受託者|発注者|受注者|依頼主)[\s:]+)?",
            match["name"],
        )
        cut = lead.end() if lead else 0
        start = match.start("name") + cut
        raw.append((label, match["name"][cut:].strip(), start, match.end("name")))
    if len(raw) < 2:
        raw.extend(_rowed(agreement, seen))
    sides = [_side(label, name) for label, name, _, _ in raw]
    for i, (label, name, start, end) in enumerate(raw):
        other = next((side for j, side in enumerate(sides) if j != i and side is not None), None)
        side = sides[i] if sides[i] is not None else (None if other is None or len(raw) != 2 else not other)
        if len(raw) == 2 and sides[0] is sides[1]:
            side = _voted(agreement, label)
        yield Party(label, name, start, end, side)


_PARTY_ROW = Pattern(
    r"(?:^|/ )(?P<label>甲|乙|委託者|受託者|発注者|受注者|発注元|発注先|依頼主|依頼者|クライアント|広告主|クリエイター|インフルエンサー|投稿者)(?:名|様)?(?: /|$)"
)


def _rowed(agreement: Agreement, seen: set[str]) -> Iterator[tuple[str, str, int, int]]:
    """Parties named by rows (「発注者：株式会社…」)."""
    for clause in agreement.clauses:
        if clause.kind not in ("row", "section"):
            continue
        match = _PARTY_ROW.search(clause.heading)
        if match and match["label"] not in seen:
            seen.add(match["label"])
            line = agreement.text[clause.body : clause.end].strip().split("\n")[0].rstrip(" |")
            yield match["label"], line, clause.body, clause.body + len(line)


def _side(label: str, name: str) -> bool | None:
    if _CREATOR_LABEL.search(label):
        return False
    if _CLIENT_LABEL.search(label):
        return True
    if regex.search(r"活動名|アカウント|@|チャンネル|ペンネーム|芸名|インフルエンサー", name):
        return False
    return True if _CORPORATE.search(name) or _INSTITUTION.search(name) else None


def _voted(agreement: Agreement, label: str) -> bool | None:
    """Both or neither look like a company: who pays and who posts decides."""
    text, name = agreement.text, regex.escape(label)
    pays = len(
        regex.findall(
            rf"{name}は[、,]?[^。\n]{{0,80}}(?:報酬|委託料|料金|金額|代金|フィー)[^。\n]{{0,60}}(?:支払|振り?込)", text
        )
    )
    pays += len(regex.findall(rf"{name}は[、,]?[^。\n]{{0,60}}委託し", text))
    posts = len(regex.findall(rf"{name}は[、,]?[^。\n]{{0,120}}(?:投稿|公開|制作|納品|撮影)(?:し|する|を行)", text))
    return None if pays == posts else pays > posts
