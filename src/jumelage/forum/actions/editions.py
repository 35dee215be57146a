"""Writing series and editions: beginning, changing, opening, closing; who organises; what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jumelage.contacts.domain.hours import is_time_zone
from jumelage.core.audit import Actor, atomic_action, lock_registry, record
from jumelage.core.clock import now, today
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.domain.text import slugify
from jumelage.core.domain.themes import THEMES
from jumelage.core.refusing import need, refuse
from jumelage.forum.actions.common import (
    LONGEST_NAME,
    problems_with_codes,
    problems_with_texts,
    record_edition,
)
from jumelage.forum.domain.delegations import COMING, State
from jumelage.forum.domain.editions import may_become
from jumelage.forum.domain.texts import clean, in_language
from jumelage.forum.models import Edition, Organiser, Series
from jumelage.forum.notices import tell_place
from jumelage.forum.permissions import require_may_begin, require_organiser, require_series
from jumelage.memberships.models import Association
from jumelage.places.models import Place

Texts = Mapping[str, str]
#: An edition lasts so many days at most: longer is a slip of the pen.
LONGEST_FORUM = 31


@dataclass(frozen=True, slots=True)
class SeriesData:
    """A series as somebody wants to record it. Texts are by language."""

    names: Texts
    texts: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditionData:
    """An edition as somebody wants to record it. Texts are by language, ``when`` is EDTF (days, a month, a year).

    ``place_names`` say where it is held if that is not on the register.
    """

    names: Texts
    when: str
    texts: Texts = field(default_factory=dict)
    time_zone: str = ""
    place: Place | None = None
    place_names: Texts = field(default_factory=dict)
    venues: Texts = field(default_factory=dict)
    themes: tuple[str, ...] = ()
    register_until: date | None = None


def problems_with_series(data: SeriesData) -> list[Problem]:
    """Return every reason for which a series cannot be recorded."""
    missing = _("Say what the forum is called.")
    problems = problems_with_texts(data.names, "names", missing=missing, most=LONGEST_NAME)
    return problems + problems_with_texts(data.texts, "texts")


def problems_with_edition(data: EditionData) -> list[Problem]:
    """Return every reason for which an edition cannot be recorded."""
    missing = _("Say what this edition is called.")
    problems = problems_with_texts(data.names, "names", missing=missing, most=LONGEST_NAME)
    problems += problems_with_texts(data.texts, "texts")
    problems += problems_with_texts(data.place_names, "place_names", most=LONGEST_NAME)
    problems += problems_with_texts(data.venues, "venues", most=500)
    problems += problems_with_codes(data.themes, THEMES, "themes")
    if data.time_zone and not is_time_zone(data.time_zone):
        message = _("No such time zone is known. Write it as Europe/Moscow.")
        problems.append(Problem("time_zone", "time_zone", message))
    return problems + _problems_with_days(data)


def _problems_with_days(data: EditionData) -> list[Problem]:
    if not data.when:
        return [
            Problem("missing", "first_day", _("Say when it is held, or in which month or year."))
        ]
    try:
        span = parse_date(data.when).span
    except InvalidDateError:
        message = _("Write a month as 2027-05, or a year as 2027.")
        return [Problem("date", "about", message)]
    if date.min in {span.earliest, span.latest} or span.latest == date.max:
        return [Problem("open", "about", _("A forum has a beginning and an end: give both."))]
    problems = []
    exact = len(data.when.split("/", maxsplit=1)[0]) == len("2027-05-12")
    if exact and (span.latest - span.earliest).days >= LONGEST_FORUM:
        message = _("A forum lasts a month at most. Check the two days.")
        problems.append(Problem("too_long", "last_day", message))
    if data.register_until and data.register_until > span.latest:
        message = _("People are named before the forum is over: choose an earlier day.")
        problems.append(Problem("late", "register_until", message))
    return problems


@atomic_action
def create_series(*, actor: Actor, association: Association | None, data: SeriesData) -> Series:
    """Begin a series in the name of an association, whose officers add editions to it.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_begin(actor, association)
    refuse(problems_with_series(data))
    lock_registry()  # of two that are called the same, each has an address of its own
    taken = set(Series.objects.values_list("slug", flat=True))
    series = Series.objects.create(
        slug=free_slug(data.names, "forum", taken),
        association=association,
        created_at=now(),
        **series_columns(data),
    )
    _record_series(actor, series, "forum.create_series")
    return series


@atomic_action
def change_series(*, actor: Actor, series: Series, version: int, data: SeriesData) -> Series:
    """Change what a series is called, and what is said of it.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_series(actor, series)
    refuse(problems_with_series(data))
    kept = locked(Series, series.pk, version)
    if changed := save_changes(kept, series_columns(data)):
        _record_series(actor, kept, "forum.change_series", fields=changed)
    return kept


def _record_series(
    actor: Actor, series: Series, action: str, *, fields: list[str] | None = None
) -> None:
    record(
        actor=actor,
        action=action,
        target=f"series:{series.pk}",
        changes={"fields": fields} if fields else {},
        acting_for=str(series.association or ""),
    )


def series_columns(data: SeriesData) -> dict[str, Any]:
    """Return the columns of a series."""
    return {"names": clean(data.names), "texts": clean(data.texts)}


def edition_columns(data: EditionData) -> dict[str, Any]:
    """Return the columns of an edition whose data is right (:func:`problems_with_edition`)."""
    span = parse_date(data.when).span
    return {
        "names": clean(data.names),
        "texts": clean(data.texts),
        "when": data.when,
        "first_day": span.earliest,
        "last_day": span.latest,
        "time_zone": data.time_zone,
        "place": data.place,
        "place_names": {} if data.place else clean(data.place_names),
        "venues": clean(data.venues),
        "themes": list(dict.fromkeys(data.themes)),
        "register_until": data.register_until,
    }


def free_slug(names: Texts, else_: str, taken: set[str]) -> str:
    """Return a readable address from a name in several languages that is not taken yet."""
    said = in_language(clean(names), "en")
    base = slugify(said.text)[:70].strip("-") or else_
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@atomic_action
def create_edition(*, actor: Actor, series: Series, data: EditionData) -> Edition:
    """Begin an edition as a draft; the series' association organises it.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_series(actor, series)
    refuse(problems_with_edition(data))
    series = Series.objects.select_for_update(of=("self",)).get(pk=series.pk)
    taken = set(series.editions.values_list("slug", flat=True))
    edition = Edition.objects.create(
        series=series,
        slug=free_slug(data.names, "edition", taken),
        created_at=now(),
        **edition_columns(data),
    )
    if series.association is not None:
        Organiser.objects.create(edition=edition, association=series.association)
    record_edition(actor, edition, "forum.create_edition")
    return edition


@atomic_action
def change_edition(*, actor: Actor, edition: Edition, version: int, data: EditionData) -> Edition:
    """Change what is said of an edition.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    refuse(problems_with_edition(data))
    kept = locked(Edition, edition.pk, version)
    if changed := save_changes(kept, edition_columns(data)):
        record_edition(actor, kept, "forum.change_edition", changes={"fields": sorted(changed)})
    return kept


@atomic_action
def set_state(
    *, actor: Actor, edition: Edition, version: int, state: str, reason: str = ""
) -> Edition:
    """Announce an edition, open it for delegations, say that it was held, or cancel it, which its places are told.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it cannot become that now; with every reason.
    """
    require_organiser(actor, edition)
    kept = locked(Edition, edition.pk, version)
    refuse(_problems_with_state(kept, state, reason))
    before = kept.state
    save_changes(kept, {"state": state})
    record_edition(
        actor, kept, "forum.set_state", changes={"from": before, "to": state}, reason=reason
    )
    if state == Edition.CANCELLED:
        concerned = kept.delegations.filter(state__in=[State.INVITED, *COMING])
        for delegation in concerned.select_related("place", "edition"):
            tell_place(delegation, "cancelled", reason=reason)
    return kept


def _problems_with_state(edition: Edition, state: str, reason: str) -> list[Problem]:
    if state not in may_become(edition.state):
        message = _("It has changed meanwhile: look at it again.")
        return [Problem("state", "state", message)]
    if state == Edition.OPEN and not edition.has_days:
        message = _("Fix its days first: places have to know when to come.")
        return [Problem("days", "state", message)]
    if state == Edition.HELD and edition.first_day > today():
        return [Problem("future", "state", _("It has not begun yet."))]
    if state == Edition.CANCELLED:
        return need(reason, "reason", _("Say why: the places that wanted to come are told."))
    return []


@atomic_action
def add_organiser(
    *,
    actor: Actor,
    edition: Edition,
    target: Association | Place | None = None,
    names: Texts | None = None,
    url: str = "",
) -> Organiser:
    """Name another organiser: an association or a place, whose officers then run the edition too, or a name alone.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    rows = Organiser.objects.filter(edition=edition)
    names = clean(names or {})
    columns: dict[str, Any] = {"names": names, "url": url.strip()}
    if target is not None:
        column = "place" if isinstance(target, Place) else "association"
        if rows.filter(**{column: target}).exists():
            raise RefusedError(Problem("twice", "target", _("This is an organiser already.")))
        columns = {column: target}
    else:
        missing = _("Choose who organises it too, or write a name.")
        refuse(problems_with_texts(names, "names", missing=missing, most=LONGEST_NAME))
    organiser = Organiser.objects.create(edition=edition, position=rows.count(), **columns)
    record_edition(actor, edition, "forum.add_organiser")
    return organiser


@atomic_action
def remove_organiser(*, actor: Actor, organiser: Organiser) -> None:
    """Take an organiser off an edition. One whose officers run it has to stay.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: nobody would be left to run it.
    """
    edition = organiser.edition
    require_organiser(actor, edition)
    others = Organiser.objects.filter(edition=edition).exclude(pk=organiser.pk)
    if organiser.target is not None and not any(other.target for other in others):
        message = _("Nobody would be left to run the edition: name another organiser first.")
        raise RefusedError(Problem("last", "", message))
    organiser.delete()
    record_edition(actor, edition, "forum.remove_organiser")
