"""Running the meetings of an edition: how far they are, who has said what, each meeting, each delegation."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.actions import meeting_attendance as attending
from jumelage.forum.actions import meeting_rules as ruling
from jumelage.forum.actions import meeting_running as actions
from jumelage.forum.domain.meetings import Answer
from jumelage.forum.meetings.numbers import numbers_of
from jumelage.forum.meetings.opening import is_open
from jumelage.forum.meetings.queries import (
    coming,
    meetings_at,
    rules_if_any,
    silent_delegations,
    with_parties,
)
from jumelage.forum.meetings.words import STATES, say_span, state_of, state_words
from jumelage.forum.models import Attendance, Edition, Meeting
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page, run_delegation
from jumelage.workspace.forum.meetings_forms import (
    AttendanceForm,
    MeetingForm,
    NewMeetingForm,
    attendance_shown,
    meeting_shown,
)
from jumelage.workspace.members.typed import text_of
from jumelage.workspace.views.common import say_refusal


def meetings(request: HttpRequest, number: int) -> HttpResponse:
    """How far the meetings are; wishes are opened and closed here, and the silent reminded."""
    edition = own_edition(acting(request), number)
    if request.method == "POST":
        return _do(request, edition)
    language = reader_language()
    rules = rules_if_any(edition)
    context: dict[str, Any] = {"edition": edition, "rules": rules}
    if rules is not None:
        context |= {
            "is_open": is_open(rules, edition),
            "numbers": numbers_of(edition, meetings_at(edition, language)),
            "silent": list(silent_delegations(edition, language)),
            "coming": coming(edition, language).count(),
            "interpreters": edition.meeting_interpreters.filter(erased_at__isnull=True).count(),
        }
    return page(request, "meetings", context)


def _do(request: HttpRequest, edition: Edition) -> HttpResponse:
    actor, do = acting(request), request.POST.get("do", "")
    said = _("Kept.")
    try:
        if do in {"open", "close"}:
            version = version_of(request.POST)
            ruling.let_wish(actor=actor, edition=edition, version=version, is_open=do == "open")
        elif do == "remind":
            number = actions.remind_of_wishes(actor=actor, edition=edition)
            said = ngettext("%(n)s office is reminded.", "%(n)s offices are reminded.", number) % {
                "n": number
            }
        else:
            raise Http404
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, said)
    return redirect("workspace:forum-meetings", edition.pk)


@require_safe
def meeting_list(request: HttpRequest, number: int) -> HttpResponse:
    """All meetings of an edition, narrowed by how they stand and by a delegation."""
    edition = own_edition(acting(request), number)
    language = reader_language()
    rows = meetings_at(edition, language)
    state, place = request.GET.get("state", ""), request.GET.get("of", "")
    counts = Counter(state_of(one) for one in rows)
    counts["must"] = sum(one.is_must for one in rows)
    shown = [
        one
        for one in rows
        if (not state or state_of(one) == state or (state == "must" and one.is_must))
        and (not place or place in {str(party.delegation_id) for party in one.parties.all()})
    ]
    context = {
        "edition": edition,
        "rows": [(one, state_of(one), _fixed(edition, one)) for one in sorted(shown, key=_names)],
        "all": len(rows),
        "states": [(key, words, counts[key]) for key, words in STATES.items() if counts[key]],
        "state": state,
        "of": place,
        "delegations": list(coming(edition, language)),
    }
    return page(request, "meetings_list", context)


def _names(meeting: Meeting) -> list[str]:
    return [party.delegation.place.local_name for party in meeting.parties.all()]


def _fixed(edition: Edition, meeting: Meeting) -> str:
    slot = meeting.fixed_slot
    return say_span(edition, slot.begins, slot.ends) if slot else ""


def new_meeting(request: HttpRequest, number: int) -> HttpResponse:
    """Add a meeting of two or more delegations."""
    edition = own_edition(acting(request), number)
    rows = coming(edition, reader_language())
    form = NewMeetingForm(**sent(request), edition=edition, delegations=rows)

    def act() -> None:
        actions.add_meeting(
            actor=acting(request),
            edition=edition,
            delegations=tuple(form.cleaned_data["delegations"]),
            data=form.data_said(),
            priority=form.cleaned_data["priority"],
        )

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("The meeting is added. Its delegations are told."))
        return redirect("workspace:forum-meeting-list", edition.pk)
    context = {"form": form, "edition": edition, "kind": "meeting-new"}
    return page(request, "meetings_form", context)


def meeting(request: HttpRequest, number: int, meeting: int) -> HttpResponse:
    """One meeting: who wants it, that it has to be held and when; it is taken off here."""
    edition = own_edition(acting(request), number)
    found = _meeting(edition, meeting)
    if request.method == "POST" and request.POST.get("do") == "off":
        return _take_off(request, found)
    form = MeetingForm(**sent(request), initial=meeting_shown(found), edition=edition)

    def act() -> None:
        actions.change_meeting(
            actor=acting(request),
            meeting=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, meeting_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-meeting-list", edition.pk)
    context = {
        "form": form,
        "edition": edition,
        "meeting": found,
        "state_words": state_words(found),
        "version": found.version,
    }
    return page(request, "meetings_one", context | refused)


def _meeting(edition: Edition, number: int) -> Meeting:
    rows = Meeting.objects.filter(edition=edition).select_related("fixed_slot")
    found = with_parties(rows, reader_language()).filter(pk=number).first()
    if found is None:
        raise Http404
    found.edition = edition
    return found


def _take_off(request: HttpRequest, found: Meeting) -> HttpResponse:
    try:
        actions.take_off_meeting(
            actor=acting(request),
            meeting=found,
            version=version_of(request.POST),
            reason=text_of(request, "reason"),
        )
    except RefusedError as error:
        say_refusal(request, error)
        return redirect("workspace:forum-meeting", found.edition_id, found.pk)
    messages.success(request, _("The meeting is off. Its delegations are told."))
    return redirect("workspace:forum-meeting-list", found.edition_id)


@require_safe
def attendances(request: HttpRequest, number: int) -> HttpResponse:
    """What each delegation has wished, and when it is away."""
    edition = own_edition(acting(request), number)
    language = reader_language()
    delegations = list(coming(edition, language))
    needs = Attendance.objects.filter(delegation__in=delegations).prefetch_related("absent")
    known = {one.delegation_id: one for one in needs}
    wished, wanted = _counts(meetings_at(edition, language))
    rows = [(one, wished[one.pk], wanted[one.pk], known.get(one.pk)) for one in delegations]
    return page(request, "meetings_delegations", {"edition": edition, "rows": rows})


def _counts(rows: Iterable[Meeting]) -> tuple[Counter[int], Counter[int]]:
    """Return how many meetings each delegation wishes itself, and how many are wanted with it."""
    wished: Counter[int] = Counter()
    wanted: Counter[int] = Counter()
    for one in rows:
        for party in one.parties.all():
            if one.ended_at is None:
                wished[party.delegation_id] += party.answer == Answer.WISHED
                wanted[party.delegation_id] += party.answer not in {
                    Answer.DECLINED,
                    Answer.WITHDRAWN,
                }
    return wished, wanted


def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """When one delegation is away, its limit a day, and what it needs."""
    found = run_delegation(acting(request), number)
    edition = found.edition
    known = Attendance.objects.filter(delegation=found).prefetch_related("absent").first()
    form = AttendanceForm(**sent(request), initial=attendance_shown(known), edition=edition)

    def act() -> None:
        attending.set_attendance(
            actor=acting(request),
            delegation=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, attendance_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-attendances", edition.pk)
    context = {
        "form": form,
        "edition": edition,
        "delegation": found,
        "kind": "attendance",
        "version": known.version if known else 0,
    }
    return page(request, "meetings_form", context | refused)
