"""Importing a list of pairs: read, match, preview, apply; what could not be used goes to a review file."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.domain.text import search_key, slugify
from jumelage.places.domain.gazetteer import Entry, load_gazetteer
from jumelage.places.domain.matcher import Matcher, NameMatcher, keys_of
from jumelage.places.domain.pairs import (
    MatchedPair,
    PairProblem,
    PairRow,
    UnreadableFileError,
    match_pair,
    parse_pairs,
)
from jumelage.places.models import Place, PlaceIdentifier, PlaceName
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import Source
from jumelage.ties.actions import record_attestations
from jumelage.ties.models import ImportBatch
from jumelage.ties.permissions import require_may_record

#: Reports how far a step is: (step, done, of).
Progress = Callable[[str, int, int], None]

#: The longest name that the register keeps to be found by.
KEY_LENGTH = 200
REVIEW_COLUMNS = ("line", "code", "message", "candidates", "city1", "country1", "city2", "country2")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring: the pairs whose places were found, and the rows to look at."""

    path: Path
    sha256: str
    rows: int
    pairs: Sequence[MatchedPair]
    problems: Sequence[PairProblem]
    entries: Mapping[str, Entry]  # by identifier with its scheme

    @property
    def counts(self) -> dict[str, int]:
        """Rows read, pairs placed, and rows to review by reason."""
        by_code = Counter(problem.code for problem in self.problems)
        return {"rows": self.rows, "placed": len(self.pairs), **dict(sorted(by_code.items()))}


@dataclass(slots=True)
class Applied:
    """What an import wrote."""

    places: int = 0
    claims: int = 0
    already_known: int = 0
    batch: ImportBatch | None = field(default=None, repr=False)


def _silent(_step: str, _done: int, _of: int) -> None:
    pass


def preview_pairs(
    path: Path, *, matcher: Matcher | None = None, progress: Progress = _silent
) -> Preview:
    """Read a file of pairs and find its places in the gazetteer. Nothing is written.

    Raises:
        RefusedError: the file as a whole cannot be read.
    """
    progress("read", 0, 1)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RefusedError(Problem("file", str(path), error.strerror or str(error))) from error
    try:
        items = list(parse_pairs(data))
    except UnreadableFileError as error:
        raise RefusedError(Problem("file", path.name, str(error))) from error
    rows = [item for item in items if isinstance(item, PairRow)]
    progress("read", 1, 1)
    progress("gazetteer", 0, 1)
    if matcher is None:
        wanted = {
            key for row in rows for query in (row.first, row.second) for key in keys_of(query)
        }
        matcher = NameMatcher(load_gazetteer(wanted, regions=True))
    progress("gazetteer", 1, 1)
    pairs: list[MatchedPair] = []
    problems = [item for item in items if isinstance(item, PairProblem)]
    entries: dict[str, Entry] = {}
    for number, row in enumerate(rows, start=1):
        result = match_pair(row, matcher)
        if isinstance(result, PairProblem):
            problems.append(result)
        else:
            pairs.append(result)
            entries.update((entry.ref, entry) for entry in result.entries)
        if number % 500 == 0 or number == len(rows):
            progress("match", number, len(rows))
    problems.sort(key=lambda problem: problem.line)
    return Preview(path, hashlib.sha256(data).hexdigest(), len(items), pairs, problems, entries)


def write_review(preview: Preview, path: Path) -> None:
    """Write the rows that were not used, each with its reason and the candidates, as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, REVIEW_COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for problem in preview.problems:
            writer.writerow(
                {
                    **problem.row,
                    "line": problem.line,
                    "code": problem.code,
                    "message": problem.message,
                    "candidates": problem.candidates,
                }
            )


@atomic_action
def apply_pairs(
    *,
    actor: Actor,
    preview: Preview,
    title: str,
    url: str,
    retrieved: date,
    licence: str = "",
    authority: Authority = Authority.WIKIPEDIA,
    progress: Progress = _silent,
) -> Applied:
    """Record the pairs of a preview as attestations of one source, all or nothing.

    Places are known by their GeoNames number; those that are new are created. What the source is already on record
    for changes nothing, so the same file can be imported again.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_record(actor)
    source, _ = record_source(
        actor=actor,
        data=SourceData(
            key=slugify(title)[:120] or "list",
            authority=authority,
            title=title,
            url=url,
            licence=licence,
            retrieved=retrieved,
        ),
    )
    needed = {entry.ref for pair in preview.pairs for entry in pair.entries}
    geonames_source = _gazetteer_source(actor, retrieved)
    progress("places", 0, len(needed))
    before = _places_of(needed)
    new = create_places(
        [preview.entries[ref] for ref in sorted(needed - before.keys())], geonames_source
    )
    progress("places", len(needed), len(needed))
    ids = {**before, **new}
    pairs = [
        (ids[pair.entries[0].ref], ids[pair.entries[1].ref], pair.row.locator)
        for pair in preview.pairs
    ]
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    progress("claims", 0, len(pairs))
    batch = ImportBatch.objects.create(
        adapter="pairs",
        file_name=preview.path.name,
        file_sha256=preview.sha256,
        source=source,
        at=now(),
        counts=preview.counts,
    )
    claims = record_attestations(actor=actor, source=source, pairs=pairs, batch_id=batch.pk)
    progress("claims", len(pairs), len(pairs))
    if not claims:
        batch.delete()
    return Applied(
        places=len(new),
        claims=claims,
        already_known=len(preview.pairs) - claims,
        batch=batch if claims else None,
    )


def _gazetteer_source(actor: Actor, retrieved: date) -> Source:
    known = Source.objects.filter(key="geonames").first()
    if known:
        return known
    source, _ = record_source(
        actor=actor,
        data=SourceData(
            key="geonames",
            authority=Authority.GAZETTEER,
            title="GeoNames",
            publisher="GeoNames",
            url="https://www.geonames.org/",
            licence="CC-BY-4.0",
            retrieved=retrieved,
        ),
    )
    return source


def _places_of(refs: Collection[str]) -> dict[str, int]:
    """Return the ids of the places that have these identifiers (``scheme:value``)."""
    found: dict[str, int] = {}
    by_scheme: dict[str, list[str]] = {}
    for ref in sorted(refs):
        scheme, _, value = ref.partition(":")
        by_scheme.setdefault(scheme, []).append(value)
    for scheme, values in by_scheme.items():
        for start in range(0, len(values), 500):
            rows = PlaceIdentifier.objects.filter(
                scheme=scheme, value__in=values[start : start + 500]
            )
            found.update(
                {f"{scheme}:{value}": pk for value, pk in rows.values_list("value", "place_id")}
            )
    return found


def create_places(entries: Sequence[Entry], source: Source) -> dict[str, int]:
    """Create places from gazetteer entries, in bulk. Returns their ids by identifier with its scheme."""
    taken = _slugs_taken({entry.country for entry in entries})
    places = [
        Place(
            country=entry.country,
            slug=_free_slug(entry, taken),
            kind=entry.kind,
            label=entry.label,
            name=entry.name,
            division=entry.division,
            lat=entry.lat,
            lng=entry.lng,
            population=entry.population or None,
            timezone=entry.timezone,
            source=source,
        )
        for entry in entries
    ]
    Place.objects.bulk_create(places, batch_size=1000)
    ids = {entry.ref: place.pk for entry, place in zip(entries, places, strict=True)}
    PlaceName.objects.bulk_create(
        (name for entry in entries for name in _names(entry, ids[entry.ref], source)),
        batch_size=2000,
    )
    PlaceIdentifier.objects.bulk_create(
        (
            PlaceIdentifier(place_id=pk, scheme=ref.partition(":")[0], value=ref.partition(":")[2])
            for ref, pk in ids.items()
        ),
        batch_size=2000,
    )
    return ids


def _names(entry: Entry, place: int, source: Source) -> Iterator[PlaceName]:
    """Yield the names by which a place is to be found: its main one, and one for each other key."""
    seen = {search_key(entry.name)}
    yield PlaceName(
        place_id=place,
        language="en",
        kind=PlaceName.OFFICIAL,
        name=entry.name,
        key=search_key(entry.name)[:KEY_LENGTH],
        source=source,
    )
    for name in entry.names:
        key = search_key(name)[:KEY_LENGTH]
        if key and key not in seen and len(name) <= KEY_LENGTH:
            seen.add(key)
            yield PlaceName(place_id=place, name=name, key=key, source=source)


def _slugs_taken(countries: set[str]) -> set[tuple[str, str]]:
    rows = Place.objects.filter(country__in=countries)
    return set(rows.values_list("country", "slug"))


def _free_slug(entry: Entry, taken: set[tuple[str, str]]) -> str:
    """Return a readable address that is free: the name, with the division for a namesake, else with its number."""
    name = slugify(entry.name)
    number = slugify(entry.ref.partition(":")[2])
    for slug in (name, f"{name}-{slugify(entry.admin1)}", f"{name}-{number}"):
        if (entry.country, slug) not in taken:
            break
    taken.add((entry.country, slug))
    return slug
