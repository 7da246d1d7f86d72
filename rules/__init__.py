"""The rule packs that ship with adcheck, registered through the same hooks as anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from adcheck import Check, PackSource, hookimpl

_HERE = Path(__file__).parent


@hookimpl
def adcheck_packs() -> Sequence[PackSource]:
    """Every folder here with a ``pack.toml``."""
    return [
        PackSource(file.parent, words=(_HERE / "words",), laws=(_HERE / "laws.toml", _HERE / "laws"))
        for file in sorted(_HERE.glob("*/pack.toml"))
    ]


@hookimpl
def adcheck_checks() -> Sequence[Check]:
    """The Python checks that only one pack needs, in ``<pack>/checks.py``."""
    packs = [file.parent.name for file in sorted(_HERE.glob("*/checks.py"))]
    return [check for pack in packs for check in import_module(f"{__name__}.{pack}.checks").CHECKS]
