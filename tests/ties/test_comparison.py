"""One source beside another: what only one names, what both name but differ about, and within which scope."""

import pytest
from django.utils import translation

from jumelage.core.audit import OPERATOR
from jumelage.sources.domain.authority import Authority
from jumelage.ties.actions import retract_claim
from jumelage.ties.comparison import (
    Comparison,
    compared,
    counts,
    differing_ties,
    page_ties,
    place_ties,
    sharing_sources,
    stream_part,
    ties_at,
)
from jumelage.ties.comparison_words import numbers, record, row, say_said, summary
from jumelage.ties.domain.comparison import Part
from jumelage.ties.models import Claim, Tie
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


class World:
    """Two sources, and ties of a hub that they name."""

    def __init__(self) -> None:
        self.here = make_source("Here", authority=Authority.WIKIPEDIA)
        self.there = make_source("There", authority=Authority.WIKIDATA)
        self.hub = make_place("Hub", "RU")

    def tie(self, name, here=None, there=None, *, country="US", hub=None) -> Tie:
        """Let the sources say something about a tie: a dict of what a claim says, or nothing."""
        partner = make_place(name, country)
        for source, said in ((self.here, here), (self.there, there)):
            if said is not None:
                kind = said.get("kind", "signed" if "when" in said else "attested")
                rest = {key: value for key, value in said.items() if key != "kind"}
                if rest.pop("by_partner", False):
                    rest["by"] = partner
                tie = make_claim(hub or self.hub, partner, kind, source=source, **rest).tie
        return tie

    def comparison(self, **more) -> Comparison:
        return Comparison(self.here, self.there, **more)


@pytest.fixture
def world() -> World:
    return World()


def names(ties) -> list[str]:
    return [tie.tie.place_b.name for tie in ties]


def test_every_tie_falls_into_one_part(world) -> None:
    world.tie("Alike", {"when": "1991"}, {"when": "1991-05-12"})
    world.tie("Other year", {"when": "1991"}, {"when": "1993"})
    world.tie("Here", {})
    world.tie("There", there={})
    world.tie("Beyond here", {}, hub=make_place("Far"))
    world.tie("Beyond there", there={}, hub=make_place("Away"))
    found = counts(world.comparison())
    assert numbers(found) == {
        "places": 3, "both": 2, "agree": 1, "differs": 1, "only-here": 1, "only-there": 1,
        "beyond-here": 1, "beyond-there": 1, "about": {"standing": 0, "since": 1, "form": 0},
    }  # fmt: skip
    parts = {part: names(stream_part(world.comparison(), part)) for part in Part}
    assert parts == {
        Part.DIFFERS: ["Other year"],
        Part.ONLY_HERE: ["Here"],
        Part.ONLY_THERE: ["There"],
        Part.BEYOND_HERE: ["Beyond here"],
        Part.BEYOND_THERE: ["Beyond there"],
    }


def test_turned_round_it_is_the_same_comparison(world) -> None:
    world.tie("Differs", {"form": "twinning"}, {"form": "friendship"})
    world.tie("Here", {})
    world.tie("Beyond", there={}, hub=make_place("Away"))
    one, other = counts(world.comparison()), counts(world.comparison().turned)
    assert (one.only_here, one.beyond_there) == (other.only_there, other.beyond_here) == (1, 1)
    assert (one.places, one.both, one.differs) == (other.places, other.both, other.differs)


@pytest.mark.parametrize(
    ("here", "there", "about"),
    [
        ({"when": "1991"}, {"when": "1993"}, ["since"]),
        ({"when": "1991"}, {"when": "1991-05-12"}, []),
        ({"when": "1991-04"}, {"when": "1991-05-12"}, ["since"]),
        ({"when": "198X"}, {"when": "1985"}, []),
        ({"when": "1989~"}, {"when": "1989-05"}, []),
        ({"when": "1989/1991"}, {"when": "1990"}, []),
        ({"when": "1989/1991"}, {"when": "1995"}, ["since"]),
        ({"when": "1991"}, {}, []),
        ({"form": "twinning"}, {"form": "friendship"}, ["form"]),
        ({"form": "twinning"}, {}, []),
        ({}, {"kind": "ended", "when": "2010"}, ["standing"]),
        ({"kind": "ended", "when": "2010"}, {}, ["standing"]),
        ({}, {"kind": "ended", "when": "2010", "by_partner": True}, ["standing"]),
        ({}, {"kind": "proposed", "when": "2010"}, ["standing"]),
        ({}, {"kind": "suspended", "when": "2010"}, ["standing"]),
        ({"kind": "ended", "when": "2010"}, {"kind": "ended", "when": "2012"}, []),
        (
            {"when": "1991", "form": "twinning"},
            {"when": "1994", "form": "contact"},
            ["since", "form"],
        ),
        ({"kind": "active", "when": "2010"}, {"kind": "ended", "when": "2009"}, []),
    ],
)
def test_what_is_a_difference(world, here, there, about) -> None:
    tie = world.tie("Partner", here, there)
    expected = [(tie.pk, tuple(about))] if about else []
    assert differing_ties(world.comparison()) == expected
    (row_shown,) = compared([tie], world.comparison())
    assert [matter.value for matter in row_shown.differs] == about


def test_what_was_taken_back_is_not_compared(world) -> None:
    tie = world.tie("Partner", {"when": "1991"}, {"when": "1993"})
    claim = Claim.objects.get(tie=tie, source=world.there)
    retract_claim(actor=OPERATOR, claim=claim, reason="a slip")
    found = counts(world.comparison())
    assert (found.both, found.only_here, found.beyond_here) == (0, 0, 1)


def test_a_country_narrows_both_ties_and_places(world) -> None:
    world.tie("Boston", {}, {})
    world.tie("Lyon", {}, country="FR")
    found = counts(world.comparison(country="US"))
    assert (found.both, found.only_here, found.places) == (1, 0, 1)
    (lyon,) = stream_part(world.comparison(country="FR"), Part.ONLY_HERE)
    assert (lyon.a.name, lyon.b.name, lyon.swapped) == ("Lyon", "Hub", True)


def test_a_place_has_all_its_ties_in_one_list(world) -> None:
    world.tie("Alike", {}, {})
    world.tie("Here", {})
    world.tie("There", there={})
    world.tie("Elsewhere", {}, {}, hub=make_place("Far"))
    make_claim(world.hub, make_place("Neither", "US"))
    ties = place_ties(world.comparison(place=world.hub.pk), "en")
    assert [(tie.b.name, tie.here is None, tie.there is None) for tie in ties] == [
        ("Alike", False, False),
        ("Here", False, True),
        ("There", True, False),
    ]


def test_orders(world) -> None:
    for name in ("Boston", "Austin"):
        world.tie(name, {"when": "1991"}, {"when": "1993"})
        world.tie(f"{name} 2", {})
    for sort, expected in (("b", ["Austin", "Boston"]), ("-b", ["Boston", "Austin"])):
        listed = ties_at([tie for tie, _ in differing_ties(world.comparison(), sort)], "en")
        assert [tie.place_b.name for tie in listed] == expected
        only = page_ties(world.comparison(), Part.ONLY_HERE, sort, "en")
        assert [tie.place_b.name for tie in only] == [f"{name} 2" for name in expected]


def test_sources_that_share_most_stand_first(world) -> None:
    world.tie("One", {}, {})
    tie = world.tie("Two", {}, {})
    third = make_source("Third")
    make_claim(tie.place_a, tie.place_b, source=third)
    make_source("Silent")
    assert sharing_sources(world.here) == [(world.there.pk, 2), (third.pk, 1)]


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_row_as_for_three(world, number, django_assert_num_queries) -> None:
    for n in range(number):
        world.tie(f"Differs {n}", {"when": "1991"}, {"when": "1993"})
        world.tie(f"Here {n}", {})
        world.tie(f"There {n}", there={})
    asked = world.comparison()
    with django_assert_num_queries(1):
        differs = differing_ties(asked)
    with django_assert_num_queries(4):
        counts(asked, differs)
    with django_assert_num_queries(4):  # the ties, two kinds of names, what is said about them
        compared(page_ties(asked, Part.ONLY_HERE, "a", "ru"), asked)
    with django_assert_num_queries(4):
        place_ties(Comparison(world.here, world.there, place=world.hub.pk), "ru")
    with django_assert_num_queries(1):
        sharing_sources(world.here)


def test_a_tie_as_data_and_in_words(world) -> None:
    tie = world.tie(
        "Partner", {"when": "1991", "form": "twinning"}, {"kind": "ended", "when": "2010"}
    )
    (found,) = compared([tie], world.comparison())
    data = record(found, Part.DIFFERS)
    assert data["here"] == {
        "standing_a": "in_force", "standing_b": "in_force", "since": "1991", "form": "twinning",
        "named_until": "2019-10-11",
    }  # fmt: skip
    assert row(data)["there_standing_a"] == "ended"
    assert say_said(found.here) == "in force, since 1991, twinning"


def test_the_summary_has_the_plurals_of_its_language(world) -> None:
    assert summary(counts(world.comparison())) == "The two sources name no place in common."
    world.tie("Alike", {}, {})
    expected = "Both sources name 2 places. 1 tie stands in both. They differ about none of them."
    found = counts(world.comparison())
    assert summary(found) == expected
    with translation.override("ru"):
        assert "2 места" in summary(found)
