"""sarif, github, gitlab, junit, csv, html: what each consumer relies on."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree

import jsonschema
import pytest
from report_sample import EVERYTHING, FULL, TEXT, finding, report

from adcheck.model import Checked, Context, Document, Report, Span
from adcheck.report import FORMATS, RenderOptions

HOSTILE = report(
    finding(
        message="<script>alert(1)</script>{{7*7}}::error::\x1b[31m",
        quote="=1+1\n%0A",
        suggestions=("=HYPERLINK()", "</script>"),
        path="a,b:c.txt",
    ),
    documents=(Checked(Document("a,b:c.txt", TEXT), Context()),),
)


def render(name: str, of: object = FULL) -> str:
    return FORMATS[name](of, RenderOptions())  # type: ignore[arg-type]


def test_sarif_counts_code_points_and_carries_suppressions_and_fingerprints() -> None:
    run = json.loads(render("sarif"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [result["ruleId"] for result in run["results"]] == [each.rule for each in FULL.findings]
    first, _, allowed, absent = run["results"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["charLength"]) == (2, FULL.findings[0].column, 5)
    assert first["partialFingerprints"] == {"adcheck/v1": "abc123"}
    assert allowed["suppressions"][0]["justification"]
    assert "region" not in absent["locations"][0]["physicalLocation"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 2
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_github_has_one_command_a_line_and_escapes() -> None:
    lines = render("github", HOSTILE).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::error file=a%2Cb%3Ac.txt,title=yakki.cos-spot-erase")
    assert "\x1b" not in lines[0]
    assert len(render("github").splitlines()) == 5


# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("of", [FULL, EVERYTHING, HOSTILE, report()], ids=["full", "everything", "hostile", "empty"])
def test_gitlab_has_the_documented_shape_and_unique_fingerprints(of: Report) -> None:
    items = json.loads(render("gitlab", of))
    jsonschema.validate(items, CODE_QUALITY)
    assert len({item["fingerprint"] for item in items}) == len(items)


def test_gitlab_fingerprints_do_not_move_with_the_text() -> None:
    moved = finding(span=Span(40, 45), line=9, column=1)
    before, after = (json.loads(render("gitlab", report(each, each))) for each in (finding(), moved))
    assert [item["fingerprint"] for item in before] == [item["fingerprint"] for item in after]
    assert before[0]["fingerprint"] != before[1]["fingerprint"]


def test_gitlab_lists_what_is_open_and_what_failed() -> None:
    assert [item["severity"] for item in json.loads(render("gitlab"))] == ["major", "info", "minor", "blocker"]


def test_gitlab_paths_are_relative_to_the_repository() -> None:
    (item,) = json.loads(render("gitlab", report(finding(path="./posts/a.txt"))))
    assert item["location"]["path"] == "posts/a.txt"


def test_junit_counts_failures_and_errors() -> None:
    suite = ElementTree.fromstring(render("junit"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "1")


@pytest.mark.parametrize("of", [FULL, EVERYTHING, HOSTILE, report()], ids=["full", "everything", "hostile", "empty"])
def test_junit_has_the_documented_shape(of: Report) -> None:
    """What the schema of Jenkins' JUnit plugin, which GitLab reads too, asks of a suite."""
    suite = ElementTree.fromstring(render("junit", of))
    cases = suite.findall("testcase")
    assert (suite.tag, len(suite)) == ("testsuite", len(cases))
    assert suite.attrib.keys() == {"name", "tests", "failures", "errors"}
    for attribute, path in (("tests", "testcase"), ("failures", "testcase/failure"), ("errors", "testcase/error")):
        assert suite.get(attribute) == str(len(suite.findall(path)))
    assert all(case.get("classname") and case.get("name") for case in cases)
    told = [each for case in cases for each in case]
    assert {each.tag for each in told} <= {"failure", "error"}
    assert all(each.get("message") and len(each) == 0 for each in told)


def test_csv_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    text = render("csv", HOSTILE)
    assert text.startswith("\ufeff") and text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert rows[0][0] == "ファイル"
    assert rows[1][7].startswith("'=1+1") and rows[1][11].startswith("'=HYPERLINK")
    assert len(list(csv.reader(io.StringIO(render("csv")[1:])))) == 6


def test_html_is_one_file_that_asks_nothing_of_the_network_and_escapes() -> None:
    text = render("html", HOSTILE)
    assert text.count("<script>") == 1 and "&lt;script&gt;alert(1)" in text
    assert not re.search(r"""(?:src|href)=["'](?!#|https://laws\.example)""", text)
    assert "default-src 'none'" in text
    assert "\x1b" not in text


def test_html_shows_every_finding_and_marks_the_draft() -> None:
    text = render("html")
    assert text.count("<article") == len(FULL.findings)
    assert '<mark class="error">シミが消え' in text
    assert "bad.txt: 読めません" in text
