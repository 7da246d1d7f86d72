"""Where adcheck keeps what it can make again: compiled packs, compiled regexes, the list of plugins."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path


@cache
def cache_folder() -> Path | None:
    """The user's cache folder for adcheck, or None when ``ADCHECK_NO_CACHE`` is set."""
    if os.environ.get("ADCHECK_NO_CACHE"):
        return None
    system: str = sys.platform
    if system == "linux":  # what platformdirs would say, without the modules it imports
        return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "adcheck"
    from platformdirs import user_cache_path

    return user_cache_path("adcheck")
