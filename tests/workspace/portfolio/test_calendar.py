"""The calendar: the page, and the file at a private address, read back as calendar programs read it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from jumelage.accounts.models import User
from jumelage.agreements.models import Approval
from jumelage.core.models import AuditEntry, RegistryState
from jumelage.memberships.models import Membership
from jumelage.workspace.models import CalendarFeed
from jumelage.workspace.portfolio.feed import address_of, secret_of
from tests.site.conftest import read, words
from tests.workspace.portfolio.conftest import MOMENT, agree, member, plan, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def feed(desk, town) -> CalendarFeed:
    done = desk.post(f"/en/workspace/{town.pk}/calendar/address/")
    assert done.headers["Location"] == f"/en/workspace/{town.pk}/calendar/"
    return CalendarFeed.objects.get()


def path(feed: CalendarFeed) -> str:
    return f"/workspace/calendar/{secret_of(feed)}.ics"


def fetched(client, feed: CalendarFeed) -> Calendar:
    answer = client.get(path(feed))
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def events(client, feed: CalendarFeed) -> dict[str, tuple[date, str]]:
    return {
        str(event["uid"]): (event["dtstart"].dt, str(event["summary"]))
        for event in fetched(client, feed).walk("VEVENT")
    }


def test_the_page_shows_what_is_coming_month_by_month(desk, town) -> None:
    one = tie(town, "Arles", when="1977-04-20")
    tie(town, "Brest", when="1989")
    plan(one, date(2026, 12, 24))
    agree(one, expires=date(2027, 5, 31))
    Approval.objects.create(
        tie=one,
        place=town,
        body="City council",
        decided_on=date(2026, 12, 2),
        author="x",
        created_at=MOMENT,
    )
    found = read(desk.get(f"/en/workspace/{town.pk}/calendar/"))
    assert found.problems == []
    months = [
        words(head.text)
        for head in found.all("h2")
        if head.attributes.get("id", "").startswith("month-")
    ]
    assert months == ["November 2026", "December 2026", "January 2027", "April 2027", "May 2027"]
    stamps = [time.attributes["datetime"] for time in found.all("time")]
    assert stamps == [
        "2026", "2026-11-30", "2026-12-02", "2026-12-24", "2027", "2027-04-20", "2027-05-31",
    ]  # fmt: skip
    text = words(found.one("main", id="main").text)
    assert "50 years of the tie with Arles: a round anniversary" in text
    assert "Arles: due: Item 1" in text
    assert "Arles: decision (City council)" in text


def test_the_page_shows_the_address_again_and_again(client, desk, town, feed) -> None:
    for _ in range(2):
        field = read(desk.get(f"/en/workspace/{town.pk}/calendar/")).one("input", id="address")
        assert (
            field.attributes["value"] == f"https://jumelage.example{path(feed)}" == address_of(feed)
        )


def test_the_file_is_read_back(client, town, feed) -> None:
    one = tie(town, "Orléans, “die Schöne”; " + "sehr langer Name " * 6, when="1977-04-20")
    plan(one, date(2026, 12, 24))
    answer = client.get(path(feed))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer.headers["Cache-Control"]
    lines = answer.content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    calendar = Calendar.from_ical(answer.content)
    assert (str(calendar["version"]), str(calendar["x-wr-calname"])) == ("2.0", "Ties of Hub")
    found = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    event = found[f"anniversary-{one.pk}-50@jumelage.example"]
    assert event["dtstart"].dt == date(2027, 4, 20)
    assert event["dtend"].dt == date(2027, 4, 21)
    assert event["summary"].startswith(
        "50 years of the tie with Orléans, “die Schöne”; sehr langer Name"
    )
    assert event["url"].startswith("https://jumelage.example/en/")
    assert event["dtstamp"].dt.utcoffset() == timedelta(0)
    assert f"due-{one.pk}-{one.plans.get().items.get().pk}@jumelage.example" in found


def test_what_is_known_to_the_year_stands_on_its_first_day_and_says_so(client, town, feed) -> None:
    one = tie(town, "Brest", when="1977")
    event = next(
        event
        for event in fetched(client, feed).walk("VEVENT")
        if event["uid"].startswith(f"anniversary-{one.pk}-50@")
    )
    assert event["dtstart"].dt == date(2027, 1, 1)
    assert event["description"] == "The register knows the year of the beginning only: 2027."


def test_an_entry_keeps_its_number_when_its_day_or_words_change(client, town, feed) -> None:
    one = tie(town, "Arles")
    item = plan(one, date(2026, 12, 24)).items.get()
    before = events(client, feed)
    item.due_on, item.title = date(2027, 1, 7), "Another title"
    item.save()
    after = events(client, feed)
    assert before.keys() == after.keys()
    assert after[f"due-{one.pk}-{item.pk}@jumelage.example"] == (
        date(2027, 1, 7),
        "Arles: due: Another title",
    )


def test_it_is_not_sent_again_while_nothing_changes(client, town, feed, monkeypatch) -> None:
    one = tie(town, "Arles")
    tag = client.get(path(feed)).headers["ETag"]
    again = client.get(path(feed), headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    later = MOMENT + timedelta(hours=20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get(path(feed), headers={"If-None-Match": tag}).status_code == 304
    plan(one, date(2026, 12, 24))
    assert client.get(path(feed), headers={"If-None-Match": tag}).status_code == 200


def test_it_speaks_the_language_of_its_owner(client, town, feed) -> None:
    User.objects.update(language="ru")
    one = tie(town, "Arles", ru="Арль")
    calendar = fetched(client, feed)
    (event,) = [
        e for e in calendar.walk("VEVENT") if e["uid"].startswith(f"anniversary-{one.pk}-35@")
    ]
    assert "Арль" in event["summary"]
    assert event["summary"].params["LANGUAGE"] == "ru"
    assert "/ru/" in event["url"]


def test_a_renewed_address_ends_the_one_before(client, desk, town, feed) -> None:
    old = path(feed)
    desk.post(f"/en/workspace/{town.pk}/calendar/address/")
    feed.refresh_from_db()
    assert client.get(old).status_code == 404
    assert client.get(path(feed)).status_code == 200


def test_an_address_taken_back_leads_nowhere(client, desk, town, feed) -> None:
    desk.post(f"/en/workspace/{town.pk}/calendar/address/drop/")
    assert client.get(path(feed)).status_code == 404
    assert read(desk.get(f"/en/workspace/{town.pk}/calendar/")).all("input", id="address") == []
    desk.post(f"/en/workspace/{town.pk}/calendar/address/")
    assert secret_of(CalendarFeed.objects.get()) != secret_of(feed)


def test_it_ends_with_the_membership_and_with_the_account(client, town, feed) -> None:
    Membership.objects.update(state=Membership.ENDED)
    assert client.get(path(feed)).status_code == 404
    Membership.objects.update(state=Membership.ACTIVE)
    assert client.get(path(feed)).status_code == 200
    User.objects.update(is_active=False)
    assert client.get(path(feed)).status_code == 404


@pytest.mark.parametrize(
    "secret", ["1", "1-", "0-0", "x" * 60, "9" * 30 + "-abc", "１-ab", "{pk}-" + "0" * 48, "{pk}"]
)
def test_no_other_address_leads_to_it(client, feed, secret) -> None:
    assert client.get(f"/workspace/calendar/{secret.format(pk=feed.pk)}.ics").status_code == 404


def test_the_secret_is_not_in_the_database_and_is_anothers_with_another_key(feed, settings) -> None:
    secret = secret_of(feed)
    assert secret.partition("-")[2] not in str(CalendarFeed.objects.values().get())
    settings.SECRET_KEY = "another key"
    assert secret_of(feed) != secret


def test_each_member_has_an_address_of_the_own(desk, client, town, feed) -> None:
    client.force_login(member(town, "paul@example.org"))
    client.post(f"/en/workspace/{town.pk}/calendar/address/")
    first, second = CalendarFeed.objects.order_by("pk")
    assert secret_of(first) != secret_of(second)


def test_choosing_an_address_is_on_the_trail_and_changes_nothing_public(desk, town, feed) -> None:
    before = RegistryState.objects.get().revision
    desk.post(f"/en/workspace/{town.pk}/calendar/address/")
    desk.post(f"/en/workspace/{town.pk}/calendar/address/drop/")
    desk.post(f"/en/workspace/{town.pk}/calendar/address/drop/")  # nothing is left to take back
    actions = AuditEntry.objects.filter(action__startswith="workspace.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "workspace.make_calendar", "workspace.renew_calendar", "workspace.revoke_calendar",
    ]  # fmt: skip
    entry = actions.first()
    assert entry.acting_for == "Hub"
    assert list(entry.concerns.values_list("place_id", flat=True)) == [town.pk]
    assert RegistryState.objects.get().revision == before


def test_the_address_has_no_language(feed) -> None:
    assert reverse("workspace-root:feed", args=["x"]) == "/workspace/calendar/x.ics"
