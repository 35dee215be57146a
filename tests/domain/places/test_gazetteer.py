"""The gazetteer: codes that belong together, and an index that is sound or built anew."""

import csv
import os
from functools import cache
from pathlib import Path

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.core.domain.text import search_key
from jumelage.places.domain import gazetteer_index, sources
from jumelage.places.domain.divisions import admin1_of, division_at, divisions
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.gazetteer_index import build_index, open_gazetteer
from jumelage.places.domain.keys import exact_mark, fast_key, index_key
from jumelage.places.domain.kinds import LABELS, Kind
from jumelage.places.domain.matcher import NameMatcher, Query
from jumelage.places.domain.sources import entries, load_gazetteer

from .small import ENTRIES, STATES, gazetteer


@cache
def packaged() -> tuple[Entry, ...]:
    """Return the real gazetteer, without names: read once, it takes seconds."""
    return tuple(entry._replace(names=()) for entry in entries(regions=True))


def test_the_packaged_gazetteer() -> None:
    found = packaged()
    kinds = {kind: [entry for entry in found if entry.kind is kind] for kind in Kind}
    assert len(kinds[Kind.CITY]) > 200_000
    assert len(kinds[Kind.STATE]) > 100
    assert len(kinds[Kind.COUNTY]) > 3_000
    assert len({entry.ref for entry in found}) == len(found)
    for entry in found:
        if entry.lat is not None and entry.lng is not None:
            assert -90 <= entry.lat <= 90
            assert -180 <= entry.lng <= 180
        assert entry.level or entry.lat is not None
        assert not (entry.level and entry.population)  # the sum of its towns is no count
    placed = [entry for entry in found if entry.lat is not None]
    assert len(placed) / len(found) > 0.98
    schemes = {entry.ref.partition(":")[0] for entry in found}
    assert schemes == {"geonames", "iso3166-2", "fips", "ons", "lau", "ags", "postal"}
    (vladivostok,) = [entry for entry in kinds[Kind.CITY] if entry.geonames == 2013348]
    assert vladivostok.division == "RU-PRI"
    (oblast,) = [entry for entry in found if entry.iso3166_2 == "RU-LEN"]
    assert (oblast.name, oblast.label, oblast.division) == ("Leningrad Oblast", "oblast", "")


def test_codes_of_divisions_belong_together() -> None:
    largest: dict[tuple[str, str], Entry] = {}
    for entry in packaged():
        place = (entry.country, search_key(entry.name))
        if entry.kind is Kind.CITY and (
            place not in largest or entry.population > largest[place].population
        ):
            largest[place] = entry
    path = Path(gazetteer_index.__file__).with_name("divisions.csv")
    iso = {division.code for division in pycountry.subdivisions}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seat = largest[row["iso3166_2"][:2], search_key(row["seat"])]
            assert seat.admin1 == row["admin1"], row
            assert row["iso3166_2"] in iso
            assert row["label"] in LABELS or row["label"] in {"country", "federal district"}
    places = [(division.country, division.admin1) for division in divisions()]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("country", "hint", "admin1"),
    [
        ("US", "Georgia", "GA"),
        ("US", "GA", "GA"),
        ("US", "US-GA", "GA"),
        ("GB", "GB-ENG", "ENG"),
        ("DE", "Bavaria", "02"),
        ("DE", "Bayern", "02"),
        ("DE", "BY", ""),  # as a code it is not written there
        ("JP", "Gunma", "10"),
        ("RU", "Ленинградская область", "42"),
        ("RU", "Leningrad", "42"),
        ("RU", "Georgia", ""),
        ("FR", "", ""),
    ],
)
def test_hints(country: str, hint: str, admin1: str) -> None:
    assert admin1_of(country, hint) == admin1


def test_a_federal_city_is_a_city() -> None:
    moscow = division_at("RU", "48")
    assert moscow is not None
    assert (moscow.iso3166_2, moscow.kind) == ("RU-MOW", Kind.CITY)


@given(st.text(max_size=30))
def test_fast_keys_are_search_keys(text: str) -> None:
    assert fast_key(text) == search_key(text)


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("UA", "Tyachiv", "Tiachiv"),
        ("RU", "Sovetsky", "Sovetskiy"),
        ("KZ", "Akmola Region", "Aqmola Region"),
        ("JP", "Hitachi-Ōta", "Hitachiōta"),
        ("AT", "Sankt Pölten", "St. Pölten"),
    ],
)
def test_spellings_share_an_index_key(country: str, one: str, other: str) -> None:
    keys = [index_key(country, fast_key(name)) for name in (one, other)]
    assert keys[0] == keys[1]


def test_what_differs_by_more_than_spelling_is_told_apart() -> None:
    assert index_key("US", "tiachiv") != index_key("US", "tyachiv")
    assert index_key("US", "la grange") == index_key("US", "lagrange")
    assert exact_mark("la grange") != exact_mark("lagrange")
    assert exact_mark("sankt polten") == exact_mark("st polten")


def test_loading_only_what_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "entries", lambda **_: iter([*ENTRIES, *STATES]))
    few = load_gazetteer({("RU", "vladivostok"), ("US", "columbus"), ("RU", "nowhere")})
    assert len(few) == 3
    hits = few.hits("US", "columbus")
    assert [hit.geonames for hit in hits] == [12, 13]
    assert not few.hits("RU", "mytishchi")
    assert load_gazetteer().hits("RU", "mytishchi")


def test_the_index_gives_what_memory_gives(tmp_path: Path) -> None:
    small = gazetteer()
    with open_gazetteer(tmp_path, source=iter([*ENTRIES, *STATES])) as index:
        for entry in [*ENTRIES, *STATES]:
            for name in (entry.name, *entry.names):
                key = search_key(name)
                hits = index.hits(entry.country, key)
                assert sorted(hits) == sorted(small.hits(entry.country, key))
                assert entry in [index.entry(hit.number) for hit in hits]
                found = index.verdict(entry.country, key)
                best = NameMatcher(small).match(Query(key, entry.country))
                assert found is None or best.candidates[0] == index.entry(found[0])
                assert found is None or abs(found[1] - best.score) < 1e-4
            for identifier in entry.identifiers:
                assert index.identified(*identifier) == small.identified(*identifier)
        assert index.hits("US", "nowhere at all") == ()
        assert index.identified("geonames", "999") == ()
        with pytest.raises(IndexError):
            index.entry(len(index))
        query = Query("Columbus, Georgia", "US")
        assert NameMatcher(index).match(query) == NameMatcher(small).match(query)


def _only(tmp_path: Path) -> Path:
    (path,) = tmp_path.iterdir()  # nothing half-made is left
    return path


def _never() -> object:
    raise AssertionError("built again")
    yield


def test_an_index_is_built_once(tmp_path: Path) -> None:
    open_gazetteer(tmp_path, source=iter(ENTRIES)).close()
    path = _only(tmp_path)
    assert not path.stat().st_mode & 0o077
    with open_gazetteer(tmp_path, source=_never()) as index:  # type: ignore[arg-type]
        assert index.hits("RU", "vladivostok")


def _cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 4096)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _scribble(path: Path) -> None:
    path.write_bytes(b"no index at all" * 1000)


def _age(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(8)
        file.write(bytes(8))


def _open_up(path: Path) -> None:
    path.chmod(0o666)


def _link(path: Path) -> None:
    other = path.rename(path.with_name("elsewhere"))
    path.symlink_to(other)


@pytest.mark.parametrize("harm", [_cut, _empty, _scribble, _age, _open_up, _link])
def test_an_unsound_index_is_built_anew(tmp_path: Path, harm) -> None:  # type: ignore[no-untyped-def]
    open_gazetteer(tmp_path, source=iter(ENTRIES)).close()
    path = _only(tmp_path)
    harm(path)
    with open_gazetteer(tmp_path, source=iter(ENTRIES[:1])) as index:
        assert index.hits("RU", "vladivostok")
        assert not index.hits("US", "columbus")  # of the new one
    assert path.is_file()
    assert not path.is_symlink()


def test_a_failed_build_leaves_the_old_index_and_no_rubbish(tmp_path: Path) -> None:
    open_gazetteer(tmp_path, source=iter(ENTRIES)).close()
    path = _only(tmp_path)
    before = path.read_bytes()

    def broken():  # type: ignore[no-untyped-def]
        yield ENTRIES[0]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        build_index(path, broken())
    assert _only(tmp_path).read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_the_cache_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    open_gazetteer(folder, source=iter(ENTRIES)).close()
    assert folder.stat().st_mode & 0o777 == 0o700
