"""``likeness`` rules: what they report, and what they make of the findings of other rules."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from adcheck.config import Settings
from adcheck.engine.checker import Checker
from adcheck.host import Host
from adcheck.model import Document, Finding
from adcheck.text.likeness import BITS, Model, features
from checkout import ROOT
from toy import toy_host

RULES = """
[[rule]]
id = "toy.gone"
title = "t"
severity = "error"
law = ["act"]
check = "pattern"
message = "m"
[rule.pattern]
find = ["@gone"]

[[rule]]
id = "toy.likeness"
title = "t"
severity = "warning"
law = ["act"]
rank = -10
check = "likeness"
message = "「{match}」"
[rule.likeness]
model = "toy.bin"
report = 1.0
doubt = -1.0
"""
WORDS = '[gone]\nnouns = ["消失"]\n'
RISKY, LAWFUL, OTHER = "地図が海に沈んだ", "廊下に並んだ古い電気の灯りが消失", "シミは消失"


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return trained(tmp_path, RULES)


def trained(tmp_path: Path, rules: str) -> Host:
    table = array("b", bytes(1 << BITS))
    for slot in features(LAWFUL) - features(OTHER):
        table[slot] = -50
    for slot in features(RISKY) - features(LAWFUL) - features(OTHER):
        table[slot] = 50
    pack = tmp_path / "toy"
    pack.mkdir()
    Model(table, 0.1, 0.0).dump(pack / "toy.bin")
    built = toy_host(tmp_path, rules, WORDS)
    assert built.registry.problems == ()
    return built


def findings(host: Host, text: str, settings: Settings | None = None) -> list[Finding]:
    return list(Checker(host, settings or Settings()).run([Document("a.txt", text)]).findings)


def found(host: Host, text: str, settings: Settings | None = None) -> list[tuple[str, str, str | None]]:
    return [(finding.rule, finding.severity, finding.quote) for finding in findings(host, text, settings)]


def test_a_sentence_like_the_risky_ones_is_reported_whole(host: Host) -> None:
    assert found(host, f"朝です。{RISKY}。よい天気") == [("toy.likeness", "warning", RISKY + "。")]


def test_a_finding_in_a_sentence_like_the_lawful_ones_becomes_information_and_says_so(host: Host) -> None:
    (finding,) = findings(host, f"{LAWFUL}。")
    assert (finding.rule, finding.severity) == ("toy.gone", "info")
    assert "適法な例に近い" in finding.reason


def test_a_doubted_finding_is_a_warning_where_something_else_is_wrong(host: Host) -> None:
    assert found(host, f"{LAWFUL}。{OTHER}") == [("toy.gone", "warning", "消失"), ("toy.gone", "error", "消失")]


def test_a_short_sentence_is_not_doubted(host: Host) -> None:
    assert found(host, "古い電気の灯りが消失") == [("toy.gone", "error", "消失")]


def test_a_finding_elsewhere_keeps_its_severity(host: Host) -> None:
    assert found(host, OTHER) == [("toy.gone", "error", "消失")]


def test_the_other_rules_come_first_where_both_speak(host: Host) -> None:
    assert found(host, f"{RISKY}上にシミは消失") == [("toy.gone", "error", "消失")]


def test_the_rest_of_a_sentence_is_reported_beside_what_the_other_rules_found(host: Host) -> None:
    assert found(host, f"{RISKY}、シミは消失") == [("toy.likeness", "warning", RISKY), ("toy.gone", "error", "消失")]


def test_a_weaker_likeness_is_reported_only_where_something_else_is_wrong(tmp_path: Path) -> None:
    host = trained(tmp_path, RULES.replace("report = 1.0", "report = 1000.0\nbeside = 1.0"))
    assert found(host, f"{RISKY}。") == []
    assert [rule for rule, _, _ in found(host, f"{RISKY}。{OTHER}。")] == ["toy.likeness", "toy.gone"]
    assert found(host, f"{RISKY}。{LAWFUL}。") == [("toy.gone", "info", "消失")]


def test_switched_off_it_neither_reports_nor_doubts(host: Host) -> None:
    for off in (Settings(ignore=("toy.likeness",)), Settings(levels={"toy.likeness": "off"})):
        assert found(host, f"{RISKY}。{LAWFUL}。", off) == [("toy.gone", "error", "消失")]


def test_a_severity_the_user_has_set_is_not_doubted(host: Host) -> None:
    assert found(host, f"{LAWFUL}。", Settings(levels={"toy.gone": "warning"})) == [("toy.gone", "warning", "消失")]


def test_text_with_evasions_is_not_doubted(host: Host) -> None:
    assert {severity for _, severity, _ in found(host, f"{LAWFUL}。電気の灯りが消・失。")} == {"error"}


def test_a_missing_model_costs_the_rule_only(tmp_path: Path) -> None:
    built = toy_host(tmp_path, RULES, WORDS)
    assert len(built.registry.problems) == 1 and "toy.likeness / likeness.model" in built.registry.problems[0]
    assert found(built, OTHER) == [("toy.gone", "error", "消失")]


NETWORK = f"""
[[rule]]
id = "toy.network"
title = "t"
severity = "warning"
law = ["act"]
check = "likeness"
message = "{{about}}に似ています"
[rule.likeness]
network = "{(ROOT / "rules" / "network.npz").as_posix()}"
heads = {{ yakki = "効能" }}
report = 1.0
"""
CLAIM = "塗って二週間、頬の茶色い影が薄くなってきた"


def test_the_network_names_what_a_sentence_is_like(tmp_path: Path) -> None:
    (finding,) = findings(toy_host(tmp_path, NETWORK), f"朝です。{CLAIM}。週末は娘と公園でお弁当を食べました")
    assert (finding.quote, finding.message) == (CLAIM + "。", "効能に似ています")


def test_the_network_is_not_asked_about_what_the_ngrams_rule_out(tmp_path: Path) -> None:
    (tmp_path / "toy").mkdir()
    Model(array("b", bytes(1 << BITS)), 0.1, -1.0).dump(tmp_path / "toy" / "toy.bin")
    for ask, expected in ((-2.0, 1), (0.0, 0)):
        host = toy_host(tmp_path, NETWORK + f'model = "toy.bin"\nask = {ask}\n')
        assert len(findings(host, CLAIM)) == expected


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("network.npz", "none.npz"), "likeness.network"),
        (("yakki =", "unknown ="), "likeness.heads"),
        (('heads = { yakki = "効能" }', ""), "likeness.network"),
    ],
)
def test_a_network_that_cannot_answer_is_refused(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    (said,) = toy_host(tmp_path, NETWORK.replace(*change)).registry.problems
    assert f"toy.network / {problem}" in said
