"""The matcher: decides what is clear, asks about the rest, guesses nothing."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.places.domain.countries import country_codes
from jumelage.places.domain.gazetteer import Entry, Hit, MemoryGazetteer
from jumelage.places.domain.keys import index_key
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.matcher import Match, Matcher, NameMatcher, Outcome, Query, keys_of

from .small import ENTRIES, STATES, gazetteer

MATCHER = NameMatcher(gazetteer())


def refs(match: Match) -> list[str]:
    return [entry.ref for entry in match.candidates]


@pytest.mark.parametrize(
    ("query", "ref", "code"),
    [
        (Query("Vladivostok", "RU"), "geonames:2013348", "only"),
        (Query("ВЛАДИВОСТОК", "RU"), "geonames:2013348", "only"),
        (Query("Saint-Petersburg", "RU"), "geonames:498817", "only"),
        (Query("St. Petersburg", "RU"), "geonames:498817", "only"),
        (Query("Санкт-Петербург", "RU"), "geonames:498817", "only"),
        (Query("San Diego", "US"), "geonames:10", "largest"),
        (Query("Columbus, Georgia", "US"), "geonames:13", "only"),
        (Query("Columbus, OH", "US"), "geonames:12", "only"),
        (Query("Columbus", "US", "US-GA"), "geonames:13", "only"),
        (Query("Columbus", "US", within="Ohio"), "geonames:12", "only"),
        (Query("Shibuya (Tokyo)", "JP"), "geonames:21", "only"),
        (Query("東京", "JP"), "geonames:20", "only"),
        (Query("Suzhou – Xiangcheng", "CN"), "geonames:32", "only"),
        (Query("Bolzano – Bozen", "IT"), "geonames:110", "only"),
        (Query("Geleen–Sittard", "NL"), "geonames:51", "only"),
        (Query("Newport", "GB", "GB-WLS"), "geonames:42", "only"),
        (Query("Newport, England", "GB"), "geonames:43", "only"),
        (Query("Hitachiōta", "JP"), "geonames:23", "only"),
        (Query("Tiachiv", "UA"), "geonames:80", "only"),
        (Query("Sovetsky", "RU"), "geonames:1", "only"),
        (Query("City of Perth", "GB"), "geonames:40", "only"),
        (Query("gmina Nowy Targ", "PL"), "geonames:70", "only"),
        (Query("Budapest XV", "HU"), "geonames:60", "only"),
        (Query("Budapest XI – Újbuda", "HU"), "geonames:62", "only"),
        (Query("Sittard-Geleen", "NL"), "geonames:50", "only"),
        (Query("Bolzano/Bozen", "IT"), "geonames:110", "only"),
        (Query("Rottenburg am Neckar", "DE"), "geonames:120", "only"),
        (Query("Hagåtña", "US"), "geonames:90", "only"),
        (Query("Twice", "FR"), "geonames:100", "one"),
        (Query("Leningrad Oblast", "RU"), "iso3166-2:RU-LEN", "only"),
        (Query("Ленинградская область", "RU"), "iso3166-2:RU-LEN", "only"),
        (Query("Iowa", "US", kind=Kind.STATE), "geonames:4862182", "only"),
        (Query("State of Iowa", "US"), "geonames:4862182", "only"),
        (Query("New York", "US"), "geonames:16", "largest"),
        (Query("Orange County, California", "US"), "fips:06059", "only"),
        (Query("Columbus", "US"), "geonames:12", "largest"),
        (Query("Columbus (Nowhere)", "US"), "geonames:12", "largest"),
        (Query("Iowa", "US"), "geonames:4862182", "largest"),
        (Query("Orange", "US"), "geonames:14", "largest"),
        (Query("Przasnysz", "PL"), "geonames:7530886", "only"),
        (Query("Przasnysz County", "PL"), "geonames:7530886", "only"),
        (Query("Powiat Przasnyski", "PL"), "geonames:7530886", "only"),
        (Query("Rhein-Lahn (district)", "DE"), "ags:07141", "only"),
        (Query("Muráň", "SK"), "postal:SK-04901-muran", "only"),
        (Query("Columbus", "US", lat=32.5, lng=-85.0), "geonames:13", "largest"),
        (
            Query("Springfield", "US", identifiers=(("geonames", "12"),)),
            "geonames:12",
            "identifier",
        ),
        (
            Query("x", "RU", identifiers=(("iso3166-2", "RU-LEN"),)),
            "iso3166-2:RU-LEN",
            "identifier",
        ),
        (Query("x", "US", identifiers=(("fips", "06059"),)), "fips:06059", "identifier"),
    ],
)
def test_found(query: Query, ref: str, code: str) -> None:
    match = MATCHER.match(query)
    assert match.outcome is Outcome.FOUND, match.reason
    assert match.entry is not None
    assert (match.entry.ref, match.code) == (ref, code)
    assert match.reason


@pytest.mark.parametrize(
    ("query", "candidates", "code"),
    [
        (Query("Newport", "GB", kind=Kind.COUNTY), [], "elsewhere"),
        (Query("Orange County", "US"), ["fips:06059", "fips:37135"], "largest"),
    ],
)
def test_undecided(query: Query, candidates: list[str], code: str) -> None:
    match = NameMatcher(gazetteer(), sure=0.75).match(query)
    assert match.outcome is not Outcome.FOUND
    assert match.entry is None
    assert refs(match)[: len(candidates)] == candidates
    assert match.code == code


def test_scores_follow_inhabitants() -> None:
    sure = MATCHER.match(Query("San Diego", "US")).score
    less = MATCHER.match(Query("Columbus", "US")).score
    least = MATCHER.match(Query("Orange County", "US")).score
    assert 0.97 >= sure > 0.95 > less > 0.7 > least > 0.5
    assert MATCHER.match(Query("Vladivostok", "RU")).score == 0.97
    assert MATCHER.match(Query("Nowhere", "RU")).score == 0.0


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (Query("Vladivostock", "RU"), "unknown"),  # never by likeness
        (Query("Vladivostok", "US"), "unknown"),
        (Query("Suzhou – Wuzhong", "CN"), "elsewhere"),  # the Wuzhong known is far away
        (Query("Columbus, Iowa", "US"), "elsewhere"),
        (Query("Wells", "GB", "GB-SCT"), "elsewhere"),
        (Query("Ginza (Tokyo)", "JP"), "unknown"),  # a part is not the whole
        (Query("Perth County", "GB"), "elsewhere"),  # a county is not its town
        (Query("", "RU"), "unknown"),
    ],
)
def test_none(query: Query, code: str) -> None:
    match = MATCHER.match(query)
    assert (match.outcome, match.code) == (Outcome.NONE, code)
    assert match.entry is None


def test_a_county_names_the_town_as_a_candidate() -> None:
    match = MATCHER.match(Query("Perth County", "GB"))
    assert refs(match) == ["geonames:40"]
    assert "of the kind" in match.reason


def test_how_sure_is_a_setting() -> None:
    query = Query("Columbus", "US")
    strict = NameMatcher(gazetteer(), sure=0.9).match(query)
    assert strict.outcome is Outcome.AMBIGUOUS
    assert refs(strict) == ["geonames:12", "geonames:13"]
    assert strict.score == MATCHER.match(query).score


def test_an_unknown_population_does_not_lose_by_itself() -> None:
    match = MATCHER.match(Query("Xiangcheng", "CN"))
    assert refs(match) == ["geonames:33", "geonames:32"]
    assert "unknown" in match.reason


def test_a_matcher_needs_only_the_keys_it_says() -> None:
    queries = [Query("Columbus, Georgia", "US"), Query("Budapest XI – Újbuda", "HU"),
               Query("Hagåtña", "US"), Query("Sittard-Geleen", "NL"), Query("Bolzano/Bozen", "IT"),
               Query("Orange County", "US"), Query("Newport", "GB", "GB-WLS")]  # fmt: skip

    class Spy(MemoryGazetteer):
        asked: ClassVar[set[tuple[str, str]]] = set()

        def hits(self, country: str, key: str) -> Sequence[Hit]:
            self.asked.add((country, index_key(country, key)))
            return MemoryGazetteer.hits(self, country, key)

    spy = Spy()
    for entry in [*ENTRIES, *STATES]:
        spy.add(entry)
    for query in queries:
        Spy.asked.clear()
        NameMatcher(spy).match(query)
        assert {key for key in Spy.asked if key[1]} <= keys_of(query)


def _use(matcher: Matcher) -> Outcome:
    return matcher.match(Query("Vladivostok", "RU")).outcome


def test_it_is_a_matcher() -> None:
    assert _use(MATCHER) is Outcome.FOUND


@given(st.text(max_size=60), st.sampled_from(country_codes()), st.text(max_size=12))
def test_any_name_gets_an_answer_with_a_reason(name: str, country: str, within: str) -> None:
    query = Query(name, country, within=within)
    match = MATCHER.match(query)
    assert match.reason
    assert (match.entry is not None) == (match.outcome is Outcome.FOUND)
    assert match.outcome is not Outcome.AMBIGUOUS or match.candidates
    assert 0.0 <= match.score <= 1.0
    keys_of(query)


@given(st.permutations([*ENTRIES, *STATES]), st.sampled_from(ENTRIES))
def test_the_order_of_the_gazetteer_does_not_matter(order: list[Entry], entry: Entry) -> None:
    query = Query(entry.name, entry.country)
    match = NameMatcher(gazetteer(order)).match(query)
    assert refs(match) == refs(MATCHER.match(query))


@given(st.sampled_from(ENTRIES))
def test_a_place_is_among_the_candidates_by_each_of_its_names(entry: Entry) -> None:
    for name in (entry.name, *entry.names):
        match = MATCHER.match(Query(name, entry.country))
        near = [other for other in match.candidates if other.name == entry.name]
        assert near
