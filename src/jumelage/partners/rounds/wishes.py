"""The wishes of a round as plain values, ready for the engine (:mod:`partners.domain.matching`)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from jumelage.core.clock import today
from jumelage.partners.domain.matching.wishes import Wish as PlainWish
from jumelage.partners.domain.terms import MUNICIPALITY
from jumelage.partners.models import Round, RoundPair, Wish, WishDecline, WishTerm
from jumelage.ties.domain.terms import BOUND
from jumelage.ties.models import Tie

#: Which field of a plain wish each aspect fills.
_FIELDS = {
    WishTerm.THEME: "themes",
    WishTerm.KIND: "seeks_kinds",
    WishTerm.OFFER: "offers",
    WishTerm.NEED: "needs",
    WishTerm.LANGUAGE: "languages",
    WishTerm.COUNTRY: "countries",
    WishTerm.NOT_COUNTRY: "not_countries",
}


def ref_of(wish: int) -> str:
    """Return what a wish is called in a round and in its files, by its number."""
    return f"wish-{wish}"


def number_of(ref: str) -> int:
    """Return the number of a wish that is called so in a round."""
    return int(ref.removeprefix("wish-"))


def place_ref(place: int) -> str:
    """Return what a place is called in files of wishes, by its number."""
    return f"place-{place}"


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between certain wishes, by their numbers: partners they have, and whom they declined."""

    taken: Mapping[int, int]  # how many of the partners that a wish seeks it has from rounds
    partners: Mapping[int, Collection[str]] = field(default_factory=dict)
    declined: Mapping[int, Collection[str]] = field(default_factory=dict)

    def left(self, wish: Wish) -> int:
        """Return how many partners a wish still seeks; 0 or less if it has them all."""
        return wish.capacity - self.taken.get(wish.pk, 0)


def wishes_in(round_: Round) -> QuerySet[Wish]:
    """Return the wishes that take part in a round, in the order of their numbers."""
    return Wish.objects.filter(entries__round=round_).order_by("pk")


def standing(round_: Round) -> QuerySet[RoundPair]:
    """Return the pairs of other rounds that keep a place of a wish: agreed, or offered and not declined."""
    declined = Q(answer_a=RoundPair.DECLINED) | Q(answer_b=RoundPair.DECLINED)
    agreed = Q(answer_a=RoundPair.ACCEPTED, answer_b=RoundPair.ACCEPTED)
    asked = Q(round__state=Round.OFFERED) & ~declined
    return RoundPair.objects.filter(agreed | asked).exclude(round=round_)


def places_taken(round_: Round, wishes: Collection[int] | None = None) -> Mapping[int, int]:
    """Return how many places other rounds have taken of each wish that takes part, or of some wishes: one query."""
    own = wishes_in(round_).order_by().values("pk") if wishes is None else wishes
    rows = standing(round_).filter(Q(wish_a__in=own) | Q(wish_b__in=own))
    return Counter(pk for pair in rows.order_by().values_list("wish_a", "wish_b") for pk in pair)


def between(round_: Round) -> Between:
    """Return what stands between the wishes of a round: four queries, however many they are."""
    partners: dict[int, set[str]] = defaultdict(set)
    declined: dict[int, set[str]] = defaultdict(set)
    own = wishes_in(round_).order_by()
    taken: Counter[int] = Counter()
    mine = Q(wish_a__in=own.values("pk")) | Q(wish_b__in=own.values("pk"))
    for a, b in standing(round_).filter(mine).order_by().values_list("wish_a", "wish_b"):
        taken.update((a, b))
        partners[a].add(ref_of(b))
        partners[b].add(ref_of(a))
    for pk, tied in _tied(own).items():
        partners[pk] |= tied
    rows = WishDecline.objects.filter(wish__in=own.values("pk")).values_list("wish", "other")
    for pk, other in rows:
        declined[pk].add(ref_of(other))
    return Between(taken, partners, declined)


def _tied(own: QuerySet[Wish]) -> dict[int, set[str]]:
    """Return for each wish of a place itself the places with which that is tied already.

    Institutions may well seek a counterpart in a town that theirs is twinned with.
    """
    places = own.values("place")
    ties = Tie.objects.filter(place_a__in=places, place_b__in=places, legal__in=BOUND)
    tied: dict[int, set[str]] = defaultdict(set)
    for a, b in ties.order_by().values_list("place_a", "place_b"):
        tied[a].add(place_ref(b))
        tied[b].add(place_ref(a))
    holders = own.filter(institution__isnull=True).values_list("pk", "place")
    return {pk: tied[place] for pk, place in holders if place in tied}


def drawable(round_: Round) -> list[PlainWish]:
    """Return the wishes with which a round can be drawn now, by their numbers: six queries, however many.

    They stand on the board today, and seek at least one partner more than other rounds have brought.
    """
    known = between(round_)
    rows = wishes_in(round_).on_board(today())  # type: ignore[attr-defined]  # a WishQuerySet
    rows = rows.select_related("place", "institution").prefetch_related("terms")
    return [plain(wish, known) for wish in rows if known.left(wish) > 0]


def plain(wish: Wish, known: Between) -> PlainWish:
    """Return a wish as the engine knows it. Its place, its institution and its terms must have been fetched."""
    terms: dict[str, list[str]] = {name: [] for name in _FIELDS.values()}
    for term in wish.terms.all():
        terms[_FIELDS[term.aspect]].append(term.code)
    place, institution = wish.place, wish.institution
    return PlainWish(
        ref=ref_of(wish.pk),
        name=f"{institution.name}, {place.name}" if institution else place.name,
        country=place.country,
        kind=institution.kind if institution else MUNICIPALITY,
        place=place_ref(place.pk),
        lat=place.lat,
        lng=place.lng,
        population=place.population,
        interpreter=wish.interpreter,
        form=wish.form,
        size_from=wish.size_from,
        size_to=wish.size_to,
        km_from=wish.km_from,
        km_to=wish.km_to,
        any_kind=wish.any_kind,
        capacity=max(1, known.left(wish)),
        until=wish.until,
        partners=frozenset(known.partners.get(wish.pk, ())),
        declined=frozenset(known.declined.get(wish.pk, ())),
        **{name: frozenset(codes) for name, codes in terms.items()},
    )


def sides_of(
    round_: Round, wishes: Sequence[PlainWish]
) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the countries of the two sides of a round among certain wishes; nothing if it has no sides.

    A side B that names none is all other countries.
    """
    if not round_.side_a:
        return None
    first = frozenset(round_.side_a)
    others = frozenset(wish.country for wish in wishes) - first
    return first, frozenset(round_.side_b) or others
