"""When what one owner said counts: by the word of all, or because nobody objected in time; and what follows from it."""

from datetime import date

from jumelage.agreements.actions.work import ActivityData, record_activity, remove_activity
from jumelage.commitments.actions.common import Step, bring_up_to_date, tie_between
from jumelage.commitments.actions.wellformed import due_day
from jumelage.commitments.domain.states import Answers, Kind, State, Verdict, verdict
from jumelage.commitments.models import Commitment, Statement
from jumelage.core.audit import OPERATOR, atomic_action
from jumelage.core.clock import today

#: What came of a commitment, by what was said of it.
_OUTCOME = {
    Kind.KEPT: State.KEPT,
    Kind.PARTLY: State.PARTLY,
    Kind.NOT_KEPT: State.NOT_KEPT,
    Kind.DROPPED: State.DROPPED,
}
#: What is worth remembering on the tie.
_LEAVES_ACTIVITY = frozenset({State.KEPT, State.PARTLY})


@atomic_action
def settle_silent(*, statement: Statement) -> bool:
    """Let a statement count to which nobody has objected in time; return whether it does now. Twice is as once."""
    row = Commitment.objects.select_for_update().get(pk=statement.commitment_id)
    found = row.statements.select_related("by").filter(pk=statement.pk, state=Verdict.OPEN).first()
    step = Step(OPERATOR, row)
    if found is None or settle_if_due(step, found) is not Verdict.SETTLED:
        return False
    step.log("settle", {"said": found.kind})
    step.tell("settled")
    return True


def settle_if_due(step: Step, statement: Statement) -> Verdict:
    """Return what follows from the answers that were given, and do it."""
    row = step.commitment
    answers = Answers(
        frozenset(row.owners.values_list("place_id", flat=True)),
        statement.by_id,
        dict(statement.answers.values_list("place_id", "agrees")),
    )
    found = verdict(Kind(statement.kind), answers, statement.until, today())
    if found is Verdict.OPEN:
        return found
    statement.state = found
    statement.settled_on = today() if found is Verdict.SETTLED else None
    statement.save(update_fields=["state", "settled_on"])
    if found is Verdict.SETTLED:
        _count(step, statement)
    return found


def _count(step: Step, statement: Statement) -> None:
    row, kind = step.commitment, Kind(statement.kind)
    if kind is Kind.DUE:
        row.due, row.due_on = statement.due, due_day(statement.due)
        row.reminded_on = today()  # the days of the new date count from now on
    else:
        row.state, row.closed_on = _OUTCOME[kind], statement.on
        if row.state in _LEAVES_ACTIVITY:
            _leave_activity(step, statement)
    bring_up_to_date(row)


def _leave_activity(step: Step, statement: Statement) -> None:
    """Write what was kept down as an activity of the tie; a public one keeps the tie active on the register."""
    row = step.commitment
    owners = [owner.place for owner in row.owners.select_related("place")]
    row.tie = row.tie or tie_between(owners)
    if row.tie is None:
        return
    sides = (row.tie.place_a, row.tie.place_b)
    row.activity = record_activity(
        actor=OPERATOR,  # the registry writes it, when all owners stand behind it
        place=next((side for side in sides if side.pk == statement.by_id), sides[0]),
        tie=row.tie,
        data=ActivityData(
            kind="project",
            when=statement.on.isoformat(),
            title=str(row.title)[:300],
            text=str(statement.text),
            theme=row.theme,
            is_public=_is_public(row),
        ),
    )


def _is_public(row: Commitment) -> bool:
    """Whether everybody reads it: also of one that has become public by the same step."""
    return not row.owners.filter(wants_public=False).exists()


def take_activity_back(step: Step, reason: str) -> None:
    """Take out what a commitment left on its tie, with what the register says because of it."""
    activity = step.commitment.activity
    if activity is None:
        return
    step.commitment.activity = None
    step.commitment.save(update_fields=["activity"])
    remove_activity(actor=OPERATOR, place=activity.by, activity=activity, reason=reason)


def silent_since(day: date) -> list[Statement]:
    """Return the statements whose time for objections was over before a day, but those that silence does not settle."""
    rows = Statement.objects.filter(state=Verdict.OPEN, until__lt=day)
    return list(rows.exclude(kind=Kind.DROPPED).order_by("pk"))
