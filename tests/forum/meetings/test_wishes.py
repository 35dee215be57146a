"""Wishing to meet and answering: one meeting for both, limits, whom it concerns, what is refused and why."""

import pytest

from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.forum.actions.meeting_answers import accept_meeting, decline_meeting
from jumelage.forum.actions.meeting_common import OwnData
from jumelage.forum.actions.meeting_rules import let_wish
from jumelage.forum.actions.meeting_wishes import change_wish, take_back_wish
from jumelage.forum.models import Meeting, MeetingNews, MeetingParty
from tests.forum.meetings.conftest import wishes


def answers(meeting) -> dict[str, str]:
    rows = meeting.parties.order_by("delegation__place__name")
    return dict(rows.values_list("delegation__place__name", "answer"))


def refused(act) -> list[str]:
    with pytest.raises(RefusedError) as error:
        act()
    return [problem.code for problem in error.value.problems]


def accept(one, meeting, **own):
    meeting.refresh_from_db()
    return accept_meeting(
        actor=one.officer.actor, delegation=one.delegation, meeting=meeting,
        version=meeting.version, data=OwnData(**own),
    )  # fmt: skip


def decline(one, meeting, message=""):
    meeting.refresh_from_db()
    return decline_meeting(
        actor=one.officer.actor, delegation=one.delegation, meeting=meeting,
        version=meeting.version, message=message,
    )  # fmt: skip


def take_back(one, meeting):
    meeting.refresh_from_db()
    return take_back_wish(
        actor=one.officer.actor, delegation=one.delegation, meeting=meeting, version=meeting.version
    )


def test_a_wish_asks_the_other(lyon, bonn):
    meeting = wishes(lyon, bonn, subject="Trams", priority=3, people=(lyon.head,))
    assert answers(meeting) == {"Bonn": "asked", "Lyon": "wished"}
    own = meeting.parties.get(delegation=lyon.delegation)
    assert (own.priority, list(own.people.all()), meeting.subject) == (3, [lyon.head], "Trams")
    news = MeetingNews.objects.get()
    assert (news.delegation, news.kind) == (bonn.delegation, "asked")


def test_two_that_wish_each_other_share_one_meeting(lyon, bonn):
    first = wishes(lyon, bonn)
    second = wishes(bonn, lyon, subject="Water")
    assert first == second
    assert answers(second) == {"Bonn": "wished", "Lyon": "wished"}
    assert (Meeting.objects.get().subject, Meeting.objects.count()) == ("Water", 1)
    assert refused(lambda: wishes(bonn, lyon)) == ["twice"]


def test_three_meet_as_well_as_two_of_them(lyon, bonn, perm):
    three = wishes(lyon, bonn, perm)
    two = wishes(lyon, bonn)
    assert three != two
    assert MeetingParty.objects.count() == 5
    decline(bonn, three)
    three.refresh_from_db()
    assert three.ended_at is None
    accept(perm, three)
    take_back(lyon, three)
    three.refresh_from_db()
    assert three.ended_at is not None


def test_the_limit_counts_what_is_still_wanted(lyon, bonn, perm):
    wishes(lyon, bonn)
    wishes(lyon, perm)
    assert refused(lambda: wishes(lyon, bonn, perm)) == ["limit"]
    decline(bonn, Meeting.objects.first())
    wishes(lyon, bonn, perm)
    assert Meeting.objects.wanted().count() == 2


def test_accepting_and_declining(lyon, bonn):
    meeting = wishes(lyon, bonn)
    accept(bonn, meeting, priority=2)
    assert answers(meeting) == {"Bonn": "accepted", "Lyon": "wished"}
    assert refused(lambda: accept(bonn, meeting)) == ["state"]
    decline(bonn, meeting, "No time, sorry.")
    assert Meeting.objects.wanted().count() == 0
    assert refused(lambda: wishes(lyon, bonn)) == ["declined"]
    accept(bonn, meeting)
    assert Meeting.objects.wanted().count() == 1


def test_who_declined_can_wish_it_after_all(lyon, bonn):
    meeting = wishes(lyon, bonn)
    decline(bonn, meeting)
    wishes(bonn, lyon)
    assert answers(meeting) == {"Bonn": "wished", "Lyon": "wished"}
    assert Meeting.objects.wanted().count() == 1


def test_what_was_taken_back_is_asked_for_anew(lyon, bonn):
    meeting = wishes(lyon, bonn)
    accept(bonn, meeting)
    take_back(lyon, meeting)
    assert Meeting.objects.wanted().count() == 0
    assert refused(lambda: accept(bonn, meeting)) == ["state"]
    wishes(lyon, bonn)
    assert answers(meeting) == {"Bonn": "asked", "Lyon": "wished"}


def test_nobody_is_told_of_a_wish_that_was_taken_back_at_once(lyon, bonn):
    take_back(lyon, wishes(lyon, bonn))
    assert not MeetingNews.objects.exists()


def test_a_wish_is_changed_by_whom_it_is(lyon, bonn, perm):
    meeting = wishes(lyon, bonn)
    row = {"delegation": lyon.delegation, "meeting": meeting, "version": meeting.version}
    kept = change_wish(
        actor=lyon.officer.actor,
        **row,
        data=OwnData(3, "Soon?"),
        subject="Trams",
        theme="environment",
    )
    assert (kept.subject, kept.theme, kept.parties.first().message) == (
        "Trams", "environment", "Soon?",
    )  # fmt: skip
    with pytest.raises(ConflictError):
        change_wish(actor=lyon.officer.actor, **row, data=OwnData())
    with pytest.raises(NotAllowedError):
        change_wish(actor=bonn.officer.actor, **row, data=OwnData())


def test_every_reason_is_given_at_once(lyon, bonn):
    assert refused(
        lambda: wishes(lyon, lyon, priority=9, people=(bonn.head,), subject="x" * 201)
    ) == ["range", "elsewhere", "too_long", "elsewhere"]
    assert refused(lambda: wishes(lyon)) == ["missing"]


def test_after_the_last_day_nobody_wishes(lyon, bonn, edition, meetings, organiser):
    meeting = wishes(lyon, bonn)
    let_wish(actor=organiser.actor, edition=edition, version=meetings.version, is_open=False)
    assert refused(lambda: accept(bonn, meeting)) == ["closed"]
    assert refused(lambda: wishes(bonn, lyon)) == ["closed"]


def test_helpers_and_strangers_do_not_wish(lyon, bonn):
    with pytest.raises(NotAllowedError):
        wishes(type(lyon)(officer=bonn.officer, delegation=lyon.delegation), bonn)


def test_the_trail_names_no_person(lyon, bonn):
    wishes(lyon, bonn, people=(lyon.head,), message="Claire looks forward to it")
    entry = AuditEntry.objects.latest("pk")
    assert entry.action == "forum.wish_meeting"
    assert "Claire" not in str([entry.changes, entry.reason, entry.target, entry.acting_for])
