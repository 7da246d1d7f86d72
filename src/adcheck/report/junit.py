"""JUnit XML: a test case per document, a failure per open error or warning."""

from __future__ import annotations

from xml.etree import ElementTree

from adcheck.model import Report
from adcheck.report.grouping import document_title
from adcheck.report.options import RenderOptions
from adcheck.report.visible import visible


def render(report: Report, options: RenderOptions) -> str:
    """Informational findings are left out: JUnit knows only pass and fail."""
    del options
    suite = ElementTree.Element("testsuite", name="adcheck", tests=str(len(report.documents)))
    failures = errors = 0
    for checked in report.documents:
        case = ElementTree.SubElement(suite, "testcase", classname="adcheck", name=visible(document_title(checked)))
        if checked.error:
            errors += 1
            ElementTree.SubElement(case, "error", message=visible(checked.error))
        for finding in report.of(checked):
            if finding.status == "open" and finding.severity != "info":
                failures += 1
                failure = ElementTree.SubElement(case, "failure", type=finding.rule, message=visible(finding.message))
                place = f"{finding.path}:{finding.line}:{finding.column}" if finding.line else finding.path
                failure.text = visible(
                    "\n".join([place, finding.reason, *(f"→ {each}" for each in finding.suggestions)]), keep_breaks=True
                )
    suite.set("failures", str(failures))
    suite.set("errors", str(errors))
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"
