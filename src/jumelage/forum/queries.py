"""Reading forums: the archive, an edition as everybody sees it, its agenda, its delegations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from jumelage.core.audit import Actor
from jumelage.forum.domain.agenda import Clash, Day, Item, by_day, clashes, outside
from jumelage.forum.domain.delegations import State
from jumelage.forum.models import (
    Decision,
    Delegation,
    Edition,
    Member,
    Organiser,
    Room,
    Series,
    Session,
    Speaker,
    Statement,
)
from jumelage.places.models import Place, PlaceName
from jumelage.sources.models import Source


def names_at(path: str, language: str) -> "Prefetch[str, QuerySet[PlaceName], str]":
    """Return the prefetch that the names of places at the end of a path need, for one language."""
    rows = PlaceName.objects.filter(language=language, kind=PlaceName.OFFICIAL)
    return Prefetch(f"{path}__names", queryset=rows)


def with_place(editions: QuerySet[Edition], language: str) -> QuerySet[Edition]:
    """Return editions with their series, and their places by name: one query more."""
    return editions.select_related("series", "place").prefetch_related(names_at("place", language))


def archive(language: str, series: Series | None = None) -> list[tuple[Series, list[Edition]]]:
    """Return the series of which an edition is public, each with these editions, the latest first: two queries.

    ``series`` narrows to one.
    """
    rows = with_place(Edition.objects.public(), language)
    if series is not None:
        rows = rows.filter(series=series)
    found: dict[int, tuple[Series, list[Edition]]] = {}
    for edition in rows.order_by("-first_day", "slug"):
        found.setdefault(edition.series_id, (edition.series, []))[1].append(edition)
    return list(found.values())


def public_edition(series: str, slug: str, language: str) -> Edition | None:
    """Return an edition that everybody may read of, with all that its page shows: six queries."""
    rows = with_place(Edition.objects.public(), language).select_related("meeting_rules")
    rows = rows.prefetch_related(
        Prefetch(
            "organisers",
            Organiser.objects.select_related("association", "institution", "place"),
        ),
        names_at("organisers__place", language),
        Prefetch("statements", Statement.objects.select_related("source")),
        Prefetch("decisions", Decision.objects.select_related("source")),
    )
    return rows.filter(series__slug=series, slug=slug).first()


def editions_in(source: Source) -> list[Edition]:
    """Return the public editions of which a source says something, the latest first: one query."""
    said = Statement.objects.filter(source=source).order_by().values("edition")
    decided = Decision.objects.filter(source=source).order_by().values("edition")
    rows = Edition.objects.public().filter(Q(pk__in=said) | Q(pk__in=decided))
    return list(rows.select_related("series").order_by("-first_day", "slug"))


def sessions_of(edition: Edition, language: str) -> list[Session]:
    """Return the sessions of an edition in the order of time, with rooms, speakers and their places: three queries."""
    speakers = Speaker.objects.select_related("place").order_by("name")
    rows = Session.objects.filter(edition=edition).select_related("room")
    return list(
        rows.prefetch_related(
            Prefetch("speakers", speakers), names_at("speakers__place", language)
        ).order_by("begins", "room", "pk")
    )


@dataclass(frozen=True, slots=True)
class AgendaFilter:
    """Which sessions somebody wants to see; what is empty does not narrow."""

    theme: str = ""
    language: str = ""
    day: str = ""  # as 2027-05-12


def days_of(
    edition: Edition, sessions: Sequence[Session], chosen: AgendaFilter
) -> list[Day[Session]]:
    """Return those of an edition's sessions that fit a filter, by day. A session without a theme is for all."""
    fitting = [
        session
        for session in sessions
        if (not chosen.theme or session.theme in {chosen.theme, ""})
        and (
            not chosen.language
            or chosen.language in session.languages
            or chosen.language in session.interpreted
        )
    ]
    days = by_day(fitting, edition.time_zone, lambda session: session.begins)
    return [day for day in days if not chosen.day or day.day.isoformat() == chosen.day]


def clashes_of(edition: Edition, sessions: Sequence[Session]) -> list[Clash]:
    """Return what clashes among the sessions of an edition (from :func:`sessions_of`): no query."""
    items = [
        Item(
            session.pk,
            session.begins,
            session.ends,
            session.room_id,
            [speaker.pk for speaker in session.speakers.all()],
        )
        for session in sessions
    ]
    beyond = outside(items, edition.first_day, edition.last_day, edition.time_zone)
    return [*beyond, *clashes(items)]


def rooms_of(edition: Edition) -> list[Room]:
    """Return the rooms of an edition, with how many sessions each has as ``session_count``."""
    return list(edition.rooms.annotate(session_count=Count("sessions")))


@dataclass(frozen=True, slots=True)
class PublicDelegation:
    """A delegation as everybody sees it: the place, how many come, and who agreed to be named."""

    place: Place
    people: int
    named: Sequence[Member]


def public_delegations(edition: Edition, language: str) -> list[PublicDelegation]:
    """Return the approved delegations of a public edition, by country and place: three queries."""
    named = Member.objects.coming().filter(is_public=True, erased_at__isnull=True)
    rows = (
        Delegation.objects.public()
        .filter(edition=edition)
        .select_related("place")
        .annotate(people=Count("members", filter=Q(members__left_at__isnull=True)))
        .prefetch_related(
            names_at("place", language), Prefetch("members", named, to_attr="named_people")
        )
        .order_by("place__country", "place__name", "pk")
    )
    return [
        PublicDelegation(row.place, row.people, row.named_people)  # type: ignore[attr-defined]  # as annotated
        for row in rows
    ]


def delegations_of(edition: Edition, language: str) -> list[Delegation]:
    """Return all delegations of an edition for its organisers, with ``people``, and ``heads``: three queries."""
    heads = Member.objects.coming().filter(is_head=True)
    return list(
        Delegation.objects.filter(edition=edition)
        .select_related("place")
        .annotate(people=Count("members", filter=Q(members__left_at__isnull=True)))
        .prefetch_related(names_at("place", language), Prefetch("members", heads, to_attr="heads"))
        .order_by("place__country", "place__name", "pk")
    )


def delegations_of_place(place: Place, language: str) -> list[Delegation]:
    """Return the delegations of a place, those of the latest editions first, with ``people``: two queries."""
    return list(
        Delegation.objects.filter(place=place)
        .exclude(edition__state=Edition.DRAFT)
        .select_related("edition__series", "edition__place")
        .prefetch_related(names_at("edition__place", language))
        .annotate(people=Count("members", filter=Q(members__left_at__isnull=True)))
        .order_by("-edition__first_day", "pk")
    )


def seen_delegation(actor: Actor, number: int, language: str) -> Delegation | None:
    """Return a delegation that the actor may see, with its edition and place; else ``None``."""
    rows = Delegation.objects.visible_to(actor).select_related(
        "place", "edition__series", "edition__place"
    )
    places = (names_at("place", language), names_at("edition__place", language))
    return rows.prefetch_related(*places).filter(pk=number).first()


def organised(actor: Actor, language: str) -> list[Edition]:
    """Return the editions that somebody runs, with ``waiting``: how many delegations wait for approval."""
    waiting = Count("delegations", filter=Q(delegations__state=State.ACCEPTED))
    rows = with_place(Edition.objects.organised_by(actor), language).annotate(waiting=waiting)
    return list(rows.order_by("-first_day", "slug"))


def counted_by_country(delegations: Sequence[PublicDelegation]) -> Mapping[str, int]:
    """Return how many places of each country send delegates, the most first."""
    counts: dict[str, int] = {}
    for one in delegations:
        counts[one.place.country] = counts.get(one.place.country, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
