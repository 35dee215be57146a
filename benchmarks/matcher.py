"""Measure the matcher of names on files given as arguments.

    python benchmarks/matcher.py PAIRS.csv [--gold GOLD.csv] [--regions] [--sure 5]
        [--cache-dir FOLDER]

PAIRS has the columns city1, country1, city2, country2; GOLD has city, country, lat, lng. An answer
within 25 km of the gold coordinates is right; one without coordinates of its own (a county) counts
as wrong. Without --cache-dir the names asked for are held in memory.
"""

import argparse
import csv
import resource
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from jumelage.core.domain.geo import distance_km
from jumelage.places.domain.countries import parse_country
from jumelage.places.domain.gazetteer import Gazetteer
from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.domain.matcher import SURE, NameMatcher, Outcome, Query, keys_of
from jumelage.places.domain.pairs import MatchedPair, PairProblem, PairRow, match_pair, parse_pairs
from jumelage.places.domain.sources import load_gazetteer

RIGHT_KM = 25.0
Gold = list[tuple[Query, float, float]]


def main() -> None:
    """Read, match, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--regions", action="store_true")
    parser.add_argument("--sure", type=float, default=SURE)
    parser.add_argument("--cache-dir", type=Path)
    options = parser.parse_args()
    clock = time.perf_counter()
    items = list(parse_pairs(options.pairs.read_bytes()))
    gold = read_gold(options.gold) if options.gold else []
    clock = show("read and understood", clock)
    rows = [item for item in items if isinstance(item, PairRow)]
    asked = [query for row in rows for query in (row.first, row.second)]
    asked += [query for query, _, _ in gold]
    gazetteer = open_or_load(options, asked)
    clock = show("gazetteer ready", clock)
    matcher = NameMatcher(gazetteer, options.sure)
    results = [match_pair(row, matcher) for row in rows]
    show("pairs matched", clock)
    show_pairs(items, results)
    if gold:
        show_gold(matcher, gold)
    show_speed(gazetteer, options.sure, asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory                {peak:10.0f} MB")


def show(what: str, since: float) -> float:
    """Print the seconds since then, and return the time."""
    now = time.perf_counter()
    print(f"{what:<26} {now - since:10.2f} s")
    return now


def read_gold(path: Path) -> Gold:
    """Read the answers; rows of no known country are left out."""
    gold = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            country = parse_country(row["country"])
            if country.found:
                query = Query(row["city"], country.code, country.part, country.within)
                gold.append((query, float(row["lat"]), float(row["lng"])))
    return gold


def open_or_load(options: argparse.Namespace, asked: Iterable[Query]) -> Gazetteer:
    """Open the index, or load what will be asked for."""
    if options.cache_dir:
        return open_gazetteer(options.cache_dir, regions=options.regions)
    wanted = {key for query in asked for key in keys_of(query)}
    return load_gazetteer(wanted, regions=options.regions)


def show_pairs(
    items: list[PairRow | PairProblem], results: list[MatchedPair | PairProblem]
) -> None:
    """Print how many rows were placed, and why the others were not."""
    placed = [result for result in results if isinstance(result, MatchedPair)]
    lines = {result.row.line for result in placed}
    repeated = [
        item for item in items if isinstance(item, PairProblem) and item.code == "duplicate"
    ]
    codes = Counter(item.code for item in [*items, *results] if isinstance(item, PairProblem))
    distinct = len(items) - len(repeated)
    print(f"rows                       {len(items):10}  ({len(repeated)} repeat another)")
    print(f"rows placed                {len(lines) / len(items):10.4f}")
    print(f"distinct rows placed       {len(lines) / distinct:10.4f}")
    for code, count in codes.most_common():
        print(f"  {code:<24} {count:10}")


def show_gold(matcher: NameMatcher, gold: Gold) -> None:
    """Print coverage, precision and recall, and by which rule answers were right."""
    rules: dict[str, Counter[bool]] = {}
    states: Counter[bool] = Counter()
    for query, lat, lng in gold:
        match = matcher.match(query)
        entry = match.entry
        if match.outcome is not Outcome.FOUND or entry is None:
            continue
        placed = entry.lat is not None and entry.lng is not None
        right = placed and distance_km(entry.lat or 0, entry.lng or 0, lat, lng) <= RIGHT_KM
        rules.setdefault("+".join(reason.code for reason in match.reasons), Counter())[right] += 1
        states[right] += query.country == "US"
    total = sum(counts.total() for counts in rules.values())
    good = sum(counts[True] for counts in rules.values())
    print(f"gold names                 {len(gold):10}")
    print(f"coverage                   {total / len(gold):10.4f}")
    print(f"precision                  {good / total:10.4f}")
    print(f"recall                     {good / len(gold):10.4f}")
    print(f"precision, United States   {states[True] / max(1, states.total()):10.4f}")
    for rule, counts in sorted(rules.items(), key=lambda item: -item[1].total()):
        print(f"  {rule:<24} {counts.total():10}  right {counts[True] / counts.total():.3f}")


def show_speed(gazetteer: Gazetteer, sure: float, asked: list[Query]) -> None:
    """Print names per second, on distinct names with nothing remembered."""
    names = list(dict.fromkeys(asked))
    matcher = NameMatcher(gazetteer, sure)
    since = time.perf_counter()
    for query in names:
        matcher.match(query)
    print(f"names per second           {len(names) / (time.perf_counter() - since):10.0f}")


if __name__ == "__main__":
    main()
