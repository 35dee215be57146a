"""Which wishes take part in a round: the association enters them, or their owners do; either takes them out."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.core.refusing import refuse
from jumelage.partners.actions.rounds import fits, require_state
from jumelage.partners.models import Round, RoundEntry, Wish
from jumelage.partners.rounds.permissions import may_hold_rounds
from jumelage.partners.rounds.tasks import tell_entered
from jumelage.partners.wishes.permissions import may_write_wish

#: So many wishes take part in a round at most.
MOST = 10_000


@atomic_action
def enter(*, actor: Actor, round_: Round, wishes: Sequence[Wish]) -> list[RoundEntry]:
    """Let wishes take part in a round; those that do already are passed over.

    The association may enter any wish on the board that fits the round, until the round is drawn; its
    owners are told, and may take it out: then it does not enter it again. Owners may enter their own
    until the last day of collecting.

    Raises:
        NotAllowedError: the actor may do neither.
        RefusedError: the round is drawn already; or with every reason for which a wish does not fit.
    """
    kept = Round.objects.select_for_update().get(pk=round_.pk)
    is_holder = _require_may_enter(actor, kept, wishes)
    require_state(kept, Round.COLLECTING)
    refuse(_problems(actor, kept, wishes, is_holder=is_holder))
    there = set(kept.entries.filter(wish__in=wishes).values_list("wish", flat=True))
    new = [wish for wish in wishes if wish.pk not in there]
    moment = now()
    made = RoundEntry.objects.bulk_create(
        RoundEntry(round=kept, wish=wish, entered_at=moment) for wish in new
    )
    kept.refusals.filter(wish__in=[wish for wish in new if _is_own(actor, wish)]).delete()
    if new:
        _record(actor, kept, "partners.enter_round", new, is_holder=is_holder)
    others = [wish.pk for wish in new if not _is_own(actor, wish)]
    if others:
        tell_entered.enqueue(kept.pk, others)
    return made


@atomic_action
def take_out(*, actor: Actor, round_: Round, wish: Wish) -> bool:
    """Let a wish take part in a round no longer; whether it did. While its wishes are collected.

    What its owners take out, the association does not enter again.

    Raises:
        NotAllowedError: the actor neither holds the round nor writes the wish.
        RefusedError: the round is drawn already.
    """
    kept = Round.objects.select_for_update().get(pk=round_.pk)
    is_holder = _require_may_enter(actor, kept, [wish])
    require_state(kept, Round.COLLECTING)
    if not kept.entries.filter(wish=wish).delete()[0]:
        return False
    if _is_own(actor, wish):
        kept.refusals.get_or_create(wish=wish, defaults={"at": now()})
    _record(actor, kept, "partners.leave_round", [wish], is_holder=is_holder)
    return True


def _is_own(actor: Actor, wish: Wish) -> bool:
    # The operator acts for everybody, but is nobody's officer: the owners are told of what is done for them.
    return not actor.is_operator and may_write_wish(actor, wish.place, wish.institution)


def _require_may_enter(actor: Actor, round_: Round, wishes: Sequence[Wish]) -> bool:
    """Let only those act who hold the round, or write all of the wishes; return whether they hold it."""
    if may_hold_rounds(actor, round_.association):
        return True
    if not all(may_write_wish(actor, wish.place, wish.institution) for wish in wishes):
        message = _("Only its owners and the association that holds the round enter a wish.")
        raise NotAllowedError(Problem("not_allowed", "", message))
    return False


def _problems(
    actor: Actor, kept: Round, wishes: Sequence[Wish], *, is_holder: bool
) -> list[Problem]:
    problems = []
    refused = set(kept.refusals.filter(wish__in=wishes).values_list("wish", flat=True))
    if not is_holder and kept.collects_until < today():
        message = _("The last day on which wishes are entered is over.")
        problems.append(Problem("late", "", message))
    for wish in wishes:
        named = {"place": wish.place.local_name}
        if wish.state != Wish.OPEN or wish.until < today():
            message = _("The wish of %(place)s does not stand on the board.")
            problems.append(Problem("not_open", "wish", message % named))
        if wish.pk in refused and not _is_own(actor, wish):
            message = _("%(place)s has taken its wish out of this round.")
            problems.append(Problem("refused", "wish", message % named))
        if not fits(kept, wish.place.country):
            message = _("%(place)s lies in no country of this round.")
            problems.append(Problem("country", "wish", message % named))
    if kept.entries.count() + len(wishes) > MOST:
        message = _("More than %(most)s wishes take part in no round.") % {"most": MOST}
        problems.append(Problem("too_many", "", message))
    return problems


def _record(
    actor: Actor, kept: Round, action: str, wishes: Sequence[Wish], *, is_holder: bool
) -> None:
    first = wishes[0]
    owner = first.institution.name if first.institution else first.place.name
    record(
        actor=actor,
        action=action,
        target=f"round:{kept.pk}",
        changes={"wishes": sorted(wish.pk for wish in wishes)},
        acting_for=kept.association.name if is_holder else owner,
        places=[wish.place_id for wish in wishes],
        registry=False,
    )
