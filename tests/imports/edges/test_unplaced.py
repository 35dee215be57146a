"""Names without a country, decided by the network that they stand in."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.imports.domain.unplaced import Candidate, place_network
from jumelage.imports.domain.unplaced_candidates import candidates_in
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.matcher import Outcome

LONDON = Candidate("gb:london", "London", "GB", 8_000_000)
ONTARIO = Candidate("ca:london", "London", "CA", 400_000)
PARIS = Candidate("fr:paris", "Paris", "FR", 2_000_000)
TEXAS = Candidate("us:paris", "Paris", "US", 25_000)
PERTH_AU = Candidate("au:perth", "Perth", "AU", 1_800_000)
PERTH_GB = Candidate("gb:perth", "Perth", "GB", 44_000)
VANNES = Candidate("fr:vannes", "Vannes", "FR", 53_000)
KNOWN = {
    "London": [LONDON, ONTARIO],
    "Paris": [PARIS, TEXAS],
    "Perth": [PERTH_AU, PERTH_GB],
    "Vannes": [VANNES],
}


def place(names, edges, ties=()):
    return place_network(
        names, edges, lambda asked: {name: KNOWN.get(name, []) for name in asked}, ties
    )


def chosen(decisions):
    return {
        key: decision.candidate and decision.candidate.ref for key, decision in decisions.items()
    }


def test_the_largest_is_meant_where_nothing_else_is_known():
    decisions = place({"Q1": "Paris"}, [])
    assert chosen(decisions) == {"Q1": "fr:paris"}
    assert decisions["Q1"].reasons[0].code == "largest"
    assert decisions["Q1"].score >= 0.9


def test_a_tie_on_record_decides_against_size():
    decisions = place({"Q1": "Perth", "Q2": "Vannes"}, [("Q1", "Q2")], {("fr:vannes", "gb:perth")})
    assert chosen(decisions) == {"Q1": "gb:perth", "Q2": "fr:vannes"}
    assert [reason.code for reason in decisions["Q1"].reasons] == ["ties", "namesakes"]
    assert "1 of its 1 partners" in decisions["Q1"].reasons[0].text


def test_what_is_certain_decides_what_is_less_so():
    ties = {("fr:vannes", "gb:perth"), ("gb:perth", "ca:london")}
    names = {"Q1": "Perth", "Q2": "Vannes", "Q3": "London"}
    decisions = place(names, [("Q1", "Q2"), ("Q3", "Q1")], ties)
    assert chosen(decisions)["Q3"] == "ca:london"


def test_close_namesakes_are_left_open_with_their_candidates():
    twins = [Candidate(f"us:{n}", "Springfield", "US", 150_000 + n) for n in range(3)]
    decisions = place_network({"Q1": "Springfield"}, [], lambda _: {"Springfield": twins}, ())
    assert decisions["Q1"].outcome is Outcome.AMBIGUOUS
    assert decisions["Q1"].candidate is None
    assert len(decisions["Q1"].candidates) == 3
    assert decisions["Q1"].reasons[-1].code == "open"


def test_a_hamlet_may_not_be_the_place_that_is_meant():
    hamlet = Candidate("xx:1", "Tuzla", "XX", 40)
    decisions = place_network({"Q1": "Tuzla"}, [], lambda _: {"Tuzla": [hamlet]}, ())
    assert decisions["Q1"].outcome is Outcome.AMBIGUOUS


def test_a_name_that_nothing_has():
    assert place({"Q1": "Atlantis"}, [])["Q1"].outcome is Outcome.NONE


def test_two_identifiers_do_not_mean_one_place_unless_ties_say_so():
    names = {"Q1": "Vannes", "Q2": "Vannes", "Q3": "Perth"}
    decisions = place(names, [("Q1", "Q3")], {("fr:vannes", "gb:perth")})
    assert chosen(decisions) == {"Q1": "fr:vannes", "Q2": None, "Q3": "gb:perth"}
    assert decisions["Q2"].reasons[-1].code == "taken"
    decisions = place(names, [("Q1", "Q3"), ("Q2", "Q3")], {("fr:vannes", "gb:perth")})
    assert chosen(decisions)["Q1"] == chosen(decisions)["Q2"] == "fr:vannes"


def test_the_order_of_edges_and_ties_does_not_matter():
    names = {"Q1": "Perth", "Q2": "Vannes", "Q3": "London", "Q4": "Paris"}
    edges = [("Q1", "Q2"), ("Q3", "Q1"), ("Q4", "Q3")]
    ties = [("fr:vannes", "gb:perth"), ("gb:perth", "ca:london")]
    first = place(names, edges, ties)
    again = place(
        dict(reversed(names.items())),
        [(second, first) for first, second in reversed(edges)],
        {(second, first) for first, second in ties},
    )
    assert chosen(first) == chosen(again)


_IDS = st.sampled_from(["Q1", "Q2", "Q3", "Q4", "Q9"])
_REFS = st.sampled_from([one.ref for options in KNOWN.values() for one in options])


@settings(deadline=None)
@given(
    st.dictionaries(_IDS, st.sampled_from([*KNOWN, "", "Atlantis"]), max_size=5),
    st.lists(st.tuples(_IDS, _IDS), max_size=8),
    st.lists(st.tuples(_REFS, _REFS), max_size=6),
)
def test_any_network_is_answered_in_full(names, edges, ties):
    decisions = place(names, edges, ties)
    assert decisions.keys() == names.keys()
    for key, decision in decisions.items():
        assert (decision.outcome is Outcome.FOUND) == (decision.candidate is not None)
        assert 0 <= decision.score <= 1
        assert decision.reasons
        if decision.candidate:
            assert decision.candidate in KNOWN[names[key]]


def entry(number, name, country, admin1="", kind=Kind.CITY, names=()):
    return Entry(number, name, country, admin1, kind, float(number), 0.0, 1000, "", names=names)


GAZETTEER = [
    entry(1, "Baker", "US", "LA"),
    entry(2, "Baker", "US", "MT"),
    entry(3, "Santiago del Estero", "AR"),
    entry(4, "Santiago del Estero", "AR", kind=Kind.REGION),
    entry(5, "Saint John", "CA"),
    entry(6, "Berlin", "DE", names=("BER", "Берлин", "Spree-Athen")),
    entry(7, "Odense", "DK"),
]


@pytest.mark.parametrize(
    ("name", "refs"),
    [
        ("Baker", {1, 2}),
        ("Santiago del Estero (Provinz)", {4}),
        ("Provinz Santiago del Estero", {4}),
        ("Santiago del Estero", {3, 4}),
        ("St. John", {5}),
        ("Берлин", {6}),
        ("Ber", set()),
        ("Odense Kommune", {7}),
        ("", set()),
    ],
)
def test_candidates_have_the_name_in_any_country(name, refs):
    found = candidates_in([name], GAZETTEER).get(name, [])
    assert {int(one.ref.partition(":")[2]) for one in found} == refs


def test_candidates_know_whether_they_lie_in_what_the_name_says():
    found = candidates_in(["Baker (Louisiana)"], GAZETTEER)["Baker (Louisiana)"]
    assert {one.ref: one.inside for one in found} == {"geonames:1": True, "geonames:2": False}
    decisions = place_network(
        {"Q1": "Baker (Louisiana)"}, [], lambda names: candidates_in(names, GAZETTEER), ()
    )
    assert chosen(decisions) == {"Q1": "geonames:1"}


def test_main_names_go_before_others():
    (one,) = candidates_in(["Spree-Athen"], GAZETTEER)["Spree-Athen"]
    (other,) = candidates_in(["Berlin"], GAZETTEER)["Berlin"]
    assert (one.main, other.main) == (False, True)


def test_a_place_listed_twice_is_one_known_by_the_ref_that_ties_have():
    town = entry(8, "Skive", "DK")
    again = town._replace(geonames=9) if hasattr(town, "_replace") else replace(town, geonames=9)
    (one,) = candidates_in(["Skive"], [town, again])["Skive"]
    assert {one.ref, *one.also} == {"geonames:8", "geonames:9"}
    for ref in ("geonames:8", "geonames:9"):
        decisions = place_network(
            {"Q1": "Skive", "Q2": "Vannes"},
            [("Q1", "Q2")],
            lambda names: {**candidates_in(names, [town, again]), "Vannes": [VANNES]},
            {(ref, "fr:vannes")},
        )
        assert chosen(decisions) == {"Q1": ref, "Q2": "fr:vannes"}
        assert decisions["Q1"].reasons[0].code == "ties"
