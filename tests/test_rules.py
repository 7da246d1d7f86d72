"""Every example of every shipped rule is a test item named after its rule."""

from __future__ import annotations

import pytest

from adcheck.host import OWN, EntryPoint, build
from adcheck.testing import RuleExample, collect, failure

HOST = build(plugins=[EntryPoint("adcheck", "", OWN)])
EXAMPLES, MALFORMED = collect(HOST)


def test_all_rule_files_load() -> None:
    assert HOST.plugin_problems == ()
    assert HOST.registry.problems == ()
    assert MALFORMED == []


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: RuleExample) -> None:
    assert failure(HOST, example) is None


@pytest.mark.parametrize("rule", HOST.registry.rules.values(), ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule) -> None:  # type: ignore[no-untyped-def]
    """What a marketer needs is there, and nobody is called guilty."""
    assert rule.law, "no source"
    assert rule.why.strip(), "no reason"
    assert rule.severity == "info" or rule.suggest, "no rewrite"
    for text in (rule.message, rule.why):
        assert not any(word in text for word in ("違法です", "犯罪です", "あなたは違反")), text
    if rule.severity == "error":
        assert rule.confirmed
        assert not all(each.law.unconfirmed for each in rule.law), "an error needs a confirmed source"


def test_readings_are_current() -> None:
    """``make readings`` after changing a word list."""
    import json
    from pathlib import Path

    import adcheck_rules
    from adcheck.packs.readings import readings

    folder = Path(adcheck_rules.__file__).parent
    assert json.loads((folder / "readings.json").read_bytes()) == readings(sorted(folder.glob("words/*.toml")))
