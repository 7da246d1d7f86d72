"""The values that travel through adcheck.

Every offset in this module is a code-point offset into the *raw* text of one document (``Document.text``), half open
``[start, end)``. Nothing here imports another adcheck module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

Status = Literal["open", "allowed", "baselined"]

# Closed vocabularies of the context (docs/architecture.md). Every key may also be "unknown".
CONTEXT_VALUES: Mapping[str, tuple[str, ...]] = {
    "kind": ("post", "agreement", "outreach", "brief"),
    "platform": (
        "instagram", "tiktok", "youtube", "x", "facebook", "threads", "blog", "lp", "line", "pinterest", "note", "ameba",
    ),
    "medium": ("text", "video"),
    "relationship": ("paid", "gifted", "affiliate", "employee", "independent"),
    "category": (
        "cosmetics", "quasi-drug", "health-food", "functional-food", "tokuho", "drug", "medical-device",
        "wellness-device", "medical-service", "food", "general",
    ),
}  # fmt: skip
UNKNOWN = "unknown"

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Span(NamedTuple):
    """``[start, end)`` in code points of the raw text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Context(NamedTuple):
    """What is known about a document, and where each value came from.

    ``origin`` maps a key to one of ``option``, ``front matter``, ``row``, ``config``, ``inferred``, ``default``; ``note`` maps
    an inferred key to the words of the text it was inferred from. ``facts`` holds further values that single rules read
    (``label_set``, ``regime``, ``published``, ``followers`` …), as plain strings, numbers or dates.
    """

    kind: str = "post"
    platform: str = UNKNOWN
    medium: str = "text"
    relationship: str = UNKNOWN
    category: str = UNKNOWN
    origin: Mapping[str, str] = NOTHING
    note: Mapping[str, str] = NOTHING
    facts: Mapping[str, Any] = NOTHING

    def get(self, key: str) -> str:
        return str(getattr(self, key))

    def as_dict(self) -> dict[str, str]:
        return {key: self.get(key) for key in CONTEXT_VALUES}


# kinds of Block; "text" is running text without markup.
BlockKind = Literal[
    "title", "heading", "text", "list", "cell", "quote", "code", "link", "url", "comment", "front-matter", "cue", "slide",
]  # fmt: skip


class Block(NamedTuple):
    """A stretch of the raw text with one role, as the reader of a format saw it.

    Blocks do not overlap and come in order. ``time`` is ``(start_ms, end_ms)`` for caption cues. ``place`` is how a person
    finds the block when lines mean nothing (``"p. 3"``, ``"段落 12"``, ``"Sheet1!B4"``).
    """

    span: Span
    kind: BlockKind = "text"
    time: tuple[int, int] | None = None
    place: str = ""


class Document(NamedTuple):
    """One draft, agreement, message or brief.

    ``text`` is the raw text (CRLF kept); ``path`` is the file as the user named it (``"-"`` for standard input), ``name`` the
    id of a row in a many-document file, else None. ``given`` holds context values that the file itself states
    (front matter or row) with their origin. ``error`` is a message for the user when the file could not be read; then
    ``text`` is empty.
    """

    path: str
    text: str
    name: str | None = None
    blocks: tuple[Block, ...] = ()
    given: Mapping[str, Any] = NOTHING
    given_origin: str = ""
    encoding: str = "utf-8"
    error: str | None = None


class Law(NamedTuple):
    """An act, notice, guideline or platform term, as one entry of ``laws.toml``."""

    key: str
    title: str
    authority: str
    url: str
    number: str = ""
    since: date | None = None
    until: date | None = None
    verified: date | None = None
    unconfirmed: bool = False


class Citation(NamedTuple):
    """A law with the place in it that a rule rests on."""

    law: Law
    pinpoint: str = ""


class Level(NamedTuple):
    """A severity that replaces the rule's own when ``when`` holds, the document has one of the terms ``document`` and none of ``unless`` (first that holds wins)."""

    when: Mapping[str, tuple[str, ...]]
    severity: Severity
    document: Mapping[str, Sequence[str]] | None = None
    unless: Mapping[str, Sequence[str]] | None = None


class Rule(NamedTuple):
    """One obligation or prohibition. ``spec`` is what the check named ``check`` prepared from the rule file."""

    id: str
    pack: str
    title: str
    severity: Severity
    check: str
    spec: Any
    message: str
    why: str = ""
    suggest: tuple[str, ...] = ()
    law: tuple[Citation, ...] = ()
    when: Mapping[str, tuple[str, ...]] = NOTHING
    levels: tuple[Level, ...] = ()
    since: date | None = None
    until: date | None = None
    rank: int = 0
    suppresses: tuple[str, ...] = ()
    fix: Mapping[str, str] | None = None
    confirmed: bool = True
    file: str = ""


class Pack(NamedTuple):
    """A named set of rules; ``plugin`` is the distribution that brought it, ``version`` that pack's own."""

    name: str
    version: str
    title: str
    rules: Sequence[Rule]
    plugin: str = "adcheck"


class Match(NamedTuple):
    """What a check reports. ``span`` is None for an absence.

    ``values`` fill the ``{…}`` of the rule's message (``match`` is the quote and always there). ``severity`` replaces the
    rule's own when the check knows better (never above ``error``). ``detail`` is a sentence of reason, such as a
    computation; ``suggest`` comes before the rule's own rewrites; ``edits`` make a fix together with the rule's ``fix``. ``parts`` are the stretches of
    ``span`` that are worth a finding of their own where another rule has found something in the rest. ``against`` is the claim that the match takes back: who
    doubts the claim doubts the match.
    """

    span: Span | None
    values: Mapping[str, str] = NOTHING
    severity: Severity | None = None
    detail: str = ""
    suggest: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    parts: tuple[Span, ...] = ()
    against: Span | None = None


class Edit(NamedTuple):
    """Replace ``[start, end)`` of the raw text by ``text``."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A change that removes a finding. ``safe`` keeps the meaning; ``review`` needs a person's yes."""

    title: str
    safety: Literal["safe", "review"]
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """A reported problem. ``line`` and ``column`` count from 1, in code points; all None for an absence."""

    rule: str
    pack: str
    severity: Severity
    status: Status
    path: str
    document: str | None
    span: Span | None
    line: int | None
    column: int | None
    quote: str | None
    message: str
    reason: str
    why: str
    law: tuple[Citation, ...]
    suggestions: tuple[str, ...]
    fixes: tuple[Fix, ...]
    fingerprint: str
    place: str = ""
    time: tuple[int, int] | None = None
    status_note: str = ""


class Checked(NamedTuple):
    """A document after checking: its context, and the error that kept it (or a rule on it) from being checked."""

    document: Document
    context: Context
    error: str | None = None

    @property
    def status(self) -> Literal["checked", "failed"]:
        return "failed" if self.error else "checked"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a format needs, in input order."""

    as_of: date
    version: str
    packs: tuple[Pack, ...]
    documents: tuple[Checked, ...]
    findings: tuple[Finding, ...]
    problems: tuple[str, ...] = ()  # plugin or rule failures that concern no single document

    def of(self, checked: Checked) -> Sequence[Finding]:
        """The findings of one document."""
        key = (checked.document.path, checked.document.name)
        return [f for f in self.findings if (f.path, f.document) == key]

    def count(self, severity: Severity) -> int:
        """How many open findings of this severity."""
        return sum(f.severity == severity and f.status == "open" for f in self.findings)
