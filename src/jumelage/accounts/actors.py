"""Who acts, when a signed-in person does."""

from django.http import HttpRequest

from jumelage.core.audit import Actor


def actor_of(request: HttpRequest) -> Actor:
    """Return the person of a request as an actor, with the permissions given to the person and its groups."""
    user = request.user
    if not user.is_authenticated:
        return Actor(label="anonymous")
    return Actor(
        label=str(user)[:200], user_id=user.pk, permissions=frozenset(user.get_all_permissions())
    )
