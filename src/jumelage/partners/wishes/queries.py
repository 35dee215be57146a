"""Reading wishes: the public board with its filters, and those of a place."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.partners.domain.terms import MUNICIPALITY
from jumelage.partners.models.wishes import Wish, WishTerm
from jumelage.places.models import Place, PlaceName


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which wishes of the board somebody wants to see; what is empty does not narrow."""

    country: str = ""  # of the holder
    sought: str = ""  # a country whose places may answer
    theme: str = ""
    kind: str = ""
    language: str = ""
    holder: str = ""  # municipality, or a kind of institution
    words: str = ""


def with_all(wishes: QuerySet[Wish], language: str) -> QuerySet[Wish]:
    """Return wishes with all that a page shows of them: three more queries, however many there are."""
    return wishes.select_related("place", "institution").prefetch_related(
        "texts",
        "terms",
        Prefetch(
            "place__names",
            PlaceName.objects.filter(language=language, kind=PlaceName.OFFICIAL),
        ),
    )


def board(on: date, chosen: BoardFilter) -> QuerySet[Wish]:
    """Return the open wishes of a day that fit a filter, the newest first.

    A wish that names no countries seeks in all; one that excludes a country is not for it.
    """
    found: QuerySet[Wish] = Wish.objects.on_board(on)
    if chosen.country:
        found = found.filter(place__country=chosen.country)
    if chosen.sought:
        found = sought_in(found, chosen.sought)
    for aspect, code in (
        (WishTerm.THEME, chosen.theme),
        (WishTerm.KIND, chosen.kind),
        (WishTerm.LANGUAGE, chosen.language),
    ):
        if code:
            found = found.filter(pk__in=_having(aspect, code))
    if chosen.holder == MUNICIPALITY:
        found = found.filter(institution__isnull=True)
    elif chosen.holder:
        found = found.filter(institution__kind=chosen.holder)
    for word in chosen.words.split()[:8]:
        texts = Q(texts__title__icontains=word) | Q(texts__text__icontains=word)
        named = Q(place__name__icontains=word) | Q(place__names__name__icontains=word)
        fitting = Wish.objects.filter(texts | named | Q(institution__name__icontains=word))
        found = found.filter(pk__in=fitting.order_by().values("pk"))
    return found.order_by("-opened_at", "-pk")


def _having(aspect: str, code: str) -> QuerySet[WishTerm, int]:
    return (
        WishTerm.objects.filter(aspect=aspect, code=code).order_by().values_list("wish", flat=True)
    )


def sought_in(found: QuerySet[Wish], country: str) -> QuerySet[Wish]:
    """Keep the wishes that places of a country may answer: none that seeks in others only, or excludes it."""
    choosy = WishTerm.objects.filter(aspect=WishTerm.COUNTRY).order_by().values("wish")
    wanted = Q(pk__in=_having(WishTerm.COUNTRY, country)) | ~Q(pk__in=choosy)
    return found.filter(wanted).exclude(pk__in=_having(WishTerm.NOT_COUNTRY, country))


def countries_on_board(on: date) -> list[str]:
    """Return the codes of the countries from which a wish stands on the board."""
    codes = Wish.objects.on_board(on).order_by().values_list("place__country", flat=True)
    return sorted(set(codes.distinct()))


def places_with_wish(on: date, theme: str = "") -> frozenset[int]:
    """Return the places that have a wish on the board (for a theme): their own, or one of an institution there."""
    wishes: QuerySet[Wish] = Wish.objects.on_board(on)
    if theme:
        wishes = wishes.filter(pk__in=_having(WishTerm.THEME, theme))
    return frozenset(wishes.order_by().values_list("place_id", flat=True))


def open_wishes_of(place: Place) -> QuerySet[Wish]:
    """Return what a place and its institutions seek today, the newest first."""
    return Wish.objects.on_board(today()).filter(place=place).order_by("-opened_at", "-pk")


def wishes_of(place: Place, actor: Actor) -> QuerySet[Wish]:
    """Return all wishes of a place and of its institutions that somebody may see as their owner, the latest first."""
    own = Wish.objects.of_actor(actor).filter(place=place)
    return own.order_by(Coalesce("opened_at", "created_at").desc(), "-pk")
