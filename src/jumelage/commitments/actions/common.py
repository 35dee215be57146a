"""What the steps of commitments have in common: what is promised, who takes the step, and what it leaves behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jumelage.commitments import notices
from jumelage.commitments.domain.states import State, state_when_confirmed
from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.commitments.permissions import require_owner
from jumelage.contacts.models import Office
from jumelage.core.audit import Actor, record
from jumelage.core.clock import today
from jumelage.core.conflicts import locked
from jumelage.memberships.models import Institution, Membership
from jumelage.places.models import Place
from jumelage.ties.models import Tie

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who sees to it at a place: an office, an institution, a post by its name; and the member who is reminded too."""

    office: Office | None = None
    institution: Institution | None = None
    function: str = ""
    member: Membership | None = None


@dataclass(frozen=True, slots=True)
class OwnerData:
    """A place that shall answer for a commitment."""

    place: Place
    responsible: Responsible = field(default_factory=Responsible)


@dataclass(frozen=True, slots=True)
class PromiseData:
    """What is promised, by language; by whom; until when (EDTF; empty: open).

    ``tie``: to which it belongs. Without it, it is the tie between the owners where these are two and have one.
    ``origin``: where it was promised, in words, by language (“Decision 3 of the forum in Moscow, 2027”).
    """

    titles: Texts
    owners: Sequence[OwnerData]
    texts: Texts = field(default_factory=dict)
    due: str = ""
    theme: str = ""
    tie: Tie | None = None
    origin: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody takes: for an owner; or for nobody of them, as organisers and the registry itself do."""

    actor: Actor
    commitment: Commitment
    owner: CommitmentOwner | None = None

    @property
    def place(self) -> Place | None:
        """For which place."""
        return self.owner.place if self.owner else None

    def log(
        self,
        action: str,
        changes: Mapping[str, Any] | None = None,
        *,
        reason: str = "",
        public: bool = False,
    ) -> None:
        """Write the trail. All owners read of it; of a draft only the office that writes it.

        ``public``: everybody saw the commitment before, though now nobody does.
        """
        commitment = self.commitment
        owners = list(commitment.owners.values_list("place_id", flat=True))
        drafted = commitment.state == State.DRAFT and commitment.drafted_by_id is not None
        record(
            actor=self.actor,
            action=f"commitments.{action}",
            target=f"commitment:{commitment.pk}",
            changes=changes,
            reason=reason,
            acting_for=str(self.place or ""),
            places=[commitment.drafted_by_id or 0] if drafted else owners,
            registry=commitment.is_public or public,
        )

    def tell(self, kind: str) -> None:
        """Tell the officers of the other owners; see ``wording.NOTICES``."""
        notices.tell(self.commitment, kind, sender=self.place)


def step_of(actor: Actor, place: Place, commitment: Commitment, version: int | None = None) -> Step:
    """Return the step of an owner’s officer, with the commitment locked; in the version that was read, if one is given.

    Raises:
        NotAllowedError: the actor is no officer of the place, or it is no owner.
        ConflictError: it is of another version by now.
    """
    require_owner(actor, commitment, place)
    if version is None:
        row = Commitment.objects.select_for_update().get(pk=commitment.pk)
    else:
        row = locked(Commitment, commitment.pk, version)
    return Step(actor, row, require_owner(actor, row, place))


def tie_between(owners: Sequence[Place]) -> Tie | None:
    """Return the tie between two owners, if there are two and they have one."""
    if len(owners) != 2:
        return None
    first, second = sorted(owners, key=lambda place: place.pk)
    return Tie.objects.filter(place_a=first, place_b=second).first()


def bring_up_to_date(commitment: Commitment) -> None:
    """Set what follows from the owners’ answers: whether all have confirmed, and whether everybody may read it."""
    owners = list(commitment.owners.all())
    if commitment.state == State.PROPOSED:
        commitment.state = state_when_confirmed(owner.confirmed_at is not None for owner in owners)
        if commitment.state == State.AGREED:
            commitment.agreed_on, commitment.first_due = today(), commitment.due
    confirmed = all(owner.confirmed_at for owner in owners)
    wanted = all(owner.wants_public for owner in owners)
    commitment.is_public = (
        commitment.state in {State.AGREED, State.UNDER_WAY} or commitment.closed_on is not None
    ) and bool(owners and confirmed and wanted)
    commitment.version += 1
    commitment.save()
