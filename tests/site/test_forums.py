"""The public pages of forums: the archive, an edition with who says what, the agenda, delegations, the calendar."""

from datetime import UTC

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from jumelage.core.clock import today
from jumelage.core.memory import memory
from jumelage.forum.actions import agenda, decisions, delegations, editions, members
from jumelage.forum.actions.agenda import SpeakerData
from jumelage.forum.models import Edition
from tests.factories import make_place
from tests.forum.conftest import (
    acting,
    draft,
    edition,
    edition_data,
    in_days,
    member_data,
    organiser,
    series,
    session_data,
    union,
)

__all__ = ["draft", "edition", "organiser", "series", "union"]
MOSCOW = "forums/russian-american-municipal-forum/moscow-2019/"


def read(client, path: str, language: str = "en") -> str:
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    return response.content.decode()


def send(edition, organiser, name: str, country: str = "US", *, named: bool = True):
    """Let a place come to an edition, approved, with two people, one of whom agreed to be named in public."""
    place = make_place(name, country, ru=f"Город {name}")
    officer = acting(place, f"{name.lower().replace(' ', '')}@example.org").actor
    (sent,) = delegations.invite_places(
        actor=organiser.actor, edition=edition, places=[place], quota=5
    )
    sent = delegations.accept(actor=officer, delegation=sent, version=sent.version)
    for who, more in (
        (f"Head of {name}", {"is_head": True, "is_public": named}),
        (f"Guest of {name}", {}),
    ):
        members.name_member(actor=officer, delegation=sent, data=member_data(who, **more))
    return delegations.approve(actor=organiser.actor, delegation=sent, version=sent.version)


def put(edition, organiser, title: str = "Youth exchange", **more):
    """Put a session with a room and a speaker on the agenda, which everybody reads from now on."""
    room = agenda.add_room(actor=organiser.actor, edition=edition, names={"en": f"Hall of {title}"})
    speaker = agenda.add_speaker(
        actor=organiser.actor, edition=edition, data=SpeakerData(f"Speaker of {title}", today())
    )
    data = session_data(
        titles={"en": title, "ru": f"{title} по-русски"}, room=room, speakers=(speaker,), **more
    )
    agenda.add_session(actor=organiser.actor, edition=edition, data=data)
    kept = Edition.objects.get(pk=edition.pk)
    agenda.show_agenda(actor=organiser.actor, edition=kept, version=kept.version, public=True)


def test_the_first_forum_says_who_came_and_who_says_so(client, starter):
    text = read(client, MOSCOW)
    assert (
        "Delegates from 18 cities of the United States and 25 cities of Russia took part." in text
    )
    assert "/en/sources/russkiymir-2019-forum/" in text
    assert "more than 100 participants" in text
    assert "Sister Cities International" in text
    assert "To develop partnership and twinning between Russia and the United States." in text
    assert "Forum in Washington" in text
    for theme in ("smart city", "municipal administration", "young people", "business and trade"):
        assert theme in text
    assert "Первый Российско-американский муниципальный форум" in read(client, MOSCOW, "ru")


def test_what_was_planned_and_of_which_nobody_says_more_is_told_so(client, starter):
    text = read(client, "forums/russian-american-municipal-forum/washington-2020/")
    assert "Whether it was held, no source on record says." in text
    assert "May 2020" in text


def test_the_archive_shows_what_is_public(client, starter, draft):
    text = read(client, "forums/")
    assert "First Russian-American Municipal Forum" in text
    assert "Forum of Towns" not in text
    for path in ("forum-of-towns/", "forum-of-towns/spring-forum/", "none/", "none/none/"):
        assert client.get(f"/en/forums/{path}").status_code == 404
    assert client.get("/en/forums/forum-of-towns/spring-forum/agenda.ics").status_code == 404
    only = read(client, "forums/russian-american-municipal-forum/")
    assert "Forum in Washington" in only


def test_a_source_leads_to_the_forums_of_which_it_speaks(client, starter):
    text = read(client, "sources/russkiymir-2019-10-10/")
    assert "First Russian-American Municipal Forum" in text
    assert "Forum in Washington" not in text
    assert "Forum in Washington" in read(client, "sources/russkiymir-2019-forum/")


def test_editions_stand_in_the_list_for_crawlers(client, starter, draft):
    lines = b"".join(client.get("/sitemap.txt").streaming_content).decode()
    assert "/en/forums/russian-american-municipal-forum/moscow-2019/" in lines
    assert "spring-forum" not in lines


def test_an_empty_archive_says_what_will_be_here(client, db):
    assert "No forum yet" in read(client, "forums/")


def test_an_open_edition_says_what_will_stand_there(client, edition):
    text = read(client, "forums/forum-of-towns/spring-forum/")
    assert "still at work on the agenda" in text
    assert "as soon as the organisers have approved them" in text


def test_delegations_stand_by_country_with_those_who_agreed_to_be_named(client, edition, organiser):
    send(edition, organiser, "San Diego")
    send(edition, organiser, "Tula", "RU", named=False)
    text = read(client, "forums/forum-of-towns/spring-forum/")
    assert "Delegates from 1 city of Russia and 1 city of the United States are coming." in text
    assert "Head of San Diego" in text
    assert "Guest of San Diego" not in text
    assert "Head of Tula" not in text
    assert "forum-map" in text
    assert text.count("<circle") == 2 + 2  # two of them in the mark of the house


def test_delegations_that_are_not_approved_do_not_stand_there(client, edition, organiser):
    sent = send(edition, organiser, "San Diego")
    delegations.take_back(
        actor=organiser.actor, delegation=sent, version=sent.version, reason="No room"
    )
    assert "San Diego" not in read(client, "forums/forum-of-towns/spring-forum/")


def test_the_agenda_stands_there_once_it_is_shown(client, edition, organiser):
    put(edition, organiser, theme="youth", languages=("ru",), interpreted=("en",))
    path = "forums/forum-of-towns/spring-forum/"
    text = read(client, path)
    for said in ("Youth exchange", "12:00", "Speaker of Youth exchange", "Hall of Youth exchange"):
        assert said in text  # nine in the morning in UTC is noon in Moscow
    assert "Youth exchange по-русски" in read(client, path, "ru")
    assert "Nothing on the agenda fits" in read(client, f"{path}?day={in_days(32)}")
    assert "Nothing on the agenda fits" in read(client, f"{path}?theme=sport")
    kept = Edition.objects.get()
    agenda.show_agenda(actor=organiser.actor, edition=kept, version=kept.version, public=False)
    assert "Youth exchange" not in read(client, path)


def test_a_cancelled_edition_says_so(client, edition, organiser):
    editions.set_state(
        actor=organiser.actor, edition=edition, version=edition.version, state="cancelled",
        reason="Flood",
    )  # fmt: skip
    assert "This edition was cancelled." in read(client, "forums/forum-of-towns/spring-forum/")


def test_the_calendar_holds_the_days_and_the_sessions(client, edition, organiser):
    path = "/en/forums/forum-of-towns/spring-forum/agenda.ics"
    before = Calendar.from_ical(client.get(path).content)
    assert [str(event["summary"]) for event in before.walk("VEVENT")] == ["Spring forum"]
    put(edition, organiser, theme="youth", texts={"en": "All about youth"})
    response = client.get(path)
    assert response["Content-Type"].startswith("text/calendar")
    whole, session = Calendar.from_ical(response.content).walk("VEVENT")
    assert whole["dtstart"].dt == in_days(30)
    assert whole["dtend"].dt == in_days(33)
    assert session["dtstart"].dt.astimezone(UTC).hour == 9
    assert str(session["summary"]) == "Youth exchange"
    assert "Speaker of Youth exchange" in str(session["description"])
    assert "Hall of Youth exchange" in str(session["location"])
    number = edition.sessions.get().pk
    path = f"/en/forums/forum-of-towns/spring-forum/#session-{number}"
    assert str(session["url"]).endswith(path)


def test_a_time_that_is_not_fixed_has_no_entry(client, starter):
    response = client.get("/en/forums/russian-american-municipal-forum/washington-2020/agenda.ics")
    assert not Calendar.from_ical(response.content).walk("VEVENT")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", ["", "forum-of-towns/", "forum-of-towns/spring-forum/",
                                  "forum-of-towns/spring-forum/agenda.ics"])  # fmt: skip
def test_as_many_queries_for_one_as_for_three(client, edition, series, organiser, path, language):
    def grow(number: int) -> None:
        send(edition, organiser, f"Town {number}")
        put(edition, organiser, f"Session {number}")
        decisions.add_decision(actor=organiser.actor, edition=edition, texts={"en": "Yes"})
        editions.add_organiser(actor=organiser.actor, edition=edition, names={"en": "Friends"})
        made = editions.create_edition(actor=organiser.actor, series=series, data=edition_data())
        editions.set_state(actor=organiser.actor, edition=made, version=1, state="announced")

    def asked() -> int:
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/{language}/forums/{path}").status_code == 200
        return len(queries)

    grow(1)
    asked()
    one = asked()
    grow(2)
    grow(3)
    assert asked() == one <= 18
