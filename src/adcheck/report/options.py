"""What a user may ask of a format."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from adcheck.model import Report


class RenderOptions(NamedTuple):
    """``width`` is in terminal columns. A format ignores what means nothing to it.

    ``quiet``: nothing at all when there is nothing to act on. ``show_settled``: list allowed and baselined findings as
    well, where people read (JSON always has them).
    """

    color: bool = False
    quiet: bool = False
    show_settled: bool = False
    width: int = 100


# The result ends in a line break unless it is empty, and can always be encoded as UTF-8.
Renderer = Callable[[Report, RenderOptions], str]
