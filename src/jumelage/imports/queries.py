"""Reading what waits for a person: open questions, likely duplicates, merges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Count, Q, QuerySet, Sum

from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import search_key
from jumelage.imports.models import Decision, PlaceMerge, ReviewItem
from jumelage.imports.suspicions import NEAR_KM
from jumelage.places.models import Place, PlaceName
from jumelage.places.queries import official_names, place_at
from jumelage.sources.models import ImportBatch

#: No more likely duplicates than these are shown: when they are merged, others come up.
MOST_PAIRS = 500


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of the queue is looked at: one source (its key), country or code; empty for all.

    ``within`` are the countries that the reader decides about; ``None`` for all.
    """

    source: str = ""
    country: str = ""
    code: str = ""
    within: frozenset[str] | None = None


def open_questions(narrowed: Narrowed = Narrowed()) -> QuerySet[ReviewItem]:
    """Return the open questions, those that most rows wait for first."""
    rows = ReviewItem.objects.filter(kind=ReviewItem.NAME, state=ReviewItem.OPEN)
    if narrowed.within is not None:
        rows = rows.filter(country__in=narrowed.within)
    if narrowed.source:
        rows = rows.filter(source__key=narrowed.source)
    if narrowed.country:
        rows = rows.filter(country="" if narrowed.country == "none" else narrowed.country)
    if narrowed.code:
        rows = rows.filter(code=narrowed.code)
    return rows.select_related("source").order_by("-rows", "id")


def question_after(item: ReviewItem, narrowed: Narrowed) -> ReviewItem | None:
    """Return the open question that comes after this one in the queue; after the last one the first."""
    others = open_questions(narrowed).exclude(pk=item.pk)
    later = others.filter(Q(rows__lt=item.rows) | Q(rows=item.rows, pk__gt=item.pk))
    return later.first() or others.first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits: open questions, and rows of the source that wait for their answers."""

    value: str
    word: str
    questions: int
    rows: int


def waiting_by_source(within: frozenset[str] | None = None) -> list[Waiting]:
    """Return what waits for each source, most rows first; of all countries or of those ``within``."""
    found = (
        open_questions(Narrowed(within=within)).order_by().values("source__key", "source__title")
    )
    counted = found.annotate(questions=Count("pk"), waiting=Sum("rows"))
    return [
        Waiting(row["source__key"], row["source__title"], row["questions"], row["waiting"])
        for row in counted.order_by("-waiting", "source__title")
    ]


def waiting_by(field: str, within: frozenset[str] | None = None) -> list[Waiting]:
    """Return what waits for each ``country`` or ``code``, most rows first; of all countries or of those ``within``."""
    counted = (
        open_questions(Narrowed(within=within))
        .order_by()
        .values(field)
        .annotate(n=Count("pk"), m=Sum("rows"))
    )
    return [Waiting(row[field], row[field], row["n"], row["m"]) for row in counted.order_by("-m")]


def last_decisions(limit: int = 20, within: frozenset[str] | None = None) -> QuerySet[Decision]:
    """Return the latest decisions, about names of all countries or of those ``within``."""
    rows = Decision.objects.select_related("source", "place")
    return (rows if within is None else rows.filter(country__in=within))[:limit]


def only_place_named(name: str) -> Place | None:
    """Return the place of the register with this whole name, if only one has it."""
    key = search_key(name)
    if not key:
        return None
    found = Place.objects.filter(pk__in=PlaceName.objects.filter(key=key).values("place"))[:2]
    places = list(found)
    return places[0] if len(places) == 1 else None


def place_now_at(country: str, slug: str) -> Place | None:
    """Return the place at a readable address, or the one that it has been merged into."""
    found = place_at(country, slug)
    if found is not None:
        return found
    merge = PlaceMerge.objects.filter(
        gone_key=f"{country.lower()}/{slug.lower()}", parted_at__isnull=True
    ).select_related("kept")
    merged = merge.first()
    return merged.kept if merged else None


def merges(within: frozenset[str] | None = None) -> QuerySet[PlaceMerge]:
    """Return the merges, the latest first, those that were parted again too; of all countries or those ``within``."""
    rows = PlaceMerge.objects.select_related("kept").defer("snapshot")
    return rows if within is None else rows.filter(kept__country__in=within)


def merge_that_took(
    places: Iterable[int], within: frozenset[str] | None = None
) -> PlaceMerge | None:
    """Return the merge by which one of these places, by their numbers, went into another one, if it still holds."""
    rows = merges(within).filter(parted_at__isnull=True, snapshot__gone__in=list(places))
    return rows.first()


def merges_that_hold(batch: ImportBatch) -> list[PlaceMerge]:
    """Return the merges of places that an import speaks of: they must be parted before it can be undone."""
    filled = set(batch.undo.get("filled", {}))
    active = PlaceMerge.objects.filter(parted_at__isnull=True).select_related("kept")
    return [
        merge
        for merge in active
        if batch.pk in merge.snapshot["batches"] or str(merge.snapshot["gone"]) in filled
    ]


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two places that may be one, the one with more ties first, and how far apart they lie (km)."""

    first: Place
    second: Place
    km: float


#: Pairs of places of one country and kind of which one has as a name what is an official name of the other, in a strip
#: about as high as NEAR_KM. By the index of the names' keys: the work grows with the names, not with their square.
_PAIRS = """
SELECT DISTINCT p.id, p.tie_count, p.lat, p.lng, q.id, q.tie_count, q.lat, q.lng, p.tie_count + q.tie_count AS ties
FROM places_placename AS n
JOIN places_placename AS m ON m.key = n.key AND m.place_id <> n.place_id
JOIN places_place AS p ON p.id = n.place_id
JOIN places_place AS q ON q.id = m.place_id
WHERE n.kind = 'official' AND p.country = q.country AND p.kind = q.kind
  AND (m.kind <> 'official' OR p.id < q.id)
  AND q.lat BETWEEN p.lat - %s AND p.lat + %s
ORDER BY ties DESC, p.id, q.id
LIMIT %s
"""


def likely_ends() -> list[tuple[int, int, float]]:
    """Return pairs of places (ids) of one country and kind, with one name, within 15 km, and their distance (km).

    The most connected come first, and in each pair the place with more ties. One statement; at most 500 pairs.
    """
    degrees = NEAR_KM / 111.0  # a degree of latitude has 111 km
    with connections["default"].cursor() as cursor:
        cursor.execute(_PAIRS, [degrees, degrees, 4 * MOST_PAIRS])
        rows = cursor.fetchall()
    found: dict[tuple[int, int], float] = {}
    for p, p_ties, p_lat, p_lng, q, q_ties, q_lat, q_lng, _ties in rows:
        km = distance_km(p_lat, p_lng, q_lat, q_lng)
        if km <= NEAR_KM:
            first, second = sorted(((p_ties, -p), (q_ties, -q)), reverse=True)
            found.setdefault((-first[1], -second[1]), km)
    return [(*ends, km) for ends, km in found.items()][:MOST_PAIRS]


def ends_within(
    ends: Sequence[tuple[int, int, float]], within: frozenset[str]
) -> list[tuple[int, int, float]]:
    """Return those of the pairs that :func:`likely_ends` found that lie in these countries: one statement."""
    first = {pair[0] for pair in ends}
    kept = set(Place.objects.filter(pk__in=first, country__in=within).values_list("pk", flat=True))
    return [pair for pair in ends if pair[0] in kept]


def likely_pairs(ends: Sequence[tuple[int, int, float]], language: str = "en") -> list[LikelyPair]:
    """Return the places of pairs that :func:`likely_ends` found, with their names in a language."""
    rows = Place.objects.prefetch_related(official_names(language))
    places = rows.in_bulk({pk for first, second, _km in ends for pk in (first, second)})
    return [
        LikelyPair(places[first], places[second], km)
        for first, second, km in ends
        if first in places and second in places
    ]
