"""What follows from the claims about a tie: its standing on a day, as known on a day.

The rules, in the order in which they apply (docs/data-model.md words them for users):

1. Claims recorded after ``known_by``, retracted by then, or not yet begun on ``on`` are dropped.
2. On each side the last event decides: the events after which nothing certainly happened. Order is by the
   days a date may mean, then by authority, then by the time of recording.
3. Events that may have happened on the same day and say different things are a **dispute**: the more
   authoritative one decides, both are shown.
4. A list that still names a tie after a source reported its suspension or end contradicts it: a dispute too. A list
   repeats what it knew, an event is news; so the list decides only if an official source keeps it that is more
   authoritative than the event's.
5. A proposal counts only where nothing else does, or after an end; the form that it names, only where nothing else
   names one.
6. Activity comes from the last thing done together, never from lists or signatures.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from jumelage.core.domain.dates import EdtfDate, Span, years_before
from jumelage.sources.domain.authority import Authority
from jumelage.ties.domain.terms import LEGAL_EFFECT, Activity, ClaimKind, Form, Legal, Side

#: An event reported without a date happened within this time before its source spoke.
UNDATED_EVENT_WINDOW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says about one tie, once, as the arithmetic needs it."""

    id: int
    kind: ClaimKind
    side: Side
    authority: Authority
    said_on: date  # the day on which the source speaks: published, else retrieved
    recorded_at: datetime
    when: EdtfDate | None = None
    form: Form = Form.UNKNOWN
    retracted_at: datetime | None = None
    last_said_on: date | None = None  # a later edition of the source still says it

    @property
    def span(self) -> Span:
        """The days on which what is claimed may have happened (or was so, for an attestation)."""
        if self.when is not None:
            return self.when.span
        if self.kind is ClaimKind.ATTESTED:
            return Span(self.said_on, max(self.said_on, self.last_said_on or self.said_on))
        return Span(self.said_on - UNDATED_EVENT_WINDOW, self.said_on)

    @property
    def counts_from(self) -> date:
        """The first day on which the claim has an effect; an open beginning has it from its end."""
        if self.when is None:
            return self.said_on
        span = self.when.span
        return span.latest if span.earliest == date.min else span.earliest

    def is_known(self, known_by: date) -> bool:
        """Whether the registry had recorded the claim by that day, and not yet retracted it."""
        if self.recorded_at.date() > known_by:
            return False
        return self.retracted_at is None or self.retracted_at.date() > known_by

    def as_known(self, known_by: date) -> "Claim":
        """Return the claim without what a later edition of its source added after ``known_by``."""
        if self.last_said_on is None or self.last_said_on <= known_by:
            return self
        return replace(self, last_said_on=None)

    def concerns(self, side: Side) -> bool:
        """Whether the claim is about this side, or about both."""
        return self.side is Side.BOTH or self.side is side


class DisputeAbout(StrEnum):
    """On what two claims differ."""

    STANDING = "standing"
    SINCE = "since"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two claims that cannot both be right: the one that decides, and the other."""

    about: DisputeAbout
    side: Side
    decides: int
    differs: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Within how many years of the last activity a tie is called active, then quiet; beyond, dormant."""

    active_years: int = 2
    quiet_years: int = 5


@dataclass(frozen=True, slots=True)
class SideStanding:
    """The legal standing of one side and the claim it follows from (``None`` where nothing is known)."""

    legal: Legal
    claim: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The standing of a tie on a day, as known on a day."""

    a: SideStanding
    b: SideStanding
    activity: Activity
    last_activity: date | None
    form: Form
    since: (
        EdtfDate | None
    )  # when it was signed, as the deciding source says; None if no source says
    since_claim: int | None
    attested_from: (
        date | None
    )  # the first day on which any source shows it, where ``since`` is None
    changed_on: date | None  # first day of the suspension or end that decides on either side
    disputes: tuple[Dispute, ...]

    @property
    def legal(self) -> Legal:
        """The two sides together (see :func:`combine`)."""
        return combine(self.a.legal, self.b.legal)

    @property
    def disputed(self) -> bool:
        """Whether any two claims differ."""
        return bool(self.disputes)


#: What a tie is called whose sides differ: the first of these that either side has.
_COMBINED_ORDER = (Legal.ENDED, Legal.SUSPENDED, Legal.NONE, Legal.PROPOSED, Legal.IN_FORCE)


def combine(a: Legal, b: Legal) -> Legal:
    """Return the standing of the tie as a whole: in force only while it is so on both sides.

    A tie that one side has ended is ended; else, that one has suspended is suspended; a tie proposed by one side
    alone is proposed.
    """
    if {a, b} == {Legal.NONE, Legal.PROPOSED}:
        return Legal.PROPOSED
    return next(legal for legal in _COMBINED_ORDER if legal in (a, b))


def standing(
    claims: Iterable[Claim], on: date, known_by: date, thresholds: Thresholds | None = None
) -> Standing:
    """Return the standing of one tie on the day ``on``, from what was known on the day ``known_by``.

    Args:
        claims: all claims about the tie, in any order.
        on: the day asked about.
        known_by: only claims recorded by this day, and not retracted by then, are used.
        thresholds: when a tie counts as quiet or dormant.
    """
    current = sorted(
        (
            claim.as_known(min(known_by, on))
            for claim in claims
            if claim.is_known(known_by) and claim.counts_from <= on
        ),
        key=_rank,
    )
    a, disputes_a = _side_standing(current, Side.A)
    b, disputes_b = _side_standing(current, Side.B)
    since, since_disputes = _since(current)
    form, form_disputes = _form(current)
    last_activity = _last_activity(current, on)
    return Standing(
        a=a,
        b=b,
        activity=activity_on(last_activity, on, thresholds or Thresholds()),
        last_activity=last_activity,
        form=form,
        since=since.when if since else None,
        since_claim=since.id if since else None,
        attested_from=min((c.counts_from for c in _in_force_claims(current)), default=None),
        changed_on=_changed_on(current, a, b),
        disputes=_merge_sides(disputes_a, disputes_b) + since_disputes + form_disputes,
    )


def changes(claims: Iterable[Claim], known_by: date) -> list[date]:
    """Return the days on which the standing of a tie can change, in order."""
    return sorted({claim.counts_from for claim in claims if claim.is_known(known_by)})


def activity_on(last_activity: date | None, on: date, thresholds: Thresholds) -> Activity:
    """Return how lately something was done together, seen from ``on``."""
    if last_activity is None:
        return Activity.UNKNOWN
    if last_activity >= years_before(on, thresholds.active_years):
        return Activity.ACTIVE
    if last_activity >= years_before(on, thresholds.quiet_years):
        return Activity.QUIET
    return Activity.DORMANT


def _rank(claim: Claim) -> tuple[Authority, datetime, int]:
    """Order among claims that may be of the same day; the greatest decides."""
    return (claim.authority, claim.recorded_at, claim.id)


def _last(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims after which none certainly happened. Any two of them may be of the same day."""
    if not claims:
        return []
    latest_beginning = max(claim.span.earliest for claim in claims)
    return [claim for claim in claims if claim.span.latest >= latest_beginning]


def _side_standing(
    current: Sequence[Claim], side: Side
) -> tuple[SideStanding, tuple[Dispute, ...]]:
    concerned = [claim for claim in current if claim.concerns(side)]
    established = [
        claim
        for claim in concerned
        if LEGAL_EFFECT.get(claim.kind, Legal.NONE)
        in (Legal.IN_FORCE, Legal.SUSPENDED, Legal.ENDED)
    ]
    decides, disputes = _established(established, side)
    proposals = [c for c in concerned if LEGAL_EFFECT.get(c.kind) is Legal.PROPOSED]
    if decides is None:
        return _of(max(proposals, key=_rank, default=None)), disputes
    if LEGAL_EFFECT[decides.kind] is Legal.ENDED:
        anew = [proposal for proposal in proposals if decides.span.is_before(proposal.span)]
        if anew:
            return _of(max(anew, key=_rank)), disputes
    return _of(decides), disputes


def _of(claim: Claim | None) -> SideStanding:
    return SideStanding(LEGAL_EFFECT[claim.kind], claim.id) if claim else SideStanding(Legal.NONE)


def _established(
    established: Sequence[Claim], side: Side
) -> tuple[Claim | None, tuple[Dispute, ...]]:
    """Return the claim that decides between in force, suspended and ended, and who differs from it."""
    lists = [claim for claim in established if claim.kind is ClaimKind.ATTESTED]
    last_events = _last([claim for claim in established if claim.kind is not ClaimKind.ATTESTED])
    if not last_events:
        return max(lists, key=_rank, default=None), ()
    event = max(last_events, key=_rank)
    if LEGAL_EFFECT[event.kind] is Legal.IN_FORCE:
        return event, _differing(event, last_events, side)
    still_listed = [claim for claim in lists if not claim.span.is_before(event.span)]
    heaviest = max(still_listed, key=_rank, default=event)
    overrules = heaviest.authority.is_official and heaviest.authority > event.authority
    decides = heaviest if overrules else event
    return decides, _differing(decides, [*last_events, *still_listed], side)


def _differing(decides: Claim, others: Iterable[Claim], side: Side) -> tuple[Dispute, ...]:
    legal = LEGAL_EFFECT[decides.kind]
    return tuple(
        Dispute(DisputeAbout.STANDING, side, decides.id, other.id)
        for other in others
        if LEGAL_EFFECT[other.kind] is not legal
    )


def _merge_sides(a: tuple[Dispute, ...], b: tuple[Dispute, ...]) -> tuple[Dispute, ...]:
    """Name a dispute that is the same on both sides once, as one about the tie."""
    pairs_a = {(dispute.decides, dispute.differs) for dispute in a}
    pairs_b = {(dispute.decides, dispute.differs) for dispute in b}
    return tuple(
        Dispute(dispute.about, Side.BOTH, dispute.decides, dispute.differs)
        if (dispute.decides, dispute.differs) in pairs_b
        else dispute
        for dispute in a
    ) + tuple(dispute for dispute in b if (dispute.decides, dispute.differs) not in pairs_a)


def _decided(
    claims: Sequence[Claim], about: DisputeAbout, differs: Callable[[Claim, Claim], bool]
) -> tuple[Claim | None, tuple[Dispute, ...]]:
    """Let the weightiest of ``claims`` decide; the others that differ from it dispute it."""
    decides = max(claims, key=_rank, default=None)
    if decides is None:
        return None, ()
    return decides, tuple(
        Dispute(about, Side.BOTH, decides.id, other.id)
        for other in claims
        if differs(decides, other)
    )


def _since(current: Sequence[Claim]) -> tuple[Claim | None, tuple[Dispute, ...]]:
    """When the tie was signed: of its present life, if it ended and was signed again."""
    signed = [claim for claim in current if claim.kind is ClaimKind.SIGNED and claim.when]
    ended = [claim for claim in current if claim.kind is ClaimKind.ENDED]
    anew = [claim for claim in signed if any(end.span.is_before(claim.span) for end in ended)]
    return _decided(
        anew or signed,
        DisputeAbout.SINCE,
        lambda decides, other: not decides.span.overlaps(other.span),
    )


def _form(current: Sequence[Claim]) -> tuple[Form, tuple[Dispute, ...]]:
    """What the tie is called: by the last change of form, else by the weightiest source that names one.

    What was proposed to be called so counts only where nothing more is known.
    """
    named = [claim for claim in current if claim.form is not Form.UNKNOWN]
    firm = [claim for claim in named if LEGAL_EFFECT.get(claim.kind) is not Legal.PROPOSED]
    named = firm or named
    last_change = _last([claim for claim in named if claim.kind is ClaimKind.FORM_CHANGED])
    if last_change:
        began = max(claim.span.earliest for claim in last_change)
        named = [claim for claim in named if claim in last_change or claim.span.earliest > began]
    decides, disputes = _decided(
        named, DisputeAbout.FORM, lambda decides, other: decides.form is not other.form
    )
    return (decides.form if decides else Form.UNKNOWN), disputes


def _in_force_claims(current: Iterable[Claim]) -> Iterable[Claim]:
    return (claim for claim in current if LEGAL_EFFECT.get(claim.kind) is Legal.IN_FORCE)


def _last_activity(current: Iterable[Claim], on: date) -> date | None:
    ends = (claim.span.latest for claim in current if claim.kind is ClaimKind.ACTIVE)
    return max((min(end, on) for end in ends), default=None)


def _changed_on(current: Iterable[Claim], a: SideStanding, b: SideStanding) -> date | None:
    stopped = {side.claim for side in (a, b) if side.legal in (Legal.SUSPENDED, Legal.ENDED)}
    return min((claim.counts_from for claim in current if claim.id in stopped), default=None)
