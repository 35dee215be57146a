"""Loading registry files: the starter registry in the package, or a folder of the same shape.

The files are CSV that a person can read and edit; docs/starter-registry.md describes their columns. Loading is one
transaction and can be repeated: what is on record already is left alone, what was changed in the files is updated.
A claim of these files counts as recorded on the day its source spoke, so that "as known on" means what could be
known from the sources of that day.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.places.actions import NameData, PlaceData, record_place
from jumelage.places.models import Place, PlaceName
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.domain.authority import parse_authority
from jumelage.sources.models import Source
from jumelage.ties.actions import ClaimData, FigureData, record_claim, record_figure

STARTER = Path(__file__).resolve().parent.parent / "starter"
KIND_COLUMNS = ("city", "district", "county", "region", "state")

Row = Mapping[str, str]


@dataclass(slots=True)
class Loaded:
    """What was read, and how much of it was new or changed."""

    sources: int = 0
    places: int = 0
    claims: int = 0
    figures: int = 0
    written: int = 0
    source_by_key: dict[str, Source] = field(default_factory=dict, repr=False)
    place_by_key: dict[str, Place] = field(default_factory=dict, repr=False)


Loader = Callable[[Actor, Loaded, Row], None]


@atomic_action
def load_folder(*, actor: Actor, folder: Path = STARTER) -> Loaded:
    """Load all ``sources*.csv``, ``places*.csv``, ``claims*.csv`` and ``figures*.csv`` of a folder.

    Raises:
        RefusedError: a row cannot be recorded; the message names file, line and reason. Nothing was written.
    """
    loaded = Loaded()
    for stem, load in (
        ("sources", _load_source),
        ("places", _load_place),
        ("claims", _load_claim),
        ("figures", _load_figure),
    ):
        for path in sorted(folder.glob(f"{stem}*.csv")):
            for line, row in _rows(path):
                _load(load, actor, loaded, row, f"{path.name}, line {line}")
    return loaded


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}


def _load(load: Loader, actor: Actor, loaded: Loaded, row: Row, where: str) -> None:
    try:
        load(actor, loaded, row)
    except RefusedError as error:
        raise RefusedError(
            *(
                Problem(p.code, f"{where}: {p.field}".rstrip(": "), p.message)
                for p in error.problems
            )
        ) from error
    except (KeyError, ValueError) as error:
        raise RefusedError(Problem("row", where, f"cannot be read: {error}")) from error


def _load_source(actor: Actor, loaded: Loaded, row: Row) -> None:
    source, written = record_source(
        actor=actor,
        data=SourceData(
            key=row["key"],
            authority=parse_authority(row["authority"]),
            title=row["title"],
            publisher=row["publisher"],
            url=row["url"],
            language=row["language"],
            licence=row["licence"],
            published=row["published"],
            retrieved=date.fromisoformat(row["retrieved"]),
            note=row["note"],
        ),
    )
    loaded.sources += 1
    loaded.written += written
    loaded.source_by_key[source.key] = source


def _load_place(actor: Actor, loaded: Loaded, row: Row) -> None:
    names = [NameData(row["name_ru"], "ru", PlaceName.OFFICIAL)] if row["name_ru"] else []
    for item in filter(None, row["other_names"].split(";")):
        language, kind, name = item.split(":", 2)
        names.append(NameData(name.strip(), language.strip(), kind.strip()))
    country, _, slug = row["key"].partition("/")
    if country.upper() != row["country"]:
        raise ValueError(f"the key {row['key']} is not of the country {row['country']}")
    place, written = record_place(
        actor=actor,
        data=PlaceData(
            country=row["country"],
            slug=slug,
            kind=row["kind"],
            label=row["label"],
            name=row["name_en"],
            names=names,
            division=row["parent"],
            parent=Place.objects.filter(
                identifiers__scheme="iso3166-2", identifiers__value=row["parent"] or "-"
            ).first(),
            lat=float(row["lat"]) if row["lat"] else None,
            lng=float(row["lng"]) if row["lng"] else None,
            population=int(row["population"]) if row["population"] else None,
            population_year=int(row["population_year"]) if row["population_year"] else None,
            timezone=row["timezone"],
            identifiers={
                scheme: row[column]
                for scheme, column in (
                    ("geonames", "geonames"),
                    ("wikidata", "wikidata"),
                    ("iso3166-2", "iso3166_2"),
                )
                if row[column]
            },
            source=loaded.source_by_key[row["source"]] if row["source"] else None,
            note=row["note"],
        ),
    )
    loaded.places += 1
    loaded.written += written
    loaded.place_by_key[place.key] = place


def _on_record(source: Source) -> datetime:
    return datetime.combine(source.said_on, time(), tzinfo=UTC)


def _load_claim(actor: Actor, loaded: Loaded, row: Row) -> None:
    source = loaded.source_by_key[row["source"]]
    _, written = record_claim(
        actor=actor,
        data=ClaimData(
            source=source,
            place_a=loaded.place_by_key[row["place_a"]],
            place_b=loaded.place_by_key[row["place_b"]],
            kind=row["kind"],
            by=loaded.place_by_key[row["side"]] if row["side"] else None,
            when=row["when"],
            form=row["form"],
            locator=row["locator"],
            quote=row["quote"],
            note=row["note"],
            verification=row["verification"],
            recorded_at=_on_record(source),
        ),
    )
    loaded.claims += 1
    loaded.written += written


def _load_figure(actor: Actor, loaded: Loaded, row: Row) -> None:
    source = loaded.source_by_key[row["source"]]
    number = row["ties"]
    bound = next((sign for sign in (">=", "~") if number.startswith(sign)), "")
    _, written = record_figure(
        actor=actor,
        data=FigureData(
            source=source,
            country_a=row["country_a"],
            country_b=row["country_b"],
            on=row["on"],
            counts_a=_counts(row, "a"),
            counts_b=_counts(row, "b"),
            ties=int(number.removeprefix(bound)) if number else None,
            bound=bound,
            quote=row["quote"],
            note=row["note"],
            verification=row["verification"],
            recorded_at=_on_record(source),
        ),
    )
    loaded.figures += 1
    loaded.written += written


def _counts(row: Row, side: str) -> dict[str, int]:
    return {kind: int(row[f"{side}_{kind}"]) for kind in KIND_COLUMNS if row[f"{side}_{kind}"]}
