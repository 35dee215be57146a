"""Drafts published, told of, moved by hand, copied, dropped; repairs; who is missing; secret addresses."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from jumelage.core.clock import now
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.forum.actions import timetables as actions
from jumelage.forum.actions.members import forget_people
from jumelage.forum.actions.timetable_absences import report_missing, take_back_missing
from jumelage.forum.actions.timetable_addresses import show_board, show_timetable
from jumelage.forum.actions.timetable_drawing import start_repair
from jumelage.forum.domain.differences import Kind
from jumelage.forum.domain.timetable.checking import check
from jumelage.forum.domain.timetable.solving import solve
from jumelage.forum.models import (
    Attendance,
    Meeting,
    MeetingInterpreter,
    MeetingSlot,
    MeetingTable,
    Member,
    Timetable,
)
from jumelage.forum.people import empty
from jumelage.forum.timetables.problem_of import (
    drawn_from,
    keep_places,
    kept_form,
    places_of,
    problem_of,
)
from jumelage.forum.timetables.reading import changed_between, since_drawn
from jumelage.forum.timetables.secrets import attendance_with, rules_with, secret_of
from jumelage.forum.timetables.tasks import tell_delegations
from jumelage.forum.timetables.words import say_since
from tests.forum.conftest import acting
from tests.forum.timetables.small import add_meeting, small_forum


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def draft(edition, number: int = 1) -> Timetable:
    """Return a draft as a search keeps it, made in this process."""
    forum = problem_of(edition)
    found = solve(forum)
    row = Timetable.objects.create(
        edition=edition,
        number=number,
        state=Timetable.DONE,
        created_at=now(),
        took=0.1,
        first_after=0.1,
        is_proved=True,
        forum=kept_form(forum),
        ranks=[{"name": r.name, "best": r.best, "bound": r.bound, "proved": r.proved} for r in found.ranks],
    )  # fmt: skip
    keep_places(row, found.timetable)
    return row


@pytest.fixture
def towns(edition):
    return small_forum(edition)


@pytest.fixture
def officers(towns):
    """An officer of each place."""
    for name, one in towns.items():
        acting(
            one.place,
            f"{name.lower().replace(' ', '')}@x.example",
            language="ru" if name == "Perm" else "en",
        )


def publish(organiser, row):
    mail.outbox.clear()
    return actions.publish(actor=organiser.actor, timetable=fresh(row), version=fresh(row).version)


def told() -> set[str]:
    return {message.to[0].split("@")[0] for message in mail.outbox}


def slot_of(row, meeting) -> MeetingSlot:
    return row.placed.get(meeting=meeting).slot


def test_one_counts_and_the_earlier_stays_as_history(edition, organiser, towns):
    first, second = draft(edition), draft(edition, 2)
    publish(organiser, first)
    publish(organiser, second)
    assert [row.is_published for row in (fresh(first), fresh(second))] == [False, True]
    assert fresh(first).placed.count() == 4
    publish(organiser, first)
    assert Timetable.objects.get(edition=edition, is_published=True) == first


def test_delegations_are_told_once_and_each_in_its_language(edition, organiser, towns, officers):
    row = draft(edition)
    publish(organiser, row)
    assert told() == {"vladivostok", "sandiego", "perm", "tacoma"}
    assert len(mail.outbox) == 4
    russian = next(message for message in mail.outbox if message.to == ["perm@x.example"])
    assert "Такома" in russian.body
    assert re.search(r"\d\d:\d\d", russian.body)
    tell_delegations.func(row.pk)
    assert len(mail.outbox) == 4


def test_of_another_one_only_those_are_told_whose_meetings_it_changes(
    edition, organiser, towns, officers
):
    first = draft(edition)
    publish(organiser, first)
    second = actions.copy(actor=organiser.actor, timetable=first)
    meeting = Meeting.objects.get(parties__delegation=towns["Tacoma"])
    taken = set(
        first.placed.filter(meeting__parties__delegation__in=[towns["Tacoma"], towns["Perm"]])
        .values_list("slot_id", flat=True)
    )  # fmt: skip
    free = MeetingSlot.objects.exclude(pk__in=taken).first()
    version = second.version
    actions.move(
        actor=organiser.actor, timetable=second, version=version, meeting=meeting, slot=free
    )
    publish(organiser, second)
    assert told() == {"perm", "tacoma"}


def test_what_is_published_again_unchanged_tells_nobody(edition, organiser, towns, officers):
    first = draft(edition)
    publish(organiser, first)
    publish(organiser, actions.copy(actor=organiser.actor, timetable=first))
    assert mail.outbox == []


def test_two_organisers_at_once(edition, organiser, towns):
    row = draft(edition)
    with pytest.raises(ConflictError):
        actions.publish(actor=organiser.actor, timetable=row, version=row.version + 1)


def test_what_is_published_cannot_be_thrown_away(edition, organiser, towns):
    row = draft(edition)
    publish(organiser, row)
    with pytest.raises(RefusedError):
        actions.drop(actor=organiser.actor, timetable=row, version=fresh(row).version)
    other = draft(edition, 2)
    actions.drop(actor=organiser.actor, timetable=other, version=other.version)
    assert not Timetable.objects.filter(pk=other.pk).exists()


def test_officers_of_places_may_none_of_it(edition, towns, officer, organiser):
    row = draft(edition)
    steps = [
        lambda: actions.publish(actor=officer.actor, timetable=row, version=1),
        lambda: actions.copy(actor=officer.actor, timetable=row),
        lambda: actions.drop(actor=officer.actor, timetable=row, version=1),
        lambda: start_repair(actor=officer.actor, timetable=row, begins=None),
        lambda: show_board(actor=officer.actor, edition=edition, shown=True),
        lambda: show_timetable(actor=officer.actor, delegation=towns["Perm"], shown=True),
        lambda: report_missing(actor=officer.actor, edition=edition, what=towns["Perm"], slots=[]),
        lambda: take_back_missing(actor=officer.actor, edition=edition, what=towns["Perm"]),
    ]
    for step in steps:
        with pytest.raises(NotAllowedError):
            step()


def test_a_move_that_breaks_a_rule_is_refused_with_what_and_where(edition, organiser, towns):
    row = draft(edition)
    first, second = Meeting.objects.filter(parties__delegation=towns["Vladivostok"])
    with pytest.raises(RefusedError) as error:
        actions.move(
            actor=organiser.actor,
            timetable=row,
            version=row.version,
            meeting=first,
            slot=slot_of(row, second),
        )
    said = " ".join(problem.message for problem in error.value.problems)
    assert "is in the meeting Vladivostok – Perm" in said


def test_a_move_keeps_every_rule_and_counts(edition, organiser, towns):
    row = draft(edition)
    moved = None
    for placed in row.placed.select_related("meeting"):
        for slot in MeetingSlot.objects.exclude(pk=placed.slot_id):
            try:
                moved = actions.move(
                    actor=organiser.actor, timetable=fresh(row), version=1, meeting=placed.meeting, slot=slot
                )  # fmt: skip
            except RefusedError:
                continue
            break
        if moved:
            break
    assert moved is not None
    assert moved.by_hand == 1
    assert check(drawn_from(moved), places_of(moved)) == []
    assert moved.placed.count() == 4


def test_published_ones_are_not_moved_by_hand(edition, organiser, towns):
    row = draft(edition)
    publish(organiser, row)
    placed = row.placed.first()
    with pytest.raises(RefusedError):
        actions.move(
            actor=organiser.actor,
            timetable=row,
            version=fresh(row).version,
            meeting=placed.meeting,
            slot=placed.slot,
        )


def test_what_changed_since_it_was_drawn_is_said(edition, organiser, towns):
    row = draft(edition)
    assert not since_drawn(row)
    Member.objects.filter(delegation=towns["Perm"]).update(languages=["ru"])
    add_meeting(towns["Tacoma"], towns["Vladivostok"])
    assert say_since(since_drawn(row)) == "1 wish and 1 person"


def repaired(organiser, row, begins=None) -> Timetable:
    return fresh(start_repair(actor=organiser.actor, timetable=fresh(row), begins=begins))


def test_a_repair_moves_as_little_as_it_can(edition, organiser, towns, officers):
    first = draft(edition)
    publish(organiser, first)
    meeting = Meeting.objects.get(parties__delegation=towns["Tacoma"])
    gone = slot_of(first, meeting)
    report_missing(actor=organiser.actor, edition=edition, what=towns["Tacoma"], slots=[gone])
    second = repaired(organiser, first)
    assert second.state == Timetable.DONE
    assert second.base == first
    assert second.is_proved
    moved = [one for one in changed_between(first, second) if one.kind is Kind.MOVED]
    assert meeting.pk in {one.meeting for one in moved}
    assert len(moved) == second.ranks[2]["best"] == second.ranks[2]["bound"]
    publish(organiser, second)
    assert "tacoma" in told()


def test_what_was_held_never_moves(edition, organiser, towns):
    first = draft(edition)
    publish(organiser, first)
    slots = list(MeetingSlot.objects.order_by("begins"))
    for one in towns.values():
        report_missing(actor=organiser.actor, edition=edition, what=one, slots=slots[:2])
    second = repaired(organiser, first, slots[2])
    held = {row.meeting_id: row.slot_id for row in first.placed.filter(slot__in=slots[:2])}
    assert held
    after = {row.meeting_id: row.slot_id for row in second.placed.all()}
    assert held.items() <= after.items()


def test_a_repair_without_anything_changed_changes_nothing(edition, organiser, towns):
    first = draft(edition)
    publish(organiser, first)
    second = repaired(organiser, first)
    assert [one for one in changed_between(first, second) if one.kind is not Kind.TABLE] == []


def test_only_the_one_that_counts_is_repaired(edition, organiser, towns):
    with pytest.raises(RefusedError):
        start_repair(actor=organiser.actor, timetable=draft(edition), begins=None)


def test_who_or_what_is_missing_is_written_down_and_taken_back(edition, organiser, towns):
    slots = list(MeetingSlot.objects.order_by("begins"))[:2]
    person = Member.objects.filter(delegation=towns["Perm"]).get()
    helper = MeetingInterpreter.objects.get(edition=edition)
    table = MeetingTable.objects.filter(edition=edition).first()
    act = {"actor": organiser.actor, "edition": edition}
    for what in (towns["Perm"], person, helper, table):
        report_missing(**act, what=what, slots=slots)
        report_missing(**act, what=what, slots=slots)
    forum = problem_of(edition)
    away = {f"slot:{slot.pk}" for slot in slots}
    perm = forum.delegation[f"delegation:{towns['Perm'].pk}"]
    assert perm.absent == perm.people[0].absent == forum.interpreters[0].absent == away
    assert f"table:{table.pk}" not in {one.ref for one in forum.tables}
    for what in (towns["Perm"], person, helper, table):
        take_back_missing(**act, what=what)
    forum = problem_of(edition)
    perm = forum.delegation[f"delegation:{towns['Perm'].pk}"]
    assert not (perm.absent | perm.people[0].absent | forum.interpreters[0].absent)
    assert len(forum.tables) == 2


def test_missing_needs_times_of_this_edition(edition, organiser, towns):
    act = {"actor": organiser.actor, "edition": edition}
    with pytest.raises(RefusedError):
        report_missing(**act, what=towns["Perm"], slots=[])


def test_a_secret_address_is_renewed_and_taken_back(edition, organiser, towns):
    act = {"actor": organiser.actor, "delegation": towns["Perm"]}
    where = (edition.series.slug, edition.slug)
    first = secret_of(show_timetable(**act, shown=True))
    assert attendance_with(first, *where).delegation == towns["Perm"]
    second = secret_of(show_timetable(**act, shown=True))
    assert attendance_with(first, *where) is None
    assert attendance_with(second, "other", edition.slug) is None
    show_timetable(**act, shown=False)
    assert attendance_with(second, *where) is None
    assert secret_of(Attendance.objects.get(delegation=towns["Perm"])) == ""
    for made_up in ("", "x", "1-", "0-00", "9" * 30, f"{first}0"):
        assert attendance_with(made_up, *where) is None
        assert rules_with(made_up, *where) is None


def test_the_records_are_read_in_a_fixed_number_of_queries(
    edition, organiser, towns, django_assert_num_queries
):
    with django_assert_num_queries(13):
        problem_of(edition)
    add_meeting(towns["Tacoma"], towns["Vladivostok"])
    Member.objects.filter(delegation=towns["Perm"]).update(named_at=now() - timedelta(days=1))
    with django_assert_num_queries(13):
        problem_of(edition)


def test_who_is_erased_is_erased_in_what_was_drawn_from(edition, organiser, towns):
    row = draft(edition)
    one, other = (towns[name].members.get() for name in ("Perm", "Tacoma"))
    slot = MeetingSlot.objects.first()
    for person in (one, other):
        report_missing(actor=organiser.actor, edition=edition, what=person, slots=[slot])
    Member.objects.filter(pk=other.pk).update(is_public=True)
    empty(Member.objects.filter(pk=one.pk))
    assert not one.absences.exists()
    assert kept_of(row, one) == {"ref": f"member:{one.pk}"}
    assert kept_of(row, other)["languages"] == ["en"]
    forget_people(edition=edition)
    assert kept_of(row, other) == {"ref": f"member:{other.pk}"}
    assert not other.absences.exists()
    assert drawn_from(fresh(row)).delegations


def kept_of(row, member) -> dict:
    people = [person for item in fresh(row).forum["delegations"] for person in item["people"]]
    return next(person for person in people if person["ref"] == f"member:{member.pk}")
