"""An edition in numbers, and its tables: for organisers, without those who were erased."""

import io

import pytest
from openpyxl import load_workbook

from jumelage.core.models import AuditEntry
from jumelage.forum.actions.checkins import check_in, undo_check_in
from jumelage.forum.actions.members import change_member, erase_member
from jumelage.forum.models import Member
from tests.factories import make_place
from tests.forum.conftest import in_days, member_data
from tests.forum.test_checkins import anna, come, edition  # noqa: F401 - fixtures


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def base(edition) -> str:  # noqa: F811 - a fixture
    return f"/en/workspace/forums/{edition.pk}/"


def test_numbers_with_the_table_behind_the_plot(running, base, organiser, officer, anna):  # noqa: F811
    data = member_data(
        "Anna Petrova", languages=("ru", "en"), needs="No nuts", arrives_on=in_days(0), is_head=True
    )
    change_member(actor=officer.actor, member=anna, version=anna.version, data=data)
    check_in(actor=organiser.actor, member=anna)
    page = text(running.get(f"{base}statistics/"))
    for words in ("Russia", "English", "1 person has written", "<rect", "The figures behind it"):
        assert words in page
    assert "No nuts" not in page
    assert "Anna" not in page


def test_nothing_yet(running, base):
    page = text(running.get(f"{base}statistics/"))
    assert "As soon as places are invited" in page


def test_the_same_number_of_queries_for_many(
    running,
    base,
    organiser,
    edition,  # noqa: F811
    django_assert_max_num_queries,
):
    for number in range(3):
        come(organiser, edition, make_place(f"Town {number}", "RU"), f"Anna {number}", "Boris")
    running.get(f"{base}statistics/")
    with django_assert_max_num_queries(16):
        running.get(f"{base}statistics/")


@pytest.mark.parametrize(
    ("table", "words"),
    [("delegations", "Vladivostok"), ("people", "Anna Petrova"), ("check-ins", "Anna Petrova")],
)
def test_tables_as_csv_and_xlsx(running, base, organiser, anna, table, words):  # noqa: F811
    check_in(actor=organiser.actor, member=anna)
    undo_check_in(actor=organiser.actor, member=anna)
    made = running.post(f"{base}tables/{table}.csv")
    assert words in text(made)
    assert "no-store" in made["Cache-Control"]
    book = load_workbook(io.BytesIO(running.post(f"{base}tables/{table}.xlsx").content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert words in cells
    assert AuditEntry.objects.filter(action="forum.export").count() == 2


def test_all_in_one_workbook(running, base, anna):  # noqa: F811
    book = load_workbook(io.BytesIO(running.post(f"{base}tables/all.xlsx").content))
    assert book.sheetnames == ["Delegations", "People", "Agenda", "Check-ins"]


def test_who_was_erased_is_in_no_table(running, base, organiser, anna):  # noqa: F811
    check_in(actor=organiser.actor, member=anna)
    erase_member(actor=organiser.actor, member=anna)
    assert Member.objects.filter(name="").exists()
    for table in ("delegations", "people", "check-ins"):
        assert "Anna" not in text(running.post(f"{base}tables/{table}.csv"))


@pytest.mark.parametrize("address", ["people.ods", "secrets.csv", "all.csv"])
def test_no_such_table(running, base, address):
    codes = {running.get(f"{base}tables/{address}").status_code}
    codes |= {running.post(f"{base}tables/{address}").status_code}
    assert codes <= {404, 405}


def test_looking_takes_nothing_along(running, base):
    assert running.get(f"{base}tables/people.csv").status_code == 405
    assert "Begins" in text(running.get(f"{base}tables/agenda.csv"))
    assert not AuditEntry.objects.filter(action="forum.export").exists()
