"""The named detectors that rules configure. One module a family; ``BUILT_IN`` names the modules that ship with the engine."""

from __future__ import annotations

BUILT_IN = ("claim", "pattern", "absent", "tokens", "position", "note", "number", "item", "facets")
