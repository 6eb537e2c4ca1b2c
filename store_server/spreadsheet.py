"""A table as a file that a French Excel opens right, and in which no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO

from events.guest_file import guarded

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
MOMENT = "yyyy-mm-dd hh:mm"

Cell = str | float | datetime | None  # a moment is the wall's, without a zone


def as_csv(rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """With semicolons and decimal commas, a piece a row; what is not known is an empty cell."""
    yield BYTE_ORDER_MARK.encode()
    for row in rows:
        line = StringIO()
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([_text(c) for c in row])
        yield line.getvalue().encode()


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """With true numbers and dates; the first row are the headings, and stay in sight."""
    from xlsxwriter import Workbook

    made = BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": MOMENT})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 8, 20)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, place, cell, moment)
                elif cell is not None and cell != "":
                    sheet.write(at, place, cell, bold if at == 0 else None)
    return made.getvalue()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case float() | int():
            return f"{cell:.10g}".replace(".", ",")
        case str():
            return guarded(cell)
