"""Timetables in the browser: drawn, read, published, moved by hand, repaired; and what a delegation reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.clock import now
from jumelage.forum.actions import timetables as actions
from jumelage.forum.actions.timetable_addresses import show_timetable
from jumelage.forum.models import (
    Attendance,
    Meeting,
    MeetingRules,
    MeetingSlot,
    MemberAbsence,
    Timetable,
)
from tests.forum.conftest import acting
from tests.forum.timetables.conftest import _in_this_process  # noqa: F401 - a fixture
from tests.forum.timetables.small import add_delegation, add_meeting, add_slots, small_forum
from tests.forum.timetables.test_timetables import draft as draft_timetable
from tests.forum.timetables.test_timetables import fresh
from tests.workspace.forum.conftest import at_browser


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def towns(edition):
    return small_forum(edition)


@pytest.fixture
def base(edition) -> str:
    return f"/en/workspace/forums/{edition.pk}/timetables/"


@pytest.fixture
def counting(edition, organiser, towns) -> Timetable:
    row = draft_timetable(edition)
    return actions.publish(actor=organiser.actor, timetable=row, version=row.version)


def test_from_the_empty_page_to_the_published_timetable(running, edition, base):
    assert "No times for meetings yet" in text(running.get(base))
    small_forum(edition)
    answer = running.post(f"{base}draw/", {"seconds": "30", "seed": "0", "note": "the first"})
    assert answer["Location"] == f"{base}1/"
    page = text(running.get(f"{base}1/"))
    assert "Proved: there is no better timetable." in page
    assert "4 / 4" in page
    row = Timetable.objects.get()
    running.post(f"{base}1/do/", {"do": "publish", "version": row.version})
    assert fresh(row).is_published
    page = text(running.get(base))
    assert "The one that counts" in page
    assert "the first" in page


def test_a_refused_form_says_why(running, edition, base, towns):
    answer = running.post(f"{base}draw/", {"seconds": "601", "seed": "0"})
    assert answer.status_code == 422
    assert "Write a number of seconds from 1 to 600." in text(answer)
    Meeting.objects.all().delete()
    answer = running.post(f"{base}draw/", {"seconds": "60", "seed": "0"})
    assert "No meeting is agreed yet." in text(answer)


def test_one_under_way_is_watched_and_stopped(running, edition, base, towns, queue):
    running.post(f"{base}draw/", {"seconds": "30", "seed": "0"})
    assert "waits for its turn" in text(running.get(f"{base}1/"))
    ranks = [{"name": "not held", "best": 3, "bound": 1, "proved": False}]
    Timetable.objects.update(state=Timetable.RUNNING, heard_at=now(), ranks=ranks, first_after=0.4)
    page = text(running.get(f"{base}1/"))
    assert "data-live" in page
    assert "3; whether fewer are possible is not proved, fewer than 1 are not." in page
    running.post(f"{base}1/do/", {"do": "stop"})
    assert "the best so far is being put down" in text(running.get(f"{base}1/"))


def test_what_is_not_held_is_explained_in_both_languages(running, edition, base, towns):
    add_meeting(towns["Perm"], add_delegation(edition, "Lyon", "fr"))
    running.post(f"{base}draw/", {"seconds": "30", "seed": "0"})
    page = text(running.get(f"{base}1/"))
    assert "1 meeting is not held" in page
    assert "Those who meet in Perm – Lyon need a language in common" in page
    page = text(running.get(f"{base}1/".replace("/en/", "/ru/")))
    assert "Встрече Пермь – Лион нужен общий язык или переводчик" in page


def test_a_contradiction_says_what_can_be_changed(running, edition, base, towns):
    slot = MeetingSlot.objects.first()
    Meeting.objects.filter(parties__delegation=towns["Perm"]).update(is_must=True, fixed_slot=slot)
    running.post(f"{base}draw/", {"seconds": "30", "seed": "0"})
    page = text(running.get(f"{base}1/"))
    assert "What contradicts itself" in page
    assert "Perm 1 (Perm) can be in one meeting at a time." in page
    assert f"/forums/{edition.pk}/delegations/" in page


def test_a_draft_says_what_changed_since(running, edition, base, towns):
    draft_timetable(edition)
    assert "Since this was drawn" not in text(running.get(f"{base}1/"))
    add_meeting(towns["Tacoma"], towns["Vladivostok"])
    assert "Since this was drawn: 1 wish changed." in text(running.get(f"{base}1/"))


def test_two_are_compared(running, edition, base, towns):
    assert "There are not two yet" in text(running.get(f"{base}compare/"))
    first, second = draft_timetable(edition), draft_timetable(edition, 2)
    second.placed.first().delete()
    page = text(running.get(f"{base}compare/?a=1&b=2"))
    assert "3 meetings are held in both" in page
    assert "not held" in page
    assert first.placed.count() == 4


def test_a_meeting_is_moved_by_hand_or_refused_in_plain_words(running, edition, base, towns):
    row = draft_timetable(edition)
    one, two = row.placed.filter(meeting__parties__delegation=towns["Perm"])[:2]
    page = f"{base}1/move/{one.meeting_id}/"
    assert running.get(page).status_code == 200
    answer = running.post(page, {"slot": two.slot_id, "table": "", "version": row.version})
    assert answer.status_code == 422
    assert "is in the meeting" in text(answer)
    before = {row.pk: row.slot_id for row in row.placed.all()}
    those = [towns["Tacoma"], towns["Perm"]]
    taken = row.placed.filter(meeting__parties__delegation__in=those).values("slot")
    free = MeetingSlot.objects.exclude(pk__in=taken).first()
    tacoma = row.placed.get(meeting__parties__delegation=towns["Tacoma"])
    page = f"{base}1/move/{tacoma.meeting_id}/"
    answer = running.post(page, {"slot": free.pk, "table": "", "version": row.version})
    assert answer.status_code == 302
    assert row.placed.get(meeting=tacoma.meeting_id).slot_id == free.pk
    assert before[tacoma.pk] != free.pk


def test_who_is_missing_is_written_down_and_the_timetable_repaired(
    running, edition, base, towns, counting
):
    page = text(running.get(f"{base}repair/"))
    assert "Nothing has changed since it was drawn." in page
    placed = counting.placed.get(meeting__parties__delegation=towns["Tacoma"])
    body = {
        "do": "missing",
        "missing-what": f"delegation:{towns['Tacoma'].pk}",
        "missing-first": placed.slot_id,
        "missing-last": placed.slot_id,
    }
    assert running.post(f"{base}repair/", body).status_code == 302
    page = text(running.get(f"{base}repair/"))
    assert "Since this was drawn: 1 delegation changed." in page
    answer = running.post(f"{base}repair/", {"do": "repair", "begins": "all", "seconds": "10"})
    assert answer["Location"] == f"{base}2/"
    page = text(running.get(f"{base}2/"))
    assert "Different from timetable 1" in page
    assert "Perm – Tacoma" in page or "Tacoma – Perm" in page
    running.post(f"{base}repair/", {"do": "back", "what": f"delegation:{towns['Tacoma'].pk}"})
    assert not Attendance.objects.get(delegation=towns["Tacoma"]).absent.exists()


def test_a_person_is_missing_and_why_is_not_kept(running, edition, base, towns, counting):
    person = towns["Perm"].members.get()
    slots = list(MeetingSlot.objects.order_by("begins"))
    body = {
        "do": "missing",
        "missing-what": f"member:{person.pk}",
        "missing-first": slots[1].pk,
        "missing-last": slots[2].pk,
    }
    running.post(f"{base}repair/", body)
    assert [one.slot for one in MemberAbsence.objects.filter(member=person)] == slots[1:3]
    body |= {"missing-first": slots[2].pk, "missing-last": slots[1].pk}
    answer = running.post(f"{base}repair/", body)
    assert answer.status_code == 422
    assert "the end is before the beginning" in text(answer)


def test_the_signs_of_the_tables_are_paper(running, base, counting):
    answer = running.get(f"{base}tables.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_those_who_organise_something_else_find_nothing(base, counting, db):
    from jumelage.core.audit import OPERATOR
    from jumelage.memberships.actions import keep_association

    other = keep_association(actor=OPERATOR, name="Other Union", countries=["DE"])
    client = at_browser(acting(other, "otto@other.example"))
    for page in ("", "1/", "draw/", "compare/", "repair/", "tables.pdf"):
        assert client.get(base + page).status_code == 404


@pytest.fixture
def own(towns, counting):
    """An officer of Perm at a browser, and the page of its timetable."""
    client = at_browser(acting(towns["Perm"].place, "oleg@perm.example"))
    place = towns["Perm"].place_id
    return client, f"/en/workspace/{place}/forums/{towns['Perm'].pk}/timetable/"


def test_a_delegation_reads_with_whom_where_and_who_interprets(own):
    client, page = own
    shown = text(client.get(page))
    for words in ("Your meetings", "San Diego", "Vladivostok", "Tacoma", "United States", "Perm 1"):
        assert words in shown
    assert "San Diego 1" not in shown
    assert client.get(f"{page}pdf/").content.startswith(b"%PDF")


def test_what_changed_since_it_was_told_is_marked(own, organiser, towns, counting, edition):
    client, page = own
    second = actions.copy(actor=organiser.actor, timetable=counting)
    meeting = Meeting.objects.get(parties__delegation=towns["Tacoma"])
    taken = set(
        counting.placed.filter(meeting__parties__delegation=towns["Perm"])
        .values_list("slot_id", flat=True)
    )  # fmt: skip
    free = MeetingSlot.objects.exclude(pk__in=taken).get()
    actor, version = organiser.actor, second.version
    second = actions.move(
        actor=actor, timetable=second, version=version, meeting=meeting, slot=free
    )
    actions.publish(actor=actor, timetable=second, version=second.version)
    shown = text(client.get(page))
    assert "1 meeting is different" in shown
    assert "moved; it was" in shown


def test_the_live_part_says_nothing_where_nothing_is_new(own, organiser, counting):
    client, page = own
    answer = client.get(f"{page}live/")
    tag = answer["ETag"]
    assert "<html" not in text(answer)
    assert client.get(f"{page}live/", headers={"If-None-Match": tag}).status_code == 304
    again = actions.copy(actor=organiser.actor, timetable=counting)
    actions.publish(actor=organiser.actor, timetable=again, version=again.version)
    assert client.get(f"{page}live/", headers={"If-None-Match": f'"x", {tag}'}).status_code in {
        200,
        304,
    }
    Meeting.objects.update(subject="A choir")
    third = actions.copy(actor=organiser.actor, timetable=again)
    actions.publish(actor=organiser.actor, timetable=third, version=third.version)
    answer = client.get(f"{page}live/", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "A choir" in text(answer)


def test_an_officer_makes_the_secret_address_and_takes_it_back(own, towns):
    client, page = own
    client.post(page, {"do": "show"})
    shown = text(client.get(page))
    assert "/timetable/" in shown
    assert "meetings.ics" in shown
    client.post(page, {"do": "hide"})
    assert "meetings.ics" not in text(client.get(page))


def test_helpers_read_but_make_no_address(towns, counting):
    client = at_browser(acting(towns["Perm"].place, "helper@perm.example", role="helper"))
    page = f"/en/workspace/{towns['Perm'].place_id}/forums/{towns['Perm'].pk}/timetable/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"do": "show"}).status_code == 403
    assert not Attendance.objects.exclude(feed_key="").exists()


def queries(client, page) -> int:
    from jumelage.core.memory import memory

    memory.clear()
    client.get(page)
    memory.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_pages_read_as_much_for_one_meeting_as_for_many(
    running, edition, base, organiser, own, towns, counting
):
    client, page = own
    again = actions.copy(actor=organiser.actor, timetable=counting)
    actions.publish(actor=organiser.actor, timetable=again, version=again.version)
    pages = [
        (running, f"{base}1/"),
        (running, base),
        (running, f"{base}compare/"),
        (running, f"{base}repair/"),
    ]
    pages += [(client, page), (client, f"{page}live/")]
    before = [queries(*one) for one in pages]
    assert max(before) <= 35
    for name in ("Lyon", "Bonn", "Derbent"):
        add_meeting(towns["Perm"], add_delegation(edition, name, ("ru", "en"), ("en",)))
    add_slots(edition, (10, 11, 12))  # so that none is off, which would be read besides
    third = draft_timetable(edition, 3)
    actions.publish(actor=organiser.actor, timetable=third, version=third.version)
    pages[0] = (running, f"{base}3/")
    after = [queries(*one) for one in pages]
    assert after == before


def test_an_address_that_organisers_make_is_the_same(own, organiser, towns):
    show_timetable(actor=organiser.actor, delegation=towns["Perm"], shown=True)
    client, page = own
    assert "meetings.ics" in text(client.get(page))


def test_the_board_gets_an_address(running, edition, base, towns):
    running.post(base, {"do": "show-board"})
    assert MeetingRules.objects.get(edition=edition).board_key
    assert "Open the board" in text(running.get(base))
    running.post(base, {"do": "hide-board"})
    assert "Open the board" not in text(running.get(base))
