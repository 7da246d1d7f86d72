"""The one exception of this package."""

from __future__ import annotations


class Unreadable(Exception):
    """A document cannot be read. The message is Japanese, for the user, and does not repeat the path."""
