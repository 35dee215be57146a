"""Running an edition in the browser: from the first form to the approved delegation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.clock import today
from jumelage.forum.actions import agenda, decisions, delegations, editions, members
from jumelage.forum.models import Decision, Delegation, Edition, Member, Organiser, Series, Session
from tests.factories import make_place
from tests.forum.conftest import acting, edition_data, in_days, member_data, session_data
from tests.workspace.forum.conftest import at_browser

BASE = "/en/workspace/forums/"


def text(response) -> str:
    return response.content.decode()


def test_from_the_first_form_to_an_open_edition(running, union, organiser):
    assert "No forum yet" in text(running.get(BASE))
    made = running.post(
        f"{BASE}series/new/",
        {"names_en": "Forum of Towns", "names_ru": "Форум", "association": union.pk},
    )
    series = Series.objects.get()
    assert made["Location"].endswith(f"/forums/series/{series.pk}/new/")
    day = in_days(20)
    made = running.post(
        f"{BASE}series/{series.pk}/new/",
        {"names_en": "Spring", "first_day": str(day), "last_day": str(in_days(21)),
         "place": make_place("Tula", ru="Тула").key, "themes": ["youth"], "time_zone": "Europe/Moscow"},
    )  # fmt: skip
    edition = Edition.objects.get()
    assert edition.when == f"{day}/{in_days(21)}"
    page = text(running.get(made["Location"]))
    assert "only the organisers see it" in page
    running.post(f"{BASE}{edition.pk}/state/", {"state": "open", "version": 1})
    edition.refresh_from_db()
    assert edition.state == Edition.OPEN
    assert "Its public page" in text(running.get(f"{BASE}{edition.pk}/"))


def test_a_refused_form_comes_back_with_the_reasons(running, series):
    response = running.post(
        f"{BASE}series/{series.pk}/new/",
        {"first_day": "2027-05-12", "last_day": "2027-05-10", "place": "Nowhere at all"},
    )
    assert response.status_code == 422
    page = text(response)
    assert "The last day is before the first." in page
    assert "No place of the register is called “Nowhere at all”." in page
    assert not Edition.objects.exists()


def test_places_of_one_name_are_asked_for_by_their_address(running, series):
    make_place("Salem", "DE")
    make_place("Salem", "US")
    response = running.post(
        f"{BASE}series/{series.pk}/new/",
        {"names_en": "X", "first_day": "2027-05-12", "place": "Salem"},
    )
    assert "de/salem, us/salem" in text(response) or "us/salem, de/salem" in text(response)


def test_what_somebody_else_changed_meanwhile_is_shown_beside(running, draft, organiser):
    data = edition_data(names={"en": "Autumn forum"})
    editions.change_edition(actor=organiser.actor, edition=draft, version=1, data=data)
    response = running.post(
        f"{BASE}{draft.pk}/change/",
        {"names_en": "Summer forum", "first_day": str(in_days(30)), "last_day": str(in_days(32)),
         "time_zone": "Europe/Moscow", "version": 1},
    )  # fmt: skip
    assert response.status_code == 409
    page = text(response)
    assert "Autumn forum" in page
    assert "Summer forum" in page
    assert 'name="version" value="2"' in page


def test_another_association_sees_nothing_of_it(edition, draft):
    from jumelage.core.audit import OPERATOR
    from jumelage.memberships.actions import keep_association

    other = keep_association(actor=OPERATOR, name="Another", countries=["FR"])
    client = at_browser(acting(other, "jean@another.example"))
    assert "Spring forum" not in text(client.get(BASE))
    for path in ("", "change/", "agenda/", "agenda/new/", "delegations/"):
        assert client.get(f"{BASE}{edition.pk}/{path}").status_code == 404
    assert client.post(f"{BASE}{edition.pk}/state/", {"state": "held"}).status_code == 404


def test_an_officer_of_a_place_runs_no_forum(sending, edition):
    assert sending.get(BASE).status_code == 403
    assert sending.get(f"{BASE}{edition.pk}/").status_code == 403


def test_a_host_town_that_organises_too_runs_it(running, sending, edition, town):
    running.post(f"{BASE}{edition.pk}/organisers/", {"organiser-place": town.key})
    assert sending.get(f"{BASE}{edition.pk}/").status_code == 200
    organiser = Organiser.objects.get(place=town)
    running.post(f"{BASE}{edition.pk}/organisers/", {"do": "remove", "organiser": organiser.pk})
    assert sending.get(f"{BASE}{edition.pk}/").status_code == 403


def test_decisions_are_written_and_taken_out(running, edition):
    refused = running.post(f"{BASE}{edition.pk}/decisions/", {"decision-texts_en": " "})
    assert refused.status_code == 422
    running.post(f"{BASE}{edition.pk}/decisions/", {"decision-texts_en": "To meet again"})
    decision = Decision.objects.get()
    running.post(f"{BASE}{edition.pk}/decisions/", {"do": "remove", "decision": decision.pk})
    assert not Decision.objects.exists()


def test_an_agenda_is_written_with_warnings_and_shown(running, edition):
    path = f"{BASE}{edition.pk}/agenda/"
    running.post(path, {"do": "add-room", "room-names_en": "Hall", "room-seats": "90"})
    running.post(
        path, {"do": "add-speaker", "speaker-name": "Ivan", "speaker-consent_on": str(today())}
    )
    room, speaker = edition.rooms.get(), edition.speakers.get()
    body = {
        "titles_en": "Opening", "kind": "plenary", "day": str(in_days(30)), "begins": "09:00",
        "ends": "10:00", "room": room.pk, "speakers": [speaker.pk], "languages": "Russian",
        "interpreted": "English", "theme": "youth",
    }  # fmt: skip
    running.post(f"{path}new/", body)
    session = Session.objects.get()
    assert session.begins.hour == 6  # nine in Moscow
    assert (session.languages, session.interpreted) == (["ru"], ["en"])
    running.post(f"{path}new/", {**body, "titles_en": "Youth", "begins": "09:30"})
    page = text(running.get(path))
    assert "are in the same room at the same time: Hall." in page
    assert "want the same person at the same time: Ivan." in page
    refused = running.post(f"{path}new/", {**body, "ends": "08:00"})
    assert "It ends before it begins." in text(refused)
    moved = {**body, "begins": "11:00", "ends": "12:00", "version": 1}
    running.post(f"{BASE}sessions/{session.pk}/", moved)
    assert "same room" not in text(running.get(path))
    edition.refresh_from_db()
    running.post(path, {"do": "show", "version": edition.version})
    edition.refresh_from_db()
    assert edition.agenda_public
    running.post(path, {"do": "remove-room", "which": room.pk})
    assert edition.rooms.exists()
    running.post(f"{BASE}sessions/{session.pk}/", {"do": "remove"})
    assert Session.objects.count() == 1
    assert running.post(path, {"do": "nonsense"}).status_code == 404


def test_places_are_invited_by_name_one_in_each_line(running, edition, town, other):
    path = f"{BASE}{edition.pk}/delegations/"
    refused = running.post(path, {"places": "Владивосток\nAtlantis", "quota": "3"})
    assert refused.status_code == 422
    assert "“Atlantis”" in text(refused)
    begun = running.post(path, {"places": "Vladi", "quota": "3"})
    assert "Do you mean ru/vladivostok?" in text(begun)
    assert not Delegation.objects.exists()
    running.post(path, {"places": "Владивосток\n\nus/san-diego\nVladivostok", "quota": "3"})
    assert Delegation.objects.count() == 2
    page = text(running.get(path))
    assert "0 / 3" in page


def test_a_delegation_is_approved_and_taken_back(running, coming, officer):
    path = f"{BASE}delegations/{coming.pk}/"
    running.post(path, {"do": "approve", "version": coming.version})
    assert Delegation.objects.get().state == "accepted"  # it has no head
    members.name_member(
        actor=officer.actor, delegation=coming,
        data=member_data("Anna Petrova", is_head=True, needs="No nuts"),
    )  # fmt: skip
    page = text(running.get(path))
    assert "No nuts" in page
    running.post(path, {"do": "approve", "version": coming.version})
    kept = Delegation.objects.get()
    assert kept.state == "approved"
    running.post(path, {"do": "quota", "quota": "9", "version": kept.version})
    kept.refresh_from_db()
    assert kept.quota == 9
    running.post(path, {"do": "erase", "member": Member.objects.get().pk})
    assert Member.objects.get().name == ""
    running.post(path, {"do": "withdraw", "version": kept.version, "reason": "No room"})
    kept.refresh_from_db()
    running.post(path, {"do": "invite_again", "version": kept.version})
    kept.refresh_from_db()
    assert kept.state == "invited"
    assert running.post(path, {"do": "nonsense"}).status_code == 404


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/agenda/", "{pk}/delegations/"])
def test_as_many_queries_for_one_as_for_three(running, edition, series, organiser, path):
    def grow(number: int) -> None:
        place = make_place(f"Town {number}", "US")
        who = acting(place, f"a{number}@town.example").actor
        (sent,) = delegations.invite_places(
            actor=organiser.actor, edition=edition, places=[place], quota=3
        )
        sent = delegations.accept(actor=who, delegation=sent, version=1)
        members.name_member(actor=who, delegation=sent, data=member_data(is_head=True))
        room = agenda.add_room(actor=organiser.actor, edition=edition, names={"en": "Hall"})
        data = agenda.SpeakerData(f"Speaker {number}", today(), "", place)
        speaker = agenda.add_speaker(actor=organiser.actor, edition=edition, data=data)
        data = session_data(room=room, speakers=(speaker,))
        agenda.add_session(actor=organiser.actor, edition=edition, data=data)
        decisions.add_decision(actor=organiser.actor, edition=edition, texts={"en": "Yes"})
        editions.create_edition(actor=organiser.actor, series=series, data=edition_data())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert running.get(f"{BASE}{path.format(pk=edition.pk)}").status_code == 200
        return len(queries)

    grow(1)
    asked()
    one = asked()
    grow(2)
    grow(3)
    assert asked() == one <= 24
