"""Changes of a tie in force. One side may suspend, resume and end for itself; what both declare waits for the other."""

from dataclasses import dataclass
from datetime import date

from jumelage.agreements.models import Change
from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Tie


@dataclass(frozen=True, slots=True)
class Decision:
    """The body of the own place that decided on a change, and when: the source is then its minutes."""

    body: str
    decided_on: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ChangeData:
    """A change as a side declares it.

    ``kind`` is suspended, resumed, ended, renewed or form_changed; the last two are always declared by both.
    ``until``: how long a suspension is meant to last, or the new expiry of what is renewed.
    """

    kind: str
    effective_on: date
    reason: str
    jointly: bool = False
    until: date | None = None
    form: str = ""
    reason_is_public: bool = False
    document: Document | None = None
    decision: Decision | None = None


def declare_change(*, actor: Actor, place: Place, tie: Tie, data: ChangeData) -> Change:
    """Declare a change as an officer of a side: for that side at once, or jointly, when it waits for the other side.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        RefusedError: with every reason: it does not fit how the tie stands, the same waits already, days, no reason.
    """
    raise NotImplementedError


def confirm_change(*, actor: Actor, place: Place, change: Change) -> Change:
    """Confirm what the other side declared for both: it is on the register at once, as the word of both.

    Raises:
        NotAllowedError: the actor is no officer of the side that is asked.
        RefusedError: it waits no more, or does not fit any more how the tie stands.
    """
    raise NotImplementedError


def decline_change(*, actor: Actor, place: Place, change: Change, reason: str = "") -> Change:
    """Decline what the other side declared for both. Nothing changes.

    Raises:
        NotAllowedError: the actor is no officer of the side that is asked.
        RefusedError: it waits no more.
    """
    raise NotImplementedError


def withdraw_change(*, actor: Actor, place: Place, change: Change, reason: str) -> Change:
    """Take an own declaration back: one that waits, or one of the own side alone, whose claim is then retracted.

    Raises:
        NotAllowedError: the actor is no officer of the side that declared it.
        RefusedError: both declared it together, it is over, or no reason is given.
    """
    raise NotImplementedError
