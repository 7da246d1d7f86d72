"""Excel (.xlsx): every cell with a value, in reading order; formulas count with the value Excel last saved."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from adcheck.documents.archive import check_archive
from adcheck.documents.parts import Part, assemble
from adcheck.documents.reader import LIMITS, Limits, Unreadable
from adcheck.model import Document

_MAX_CELLS = 2_000_000  # with the empty ones in front of a far-away cell


def read(path: str, data: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """One Document with a block for each cell; rows are lines, cells of a row are tabs apart. Raises Unreadable."""
    check_archive(data, "xl/workbook.xml", "Excel（.xlsx）")
    try:
        yield assemble(path, _cells(data), limits)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise Unreadable(f"Excel ファイルとして読めません。ファイルが壊れています（{error}）") from error


def _cells(data: bytes) -> Iterator[Part]:
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    count = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # the file may declare a sheet of 16 billion cells
        for row, cells in enumerate(sheet.iter_rows(), 1):
            count += 1 + len(cells)
            if count > _MAX_CELLS:
                raise Unreadable(f"セルが多すぎます（上限は {_MAX_CELLS:,} 個です）")
            before = "\n"
            for column, cell in enumerate(cells, 1):
                if text := _shown(cell):
                    yield Part(text, "cell", f"{sheet.title}!{get_column_letter(column)}{row}", before)
                    before = "\t"


def _shown(cell: Any) -> str:
    """What a person sees in the cell, as far as rules care: dates as dates, percentages with their sign."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d" if value.time() == time() else "%Y/%m/%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%Y/%m/%d")
    if isinstance(value, int | float):
        number_format = cell.number_format or ""
        if "%" in number_format:
            return f"{value * 100:g}%"
        shown = f"{value:,}" if "#,##" in number_format else f"{value:.15g}"
        return f"{shown}円" if any(sign in number_format for sign in ("円", "¥", "\\")) else shown
    return str(value)
