"""Each kind of mistake in a rule file: one clear error that names file, rule and key, and nothing else lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from adcheck.engine.checker import Checker
from adcheck.host import build
from adcheck.model import Document
from adcheck.testing import collect, failure
from toy import toy_host

GOOD = """
[[rule]]
id = "toy.good"
title = "よい規則"
severity = "warning"
law = ["act:第1条"]
check = "pattern"
message = "「{match}」のおそれがあります"
[rule.pattern]
find = ["だめ"]
[rule.examples]
ng = ["⟦だめ⟧です"]
ok = ["よい"]
"""

RULE = """
[[rule]]
id = "toy.bad"
title = "悪い規則"
severity = "warning"
law = ["act"]
check = "pattern"
message = "m"
[rule.pattern]
find = ["x"]
"""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('severity = "warning"', 'severity = "loud"'), "severity: 「loud」は使えません"),
        (('law = ["act"]', 'law = ["nope"]'), "法令キー nope"),
        (('check = "pattern"', 'check = "magic"'), "check「magic」がありません"),
        (('message = "m"', ""), "message: 必須です"),
        (('find = ["x"]', 'find = ["@nope"]'), "@nope がありません"),
        (('find = ["x"]', "find = ['/(x/']"), "正規表現の誤り"),
        (('find = ["x"]', "find = ['/x*/']"), "空文字列に一致"),
        (('find = ["x"]', 'find = ["x"]\nfnd = 1'), "fnd: 不明なキー"),
        (('title = "悪い規則"', 'title = "悪い規則"\nwen = 1'), "wen: 不明なキー"),
        (('title = "悪い規則"', 'title = "t"\nwhen = { category = ["cosmetic"] }'), "「cosmetic」は使えません"),
        (('title = "悪い規則"', 'title = "t"\nin-force = { from = "2026" }'), "in-force.from: 日付"),
        (('title = "悪い規則"', 'title = "t"\nrank = "high"'), "rank: 整数"),
        (('id = "toy.bad"', 'id = "other.bad"'), "id は「toy.」で始めて"),
        (('id = "toy.bad"', 'id = "toy.good"'), "同じ id"),
        (('severity = "warning"', 'severity = "error"\nconfirmed = false'), "未確認"),
    ],
)
def test_a_mistake_costs_its_own_rule_only(tmp_path: Path, change: tuple[str, str], expected: str) -> None:
    built = toy_host(tmp_path, GOOD + RULE.replace(*change))
    (problem,) = built.registry.problems
    assert expected in problem
    assert "rules.toml" in problem
    assert [rule.id for rule in built.registry.packs[0].rules] == ["toy.good"]
    report = Checker(built).run([Document("a.txt", "これはだめです")])
    assert [finding.rule for finding in report.findings] == ["toy.good"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"rules": GOOD + "[[rule"}, "TOML として読めません"),
        ({"words": "[a]\nverbs = ['シミ']"}, "終止形の動詞ではありません"),
        ({"words": "[a]\ninclude = ['b']\n[b]\ninclude = ['a']"}, "循環"),
        ({"words": "[a]\nnoun = ['x']"}, "不明なキー"),
        ({"head": 'name = "toy"\nversion = "1"'}, "title: 必須"),
        ({"head": 'name = "other"\nversion = "1"\ntitle = "t"'}, "フォルダー名"),
    ],
)
def test_mistakes_in_other_files(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    built = toy_host(tmp_path, **{"rules": GOOD, **files})
    assert any(expected in problem for problem in built.registry.problems)


def test_patterns_of_a_word_list_are_found_where_the_list_is(tmp_path: Path) -> None:
    words = """
        [smoke]
        phrases = ["水タバコ"]
        patterns = ['電子の?煙']
        [all-smoke]
        include = ["smoke"]
    """
    built = toy_host(tmp_path, RULE.replace('["x"]', '["@all-smoke"]'), words)
    report = Checker(built).run([Document("a.txt", "電子の煙と水タバコ")])
    assert [finding.quote for finding in report.findings] == ["電子の煙", "水タバコ"]
    (problem,) = toy_host(
        tmp_path, RULE.replace('["x"]', '["@smoke"]'), "[smoke]\npatterns = ['(電子']"
    ).registry.problems
    assert "正規表現の誤り" in problem


def test_examples_hold_and_a_wrong_one_says_what_happened(tmp_path: Path) -> None:
    wrong = RULE.replace('find = ["x"]', 'find = ["x"]\n[rule.examples]\nng = ["y", "a⟦b⟧x"]\nok = ["x"]')
    built = toy_host(tmp_path, GOOD + wrong)
    found, problems = collect(built)
    assert not problems
    results = {str(example): failure(built, example) for example in found}
    assert results["toy.good:ng1"] is None and results["toy.good:ok1"] is None
    assert "検出されません" in (results["toy.bad:ng1"] or "")
    assert "⟦b⟧" in (results["toy.bad:ng2"] or "")
    assert "ok 例なのに検出" in (results["toy.bad:ok1"] or "")


def test_a_rule_without_examples_is_a_problem_of_the_tests(tmp_path: Path) -> None:
    _, problems = collect(toy_host(tmp_path, GOOD + RULE))
    assert ["toy.bad" in str(problem) and "例がありません" in str(problem) for problem in problems] == [True]


def test_the_cache_gives_the_same_registry_and_notices_changes(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    toy_host(tmp_path, GOOD)
    pack = tmp_path / "toy"
    first = build(plugins=[], local=[pack], cache=cache)
    second = build(plugins=[], local=[pack], cache=cache)
    assert first.registry.rules == second.registry.rules
    assert list(cache.glob("packs-*.bin"))
    (pack / "rules.toml").write_text(GOOD.replace("だめ", "駄目です"), encoding="utf-8")
    third = build(plugins=[], local=[pack], cache=cache)
    assert not Checker(third).run([Document("a", "これはだめです")]).findings


def test_a_broken_cache_is_ignored(tmp_path: Path) -> None:
    toy_host(tmp_path, GOOD)
    cache = tmp_path / "cache"
    build(plugins=[], local=[tmp_path / "toy"], cache=cache)
    for file in cache.glob("packs-*.bin"):
        file.write_text("{", encoding="utf-8")
    assert build(plugins=[], local=[tmp_path / "toy"], cache=cache).registry.rules


def test_a_pack_with_problems_is_not_kept(tmp_path: Path) -> None:
    """What is wrong may be mended outside the files whose times the cache knows."""
    cache = tmp_path / "cache"
    toy_host(tmp_path, GOOD.replace('check = "pattern"', 'check = "gone"'))
    assert build(plugins=[], local=[tmp_path / "toy"], cache=cache).registry.problems
    assert not list(cache.glob("packs-*.bin"))
