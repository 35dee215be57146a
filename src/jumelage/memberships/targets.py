"""For whom people act: what a place, an institution and an association have in common."""

from django.db.models import Q, QuerySet
from django.utils.translation import override

from jumelage.accounts.models import User
from jumelage.core.audit import Actor
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Association, Institution, Membership
from jumelage.places.models import Place
from jumelage.places.queries import official_names

Target = Place | Institution | Association


def field_of(target: Target) -> str:
    """Return the name of the column that refers to a target: ``place``, ``institution`` or ``association``."""
    if isinstance(target, Place):
        return "place"
    return "institution" if isinstance(target, Institution) else "association"


def place_of(target: Target) -> Place | None:
    """Return the place that a target is, or lies in."""
    return target if isinstance(target, Place) else getattr(target, "place", None)


def concerned(target: Target) -> list[int]:
    """Return the places whose trail tells of what is done about a target."""
    place = place_of(target)
    return [place.pk] if place else []


def name_in(target: Target, language: str) -> str:
    """Return the name of a target in a language."""
    with override(language):
        place = place_of(target)
        if place is None:
            return str(target)
        # Its own names may have been fetched for another language.
        shown = Place.objects.prefetch_related(official_names(language)).get(pk=place.pk)
        own = shown.local_name
        return own if isinstance(target, Place) else f"{target}, {own}"


def memberships_in(target: Target) -> "QuerySet[Membership]":
    """Return the memberships of a target, of all states."""
    return Membership.objects.filter(**{field_of(target): target})


def heads_of(target: Target) -> "QuerySet[Membership]":
    """Return the memberships of those who head a target now."""
    return memberships_in(target).filter(
        state=Membership.ACTIVE, role=Role.HEAD, user__is_active=True
    )


def has_head(target: Target) -> bool:
    """Whether there is a head who decides about applications: of an institution’s it is that of its place."""
    return heads_of(place_of(target) or target).exists()


def deciders_of(target: Target) -> list[User]:
    """Return who is asked to decide about applications: the heads; where there is none, who keeps the country's
    register; where nobody does, platform staff.
    """
    place = place_of(target)
    people = User.objects.filter(is_active=True)
    found = people.filter(pk__in=heads_of(place or target).values("user"))
    if not found.exists() and place is not None:
        keeping = Membership.objects.active().filter(
            role__in=[Role.OFFICER, Role.HEAD], association__countries__country=place.country
        )
        found = people.filter(pk__in=keeping.values("user"))
    if not found.exists():
        found = people.filter(is_staff=True)
    return list(found.order_by("pk"))


def capacity_of(actor: Actor, target: Target) -> str:
    """Return for whom an actor acts who decides about a target: its place, or the association that keeps its country.

    Empty for platform staff, the operator, and people who act for themselves.
    """
    place = place_of(target)
    if place is not None and place.pk in actor.places:
        return place.name
    if actor.user_id is None:
        return ""
    keeps = Q(countries__country=place.country) if place is not None else Q(pk=target.pk)
    found = Association.objects.filter(
        keeps, memberships__user=actor.user_id, memberships__state=Membership.ACTIVE
    ).first()
    return str(found) if found else ""
