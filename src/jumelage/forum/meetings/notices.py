"""Telling offices by e-mail of their delegations' meetings: what is new, in one message; that wishes are awaited."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.lists import format_list
from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from jumelage.core import mail
from jumelage.core.language import reader_language
from jumelage.forum.domain.meetings import AGAINST, FOR
from jumelage.forum.models import Delegation, Meeting, MeetingNews, MeetingParty, MeetingRules
from jumelage.forum.queries import names_at
from jumelage.memberships.officers import officers_of

#: What is said of a meeting, by what happened and how it stands now. “places” are the other delegations.
_SENTENCES: Mapping[str, Any] = {
    "asked": gettext_lazy("%(places)s: wishes to meet you. Accept or decline."),
    "agreed": gettext_lazy("%(places)s: both of you want to meet."),
    "waiting": gettext_lazy("%(places)s: the meeting waits for answers."),
    "changed": gettext_lazy("%(places)s: the organisers have added this meeting."),
    "declined": gettext_lazy("%(places)s: the meeting does not come about."),
    "off": gettext_lazy("%(places)s: the organisers have taken this meeting off. %(reason)s"),
}


def send_news() -> int:
    """Tell every office what is new of its meetings, in one message each; return of how many delegations."""
    numbers = MeetingNews.objects.order_by("delegation").values_list("delegation", flat=True)
    return sum(_tell(number) for number in list(numbers.distinct()))


@transaction.atomic
def _tell(number: int) -> int:
    """Tell the office of one delegation; a worker that is stopped in it tells again, or has told."""
    rows = MeetingNews.objects.select_for_update().filter(delegation=number)
    news = [(one.meeting_id, one.kind) for one in rows.order_by("pk")]
    if not news:
        return 0
    rows.delete()
    delegation = Delegation.objects.select_related("place", "edition").get(pk=number)
    if not delegation.is_coming:
        return 0
    for person in officers_of(delegation.place):
        language = person.mail_language
        with override(language):
            lines = [
                _line(delegation, meeting, kind) for meeting, kind in _meetings(news, language)
            ]
            _send(delegation, person.email, language, "meeting_news", lines=lines)
    return 1


def _meetings(news: Sequence[tuple[int, str]], language: str) -> list[tuple[Meeting, str]]:
    parties = MeetingParty.objects.select_related("delegation__place").prefetch_related(
        names_at("delegation__place", language)
    )
    rows = Meeting.objects.prefetch_related(Prefetch("parties", parties))
    found = rows.in_bulk([number for number, _kind in news])
    return [(found[number], kind) for number, kind in news if number in found]


def _line(delegation: Delegation, meeting: Meeting, kind: str) -> str:
    parties = list(meeting.parties.all())
    others = [one for one in parties if one.delegation_id != delegation.pk]
    answers = [one.answer for one in parties if one.answer not in AGAINST]
    own = next(one.answer for one in parties if one.delegation_id == delegation.pk)
    state = "waiting"
    if meeting.off_reason:
        state = "off"
    elif meeting.ended_at is not None:
        state = "declined"
    elif own not in FOR:
        state = "asked"
    elif kind == MeetingNews.CHANGED:
        state = "changed"
    elif all(answer in FOR for answer in answers):
        state = "agreed"
    names = [one.delegation.place.local_name for one in others]
    words = {"places": _list(names), "reason": meeting.off_reason}
    line = str(_SENTENCES[state]) % words
    said = [one.message for one in others if one.message and state in {"asked", "declined"}]
    return " ".join([line.strip(), *(_("“%(words)s”") % {"words": text} for text in said)])


def _list(names: Sequence[str]) -> str:
    language = reader_language()
    return str(format_list(list(names), locale="en_GB" if language == "en" else language))


def remind_to_wish(delegation: Delegation, rules: MeetingRules) -> None:
    """Tell an office that its wishes are awaited, and until when."""
    for person in officers_of(delegation.place):
        with override(person.mail_language):
            until = date_format(rules.wishes_until, "DATE_FORMAT") if rules.wishes_until else ""
        _send(delegation, person.email, person.mail_language, "wishes_awaited", until=until)


def _send(
    delegation: Delegation, address: str, language: str, template: str, **more: object
) -> None:
    with override(language):
        named = Delegation.objects.select_related("place", "edition__place").prefetch_related(
            names_at("place", language)
        )
        known = named.get(pk=delegation.pk)
        context = {
            "edition": str(known.edition.name),
            "place": known.place.local_name,
            "link": mail.absolute(
                reverse("workspace:delegation-meetings", args=[known.place_id, known.pk])
            ),
            **more,
        }
    mail.send(to=address, template=f"forum/mail/{template}", context=context, language=language)
