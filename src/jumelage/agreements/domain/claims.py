"""Which event an agreement signed by both sides is for the register, and which changes of a tie make sense."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jumelage.core.domain.dates import EdtfDate, Span
from jumelage.ties.domain.terms import BOUND, ClaimKind, Form, Legal

#: An announcement may be made this many days ahead, and no more.
DAYS_AHEAD = 2 * 366


def event_of_agreement(
    *,
    before: tuple[Legal, Legal],
    since: EdtfDate | None,
    signed_on: date,
    form_before: Form,
    form: Form,
) -> ClaimKind:
    """Return what an agreement is for the register: the signature of a tie, its renewal, or a change of its form.

    Args:
        before: how both sides stood the day before it was signed.
        since: when the tie was signed, as the register knows by now: an agreement of that time is that signature.
        signed_on: the day of the second signature.
        form_before: what the tie was called the day before.
        form: what the agreement calls it.
    """
    is_the_first = since is not None and since.span.overlaps(Span.of_day(signed_on))
    if is_the_first or not all(legal in BOUND for legal in before):
        return ClaimKind.SIGNED
    if form_before not in {Form.UNKNOWN, form}:
        return ClaimKind.FORM_CHANGED
    return ClaimKind.RENEWED


class Fault(StrEnum):
    """Why a change of a tie makes no sense."""

    NOT_IN_FORCE = "not_in_force"
    NOT_SUSPENDED = "not_suspended"
    SUSPENDED = "suspended"
    ENDED = "ended"
    SAME_DAY = "same_day"
    SAME_FORM = "same_form"
    NO_FORM = "no_form"
    TOO_FAR = "too_far"
    UNTIL = "until"
    ALWAYS_JOINT = "always_joint"
    NO_SUCH_CHANGE = "no_such_change"


#: Those that both sides make together, or not at all.
ALWAYS_JOINT = frozenset({ClaimKind.RENEWED, ClaimKind.FORM_CHANGED})
KINDS = frozenset({ClaimKind.SUSPENDED, ClaimKind.RESUMED, ClaimKind.ENDED}) | ALWAYS_JOINT


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change that a side, or both, want to declare."""

    kind: ClaimKind
    effective_on: date
    jointly: bool = False
    until: date | None = None
    form: Form = Form.UNKNOWN


@dataclass(frozen=True, slots=True)
class Stand:
    """How the sides stand that a change is about (one, or both): the day before it, and now.

    ``same_day``: something else with another effect is on record for the very day.
    """

    before: tuple[Legal, ...]
    now: tuple[Legal, ...]
    form: Form
    today: date
    same_day: bool = False


def faults(wanted: Wanted, stand: Stand) -> list[Fault]:
    """Return every reason for which a change makes no sense; none if it does."""
    found = [*_form_faults(wanted, stand)]
    if wanted.kind in ALWAYS_JOINT and not wanted.jointly:
        found.append(Fault.ALWAYS_JOINT)
    if (wanted.effective_on - stand.today).days > DAYS_AHEAD:
        found.append(Fault.TOO_FAR)
    if wanted.until is not None and wanted.until < wanted.effective_on:
        found.append(Fault.UNTIL)
    standing_fault = _standing_fault(wanted.kind, stand)
    if standing_fault is not None:
        found.append(standing_fault)
    elif stand.same_day:
        found.append(Fault.SAME_DAY)
    return found


def _form_faults(wanted: Wanted, stand: Stand) -> list[Fault]:
    if wanted.kind is not ClaimKind.FORM_CHANGED:
        return []
    if wanted.form is Form.UNKNOWN:
        return [Fault.NO_FORM]
    return [Fault.SAME_FORM] if wanted.form is stand.form else []


def _standing_fault(kind: ClaimKind, stand: Stand) -> Fault | None:
    """Return why a change does not fit how the sides stood.

    What happened before the register knew of the tie may be told later: then it counts that it stands now.
    """
    stood = [
        now if before in {Legal.NONE, Legal.PROPOSED} else before
        for before, now in zip(stand.before, stand.now, strict=True)
    ]
    ended = [legal is Legal.ENDED for legal in stood]
    checks = (
        (all(ended) or (any(ended) and kind is not ClaimKind.ENDED), Fault.ENDED),
        (kind is ClaimKind.RESUMED and Legal.SUSPENDED not in stood, Fault.NOT_SUSPENDED),
        (bool({Legal.NONE, Legal.PROPOSED} & set(stood)), Fault.NOT_IN_FORCE),
        (kind is ClaimKind.SUSPENDED and Legal.IN_FORCE not in stood, Fault.SUSPENDED),
        (kind in ALWAYS_JOINT and Legal.SUSPENDED in stood, Fault.SUSPENDED),
    )
    return next((fault for is_so, fault in checks if is_so), None)
