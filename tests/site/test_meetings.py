"""Meetings of a forum without signing in: by the secret address, on the board, in public; and asked for by hundreds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from jumelage.core.clock import now
from jumelage.core.memory import memory
from jumelage.forum.actions import timetables as actions
from jumelage.forum.actions.timetable_addresses import show_board, show_timetable
from jumelage.forum.domain.delegations import State
from jumelage.forum.models import Meeting, MeetingRules, MeetingSlot
from jumelage.forum.timetables.secrets import board_secret_of, secret_of
from tests.forum.conftest import draft, edition, organiser, series, union
from tests.forum.timetables.small import small_forum
from tests.forum.timetables.test_timetables import draft as draft_timetable

__all__ = ["draft", "edition", "organiser", "series", "union"]


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def towns(edition):
    return small_forum(edition)


@pytest.fixture
def counting(edition, organiser, towns):
    row = draft_timetable(edition)
    return actions.publish(actor=organiser.actor, timetable=row, version=row.version)


def under(edition) -> str:
    return f"/en/forums/{edition.series.slug}/{edition.slug}/"


@pytest.fixture
def page(edition, organiser, towns, counting) -> str:
    kept = show_timetable(actor=organiser.actor, delegation=towns["Perm"], shown=True)
    return f"{under(edition)}timetable/{secret_of(kept)}/"


def test_whoever_has_the_address_reads_the_meetings(client, page, towns):
    answer = client.get(page)
    shown = text(answer)
    for words in ("Perm", "San Diego", "Tacoma", "Vladivostok", "Perm 1"):
        assert words in shown
    assert "San Diego 1" not in shown
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert client.get(f"{page}pdf/").content.startswith(b"%PDF")


def test_one_of_the_people_reads_the_own_meetings(client, page, towns):
    own = towns["Perm"].members.get()
    other = towns["Tacoma"].members.get()
    assert "Meetings of Perm 1" in text(client.get(f"{page}?person={own.pk}"))
    assert "This person sits in no meeting" in text(client.get(f"{page}?person={other.pk}"))
    assert client.get(f"{page}?person=x").status_code == 200


def test_an_address_that_was_taken_back_shows_nothing(client, page, organiser, towns):
    show_timetable(actor=organiser.actor, delegation=towns["Perm"], shown=False)
    for part in ("", "live/", "meetings.ics", "pdf/"):
        assert client.get(page + part).status_code == 404


def test_a_delegation_that_does_not_come_shows_nothing(client, page, towns):
    type(towns["Perm"]).objects.filter(pk=towns["Perm"].pk).update(state=State.WITHDRAWN)
    assert client.get(page).status_code == 404


def test_calendar_programs_get_every_meeting_and_later_its_new_time(client, page, counting):
    events = Calendar.from_ical(client.get(f"{page}meetings.ics").content).walk("VEVENT")
    assert len(events) == 3
    times = {str(row.meeting_id): row.slot.begins for row in counting.placed.select_related("slot")}
    for event in events:
        number = str(event["UID"]).split("@")[0].removeprefix("meeting-")
        assert event["DTSTART"].dt == times[number]
        assert event["SEQUENCE"] == counting.number


def test_the_part_that_changes_is_not_sent_twice(client, page):
    answer = client.get(f"{page}live/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-cache"
    assert f"data-renew-tag={answer['ETag']}" in text(client.get(page))
    again = client.get(f"{page}live/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_hundreds_who_ask_again_cost_two_queries_each(client, page):
    client.get(f"{page}live/")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{page}live/")
    assert len(seen) == 2
    memory.clear()
    with CaptureQueriesContext(connection) as seen:
        client.get(page)
    assert len(seen) <= 12


@pytest.fixture
def board(edition, organiser, towns) -> str:
    rules = show_board(actor=organiser.actor, edition=edition, shown=True)
    return f"{under(edition)}board/{board_secret_of(rules)}/"


def test_the_board_says_first_that_there_is_nothing_yet(client, board):
    assert "The timetable of the meetings will be here." in text(client.get(board))


def test_the_board_shows_towns_and_tables_and_nobodys_name(client, board, counting, edition):
    shown = text(client.get(board))
    first = counting.placed.order_by("slot__begins").first()
    for party in first.meeting.parties.all():
        assert party.delegation.place.name in shown
    assert "Perm 1" not in shown
    assert "Irina" not in shown
    assert client.get(f"{board}live/?page=2").status_code == 200
    assert client.get(f"{under(edition)}board/1-000/").status_code == 404


def test_what_goes_on_now_and_what_comes_next(client, board, counting):
    slots = list(MeetingSlot.objects.order_by("begins"))
    for number, slot in enumerate(slots):
        begins = now() + timedelta(minutes=30 * number - 40)
        values = {"begins": begins, "ends": begins + timedelta(minutes=25)}
        MeetingSlot.objects.filter(pk=slot.pk).update(**values)
    shown = text(client.get(board))
    assert "now, until" in shown
    assert shown.count('class="board-slot') == 2


def test_all_meetings_are_public_only_if_the_organisers_say_so(client, edition, counting):
    page = f"{under(edition)}meetings/"
    assert client.get(page).status_code == 404
    assert "Who meets whom" not in text(client.get(under(edition)))
    MeetingRules.objects.filter(edition=edition).update(is_public=True)
    shown = text(client.get(page))
    assert "Tacoma" in shown
    assert "Perm 1" not in shown
    assert "Who meets whom" in text(client.get(under(edition)))


def test_a_meeting_that_was_declined_since_is_not_shown(client, page, towns):
    meeting = Meeting.objects.get(parties__delegation=towns["Tacoma"])
    assert "Tacoma" in text(client.get(page))
    Meeting.objects.filter(pk=meeting.pk).update(ended_at=now())
    memory.clear()
    assert "Tacoma" not in text(client.get(page))
