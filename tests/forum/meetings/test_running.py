"""What organisers do about meetings: adding, having one held, taking off, reminding; and who is told of what."""

import pytest

from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.forum.actions.delegations import stay_away
from jumelage.forum.actions.meeting_attendance import AttendanceData, set_attendance
from jumelage.forum.actions.meeting_interpreters import InterpreterData, add_interpreter
from jumelage.forum.actions.meeting_running import (
    MeetingData,
    add_meeting,
    change_meeting,
    remind_of_wishes,
    take_off_meeting,
)
from jumelage.forum.meetings.jobs import tell_of_meetings
from jumelage.forum.models import Meeting, MeetingNews
from tests.forum.meetings.conftest import wishes
from tests.forum.meetings.test_wishes import accept, answers, decline, refused


def add(organiser, edition, *ones, **data):
    return add_meeting(
        actor=organiser.actor, edition=edition, delegations=tuple(o.delegation for o in ones),
        data=MeetingData(**data),
    )  # fmt: skip


def change(organiser, meeting, **data):
    meeting.refresh_from_db()
    return change_meeting(
        actor=organiser.actor, meeting=meeting, version=meeting.version, data=MeetingData(**data)
    )


def take_off(organiser, meeting, reason="The hall is closed."):
    meeting.refresh_from_db()
    return take_off_meeting(
        actor=organiser.actor, meeting=meeting, version=meeting.version, reason=reason
    )


def test_organisers_add_a_meeting_and_take_it_off(edition, organiser, lyon, bonn):
    meeting = add(organiser, edition, lyon, bonn, subject="Trams")
    assert answers(meeting) == {"Bonn": "accepted", "Lyon": "accepted"}
    assert refused(lambda: add(organiser, edition, bonn, lyon)) == ["twice"]
    assert refused(lambda: take_off(organiser, meeting, " ")) == ["missing"]
    take_off(organiser, meeting)
    assert refused(lambda: wishes(lyon, bonn)) == ["off"]
    assert add(organiser, edition, lyon, bonn) == meeting
    assert Meeting.objects.wanted().count() == 1


def test_only_organisers_do(edition, organiser, lyon, bonn):
    meeting = wishes(lyon, bonn)
    for act in (
        lambda: add(lyon.officer, edition, lyon, bonn),
        lambda: change(lyon.officer, meeting, is_must=True),
        lambda: take_off(lyon.officer, meeting),
        lambda: remind_of_wishes(actor=lyon.officer.actor, edition=edition),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_a_place_can_decline_what_was_added_for_it(edition, organiser, lyon, bonn):
    meeting = add(organiser, edition, lyon, bonn)
    decline(bonn, meeting)
    assert not Meeting.objects.wanted().exists()
    accept(bonn, meeting)
    assert Meeting.objects.wanted().exists()


def test_a_meeting_that_has_to_be_held_needs_a_language(edition, organiser, lyon, bonn):
    with pytest.raises(RefusedError) as error:
        add(organiser, edition, lyon, bonn, is_must=True)
    assert [problem.message for problem in error.value.problems] == [
        "Lyon and Bonn: no language in common, and no interpreter who speaks with all."
    ]
    assert not Meeting.objects.exists()
    data = InterpreterData("Ann", ("de", "fr"), today())
    add_interpreter(actor=organiser.actor, edition=edition, data=data)
    assert add(organiser, edition, lyon, bonn, is_must=True).is_must


def test_a_meeting_that_has_to_be_held_needs_a_time(edition, organiser, lyon, perm):
    first, second, third = edition.meeting_slots.order_by("begins")
    for one, absent in ((lyon, (first, second)), (perm, (third,))):
        set_attendance(
            actor=organiser.actor, delegation=one.delegation, version=0, data=AttendanceData(absent)
        )
    meeting = wishes(lyon, perm)
    assert refused(lambda: change(organiser, meeting, is_must=True)) == ["never_together"]
    assert refused(lambda: change(organiser, meeting, fixed_slot=third)) == ["away_then"]
    assert not Meeting.objects.get().is_must


def test_more_meetings_than_a_delegation_can_hold(edition, organiser, lyon, perm):
    absent = tuple(edition.meeting_slots.all())
    set_attendance(
        actor=organiser.actor, delegation=lyon.delegation, version=0, data=AttendanceData(absent)
    )
    assert refused(lambda: add(organiser, edition, lyon, perm, is_must=True)) == [
        "never_together", "more_than_slots",
    ]  # fmt: skip


def test_who_stays_away_leaves_the_meetings(edition, organiser, lyon, bonn, perm):
    two, three = wishes(lyon, bonn), wishes(lyon, bonn, perm)
    accept(perm, three)
    lyon_said = lyon.delegation
    lyon_said.refresh_from_db()
    stay_away(actor=lyon.officer.actor, delegation=lyon_said, version=lyon_said.version)
    two.refresh_from_db()
    three.refresh_from_db()
    assert two.ended_at is not None
    assert three.ended_at is None, "Perm wants to meet Bonn still"
    assert answers(three) == {"Bonn": "asked", "Lyon": "withdrawn", "Perm": "accepted"}


def test_one_mail_tells_all_that_is_new(edition, organiser, lyon, bonn, perm, mailoutbox):
    wishes(lyon, perm, message="About the Volga")
    wishes(bonn, perm)
    mailoutbox.clear()
    assert tell_of_meetings() == 1
    message = mailoutbox[0]
    assert message.to == ["office@perm.example"]
    assert message.subject == "News of your meetings at “Spring forum”"
    assert (
        "* Lyon: wishes to meet you. Accept or decline. “About the Volga”\n* Bonn: wishes"
        in message.body
    )
    assert tell_of_meetings() == 0


def test_each_is_told_how_it_stands_when_the_mail_is_sent(
    edition, organiser, lyon, bonn, perm, mailoutbox
):
    decline(bonn, wishes(lyon, bonn), "No time.")
    accept(perm, wishes(lyon, perm))
    take_off(organiser, add(organiser, edition, bonn, perm))
    mailoutbox.clear()
    tell_of_meetings()
    bodies = {message.to[0]: message.body for message in mailoutbox}
    assert "* Bonn: the meeting does not come about. “No time.”" in bodies["office@lyon.example"]
    assert "* Perm: both of you want to meet." in bodies["office@lyon.example"]
    said = "Perm: the organisers have taken this meeting off. The hall is closed."
    assert said in bodies["office@bonn.example"]


def test_the_silent_are_reminded_once_a_day(edition, organiser, lyon, bonn, perm, mailoutbox):
    wishes(lyon, bonn)
    decline(bonn, Meeting.objects.get())
    mailoutbox.clear()
    assert remind_of_wishes(actor=organiser.actor, edition=edition) == 1
    assert [message.to for message in mailoutbox] == [["office@perm.example"]]
    assert refused(lambda: remind_of_wishes(actor=organiser.actor, edition=edition)) == ["soon"]


def test_news_of_what_does_not_exist_any_more_are_dropped(edition, lyon, bonn):
    wishes(lyon, bonn)
    Meeting.objects.all().delete()
    assert not MeetingNews.objects.exists()
