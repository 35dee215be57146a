"""Tables for spreadsheets: nothing is taken for a formula, days are days, texts stay texts."""

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from jumelage.core.tables import Table, as_csv, as_xlsx

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def book_of(*tables: Table):
    return load_workbook(io.BytesIO(as_xlsx(tables)))


@pytest.mark.parametrize("text", EVIL)
def test_no_text_is_a_formula(text):
    table = Table("People", ["=Name"], [[text]])
    rows = list(csv.reader(io.StringIO(as_csv(table).removeprefix("\ufeff"))))
    assert rows == [["'=Name"], [f"'{text}"]]
    sheet = book_of(table).active
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
    assert sheet["A2"].value == text


def test_days_moments_and_numbers_are_what_they_are():
    row = [date(2027, 5, 12), datetime(2027, 5, 12, 9, 30), 7, "007", None]
    table = Table("Arrivals", list("abcde"), [row])
    assert as_csv(table).splitlines()[1] == "2027-05-12,2027-05-12 09:30,7,007,"
    cells = [cell.value for cell in book_of(table).active[2]]
    assert cells == [datetime(2027, 5, 12), datetime(2027, 5, 12, 9, 30), 7, "007", None]


def test_each_table_has_a_sheet_of_its_own_whatever_it_is_called():
    long = "Delegations: all/every one of them, long"
    book = book_of(Table(long, ["a"], []), Table("People", ["a"], [["Анна"]]))
    assert len(book.sheetnames) == 2
    assert book["People"]["A2"].value == "Анна"
