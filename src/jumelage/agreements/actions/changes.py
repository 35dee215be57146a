"""Changes of a tie in force. One side may suspend, resume and end for itself; what both declare waits for the other."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.agreements.actions.common import (
    Step,
    as_agreed,
    if_public,
    let_read,
    locked_tie,
    own_document,
    sides_of,
    step_for,
)
from jumelage.agreements.actions.standings import stand_for
from jumelage.agreements.domain.claims import ALWAYS_JOINT, KINDS, Fault, Wanted, faults
from jumelage.agreements.domain.expiry import renewed_until
from jumelage.agreements.models import Agreement, Change
from jumelage.agreements.wording import FAULTS
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.actions import ClaimData, record_claim, retract_claim
from jumelage.ties.domain.terms import ClaimKind, Form
from jumelage.ties.models import Tie
from jumelage.ties.own_sources import source_of_declaration, source_of_minutes, source_of_place


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


@atomic_action
def declare_change(*, actor: Actor, place: Place, tie: Tie, data: ChangeData) -> Change:
    """Declare a change as an officer of a side: for that side at once, or jointly, when it waits for the other side.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        RefusedError: with every reason: it does not fit how the tie stands, the same waits already, days, no reason.
    """
    tie = locked_tie(tie)
    step = step_for(actor, place, sides_of(tie))
    wanted = _wanted(data)
    refuse(
        _problems(place, data) + _fault_problems(wanted, tie, place) + _waiting_problems(tie, data)
    )
    change = Change.objects.create(
        tie=tie,
        kind=data.kind,
        by=place,
        jointly=data.jointly,
        effective_on=data.effective_on,
        until=data.until,
        form=data.form if data.kind == ClaimKind.FORM_CHANGED else "",
        reason=data.reason.strip(),
        reason_is_public=data.reason_is_public,
        document=data.document,
        state=Change.WAITING if data.jointly else Change.DONE,
        author=actor.label,
        created_at=now(),
    )
    if data.jointly:
        let_read(step, data.document)
    else:
        _make_claim(step, change, _source(place, data.decision))
    changes = {"kind": data.kind, "jointly": data.jointly, "on": data.effective_on.isoformat()}
    step.log("declare_change", f"change:{change.pk}", changes, reason=change.reason)
    step.tell("change_asked" if data.jointly else "change_declared", "tie", tie.pk)
    return change


@atomic_action
def confirm_change(*, actor: Actor, place: Place, change: Change) -> Change:
    """Confirm what the other side declared for both: it is on the register at once, as the word of both.

    Raises:
        NotAllowedError: the actor is no officer of the side that is asked.
        RefusedError: it waits no more, or does not fit any more how the tie stands.
    """
    step, change = _asked(actor, place, change)
    wanted = Wanted(
        ClaimKind(change.kind), change.effective_on, True, change.until, Form(change.form)
    )
    refuse(_fault_problems(wanted, change.tie, change.by))
    _answer(step, change, Change.DONE, "")
    source = source_of_declaration(change.pk, sides=sides_of(change.tie), declared_on=today())
    _make_claim(step, change, source)
    if change.kind == ClaimKind.RENEWED:
        _prolong(change)
    step.log("confirm_change", f"change:{change.pk}", {"kind": change.kind})
    step.tell("change_confirmed", "tie", change.tie_id)
    return change


@atomic_action
def decline_change(*, actor: Actor, place: Place, change: Change, reason: str = "") -> Change:
    """Decline what the other side declared for both. Nothing changes.

    Raises:
        NotAllowedError: the actor is no officer of the side that is asked.
        RefusedError: it waits no more.
    """
    step, change = _asked(actor, place, change)
    refuse(too_long(reason, "reason"))
    _answer(step, change, Change.DECLINED, reason)
    step.log("decline_change", f"change:{change.pk}", {"kind": change.kind}, reason=reason.strip())
    step.tell("change_declined", "tie", change.tie_id)
    return change


@atomic_action
def withdraw_change(*, actor: Actor, place: Place, change: Change, reason: str) -> Change:
    """Take an own declaration back: one that waits, or one of the own side alone, whose claim is then retracted.

    Raises:
        NotAllowedError: the actor is no officer of the side that declared it.
        RefusedError: both declared it together, it is over, or no reason is given.
    """
    step, change = _found(actor, place, change)
    _require_by(change, place, own=True)
    refuse(need(reason, "reason", _("Say why you take it back.")) + _withdraw_problems(change))
    if change.claim is not None and change.claim.retracted_at is None:
        retract_claim(actor=as_agreed(actor), claim=change.claim, reason=reason.strip())
    _answer(step, change, Change.WITHDRAWN, reason)
    step.log("withdraw_change", f"change:{change.pk}", {"kind": change.kind}, reason=reason.strip())
    step.tell("change_withdrawn", "tie", change.tie_id)
    return change


def _wanted(data: ChangeData) -> Wanted:
    """Return the change as the rules know it.

    Raises:
        RefusedError: there is no such change, or no such form.
    """
    if data.kind not in set(KINDS):
        raise RefusedError(_problem(Fault.NO_SUCH_CHANGE))
    if data.form not in set(Form):
        raise RefusedError(_problem(Fault.NO_FORM))
    kind = ClaimKind(data.kind)
    return Wanted(kind, data.effective_on, data.jointly, data.until, Form(data.form))


def _problem(fault: Fault) -> Problem:
    field, message = FAULTS[fault]
    return Problem(fault.value, field, str(message))


def _fault_problems(wanted: Wanted, tie: Tie, place: Place) -> list[Problem]:
    sides = None if wanted.jointly or wanted.kind in ALWAYS_JOINT else place
    return [_problem(fault) for fault in faults(wanted, stand_for(tie, sides, wanted))]


def _problems(place: Place, data: ChangeData) -> list[Problem]:
    problems = need(data.reason, "reason", _("Give the reason. You decide whether it is public."))
    problems += own_document(place, data.document)
    if data.decision is not None and (data.jointly or data.kind in ALWAYS_JOINT):
        message = _(
            "What both sides declare has both for its source. Record the decision of your council by itself, "
            "from the page of the tie."
        )
        problems.append(Problem("decision", "body", message))
    elif data.decision is not None:
        problems += need(
            data.decision.body, "body", _("Say which body decided: the council, a committee …")
        )
        problems += too_long(data.decision.body, "body", 200)
        problems += not_ahead(data.decision.decided_on, "decided_on")
    return problems


def _waiting_problems(tie: Tie, data: ChangeData) -> list[Problem]:
    if not tie.changes.filter(kind=data.kind, state=Change.WAITING).exists():
        return []
    message = _("The same change waits for an answer already. Answer it or withdraw it first.")
    return [Problem("waits", "", message)]


def _withdraw_problems(change: Change) -> list[Problem]:
    if change.state == Change.WAITING or (change.state == Change.DONE and not change.jointly):
        return []
    message = (
        _("Both sides declared this together. It is changed only by another declaration of both.")
        if change.state == Change.DONE
        else _("This declaration was answered or withdrawn before.")
    )
    return [Problem("over", "", message)]


def _source(place: Place, decision: Decision | None) -> Source:
    if decision is None:
        return source_of_place(place)
    return source_of_minutes(
        place,
        body=decision.body.strip(),
        decided_on=decision.decided_on,
        reference=decision.reference.strip(),
    )


def _make_claim(step: Step, change: Change, source: Source) -> None:
    """Let the register say what was declared: of one side, or as the word of both."""
    claim, _new = record_claim(
        actor=as_agreed(step.actor),
        data=ClaimData(
            source=source,
            place_a=change.tie.place_a,
            place_b=change.tie.place_b,
            kind=change.kind,
            by=None if change.jointly else change.by,
            when=change.effective_on.isoformat(),
            form=change.form,
            note=change.reason if change.reason_is_public else "",
            document=if_public(change.document),
            entered_for=change.by,
            is_joint=change.jointly,
        ),
    )
    change.claim = claim
    change.save(update_fields=["claim"])


def _found(actor: Actor, place: Place, change: Change) -> tuple[Step, Change]:
    tie = locked_tie(change.tie)
    step = step_for(actor, place, sides_of(tie))
    rows = Change.objects.select_for_update(of=("self",))
    found = rows.select_related("by", "claim__tie", "document").get(pk=change.pk)
    found.tie = tie
    return step, found


def _asked(actor: Actor, place: Place, change: Change) -> tuple[Step, Change]:
    """Return a change that waits for this side, locked.

    Raises:
        NotAllowedError: the actor is no officer of the side that is asked.
        RefusedError: it waits no more.
    """
    step, found = _found(actor, place, change)
    _require_by(found, place, own=False)
    if found.state != Change.WAITING:
        message = _("This declaration was answered or withdrawn before.")
        raise RefusedError(Problem("over", "", message))
    return step, found


def _require_by(change: Change, place: Place, *, own: bool) -> None:
    if (change.by_id == place.pk) is not own:
        message = (
            _("Only the side that declared it takes it back.")
            if own
            else _("The other side answers this, not the one that declared it.")
        )
        raise NotAllowedError(Problem("turn", "", message))


def _answer(step: Step, change: Change, state: str, reason: str) -> None:
    change.state, change.answered_at = state, now()
    change.answered_by, change.answer_reason = step.actor.label, reason.strip()
    change.save(update_fields=["state", "answered_at", "answered_by", "answer_reason"])


def _prolong(change: Change) -> None:
    """Let the agreement in force last longer: until the day that was declared, or for another period."""
    rows = Agreement.objects.filter(tie=change.tie, in_force_on__isnull=False)
    agreement = rows.order_by("-in_force_on", "-pk").first()
    if agreement is None or agreement.expires_on is None:
        return
    agreement.expires_on = change.until or renewed_until(
        agreement.expires_on, agreement.years or 1, change.effective_on
    )
    agreement.warned_on = None
    agreement.save(update_fields=["expires_on", "warned_on"])
