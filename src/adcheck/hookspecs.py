"""The plugin interface: four hooks without arguments that return data.

A plugin is a module named by an entry point in the group ``adcheck``. It marks the hooks it implements with ``hookimpl``. Packs that ship with
adcheck come through the same door. A name that two plugins bring is an error that names both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from adcheck.checks.base import Check
    from adcheck.documents.reader import Reader
    from adcheck.packs.source import PackSource
    from adcheck.report.options import Renderer

hookspec = pluggy.HookspecMarker("adcheck")
hookimpl = pluggy.HookimplMarker("adcheck")


@hookspec
def adcheck_packs() -> Sequence[PackSource]:  # type: ignore[empty-body]
    """Rule packs: folders with ``pack.toml`` and rule files."""


@hookspec
def adcheck_checks() -> Sequence[Check]:  # type: ignore[empty-body]
    """Python checks that rules may name."""


@hookspec
def adcheck_readers() -> Mapping[str, Reader]:  # type: ignore[empty-body]
    """File readers by extension (``".docx"``)."""


@hookspec
def adcheck_formats() -> Mapping[str, Renderer]:  # type: ignore[empty-body]
    """Report formats by name."""
