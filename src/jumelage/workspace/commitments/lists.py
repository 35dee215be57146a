"""The commitments of a place, and one of them: how far it is, what waits, what was done."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.commitments.actions.mail_choice import choose_mail, wants_mail
from jumelage.commitments.domain.states import OUTCOMES, State, Verdict
from jumelage.commitments.models import Commitment, Progress, Statement
from jumelage.commitments.queries import commitments_of_place, own_owner
from jumelage.commitments.showing import course_of, say_statement
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.documents.models import Document
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member
from jumelage.places.models import Place
from jumelage.workspace.commitments.common import own, page
from jumelage.workspace.guard import MemberRequest


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """All commitments of the place: what waits for it, what is overdue, what is open, what is over."""
    place = request.acting_place
    rows = [
        row
        for row in commitments_of_place(request.actor, place, reader_language())
        if row.state != State.DRAFT or row.drafted_by_id == place.pk
    ]
    sorted_rows: dict[str, list[Commitment]] = {}
    for row in rows:
        sorted_rows.setdefault(_section(row, place), []).append(row)
    over = sorted_rows.get("over", [])
    over.sort(key=lambda row: row.closed_on or row.created_at.date(), reverse=True)
    context = {
        "sections": sorted_rows,
        "is_empty": not rows,
        "wants_mail": request.actor.user_id is not None and wants_mail(request.actor.user_id),
    }
    return page(request, "list", context)


def _section(row: Commitment, place: Place) -> str:
    owner = own_owner(row, place)
    if row.state == State.DRAFT:
        return "drafts"
    if row.state == State.PROPOSED:
        waits = owner is not None and owner.confirmed_at is None
        return "waiting" if waits else "proposed"
    if not row.is_open:
        return "over"
    said: list[Statement] = row.open_statements  # type: ignore[attr-defined]  # as fetched by the query
    if any(one.by_id != place.pk for one in said):
        return "waiting"
    return "overdue" if row.is_overdue else "open"


@require_POST
def choose_reminders(request: MemberRequest) -> HttpResponse:
    """Switch reminders by e-mail on or off."""
    wanted = request.POST.get("wanted") == "1"
    choose_mail(actor=request.actor, wanted=wanted)
    on = _("You are reminded of commitments by e-mail.")
    messages.success(request, on if wanted else _("You get no reminders of commitments any more."))
    return redirect("workspace:commitments", request.acting_place.pk)


@require_safe
def commitment(request: MemberRequest, number: int) -> HttpResponse:
    """One commitment, with what the place can do next."""
    found = own(request, number)
    place = request.acting_place
    is_officer = is_member(request.actor, place.pk, Role.OFFICER)
    removable = is_officer and found.is_open

    def remove_url(entry: Progress) -> str:
        if not removable or entry.by_id != place.pk:
            return ""
        return reverse("workspace:commitment-progress-remove", args=[place.pk, number, entry.pk])

    documents = _documents_seen(request, found)
    context = {
        "commitment": found,
        "theme": theme_name(found.theme),
        "course": course_of(found, lambda one: documents.get(one.pk, ""), remove_url),
        **(_steps(found, place) if is_officer else {}),
    }
    return page(request, "commitment", context)


def _documents_seen(request: MemberRequest, found: Commitment) -> dict[int, str]:
    numbers = [entry.document_id for entry in found.progress.all() if entry.document_id]
    if not numbers:
        return {}
    rows = Document.objects.visible_to(request.actor).filter(pk__in=numbers)
    place = request.acting_place.pk
    return {
        pk: reverse("workspace:document", args=[place, pk])
        for pk in rows.values_list("pk", flat=True)
    }


def _steps(found: Commitment, place: Place) -> dict[str, Any]:
    """Return what an officer of an owner can do next."""
    owner = own_owner(found, place)
    confirmed = owner is not None and owner.confirmed_at is not None
    said = next((one for one in found.statements.all() if one.state == Verdict.OPEN), None)
    answered = said is not None and any(one.place_id == place.pk for one in said.answers.all())
    return {
        "owner": owner,
        "may_propose": found.state == State.DRAFT,
        "may_confirm": found.state == State.PROPOSED and not confirmed,
        "may_reword": found.state == State.PROPOSED,
        "may_withdraw": found.state == State.PROPOSED and found.drafted_by_id == place.pk,
        "may_work": found.is_open,
        "may_say": found.is_open and said is None,
        "may_take_back": found.state in OUTCOMES,
        "said": said,
        "said_words": say_statement(said) if said else "",
        "is_own_word": said is not None and said.by_id == place.pk,
        "may_answer": said is not None and said.by_id != place.pk and not answered,
        "may_publish": confirmed and owner is not None and not owner.wants_public,
    }
