"""Measure how names without a country are decided by the network that they stand in.

    python -m benchmarks.network PAIRS.csv RELATIONS.tsv NAMES.tsv [--hide 0.2]

PAIRS (city1, country1, city2, country2) is matched to the gazetteer; its ties are those on record, but for a share that
is hidden. Where hidden ties lead to candidates of a name that has several, the one decided on should be among them.
Names that have one candidate only are counted, but cannot disagree.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from jumelage.imports.adapters.edges import EdgeList
from jumelage.imports.domain.statements import Statement
from jumelage.imports.domain.unplaced import Candidate, Decision, place_network
from jumelage.imports.domain.unplaced_candidates import candidates_in
from jumelage.places.domain.matcher import NameMatcher, keys_of
from jumelage.places.domain.pairs import PairRow, parse_pairs
from jumelage.places.domain.sources import entries, load_gazetteer

Pairs = set[tuple[str, str]]
Found = Mapping[str, Sequence[Candidate]]


def main() -> None:
    """Read, decide, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("relations", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("--hide", type=float, nargs="*", default=[0.0, 0.2, 1.0])
    options = parser.parse_args()
    known = ties_of(options.pairs)
    names, edges = network_of(options.relations, options.names)
    found = candidates_in(sorted(set(names.values())), entries(regions=True))
    print(f"ties on record {len(known)}, identifiers {len(names)}, edges {len(edges)}")
    for share in options.hide:
        measure(names, sorted(edges), found, known, share)


def ties_of(path: Path) -> Pairs:
    """Return the ties of a list of pairs, by the refs of the gazetteer."""
    rows = [row for row in parse_pairs(path.read_bytes()) if isinstance(row, PairRow)]
    queries = [query for row in rows for query in (row.first, row.second)]
    wanted = {key for query in queries for key in keys_of(query)}
    matcher = NameMatcher(load_gazetteer(wanted, regions=True))
    ties = set()
    for row in rows:
        first, second = matcher.match(row.first).entry, matcher.match(row.second).entry
        if first and second and first.ref != second.ref:
            ties.add((min(first.ref, second.ref), max(first.ref, second.ref)))
    return ties


def network_of(relations: Path, names: Path) -> tuple[dict[str, str], Pairs]:
    """Return the names by identifier, and the edges, each once."""
    known: dict[str, str] = {}
    edges = set()
    for item in EdgeList(relations, names).read():
        if isinstance(item, Statement):
            ids = [place.query.identifiers[0][1] for place in (item.first, item.second)]
            known |= {
                value: place.query.name
                for value, place in zip(ids, (item.first, item.second), strict=True)
            }
            edges.add((min(ids), max(ids)))
    return known, edges


def measure(
    names: Mapping[str, str],
    edges: Sequence[tuple[str, str]],
    found: Found,
    known: Pairs,
    share: float,
) -> None:
    """Hide a share of the ties, decide, and compare with what the hidden ones say."""
    shuffled = random.Random(1)
    hidden = {pair for pair in sorted(known) if shuffled.random() < share}
    clock = time.perf_counter()
    decisions = place_network(names, edges, lambda _: found, known - hidden)
    seconds = time.perf_counter() - clock
    outcomes = Counter(decision.outcome.value for decision in decisions.values())
    placed = [
        (decisions[a].candidate, decisions[b].candidate)
        for a, b in edges
        if decisions[a].candidate and decisions[b].candidate
    ]
    on_record = sum(1 for a, b in placed if a and b and tuple(sorted((a.ref, b.ref))) in known)
    print(f"\nhidden {share:.0%}: {dict(outcomes)} in {seconds:.1f} s")
    print(f"  edges placed {len(placed)} of {len(edges)}, of them on record {on_record}")
    for several, told in compare(names, edges, found, hidden, decisions).items():
        print(f"  {several}: {dict(told)}")


def compare(
    names: Mapping[str, str],
    edges: Sequence[tuple[str, str]],
    found: Found,
    hidden: Pairs,
    decisions: Mapping[str, Decision],
) -> dict[str, Counter[str]]:
    """Count decisions that hidden ties agree with, disagree with, and names left open."""
    votes: dict[str, set[str]] = {}
    for edge in edges:
        options = [[one.ref for one in found.get(names[key], ())] for key in edge]
        for first in options[0]:
            for second in options[1]:
                if (min(first, second), max(first, second)) in hidden:
                    votes.setdefault(edge[0], set()).add(first)
                    votes.setdefault(edge[1], set()).add(second)
    told: dict[str, Counter[str]] = {"one candidate": Counter(), "several": Counter()}
    for key, refs in votes.items():
        several = "several" if len(found[names[key]]) > 1 else "one candidate"
        chosen = decisions[key].candidate
        answer = "open" if chosen is None else "agree" if chosen.ref in refs else "disagree"
        told[several][answer] += 1
    return told


if __name__ == "__main__":
    main()
