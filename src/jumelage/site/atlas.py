"""Making and keeping the atlas files of the current revision."""

import gzip
import heapq
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

import brotli
from django.conf import settings
from django.db import connection, connections

from jumelage.core.audit import revision
from jumelage.core.clock import today
from jumelage.places.models import Place, PlaceName
from jumelage.site.one_maker import alone, is_taken, waiting_alone
from jumelage.ties.domain.atlas import Arc, Point, encode
from jumelage.ties.models import Tie

#: The lower compression level where a file is so large that the best would keep the first visitor waiting.
LARGE = 4_000_000
#: A file from so many bytes on takes a second or more to make: readers are shown the one before meanwhile.
ASIDE = 200_000
#: The version of the file format.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class AtlasPaths:
    """Where the files of one revision and language lie."""

    stem: Path

    @property
    def plain(self) -> Path:
        """The file itself."""
        return self.stem.with_name(self.stem.name + ".bin")

    @property
    def brotli(self) -> Path:
        """The same, brotli-compressed."""
        return self.stem.with_name(self.stem.name + ".bin.br")

    @property
    def gzip(self) -> Path:
        """The same, gzip-compressed."""
        return self.stem.with_name(self.stem.name + ".bin.gz")

    @property
    def index(self) -> Path:
        """The ids of the places by their position in the file."""
        return self.stem.with_name(self.stem.name + ".json")


def atlas_revision() -> str:
    """Return the name of the current atlas: the registry's revision and the file format's version."""
    return f"{revision()}-{FORMAT}"


def atlas_paths(language: str, name: str | None = None) -> AtlasPaths:
    """Return the paths of an atlas, whether or not it was made yet."""
    folder: Path = settings.JUMELAGE["DATA_DIR"] / "atlas"
    return AtlasPaths(folder / f"{name or atlas_revision()}.{language}")


def shown_revision(language: str) -> str:
    """Return the name of the atlas that pages show: the current one, or while a large one is made, the one before."""
    current = atlas_revision()
    made = atlas_paths(language, current).index.exists()
    before = None if made else _large_before(language)
    if before is None:
        return current
    _start_making(language)
    return before


def ensure_atlas(language: str) -> AtlasPaths | None:
    """Return the current atlas in ``language``, made first if the registry has changed.

    Returns ``None`` where that takes long and an atlas of before is there to be shown meanwhile: it is made aside.
    """
    paths = atlas_paths(language)
    if paths.index.exists():
        return paths
    if _large_before(language) is not None:
        _start_making(language)
        return None
    with waiting_alone(paths.plain.parent, paths.index):
        if not paths.index.exists():
            _make(paths, language)
    return paths


def _large_before(language: str) -> str | None:
    """Return the name of the last atlas made, if making another would keep a reader waiting."""
    folder = atlas_paths(language, "any").plain.parent
    ending = f"-{FORMAT}.{language}.json"
    made = max(folder.glob(f"*{ending}"), key=lambda path: path.stat().st_mtime, default=None)
    if made is None:
        return None
    name = made.name.removesuffix(f".{language}.json")
    plain = atlas_paths(language, name).plain
    return name if plain.exists() and plain.stat().st_size >= ASIDE else None


def _start_making(language: str) -> None:
    """Make the current atlas in a thread of its own, unless one is being made."""
    paths = atlas_paths(language)
    if is_taken(paths.plain.parent):
        return
    Thread(target=_make_aside, args=(paths, language), name="atlas", daemon=True).start()


def _make_aside(paths: AtlasPaths, language: str) -> None:
    try:
        with alone(paths.plain.parent) as mine:
            if mine and not paths.index.exists():
                _make(paths, language)
    finally:
        connections.close_all()


def _make(paths: AtlasPaths, language: str) -> None:
    limit: int = settings.JUMELAGE["ATLAS_MAX_TIES"]
    arcs = list(_arcs(limit))
    ends = {end for arc in arcs for end in (arc.a, arc.b)}
    header = {
        "revision": paths.stem.name.removesuffix(f".{language}"),
        "lang": language,
        "today": today().isoformat(),
        "truncated": int(len(arcs) == limit),
    }
    made = encode(_points(ends, language), arcs, header)
    paths.plain.parent.mkdir(parents=True, exist_ok=True)
    quality = 11 if len(made.data) < LARGE else 5
    _write(paths.plain, made.data)
    _write(paths.brotli, brotli.compress(made.data, quality=quality, lgwin=22))
    _write(paths.gzip, gzip.compress(made.data, 9, mtime=0))
    _write(paths.index, json.dumps(list(made.place_ids)).encode())
    _drop_old(paths)


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def _drop_old(current: AtlasPaths) -> None:
    """Keep the files of the last few revisions, for pages that were opened before a change."""
    folder = current.plain.parent
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in files[8:]:
        for path in folder.glob(f"{old.stem}.*"):
            path.unlink(missing_ok=True)


_ARC = (
    "place_a_id",
    "place_b_id",
    "form",
    "legal_a",
    "legal_b",
    "disputed",
    "since_year",
    "changed_on",
)


def _arcs(limit: int) -> Iterator[Arc]:
    """Yield the ties to show: all of them, or if there are more than ``limit``, those of the most connected places."""
    if Tie.objects.order_by().values("pk")[limit:].exists():
        rows: Iterable[tuple[Any, ...]] = _most_connected(limit)
    else:
        ties = Tie.objects.filter(place_a__lat__isnull=False, place_b__lat__isnull=False)
        rows = ties.order_by().values_list(*_ARC).iterator()
    for a, b, form, legal_a, legal_b, disputed, since, changed, *_ in rows:
        yield Arc(
            a, b, form, legal_a, legal_b, disputed, since or 0, changed.year if changed else 0
        )


def _most_connected(limit: int) -> list[tuple[Any, ...]]:
    """Return the ties between the most connected places: the places first, then one look through the ties."""
    best = Place.objects.filter(lat__isnull=False).order_by("-tie_count", "name", "pk")
    rank = dict(best.values_list("pk", "tie_count")[: max(limit // 8, 100)])
    # PostgreSQL holds each tie against a table of these numbers; of a subquery it would ask the index once for each.
    ends: Any = list(rank) if connection.vendor == "postgresql" else best.values("pk")[: len(rank)]
    ties = Tie.objects.filter(place_a__in=ends, place_b__in=ends).order_by()
    rows = ties.values_list(*_ARC, "pk").iterator()
    return heapq.nsmallest(limit, rows, key=lambda row: (-rank[row[0]], -rank[row[1]], row[-1]))


def _points(ends: set[int], language: str) -> Iterator[Point]:
    names: dict[int, str] = {}
    if language != "en":
        official = PlaceName.objects.filter(language=language, kind=PlaceName.OFFICIAL)
        names = dict(official.values_list("place_id", "name"))
    rows = Place.objects.filter(lat__isnull=False, tie_count__gt=0)
    for pk, country, kind, lat, lng, name in rows.values_list(
        "pk", "country", "kind", "lat", "lng", "name"
    ).iterator():
        if pk in ends and lat is not None and lng is not None:
            yield Point(pk, country, kind, lat, lng, names.get(pk, name))


def index_of_place(place: int, name: str) -> int | None:
    """Return the position of a place in an atlas; ``None`` if it is not on it, or the atlas not made yet.

    The order does not depend on the language, so any language's file will do.
    """
    for language, _ in settings.LANGUAGES:
        path = atlas_paths(language, name).index
        if path.exists():
            return _positions(path).get(place)
    return None


@lru_cache(maxsize=4)
def _positions(path: Path) -> dict[int, int]:
    return {place: position for position, place in enumerate(json.loads(path.read_text()))}


def place_at_index(language: str, name: str, index: int) -> int | None:
    """Return the id of the place at a position of an atlas file, if that file is still kept."""
    path = atlas_paths(language, name).index
    if not path.exists():
        return None
    ids = json.loads(path.read_text())
    return ids[index] if 0 <= index < len(ids) else None
