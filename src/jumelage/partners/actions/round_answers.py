"""What a side says to a pair: accepted, or declined with a reason for the association."""

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.core.refusing import refuse, too_long
from jumelage.partners.models import Round, RoundPair, Wish, WishDecline
from jumelage.partners.rounds.permissions import require_may_answer
from jumelage.partners.rounds.tasks import tell_sides

LONGEST_REASON = 2_000


@atomic_action
def answer(
    *, actor: Actor, pair: RoundPair, wish: Wish, accept: bool, reason: str = ""
) -> RoundPair:
    """Answer for one wish of an offered pair, once. A declined wish is not suggested to it again.

    The reason is told to the association only; the answer is told to nobody else either. When both
    have answered, each learns whether the pair comes about.

    Args:
        actor: who acts.
        pair: the pair.
        wish: the wish of it for which the actor answers.
        accept: whether this side accepts; else it declines.
        reason: why, in its own words; may be empty.

    Raises:
        NotAllowedError: the actor may not write the wish, or it stands in another pair.
        RefusedError: this side has answered; the time for it is over; the wish is closed; or the reason is too long.
    """
    require_may_answer(actor, wish)
    round_ = Round.objects.select_for_update().get(pk=pair.round_id)  # nobody closes it meanwhile
    kept = RoundPair.objects.select_for_update().get(pk=pair.pk)
    if wish.pk not in {kept.wish_a_id, kept.wish_b_id}:
        message = _("This wish does not stand in this pair.")
        raise NotAllowedError(Problem("not_allowed", "", message))
    side = "a" if wish.pk == kept.wish_a_id else "b"
    refuse([*_problems(round_, kept, side, wish), *too_long(reason, "reason", LONGEST_REASON)])
    said = RoundPair.ACCEPTED if accept else RoundPair.DECLINED
    values = {
        f"answer_{side}": said,
        f"answered_{side}_at": now(),
        f"reason_{side}": reason.strip(),
    }
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(values))
    other = kept.wish_b_id if side == "a" else kept.wish_a_id
    if not accept:
        WishDecline.objects.get_or_create(wish=wish, other_id=other, defaults={"at": now()})
    _record(actor, kept, wish, said)
    if kept.is_answered:
        tell_sides.enqueue("agreed" if kept.is_agreed else "not_agreed", [kept.pk])
    return kept


def _problems(round_: Round, kept: RoundPair, side: str, wish: Wish) -> list[Problem]:
    if getattr(kept, f"answer_{side}") != RoundPair.WAITING:
        message = _("Your side has answered already, and its answer stands.")
        return [Problem("answered", "", message)]
    if round_.state != Round.OFFERED or round_.answers_until < today():
        return [Problem("state", "", _("The time for answers is over."))]
    if wish.state != Wish.OPEN:
        message = _("Your wish is closed, so nobody can be accepted for it any more.")
        return [Problem("closed", "", message)]
    return []


def _record(actor: Actor, kept: RoundPair, wish: Wish, said: str) -> None:
    """Write the answer into the trail of its own side; that both accepted into the trail of both."""
    holder = wish.institution.name if wish.institution else wish.place.name
    accepted = said == RoundPair.ACCEPTED
    record(
        actor=actor,
        action="partners.accept_pair" if accepted else "partners.decline_pair",
        target=f"roundpair:{kept.pk}",
        acting_for=holder,
        places=[wish.place_id],
        registry=False,
    )
    if kept.is_agreed:
        record(
            actor=actor,
            action="partners.agree_pair",
            target=f"roundpair:{kept.pk}",
            acting_for=holder,
            places=Wish.objects.filter(pk__in=[kept.wish_a_id, kept.wish_b_id]).values_list(
                "place", flat=True
            ),
            registry=False,
        )
