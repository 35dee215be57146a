"""Telling delegations by e-mail of their meetings: once, in the reader’s language, and only those concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from jumelage.accounts.models import User
from jumelage.core import mail
from jumelage.core.clock import now
from jumelage.forum.domain.delegations import COMING
from jumelage.forum.domain.differences import Change, Kind
from jumelage.forum.models import Delegation, Timetable
from jumelage.forum.timetables.reading import Names, changed_between, seats_of, told_before
from jumelage.forum.timetables.shown import seat_words
from jumelage.forum.timetables.words import Words
from jumelage.memberships.officers import officers_of

#: So many meetings are named in a message; the rest is on the page.
MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Told:
    """What a delegation is told: whether it is the first time, and its meetings that are new, moved or off."""

    is_first: bool
    changes: Sequence[Change]


@task()
def tell_delegations(number: int) -> None:
    """Tell the delegations whose meetings a published timetable changes. Done once, however often it is begun."""
    with transaction.atomic():
        rows = Timetable.objects.select_for_update(of=("self",)).select_related("edition")
        timetable = rows.filter(pk=number, is_published=True, told_at__isnull=True).first()
        if timetable is None:
            return  # told before, or another counts by now
        before = told_before(timetable)
        for delegation, told in told_to(timetable, before).items():
            _tell(timetable, delegation, told)
        Timetable.objects.filter(pk=number).update(told_at=now())


def told_to(timetable: Timetable, before: Timetable | None) -> Mapping[int, Told]:
    """Return what each delegation is told; one whose meetings are as they were is told nothing."""
    if before is None:
        changes = [
            Change(meeting, Kind.NEW, None, seat) for meeting, seat in seats_of(timetable).items()
        ]
    else:
        changes = changed_between(before, timetable)
    names = Names(timetable.edition, "en")
    coming = {pk for pk, one in names.delegations.items() if one.state in COMING}
    found: dict[int, list[Change]] = {}
    for change in changes:
        for delegation in names.meetings.get(change.meeting, []):
            if delegation in coming:
                found.setdefault(delegation, []).append(change)
    return {pk: Told(before is None, of_it) for pk, of_it in found.items()}


def _tell(timetable: Timetable, number: int, told: Told) -> None:
    delegation = Delegation.objects.select_related("place", "edition").get(pk=number)
    by_language: dict[str, Names] = {}
    for person in officers_of(delegation.place):
        language = person.mail_language
        with override(language):
            if language not in by_language:
                by_language[language] = Names(timetable.edition, language)
            context = _context(timetable, delegation, told, by_language[language])
        _send(person, context, language)


def _send(person: User, context: Mapping[str, object], language: str) -> None:
    mail.send(to=person.email, template="forum/mail/timetable", context=context, language=language)


def _context(
    timetable: Timetable, delegation: Delegation, told: Told, names: Names
) -> dict[str, object]:
    words = Words(names)
    order = {pk: n for n, pk in enumerate(names.slots)}

    def when(change: Change) -> int:
        seat = change.after or change.before
        return order.get(seat.slot, 0) if seat else 0

    lines = [say_change(one, delegation.pk, names, words) for one in sorted(told.changes, key=when)]
    return {
        "edition": str(timetable.edition.name),
        "place": words.place(delegation.pk),
        "is_first": told.is_first,
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
        "link": mail.absolute(
            reverse("workspace:delegation-timetable", args=[delegation.place_id, delegation.pk])
        ),
    }


def say_change(change: Change, delegation: int, names: Names, words: Words) -> str:
    """Return what is different about a meeting, in a sentence for one of its parties."""
    others = [pk for pk in names.meetings.get(change.meeting, []) if pk != delegation]
    values = {
        "with": ", ".join(words.place(pk) for pk in others),
        "before": seat_words(change.before, names),
        "after": seat_words(change.after, names),
    }
    sentences = {
        Kind.NEW: _("%(after)s: %(with)s"),
        Kind.OFF: _("%(with)s: is off (was %(before)s)"),
        Kind.MOVED: _("%(with)s: now %(after)s (was %(before)s)"),
        Kind.TABLE: _("%(with)s: now %(after)s (was %(before)s)"),
        Kind.DETAILS: _("%(with)s: %(after)s, with other people or another interpreter"),
    }
    return sentences[change.kind] % values
