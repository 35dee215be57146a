"""When what one owner says counts, and when a commitment is overdue: for any owners, answers and days."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jumelage.commitments.domain.reminders import is_due, reminder_days
from jumelage.commitments.domain.states import (
    OPEN,
    Answers,
    Kind,
    State,
    Verdict,
    is_overdue,
    state_when_confirmed,
    verdict,
)

days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
kinds = st.sampled_from(Kind)


@st.composite
def answers(draw):
    owners = draw(st.frozensets(st.integers(1, 9), min_size=2))
    by = draw(st.sampled_from(sorted(owners)))
    others = sorted(owners - {by})
    said = draw(st.dictionaries(st.sampled_from(others), st.booleans()))
    return Answers(owners, by, said)


@given(kinds, answers(), days, days)
def test_one_objection_stops_anything(kind, given_answers, until, today):
    found = verdict(kind, given_answers, until, today)
    assert (found is Verdict.OBJECTED) == (False in given_answers.said.values())


@given(kinds, answers(), days, days)
def test_what_all_agree_to_counts_on_any_day(kind, given_answers, until, today):
    others = given_answers.owners - {given_answers.by}
    all_agree = Answers(given_answers.owners, given_answers.by, dict.fromkeys(others, True))
    assert verdict(kind, all_agree, until, today) is Verdict.SETTLED


@given(kinds, answers(), days, days)
def test_silence_settles_after_the_last_day_but_drops_nothing(kind, given_answers, until, today):
    silent = Answers(given_answers.owners, given_answers.by, {})
    wanted = Verdict.SETTLED if today > until and kind is not Kind.DROPPED else Verdict.OPEN
    assert verdict(kind, silent, until, today) is wanted


@given(answers(), days, days)
def test_time_never_reopens_what_is_settled(given_answers, until, today):
    found = verdict(Kind.KEPT, given_answers, until, today)
    later = verdict(Kind.KEPT, given_answers, until, today + timedelta(days=1))
    assert found is later or found is Verdict.OPEN


@given(st.sampled_from(State), days, days)
def test_only_what_is_open_is_overdue(state, due, today):
    assert is_overdue(state, due, today) == (state in OPEN and due < today)
    assert not is_overdue(state, None, today)


@given(st.lists(st.booleans()))
def test_it_is_agreed_when_every_owner_has_confirmed(confirmed):
    agreed = bool(confirmed) and False not in confirmed
    assert (state_when_confirmed(confirmed) is State.AGREED) == agreed


@given(days, days, st.integers(0, 800))
def test_done_daily_or_after_a_pause_no_reminder_is_lost_and_none_comes_twice(due, begin, length):
    """Each day of reminders is noticed exactly by the first run on or after it."""
    wanted = [day for day in reminder_days(due) if begin < day <= begin + timedelta(days=length)]
    since, noticed = begin, 0
    for number in range(1, length + 1):
        today = begin + timedelta(days=number)
        if is_due(due, since=since, today=today):
            since, noticed = today, noticed + 1
    assert noticed == len(set(wanted))


@given(days)
def test_reminders_come_30_and_7_days_before_the_day_after_and_then_monthly(due):
    found = list(reminder_days(due))
    assert found == sorted(found)
    assert [(day - due).days for day in found[:3]] == [-30, -7, 1]
    assert all(28 <= (b - a).days <= 31 for a, b in pairwise(found[2:]))
