"""Meetings at the desk of a place: whom to meet, wishes and answers, when the delegation is away, what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.forum.actions import meeting_answers as answering
from jumelage.forum.actions import meeting_attendance as attending
from jumelage.forum.actions import meeting_wishes as wishing
from jumelage.forum.actions.meeting_outcomes import say_outcome
from jumelage.forum.domain.meetings import FOR, Answer
from jumelage.forum.meetings.offers import OfferFilter, offers_for
from jumelage.forum.meetings.opening import is_open
from jumelage.forum.meetings.outcomes import has_begun, placed_of, ties_of
from jumelage.forum.meetings.queries import coming, meetings_of, rules_if_any, with_parties
from jumelage.forum.meetings.words import own_state_of, say_span
from jumelage.forum.models import Attendance, Delegation, Meeting, MeetingParty
from jumelage.forum.promises import promised_in
from jumelage.forum.wording import say_when
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import kept, page
from jumelage.workspace.forum.meetings_forms import AwayForm, attendance_shown
from jumelage.workspace.forum.meetings_own_forms import (
    AnswerForm,
    OutcomeForm,
    WishForm,
    wish_shown,
)
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.members.typed import number_of, text_of
from jumelage.workspace.views.common import say_refusal


def _own(request: MemberRequest, number: int) -> Delegation:
    """Return a delegation of the acting place that comes; not found is also what is another’s."""
    rows = Delegation.objects.filter(place=request.acting_place)
    found = (
        rows.select_related("edition__series", "edition__place", "place").filter(pk=number).first()
    )
    if found is None or not found.is_coming:
        raise Http404
    return found


def _context(found: Delegation) -> dict[str, Any]:
    rules = rules_if_any(found.edition)
    return {
        "delegation": found,
        "edition": found.edition,
        "when": say_when(found.edition),
        "rules": rules,
        "is_open": is_open(rules, found.edition),
    }


def _back(found: Delegation) -> HttpResponse:
    return redirect("workspace:delegation-meetings", found.place_id, found.pk)


@require_safe
def meetings(request: MemberRequest, number: int) -> HttpResponse:
    """The meetings of the delegation: what waits for its answer, what is agreed, what it wishes, what is off."""
    found = _own(request, number)
    parts: dict[str, list[tuple[Meeting, MeetingParty, list[MeetingParty]]]] = {
        "asked": [], "agreed": [], "waiting": [], "off": [],
    }  # fmt: skip
    wished = 0
    for meeting in meetings_of(found, reader_language()):
        own, others = _sides(meeting, found)
        parts[own_state_of(meeting, own)].append((meeting, own, others))
        wished += own.answer == Answer.WISHED and meeting.ended_at is None
    away = Attendance.objects.filter(delegation=found).prefetch_related("absent").first()
    context = _context(found) | {"parts": parts, "wished": wished, "away": away}
    return page(request, "own_meetings", context)


def _sides(meeting: Meeting, found: Delegation) -> tuple[MeetingParty, list[MeetingParty]]:
    own = next(one for one in meeting.parties.all() if one.delegation_id == found.pk)
    return own, [one for one in meeting.parties.all() if one.delegation_id != found.pk]


@require_safe
def whom(request: MemberRequest, number: int) -> HttpResponse:
    """Whom the delegation may want to meet: partners first, then suggestions, then everybody by country."""
    found = _own(request, number)
    asked = {name: request.GET.get(name, "") for name in ("country", "theme", "language")}
    offers = offers_for(found, OfferFilter(**asked), reader_language())
    context = _context(found) | {
        "offers": offers,
        "chosen": asked,
        "themes": [(code, theme_name(code)) for code in offers.themes],
        "left": wishes_left(found),
    }
    return page(request, "own_whom", context)


def wishes_left(found: Delegation) -> int:
    """Return how many wishes a delegation has left."""
    rules = rules_if_any(found.edition)
    return max(0, rules.most_wishes - wishing.wishes_of(found)) if rules else 0


def wish(request: MemberRequest, number: int) -> HttpResponse:
    """Wish to meet those who were chosen (``?with=…``), one or several at once."""
    found = _own(request, number)
    source = request.POST if request.method == "POST" else request.GET
    chosen = {number_of(value) for value in source.getlist("with")}
    rows = coming(found.edition, reader_language()).exclude(pk=found.pk)
    others = tuple(rows.filter(pk__in=chosen))
    form = WishForm(**sent(request), delegation=found)

    def act() -> None:
        clean = form.cleaned_data
        data = wishing.WishData(others, clean["subject"], clean["theme"], form.own_said())
        wishing.wish(actor=request.actor, delegation=found, data=data)

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("Your wish is kept. The other side is told."))
        return _back(found)
    context = {"form": form, "others": others, "kind": "wish", "left": wishes_left(found)}
    return page(request, "own_wish", _context(found) | context)


def _meeting(found: Delegation, number: int) -> Meeting:
    rows = Meeting.objects.filter(parties__delegation=found).select_related("said_by__place")
    meeting = with_parties(rows, reader_language()).filter(pk=number).first()
    if meeting is None:
        raise Http404
    meeting.edition = found.edition
    return meeting


def meeting(request: MemberRequest, number: int, meeting: int) -> HttpResponse:
    """One meeting: who wants it; it is answered, changed and taken back here, and afterwards said what came of it."""
    found = _own(request, number)
    one = _meeting(found, meeting)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(found, one)
    if do in {"decline", "take-back"}:
        return _do(request, found, one, do)
    if do and do not in forms:
        raise Http404
    refused: dict[str, Any] = {}
    if do:
        form, act = _acting(request, found, one, do)
        why = kept(form, act)
        if why is None:
            messages.success(request, _("Kept."))
            if do == "outcome":  # a commitment is made of it there
                return redirect(request.path)
            return _back(found)
        forms[do] = form
        refused = why | {"form": form}
    return page(request, "own_meeting", _shown(found, one) | {"forms": forms} | refused)


def _shown(found: Delegation, one: Meeting) -> dict[str, Any]:
    own, others = _sides(one, found)
    placed = placed_of(one)
    return _context(found) | {
        "meeting": one,
        "placed": placed,
        "placed_when": say_span(one.edition, placed.slot.begins, placed.slot.ends)
        if placed
        else "",
        "own": own,
        "others": others,
        "state": own_state_of(one, own),
        "version": one.version,
        "has_begun": has_begun(one),
        "ties": ties_of(one, found),
        "promises": promised_in(one, found.place_id, reader_language()),
    }


def _forms(found: Delegation, one: Meeting) -> dict[str, Any]:
    """Return the forms that fit how a meeting stands, by what they do."""
    own, _others = _sides(one, found)
    if one.off_reason:
        return {}
    forms: dict[str, Any] = {}
    wanted = one.ended_at is None
    if is_open(rules_if_any(found.edition), found.edition):
        if (own.answer == Answer.ASKED and wanted) or own.answer == Answer.DECLINED:
            forms["accept"] = AnswerForm(prefix="answer", delegation=found)
        elif own.answer in FOR and wanted:
            shown = wish_shown(one, found)
            form = WishForm if own.answer == Answer.WISHED else AnswerForm
            forms["change"] = form(prefix="wish", delegation=found, initial=shown)
    if wanted and own.answer in FOR and has_begun(one):
        initial = {"outcome": one.outcome, "result": one.result, "is_public": True}
        forms["outcome"] = OutcomeForm(prefix="outcome", initial=initial)
    return forms


def _acting(
    request: MemberRequest, found: Delegation, one: Meeting, do: str
) -> tuple[Any, Callable[[], object]]:
    row: dict[str, Any] = {
        "actor": request.actor,
        "delegation": found,
        "meeting": one,
        "version": version_of(request.POST),
    }
    if do == "accept":
        answer = AnswerForm(**sent(request), prefix="answer", delegation=found)
        return answer, lambda: answering.accept_meeting(**row, data=answer.own_said())
    if do == "outcome":
        came = OutcomeForm(**sent(request), prefix="outcome")
        return came, lambda: say_outcome(**row, **came.cleaned_data)
    own, _others = _sides(one, found)
    form: Any = WishForm if own.answer == Answer.WISHED else AnswerForm
    change = form(**sent(request), prefix="wish", delegation=found)

    def act() -> None:
        clean = change.cleaned_data
        about = {name: clean[name] for name in ("subject", "theme") if name in clean}
        wishing.change_wish(**row, data=change.own_said(), **about)

    return change, act


def _do(request: MemberRequest, found: Delegation, one: Meeting, do: str) -> HttpResponse:
    row: dict[str, Any] = {
        "actor": request.actor,
        "delegation": found,
        "meeting": one,
        "version": version_of(request.POST),
    }
    try:
        if do == "decline":
            answering.decline_meeting(**row, message=text_of(request, "message"))
        else:
            wishing.take_back_wish(**row)
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept. The other side is told."))
    return _back(found)


def away(request: MemberRequest, number: int) -> HttpResponse:
    """When the delegation is away, and whether it needs a table without steps."""
    found = _own(request, number)
    known = Attendance.objects.filter(delegation=found).prefetch_related("absent").first()
    form = AwayForm(**sent(request), initial=attendance_shown(known), edition=found.edition)

    def act() -> None:
        attending.set_attendance(
            actor=request.actor,
            delegation=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, attendance_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return _back(found)
    context = {"form": form, "kind": "away", "version": known.version if known else 0}
    return page(request, "own_wish", _context(found) | context | refused)
