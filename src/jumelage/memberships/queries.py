"""Reading memberships."""

from dataclasses import dataclass, field

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
)

from jumelage.accounts.models import User
from jumelage.core.audit import Actor
from jumelage.core.models import AuditEntry
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import (
    Association,
    AssociationCountry,
    Invitation,
    Membership,
    OfficialDomain,
    kept_by,
)
from jumelage.places.models import Place
from jumelage.places.queries import official_names

#: Kinds of entries of a place's trail, by the beginnings of the actions' names.
KINDS = {
    "ties": ("ties.",),
    "agreements": ("agreements.", "commitments."),
    "contacts": ("contacts.",),
    "documents": ("documents.",),
    "members": ("memberships.",),
    "other": ("places.", "imports.", "sources.", "partners.", "workspace.", "accounts."),
}


@dataclass(frozen=True, slots=True)
class Rights:
    """What the active memberships of a person give: roles by place and institution, and the countries kept."""

    places: dict[int, str] = field(default_factory=dict)
    institutions: dict[int, str] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()


def rights_of(user: User) -> Rights:
    """Return what a person's active memberships give, in at most two queries."""
    places: dict[int, str] = {}
    institutions: dict[int, str] = {}
    associations: list[int] = []
    rows = Membership.objects.filter(user=user, state=Membership.ACTIVE)
    for place, institution, association, role in rows.values_list(
        "place_id", "institution_id", "association_id", "role"
    ):
        if place is not None:
            places[place] = role
        elif institution is not None:
            institutions[institution] = role
        elif is_at_least(role, Role.OFFICER):
            associations.append(association)
    countries: frozenset[str] = frozenset()
    if associations:
        kept = AssociationCountry.objects.filter(association__in=associations)
        countries = frozenset(kept.values_list("country", flat=True))
    return Rights(places, institutions, countries)


def with_targets(rows: QuerySet[Membership], language: str) -> QuerySet[Membership]:
    """Fetch the people, and for whom they act with the names in a language: three queries, however many rows."""
    names = official_names(language).queryset
    return rows.select_related(
        "user", "letter", "place", "institution__place", "association"
    ).prefetch_related(
        Prefetch("place__names", queryset=names),
        Prefetch("institution__place__names", queryset=names),
    )


def members_of(place: Place) -> QuerySet[Membership]:
    """Return those who act for a place or an institution in it, heads first, then by when they began."""
    rank = Case(
        *(When(role=role, then=number) for number, role in enumerate(reversed(Role))),
        output_field=IntegerField(),
    )
    rows = Membership.objects.of_place(place.pk).active()
    return rows.select_related("user", "institution").order_by(rank, "decided_at", "pk")


def waiting_of(place: Place) -> QuerySet[Membership]:
    """Return the applications to act for a place or an institution in it, the oldest first."""
    rows = Membership.objects.of_place(place.pk).waiting()
    return rows.select_related("user", "institution", "letter")


def waiting_for(actor: Actor) -> QuerySet[Membership]:
    """Return the applications of the countries that the actor keeps; own ones are left out.

    Those of places without a head come first, then the oldest; ``has_head`` says of each which it is.
    """
    rows = Membership.objects.waiting().kept_by(actor).exclude(user=actor.user_id)
    return rows.annotate(has_head=_has_head()).order_by("has_head", "applied_at", "pk")


def count_waiting(actor: Actor) -> tuple[int, int]:
    """Return how many applications of :func:`waiting_for` are of places without a head, and of such with one."""
    rows = Membership.objects.waiting().kept_by(actor).exclude(user=actor.user_id).order_by()
    later = rows.filter(_has_head()).count()
    return rows.count() - later, later


def _has_head() -> Q:
    """Return the condition that the place, or that of the institution, has a head, who is asked first."""
    heads = Membership.objects.active().filter(role=Role.HEAD, user__is_active=True)
    return Q(Exists(heads.filter(place=OuterRef("place")))) | Q(
        Exists(heads.filter(place=OuterRef("institution__place")))
    )


def memberships_for(actor: Actor) -> QuerySet[Membership]:
    """Return all memberships that the actor may look at in the back office: of the countries kept; all for staff."""
    return Membership.objects.kept_by(actor)


def open_invitations_of(place: Place) -> QuerySet[Invitation]:
    """Return the invitations to act for a place that can still be accepted, the latest first."""
    return Invitation.objects.open().filter(place=place)


def domains_for(actor: Actor) -> QuerySet[OfficialDomain]:
    """Return the official domains of the countries that the actor keeps."""
    rows = OfficialDomain.objects.filter(kept_by(actor, "place__country"))
    return rows.select_related("place").order_by("place__country", "place__name", "domain")


def associations_for(actor: Actor) -> QuerySet[Association]:
    """Return all associations for staff; for others those that they act for."""
    rows = Association.objects.all()
    if not (actor.is_operator or actor.is_staff):
        own = Membership.objects.active().filter(user=actor.user_id, association__isnull=False)
        rows = rows.filter(pk__in=own.values("association"))
    people = Membership.objects.active().select_related("user").order_by("decided_at", "pk")
    return rows.prefetch_related(
        "countries",
        Prefetch("memberships", queryset=people, to_attr="people"),
        Prefetch("invitations", queryset=Invitation.objects.open(), to_attr="invited"),
    )


def trail_of(place: Place, kind: str = "") -> QuerySet[AuditEntry]:
    """Return what was done that concerns a place, the latest first: all, or of one kind (a key of :data:`KINDS`)."""
    rows = AuditEntry.objects.filter(concerns__place_id=place.pk).order_by("-at", "-pk")
    if kind in KINDS:
        wanted = Q(pk__in=[])
        for beginning in KINDS[kind]:
            wanted |= Q(action__startswith=beginning)
        rows = rows.filter(wanted)
    return rows
