"""Timetables of forums: ``python -m benchmarks.schedule FOLDER``: published instances, invented forums, repairs.

FOLDER holds the instances of Bofill and others (JAIR 74, 2022) as ``.dzn`` and ``published.csv`` (instance, optimum).
Each timetable is looked at by the checker, which shares no code with the solver; so is every repair.
"""

import argparse
import csv
import multiprocessing
import os
import platform
import resource
import time
from pathlib import Path
from typing import Any

from benchmarks.schedule_forums import disturbed, invent
from benchmarks.schedule_plain import plain_optimum
from jumelage.forum.domain.timetable.checking import check, figures
from jumelage.forum.domain.timetable.dzn import read_dzn
from jumelage.forum.domain.timetable.problem import Forum, Timetable
from jumelage.forum.domain.timetable.repairing import changes, remaining, repair
from jumelage.forum.domain.timetable.solving import Result, solve


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schedule", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="published instances")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each instance")
    parser.add_argument("--plain-limit", type=float, default=0.0, help="seconds for plain RC2")
    parser.add_argument("--sizes", type=int, nargs="*", default=[43, 200, 500])
    parser.add_argument("--forum-limit", type=float, default=60.0, help="seconds for each forum")
    options = parser.parse_args()
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"load {os.getloadavg()[0]:.1f}, {options.workers} workers"
    )
    if options.folder:
        _published(options)
    _forums(options)
    print(f"load at the end: {os.getloadavg()[0]:.1f}")


def _published(options: argparse.Namespace) -> None:
    with (options.folder / "published.csv").open() as file:
        optima = {row["instance"]: int(row["optimum"]) for row in csv.DictReader(file)}
    print("| instance | published | found | proved | seconds | of processors | plain RC2 |")
    print("|---|---|---|---|---|---|---|")
    seconds = processors = 0.0
    for name, optimum in optima.items():
        forum = read_dzn((options.folder / f"{name}.dzn").read_text(), name)
        result, used = solved(forum, options.limit, options.workers)
        seconds, processors = seconds + result.seconds, processors + used
        plain = plain_within(forum, options.plain_limit)
        print(f"| {name} | {optimum} | {row(forum, result, used)} | {plain} |", flush=True)
    print(
        f"| **{len(optima)}** | {sum(optima.values())} | | | {seconds:.0f} | {processors:.0f} | |"
    )


def row(forum: Forum, result: Result, used: float) -> str:
    """Return what was found, whether it is proved, and the seconds; refuse a timetable that breaks a rule."""
    if result.timetable is None:
        found = "none exists" if result.possible is False else "–"
    else:
        problems = check(forum, result.timetable)
        if problems:
            raise SystemExit("\n".join(problems))
        found = str(figures(forum, result.timetable).idle_groups)
    return f"{found} | {'yes' if result.proved else 'no'} | {result.seconds:.1f} | {used:.1f}"


def solved(forum: Forum, limit: float, workers: int) -> tuple[Result, float]:
    """Return the timetable of a forum, and the seconds of processors it took."""
    before = _processors()
    result = solve(forum, seconds=limit, workers=workers)
    return result, _processors() - before


def _processors() -> float:
    """Return the seconds of processor time of this process and of those that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def plain_within(forum: Forum, limit: float) -> str:
    """Return what a plain encoding needs within a limit, in a process that can be ended."""
    if not limit:
        return ""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue()
    process = context.Process(target=_ask_plain, args=(forum, queue), daemon=True)
    since = time.perf_counter()
    process.start()
    process.join(limit)
    if process.is_alive():
        process.terminate()
        process.join()
        return f"not in {limit:.0f} s"
    return f"{queue.get()} in {time.perf_counter() - since:.1f} s"


def _ask_plain(forum: Forum, queue: Any) -> None:
    queue.put(plain_optimum(forum))


def _forums(options: argparse.Namespace) -> None:
    print(
        "| delegations | meetings | first timetable, s | weight not held (at least) "
        "| idle groups (at least) | proved | seconds | repair: changed (at least) | seconds |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for number in options.sizes:
        forum = invent(number)
        result, _ = solved(forum, options.forum_limit, options.workers)
        if result.timetable is None:
            print(f"| {number} | {len(forum.meetings)} | – | | | no | {result.seconds:.1f} | | |")
            continue
        told = " | ".join(f"{rank.best} ({rank.bound})" for rank in result.ranks)
        print(
            f"| {number} | {len(forum.meetings)} | {result.first or 0:.1f} | {told} "
            f"| {'yes' if result.proved else 'no'} | {result.seconds:.1f} "
            f"| {_repaired(forum, result.timetable, options.workers)} |",
            flush=True,
        )


def _repaired(forum: Forum, published: Timetable, workers: int) -> str:
    changed, now = disturbed(forum, published)
    result = repair(changed, published, now=now, seconds=30.0, workers=workers)
    if result.timetable is None:
        return f"– | {result.seconds:.1f}"
    rest = remaining(changed, published, now)
    refs = {meeting.ref for meeting in rest.meetings}
    coming = Timetable({r: p for r, p in result.timetable.places.items() if r in refs})
    if problems := check(rest, coming):
        raise SystemExit("\n".join(problems))
    found = changes(changed, published, result.timetable)
    return (
        f"{len(found.moved)} moved, {len(found.dropped)} dropped ({result.ranks[2].bound}) "
        f"| {result.seconds:.1f}"
    )


if __name__ == "__main__":
    main()
