"""The named detectors that rules configure, one module a family.

``BUILT_IN`` says which names a module brings, so that a module is imported only when a rule uses one of them.
"""

from __future__ import annotations

from collections.abc import Mapping

BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "absent": ("absent",),
    "claim": ("claim",),
    "facets": ("facets",),
    "item": ("item",),
    "likeness": ("likeness",),
    "note": ("note",),
    "number": ("number",),
    "pattern": ("pattern",),
    "position": ("mark", "position"),
    "tokens": ("tokens",),
}
