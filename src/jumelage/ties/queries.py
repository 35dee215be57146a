"""Reading ties: current standing from the columns, any other day or knowledge from the claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from jumelage.core.clock import today
from jumelage.places.domain.countries import members
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.sources.models import Source
from jumelage.ties.domain.standing import Standing, Thresholds, activity_on, standing
from jumelage.ties.domain.terms import Activity, ClaimKind, Form, Legal
from jumelage.ties.models import Claim, Objection, Tie

#: How many ties are read at once when their claims are.
CHUNK = 500
#: So many claims entered one by one show which two countries the registry knows best.
LAST_ENTERED = 20_000


@dataclass(frozen=True, slots=True)
class Moment:
    """The day asked about, and the day whose knowledge is asked for."""

    on: date
    known_by: date

    @classmethod
    def make(cls, on: date | None = None, known_by: date | None = None) -> "Moment":
        """Return the moment; what is not given is today."""
        return cls(on or today(), known_by or today())

    @property
    def is_now(self) -> bool:
        """Whether the kept columns answer it."""
        return self.on == self.known_by == today()


@dataclass(frozen=True, slots=True)
class DatedTie:
    """A tie with its standing at a moment, turned so that the place asked about is on side a where there is one."""

    tie: Tie
    a: Place
    b: Place
    legal_a: Legal
    legal_b: Legal
    legal: Legal
    form: Form
    since: str
    since_year: int | None
    attested_from: date | None
    changed_on: date | None
    activity: Activity
    disputed: bool

    @property
    def is_known(self) -> bool:
        """Whether any source had said anything about it."""
        return self.legal is not Legal.NONE

    @property
    def years(self) -> int | None:
        """The year in which it began, by signature or else by the first mention."""
        return self.since_year


@dataclass(frozen=True, slots=True)
class TieFilter:
    """What a list of ties is narrowed to. Empty means: not narrowed."""

    countries: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    disputed: bool = False
    since_from: int | None = None
    since_to: int | None = None
    place: int | None = None
    source: int | None = None
    text: str = ""
    year: int | None = None  # begun by the end of a year, and the standing of that time


SORTS: Mapping[str, tuple[str, ...]] = {
    "a": ("place_a__name", "place_b__name", "pk"),
    "b": ("place_b__name", "place_a__name", "pk"),
    "since": ("since_order", "pk"),
    "changed": ("-changed_at", "-pk"),
}


def thresholds() -> Thresholds:
    """Return when a tie counts as quiet or dormant here."""
    return Thresholds(settings.JUMELAGE["ACTIVE_YEARS"], settings.JUMELAGE["QUIET_YEARS"])


def with_places(ties: QuerySet[Tie], language: str) -> QuerySet[Tie]:
    """Fetch both places and their names in ``language`` with the ties: four queries, however many ties."""
    names = official_names(language).queryset
    return ties.select_related("place_a", "place_b").prefetch_related(
        Prefetch("place_a__names", queryset=names), Prefetch("place_b__names", queryset=names)
    )


def filter_ties(wanted: TieFilter) -> QuerySet[Tie]:
    """Return the ties that pass the filter, by their current standing."""
    ties = Tie.objects.all()
    for country in wanted.countries:
        codes = members(country)
        ties = ties.filter(Q(country_a__in=codes) | Q(country_b__in=codes))
    if wanted.forms:
        ties = ties.filter(form__in=["" if form == "unknown" else form for form in wanted.forms])
    if wanted.year is not None:
        ties = ties.filter(since_year__lte=wanted.year)
    if wanted.standings:
        ties = ties.filter(_stood(wanted.standings, wanted.year))
    if wanted.disputed:
        ties = ties.filter(disputed=True)
    if wanted.since_from is not None:
        ties = ties.filter(since_year__gte=wanted.since_from)
    if wanted.since_to is not None:
        ties = ties.filter(since_year__lte=wanted.since_to)
    if wanted.place is not None:
        ties = ties.filter(Q(place_a=wanted.place) | Q(place_b=wanted.place))
    if wanted.source is not None:
        ties = ties.filter(pk__in=Claim.objects.filter(source=wanted.source).values("tie"))
    return ties


def _stood(standings: tuple[str, ...], year: int | None) -> Q:
    """Return the condition of a standing, now or at the end of a year: before its last change a tie was in force."""
    now = Q(legal__in=standings)
    if year is None:
        return now
    later = Q(changed_on__year__gt=year)
    return (~later & now) | later if Legal.IN_FORCE in standings else ~later & now


def sort_ties(ties: QuerySet[Tie], sort: str) -> QuerySet[Tie]:
    """Order ties by a key of :data:`SORTS`, descending with a leading ``-``. Unknown years come last."""
    descending = sort.startswith("-")
    keys = SORTS.get(sort.lstrip("-"), SORTS["a"])
    if "since_order" in keys:
        ties = ties.annotate(since_order=Coalesce("since_year", Value(0 if descending else 9999)))
    if not descending:
        return ties.order_by(*keys)
    return ties.order_by(*(key[1:] if key.startswith("-") else f"-{key}" for key in keys))


def tie_of(place_x: Place, place_y: Place) -> Tie | None:
    """Return the tie between two places."""
    first, second = sorted((place_x.pk, place_y.pk))
    return Tie.objects.filter(place_a=first, place_b=second).first()


def other_side(tie: Tie, place: Place) -> Place:
    """Return the partner of a place in a tie."""
    return tie.place_b if tie.place_a_id == place.pk else tie.place_a


def claims_of(tie: Tie) -> QuerySet[Claim]:
    """Return all claims about a tie with their sources and what stands beside them, retracted ones too."""
    return with_what_is_beside(tie.claims.select_related("source", "batch"))


def with_what_is_beside(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Fetch with claims what shows them, for whom they were entered, and who disputes them (``stated_objections``).

    One query more, however many claims. Objections that were withdrawn are left out.
    """
    stated = Objection.objects.exclude(state=Objection.WITHDRAWN)
    return claims.select_related("document", "entered_for").prefetch_related(
        Prefetch(
            "objections",
            queryset=stated.select_related("place", "document"),
            to_attr="stated_objections",
        )
    )


def claims_by_tie(ties: Iterable[int]) -> dict[int, list[Claim]]:
    """Return all claims of these ties with their sources (retracted ones too: they were known before)."""
    ids = list(ties)
    found: dict[int, list[Claim]] = {pk: [] for pk in ids}
    for start in range(0, len(ids), CHUNK):
        rows = Claim.objects.filter(tie_id__in=ids[start : start + CHUNK])
        for claim in rows.select_related("source"):
            found[claim.tie_id].append(claim)
    return found


def sources_known(claims: Iterable[Claim], moment: Moment) -> list[Source]:
    """Return the sources of the claims on record at a moment, the weightiest first."""
    known = {
        claim.source_id: claim.source
        for claim in claims
        if claim.for_arithmetic().is_known(moment.known_by)
    }
    return sorted(known.values(), key=lambda source: (-source.authority, source.key))


def standing_of(claims: Iterable[Claim], moment: Moment) -> Standing:
    """Return a tie's standing at a moment."""
    return standing(
        (claim.for_arithmetic() for claim in claims), moment.on, moment.known_by, thresholds()
    )


def dated(
    ties: Iterable[Tie],
    moment: Moment,
    *,
    turn: "Turn | None" = None,
    only_known: bool = True,
    claims: Mapping[int, Sequence[Claim]] | None = None,
) -> list[DatedTie]:
    """Return ties with their standing at a moment, those that nothing was known of left out.

    Now, the kept columns answer; at any other moment the claims of these ties are read, unless they are given.
    """
    listed = list(ties)
    if moment.is_now:
        result = [_from_columns(tie, moment.on, turn) for tie in listed]
    else:
        if claims is None:
            claims = claims_by_tie(tie.pk for tie in listed)
        result = [_from_standing(tie, standing_of(claims[tie.pk], moment), turn) for tie in listed]
    return [tie for tie in result if tie.is_known] if only_known else result


@dataclass(frozen=True, slots=True)
class Turn:
    """Which side of a tie to show first: that of a place, or of a country."""

    place: int | None = None
    countries: tuple[str, ...] = ()

    def swaps(self, tie: Tie) -> bool:
        """Whether side b is to be shown first."""
        if self.place is not None:
            return tie.place_b_id == self.place
        return tie.country_b in self.countries and tie.country_a not in self.countries


def _from_columns(tie: Tie, on: date, turn: Turn | None) -> DatedTie:
    return _turned(
        tie,
        turn,
        (Legal(tie.legal_a), Legal(tie.legal_b)),
        legal=Legal(tie.legal),
        form=Form(tie.form),
        since=tie.since,
        since_year=tie.since_year,
        attested_from=tie.attested_from,
        changed_on=tie.changed_on,
        activity=activity_on(tie.last_activity, on, thresholds()),
        disputed=tie.disputed,
    )


def _from_standing(tie: Tie, result: Standing, turn: Turn | None) -> DatedTie:
    return _turned(
        tie,
        turn,
        (result.a.legal, result.b.legal),
        legal=result.legal,
        form=result.form,
        since=result.since.text if result.since else "",
        since_year=result.since.year if result.since else None,
        attested_from=result.attested_from,
        changed_on=result.changed_on,
        activity=result.activity,
        disputed=result.disputed,
    )


def _turned(
    tie: Tie, turn: Turn | None, legal_sides: tuple[Legal, Legal], **rest: object
) -> DatedTie:
    swap = turn is not None and turn.swaps(tie)
    a, b = (tie.place_b, tie.place_a) if swap else (tie.place_a, tie.place_b)
    legal_a, legal_b = reversed(legal_sides) if swap else legal_sides
    return DatedTie(tie=tie, a=a, b=b, legal_a=legal_a, legal_b=legal_b, **rest)  # type: ignore[arg-type]


def ties_of(place: Place, moment: Moment, language: str) -> list[DatedTie]:
    """Return the ties of a place at a moment, the place on side a, by country and name of the partner."""
    ties = with_places(filter_ties(TieFilter(place=place.pk)), language)
    found = dated(ties, moment, turn=Turn(place=place.pk))
    return sorted(found, key=lambda tie: (tie.b.country, *_by_names(tie)))


def _by_names(tie: DatedTie) -> tuple[str, str]:
    """Order as the reader's alphabet has it; ё stands with е."""
    return (
        tie.a.local_name.casefold().replace("ё", "е"),
        tie.b.local_name.casefold().replace("ё", "е"),
    )


def partner_countries(country: str) -> list[tuple[str, int, int]]:
    """Return the countries that a country has ties with: code, ties known, ties in force; the most first."""
    codes = members(country)
    rows = (
        Tie.objects.filter(Q(country_a__in=codes) | Q(country_b__in=codes))
        .annotate(
            partner=Case(When(country_a__in=codes, then=F("country_b")), default=F("country_a"))
        )
        .values_list("partner")
        .annotate(known=Count("pk"), in_force=Count("pk", filter=Q(legal=Legal.IN_FORCE)))
        .order_by("-known", "partner")
    )
    return list(rows)


def _one_by_one(language: str) -> QuerySet[Claim]:
    """Return the claims that were entered one by one: of a list imported, each is one of thousands."""
    names = official_names(language).queryset
    return (
        Claim.objects.filter(batch__isnull=True, retracted_at__isnull=True)
        .select_related("source", "tie__place_a", "tie__place_b")
        .prefetch_related(
            Prefetch("tie__place_a__names", queryset=names),
            Prefetch("tie__place_b__names", queryset=names),
        )
    )


def recent_events(language: str, limit: int = 10) -> QuerySet[Claim]:
    """Return the last things that happened to ties, as far as sources say when."""
    events = _one_by_one(language).exclude(kind=ClaimKind.ATTESTED).filter(counts_from__lte=today())
    return events.order_by("-counts_from", "-pk")[:limit]


def recent_claims(language: str, limit: int = 10) -> QuerySet[Claim]:
    """Return the claims that came on record last."""
    return _one_by_one(language).order_by("-recorded_at", "-pk")[:limit]


def best_known_pair() -> tuple[str, str] | None:
    """Return the two countries that the registry knows best: those with most ties entered one by one, else at all.

    Of a great many claims entered one by one the last 20,000 decide.
    """
    last = Claim.objects.filter(batch__isnull=True, retracted_at__isnull=True)
    ties = last.order_by("-recorded_at", "-pk").values("tie")[:LAST_ENTERED]
    rows = Tie.objects.order_by().values_list("country_a", "country_b")
    counted = rows.annotate(number=Count("pk")).order_by("-number", "country_a", "country_b")
    best = counted.filter(pk__in=ties).first() or counted.first()
    return (best[0], best[1]) if best else None
