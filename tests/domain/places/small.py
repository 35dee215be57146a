"""A gazetteer small enough to know by heart. Numbers are invented where they are not GeoNames'."""

from collections.abc import Iterable

from jumelage.places.domain.gazetteer import Entry, MemoryGazetteer
from jumelage.places.domain.kinds import Kind


def city(
    number: int,
    name: str,
    country: str,
    admin1: str,
    at: tuple[float, float],
    population: int,
    *names: str,
) -> Entry:
    """Return a city."""
    lat, lng = at
    return Entry(
        number, name, country, admin1, Kind.CITY, lat, lng, population, "", names=tuple(names)
    )


ENTRIES = [
    city(2013348, "Vladivostok", "RU", "59", (43.11, 131.87), 604_901, "Владивосток"),
    city(498817, "Saint Petersburg", "RU", "66", (59.94, 30.31), 5_351_935, "Санкт-Петербург"),
    city(1, "Sovetskiy", "RU", "32", (61.37, 63.58), 29_000),
    city(2, "Mytishchi", "RU", "47", (55.91, 37.73), 160_542),
    city(10, "San Diego", "US", "CA", (32.72, -117.16), 1_404_452),
    city(11, "San Diego", "US", "TX", (27.76, -98.24), 4_368),
    city(12, "Columbus", "US", "OH", (39.96, -83.0), 913_175),
    city(13, "Columbus", "US", "GA", (32.46, -84.99), 206_922),
    city(14, "Orange", "US", "CA", (33.79, -117.85), 140_992),
    city(15, "Iowa", "US", "LA", (30.24, -93.01), 3_219),
    city(16, "New York City", "US", "NY", (40.71, -74.01), 8_804_190, "New York"),
    city(20, "Tokyo", "JP", "40", (35.69, 139.69), 9_733_276, "東京"),
    city(21, "Shibuya", "JP", "40", (35.66, 139.70), 230_609),
    city(22, "Shibuya", "JP", "10", (34.0, 135.0), 40_000),
    city(23, "Hitachi-Ota", "JP", "14", (36.53, 140.52), 37_000),
    city(30, "Suzhou", "CN", "04", (31.30, 120.60), 6_715_559),
    city(31, "Wuzhong", "CN", "21", (37.99, 106.19), 1_382_713),
    city(32, "Xiangcheng", "CN", "04", (31.37, 120.64), 0),
    city(33, "Xiangcheng", "CN", "09", (33.85, 113.48), 700_000),
    city(40, "Perth", "GB", "SCT", (56.40, -3.43), 47_180),
    city(41, "Wells", "GB", "ENG", (51.21, -2.65), 11_145),
    city(42, "Newport", "GB", "WLS", (51.59, -3.0), 161_506),
    city(43, "Newport", "GB", "ENG", (50.70, -1.29), 24_884),
    city(50, "Sittard", "NL", "05", (51.0, 5.87), 37_500),
    city(51, "Geleen", "NL", "05", (50.97, 5.83), 33_960),
    city(60, "Budapest XV. kerület", "HU", "05", (47.56, 19.12), 80_000),
    city(61, "Budapest", "HU", "05", (47.50, 19.04), 1_741_041),
    city(62, "Újbuda", "HU", "05", (47.47, 19.04), 145_000),
    city(70, "Nowy Targ", "PL", "77", (49.48, 20.03), 33_763),
    city(80, "Tyachiv", "UA", "25", (48.01, 23.57), 9_019),
    city(90, "Hagåtña", "GU", "AN", (13.48, 144.75), 1_051),
    city(100, "Twice", "FR", "11", (48.0, 2.0), 2_000),
    city(101, "Twice", "FR", "11", (48.01, 2.01), 0),
    city(110, "Bolzano", "IT", "17", (46.49, 11.34), 107_000, "Bozen"),
    city(120, "Rottenburg", "DE", "01", (48.48, 8.93), 42_721),
]
STATES = [
    Entry(4862182, "Iowa", "US", "IA", Kind.STATE, 41.9, -93.1, 0, "", "state", "US-IA",
          level=1, people=3_000_000),
    Entry(5128638, "New York", "US", "NY", Kind.STATE, 41.5, -74.0, 0, "", "state", "US-NY",
          level=1, people=19_000_000),
    Entry(0, "Leningrad Oblast", "RU", "42", Kind.REGION, 59.8, 30.5, 0, "", "oblast", "RU-LEN",
          names=("Leningradskaya oblast'", "leningrad"), level=1, people=1_900_000),
    Entry(0, "Orange County", "US", "CA", Kind.COUNTY, 33.7, -117.83, 0, "", "county",
          fips="06059", level=2, people=3_100_000),
    Entry(0, "Orange County", "US", "NC", Kind.COUNTY, 36.0, -79.1, 0, "", "county",
          fips="37135", level=2, people=2_000_000),
    Entry(7530886, "Przasnysz County", "PL", "78", Kind.COUNTY, 53.09, 20.88, 0, "", "powiat",
          names=("Powiat przasnyski",), level=2, people=23_000),
    Entry(0, "Rhein-Lahn-Kreis", "DE", "08", Kind.COUNTY, 50.27, 7.85, 0, "", "rural district",
          identifier="ags:07141", level=3),
    Entry(0, "Muráň", "SK", "01", Kind.CITY, 48.74, 20.05, 0, "", identifier="postal:SK-04901-muran",
          level=4),
]  # fmt: skip


def gazetteer(entries: Iterable[Entry] = (*ENTRIES, *STATES)) -> MemoryGazetteer:
    """Return the small gazetteer."""
    small = MemoryGazetteer()
    for entry in entries:
        small.add(entry)
    return small
