"""The public account of commitments, and what other pages show of it."""

import csv
import io
import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from jumelage.commitments.accountability import Narrowing, figures, narrowed
from jumelage.commitments.actions.common import OwnerData
from jumelage.commitments.actions.confirming import confirm
from jumelage.commitments.actions.drafting import promise
from jumelage.commitments.actions.statements import answer, say
from jumelage.commitments.models import Commitment
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import now, today
from jumelage.forum.models import Edition, Series
from jumelage.forum.models.promises import CommitmentOrigin
from tests.commitments.conftest import (  # noqa: F401 - fixtures
    agreed,
    confirmed,
    data,
    for_three,
    in_days,
    proposed,
    statement,
    towns,
)


def text(response) -> str:
    return b"".join(response).decode() if response.streaming else response.content.decode()


def get(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return text(response)


def public(towns, data, title: str, **columns) -> Commitment:  # noqa: F811 - fixtures
    """Return a public commitment in the state that ``columns`` say."""
    named = replace(data, titles={"en": title})
    row = promise(actor=OPERATOR, data=named, require=lambda: None)
    for owner in named.owners:
        row = confirm(
            actor=OPERATOR,
            place=owner.place,
            commitment=row,
            version=row.version,
            responsible=owner.responsible,
            wants_public=True,
        )
    Commitment.objects.filter(pk=row.pk).update(**columns)
    return row


@pytest.fixture
def account(towns, data):  # noqa: F811 - fixtures
    """One kept, one overdue, one under way, one of three towns without a theme."""
    over = {"closed_on": today()}
    public(towns, data, "Kept one", state="kept", **over)
    public(towns, data, "Late one", due=str(in_days(-3)), due_on=in_days(-3))
    public(towns, data, "Begun one", state="under_way")
    three = replace(data, owners=(*data.owners, OwnerData(towns.c)), theme="")
    public(towns, three, "Open one", due="", due_on=None)


def test_without_any_the_page_says_what_will_be_here(db):
    assert "No public commitments yet" in get("/en/commitments/")


def test_the_account_counts_what_became_of_them(account):
    found = figures(narrowed(Narrowing(), today()), today())
    assert found.all.total == 4
    assert found.all.by_kind == {
        "kept": 1, "partly": 0, "to_be_kept": 2, "overdue": 1, "not_kept": 0, "dropped": 0,
    }  # fmt: skip
    assert [(theme, counts.total) for theme, counts in found.themes] == [("education", 3), ("", 1)]
    pairs = {(a, b): counts.total for a, b, counts in found.pairs}
    assert pairs == {("RU", "US"): 4, ("RU", "RU"): 1}
    assert sum(found.all.by_kind.values()) == found.all.total


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Kept one", "Late one", "Begun one", "Open one"}),
        ("kind=kept", {"Kept one"}),
        ("kind=overdue", {"Late one"}),
        ("kind=to_be_kept", {"Begun one", "Open one"}),
        ("theme=education", {"Kept one", "Late one", "Begun one"}),
        ("place=ru/kazan", {"Open one"}),
        ("country=ru&country=us", {"Kept one", "Late one", "Begun one", "Open one"}),
        ("country=fr", set()),
        ("kind=nonsense&theme=nonsense&country=zzz", {"Kept one", "Late one", "Begun one", "Open one"}),
    ],
)  # fmt: skip
def test_it_is_narrowed_alike_as_page_file_and_calendar(account, query, shown):
    page = get(f"/en/commitments/?{query}")
    titles = {"Kept one", "Late one", "Begun one", "Open one"}
    assert {title for title in titles if title in page} == shown
    rows = list(csv.DictReader(io.StringIO(get(f"/en/commitments/file/csv/?{query}"))))
    assert {row["title"] for row in rows} == shown
    found = json.loads(get(f"/en/commitments/file/json/?{query}"))
    assert {row["title"] for row in found["commitments"]} == shown
    calendar = Calendar.from_ical(get(f"/en/commitments/due.ics?{query}"))
    due = {str(event["summary"]).removeprefix("Due: ") for event in calendar.walk("VEVENT")}
    assert due == shown & {"Late one", "Begun one"}


def test_what_is_not_public_is_nowhere(towns, data, proposed):  # noqa: F811 - fixtures
    quiet = confirmed(towns, proposed, public=False)
    assert "A sister school" not in get("/en/commitments/")
    assert Client().get(f"/en/commitments/{quiet.pk}/").status_code == 404
    assert "A sister school" not in get("/en/places/ru/vladivostok/")
    assert "A sister school" not in get("/en/commitments/file/csv/")


def test_a_commitment_says_who_answers_for_it(agreed):  # noqa: F811 - a fixture
    page = get(f"/en/commitments/{agreed.pk}/")
    assert "Department of education" in page
    assert "Office of schools" in page
    assert "No owner has reported progress yet" in page
    assert "По школе-побратиму" in get(f"/ru/commitments/{agreed.pk}/")


def test_no_person_is_named_in_public(towns, agreed):  # noqa: F811 - fixtures
    helper = towns.a.memberships.get(role="helper")
    agreed.owners.filter(place=towns.a).update(member=helper)
    for path in (f"/en/commitments/{agreed.pk}/", "/en/commitments/file/json/"):
        assert "Hans" not in get(path)


@pytest.mark.parametrize(
    "path",
    [
        "/en/places/ru/vladivostok/",
        "/en/ties/ru/vladivostok/us/san-diego/",
        "/en/countries/ru/us/",
    ],
)
def test_other_pages_show_it_in_a_constant_number_of_queries(towns, data, agreed, path):  # noqa: F811
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page = get(path)
        assert "A sister school for each" in page
        assert "/en/commitments/?" in page
        return len(found)

    queries()  # what is worked out once for a revision
    before = queries()
    for number in range(3):
        public(towns, data, f"Number {number}", state="kept", closed_on=today())
    queries()
    assert queries() == before


def test_the_account_takes_the_same_number_of_queries_for_one_and_for_many(towns, data, agreed):  # noqa: F811
    def queries() -> int:
        get("/en/commitments/")
        with CaptureQueriesContext(connection) as found:
            get("/en/commitments/")
        return len(found)

    before = queries()
    for number in range(3):
        public(towns, data, f"Number {number}")
    assert queries() == before
    assert before <= 12


def test_formats_that_are_none_are_not_found(db):
    assert Client().get("/en/commitments/file/xml/").status_code == 404


def test_as_of_another_day_the_account_of_today_is_not_shown(agreed):  # noqa: F811 - a fixture
    assert "A sister school" not in get("/en/places/ru/vladivostok/?on=2019-01-01")


def test_what_was_promised_at_a_forum_is_narrowed_to_and_leads_there(agreed, data, towns):  # noqa: F811
    series = Series.objects.create(slug="forum", names={"en": "Forum"}, created_at=now())
    days = {"when": "2026", "first_day": "2026-01-01", "last_day": "2026-12-31"}
    edition = Edition.objects.create(
        series=series, slug="2026", names={"en": "Forum of 2026"}, state=Edition.HELD,
        created_at=now(), **days,
    )  # fmt: skip
    CommitmentOrigin.objects.create(commitment=agreed, edition=edition)
    public(towns, data, "Elsewhere")
    page = get("/en/commitments/?forum=forum/2026")
    assert "A sister school" in page
    assert "Elsewhere" not in page
    assert "/en/forums/forum/2026/" in get(f"/en/commitments/{agreed.pk}/")
    Edition.objects.update(state=Edition.DRAFT)
    assert "/en/forums/forum/2026/" not in get(f"/en/commitments/{agreed.pk}/")


def test_what_was_counted_once_is_counted_anew_when_something_has_happened(towns, agreed):  # noqa: F811
    assert "overdue</span></dt><dd>0" in get("/en/commitments/")
    said = say(
        actor=towns.bob, place=towns.b, commitment=agreed, version=agreed.version, data=statement()
    )
    answer(actor=towns.anna, place=towns.a, statement=said, agrees=True)
    assert 'promise--kept">kept</span></dt><dd>1' in get("/en/commitments/")
