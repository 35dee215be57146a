"""Interpreters of an edition's meetings: named by their consent, forgotten afterwards, as is what parties wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.core.audit import OPERATOR, Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.forum.actions.common import LONGEST_NAME, problems_with_codes, record_edition
from jumelage.forum.meetings.slots import set_slots
from jumelage.forum.models import Edition, MeetingInterpreter, MeetingParty, MeetingSlot, Placed
from jumelage.forum.permissions import require_organiser


@dataclass(frozen=True, slots=True)
class InterpreterData:
    """An interpreter. ``consent_on``: when the person agreed to be named to delegations. Languages are ISO 639-1."""

    name: str
    languages: tuple[str, ...]
    consent_on: date | None
    absent: tuple[MeetingSlot, ...] = ()


def problems_with_interpreter(edition: Edition, data: InterpreterData) -> list[Problem]:
    """Return every reason for which somebody cannot interpret so."""
    problems = need(data.name, "name", _("Write the name."))
    problems += too_long(data.name, "name", LONGEST_NAME)
    problems += problems_with_codes(data.languages, LANGUAGES, "languages")
    if len(set(data.languages)) < 2:
        message = _("Who interprets speaks two languages or more: English, Russian.")
        problems.append(Problem("few", "languages", message))
    if data.consent_on is None:
        message = _("Ask first, then write when the person agreed.")
        problems.append(Problem("consent", "consent_on", message))
    else:
        problems += not_ahead(data.consent_on, "consent_on")
    return problems + problems_with_slots(edition, data.absent)


def problems_with_slots(edition: Edition, slots: Sequence[MeetingSlot]) -> list[Problem]:
    """Return the problem of slots of another edition, if any are."""
    if all(slot.edition_id == edition.pk for slot in slots):
        return []
    return [Problem("elsewhere", "absent", _("Choose times of this edition."))]


@atomic_action
def add_interpreter(*, actor: Actor, edition: Edition, data: InterpreterData) -> MeetingInterpreter:
    """Name somebody who interprets.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    refuse(problems_with_interpreter(edition, data))
    one = MeetingInterpreter.objects.create(edition=edition, **_columns(data))
    one.absent.set(data.absent)
    record_edition(actor, edition, "forum.add_interpreter", public=False)
    return one


@atomic_action
def change_interpreter(
    *, actor: Actor, interpreter: MeetingInterpreter, version: int, data: InterpreterData
) -> MeetingInterpreter:
    """Change what is known of an interpreter, or when she or he is away.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    edition = interpreter.edition
    require_organiser(actor, edition)
    refuse(problems_with_interpreter(edition, data))
    kept = locked(MeetingInterpreter, interpreter.pk, version)
    if kept.erased_at is not None:
        raise RefusedError(Problem("erased", "", _("This person’s data was erased before.")))
    changed = save_changes(kept, _columns(data))
    changed += set_slots(kept, data.absent, was_saved=bool(changed))
    if changed:
        record_edition(actor, edition, "forum.change_interpreter", public=False)
    return kept


@atomic_action
def remove_interpreter(*, actor: Actor, interpreter: MeetingInterpreter) -> None:
    """Say that somebody does not interpret: the data is erased at once. Timetables keep a nameless row.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_organiser(actor, interpreter.edition)
    if Placed.objects.filter(interpreter=interpreter).exists():
        _empty(interpreter)
    else:
        interpreter.delete()
    record_edition(actor, interpreter.edition, "forum.remove_interpreter", public=False)


@atomic_action
def forget_interpreters(*, edition: Edition) -> int:
    """Erase the interpreters of an edition that is long over; return how many. Done by the schedule, for nobody."""
    rows = edition.meeting_interpreters.filter(erased_at__isnull=True)
    number = sum(1 for _one in map(_empty, rows))
    if number:
        record(
            actor=OPERATOR,
            action="forum.forget_interpreters",
            target=f"edition:{edition.pk}",
            changes={"people": number},
            registry=False,
        )
    return number


@atomic_action
def forget_words(*, edition: Edition) -> int:
    """Erase what parties wrote to each other about the meetings of an edition that is long over; return of how many.

    Done by the schedule, for nobody. What was agreed on stays.
    """
    rows = MeetingParty.objects.filter(meeting__edition=edition).exclude(message="")
    number = rows.update(message="")
    if number:
        record(
            actor=OPERATOR,
            action="forum.forget_words",
            target=f"edition:{edition.pk}",
            changes={"messages": number},
            registry=False,
        )
    return number


def _empty(interpreter: MeetingInterpreter) -> None:
    values: dict[str, object] = {
        "name": "",
        "languages": [],
        "consent_on": None,
        "erased_at": now(),
    }
    save_changes(interpreter, values)
    interpreter.absent.clear()


def _columns(data: InterpreterData) -> dict[str, object]:
    return {
        "name": data.name.strip(),
        "languages": list(dict.fromkeys(data.languages)),
        "consent_on": data.consent_on,
    }
