"""Which wishes of the board fit each other from both sides: for one of them now, and what is new for all of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Q, QuerySet

from jumelage.partners.domain.matching.candidates import BLOCK
from jumelage.partners.domain.matching.fits import Fit, best_for, fit_of
from jumelage.partners.domain.matching.pool import WHOLE, Pool
from jumelage.partners.domain.matching.wishes import Wish as PlainWish
from jumelage.partners.models.answers import WishDecline
from jumelage.partners.models.wishes import Wish, WishTerm
from jumelage.partners.rounds.wishes import Between, number_of, place_ref, plain, ref_of
from jumelage.partners.wishes.queries import sought_in, with_all
from jumelage.ties.domain.terms import BOUND
from jumelage.ties.models import Tie

#: So well both must be served that their owners are told (0 to 1).
STRONG = 0.6
#: So many of them a message names for each wish.
MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A wish that fits an own one: ``fit.a`` says how well the own is served, ``fit.b`` how well the other."""

    wish: Wish
    own_values: PlainWish
    values: PlainWish
    fit: Fit


def matches_for(wish: Wish, on: date, language: str, number: int = 12) -> list[Match]:
    """Return the open wishes that fit a wish from both sides, the best first: eight queries (its terms fetched).

    Ranked by how well the less well served of the two is served, then by both together. What either declined does not
    come, nor places with which the own place is tied already.

    Args:
        wish: the own one.
        on: the day.
        language: in which the names of places are wanted.
        number: at most so many.
    """
    others = _perhaps_for(wish, on).select_related("place", "institution").prefetch_related("terms")
    own, *rest = _plain([wish, *others])
    best = best_for(own, rest, number, on=on)
    shown = with_all(Wish.objects.all(), language).in_bulk([number_of(m.wish.ref) for m in best])
    return [Match(shown[number_of(m.wish.ref)], own, m.wish, m.fit) for m in best]


def _perhaps_for(wish: Wish, on: date) -> QuerySet[Wish]:
    """Return the wishes of the board that may fit a wish, as far as the database can tell: never too few.

    All on the board name a theme or a kind of exchange; those that share none cannot meet.
    """
    codes: dict[str, list[str]] = {WishTerm.THEME: [], WishTerm.KIND: [], WishTerm.COUNTRY: []}
    for term in wish.terms.all():
        codes.setdefault(term.aspect, []).append(term.code)
    topics = Q(aspect=WishTerm.THEME, code__in=codes[WishTerm.THEME])
    topics |= Q(aspect=WishTerm.KIND, code__in=codes[WishTerm.KIND])
    sharing = WishTerm.objects.filter(topics).order_by().values("wish")
    kind = wish.institution.kind if wish.institution else None
    alike = Q(institution__isnull=True) if kind is None else Q(institution__kind=kind)
    others = sought_in(Wish.objects.on_board(on), wish.place.country)
    others = others.filter(alike | Q(any_kind=True), pk__in=sharing).exclude(place=wish.place_id)
    wanted = codes[WishTerm.COUNTRY]
    return others.filter(place__country__in=wanted) if wanted else others


def declined_by(wish: Wish, language: str) -> list[Wish]:
    """Return the wishes that a wish does not want, the last declined first."""
    numbers = list(wish.declines.order_by("-at", "-pk").values_list("other", flat=True))
    found = with_all(Wish.objects.ever_public(), language).in_bulk(numbers)
    return [found[pk] for pk in numbers if pk in found]


def new_matches(on: date, since: Mapping[int, datetime], up_to: datetime) -> dict[int, list[Match]]:
    """Return for each wish of the board the wishes that came since and fit it strongly from both sides.

    Args:
        on: the day.
        since: from when on what comes is new, by the number of a wish; without an entry, since it came itself.
        up_to: what came later is left to the next time.
    """
    rows = Wish.objects.on_board(on).filter(opened_at__lte=up_to).order_by("pk")
    wishes = list(with_all(rows, "en"))
    pool = Pool(_plain(wishes), on=on)
    opened = np.array([_opened(wish).timestamp() for wish in wishes])
    seen = np.array([since.get(wish.pk, _opened(wish)).timestamp() for wish in wishes])
    found: dict[int, list[Match]] = {}
    for own, others in _pairs(pool, opened, seen).items():
        fits = [(fit_of(pool, own, other), other) for other in others]
        fits.sort(key=lambda pair: pair[0].key, reverse=True)
        found[wishes[own].pk] = [
            Match(wishes[other], pool.wishes[own], pool.wishes[other], fit)
            for fit, other in fits[:MOST_TOLD]
        ]
    return found


def _opened(wish: Wish) -> datetime:
    assert wish.opened_at is not None  # noqa: S101 - it is on the board
    return wish.opened_at


def _pairs(
    pool: Pool, opened: "np.typing.NDArray[np.float64]", seen: "np.typing.NDArray[np.float64]"
) -> dict[int, list[int]]:
    """Return for each wish of a pool, by number, those that came after what it has seen and fit it strongly."""
    found: dict[int, list[int]] = defaultdict(list)
    fresh = np.nonzero(opened > seen.min(initial=np.inf))[0].astype(np.int32)
    enough = round(STRONG * WHOLE)
    for start in range(0, len(fresh), BLOCK):
        rows = fresh[start : start + BLOCK]
        at, own = np.nonzero(pool.allowed(rows) & (opened[rows][:, None] > seen))
        new = rows[at]
        both = np.minimum(pool.served(own, new), pool.served(new, own))
        for i, j in zip(own[both >= enough].tolist(), new[both >= enough].tolist(), strict=True):
            found[i].append(j)
    return found


def _plain(wishes: Sequence[Wish]) -> list[PlainWish]:
    """Return wishes as the engine knows them: two queries. Their places, institutions and terms must be there."""
    declined: dict[int, set[str]] = defaultdict(set)
    numbers = {wish.pk for wish in wishes}
    for wish, other in WishDecline.objects.order_by().values_list("wish", "other"):
        if wish in numbers:
            declined[wish].add(ref_of(other))
    tied = _tied({wish.place_id for wish in wishes if wish.institution_id is None})
    partners = {
        wish.pk: tied[wish.place_id]
        for wish in wishes
        if wish.institution_id is None and wish.place_id in tied
    }
    known = Between({}, partners, declined)
    return [plain(wish, known) for wish in wishes]


def _tied(places: Iterable[int]) -> dict[int, set[str]]:
    """Return the places with which some places are tied. A town’s museum may well seek one where the town has a tie."""
    tied: dict[int, set[str]] = defaultdict(set)
    for some in _chunks(sorted(places)):
        rows = Tie.objects.filter(Q(place_a__in=some) | Q(place_b__in=some), legal__in=BOUND)
        for a, b in rows.order_by().values_list("place_a", "place_b"):
            tied[a].add(place_ref(b))
            tied[b].add(place_ref(a))
    return tied


def _chunks(numbers: Sequence[int], size: int = 400) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]
