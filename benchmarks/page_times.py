"""Inside an instance: how long its pages take, and how many queries they ask.

Pages are asked for through Django's test client in the process itself: with the middleware and compression, without
the network. “Emptied” means that all that the product remembers was forgotten before each request.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.test import Client
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.pages import COMPARABLE, COMPARABLE_PAIR, LARGE_PAIR, ROUNDS, SLOW
from benchmarks.timing import counted, summary
from jumelage.core.memory import memory
from jumelage.places.models import Place
from jumelage.site import atlas
from jumelage.ties.models import Tie

HEADERS = {"accept-encoding": "gzip", "host": "localhost"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Addresses of one kind; ``after`` is called before each request of the cold round."""

    name: str
    addresses: Sequence[str]
    forget: Callable[[], object] = memory.clear


def measure(options: dict[str, Any]) -> dict[str, Any]:
    """Return the times of every subject; ``options`` are ``samples`` and ``seed``."""
    client = Client(headers=HEADERS)
    subjects = list(_subjects(options["samples"], random.Random(options["seed"])))
    # The first page of a process reads settings, catalogues and the base of all templates.
    _ask(client, "/en/about/")
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr)) as bars:
        rows = [_measured(client, subject, bars) for subject in subjects]
    return {"places": Place.objects.count(), "ties": Tie.objects.count(), "rows": rows}


def _measured(client: Client, subject: Subject, bars: Progress) -> dict[str, Any]:
    task = bars.add_task(subject.name, total=(1 + ROUNDS) * len(subject.addresses))
    cold, queries, slowest = [], [], (0.0, "")
    for address in subject.addresses:
        subject.forget()
        with counted() as seen:
            cold.append(_ask(client, address)[0])
        queries.append(len(seen.seen))
        slowest = max(slowest, seen.slowest)
        bars.advance(task)
    warm, computing = [], []
    for address in subject.addresses:
        tries = [_ask(client, address)]
        while tries[0][0] < SLOW and len(tries) < ROUNDS:
            tries.append(_ask(client, address))
        warm.append(min(took for took, _ in tries))
        computing.append(min(computed for _, computed in tries))
        bars.advance(task, ROUNDS)
    return {
        "name": subject.name, "queries": max(queries), "cold": summary(cold), "warm": summary(warm),
        "computing": summary(computing), "slowest_ms": round(slowest[0], 1), "slowest": slowest[1][:2000],
        "example": subject.addresses[0],
    }  # fmt: skip


def _ask(client: Client, address: str) -> tuple[float, float]:
    """Ask for a page. Returns the milliseconds that it took, and that this process computed."""
    begin, computed = time.perf_counter(), time.process_time()
    response = client.get(address)
    if response.streaming:
        for _ in response.streaming_content:
            pass
        response.close()
    took, computed = time.perf_counter() - begin, time.process_time() - computed
    if response.status_code != 200:
        raise ValueError(f"{address} answers {response.status_code}")
    return took * 1000, computed * 1000


def _subjects(samples: int, dice: random.Random) -> Iterator[Subject]:
    rows = Place.objects.filter(tie_count=COMPARABLE).order_by("pk").values_list("country", "slug")
    places = _some(list(rows[:50_000]), samples, dice)
    yield Subject(f"place with {COMPARABLE} tie", [_place(*place) for place in places])
    top = Place.objects.order_by("-tie_count", "name").values_list("country", "slug", "tie_count")[
        0
    ]
    yield Subject(f"most connected place ({top[2]:,} ties)", [_place(*top[:2])] * 5)
    ties = Tie.objects.filter(pk__in=_some(_tie_ids(), samples, dice)).select_related(
        "place_a", "place_b"
    )
    yield Subject("tie", [_tie(tie) for tie in ties])
    pairs = country_pairs()
    near = _nearest(pairs, COMPARABLE_PAIR)
    yield Subject(f"pair of countries with {near[1]:,} ties", [_pair(*near[0])] * 5)
    larger = _nearest(pairs, LARGE_PAIR)
    if larger != near:
        yield Subject(f"pair of countries with {larger[1]:,} ties", [_pair(*larger[0])] * 2)
    largest = pairs[0]
    if largest not in (near, larger):
        yield Subject(f"largest pair of countries ({largest[1]:,} ties)", [_pair(*largest[0])] * 2)
    yield from _lists(pairs)
    yield Subject("atlas file", [f"/atlas/{atlas.atlas_revision()}.en.bin"], _drop_atlas)


def _lists(pairs: list[tuple[tuple[str, str], int]]) -> Iterator[Subject]:
    """Yield the first page, the lists, and the country with the largest pair."""
    yield Subject("home", ["/en/"] * 3)
    yield Subject("list of ties", ["/en/ties/"] * 3)
    yield Subject("list of ties by beginning", ["/en/ties/?sort=since"] * 3)
    yield Subject("list of places", ["/en/places/"] * 3)
    yield Subject("list of sources", ["/en/sources/"] * 3)
    yield Subject("country", [f"/en/countries/{pairs[0][0][0].lower()}/"] * 3)
    yield Subject("changes", ["/en/changes/"] * 3)


def _nearest(pairs: list[tuple[tuple[str, str], int]], ties: int) -> tuple[tuple[str, str], int]:
    return min(pairs, key=lambda pair: abs(pair[1] - ties))


def _tie_ids() -> list[int]:
    """Return ids of ties: all of them, or some from every part of a table of millions."""
    last = Tie.objects.order_by("-pk").values_list("pk", flat=True)[0]
    first = Tie.objects.order_by("pk").values_list("pk", flat=True)[0]
    if last - first < 50_000:
        return list(Tie.objects.order_by("pk").values_list("pk", flat=True))
    wanted = random.Random(last).sample(range(first, last), 5000)
    return list(Tie.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True))


def country_pairs() -> list[tuple[tuple[str, str], int]]:
    """Return the pairs of countries with their number of ties, the most first."""
    first, second = F("country_a"), F("country_b")
    rows = Tie.objects.order_by().exclude(Q(country_a=second)).values_list(first, second)
    numbers: dict[tuple[str, str], int] = {}
    for a, b, number in rows.annotate(number=Count("pk")):
        pair = (min(a, b), max(a, b))
        numbers[pair] = numbers.get(pair, 0) + number
    return sorted(numbers.items(), key=lambda item: (-item[1], item[0]))


def _some(values: list[Any], number: int, dice: random.Random) -> list[Any]:
    return dice.sample(values, min(number, len(values)))


def _place(country: str, slug: str) -> str:
    return f"/en/places/{country.lower()}/{slug}/"


def _tie(tie: Tie) -> str:
    a, b = tie.place_a, tie.place_b
    return f"/en/ties/{a.country.lower()}/{a.slug}/{b.country.lower()}/{b.slug}/"


def _pair(a: str, b: str) -> str:
    return f"/en/countries/{a.lower()}/{b.lower()}/"


def _drop_atlas() -> None:
    """Forget the atlas file, so that it has to be made."""
    memory.clear()
    for path in atlas.atlas_paths("en").plain.parent.glob("*"):
        path.unlink()
