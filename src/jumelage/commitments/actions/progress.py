"""What was done for a commitment, and what shows it."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from jumelage.commitments.actions.common import Step, Texts, step_of
from jumelage.commitments.actions.wellformed import LONGEST_TEXT, texts_problems
from jumelage.commitments.domain.states import OPEN, State
from jumelage.commitments.models import Commitment, Progress
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.core.domain.texts import clean
from jumelage.core.refusing import need, not_ahead, refuse
from jumelage.documents.actions import share
from jumelage.documents.models import Document
from jumelage.places.models import Place


@dataclass(frozen=True, slots=True)
class ProgressData:
    """What was done until a day, by language; how much of the whole; an address or a document that shows it."""

    on: date
    texts: Texts = field(default_factory=dict)
    share: int | None = None
    url: str = ""
    document: Document | None = None


@atomic_action
def add_progress(
    *, actor: Actor, place: Place, commitment: Commitment, data: ProgressData
) -> Progress:
    """Say what the own place has done. The other owners may read the document, and everybody if it is public itself.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is no owner.
        RefusedError: with every reason.
    """
    step = step_of(actor, place, commitment)
    row = step.commitment
    problems = _problems(place, data)
    if State(row.state) not in OPEN:
        message = _("This is not agreed yet, or it is over.")
        problems.append(Problem("state", "", message))
    refuse(problems)
    entry = Progress.objects.create(
        commitment=row,
        by=place,
        on=data.on,
        texts=clean(data.texts),
        share=data.share,
        url=data.url.strip(),
        document=data.document,
        created_at=now(),
    )
    if row.state == State.AGREED:
        row.state = State.UNDER_WAY
    row.version += 1
    row.save(update_fields=["state", "version"])
    _let_read(step, data.document)
    step.log("add_progress", {"when": data.on.isoformat()})
    step.tell("progress")
    return entry


@atomic_action
def remove_progress(*, actor: Actor, place: Place, entry: Progress, reason: str) -> None:
    """Take a wrong entry out that the own place made.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or another made it.
        RefusedError: no reason is given, or the commitment is over.
    """
    step = step_of(actor, place, entry.commitment)
    row = step.commitment
    if entry.by_id != place.pk:
        message = _("Only the place that wrote this may take it out.")
        raise NotAllowedError(Problem("not_own", "", message))
    problems = need(reason, "reason", _("Say what is wrong with the entry."))
    if State(row.state) not in OPEN:
        problems.append(Problem("state", "", _("This is over: what was done stays with it.")))
    refuse(problems)
    entry.delete()
    if not row.progress.exists():
        row.state = State.AGREED
    row.version += 1
    row.save(update_fields=["state", "version"])
    step.log("remove_progress", reason=reason.strip())


def _problems(place: Place, data: ProgressData) -> list[Problem]:
    missing = _("Say what was done.")
    problems = texts_problems(data.texts, "texts", LONGEST_TEXT, missing)
    problems += not_ahead(data.on, "on")
    if data.share is not None and not 0 <= data.share <= 100:
        message = _("Write a number from 0 to 100.")
        problems.append(Problem("share", "share", message))
    if data.url.strip():
        problems += _url_problems(data.url.strip())
    document = data.document
    if document and (document.owner_id != place.pk or document.removed_at is not None):
        message = _("Choose a document that belongs to your own place.")
        problems.append(Problem("document", "document", message))
    return problems


def _url_problems(url: str) -> list[Problem]:
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return [Problem("url", "url", _("Write the whole address: https://…"))]
    return [] if len(url) <= 500 else [Problem("url", "url", _("This address is too long."))]


def _let_read(step: Step, document: Document | None) -> None:
    """Let the other owners read a document, beside those who do already."""
    if document is None or document.visibility == Document.PUBLIC:
        return
    owners = Place.objects.filter(commitments__commitment=step.commitment)
    readers = {place.pk: place for place in (*document.readers.all(), *owners)}
    share(actor=step.actor, document=document, readers=readers.values())
