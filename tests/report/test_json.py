from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import report_sample as sample
from report_sample import finding, report

from adcheck.model import Checked, Context, Document
from adcheck.report import FORMATS, RenderOptions

PLAIN = RenderOptions()


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(files("adcheck.report").joinpath("report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def parse(value: Any) -> Any:
    return json.loads(FORMATS["json"](value, PLAIN))


def test_output_follows_the_schema(validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(parse(sample.FULL))
    validator.validate(parse(report(documents=())))


def test_the_schema_refuses_other_output(validator: jsonschema.Draft202012Validator) -> None:
    for path, value in [
        (("schema",), 2),
        (("extra",), 1),
        (("findings", 0, "severity"), "fatal"),
        (("findings", 0, "line"), 0),
        (("documents", 0, "status"), "failed"),
        (("documents", 0, "context", "platform"), "mixi"),
    ]:
        output = parse(sample.FULL)
        target = output
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value
        assert not validator.is_valid(output), path


def test_values() -> None:
    output = parse(sample.FULL)
    assert output["tool"] == {"name": "adcheck", "version": "0.1.0"}
    assert output["as_of"] == "2026-11-22"
    assert output["packs"][0] == {"name": "yakki", "version": "1.0", "rules": 0}
    assert output["problems"] == ["プラグイン x 1.0 を読み込めません"]
    assert output["summary"] == {"error": 1, "warning": 1, "info": 1, "documents": 4, "failed": 1}
    first, cue, allowed, absence = output["findings"]
    assert sample.TEXT[first["start"] : first["end"]] == "シミが消え"
    assert (first["line"], first["column"]) == (2, 8)
    assert first["law"] == [
        {
            "key": "yakki-act",
            "title": "医薬品医療機器等法",
            "pinpoint": "第66条第1項",
            "url": "https://laws.example/yakki",
            "in_force": {"from": "2014-11-25", "until": None},
        }
    ]
    assert first["fixes"][0]["safety"] == "review"
    assert "place" not in first and "time" not in first and "status_note" not in first and first["why"]
    assert cue["time"] == {"start_ms": 65_200, "end_ms": 66_000} and cue["place"] == "字幕 1"
    assert allowed["status"] == "allowed" and allowed["status_note"]
    assert [absence[key] for key in ("start", "end", "line", "column", "quote")] == [None] * 5
    assert absence["document"] == "r-1"
    failed = output["documents"][2]
    assert (failed["status"], failed["error"], failed["path"]) == ("failed", "bad.txt: 読めません", "bad.txt")
    assert output["documents"][0]["context_origin"] == {"category": "front matter"}


def test_text_is_readable_and_safe() -> None:
    text = FORMATS["json"](report(finding(quote="シミ\x1b[31m\x9b\u202e\u2028")), PLAIN)
    assert "シミ\\u001b[31m\\u009b\\u202e\\u2028" in text
    assert json.loads(text)["findings"][0]["quote"] == "シミ\x1b[31m\x9b\u202e\u2028"
    odd = report(documents=(Checked(Document("a\udcff", ""), Context()),))
    assert json.loads(FORMATS["json"](odd, PLAIN).encode())["documents"][0]["path"] == "a\udcff"


def test_jsonl() -> None:
    lines = [json.loads(line) for line in FORMATS["jsonl"](sample.FULL, PLAIN).splitlines()]
    assert [line["type"] for line in lines] == [
        "run", "document", "finding", "finding", "finding", "document", "finding", "document", "document", "problem",
        "summary",
    ]  # fmt: skip
    whole = parse(sample.FULL)
    bare = [{key: value for key, value in line.items() if key != "type"} for line in lines]
    assert [line for line in bare if "fingerprint" in line] == whole["findings"]
    assert bare[-1] == whole["summary"]
    assert bare[0]["schema"] == 1
    assert [line for line in bare if "context" in line] == whole["documents"]


def test_a_finding_without_its_document_is_not_dropped() -> None:
    for name in ("text", "markdown", "jsonl"):
        with pytest.raises(ValueError, match="not in the report"):
            FORMATS[name](report(finding(path="b.txt")), PLAIN)


def test_formats_are_imported_when_used() -> None:
    code = (
        "import sys; import adcheck.report as r\n"
        "assert set(r.FORMATS) == {'text', 'json', 'jsonl', 'markdown', 'html', 'sarif', 'github', 'gitlab', 'junit', 'csv'}\n"
        "loaded = {'json', 'regex', 'adcheck.report.text', 'adcheck.report.json_'} & sys.modules.keys()\n"
        "sys.exit(repr(loaded) if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
