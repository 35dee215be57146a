"""What clashes on an agenda, against a check of every pair; and what happens on which day."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.forum.domain.agenda import (
    Clash,
    Item,
    Reason,
    by_day,
    clashes,
    day_of,
    outside,
)
from jumelage.forum.domain.delegations import Side, State, Step, after, steps
from jumelage.forum.domain.editions import may_become
from jumelage.forum.domain.texts import Said, clean, in_language

START = datetime(2027, 5, 12, 6, tzinfo=UTC)


def item(key: int, begins: int, ends: int, room: int | None = None, speakers=()) -> Item:
    """Return a session from so many to so many quarters of an hour after the start."""
    quarter = timedelta(minutes=15)
    return Item(key, START + begins * quarter, START + ends * quarter, room, speakers)


@st.composite
def agendas(draw):
    number = draw(st.integers(0, 12))
    made = []
    for key in range(number):
        begins = draw(st.integers(0, 12))
        ends = begins + draw(st.integers(1, 6))
        room = draw(st.one_of(st.none(), st.integers(1, 3)))
        speakers = draw(st.frozensets(st.integers(1, 4), max_size=3))
        made.append(item(key, begins, ends, room, speakers))
    return made


@given(agendas())
def test_every_clash_is_found_once(items):
    expected = set()
    for a, b in combinations(items, 2):
        if a.begins < b.ends and b.begins < a.ends:
            pair = frozenset({a.key, b.key})
            if a.room is not None and a.room == b.room:
                expected.add((pair, Reason.ROOM, a.room))
            expected |= {(pair, Reason.SPEAKER, one) for one in set(a.speakers) & set(b.speakers)}
    found = clashes(items)
    assert len(found) == len(expected)
    assert {(frozenset({c.first, c.second}), c.reason, c.about) for c in found} == expected


def test_one_that_begins_when_another_ends_does_not_clash():
    assert clashes([item(1, 0, 4, 1, {7}), item(2, 4, 8, 1, {7})]) == []


def test_what_clashes_is_named_in_the_order_of_time():
    later, earlier = item(1, 2, 6, 5), item(2, 0, 4, 5)
    assert clashes([later, earlier]) == [Clash(2, 1, Reason.ROOM, 5)]


def test_a_session_on_another_day_lies_outside_by_the_clocks_of_the_place():
    evening = Item(
        1, datetime(2027, 5, 14, 22, 30, tzinfo=UTC), datetime(2027, 5, 14, 23, tzinfo=UTC)
    )
    assert outside([evening], date(2027, 5, 12), date(2027, 5, 14), "") == []
    beyond = [Clash(1, 1, Reason.OUTSIDE)]
    assert outside([evening], date(2027, 5, 12), date(2027, 5, 14), "Europe/Moscow") == beyond


def test_days_are_those_of_the_time_zone():
    late, early = START.replace(hour=22), START
    days = by_day([late, early], "Europe/Moscow", lambda moment: moment)
    assert [(day.day.day, list(day.sessions)) for day in days] == [(12, [early]), (13, [late])]
    assert day_of(late, "America/New_York") == date(2027, 5, 12)


def test_a_text_is_in_the_readers_language_or_in_one_there_is():
    assert in_language({"en": "Hall", "ru": "Зал"}, "ru") == Said("Зал", "ru")
    assert in_language({"en": "Hall", "ru": ""}, "ru") == Said("Hall", "en")
    assert in_language({"ru": "Зал"}, "en") == Said("Зал", "ru")
    assert not in_language({}, "en")
    assert clean({"en": " Hall ", "ru": " "}) == {"en": "Hall"}


@pytest.mark.parametrize(
    ("state", "side", "expected"),
    [
        (State.INVITED, Side.PLACE, [Step.ACCEPT, Step.DECLINE]),
        (State.ACCEPTED, Side.PLACE, [Step.WITHDRAW]),
        (State.DECLINED, Side.PLACE, [Step.ACCEPT]),
        (State.WITHDRAWN, Side.PLACE, []),
        (State.INVITED, Side.ORGANISER, [Step.WITHDRAW]),
        (State.ACCEPTED, Side.ORGANISER, [Step.APPROVE, Step.WITHDRAW]),
        (State.APPROVED, Side.ORGANISER, [Step.WITHDRAW]),
        (State.WITHDRAWN, Side.ORGANISER, [Step.INVITE_AGAIN]),
    ],
)
def test_each_side_has_its_own_steps(state, side, expected):
    assert steps(state, side) == expected


def test_a_place_cannot_approve_itself_and_organisers_accept_for_nobody():
    assert after(State.ACCEPTED, Step.APPROVE, Side.PLACE) is None
    assert after(State.INVITED, Step.ACCEPT, Side.ORGANISER) is None


def test_nothing_public_becomes_a_draft_again_and_what_was_held_stays():
    assert all(
        "draft" not in may_become(state) for state in ("announced", "open", "held", "cancelled")
    )
    assert may_become("held") == ()
    assert may_become("unheard-of") == ()
