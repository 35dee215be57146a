"""Who acts, when a signed-in person does: with what the person's memberships give."""

from django.http import HttpRequest

from jumelage.accounts.models import User
from jumelage.core.audit import Actor
from jumelage.memberships.queries import rights_of


def actor_of(request: HttpRequest) -> Actor:
    """Return the person of a request as an actor. It is read once for each request."""
    kept: Actor | None = getattr(request, "_actor", None)
    if kept is None:
        kept = _read(request)
        request._actor = kept  # type: ignore[attr-defined]  # noqa: SLF001 - kept where the request is
    return kept


def _read(request: HttpRequest) -> Actor:
    user = request.user
    return actor_for(user) if user.is_authenticated else Actor(label="anonymous")


def actor_for(user: User) -> Actor:
    """Return a person as an actor, with what the active memberships give at this moment."""
    rights = rights_of(user)
    return Actor(
        label=str(user)[:200],
        user_id=user.pk,
        permissions=frozenset(user.get_all_permissions()),
        places=rights.places,
        institutions=rights.institutions,
        countries=rights.countries,
        is_staff=user.is_staff,
    )
