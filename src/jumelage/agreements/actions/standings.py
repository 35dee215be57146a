"""How a tie stands when a change is declared."""

from jumelage.agreements.domain.claims import Stand, Wanted
from jumelage.core.clock import today
from jumelage.core.domain.dates import Span, day_before
from jumelage.places.models import Place
from jumelage.ties.actions import live_claims
from jumelage.ties.domain.standing import Claim, Standing, standing
from jumelage.ties.domain.terms import LEGAL_EFFECT, ClaimKind, Legal, Side
from jumelage.ties.models import Tie

_FIRM = frozenset({Legal.IN_FORCE, Legal.SUSPENDED, Legal.ENDED})


def stand_for(tie: Tie, place: Place | None, wanted: Wanted) -> Stand:
    """Return how a side of a tie stands for a change that it wants; with no place, both sides."""
    claims = [claim.for_arithmetic() for claim in live_claims([tie.pk]).get(tie.pk, [])]
    side = Side.BOTH if place is None else (Side.A if place.pk == tie.place_a_id else Side.B)
    day = today()
    before = standing(claims, day_before(wanted.effective_on), day)
    return Stand(
        before=_legal(before, side),
        now=_legal(standing(claims, day, day), side),
        form=before.form,
        today=day,
        same_day=any(_clashes(claim, side, wanted) for claim in claims),
    )


def _legal(found: Standing, side: Side) -> tuple[Legal, ...]:
    both = {Side.A: found.a.legal, Side.B: found.b.legal}
    return tuple(both.values()) if side is Side.BOTH else (both[side],)


def _clashes(claim: Claim, side: Side, wanted: Wanted) -> bool:
    """Whether a claim says something else of this side for the very day."""
    effect = LEGAL_EFFECT.get(claim.kind)
    if claim.when is None or claim.kind is ClaimKind.ATTESTED or effect not in _FIRM:
        return False
    concerned = side is Side.BOTH or claim.concerns(side)
    same_day = claim.span == Span.of_day(wanted.effective_on)
    return concerned and same_day and effect is not LEGAL_EFFECT[wanted.kind]
