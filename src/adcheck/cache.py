"""Where adcheck keeps what it can make again: compiled packs, compiled regexes, the list of plugins."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


@cache
def cache_folder() -> Path | None:
    """The user's cache folder for adcheck, or None when ``ADCHECK_NO_CACHE`` is set."""
    if os.environ.get("ADCHECK_NO_CACHE"):
        return None
    from platformdirs import user_cache_path

    return user_cache_path("adcheck")
