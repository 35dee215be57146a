"""Tables for spreadsheets: as CSV, and as a workbook of Excel (XLSX). Nothing in them is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from jumelage.core.domain.text import csv_cell

#: Excel takes so many characters as the name of a sheet, and not these.
_LONGEST_NAME, _NOT_IN_NAME = 31, str.maketrans("[]:*?/\\", "       ")
#: A column is as wide as its longest text, but no wider than so many letters.
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, the heads of its columns, and rows of texts, numbers, days and moments (by local clocks)."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def as_csv(table: Table) -> str:
    """Return a table as CSV. It begins with a byte order mark, by which spreadsheets know UTF-8."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow([csv_cell(head) for head in table.heads])
    writer.writerows([csv_cell(_plain(value)) for value in row] for row in table.rows)
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def as_xlsx(tables: Iterable[Table]) -> bytes:
    """Return tables as a workbook, one on each sheet, with filters on their heads. Texts stay texts."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "remove_timezone": True}
    with Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        for table in tables:
            sheet = book.add_worksheet(table.name.translate(_NOT_IN_NAME)[:_LONGEST_NAME])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.heads) - 1)
            for column, head in enumerate(table.heads):
                sheet.write_string(0, column, head, bold)
                sheet.set_column(column, column, _width(table, column))
            for number, row in enumerate(table.rows, 1):
                for column, value in enumerate(row):
                    _write(sheet, (number, column), value, (day, moment))
    return buffer.getvalue()


def _width(table: Table, column: int) -> int:
    longest = max((len(str(_plain(row[column]))) for row in table.rows), default=0)
    return min(_WIDEST, max(longest, len(table.heads[column])) + 2)


def _write(sheet: Any, cell: tuple[int, int], value: Any, formats: tuple[Any, Any]) -> None:
    """Write a value as what it is: a text is never read as a formula, a number or an address."""
    day, moment = formats
    if isinstance(value, datetime):
        sheet.write_datetime(*cell, value.replace(tzinfo=None), moment)
    elif isinstance(value, date):
        sheet.write_datetime(*cell, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value)
    elif value:
        sheet.write_string(*cell, str(value))
