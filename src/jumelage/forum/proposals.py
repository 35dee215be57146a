"""Reading calls for sessions and what was proposed."""

from collections.abc import Sequence

from django.db.models import Q

from jumelage.core.audit import Actor
from jumelage.core.clock import now, today
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.proposals import is_open
from jumelage.forum.models import Call, Edition, SessionProposal
from jumelage.forum.queries import names_at
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Institution
from jumelage.memberships.permissions import is_member
from jumelage.places.models import Place
from jumelage.places.queries import official_names

#: Of editions in these states sessions are proposed.
CALLING = (Edition.ANNOUNCED, Edition.OPEN)


def call_of(edition: Edition) -> Call | None:
    """Return the call of an edition, open or not; ``None`` if there is none. One query."""
    return Call.objects.filter(edition=edition).first()


def takes_proposals(call: Call | None, edition: Edition) -> bool:
    """Whether sessions can be proposed now: no query."""
    if call is None or edition.state not in CALLING:
        return False
    return is_open(day_of(now(), edition.time_zone), call.until, wanted=call.is_open)


def open_calls(language: str) -> list[Call]:
    """Return the calls of public editions that take proposals, the first to end first: two queries."""
    rows = (
        Call.objects.filter(is_open=True, until__gte=today(), edition__state__in=CALLING)
        .select_related("edition__series", "edition__place")
        .prefetch_related(names_at("edition__place", language))
        .order_by("until", "pk")
    )
    return [call for call in rows if takes_proposals(call, call.edition)]


def proposals_for(edition: Edition, language: str) -> Sequence[SessionProposal]:
    """Return what was proposed for an edition, the first first, with places and sessions: two queries."""
    rows = SessionProposal.objects.filter(edition=edition)
    return list(
        rows.select_related("place", "institution", "session").prefetch_related(
            names_at("place", language)
        )
    )


def proposals_from(actor: Actor, place: Place) -> Sequence[SessionProposal]:
    """Return what the actor may see of a place's and its institutions' proposals, the latest first: one query."""
    rows = SessionProposal.objects.visible_to(actor).filter(place=place)
    return list(
        rows.select_related("edition__series", "institution", "session").order_by(
            "-created_at", "-pk"
        )
    )


def seen_proposal(actor: Actor, number: int, language: str) -> SessionProposal | None:
    """Return a proposal that the actor may see, with its edition, place and who would speak; else ``None``."""
    rows = SessionProposal.objects.visible_to(actor).select_related(
        "edition__series", "place", "institution", "session"
    )
    return (
        rows.prefetch_related(names_at("place", language), "proposed_speakers")
        .filter(pk=number)
        .first()
    )


def may_propose(actor: Actor, place: Place, institution: Institution | None = None) -> bool:
    """Whether the actor may propose a session for a place (its officers), or for an institution (its own officers)."""
    if institution is None:
        return is_member(actor, place.pk, Role.OFFICER)
    role = actor.institutions.get(institution.pk)
    return institution.place_id == place.pk and is_at_least(role, Role.OFFICER)


def proposing_places(actor: Actor, language: str) -> list[Place]:
    """Return the places for which, or for institutions of which, the actor may propose: two queries."""
    own = [pk for pk, role in actor.places.items() if is_at_least(role, Role.OFFICER)]
    held = [pk for pk, role in actor.institutions.items() if is_at_least(role, Role.OFFICER)]
    of_institutions = Institution.objects.filter(pk__in=held).order_by().values("place")
    rows = Place.objects.filter(Q(pk__in=own) | Q(pk__in=of_institutions)).order_by("name", "pk")
    return list(rows.prefetch_related(official_names(language)))
