"""A report with one of everything, for the tests of the formats."""

from __future__ import annotations

from datetime import date

from adcheck.model import Checked, Citation, Context, Document, Edit, Finding, Fix, Law, Pack, Report, Rule, Span

LAW = Law("yakki-act", "医薬品医療機器等法", "厚生労働省", "https://laws.example/yakki", since=date(2014, 11, 25))
CITATION = Citation(LAW, "第66条第1項")
TEXT = "一行目\r\n🥹この美容液でシミが消えました！#PR\r\n"
START = TEXT.index("シミ")
CONTEXT = Context(category="cosmetics", origin={"category": "front matter"})


def finding(**changes: object) -> Finding:
    base = Finding(
        rule="yakki.cos-spot-erase",
        pack="yakki",
        severity="error",
        status="open",
        path="a.txt",
        document=None,
        span=Span(START, START + 5),
        line=2,
        column=START - TEXT.index("🥹") + 1,
        quote="シミが消え",
        message="「シミが消え」は効能の範囲を超えるおそれがあります",
        reason="category=cosmetics (front matter)",
        why="化粧品で標ぼうできる効能は決まっています。",
        law=(CITATION,),
        suggestions=("うるおいを与える", "第1条\n第2条"),
        fixes=(Fix("言い換える", "review", (Edit(START, START + 5, "うるおう"),)),),
        fingerprint="abc123",
    )
    return base._replace(**changes)  # type: ignore[arg-type]


ABSENCE = finding(
    rule="stealth.missing", pack="stealth", severity="warning", document="r-1", path="rows.jsonl", span=None, line=None,
    column=None, quote=None, message="広告の表示がありません", law=(), suggestions=(), fixes=(), why="", reason="",
)  # fmt: skip
CUE = finding(severity="info", span=Span(0, 3), quote="一行目", line=1, column=1, place="字幕 1", time=(65_200, 66_000))
ALLOWED = finding(status="allowed", status_note="試験報告書 T-1 により許可", message="許可された指摘")

PACKS = (Pack("yakki", "1.0", "薬機法", ()), Pack("stealth", "1.0", "ステマ規制", ()))
DOCUMENT = Checked(Document("a.txt", TEXT), CONTEXT)
ROW = Checked(Document("rows.jsonl", "本文", "r-1"), Context())
FAILED = Checked(Document("bad.txt", "", error="bad.txt: 読めません"), Context(), "bad.txt: 読めません")
CLEAN = Checked(Document("clean.txt", "本文"), Context())


def report(*findings: Finding, documents: tuple[Checked, ...] = (DOCUMENT,), problems: tuple[str, ...] = ()) -> Report:
    return Report(date(2026, 11, 22), "0.1.0", PACKS, documents, findings, problems)


FULL = report(
    finding(),
    CUE,
    ALLOWED,
    ABSENCE,
    documents=(DOCUMENT, ROW, FAILED, CLEAN),
    problems=("プラグイン x 1.0 を読み込めません",),
)

# What a stranger may put into a draft: markup, template syntax, a terminal escape, a bidi override, a spreadsheet formula.
EVIL = "<script>alert(1)</script>{{7*7}}\x1b[31m\u202e::error::"
HOSTILE_TEXT = f"=1+1|{EVIL}\n家族👨‍👩‍👧のシミが消え\n"
HOSTILE_PATH = "a,b:<i>.txt"
HOSTILE_START = HOSTILE_TEXT.index("シミ")
HOSTILE = finding(
    path=HOSTILE_PATH, span=Span(HOSTILE_START, HOSTILE_START + 5), column=HOSTILE_START - HOSTILE_TEXT.index("家") + 1,
    message=EVIL, reason=EVIL, suggestions=("=HYPERLINK()", EVIL), fingerprint="hostile",
)  # fmt: skip
BASELINED = finding(status="baselined", status_note="ベースライン（2026-10-01 から 52 日）", message="既知の指摘")
RULE = Rule(
    "yakki.cos-spot-erase", "yakki", "シミが消えるとする表現", "error", "claim", None, "「{match}」は…",
    why="化粧品で標ぼうできる効能は決まっています。", suggest=("うるおいを与える",), law=(CITATION,),
)  # fmt: skip

# One of everything, for the snapshots.
EVERYTHING = Report(
    date(2026, 11, 22), "0.1.0", (Pack("yakki", "1.0", "薬機法", (RULE,)), PACKS[1]),
    (DOCUMENT, ROW, Checked(Document(HOSTILE_PATH, HOSTILE_TEXT), CONTEXT), FAILED, CLEAN),
    (finding(), CUE, ALLOWED, BASELINED, ABSENCE, HOSTILE), ("プラグイン x 1.0 を読み込めません",),
)  # fmt: skip
