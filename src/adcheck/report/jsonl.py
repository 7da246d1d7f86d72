"""For programs that stream: a ``run`` line, each document followed by its findings, problems, a ``summary`` line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from adcheck.model import Report
from adcheck.report.grouping import by_document
from adcheck.report.json_ import document_object, dump, finding_object, head, summary_object
from adcheck.report.options import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """One JSON object a line; ``type`` says which: run, document, finding, problem or summary."""
    return "".join(dump(line) + "\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[dict[str, Any]]:
    yield {"type": "run", **head(report)}
    for checked, findings in by_document(report, settled=True):
        yield {"type": "document", **document_object(checked)}
        for finding in findings:
            yield {"type": "finding", **finding_object(finding)}
    for problem in report.problems:
        yield {"type": "problem", "message": problem}
    yield {"type": "summary", **summary_object(report)}
