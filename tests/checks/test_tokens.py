"""The ``tokens`` check through a pack of its own: no shipped rule needs part of speech."""

from __future__ import annotations

from pathlib import Path

from adcheck.testing import examples, failure
from toy import toy_host

RULES = """
[[rule]]
id = "toy.slim"
title = "t"
severity = "warning"
law = ["act"]
check = "tokens"
message = "「{match}」"
[rule.tokens]
patterns = [[{ LEMMA = "痩せる" }, { LEMMA = "た" }]]
any = ["痩せ"]
[rule.examples]
ng = ["🍵飲んだら⟦痩せた⟧！", "これで⟦痩 せ た⟧"]
ok = ["痩せるとは限りません", "この薬で痩せたわけではありません"]
"""


def test_examples(tmp_path: Path) -> None:
    built = toy_host(tmp_path, RULES)
    assert built.registry.problems == ()
    found = [str(example) for example in examples(built) if failure(built, example)]
    # a phrase spelled out with spaces has no vocabulary word here to be put together by
    assert found == ["toy.slim:ng2"]


def test_a_malformed_pattern_names_the_rule(tmp_path: Path) -> None:
    built = toy_host(tmp_path, RULES.replace('[[{ LEMMA = "痩せる" }, { LEMMA = "た" }]]', '["痩せた"]'))
    assert "toy.slim" in built.registry.problems[0] and "patterns" in built.registry.problems[0]
