"""Filling a PostgreSQL database with an invented registry of millions of ties, as if it had grown by the actions.

Every column that the actions keep is filled, by the same functions. Each step is a transaction of its own and is
noted when done, so that a run that was broken off goes on where it stood, and a database that is whole is left alone.
"""

import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from psycopg import Cursor
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import bulk
from benchmarks.histories import (
    IMPORTED_AT,
    LISTED,
    REGISTERED,
    REPORTED,
    TIE_COLUMNS,
    derived,
    invent_histories,
    kept_columns,
    moments,
    state_then,
)
from benchmarks.synthetic import gazetteer, invent_places, invent_ties
from jumelage.core.audit import OPERATOR, record
from jumelage.core.clock import today
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.models import Place, PlaceIdentifier
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.domain.authority import Authority
from jumelage.ties.models import ImportBatch

#: The numbers of invented rows begin here, above those of the starter registry.
FIRST_ID = 1_000_001
#: Sources that take turns, besides a list and a register of each country.
REPORTS = 200
_AT = IMPORTED_AT.isoformat()

Step = Callable[[Cursor, Callable[[int], None]], None]


def measure(options: dict[str, Any]) -> dict[str, Any]:
    """Fill the database of this process's settings; ``options`` are ``places``, ``ties`` and ``seed``."""
    filling = Filling(options["places"], options["ties"], options["seed"])
    return {"steps": filling.run()}


class OtherRegistryError(Exception):
    """The database holds a registry of another size or seed."""


@dataclass
class Filling:
    """One registry being made."""

    places: int
    ties: int
    seed: int

    def run(self) -> list[str]:
        """Do the steps that are not done yet. Returns their names."""
        if connection.vendor != "postgresql":
            raise OtherRegistryError("only PostgreSQL is filled in bulk")
        done = self._done()
        steps: dict[str, tuple[int, Step]] = {
            "sources": (1, self._sources),
            "places": (self.places, self._places),
            "ties": (self.ties, self._ties),
            "claims": (self.ties, self._claims),
        }
        new = [name for name in steps if name not in done]
        with _bars() as bars:
            for name in new:
                total, step = steps[name]
                task = bars.add_task(f"Filling: {name}", total=total)
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("set local maintenance_work_mem = '1GB'")
                    step(cursor.cursor, lambda number, task=task: bars.update(task, completed=number))  # fmt: skip
                    cursor.execute("insert into bench_steps values (%s)", [name])
        if new:
            with connection.cursor() as cursor:
                cursor.execute("vacuum analyze")
        return new

    def _done(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("create table if not exists bench_steps (name text primary key)")
            cursor.execute("select name from bench_steps")
            done = {name for (name,) in cursor.fetchall()}
            mark = f"places {self.places} ties {self.ties} seed {self.seed}"
            if done and mark not in done:
                raise OtherRegistryError(
                    f"the database holds another registry ({', '.join(sorted(done))}); "
                    "drop it first (--drop-scale)"
                )
            cursor.execute("insert into bench_steps values (%s) on conflict do nothing", [mark])
        return done

    @cached_property
    def _entries(self) -> list[Entry]:
        return gazetteer(self.seed)

    @cached_property
    def _countries(self) -> list[str]:
        own = [entry.country for entry in self._entries]
        return [own[index % len(own)] for index in range(self.places)]

    @cached_property
    def _ends(self) -> tuple[array, array]:
        """Both sides of every tie, as positions of places."""
        firsts, seconds = array("l"), array("l")
        for first, second in invent_ties(self._countries, self.ties, self.seed):
            firsts.append(first)
            seconds.append(second)
        return firsts, seconds

    def _sources(self, cursor: Cursor, progress: Callable[[int], None]) -> None:  # noqa: ARG002
        for country in sorted(set(self._countries)):
            for authority, word, day in (
                (Authority.WIKIPEDIA, "list", LISTED),
                (Authority.REGISTER, "register", REGISTERED),
            ):
                _source(
                    f"{word}-{country.lower()}", f"Invented {word} of {country}", authority, day
                )
        for number in range(REPORTS):
            _source(f"report-{number}", f"Invented report {number}", Authority.PRESS, REPORTED)
        for pk, key in _source_ids(Authority.WIKIPEDIA).items():
            ImportBatch.objects.create(
                adapter="pairs", file_name=f"{pk}.csv", file_sha256="0" * 64, at=IMPORTED_AT,
                source_id=key, counts={},
            )  # fmt: skip
        record(actor=OPERATOR, action="benchmarks.fill", target="registry")
        progress(1)

    def _places(self, cursor: Cursor, progress: Callable[[int], None]) -> None:
        firsts, seconds = self._ends
        degrees = Counter(firsts)
        degrees.update(seconds)
        taken = set(Place.objects.values_list("country", "slug"))
        source = next(iter(_source_ids(Authority.REGISTER).values()))
        invented = list(invent_places(self._entries, self.places, self.seed, taken))
        tables = ["places_place", "places_placename", "places_placeidentifier"]
        # Asked before copying begins: the connection answers nothing else while it copies.
        identified = set(
            PlaceIdentifier.objects.filter(scheme="geonames").values_list("value", flat=True)
        )
        with bulk.without_indexes(cursor, tables):
            bulk.copy(
                cursor, "places_place",
                ("id", "country", "slug", "kind", "label", "name", "division", "lat", "lng",
                 "population", "timezone", "source_id", "note", "tie_count", "created_at"),
                (
                    (FIRST_ID + index, p.country, p.slug, p.kind, "", p.name, "", f"{p.lat:.4f}",
                     f"{p.lng:.4f}", p.population or None, p.timezone, source, "",
                     degrees[index], _AT)
                    for index, p in enumerate(invented)
                ),
                progress,
            )  # fmt: skip
            names = (
                (FIRST_ID + index, *name, source)
                for index, place in enumerate(invented)
                for name in dict.fromkeys(place.names)
            )
            bulk.copy(
                cursor, "places_placename",
                ("place_id", "language", "kind", "name", "key", "source_id"), names,
            )  # fmt: skip
            bulk.copy(
                cursor,
                "places_placeidentifier",
                ("place_id", "scheme", "value"),
                self._identifiers(identified),
            )
        bulk.set_sequence(cursor, "places_place")

    def _identifiers(self, taken: set[str]) -> Iterator[tuple[int, str, int]]:
        for index in range(self.places):
            again, position = divmod(index, len(self._entries))
            value = self._entries[position].geonames + again * 1_000_000_000
            if str(value) not in taken:
                yield FIRST_ID + index, "geonames", value

    def _ties(self, cursor: Cursor, progress: Callable[[int], None]) -> None:
        with bulk.without_indexes(cursor, ["ties_tie"]):
            columns = (
                "id", "place_a_id", "place_b_id", "country_a", "country_b", *TIE_COLUMNS,
                "created_at", "changed_at",
            )  # fmt: skip
            bulk.copy(cursor, "ties_tie", columns, self._tie_rows(), progress)
        bulk.set_sequence(cursor, "ties_tie")

    def _tie_rows(self) -> Iterator[tuple[Any, ...]]:
        day, countries = today(), self._countries
        histories = invent_histories(self.ties, self.seed)
        for index, (a, b, history) in enumerate(zip(*self._ends, histories, strict=True)):
            yield (
                FIRST_ID + index, FIRST_ID + a, FIRST_ID + b, countries[a], countries[b],
                *kept_columns(history, day), _AT, _AT,
            )  # fmt: skip

    def _claims(self, cursor: Cursor, progress: Callable[[int], None]) -> None:
        columns = (
            "tie_id", "source_id", "kind", "side", "when", "form", "country_a_then",
            "country_b_then", "locator", "quote", "note", "verification", "flags", "counts_from",
            "batch_id", "recorded_at", "created_at", "retraction_reason",
        )  # fmt: skip
        # Asked before copying begins, as in _places.
        speakers = Speakers.read()
        with bulk.without_indexes(cursor, ["ties_claim"]):
            bulk.copy(cursor, "ties_claim", columns, self._claim_rows(speakers), progress)

    def _claim_rows(self, speakers: "Speakers") -> Iterator[tuple[Any, ...]]:
        day, countries = today(), self._countries
        entered = moments(5000, self.seed)
        histories = invent_histories(self.ties, self.seed)
        for index, (a, b, history) in enumerate(zip(*self._ends, histories, strict=True)):
            country_a, country_b = countries[a], countries[b]
            for position, said in enumerate(history):
                listed = said.authority is Authority.WIKIPEDIA
                source = speakers.of(said.authority, country_a, index)
                marks, counts_from = derived(history, position, day)
                when = said.when
                at = _AT if listed else entered[(index + position) % len(entered)]
                yield (
                    FIRST_ID + index, source, said.kind, said.side, when, said.form,
                    state_then(country_a, when) if when else "",
                    state_then(country_b, when) if when else "",
                    f"row {index}" if listed else "", "", "", "imported" if listed else "read",
                    marks, counts_from, speakers.batches[source] if listed else None, at,
                    max(at, _AT), "",
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speakers:
    """The invented sources by their ids, and the imports of the lists among them."""

    lists: dict[str, int]
    registers: dict[str, int]
    reports: list[int]
    batches: dict[int, int]

    @classmethod
    def read(cls) -> "Speakers":
        """Ask the database for them."""
        return cls(
            _source_ids(Authority.WIKIPEDIA),
            _source_ids(Authority.REGISTER),
            list(_source_ids(Authority.PRESS).values()),
            dict(ImportBatch.objects.values_list("source", "pk")),
        )

    def of(self, authority: Authority, country: str, index: int) -> int:
        """Return the source of this kind that speaks of the tie number ``index`` of a country."""
        if authority is Authority.WIKIPEDIA:
            return self.lists[f"list-{country.lower()}"]
        if authority is Authority.REGISTER:
            return self.registers[f"register-{country.lower()}"]
        return self.reports[index % len(self.reports)]


def _source(key: str, title: str, authority: Authority, said_on: date) -> None:
    record_source(
        actor=OPERATOR,
        data=SourceData(
            key=f"bench-{key}", authority=authority, title=title, published=said_on.isoformat(),
            retrieved=max(said_on, LISTED), url=f"https://example.org/{key}",
        ),
    )  # fmt: skip


def _source_ids(authority: Authority) -> dict[str, int]:
    """Return the ids of the invented sources of a kind, by key without its beginning."""
    from jumelage.sources.models import Source  # noqa: PLC0415

    rows = Source.objects.filter(key__startswith="bench-", authority=authority)
    return {key.removeprefix("bench-"): pk for key, pk in rows.values_list("key", "pk")}


@contextmanager
def _bars() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(file=sys.stderr)) as progress:
        yield progress
