"""Writing the agenda: rooms, who speaks, sessions, and whether everybody reads it.

Clashes are warned of, not refused: an agenda is moved about until it fits (:func:`jumelage.forum.queries.agenda_of`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.domain.themes import THEMES
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.forum.actions.common import (
    LONGEST_NAME,
    problems_with_codes,
    problems_with_texts,
    record_edition,
)
from jumelage.forum.actions.editions import Texts
from jumelage.forum.domain.texts import clean
from jumelage.forum.models import Edition, Room, Session, Speaker
from jumelage.forum.permissions import require_organiser
from jumelage.places.models import Place

#: A session is not longer than this, in hours: else somebody mistook the day.
LONGEST_SESSION = 14


@dataclass(frozen=True, slots=True)
class SpeakerData:
    """Somebody who speaks. ``consent_on``: when the person agreed to stand in the public agenda."""

    name: str
    consent_on: date | None
    function: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class SessionData:
    """A session as somebody wants to record it: aware moments, codes of languages (ISO 639-1) and of a theme."""

    titles: Texts
    begins: datetime
    ends: datetime
    kind: str = "talk"
    texts: Texts = field(default_factory=dict)
    room: Room | None = None
    theme: str = ""
    languages: tuple[str, ...] = ()
    interpreted: tuple[str, ...] = ()
    speakers: tuple[Speaker, ...] = ()


@atomic_action
def add_room(*, actor: Actor, edition: Edition, names: Texts, seats: int | None = None) -> Room:
    """Add a room.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    missing = _("Say what the room is called.")
    refuse(problems_with_texts(names, "names", missing=missing, most=LONGEST_NAME))
    room = Room.objects.create(edition=edition, names=clean(names), seats=seats)
    record_edition(actor, edition, "forum.add_room")
    return room


@atomic_action
def remove_room(*, actor: Actor, room: Room) -> None:
    """Take a room out in which nothing is held.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: something is held in it.
    """
    require_organiser(actor, room.edition)
    if room.sessions.exists():
        message = _("Something is held in this room: move it first.")
        raise RefusedError(Problem("used", "", message))
    room.delete()
    record_edition(actor, room.edition, "forum.remove_room")


@atomic_action
def add_speaker(*, actor: Actor, edition: Edition, data: SpeakerData) -> Speaker:
    """Add somebody who speaks, and agreed to be named in public.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    problems = need(data.name, "name", _("Write the name."))
    problems += too_long(data.name, "name", LONGEST_NAME)
    problems += too_long(data.function, "function", LONGEST_NAME)
    if data.consent_on is None:
        message = _("Ask first: who speaks is named on a public page.")
        raise RefusedError(*problems, Problem("consent", "consent_on", message))
    refuse(problems + not_ahead(data.consent_on, "consent_on"))
    speaker = Speaker.objects.create(
        edition=edition,
        name=data.name.strip(),
        function=data.function.strip(),
        place=data.place,
        consent_on=data.consent_on,
    )
    record_edition(actor, edition, "forum.add_speaker", public=False)
    return speaker


@atomic_action
def remove_speaker(*, actor: Actor, speaker: Speaker) -> None:
    """Take somebody out of the agenda: the name goes for good.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_organiser(actor, speaker.edition)
    speaker.delete()
    record_edition(actor, speaker.edition, "forum.remove_speaker", public=_is_read(speaker.edition))


@atomic_action
def add_session(*, actor: Actor, edition: Edition, data: SessionData) -> Session:
    """Put a session on the agenda.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    refuse(problems_with_session(edition, data))
    session = Session.objects.create(edition=edition, created_at=now(), **_columns(data))
    session.speakers.set(data.speakers)
    record_edition(actor, edition, "forum.add_session", public=_is_read(edition))
    return session


@atomic_action
def change_session(*, actor: Actor, session: Session, version: int, data: SessionData) -> Session:
    """Change a session: move it, rename it, let others speak.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    edition = session.edition
    require_organiser(actor, edition)
    refuse(problems_with_session(edition, data))
    kept = locked(Session, session.pk, version)
    changed = save_changes(kept, _columns(data))
    if set(kept.speakers.all()) != set(data.speakers):
        kept.speakers.set(data.speakers)
        if not changed:
            kept.version += 1
            kept.save(update_fields=["version"])
        changed.append("speakers")
    if changed:
        changes = {"fields": sorted(changed)}
        record_edition(
            actor, edition, "forum.change_session", changes=changes, public=_is_read(edition)
        )
    return kept


@atomic_action
def remove_session(*, actor: Actor, session: Session) -> None:
    """Take a session off the agenda.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_organiser(actor, session.edition)
    session.delete()
    record_edition(actor, session.edition, "forum.remove_session", public=_is_read(session.edition))


@atomic_action
def show_agenda(*, actor: Actor, edition: Edition, version: int, public: bool) -> Edition:
    """Let everybody read the agenda, or only the organisers.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed the edition meanwhile.
        RefusedError: there is nothing on it yet.
    """
    require_organiser(actor, edition)
    kept = locked(Edition, edition.pk, version)
    if public and not kept.sessions.exists():
        raise RefusedError(Problem("empty", "", _("There is nothing on the agenda yet.")))
    if save_changes(kept, {"agenda_public": public}):
        record_edition(actor, kept, "forum.show_agenda" if public else "forum.hide_agenda")
    return kept


def _is_read(edition: Edition) -> bool:
    return edition.agenda_public and edition.state != Edition.DRAFT


def _columns(data: SessionData) -> dict[str, Any]:
    return {
        "kind": data.kind,
        "titles": clean(data.titles),
        "texts": clean(data.texts),
        "begins": data.begins,
        "ends": data.ends,
        "room": data.room,
        "theme": data.theme,
        "languages": list(data.languages),
        "interpreted": list(data.interpreted),
    }


def problems_with_session(edition: Edition, data: SessionData) -> list[Problem]:
    """Return every reason for which a session cannot stand on an edition's agenda; clashes are none."""
    missing = _("Say what the session is called.")
    problems = problems_with_texts(data.titles, "titles", missing=missing, most=LONGEST_NAME)
    problems += problems_with_texts(data.texts, "texts")
    if not edition.has_days:
        message = _("Fix the days of the edition first: then it can have an agenda.")
        problems.append(Problem("days", "day", message))
    if data.ends <= data.begins:
        problems.append(Problem("order", "ends", _("It ends before it begins.")))
    elif (data.ends - data.begins).total_seconds() > LONGEST_SESSION * 3600:
        problems.append(Problem("too_long", "ends", _("This is longer than a day’s work.")))
    problems += problems_with_codes([data.kind], [code for code, _word in Session.KINDS], "kind")
    problems += problems_with_codes([data.theme] if data.theme else [], THEMES, "theme")
    problems += problems_with_codes(data.languages, LANGUAGES, "languages")
    problems += problems_with_codes(data.interpreted, LANGUAGES, "interpreted")
    strangers = [one for one in data.speakers if one.edition_id != edition.pk]
    if strangers or (data.room is not None and data.room.edition_id != edition.pk):
        message = _("Choose a room and speakers of this edition.")
        problems.append(Problem("elsewhere", "room", message))
    return problems
