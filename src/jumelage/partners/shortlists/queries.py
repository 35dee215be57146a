"""Reading shortlists: those of a place, and what stands on one, side by side with the place that considers it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet

from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.core.domain.geo import distance_km
from jumelage.core.language import reader_language
from jumelage.partners.models.shortlists import Shortlist, ShortlistItem
from jumelage.partners.models.wishes import Wish
from jumelage.partners.shortlists.reasons import Said, places_named, said
from jumelage.partners.wishes.notices import title_in
from jumelage.places.bulk import places_identified
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie


@dataclass(frozen=True, slots=True)
class OpenWish:
    """A wish on the board, by its title in the reader's language or its own."""

    number: int
    title: str
    holder: str  # the institution that seeks, if it is not the place itself


@dataclass(frozen=True, slots=True)
class Considered:
    """A possible partner as the page shows it. Distances in km; what is not known is ``None``.

    ``ties`` is how many ties the register knows of it: of a place that is not in the register, nothing is known.
    ``bond`` is its tie with the place that considers it, if there is or was one.
    """

    item: ShortlistItem
    place: Place | None
    name: str
    country: str
    population: int | None
    km: int | None
    ties: int | None
    said: Said
    bond: Tie | None = None
    wishes: Sequence[OpenWish] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A list with its place and all that stands on it."""

    shortlist: Shortlist
    place: Place
    rows: Sequence[Considered]


def shortlists_of(actor: Actor, place: Place) -> QuerySet[Shortlist]:
    """Return the lists of a place that an actor may read, with how many stand on each (``size``); the latest first."""
    return Shortlist.objects.of_actor(actor).filter(place=place).annotate(size=Count("items"))


def shortlist_of(actor: Actor, place: Place, number: int) -> Shortlist | None:
    """Return a list of a place that an actor may read, with its place."""
    return shortlists_of(actor, place).select_related("place").filter(pk=number).first()


def places_now(items: Iterable[ShortlistItem]) -> dict[int, int]:
    """Return, by an item's id, the id of its place in the register: also of one that has come there since."""
    found: dict[int, int] = {}
    refs: dict[tuple[str, str], list[int]] = defaultdict(list)
    for item in items:
        if item.place_id is not None:
            found[item.pk] = item.place_id
        else:
            scheme, _colon, value = item.ref.partition(":")
            refs[scheme, value].append(item.pk)
    for pair, place in places_identified(refs).items():
        found |= dict.fromkeys(refs[pair], place)
    return found


def compared(shortlist: Shortlist) -> Compared:
    """Return what stands on a list, in its order: seven queries, however many."""
    items = list(shortlist.items.all())
    ids = places_now(items)
    named = places_named([reason for item in items for reason in item.reasons])
    rows = Place.objects.prefetch_related(official_names(reader_language()))
    places = rows.in_bulk({shortlist.place_id, *ids.values(), *named})
    own = places[shortlist.place_id]
    bonds, wishes = _bonds(own, ids.values()), _wishes(ids.values())
    found = []
    for item in items:
        place = places.get(ids.get(item.pk, 0))
        pk = place.pk if place else 0
        row = _considered(own, item, place, said(item.reasons, places))
        found.append(replace(row, bond=bonds.get(pk), wishes=wishes.get(pk, ())))
    return Compared(shortlist, own, found)


def _considered(own: Place, item: ShortlistItem, place: Place | None, why: Said) -> Considered:
    """Return what the row of an item, or else of its place in the register, says."""
    known: Place | ShortlistItem = place or item
    return Considered(
        item=item,
        place=place,
        name=place.local_name if place else item.name,
        country=known.country,
        population=known.population or item.population,
        km=_km(own, known),
        ties=place.tie_count if place else None,
        said=why,
    )


def _km(own: Place, other: Place | ShortlistItem) -> int | None:
    if own.lat is None or own.lng is None or other.lat is None or other.lng is None:
        return None
    return round(distance_km(own.lat, own.lng, other.lat, other.lng))


def _bonds(own: Place, others: Iterable[int]) -> dict[int, Tie]:
    """Return the ties of a place with some others, by the other's id."""
    ids = set(others)
    sides = Q(place_a=own, place_b__in=ids) | Q(place_b=own, place_a__in=ids)
    found = Tie.objects.filter(sides).exclude(legal=Legal.NONE).select_related("place_a", "place_b")
    return {tie.place_b_id if tie.place_a_id == own.pk else tie.place_a_id: tie for tie in found}


def _wishes(places: Iterable[int]) -> dict[int, list[OpenWish]]:
    """Return the wishes on the board of some places, by the place's id."""
    found: dict[int, list[OpenWish]] = defaultdict(list)
    rows = Wish.objects.on_board(today()).filter(place__in=set(places)).order_by("-opened_at", "pk")
    for wish in rows.select_related("institution").prefetch_related("texts"):
        title = title_in(wish, reader_language()).title
        holder = wish.institution.name if wish.institution else ""
        found[wish.place_id].append(OpenWish(wish.pk, title, holder))
    return dict(found)
