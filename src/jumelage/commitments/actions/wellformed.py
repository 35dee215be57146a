"""What a commitment and what is said of it must be like."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from jumelage.commitments.actions.common import OwnerData, PromiseData, Responsible, Texts
from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.core.domain.refusals import Problem
from jumelage.core.domain.texts import clean
from jumelage.core.domain.themes import THEMES
from jumelage.core.refusing import too_long
from jumelage.places.models import Place

LONGEST_TITLE, LONGEST_TEXT, LONGEST_ORIGIN, LONGEST_POST = 200, 5_000, 300, 200
FEWEST_OWNERS, MOST_OWNERS = 2, 50


def promise_problems(data: PromiseData) -> list[Problem]:
    """Return what is wrong with what is promised."""
    problems = texts_problems(data.titles, "titles", LONGEST_TITLE, _("Say what is promised."))
    problems += texts_problems(data.texts, "texts", LONGEST_TEXT)
    problems += texts_problems(data.origin, "origin", LONGEST_ORIGIN)
    problems += due_problems(data.due)
    if data.theme and data.theme not in THEMES:
        problems.append(Problem("theme", "theme", _("Choose the theme from the list.")))
    return problems + _owners_problems(data.owners) + _tie_problems(data)


def texts_problems(texts: Texts, field: str, most: int, missing: str = "") -> list[Problem]:
    """Return what is wrong with a text in several languages; ``missing`` is said where there must be one.

    Fields of forms are called by the text and its language: ``titles_en``.
    """
    known = dict(settings.LANGUAGES)
    problems = []
    if missing and not clean(texts):
        problems.append(Problem("missing", f"{field}_{next(iter(known))}", missing))
    for code, text in texts.items():
        if code not in known:
            message = _("The registry does not speak this language: %(code)s.") % {"code": code}
            problems.append(Problem("language", field, message))
        problems += too_long(text, f"{field}_{code}", most)
    return problems


def due_problems(due: str, *, needed: bool = False) -> list[Problem]:
    """Return what is wrong with a due date, which may be open."""
    if not due.strip():
        return [Problem("missing", "due", _("Say until when."))] if needed else []
    if due_day(due) is None:
        message = _("Write a day, a month or a year: 2027-05-31, 2027-05, 2027.")
        return [Problem("date", "due", message)]
    return []


def due_day(due: str) -> date | None:
    """Return the last day that a due date may mean; none where it is open, or no date."""
    try:
        last = parse_date(due).span.latest
    except InvalidDateError:
        return None
    return None if last == date.max else last


def responsible_problems(place: Place, who: Responsible) -> list[Problem]:
    """Return what is wrong with who sees to it at a place."""
    problems = too_long(who.function, "function", LONGEST_POST)
    if who.office and (who.office.place_id != place.pk or who.office.closed_at is not None):
        problems.append(Problem("office", "office", _("Choose an office of your own place.")))
    if who.institution and who.institution.place_id != place.pk:
        message = _("Choose an institution of your own place.")
        problems.append(Problem("institution", "institution", message))
    if who.member and (who.member.place_id != place.pk or who.member.state != "active"):
        message = _("Choose somebody who acts for your own place.")
        problems.append(Problem("member", "member", message))
    return problems


def _owners_problems(owners: Sequence[OwnerData]) -> list[Problem]:
    places = {owner.place.pk for owner in owners}
    problems = []
    if len(places) < len(owners):
        problems.append(Problem("twice", "owners", _("A place is named twice.")))
    if len(places) < FEWEST_OWNERS:
        message = _("A commitment has an owner on each side: name at least two places.")
        problems.append(Problem("owners", "owners", message))
    if len(places) > MOST_OWNERS:
        message = _("Name at most %(most)s places.") % {"most": MOST_OWNERS}
        problems.append(Problem("owners", "owners", message))
    for owner in owners:
        problems += responsible_problems(owner.place, owner.responsible)
    return problems


def _tie_problems(data: PromiseData) -> list[Problem]:
    owners = {owner.place.pk for owner in data.owners}
    if data.tie is None or {data.tie.place_a_id, data.tie.place_b_id} <= owners:
        return []
    message = _("Both sides of the tie have to answer for the commitment.")
    return [Problem("tie", "tie", message)]
