from __future__ import annotations

import pytest

from adcheck import Checker, Document
from adcheck.host import EntryPoint, build
from adcheck.testing import RuleExample, examples, failure

# Only this plugin, so that the tests say nothing about other packs. ``build()`` alone loads all that is installed.
HOST = build(plugins=[EntryPoint("adcheck-example", "0.1.0", "adcheck_example")])


def test_the_plugin_loads_without_problems() -> None:
    assert (*HOST.plugin_problems, *HOST.registry.problems) == ()
    assert [(pack.name, len(pack.rules)) for pack in HOST.registry.packs] == [("example", 2)]


@pytest.mark.parametrize("example", examples(HOST), ids=str)
def test_rule_example(example: RuleExample) -> None:
    assert failure(HOST, example) is None


def test_the_message_counts_the_emoji() -> None:
    (finding,) = Checker(HOST).run([Document("-", "届きました🎉🎉🎉🎉🎉")]).findings
    assert finding.rule == "example.emoji-run"
    assert "5個" in finding.message
