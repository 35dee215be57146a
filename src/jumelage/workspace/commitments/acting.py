"""What a place says of its commitments: progress, how they ended, another due date, and answers to what others say."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jumelage.commitments.actions import progress as working
from jumelage.commitments.actions import statements
from jumelage.commitments.domain.states import Verdict
from jumelage.commitments.models import Commitment, Statement
from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.workspace.commitments.common import address, go, own, page
from jumelage.workspace.commitments.forms import DueForm, ProgressForm, ReasonForm, SayForm
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import kept
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.members.typed import text_of
from jumelage.workspace.views.common import say_refusal


def progress(request: MemberRequest, number: int) -> HttpResponse:
    """Say what was done."""
    found, place = own(request, number), request.acting_place
    form = ProgressForm(**sent(request), actor=request.actor, place=place, initial={"on": today()})

    def act() -> None:
        working.add_progress(
            actor=request.actor, place=place, commitment=found, data=form.progress()
        )

    if request.method == "POST" and kept(form, act) is None:
        return go(request, found, _("It stands with the commitment now."))
    return page(request, "progress", {"form": form, "commitment": found})


def remove_progress(request: MemberRequest, number: int, entry: int) -> HttpResponse:
    """Take a wrong entry out."""
    found = own(request, number)
    row = get_object_or_404(found.progress.select_related("commitment"), pk=entry)
    form = ReasonForm(**sent(request))

    def act() -> None:
        working.remove_progress(
            actor=request.actor,
            place=request.acting_place,
            entry=row,
            reason=form.cleaned_data["reason"],
        )

    if request.method == "POST" and kept(form, act) is None:
        return go(request, found, _("The entry is taken out."))
    return page(request, "reason", {"form": form, "kind": "remove", "commitment": found})


def say(request: MemberRequest, number: int) -> HttpResponse:
    """Say how it ended."""
    found = own(request, number)
    form = SayForm(**sent(request), initial={"on": today()})
    return _said(request, found, form, "say")


def ask_due(request: MemberRequest, number: int) -> HttpResponse:
    """Ask for another due date."""
    found = own(request, number)
    return _said(request, found, DueForm(**sent(request), initial={"due": found.due}), "due")


def _said(
    request: MemberRequest, found: Commitment, form: SayForm | DueForm, kind: str
) -> HttpResponse:
    def act() -> None:
        statements.say(
            actor=request.actor,
            place=request.acting_place,
            commitment=found,
            version=version_of(request.POST),
            data=form.statement(),
        )

    refused = kept(form, act) if request.method == "POST" else {}
    if refused is None:
        return go(request, found, _("The other owners are told; they can agree or object."))
    context = {"form": form, "kind": kind, "commitment": found, "version": found.version}
    return page(request, "say", context | refused)


@require_POST
def answer(request: MemberRequest, number: int) -> HttpResponse:
    """Agree to what another owner said, or object; take back what the own place said."""
    found = own(request, number)
    waiting = found.statements.filter(state=Verdict.OPEN).first()
    do = request.POST.get("do", "")
    if waiting is None or do not in {"agree", "object", "withdraw"}:
        raise Http404
    try:
        _answered(request, waiting, do)
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept. The other owners are told."))
    return redirect(address(request, found))


def _answered(request: MemberRequest, waiting: Statement, do: str) -> None:
    actor, place, reason = request.actor, request.acting_place, text_of(request, "reason")
    if do == "withdraw":
        statements.withdraw_statement(actor=actor, place=place, statement=waiting, reason=reason)
        return
    statements.answer(
        actor=actor, place=place, statement=waiting, agrees=do == "agree", reason=reason
    )


def take_back(request: MemberRequest, number: int) -> HttpResponse:
    """Take the outcome back."""
    found = own(request, number)
    form = ReasonForm(**sent(request))

    def act() -> None:
        statements.take_back(
            actor=request.actor,
            place=request.acting_place,
            commitment=found,
            version=version_of(request.POST),
            reason=form.cleaned_data["reason"],
        )

    refused = kept(form, act) if request.method == "POST" else {}
    if refused is None:
        return go(request, found, _("It is under way again."))
    context = {"form": form, "kind": "take_back", "commitment": found, "version": found.version}
    return page(request, "reason", context | refused)
