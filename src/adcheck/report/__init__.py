"""Report → text in one of the formats. A format's module is imported when it is first used."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from adcheck.model import Report
from adcheck.report.options import Renderer, RenderOptions

__all__ = ["FORMATS", "RenderOptions", "Renderer"]


def _lazily(module: str) -> Renderer:
    def render(report: Report, options: RenderOptions) -> str:
        text: str = import_module(f"adcheck.report.{module}").render(report, options)
        return text

    return render


FORMATS: Mapping[str, Renderer] = MappingProxyType({
    "text": _lazily("text"),
    "json": _lazily("json_"),
    "jsonl": _lazily("jsonl"),
    "markdown": _lazily("markdown"),
    "html": _lazily("html"),
    "sarif": _lazily("sarif"),
    "github": _lazily("github"),
    "gitlab": _lazily("gitlab"),
    "junit": _lazily("junit"),
    "csv": _lazily("csv_"),
})  # fmt: skip
