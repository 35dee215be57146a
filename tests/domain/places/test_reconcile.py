"""Lists: their order, their pairs, and what they leave to each name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.places.domain.gazetteer import MemoryGazetteer
from jumelage.places.domain.matcher import NameMatcher, Outcome, Query
from jumelage.places.domain.reconcile import Mention, reconcile

from .small import city, gazetteer

MATCHER = NameMatcher(gazetteer())


def pairs(*rows: tuple[str, str, str, str]) -> list[Mention]:
    found: list[Mention] = []
    for name, country, partner, other in rows:
        first = len(found)
        found += [
            Mention(Query(name, country), first + 1),
            Mention(Query(partner, other), first),
        ]
    return found


def by_state() -> NameMatcher:
    """Return towns of three states, and Springfields in each, the largest in Missouri."""
    places, number = MemoryGazetteer(), 0
    towns = {
        "IL": ["Aurora", "Bartlett", "Cicero", "Elgin", "Joliet", "Peoria", "Rockford"],
        "MO": ["Arnold", "Ballwin", "Clayton", "Florissant", "Joplin", "Sedalia", "Washburn"],
        "OH": ["Akron", "Canton", "Dayton", "Elyria", "Findlay", "Toledo", "Xenia"],
        "OR": ["Albany", "Bend", "Canby", "Eugene", "Salem"],
    }
    for at, (state, names) in enumerate(towns.items()):
        for name in names:
            number += 1
            places.add(city(number, name, "US", state, (40.0 + at, -90.0), 50_000))
    for at, (state, people) in enumerate([("IL", 114_000), ("MO", 169_000), ("OH", 58_000)]):
        places.add(city(900 + at, "Springfield", "US", state, (40.0 + at, -91.0), people))
    places.add(city(990, "Erfurt", "DE", "15", (50.98, 11.03), 214_000))
    return NameMatcher(places)


ILLINOIS = ["Aurora", "Bartlett", "Cicero", "Elgin", "Joliet", "Peoria", "Springfield"]
MISSOURI = ["Arnold", "Ballwin", "Clayton", "Florissant", "Joplin"]
OHIO = ["Akron", "Canton", "Dayton", "Elyria", "Findlay", "Springfield", "Toledo", "Xenia"]
OREGON = ["Albany", "Bend", "Canby", "Eugene", "Salem"]


def test_the_order_of_rows_gives_the_state() -> None:
    matcher = by_state()
    names = [*ILLINOIS, *MISSOURI, *OHIO, *OREGON]
    mentions = pairs(*((name, "US", "Erfurt", "DE") for name in names))
    answers = reconcile(mentions, matcher)[::2]
    springs = [a for a, name in zip(answers, names, strict=True) if name == "Springfield"]
    assert [match.candidates[0].admin1 for match in springs] == ["IL", "OH"]
    assert all(match.outcome is Outcome.FOUND and match.code == "list" for match in springs)
    alone = matcher.match(Query("Springfield", "US"))
    assert alone.candidates[0].admin1 == "MO"  # the largest, where nothing else is known
    assert min(match.score for match in springs) > alone.score


def test_a_list_sorted_by_name_alone_says_nothing_of_states() -> None:
    matcher = by_state()
    names = sorted({*ILLINOIS, *MISSOURI, *OHIO, *OREGON})
    mentions = pairs(*((name, "US", "Erfurt", "DE") for name in names))
    answers = dict(zip(names, reconcile(mentions, matcher)[::2], strict=True))
    assert answers["Springfield"].candidates[0].admin1 == "MO"
    assert answers["Springfield"].code != "list"


def test_two_rows_of_a_pair_meet() -> None:
    matcher = by_state()
    names = [*ILLINOIS[:-1], *MISSOURI, *OHIO, *OREGON]
    rows = [(name, "US", "Erfurt", "DE") for name in names]
    mentions = pairs(*rows, ("Erfurt", "DE", "Springfield", "US"))
    answers = reconcile(mentions, matcher)
    in_part = answers[2 * names.index("Springfield")]
    named = answers[-1]
    assert in_part.candidates[0].admin1 == "OH"
    assert named.candidates[0] == in_part.candidates[0]


def test_progress_ends_with_all() -> None:
    told: list[tuple[int, int]] = []
    mentions = [Mention(Query("Vladivostok", "RU"))] * 5
    reconcile(mentions, MATCHER, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (5, 5)
    assert reconcile([], MATCHER) == []


NAMES = st.sampled_from(
    ["Columbus", "Orange", "Iowa", "San Diego", "Orange County", "New York", "Nowhere", ""]
)


@given(st.lists(NAMES, max_size=12))
def test_names_without_partners_are_answered_one_by_one(names: list[str]) -> None:
    queries = [Query(name, "US") for name in names]
    answers = reconcile([Mention(query) for query in queries], MATCHER)
    assert [a.reason for a in answers] == [MATCHER.match(query).reason for query in queries]


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_a_list_never_answers_with_another_name(rows: list[tuple[str, str]]) -> None:
    mentions = pairs(*((one, "US", other, "US") for one, other in rows))
    for mention, match in zip(mentions, reconcile(mentions, MATCHER), strict=True):
        alone = MATCHER.match(mention.query)
        assert {entry.ref for entry in match.candidates} == {e.ref for e in alone.candidates}
        assert 0.0 <= match.score <= 1.0


@pytest.mark.parametrize("partner", [None, 0])
def test_a_partner_may_be_missing_or_itself(partner: int | None) -> None:
    (match,) = reconcile([Mention(Query("Columbus", "US"), partner)], MATCHER)
    assert match.entry is not None
