"""Variants of the published instances: ``python -m benchmarks.schedule_variants FOLDER``.

As Bofill and others (JAIR 74, 2022) made theirs: 0.3 and 0.7 % of the slots of participants forbidden, 20 and 40 % of
the meetings fixed, 15 and 25 % after another one, and idle groups that may lie 0, 1 or 3 apart. Some have no timetable.
FOLDER is that of ``benchmarks.schedule``. Each timetable is looked at by the checker; ``--second`` compares the optimum
with that of another encoding, solved by RC2.
"""

import argparse
import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.schedule import plain_within, row, solved
from jumelage.forum.domain.timetable.dzn import read_dzn
from jumelage.forum.domain.timetable.problem import Forum, Meeting

FAMILIES = ("forbidden-0.3", "forbidden-0.7", "fixed-20", "fixed-40", "order-15", "order-25")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule_variants")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=2, help="variants of each kind")
    parser.add_argument("--limit", type=float, default=170.0, help="seconds for each")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--second", type=float, default=0.0, help="seconds for the other encoding")
    parser.add_argument("--only", default="", help="names that begin so")
    options = parser.parse_args()
    with (options.folder / "published.csv").open() as file:
        names = [row["instance"] for row in csv.DictReader(file)]
    print("| variant | found | proved | seconds | of processors | other encoding |")
    print("|---|---|---|---|---|---|")
    told: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for name in names:
        forum = read_dzn((options.folder / f"{name}.dzn").read_text(), name)
        for family, seed, variant in variants(forum, name, options.seeds):
            full = f"{name}, {family}, {seed}"
            if not full.startswith(options.only):
                continue
            result, used = solved(variant, options.limit, options.workers)
            told[family].append((result.seconds, result.proved))
            second = plain_within(variant, options.second)
            print(f"| {full} | {row(variant, result, used)} | {second} |", flush=True)
    print("\n| family | variants | proved | seconds | worst |\n|---|---|---|---|---|")
    for family, runs in told.items():
        seconds = [each for each, _ in runs]
        proved = sum(each for _, each in runs)
        print(f"| {family} | {len(runs)} | {proved} | {sum(seconds):.0f} | {max(seconds):.1f} |")


def variants(forum: Forum, name: str, seeds: int) -> Iterator[tuple[str, int, Forum]]:
    """Yield every variant of an instance: its family, its seed, and the forum."""
    for fairness in (0, 1, 3):
        yield f"fairness-{fairness}", 0, replace(forum, fairness=fairness)
    for family in FAMILIES:
        kind, _, percent = family.partition("-")
        for seed in range(seeds):
            chance = random.Random(f"{name} {family} {seed}")
            share = float(percent) / 100
            if kind == "forbidden":
                yield family, seed, _forbidden(forum, share, chance)
            else:
                change = _fixed if kind == "fixed" else _ordered
                yield family, seed, replace(forum, meetings=change(forum, share, chance))


def _forbidden(forum: Forum, share: float, chance: random.Random) -> Forum:
    every = [(item.ref, slot.ref) for item in forum.delegations for slot in forum.slots]
    lost = defaultdict(set)
    for ref, slot in chance.sample(every, round(len(every) * share)):
        lost[ref].add(slot)
    return replace(
        forum,
        delegations=tuple(
            replace(item, absent=item.absent | lost[item.ref]) for item in forum.delegations
        ),
    )


def _fixed(forum: Forum, share: float, chance: random.Random) -> tuple[Meeting, ...]:
    """Fix some meetings where their parties and a table are free of others that are fixed."""
    meetings = list(forum.meetings)
    busy: set[tuple[str, str]] = set()
    tables: Counter[str] = Counter()
    for number in chance.sample(range(len(meetings)), round(len(meetings) * share)):
        meeting = meetings[number]
        possible = [
            slot.ref
            for slot in forum.slots
            if (meeting.slots is None or slot.ref in meeting.slots)
            and tables[slot.ref] < len(forum.tables)
            and not any(
                (party, slot.ref) in busy or slot.ref in forum.delegation[party].absent
                for party in meeting.parties
            )
        ]
        if possible:
            slot = chance.choice(possible)
            meetings[number] = replace(meeting, fixed=slot)
            tables[slot] += 1
            busy.update((party, slot) for party in meeting.parties)
    return tuple(meetings)


def _ordered(forum: Forum, share: float, chance: random.Random) -> tuple[Meeting, ...]:
    """Put some meetings after another, in no circle (all agree with one random order), nor afternoon before morning."""
    meetings = list(forum.meetings)
    rank = list(range(len(meetings)))
    chance.shuffle(rank)
    slots = [[forum.position[ref] for ref in m.slots or forum.position] for m in meetings]
    for number in chance.sample(range(len(meetings)), round(len(meetings) * share)):
        earlier = [
            other.ref
            for other, place, possible in zip(meetings, rank, slots, strict=True)
            if place < rank[number] and min(possible) < max(slots[number])
        ]
        if earlier:
            meeting = meetings[number]
            meetings[number] = replace(meeting, after=(*meeting.after, chance.choice(earlier)))
    return tuple(meetings)


if __name__ == "__main__":
    main()
