"""Saying that another wish, though it fits, is not wanted; and that it is after all."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.partners.models.answers import WishDecline
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.permissions import require_may_write_wish


@atomic_action
def decline(*, actor: Actor, wish: Wish, other: Wish) -> None:
    """Say that a wish does not want another: neither is suggested to the other again. Twice is as once.

    Raises:
        NotAllowedError: the actor may not write the wish.
        RefusedError: the other was never on the board, or is the same.
    """
    require_may_write_wish(actor, wish.place, wish.institution)
    if wish.pk == other.pk or other.opened_at is None:
        raise RefusedError(Problem("unknown", "", _("There is no such wish on the board.")))
    _kept, is_new = WishDecline.objects.get_or_create(
        wish=wish, other=other, defaults={"at": now()}
    )
    if is_new:
        _record(actor, wish, "partners.decline_wish")


@atomic_action
def want_after_all(*, actor: Actor, wish: Wish, other: Wish) -> None:
    """Take back that a wish does not want another. Nothing happens if it was never said.

    Raises:
        NotAllowedError: the actor may not write the wish.
    """
    require_may_write_wish(actor, wish.place, wish.institution)
    if WishDecline.objects.filter(wish=wish, other=other).delete()[0]:
        _record(actor, wish, "partners.want_after_all")


def _record(actor: Actor, wish: Wish, action: str) -> None:
    record(
        actor=actor,
        action=action,
        target=f"wish:{wish.pk}",
        acting_for=wish.institution.name if wish.institution else wish.place.name,
        places=[wish.place_id],
        registry=False,
    )
