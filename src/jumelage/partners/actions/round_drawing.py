"""Drawing a round: worked out in the background, where it can be watched and stopped; kept, compared, chosen."""

import time
from collections.abc import Mapping
from dataclasses import asdict

from django.db.models import Max
from django.utils.translation import gettext as _
from django_tasks import task

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import refuse
from jumelage.partners.actions.rounds import problems_with_minimum, require_state
from jumelage.partners.domain.matching import CancelledError, Outcome, run
from jumelage.partners.domain.matching.files import to_csv
from jumelage.partners.models import Drawing, Round, RoundPair
from jumelage.partners.rounds.permissions import require_may_hold
from jumelage.partners.rounds.wishes import drawable, number_of, sides_of

#: Seconds between two words about how far a drawing is.
PAUSE = 0.3
MOST_SEED = 2_000_000_000


@atomic_action
def start(*, actor: Actor, round_: Round, version: int, seed: int, minimum: float) -> Drawing:
    """Let a round be drawn in the background, with the wishes as they stand when that begins.

    Args:
        actor: who acts.
        round_: the round, collecting or drawn.
        version: the version of it that the actor has read.
        seed: decides between candidates that are equal in everything.
        minimum: how well both of a pair must be served at least, 0 to 1.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_may_hold(actor, round_.association)
    kept = locked(Round, round_.pk, version)
    require_state(kept, Round.COLLECTING, Round.DRAWN)
    refuse([*_problems_with_seed(seed), *problems_with_minimum(minimum), *_not_ready(kept)])
    last = kept.drawings.aggregate(last=Max("number"))["last"] or 0
    drawing = Drawing.objects.create(
        round=kept,
        number=last + 1,
        seed=seed,
        minimum=minimum,
        author=actor.label,
        created_at=now(),
    )
    values = {"number": drawing.number, "seed": seed, "minimum": minimum}
    _record(actor, kept, "partners.start_drawing", values)
    draw.enqueue(drawing.pk)
    return drawing


@atomic_action
def stop(*, actor: Actor, drawing: Drawing) -> bool:
    """Stop a drawing that is under way; whether it still was. Nothing of it is kept.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_may_hold(actor, drawing.round.association)
    under_way = Drawing.objects.filter(pk=drawing.pk, state__in=Drawing.UNDER_WAY)
    if not under_way.update(state=Drawing.STOPPED, ended_at=now()):
        return False
    _record(actor, drawing.round, "partners.stop_drawing", {"number": drawing.number})
    return True


@atomic_action
def choose(*, actor: Actor, round_: Round, version: int, drawing: Drawing) -> Round:
    """Let another drawing of a drawn round count: its pairs are those that will be offered.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: the round is not drawn, or the drawing gave nothing.
    """
    require_may_hold(actor, round_.association)
    kept = locked(Round, round_.pk, version)
    require_state(kept, Round.DRAWN)
    found = kept.drawings.filter(pk=drawing.pk, state=Drawing.DONE).first()
    if found is None:
        refuse([Problem("state", "", _("This drawing was not worked out to its end."))])
    else:
        _let_count(kept, found)
        _record(actor, kept, "partners.choose_drawing", {"number": found.number})
    return kept


@task()
def draw(number: int) -> None:
    """Work a drawing out, unless it was stopped before. If it was begun already, it is begun again."""
    begun = Drawing.objects.filter(pk=number, state__in=Drawing.UNDER_WAY)
    if not begun.update(state=Drawing.RUNNING, step="", done=0, of=0):
        return
    drawing = Drawing.objects.select_related("round").get(pk=number)
    try:
        _work_out(drawing)
    except CancelledError:
        return
    except Exception:
        begun.update(state=Drawing.FAILED, ended_at=now())
        raise


def _work_out(drawing: Drawing) -> None:
    wishes = drawable(drawing.round)
    outcome = run(
        wishes,
        seed=drawing.seed,
        between=sides_of(drawing.round, wishes),
        minimum=drawing.minimum,
        progress=_Teller(drawing.pk),
    )
    keep(drawing=drawing, wishes=to_csv(wishes), outcome=outcome)


class _Teller:
    """Writes down how far a drawing is, not too often; ends it if it was stopped."""

    def __init__(self, number: int) -> None:
        self._rows = Drawing.objects.filter(pk=number, state=Drawing.RUNNING)
        self._step, self._said = "", 0.0

    def __call__(self, step: str, done: int, of: int) -> None:
        moment = time.monotonic()
        if step == self._step and moment - self._said < PAUSE:
            return
        self._step, self._said = step, moment
        if not self._rows.update(step=step, done=done, of=of):
            raise CancelledError


@atomic_action
def keep(*, drawing: Drawing, wishes: str, outcome: Outcome) -> bool:
    """Keep what a drawing gave, and let it count; whether it was still wanted. Done by the task, for its author.

    Args:
        drawing: what was worked out.
        wishes: the wishes with which it was, as a file (:func:`domain.matching.files.to_csv`).
        outcome: what came of it.
    """
    kept = Round.objects.select_for_update().get(pk=drawing.round_id)
    if kept.state not in {Round.COLLECTING, Round.DRAWN}:
        return False
    rows = Drawing.objects.filter(pk=drawing.pk, state=Drawing.RUNNING)
    figures = {
        **asdict(outcome.figures),
        "wishes": wishes.count("\n") - 1,
        "left": len(outcome.left),
        "parties": len(outcome.parties),
        "candidates": outcome.candidates,
    }
    values = {"wishes": wishes, "outcome": outcome.to_data(), "figures": figures}
    if not rows.update(state=Drawing.DONE, ended_at=now(), **values):
        return False
    _let_count(kept, Drawing.objects.get(pk=drawing.pk))
    author = Actor(label=drawing.author)
    shown = {"number": drawing.number, "pairs": outcome.figures.pairs}
    _record(author, kept, "partners.draw_round", shown)
    return True


def _let_count(kept: Round, drawing: Drawing) -> None:
    """Make the pairs of a drawing those of its round."""
    outcome = Outcome.from_data(drawing.outcome or {})
    kept.pairs.all().delete()
    pairs = []
    for pair in outcome.pairs:
        a = (number_of(pair.a), pair.served_a, pair.rank_a)
        b = (number_of(pair.b), pair.served_b, pair.rank_b)
        (wish_a, served_a, rank_a), (wish_b, served_b, rank_b) = sorted((a, b))
        pairs.append(
            RoundPair(
                round=kept,
                wish_a_id=wish_a,
                wish_b_id=wish_b,
                served_a=served_a,
                served_b=served_b,
                rank_a=rank_a,
                rank_b=rank_b,
            )
        )
    RoundPair.objects.bulk_create(pairs, batch_size=500)
    save_changes(kept, {"state": Round.DRAWN, "drawing": drawing})


def _problems_with_seed(seed: int) -> list[Problem]:
    if 0 <= seed <= MOST_SEED:
        return []
    message = _("Write a whole number from 0 to %(most)s.") % {"most": MOST_SEED}
    return [Problem("range", "seed", message)]


def _not_ready(kept: Round) -> list[Problem]:
    problems = []
    if kept.drawings.filter(state__in=Drawing.UNDER_WAY).exists():
        message = _("A drawing is still being worked out: wait for it, or stop it.")
        problems.append(Problem("busy", "", message))
    if len(drawable(kept)) < 2:
        message = _("Fewer than two wishes of this round stand on the board and seek somebody.")
        problems.append(Problem("few", "", message))
    return problems


def _record(actor: Actor, round_: Round, action: str, changes: Mapping[str, object]) -> None:
    record(
        actor=actor,
        action=action,
        target=f"round:{round_.pk}",
        changes=changes,
        acting_for=round_.association.name,
        registry=False,
    )
