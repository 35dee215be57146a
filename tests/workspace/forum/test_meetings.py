"""Meetings in the browser: an organiser sets them up, two delegations wish and answer, the organiser looks on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.clock import today
from jumelage.forum.actions.decisions import add_decision
from jumelage.forum.actions.editions import create_edition
from jumelage.forum.models import (
    Attendance,
    CommitmentOrigin,
    Edition,
    Meeting,
    MeetingInterpreter,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
)
from tests.forum.conftest import acting, edition_data, in_days
from tests.forum.meetings.conftest import (  # noqa: F401 - fixtures
    bonn,
    come,
    lyon,
    meetings,
    perm,
    wishes,
)
from tests.workspace.forum.conftest import at_browser


def text(response) -> str:
    return response.content.decode()


def run(edition) -> str:
    return f"/en/workspace/forums/{edition.pk}/meetings/"


def own(one) -> str:
    return f"/en/workspace/{one.place.pk}/forums/{one.delegation.pk}/meetings/"


def test_an_organiser_sets_meetings_up(running, edition):
    assert "Begin with the rules" in text(running.get(run(edition)))
    refused = running.post(f"{run(edition)}rules/", {"most_wishes": ""})
    assert (refused.status_code, "Write a number." in text(refused)) == (422, True)
    running.post(f"{run(edition)}rules/", {"most_wishes": "9", "wishes_until": str(in_days(9))})
    assert MeetingRules.objects.get().most_wishes == 9
    times = {"do": "add-slots", "slots-days": [str(in_days(30)), str(in_days(31))],
             "slots-begins": "09:00", "slots-ends": "10:00", "slots-minutes": "25",
             "slots-pause": "5"}  # fmt: skip
    running.post(f"{run(edition)}times/", times)
    assert MeetingSlot.objects.count() == 4
    again = running.post(f"{run(edition)}times/", times)
    assert (again.status_code, "overlaps" in text(again)) == (422, True)
    tables = {"do": "add-tables", "tables-labels": "1-3, B1"}
    running.post(f"{run(edition)}times/", tables)
    assert [one.label for one in MeetingTable.objects.all()] == ["1", "2", "3", "B1"]
    wrong = running.post(f"{run(edition)}times/", {**tables, "tables-labels": "9-3"})
    assert "“9-3” is no range" in text(wrong)
    running.post(run(edition), {"do": "open", "version": 1})
    assert MeetingRules.objects.get().wishes_open
    assert "Wishes are open until" in text(running.get(run(edition)))


@pytest.mark.usefixtures("meetings")
def test_times_and_tables_are_changed(running, edition):
    one, two = MeetingSlot.objects.all()[:2]
    running.post(f"{run(edition)}times/", {"do": "remove-slots", "slot": [one.pk, two.pk]})
    assert MeetingSlot.objects.count() == 1
    assert "Choose the times to take out." in text(
        running.post(f"{run(edition)}times/", {"do": "remove-slots"}, follow=True)
    )
    table = MeetingTable.objects.first()
    path = f"{run(edition)}tables/{table.pk}/"
    running.post(path, {"label": "7", "version": 1})
    table.refresh_from_db()
    assert (table.label, table.is_usable) == ("7", False)
    clash = running.post(path, {"label": "8", "version": 1})
    assert clash.status_code == 409
    running.post(path, {"do": "remove"})
    assert MeetingTable.objects.count() == 1


@pytest.mark.usefixtures("meetings")
def test_interpreters_are_named_changed_and_forgotten(running, edition):
    path = f"{run(edition)}interpreters/"
    body = {"name": "Ann Brown", "languages": "English, русский", "consent_on": str(today())}
    refused = running.post(path, {**body, "consent_on": "", "languages": "English"})
    assert (refused.status_code, "Ask first" in text(refused)) == (422, True)
    slot = MeetingSlot.objects.first()
    running.post(path, {**body, "absent": [slot.pk]})
    ann = MeetingInterpreter.objects.get()
    assert (ann.languages, list(ann.absent.all())) == (["en", "ru"], [slot])
    running.post(f"{path}{ann.pk}/", {**body, "name": "Ann White", "version": 1})
    ann.refresh_from_db()
    assert (ann.name, ann.absent.count()) == ("Ann White", 0)
    running.post(f"{path}{ann.pk}/", {"do": "remove"})
    assert not MeetingInterpreter.objects.exists()


def test_a_place_wishes_and_another_answers(lyon, bonn, meetings):  # noqa: F811 - fixtures
    client, other = at_browser(lyon.officer), at_browser(bonn.officer)
    assert "No meeting yet" in text(client.get(own(lyon)))
    offered = text(client.get(f"{own(lyon)}whom/"))
    assert "Bonn" in offered
    assert "You have 2 wishes left" in offered
    page = text(client.get(f"{own(lyon)}wish/?with={bonn.delegation.pk}"))
    assert "Claire Martin" in page
    body = {"with": bonn.delegation.pk, "priority": "3", "subject": "Trams", "theme": "culture",
            "people": [lyon.head.pk], "message": "Hello"}  # fmt: skip
    refused = client.post(f"{own(lyon)}wish/", {**body, "theme": "gold"})
    assert refused.status_code == 422
    client.post(f"{own(lyon)}wish/", body)
    meeting = Meeting.objects.get()
    assert "Who wishes to meet you" in text(other.get(own(bonn)))
    assert "wishes to meet you" in text(other.get(f"{own(bonn)}whom/"))
    path = f"{own(bonn)}{meeting.pk}/"
    assert "“" not in text(other.get(path)).split("Hello")[0][-3:]
    other.post(path, {"do": "accept", "answer-priority": "2", "version": meeting.version})
    assert "Agreed" in text(other.get(own(bonn)))
    assert "Agreed" in text(client.get(own(lyon)))
    stale = client.post(
        f"{own(lyon)}{meeting.pk}/",
        {"do": "change", "wish-priority": "1", "wish-subject": "Buses", "version": 1},
    )
    assert stale.status_code == 409
    meeting.refresh_from_db()
    client.post(
        f"{own(lyon)}{meeting.pk}/",
        {"do": "change", "wish-priority": "1", "wish-subject": "Buses", "version": meeting.version},
    )
    meeting.refresh_from_db()
    assert meeting.subject == "Buses"
    other.post(path, {"do": "decline", "message": "No time", "version": meeting.version})
    assert "Not coming about" in text(client.get(own(lyon)))


def test_several_are_wished_together(lyon, bonn, perm):  # noqa: F811 - fixtures
    client = at_browser(lyon.officer)
    pair = [bonn.delegation.pk, perm.delegation.pk]
    assert "One meeting with all of them" in text(client.get(f"{own(lyon)}wish/", {"with": pair}))
    client.post(f"{own(lyon)}wish/", {"with": pair, "priority": "1"})
    assert Meeting.objects.get().parties.count() == 3
    nobody = text(client.get(f"{own(lyon)}wish/?with=999"))
    assert "Nobody is chosen" in nobody


def test_a_place_says_when_it_is_away(lyon, meetings):  # noqa: F811 - fixtures
    client = at_browser(lyon.officer)
    slot = MeetingSlot.objects.first()
    client.post(f"{own(lyon)}away/", {"absent": [slot.pk], "needs_access": "on"})
    away = Attendance.objects.get()
    assert (list(away.absent.all()), away.needs_access) == ([slot], True)
    assert "a table without steps" in text(client.get(own(lyon)))


def test_helpers_read_and_do_not_act(lyon, bonn):  # noqa: F811 - fixtures
    meeting = wishes(lyon, bonn)
    helper = at_browser(acting(bonn.place, "helper@bonn.example", role="helper"))
    page = text(helper.get(f"{own(bonn)}{meeting.pk}/"))
    assert "An officer of your office answers." in page
    body = {"do": "accept", "answer-priority": "2", "version": meeting.version}
    assert helper.post(f"{own(bonn)}{meeting.pk}/", body).status_code == 403
    assert helper.get(f"{own(lyon)}").status_code == 403


def test_meetings_of_others_are_not_found(lyon, bonn, perm):  # noqa: F811 - fixtures
    meeting = wishes(lyon, bonn)
    assert at_browser(perm.officer).get(f"{own(perm)}{meeting.pk}/").status_code == 404


def test_an_organiser_looks_on_and_decides(running, edition, lyon, bonn, perm):  # noqa: F811
    meeting = wishes(lyon, bonn)
    page = text(running.get(run(edition)))
    assert "Where somebody has to interpret" in page
    assert "2 delegations have said nothing yet" in page
    path = f"{run(edition)}{meeting.pk}/"
    refused = running.post(path, {"is_must": "on", "version": meeting.version})
    assert (refused.status_code, "no language in common" in text(refused)) == (422, True)
    running.post(path, {"do": "off", "reason": "No room", "version": meeting.version})
    assert "taken off" in text(running.get(f"{run(edition)}list/"))
    pair = [lyon.delegation.pk, perm.delegation.pk]
    running.post(f"{run(edition)}new/", {"delegations": pair, "priority": "2", "is_must": "on"})
    assert Meeting.objects.filter(is_must=True).count() == 1
    assert "Perm" in text(running.get(f"{run(edition)}list/?state=must"))
    assert "No meeting is so." in text(running.get(f"{run(edition)}list/?state=held"))
    said = running.post(run(edition), {"do": "remind"}, follow=True)
    assert "1 office is reminded." in text(said)
    away = f"/en/workspace/forums/delegations/{bonn.delegation.pk}/attendance/"
    slot = MeetingSlot.objects.first()
    running.post(away, {"absent": [slot.pk], "daily_limit": "2"})
    assert Attendance.objects.get().daily_limit == 2
    assert "2 meetings a day" in text(running.get(f"{run(edition)}delegations/"))


def test_after_the_forum_a_party_says_what_came_of_it(lyon, perm):  # noqa: F811 - fixtures
    meeting = wishes(lyon, perm)
    wishes(perm, lyon)
    client = at_browser(lyon.officer)
    path = f"{own(lyon)}{meeting.pk}/"
    assert "What came of it?" not in text(client.get(path))
    Edition.objects.update(first_day=in_days(-2), last_day=today())
    assert "What came of it?" in text(client.get(path))
    meeting.refresh_from_db()
    body = {"do": "outcome", "outcome-outcome": "held", "outcome-result": "A visit in May",
            "version": meeting.version}  # fmt: skip
    assert "Make a commitment of it" in text(client.post(path, body, follow=True))
    meeting.refresh_from_db()
    assert (meeting.outcome, meeting.result, meeting.said_by) == (
        "held", "A visit in May", lyon.delegation,
    )  # fmt: skip


@pytest.mark.parametrize("where", ["list/", "", "delegations/"])
def test_the_organisers_pages_need_no_more_queries_for_more(
    running, edition, organiser, lyon, bonn, perm, where  # noqa: F811
):  # fmt: skip
    wishes(lyon, bonn)
    running.get(run(edition) + where)
    with CaptureQueriesContext(connection) as few:
        running.get(run(edition) + where)
    kazan = come(edition, organiser, "Kazan", "RU", "Rustam", ("ru",))
    for one in (lyon, bonn, perm):
        wishes(kazan, one) if one is not perm else wishes(perm, kazan)
    with CaptureQueriesContext(connection) as more:
        running.get(run(edition) + where)
    assert len(more) == len(few)


@pytest.mark.parametrize("where", ["", "whom/"])
def test_a_places_pages_need_no_more_queries_for_more(
    edition, organiser, lyon, bonn, perm, where  # noqa: F811
):  # fmt: skip
    client = at_browser(lyon.officer)
    wishes(lyon, bonn)
    client.get(own(lyon) + where)
    with CaptureQueriesContext(connection) as few:
        client.get(own(lyon) + where)
    kazan = come(edition, organiser, "Kazan", "RU", "Rustam", ("ru",))
    wishes(kazan, lyon)
    wishes(perm, lyon)
    client.get(
        own(lyon) + where
    )  # suggestions are held against the registry once after it has changed
    with CaptureQueriesContext(connection) as more:
        client.get(own(lyon) + where)
    assert len(more) == len(few)


def test_a_commitment_is_made_of_a_meeting(lyon, perm):  # noqa: F811 - fixtures
    meeting = wishes(lyon, perm, subject="Water")
    wishes(perm, lyon)
    Edition.objects.update(first_day=in_days(-2), last_day=today())
    client = at_browser(lyon.officer)
    assert "Make a commitment of it" in text(client.get(f"{own(lyon)}{meeting.pk}/"))
    path = f"{own(lyon)}{meeting.pk}/promise/"
    page = text(client.get(path))
    assert 'value="Water"' in page
    assert perm.place.key in page
    body = {"titles_en": "Clean water", "owners": perm.place.key, "due": "2027-05"}
    refused = client.post(path, {**body, "owners": ""})
    assert refused.status_code == 422
    client.post(path, body)
    assert CommitmentOrigin.objects.get().meeting == meeting
    assert "Clean water" in text(client.get(f"{own(lyon)}{meeting.pk}/"))
    assert "Clean water" not in text(at_browser(perm.officer).get(f"{own(perm)}{meeting.pk}/"))


def test_a_commitment_is_made_of_a_decision_and_taken_up_later(
    running, edition, series, organiser, lyon, perm, client  # noqa: F811
):  # fmt: skip
    decision = add_decision(actor=organiser.actor, edition=edition, texts={"en": "Visits"})
    path = f"/en/workspace/forums/{edition.pk}/decisions/{decision.pk}/promise/"
    body = {"titles_en": "Visit each other", "owners": f"{lyon.place.key}\n{perm.place.key}"}
    assert running.post(path, {**body, "owners": "Nowhere"}).status_code == 422
    running.post(path, body)
    made = CommitmentOrigin.objects.get().commitment
    public = f"/en/forums/{series.slug}/{edition.slug}/"
    assert "Visit each other" not in text(client.get(public))
    type(made).objects.update(state="agreed", is_public=True)
    later = create_edition(
        actor=organiser.actor,
        series=series,
        data=edition_data(when=f"{in_days(400)}/{in_days(401)}"),
    )
    agenda = text(running.get(f"/en/workspace/forums/{later.pk}/agenda/"))
    assert "Promised at former editions" in agenda
    assert "Visit each other" in agenda
    new = text(running.get(f"/en/workspace/forums/{later.pk}/agenda/new/?promised=1"))
    assert "What became of what was promised" in new
