"""Reading rounds of matching: for the association all of its own, for a side its own wishes and pairs only."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.memberships.officers import places_with_officers
from jumelage.partners.models import (
    Drawing,
    Round,
    RoundEntry,
    RoundPair,
    Wish,
    WishTerm,
    WishText,
)
from jumelage.places.models import PlaceName


def rounds_held(actor: Actor) -> QuerySet[Round]:
    """Return the rounds that the actor holds, the latest first, each with ``wishes``, how many take part in it."""
    rows = Round.objects.held_by(actor).select_related("association")
    return rows.annotate(wishes=Count("entries")).order_by("-created_at", "-pk")


def rounds_waiting(actor: Actor) -> int:
    """Return how many rounds wait for the actor: drawn and not offered, or past their days of collecting; one query."""
    over = Q(state=Round.COLLECTING, collects_until__lt=today())
    return Round.objects.held_by(actor).filter(over | Q(state=Round.DRAWN)).count()


def with_names(language: str, wish: str) -> "list[Prefetch[str]]":
    """Return what to prefetch to show a wish that stands at ``wish``: its texts, and its place’s name."""
    names = PlaceName.objects.filter(language=language, kind=PlaceName.OFFICIAL)
    return [
        Prefetch(f"{wish}texts", WishText.objects.order_by("-is_original", "language")),
        Prefetch(f"{wish}place__names", names),
    ]


def named(numbers: Iterable[int], language: str) -> dict[int, Wish]:
    """Return wishes by their numbers with what is needed to name them: three queries."""
    rows = Wish.objects.select_related("place", "institution")
    return rows.prefetch_related(*with_names(language, "")).in_bulk(list(set(numbers)))


def entries_of(round_: Round, language: str) -> QuerySet[RoundEntry]:
    """Return the wishes of a round with their names, by country and place: four queries."""
    rows = round_.entries.select_related("wish__place", "wish__institution")
    return rows.prefetch_related(*with_names(language, "wish__"), "wish__terms").order_by(
        "wish__place__country", "wish__place__name", "pk"
    )


def fitting(round_: Round, language: str, words: str = "") -> QuerySet[Wish]:
    """Return the open wishes that fit the countries of a round and could be entered, by country and place.

    Those whose owners took them out are not among them.
    """
    rows = Wish.objects.on_board(today()).exclude(entries__round=round_)
    rows = rows.exclude(pk__in=round_.refusals.values("wish"))
    if round_.side_a and round_.side_b:
        rows = rows.filter(place__country__in=[*round_.side_a, *round_.side_b])
    for word in words.split()[:8]:
        found = Q(texts__title__icontains=word) | Q(place__name__icontains=word)
        wanted = Wish.objects.filter(found | Q(place__names__name__icontains=word))
        rows = rows.filter(pk__in=wanted.order_by().values("pk"))
    rows = rows.select_related("place", "institution")
    return rows.prefetch_related(*with_names(language, ""), "terms").order_by(
        "place__country", "place__name", "pk"
    )


#: What a wish may lack, so that a round finds less for it: codes, in the order in which they are said.
CLOSED, TAKEN, NOBODY, RUNS_OUT, LANGUAGES, NEEDS, OFFERS, WHERE, SIZE = (
    "closed", "taken", "nobody", "runs_out", "languages", "needs", "offers", "where", "size",
)  # fmt: skip


def lacking(
    wishes: Iterable[Wish], taken: Mapping[int, int], answers_until: date
) -> dict[int, list[str]]:
    """Return what each of some wishes lacks to be matched well: two queries, however many they are.

    ``closed`` and ``taken`` (other rounds have found all partners it seeks) keep it from being drawn. ``nobody``:
    nobody here would answer for its place. ``runs_out``: it does so before the last day for answers. The others are
    things that it does not say, or that are not known of its place.

    Args:
        wishes: with their places and terms.
        taken: how many partners other rounds have brought, by the number of a wish.
        answers_until: the last day for answers.
    """
    wishes = list(wishes)
    here = places_with_officers([wish.place_id for wish in wishes])
    here_too = _institutions_with_officers(wishes)
    found = {}
    for wish in wishes:
        said = {term.aspect for term in wish.terms.all()}
        is_open = wish.state == Wish.OPEN and wish.until >= today()
        checks = {
            CLOSED: is_open,
            TAKEN: taken.get(wish.pk, 0) < wish.capacity,
            NOBODY: wish.place_id in here or wish.institution_id in here_too,
            RUNS_OUT: not is_open or wish.until >= answers_until,
            LANGUAGES: WishTerm.LANGUAGE in said,
            NEEDS: WishTerm.NEED in said,
            OFFERS: WishTerm.OFFER in said,
            WHERE: wish.place.lat is not None,
            SIZE: wish.place.population is not None,
        }
        found[wish.pk] = [code for code, is_there in checks.items() if not is_there]
    return found


def _institutions_with_officers(wishes: Iterable[Wish]) -> set[int | None]:
    own = [wish.institution_id for wish in wishes if wish.institution_id]
    rows = Membership.objects.active().filter(
        institution__in=own, role__in=[Role.OFFICER, Role.HEAD], user__is_active=True
    )
    return set(rows.values_list("institution_id", flat=True))


def pairs_named(round_: Round, language: str) -> QuerySet[RoundPair]:
    """Return the pairs of a round with the names of their wishes: five queries. Those served best stand first."""
    rows = round_.pairs.select_related(
        "wish_a__place", "wish_a__institution", "wish_b__place", "wish_b__institution"
    )
    return rows.prefetch_related(
        *with_names(language, "wish_a__"), *with_names(language, "wish_b__")
    )


def answers_of(round_: Round) -> dict[str, int]:
    """Return how many pairs of a round are agreed, declined, and wait for a side: one query."""
    counts: Counter[str] = Counter(agreed=0, declined=0, waiting=0)
    for both in round_.pairs.order_by().values_list("answer_a", "answer_b"):
        said = set(both)
        is_agreed = said == {RoundPair.ACCEPTED}
        declined = RoundPair.DECLINED in said
        counts["agreed" if is_agreed else "declined" if declined else "waiting"] += 1
    return dict(counts)


def drawings_of(round_: Round) -> QuerySet[Drawing]:
    """Return the drawings of a round without what is long: their wishes and outcomes."""
    return round_.drawings.defer("wishes", "outcome").order_by("number")


@dataclass(frozen=True, slots=True)
class SeenPair:
    """A pair as one side sees it: the other wish, and its own answer. What the other said is not in it."""

    pair: RoundPair
    own: Wish
    other: Wish
    served: float  # how well the own wish is served, 0 to 1
    rank: int  # of the other on the own list, from 1
    answer: str
    answered_at: datetime | None
    reason: str

    @property
    def waits(self) -> bool:
        """Whether this side can answer now."""
        round_ = self.pair.round
        in_time = round_.state == Round.OFFERED and round_.answers_until >= today()
        return self.answer == RoundPair.WAITING and in_time and self.own.state == Wish.OPEN

    @property
    def result(self) -> str:
        """``agreed`` or ``not_agreed`` once both have answered or the round is closed; before that nothing."""
        if not self.pair.is_answered and self.pair.round.state != Round.CLOSED:
            return ""
        return "agreed" if self.pair.is_agreed else "not_agreed"


def pairs_for(actor: Actor, place: int, language: str) -> list[SeenPair]:
    """Return the offered pairs of those wishes of a place that the actor may write, the latest round first."""
    return _pairs_for(actor, place, language)


def pair_for(actor: Actor, place: int, number: int, language: str) -> SeenPair | None:
    """Return one of :func:`pairs_for` by its number; nothing if it is not among them."""
    found = _pairs_for(actor, place, language, pk=number)
    return found[0] if found else None


def _pairs_for(actor: Actor, place: int, language: str, **narrowed: int) -> list[SeenPair]:
    mine = set(Wish.objects.of_actor(actor).filter(place=place).values_list("pk", flat=True))
    rows = RoundPair.objects.shown().of_place(place).filter(**narrowed)
    rows = rows.select_related(
        "round__association", "wish_a__place", "wish_a__institution", "wish_b__place", "wish_b__institution"
    )  # fmt: skip
    rows = rows.prefetch_related(
        *with_names(language, "wish_a__"), *with_names(language, "wish_b__")
    )
    rows = rows.order_by("-round__offered_at", "pk")
    return [_seen(pair, mine) for pair in rows if {pair.wish_a_id, pair.wish_b_id} & mine]


def _seen(pair: RoundPair, mine: set[int]) -> SeenPair:
    if pair.wish_a_id in mine:
        return SeenPair(
            pair, pair.wish_a, pair.wish_b, pair.served_a, pair.rank_a,
            pair.answer_a, pair.answered_a_at, pair.reason_a,
        )  # fmt: skip
    return SeenPair(
        pair, pair.wish_b, pair.wish_a, pair.served_b, pair.rank_b,
        pair.answer_b, pair.answered_b_at, pair.reason_b,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """A round that collects wishes, and the own wishes that take part in it, or could."""

    round: Round
    inside: list[Wish]
    outside: list[Wish]


def calls_for(actor: Actor, place: int, country: str, language: str) -> list[Call]:
    """Return the rounds in which wishes of a place take part or can be entered now: five queries."""
    wishes = Wish.objects.of_actor(actor).on_board(today()).filter(place=place)
    own = list(
        wishes.select_related("place", "institution").prefetch_related(*with_names(language, ""))
    )
    there = RoundEntry.objects.filter(
        wish__in=own, round__state__in=[Round.COLLECTING, Round.DRAWN]
    )
    entered = {(entry.round_id, entry.wish_id) for entry in there}
    rows = Round.objects.filter(state__in=[Round.COLLECTING, Round.DRAWN]).select_related(
        "association"
    )
    found = []
    for round_ in rows.order_by("collects_until", "pk"):
        inside = [wish for wish in own if (round_.pk, wish.pk) in entered]
        open_ = round_.state == Round.COLLECTING and round_.collects_until >= today()
        countries = {*round_.side_a, *round_.side_b}
        fits = not (round_.side_a and round_.side_b) or country in countries
        outside = [wish for wish in own if wish not in inside] if open_ and fits else []
        if inside or (open_ and fits):
            found.append(Call(round_, inside, outside))
    return found
