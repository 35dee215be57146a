"""Two countries, however many ties: counted by the database or in one pass, and exactly what the claims say."""

from datetime import date

import pytest

from jumelage.core.clock import today
from jumelage.ties.domain.bilateral import TieEnds, count_bilateral, in_force_by_year
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie
from jumelage.ties.pairs import bilateral
from jumelage.ties.queries import Moment, claims_by_tie, standing_of
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db
MOMENTS = [
    Moment.make(),
    *(Moment.make(date(year, 6, 1)) for year in (1970, 1988, 1992, 2005, 2019, 2022)),
    Moment.make(date(2023, 1, 1), date(2000, 1, 1)),
    Moment.make(date(2023, 1, 1), date(2026, 1, 1)),
    Moment.make(date(9999, 12, 31), date(9999, 12, 31)),
]


def by_claims(moment):
    """Count Russia and the United States the long way: every claim of every tie."""
    ties = Tie.objects.select_related("place_a", "place_b")
    claims = claims_by_tie(ties.values_list("pk", flat=True))
    ends = []
    for tie in ties:
        a, b = (tie.place_a, tie.place_b) if tie.country_a == "RU" else (tie.place_b, tie.place_a)
        found = standing_of(claims[tie.pk], moment)
        if found.legal is not Legal.NONE:
            ends.append(TieEnds(a.pk, a.kind, b.pk, b.kind, found.legal, found.disputed))
    return count_bilateral(ends)


def curve_by_claims(moment):
    lists = [
        [claim.for_arithmetic() for claim in claims]
        for claims in claims_by_tie(Tie.objects.values_list("pk", flat=True)).values()
    ]
    first = min(claim.counts_from.year for claims in lists for claim in claims)
    return in_force_by_year(lists, first, today().year, moment.known_by)


def strange_ties():
    """Add what a pass that reads no claim could get wrong."""
    source, late = make_source(), date(2026, 6, 1)
    half, back, named, told, planned = ([make_place(), make_place(country="US")] for _ in range(5))
    make_claim(*half, when="1990", by=half[0], source=source)
    make_claim(*half, when="1994", by=half[1], recorded=late)
    make_claim(*back, when="1990", source=source)
    make_claim(*back, "suspended", when="2000", source=source)
    make_claim(*back, "resumed", when="2010", source=source)
    make_claim(*named, when="1991", form="twinning")
    make_claim(*named, when="1992", form="friendship")
    make_claim(*told, "proposed", when="1985", by=told[1])
    make_claim(*told, "signed", when="1987~", recorded=late)
    make_claim(*planned, "proposed", when="2018")


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_the_count_and_the_curve_are_what_every_claim_says(moment):
    strange_ties()
    found = bilateral("RU", "US", moment)
    assert found.count == by_claims(moment)
    assert found.curve() == curve_by_claims(moment)
    assert len(found.ties) == sum(found.count.by_legal.values())
    for beside in found.figures():
        day = Moment(beside.figure.on_day, moment.known_by)
        assert beside.counted.a == by_claims(day).a
        assert beside.counted.ties == by_claims(day).ties


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("moment", [Moment.make(), Moment.make(date(2022, 6, 1))], ids=str)
def test_the_ties_come_in_any_part_and_in_order(moment):
    found = bilateral("RU", "US", moment, "ru")
    numbers = list(found.numbers())
    assert [tie.tie.pk for tie in found.ties] == numbers
    assert sorted(found.numbers(sort="-b")) == sorted(numbers)
    in_force = list(found.numbers(Legal.IN_FORCE))
    assert len(in_force) == found.count.ties
    assert [tie.tie.pk for tie in found.shown(in_force[5:8])] == in_force[5:8]
    names = [tie.a.name for tie in bilateral("US", "RU", moment).ties]
    assert names == sorted(names)


@pytest.mark.parametrize("stop", [False, True])
@pytest.mark.parametrize("moment", [Moment.make(), Moment.make(date(2005, 1, 1))], ids=str)
def test_it_asks_the_same_however_many_ties(django_assert_num_queries, moment, stop):
    def add():
        ends = make_place(), make_place(country="US")
        make_claim(*ends, when="1991")
        if stop:
            make_claim(*ends, "suspended", when="2022", by=ends[0])

    for _ in range(3):
        add()
        with django_assert_num_queries((5 if moment.is_now else 2) + stop):
            found = bilateral("RU", "US", moment)
            _ = found.count, found.curve(), found.figures()


def test_of_ties_only_attested_no_claim_is_read(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("jumelage.ties.lives.CHUNK", 2)
    for _ in range(3):
        make_claim(make_place(), make_place(country="US"), when="1991")
    monkeypatch.setattr("jumelage.ties.models.Claim.for_arithmetic", None)
    found = bilateral("RU", "US", Moment.make(date(2005, 1, 1)))
    assert (found.count.ties, dict(found.curve())[1995]) == (3, 3)
