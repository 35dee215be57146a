"""What one owner says of the whole, to which the others agree or object: how it ended, or another due date."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from jumelage.commitments.actions.common import Step, Texts, bring_up_to_date, step_of
from jumelage.commitments.actions.settling import settle_if_due, take_activity_back
from jumelage.commitments.actions.wellformed import (
    LONGEST_TEXT,
    due_problems,
    texts_problems,
)
from jumelage.commitments.domain.states import OBJECTION, OPEN, OUTCOMES, Kind, State, Verdict
from jumelage.commitments.models import Commitment, Statement, StatementAnswer
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import Problem
from jumelage.core.domain.texts import clean
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.places.models import Place


@dataclass(frozen=True, slots=True)
class StatementData:
    """What is said: the kind; since when it holds; what came of it, or why, by language; the new due date (EDTF)."""

    kind: Kind
    on: date
    texts: Texts = field(default_factory=dict)
    due: str = ""


@atomic_action
def say(
    *, actor: Actor, place: Place, commitment: Commitment, version: int, data: StatementData
) -> Statement:
    """Say for the own place that it is kept, partly kept, not kept, to be dropped, or due another day.

    The other owners are asked. It counts when all agree, or when nobody has objected within 30 days; nothing is dropped
    without the word of all. Until then the commitment goes on.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        ConflictError: somebody changed the commitment since.
        RefusedError: with every reason: another statement still waits for answers.
    """
    step = step_of(actor, place, commitment, version)
    row = step.commitment
    refuse(_problems(row, data))
    statement = Statement.objects.create(
        commitment=row,
        kind=data.kind,
        by=place,
        on=data.on,
        texts=clean(data.texts),
        due=data.due.strip() if data.kind is Kind.DUE else "",
        due_before=row.due,
        until=today() + OBJECTION,
        created_at=now(),
    )
    row.version += 1
    row.save(update_fields=["version"])
    step.log("say", {"said": data.kind.value})
    step.tell(f"said_{data.kind.value}")
    return statement


@atomic_action
def answer(
    *, actor: Actor, place: Place, statement: Statement, agrees: bool, reason: str = ""
) -> Statement:
    """Agree for the own place to what another said, or object with a reason.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        RefusedError: with every reason: the own place said it, or answered before, or it waits no more.
    """
    step = step_of(actor, place, statement.commitment)
    row = _open(step, statement)
    problems = too_long(reason, "reason")
    if not agrees:
        problems = need(reason, "reason", _("Say what is not so."))
    if row.by_id == place.pk:
        problems.append(Problem("own", "", _("Your own place said this.")))
    if row.answers.filter(place=place).exists():
        problems.append(Problem("answered", "", _("Your place has answered this already.")))
    refuse(problems)
    StatementAnswer.objects.create(
        statement=row, place=place, agrees=agrees, reason=reason.strip(), created_at=now()
    )
    step.log("agree" if agrees else "object", reason=reason.strip())
    found = settle_if_due(step, row)
    if found is Verdict.SETTLED:
        step.tell("settled")
    elif found is Verdict.OBJECTED:
        step.tell("objected")
    return row


@atomic_action
def withdraw_statement(
    *, actor: Actor, place: Place, statement: Statement, reason: str = ""
) -> Statement:
    """Take back what the own place said, while it waits for answers.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        RefusedError: another place said it, or it waits no more.
    """
    step = step_of(actor, place, statement.commitment)
    row = _open(step, statement)
    problems = too_long(reason, "reason")
    if row.by_id != place.pk:
        problems.append(Problem("not_own", "", _("Another place said this: you can object.")))
    refuse(problems)
    row.state, row.end_reason = Statement.WITHDRAWN, reason.strip()
    row.save(update_fields=["state", "end_reason"])
    step.log("withdraw_statement", reason=reason.strip())
    step.tell("statement_withdrawn")
    return row


@atomic_action
def take_back(
    *, actor: Actor, place: Place, commitment: Commitment, version: int, reason: str
) -> Commitment:
    """Take the outcome of a commitment back, as any owner: it is under way again, and so the others read.

    An outcome is what all owners stand behind. What it left on the tie goes with it.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        ConflictError: somebody changed it since.
        RefusedError: no reason is given, or it is not over.
    """
    step = step_of(actor, place, commitment, version)
    row = step.commitment
    problems = need(reason, "reason", _("Say why."))
    if State(row.state) not in OUTCOMES:
        problems.append(Problem("state", "", _("This is not over.")))
    refuse(problems)
    held = row.statements.filter(state=Verdict.SETTLED).exclude(kind=Kind.DUE)
    held.update(state=Statement.TAKEN_BACK, end_reason=reason.strip())
    take_activity_back(step, reason.strip())
    row.state = State.UNDER_WAY if row.progress.exists() else State.AGREED
    row.closed_on = None
    bring_up_to_date(row)
    step.log("take_back", reason=reason.strip())
    step.tell("taken_back")
    return row


def _open(step: Step, statement: Statement) -> Statement:
    """Return a statement as it is now, if it still waits for answers.

    Raises:
        RefusedError: it waits no more.
    """
    row = step.commitment.statements.select_related("by").get(pk=statement.pk)
    if row.state != Verdict.OPEN:
        refuse([Problem("state", "", _("This does not wait for answers any more."))])
    return row


def _problems(row: Commitment, data: StatementData) -> list[Problem]:
    missing = {
        Kind.KEPT: _("Say what came of it."),
        Kind.PARTLY: _("Say what came of it, and what did not."),
    }.get(data.kind, _("Say why."))
    problems = texts_problems(data.texts, "texts", LONGEST_TEXT, missing)
    problems += not_ahead(data.on, "on")
    if data.kind is Kind.DUE:
        problems += due_problems(data.due, needed=True)
        if data.due.strip() == row.due:
            problems.append(Problem("same", "due", _("This is the due date already.")))
    if State(row.state) not in OPEN:
        problems.append(Problem("state", "", _("This is not agreed yet, or it is over.")))
    if row.statements.filter(state=Verdict.OPEN).exists():
        message = _("Something that was said before still waits for answers: answer it first.")
        problems.append(Problem("waiting", "", message))
    return problems
