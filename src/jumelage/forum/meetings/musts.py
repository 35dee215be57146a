"""What is in the way of a meeting that has to be held, in words."""

from collections.abc import Mapping
from typing import Any

from babel.lists import format_list
from django.utils.translation import gettext_lazy as _

from jumelage.core.domain.refusals import Problem
from jumelage.core.language import reader_language
from jumelage.forum.domain import refs
from jumelage.forum.domain.musts import Obstacle, Why, obstacles
from jumelage.forum.models import Delegation, Meeting
from jumelage.forum.queries import names_at
from jumelage.forum.timetables.problem_of import problem_of

_WORDS: Mapping[Why, Any] = {
    Why.NO_SLOTS: _("There are no times for meetings yet: make them first."),
    Why.NO_TABLES: _("There is no table for meetings yet that can be used: add one first."),
    Why.NO_ACCESS: _("%(places)s: a table without steps is needed, and none can be used."),
    Why.NEVER_TOGETHER: _("%(places)s: there is no time at which all who have to be there are free."),
    Why.AWAY_THEN: _("%(places)s: away, or speaking, at the time for which the meeting is fixed."),
    Why.LANGUAGE: _("%(places)s: no language in common, and no interpreter who speaks with all."),
    Why.MORE_THAN_SLOTS: _(
        "%(places)s: more meetings have to be held than are possible for this delegation (%(number)s)."
    ),
    Why.MORE_THAN_TABLES: _("More meetings have to be held than there are times and tables (%(number)s)."),
    Why.MORE_AT_ONCE: _("More meetings are fixed for this time than there are tables (%(number)s)."),
    Why.AT_ONCE: _("%(places)s: another meeting is fixed for the same time, and only one person comes."),
}  # fmt: skip
#: Beside which field of a form a reason stands.
_FIELDS = {Why.AWAY_THEN: "fixed_slot", Why.MORE_AT_ONCE: "fixed_slot", Why.AT_ONCE: "fixed_slot"}


def problems_with_must(meeting: Meeting) -> list[Problem]:
    """Return every plain reason for which a meeting that has to be held cannot be, as things stand."""
    forum = problem_of(meeting.edition, with_unanswered=True)
    found = obstacles(forum, refs.ref(refs.MEETING, meeting.pk))
    if not found:
        return []
    language = reader_language()
    rows = Delegation.objects.filter(edition=meeting.edition).select_related("place")
    names = {
        one.pk: one.place.local_name for one in rows.prefetch_related(names_at("place", language))
    }
    return [
        Problem(one.why.value, _FIELDS.get(one.why, "is_must"), _said(one, names, language))
        for one in found
    ]


def _said(one: Obstacle, names: Mapping[int, str], language: str) -> str:
    places = [names.get(refs.number_of(ref), ref) for ref in one.delegations]
    locale = "en_GB" if language == "en" else language
    words = {"places": format_list(places, locale=locale), "number": one.number}
    return str(_WORDS[one.why]) % words
