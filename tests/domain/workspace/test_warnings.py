"""What a place is warned of, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from jumelage.ties.domain.standing import Thresholds
from jumelage.ties.domain.terms import Activity, Legal
from jumelage.workspace.domain.activity import outlook
from jumelage.workspace.domain.facts import OpenPlan, TieFacts, Waiting, WaitsFor
from jumelage.workspace.domain.terms import Term
from jumelage.workspace.domain.warnings import Urgency, WarningKind, warnings_of
from tests.domain.workspace.strategies import ON, facts

LIMITS = Thresholds(2, 5)
#: A tie about which there is nothing to say.
WELL = TieFacts(
    tie=1, partner=2, name="Arles", country="FR", country_name="France",
    ours=Legal.IN_FORCE, theirs=Legal.IN_FORCE, legal=Legal.IN_FORCE,
    last_activity=date(2026, 9, 1), last_contact=date(2026, 10, 1), people=("Berta",),
)  # fmt: skip


def warned(**changes):
    found = replace(WELL, **changes)
    return warnings_of(found, outlook(found.last_activity, ON, LIMITS), ON)


def only(**changes):
    (warning,) = warned(**changes)
    return warning


def test_of_a_tie_that_is_well_there_is_none() -> None:
    assert warned() == []


def test_who_waits_is_the_most_urgent_of_all() -> None:
    waiting = Waiting(WaitsFor.SIGNATURE, date(2026, 11, 1), 7)
    found = warned(waiting=(waiting,), plan=OpenPlan(2, 1, date(2026, 1, 1)), people=())
    assert [(w.kind, w.urgency) for w in found] == [
        (WarningKind.WAITS, Urgency.NOW),
        (WarningKind.OVERDUE, Urgency.NOW),
        (WarningKind.NO_PERSON, Urgency.LATER),
    ]
    assert (found[0].waits_for, found[0].day, found[0].number) == (
        WaitsFor.SIGNATURE, date(2026, 11, 1), 7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "notice", "urgency"),
    [
        (366, None, Urgency.SOON),
        (200, 100, Urgency.SOON),
        (200, 60, Urgency.NOW),  # the last day for notice counts, not the end
        (60, None, Urgency.NOW),
        (-3, None, Urgency.NOW),
    ],
)
def test_an_agreement_that_ends(days, notice, urgency) -> None:
    end = ON + timedelta(days=days)
    by = None if notice is None else ON + timedelta(days=notice)
    found = only(term=Term(end, prolonged=False, notice_by=by, is_over=days < 0))
    assert (found.kind, found.urgency) == (WarningKind.EXPIRES, urgency)
    assert (found.day, found.notice_by, found.is_over) == (end, by, days < 0)


def test_of_an_end_more_than_a_year_ahead_nothing_is_said() -> None:
    assert warned(term=Term(ON + timedelta(days=367), False, None, is_over=False)) == []


@pytest.mark.parametrize(
    ("last", "turns_on", "becomes", "urgency"),
    [
        (date(2025, 1, 10), date(2027, 1, 11), Activity.QUIET, Urgency.NOW),
        (date(2025, 4, 10), date(2027, 4, 11), Activity.QUIET, Urgency.SOON),
        (date(2022, 1, 10), date(2027, 1, 11), Activity.DORMANT, Urgency.NOW),
    ],
)
def test_a_tie_that_falls_asleep(last, turns_on, becomes, urgency) -> None:
    found = only(last_activity=last)
    assert (found.kind, found.day, found.becomes, found.urgency) == (
        WarningKind.FALLS_ASLEEP, turns_on, becomes, urgency,
    )  # fmt: skip


def test_the_other_side_stopped_and_ours_did_not() -> None:
    found = only(theirs=Legal.ENDED, legal=Legal.ENDED, changed_on=date(2022, 1, 1))
    assert (found.kind, found.theirs, found.day) == (
        WarningKind.PARTNER_STOPPED, Legal.ENDED, date(2022, 1, 1),
    )  # fmt: skip
    assert warned(ours=Legal.ENDED, theirs=Legal.ENDED, legal=Legal.ENDED) == []


def test_a_silence_is_told_after_twelve_months() -> None:
    quiet = {"last_activity": None}
    assert warned(**quiet, last_contact=date(2025, 11, 26)) == []
    found = only(**quiet, last_contact=date(2025, 11, 25))
    assert (found.kind, found.number) == (WarningKind.NO_CONTACT, 12)
    assert only(**quiet, last_contact=None).number == 0
    # What was done together in public is a contact too.
    assert warned(last_contact=date(2020, 1, 1)) == []


def test_gaps_can_wait() -> None:
    found = warned(disputed=True, people=(), last_activity=None, last_contact=None)
    assert [w.kind for w in found] == [
        WarningKind.DISPUTED, WarningKind.NO_PERSON, WarningKind.NO_CONTACT,
    ]  # fmt: skip
    assert {w.urgency for w in found} == {Urgency.LATER}


@given(facts())
def test_the_most_urgent_come_first_and_none_comes_twice(fact) -> None:
    found = warnings_of(fact, outlook(fact.last_activity, ON, LIMITS), ON)
    assert [w.urgency for w in found] == sorted(w.urgency for w in found)
    kinds = [w.kind for w in found if w.kind is not WarningKind.WAITS]
    assert len(kinds) == len(set(kinds))
    assert sum(w.kind is WarningKind.WAITS for w in found) == len(fact.waiting)


@given(facts())
def test_of_an_ended_tie_only_what_is_asked_or_disputed_is_told(fact) -> None:
    ended = replace(fact, ours=Legal.ENDED, theirs=Legal.ENDED, legal=Legal.ENDED)
    found = warnings_of(ended, outlook(ended.last_activity, ON, LIMITS), ON)
    assert {w.kind for w in found} <= {WarningKind.WAITS, WarningKind.DISPUTED}
