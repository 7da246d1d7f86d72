from __future__ import annotations

import report_sample as sample
from hypothesis import given
from hypothesis import strategies as st
from report_sample import TEXT, finding, report

from adcheck.model import Checked, Context, Document, Report, Span
from adcheck.report import FORMATS, RenderOptions
from adcheck.report.visible import width

PLAIN = RenderOptions()


def render(value: Report, options: RenderOptions = PLAIN) -> str:
    return FORMATS["text"](value, options)


def on(text: str, start: int, end: int, **changes: object) -> Report:
    """A report of one finding on ``text``."""
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    hit = finding(span=Span(start, end), line=line, column=column, quote=text[start:end], **changes)
    return report(hit, documents=(Checked(Document("a.txt", text), Context()),))


def excerpt(value: Report, options: RenderOptions = PLAIN) -> tuple[str, str]:
    lines = render(value, options).split("\n")
    return lines[1], lines[2]


def test_a_finding() -> None:
    assert render(report(finding())).split("\n") == [
        "a.txt:2:8  error  yakki.cos-spot-erase  「シミが消え」は効能の範囲を超えるおそれがあります",
        "    🥹この美容液でシミが消えました！#PR",
        "    " + " " * 14 + "^" * 10,
        "    理由: category=cosmetics (front matter)",
        "    根拠: 医薬品医療機器等法 第66条第1項",
        "    → うるおいを与える",
        "    → 第1条",
        "       第2条",
        "",
        "1 文書: エラー 1 件、警告 0 件、情報 0 件",
        "",
    ]


def test_everything_is_shown() -> None:
    text = render(sample.FULL)
    assert "a.txt:字幕 1 00:01:05.200  info  " in text
    assert "rows.jsonl[r-1]  warning  stealth.missing  広告の表示がありません\n    （文書全体について）\n" in text
    assert "\n確認できませんでした: bad.txt: 読めません\n" in text
    assert "\n問題: プラグイン x 1.0 を読み込めません\n" in text
    assert text.endswith(
        "4 文書: エラー 1 件、警告 1 件、情報 1 件（ほかに許可済み 1 件、ベースライン 0 件）。"
        "確認できなかった文書 1 件。実行時の問題 1 件\n"
    )
    assert "許可された指摘" not in text
    shown = render(sample.FULL, RenderOptions(show_settled=True))
    assert "許可された指摘（許可済み）" in shown and "扱い: 試験報告書 T-1 により許可" in shown


def test_quiet() -> None:
    quiet = RenderOptions(quiet=True)
    assert render(report(), quiet) == ""
    assert render(report(sample.ALLOWED), quiet) == ""
    assert render(report()) == "1 文書: エラー 0 件、警告 0 件、情報 0 件\n"
    assert "error" in render(report(finding()), quiet)
    assert "読めません" in render(report(documents=(sample.FAILED,)), quiet)
    assert "壊れた" in render(report(problems=("壊れた",)), quiet)


def test_the_path_is_put_before_an_error_without_it() -> None:
    failed = Checked(sample.DOCUMENT.document, Context(), "規則が失敗しました")
    assert "確認できませんでした: a.txt: 規則が失敗しました" in render(report(documents=(failed,)))


def test_carets_respect_widths() -> None:
    for before, columns in [
        ("abc", 3),
        ("あいう", 6),
        ("ＡＢ", 4),
        ("ｱｶﾞ", 3),
        ("か\u3099", 2),  # combining
        ("①α※", 3),  # ambiguous
        ("👩‍👩‍👧", 2),
        ("👍🏽", 2),
        ("🇯🇵", 2),
        ("1️⃣", 2),
        ("❤️", 2),
        ("葛󠄀", 2),  # ideographic variation selector
    ]:
        source, carets = excerpt(on(f"{before}シミ後", len(before), len(before) + 2))
        assert source == f"    {before}シミ後"
        assert carets == "    " + " " * columns + "^^^^"


def test_a_quote_over_lines_is_marked_to_the_end_of_its_first() -> None:
    assert excerpt(on("あシミが\r\n消える", 1, 7)) == ("    あシミが", "      ^^^^^^")


def test_an_empty_span_gets_a_caret() -> None:
    assert excerpt(on("あ", 1, 1)) == ("    あ", "      ^")
    assert excerpt(on("", 0, 0)) == ("    ", "    ^")


def test_long_lines_are_cut_around_the_quote() -> None:
    text = "前" * 5000 + "シミが消える" + "後" * 5000
    source, carets = excerpt(on(text, 5000, 5006), RenderOptions(width=60))
    assert source.startswith("    …前") and source.endswith("後…") and "シミが消える" in source
    assert width(source) <= 60
    assert source.index("シミ") * 2 - 5 == carets.index("^") and carets.count("^") == 12
    source, carets = excerpt(on("シミ" + text, 0, 2), RenderOptions(width=60))
    assert source.startswith("    シミ前") and carets == "    ^^^^"
    source, carets = excerpt(on(text + "末", 10_006, 10_007), RenderOptions(width=60))
    assert source.endswith("後末") and width(source) <= 60 and len(carets) == width(source)


def test_a_quote_longer_than_the_window() -> None:
    text = "あ" * 300
    source, carets = excerpt(on(text, 100, 300), RenderOptions(width=60))
    assert width(source) <= 60 and len(carets) <= 60 and "^" in carets


def test_hostile_text_is_defused() -> None:
    text = "\x1b[31m赤\x07\u202eABC\u2066\u200bシミ\x9b0m\x00\t\u2028"
    hit = on(text, 3, 5, message=text, reason=text, suggestions=(text,), rule=f"a.{text}", place=text, status_note=text)
    hostile = Checked(Document(f"b{text}", "", error=f"b{text}: {text}"), Context(), f"b{text}: {text}")
    value = report(*hit.findings, documents=(*hit.documents, hostile), problems=(text,))
    for name in ("text", "markdown"):
        shown = FORMATS[name](value, RenderOptions())
        assert not [
            char for char in shown if (char < " " and char != "\n") or char in "\x7f\x9b\u202e\u2066\u200b\u2028"
        ]
        assert "␛" in shown and "U+202E" in shown and "U+200B" in shown
    assert "\x1b[31m赤" not in render(value, RenderOptions(color=True))


def test_a_break_in_a_message_does_not_forge_a_line() -> None:
    text = render(on("あ", 0, 1, message="一\nb.txt:1:1  error  偽"))
    assert "\nb.txt" not in text


def test_colour() -> None:
    text = render(report(finding()), RenderOptions(color=True))
    assert "\x1b[1;31merror\x1b[0m" in text
    assert "    " + " " * 14 + "\x1b[31m" + "^" * 10 + "\x1b[0m" in text
    assert "\x1b" not in render(report(finding()))


def test_names_that_are_not_utf8() -> None:
    value = report(documents=(Checked(Document("a\udcff.txt", "", error="x"), Context(), "x"),))
    for render_format in FORMATS.values():
        render_format(value, PLAIN).encode("utf-8")


@given(st.text(min_size=1, max_size=60), st.data(), st.integers(20, 120))
def test_carets_never_leave_the_line(text: str, data: st.DataObject, columns: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    out = render(on(text, start, end), RenderOptions(width=columns)).split("\n")
    source, carets = out[1], out[2]
    assert set(carets) <= {" ", "^"} and "^" in carets
    assert len(carets) <= width(source) + 1
    assert width(source) <= max(columns, 24)


def test_the_sample_is_what_it_says() -> None:
    span = finding().span
    assert span and TEXT[span.start : span.end] == "シミが消え"
