"""Severity by context, one finding per problem, suppression, fingerprints, dates."""

from __future__ import annotations

from datetime import date

import pytest

from adcheck.engine.checker import Checker
from adcheck.host import Host
from adcheck.model import Document, Finding
from toy import toy_host

RULES = """
[[rule]]
id = "toy.wide"
title = "t"
severity = "warning"
law = ["act"]
check = "pattern"
message = "「{match}」"
[rule.pattern]
find = ["シミが消えた"]

[[rule]]
id = "toy.narrow"
title = "t"
severity = "error"
law = ["act"]
when = { category = ["cosmetics", "general", "unknown"] }
levels = [
  { when = { relationship = ["independent"] }, severity = "info" },
  { when = { category = ["unknown"] }, document = ["関数"], unless-document = ["円"], severity = "info" },
]
check = "pattern"
message = "「{match}」"
[rule.pattern]
find = ["消えた"]

[[rule]]
id = "toy.guess"
title = "t"
severity = "error"
confirmed = true
law = ["act"]
in-force = { from = 2025-01-01, until = 2026-12-31 }
suppresses = ["toy.missing"]
check = "pattern"
message = "m"
[rule.pattern]
find = ["必ず"]

[[rule]]
id = "toy.missing"
title = "t"
severity = "warning"
law = ["act"]
check = "absent"
message = "m"
[rule.absent]
none = ["PR"]
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Host:
    built = toy_host(tmp_path_factory.mktemp("packs"), RULES)
    assert built.registry.problems == ()
    return built


def findings(host: Host, text: str, day: date = date(2026, 11, 22), **context: str) -> list[Finding]:
    return list(Checker(host, options=context, as_of=day).run([Document("a.txt", text)]).findings)


def found(host: Host, text: str, **context: str) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in findings(host, text, **context)]


def test_a_level_can_ask_for_words_of_the_document(host: Host) -> None:
    manual = "PR 消えたときに呼ばれる関数。"
    assert found(host, manual, relationship="paid") == [("toy.narrow", "info")]
    assert found(host, manual, category="cosmetics", relationship="paid") == [("toy.narrow", "error")]
    assert found(host, "PR 消えた。", relationship="paid") == [("toy.narrow", "warning")]
    assert found(host, manual + "500円", relationship="paid") == [("toy.narrow", "warning")]


def test_of_overlapping_findings_the_graver_stays(host: Host) -> None:
    assert found(host, "PR シミが消えた", category="cosmetics", relationship="paid") == [("toy.narrow", "error")]
    assert found(host, "PR シミが消えた", category="food", relationship="paid") == [("toy.wide", "warning")]


def test_two_places_are_two_findings(host: Host) -> None:
    assert len(found(host, "PR 消えた。また消えた", category="cosmetics")) == 2


def test_an_unknown_or_inferred_value_takes_one_step_and_is_named(host: Host) -> None:
    (finding,) = findings(host, "PR 消えた")
    assert finding.severity == "warning" and "化粧品・その他の商品のときに当たる指摘です" in finding.reason
    (finding,) = findings(host, "PR この化粧水で消えた")
    assert finding.severity == "warning"
    assert "カテゴリー" in finding.reason and "本文から推定「化粧水」" in finding.reason


def test_a_level_of_the_rule_replaces_its_severity(host: Host) -> None:
    assert found(host, "PR 消えた", category="cosmetics", relationship="independent") == [("toy.narrow", "info")]


def test_a_rule_speaks_only_while_it_is_in_force(host: Host) -> None:
    assert [f.rule for f in findings(host, "PR 必ず", date(2026, 6, 1))] == ["toy.guess"]
    assert findings(host, "PR 必ず", date(2024, 12, 31)) == []
    assert findings(host, "PR 必ず", date(2027, 1, 1)) == []


def test_a_rule_suppresses_another_in_the_same_document(host: Host) -> None:
    assert found(host, "必ず") == [("toy.guess", "error")]
    assert found(host, "ただの文") == [("toy.missing", "warning")]


def test_a_fingerprint_survives_moves_and_spelling_but_not_a_new_sentence(host: Host) -> None:
    def of(text: str) -> str:
        return findings(host, text, category="cosmetics")[0].fingerprint

    assert of("PR\nシミが消えた。") == of("PR\n\n\nまえがき。\n\nシミが消えた。")
    assert of("PR\nシミが消えた。") == of("PR\nｼﾐが消えた。")
    assert of("PR\nシミが消えた。") != of("PR\n母のシミが消えた。")


def test_positions_count_code_points_and_lines_from_one(host: Host) -> None:
    (finding,) = findings(host, "PR😍\r\n💄シミが消えた", category="food")
    assert (finding.line, finding.column, finding.quote) == (2, 2, "シミが消えた")


def test_a_wrong_context_value_in_a_document_fails_that_document_only(host: Host) -> None:
    documents = [
        Document("a.md", "必ず", given={"category": "cosmetic"}, given_origin="front matter"),
        Document("b.md", "必ず"),
    ]
    report = Checker(host).run(documents)
    assert [checked.status for checked in report.documents] == ["failed", "checked"]
    assert "cosmetic" in (report.documents[0].error or "")
    assert [finding.path for finding in report.findings] == ["b.md"]
