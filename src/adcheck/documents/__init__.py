"""Files → Documents: decode, find the blocks that a reader of the draft sees, keep every offset exact."""

from __future__ import annotations

from adcheck.documents.files import find_files
from adcheck.documents.loading import builtin_readers, load
from adcheck.documents.reader import LIMITS, MAX_DOCUMENT_BYTES, MAX_LINE, Limits, Reader, Unreadable

__all__ = [
    "LIMITS",
    "MAX_DOCUMENT_BYTES",
    "MAX_LINE",
    "Limits",
    "Reader",
    "Unreadable",
    "builtin_readers",
    "find_files",
    "load",
]
