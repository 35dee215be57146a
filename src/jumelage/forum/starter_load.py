"""Loading forums from files beside those of the registry: docs/starter-registry.md describes their columns.

Loading is one transaction and can be repeated: what is on record already is left alone, what was changed in the files
is brought up to date. Sources and places have been loaded before (:mod:`jumelage.ties.starter_load`).
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse
from jumelage.forum.actions.editions import (
    EditionData,
    SeriesData,
    edition_columns,
    problems_with_edition,
    problems_with_series,
    series_columns,
)
from jumelage.forum.domain.texts import clean
from jumelage.forum.models import Decision, Edition, Organiser, Series, Statement
from jumelage.memberships.permissions import require_operator
from jumelage.places.models import Place
from jumelage.places.queries import place_at
from jumelage.sources.models import Source
from jumelage.ties.domain.terms import Verification
from jumelage.ties.starter_load import STARTER

Row = Mapping[str, str]
#: Texts stand in columns called by the language: ``name_en``, ``name_ru``.
LANGUAGES = ("en", "ru")


@dataclass(slots=True)
class LoadedForums:
    """How many series, editions, and what is said of them were read, and how many rows were new or changed."""

    series: int = 0
    editions: int = 0
    said: int = 0
    written: int = 0


@atomic_action
def load_forums(*, actor: Actor, folder: Path = STARTER) -> LoadedForums:
    """Load all ``forums*.csv`` and ``forum_*.csv`` of a folder.

    Raises:
        NotAllowedError: the actor is not the operator.
        RefusedError: a row cannot be recorded; the message names file, line and reason. Nothing was written.
    """
    require_operator(actor)
    loaded = LoadedForums()
    for stem, load in _LOADERS:
        for path in sorted(folder.glob(f"{stem}*.csv")):
            for line, row in _rows(path):
                _load(load, loaded, row, f"{path.name}, line {line}")
    if loaded.written:
        changes = {"written": loaded.written}
        record(actor=actor, action="forum.load", target="forum:all", changes=changes)
    return loaded


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}


def _load(
    load: Callable[[LoadedForums, Row], None], loaded: LoadedForums, row: Row, where: str
) -> None:
    try:
        load(loaded, row)
    except RefusedError as error:
        said = [Problem(p.code, f"{where}: {p.field}", p.message) for p in error.problems]
        raise RefusedError(*said) from error
    except (KeyError, ValueError) as error:
        raise RefusedError(Problem("row", where, f"cannot be read: {error}")) from error


def _texts(row: Row, column: str) -> dict[str, str]:
    return clean({code: row[f"{column}_{code}"] for code in LANGUAGES})


def _place(key: str) -> Place | None:
    if not key:
        return None
    found = place_at(*key.split("/", maxsplit=1))
    if found is None:
        raise ValueError(f"no place is at {key}")
    return found


def _source(key: str) -> Source:
    found = Source.objects.filter(key=key).first()
    if found is None:
        raise ValueError(f"no source is called {key}")
    return found


def _edition(row: Row) -> Edition:
    found = Edition.objects.filter(series__slug=row["forum"], slug=row["edition"]).first()
    if found is None:
        raise ValueError(f"no edition is called {row['forum']}/{row['edition']}")
    return found


def _keep(
    loaded: LoadedForums,
    model: type[Model],
    keys: Mapping[str, Any],
    values: Mapping[str, Any],
    first: Mapping[str, Any] | None = None,
) -> None:
    """Create the row of these keys (``first``: what only a new one gets), or bring it up to date, and count it."""
    rows = model._default_manager  # noqa: SLF001 - Django’s own name for it
    found = rows.filter(**keys).first()
    if found is None:
        rows.create(**keys, **values, **(first or {}))
    elif changed := [name for name, value in values.items() if getattr(found, name) != value]:
        for name in changed:
            setattr(found, name, values[name])
        found.save(update_fields=changed)
    else:
        return
    loaded.written += 1


def _load_series(loaded: LoadedForums, row: Row) -> None:
    data = SeriesData(_texts(row, "name"), _texts(row, "text"))
    refuse(problems_with_series(data))
    columns = series_columns(data)
    _keep(loaded, Series, {"slug": row["key"]}, columns, {"created_at": now()})
    loaded.series += 1


def _load_edition(loaded: LoadedForums, row: Row) -> None:
    data = EditionData(
        names=_texts(row, "name"),
        texts=_texts(row, "text"),
        when=row["when"],
        time_zone=row["time_zone"],
        place=_place(row["place"]),
        place_names=_texts(row, "place"),
        themes=tuple(filter(None, row["themes"].split(";"))),
    )
    problems = problems_with_edition(data)
    if row["state"] not in dict(Edition.STATES):
        problems.append(Problem("unknown", "state", f"no edition is “{row['state']}”"))
    refuse(problems)
    series = Series.objects.get(slug=row["forum"])
    values = {**edition_columns(data), "state": row["state"]}
    _keep(loaded, Edition, {"series": series, "slug": row["key"]}, values, {"created_at": now()})
    loaded.editions += 1


def _load_organiser(loaded: LoadedForums, row: Row) -> None:
    keys = {"edition": _edition(row), "position": int(row["position"])}
    _keep(loaded, Organiser, keys, {"names": _texts(row, "name"), "url": row["url"]})
    loaded.said += 1


def _load_statement(loaded: LoadedForums, row: Row) -> None:
    number = row["number"]
    bound = next((sign for sign in (">=", "~") if number.startswith(sign)), "")
    if row["about"] not in dict(Statement.ABOUTS):
        raise ValueError(f"nothing is said about “{row['about']}”")
    keys = {
        "edition": _edition(row),
        "source": _source(row["source"]),
        "about": row["about"],
        "country": row["country"],
    }
    values = {
        "number": int(number.removeprefix(bound)) if number else None,
        "bound": bound,
        "quote": row["quote"],
        "verification": Verification(row["verification"]).value,
        "notes": _texts(row, "note"),
    }
    _keep(loaded, Statement, keys, values, {"recorded_at": now()})
    loaded.said += 1


def _load_decision(loaded: LoadedForums, row: Row) -> None:
    keys = {"edition": _edition(row), "position": int(row["position"])}
    source = _source(row["source"])
    values = {"texts": _texts(row, "text"), "source": source, "quote": row["quote"]}
    _keep(loaded, Decision, keys, values)
    loaded.said += 1


_LOADERS: tuple[tuple[str, Callable[[LoadedForums, Row], None]], ...] = (
    ("forums", _load_series),
    ("forum_editions", _load_edition),
    ("forum_organisers", _load_organiser),
    ("forum_statements", _load_statement),
    ("forum_decisions", _load_decision),
)
