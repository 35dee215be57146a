"""Records of an edition as the engine gets them: who is away when, what counts as wanted, and how much."""

from datetime import UTC, date, datetime, timedelta

from jumelage.forum.domain.drawn_from import (
    DelegationRow,
    InterpreterRow,
    MeetingRow,
    MemberRow,
    PartyRow,
    Records,
    SessionRow,
    SlotRow,
    forum_of,
)
from jumelage.forum.domain.stale import since
from jumelage.forum.domain.timetable.problem import require_whole


def slot(pk: int, day: int = 12, hour: int = 9) -> SlotRow:
    begins = datetime(2027, 5, day, hour, tzinfo=UTC)
    return SlotRow(pk, begins, begins + timedelta(minutes=30))


def records(**more) -> Records:
    values = {
        "time_zone": "Europe/Moscow",
        "slots": [slot(1), slot(2, hour=10), slot(3, day=13)],
        "tables": {1: True, 2: False},
        "delegations": [
            DelegationRow(1, [MemberRow(11, ["ru"])]),
            DelegationRow(2),
            DelegationRow(3),
        ],
        "meetings": [MeetingRow(1, [PartyRow(1, "wished"), PartyRow(2, "accepted")])],
        **more,
    }
    return Records(**values)


def meeting(*parties: PartyRow, **more):
    found = forum_of(records(meetings=[MeetingRow(1, parties, **more)]), with_unanswered=True)
    return found.meetings[0] if found.meetings else None


def test_everything_is_called_by_kind_and_number():
    forum = forum_of(records())
    require_whole(forum)
    assert [one.ref for one in forum.slots] == ["slot:1", "slot:2", "slot:3"]
    assert [one.ref for one in forum.tables] == ["table:1", "table:2"]
    assert [one.accessible for one in forum.tables] == [True, False]
    assert [one.name for one in forum.delegations] == [
        "delegation:1",
        "delegation:2",
        "delegation:3",
    ]
    assert [one.ref for one in forum.meetings] == ["meeting:1"]


def test_the_day_of_a_slot_is_that_of_the_clocks_there():
    late = SlotRow(1, datetime(2027, 5, 12, 22, tzinfo=UTC), datetime(2027, 5, 12, 23, tzinfo=UTC))
    assert forum_of(records(slots=[late])).slots[0].day == "2027-05-13"


def test_nobody_named_yet_is_one_person_without_languages():
    people = forum_of(records()).delegations[1].people
    assert [(one.ref, one.languages) for one in people] == [("delegation:2.1", frozenset())]


def test_who_arrives_later_or_leaves_earlier_is_away_on_the_other_days():
    members = [
        MemberRow(11, arrives_on=date(2027, 5, 13)),
        MemberRow(12, leaves_on=date(2027, 5, 12), absent=[1]),
        MemberRow(13, arrives_on=date(2027, 5, 12), leaves_on=date(2027, 5, 13)),
    ]
    people = forum_of(records(delegations=[DelegationRow(1, members)])).delegations[0].people
    assert [sorted(one.absent) for one in people] == [
        ["slot:1", "slot:2"],
        ["slot:1", "slot:3"],
        [],
    ]


def test_a_limit_of_its_own_comes_before_that_of_the_edition():
    rows = [DelegationRow(1, daily_limit=2, absent=[3], needs_access=True), DelegationRow(2)]
    one, two = forum_of(records(delegations=rows, daily_limit=5)).delegations
    assert (one.daily_limit, two.daily_limit) == (2, 5)
    assert one.absent == {"slot:3"}
    assert one.accessible
    assert not two.accessible


def test_who_speaks_cannot_meet_in_the_slots_that_the_session_overlaps():
    during = SessionRow(
        7, slot(1).begins + timedelta(minutes=10), slot(2, hour=10).begins, [11, 99]
    )
    touching = SessionRow(8, slot(1).ends, slot(2, hour=10).begins, [11])
    forum = forum_of(records(sessions=[during, touching]))
    assert forum.speaking == {"member:11": frozenset({"slot:1"})}


def test_a_meeting_counts_for_as_much_as_it_does_to_whoever_wants_it_most():
    both = meeting(PartyRow(1, "wished", 1), PartyRow(2, "accepted", 3))
    assert (both.priority, both.weight) == (3, 6)
    one = meeting(PartyRow(1, "wished", 2), PartyRow(2, "asked", 3))
    assert (one.priority, one.weight) == (2, 2)


def test_unanswered_wishes_count_only_if_asked_for():
    asked = [MeetingRow(1, [PartyRow(1, "wished"), PartyRow(2, "asked")])]
    assert not forum_of(records(meetings=asked)).meetings
    assert len(forum_of(records(meetings=asked), with_unanswered=True).meetings) == 1


def test_what_is_declined_or_left_by_one_of_two_is_no_meeting():
    assert meeting(PartyRow(1, "wished"), PartyRow(2, "declined")) is None
    assert meeting(PartyRow(1, "wished"), PartyRow(9, "accepted")) is None  # does not come


def test_a_meeting_of_three_goes_on_without_one():
    found = meeting(PartyRow(1, "wished"), PartyRow(2, "accepted"), PartyRow(3, "declined"))
    assert found.parties == ("delegation:1", "delegation:2")


def test_who_has_to_be_there_is_named_as_long_as_the_person_comes():
    found = meeting(
        PartyRow(1, "wished", people=[11, 10]), PartyRow(2, "accepted"), must=True, fixed=2
    )
    assert found.people == ("member:11",)
    assert found.must
    assert found.fixed == "slot:2"


def test_what_changed_since_is_counted_by_kind():
    drawn = forum_of(records())
    assert not since(drawn, forum_of(records()))
    replaced = [
        DelegationRow(1, [MemberRow(12, ["ru"])]),
        DelegationRow(2),
        DelegationRow(3, absent=[1]),
    ]
    more = [
        MeetingRow(1, [PartyRow(1, "wished", 3), PartyRow(2, "accepted")]),
        MeetingRow(2, [PartyRow(1, "wished"), PartyRow(3, "accepted")]),
    ]
    found = since(
        drawn,
        forum_of(
            records(
                delegations=replaced,
                meetings=more,
                interpreters=[InterpreterRow(1, ["ru", "en"])],
                tables={1: True},
                fairness=1,
            )
        ),
    )
    assert (found.wishes, found.people, found.delegations) == (2, 1, 1)
    assert (found.interpreters, found.tables, found.rules, found.slots) == (1, 1, 1, 0)
