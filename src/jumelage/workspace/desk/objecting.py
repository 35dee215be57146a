"""Pages on which an office disputes a claim, takes one back, or withdraws what it said against one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from jumelage.core.domain.refusals import RefusedError
from jumelage.ties.actions import retract_claim
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.objections import may_object, object_to
from jumelage.ties.objections import withdraw as withdraw_objection
from jumelage.ties.permissions import may_retract
from jumelage.ties.queries import Moment, with_what_is_beside
from jumelage.ties.showing import claims_shown
from jumelage.workspace.agreements.common import acting, address, done, go, own_tie
from jumelage.workspace.desk.ties import about
from jumelage.workspace.form import DeskForm, WithDocument, sent, text
from jumelage.workspace.views.common import say_refusal, show_desk

READ_AND_SEND = ("GET", "HEAD", "POST")


class ObjectionForm(WithDocument):
    """What is wrong, and what shows it."""

    reason = text(
        missing=_("Say what is wrong, and how it was."),
        label=_("What is wrong, and how was it?"),
        help_text=_(
            "Everybody reads this beside the claim, in your own words: “The agreement was signed on 12 May 1993. "
            "The newspaper has the year of the visit.”"
        ),
        max_length=2000,
    )
    field_order = ("reason", "document", "file")


class RetractForm(DeskForm):
    """Why a claim is taken back."""

    reason = text(
        missing=_("Say why the claim is taken back."),
        label=_("Why is it taken back?"),
        help_text=_("The claim stays readable, struck out, with this reason beside it."),
        rows=3,
        max_length=2000,
    )


@require_http_methods(READ_AND_SEND)
def dispute(request: HttpRequest, tie: int, claim: int) -> HttpResponse:
    """Dispute a claim for the place."""
    found, wanted = _claim(request, tie, claim)
    asked = acting(request)
    if not may_object(asked.actor, wanted, asked.acting_place.pk):
        raise Http404
    form = ObjectionForm(actor=asked.actor, place=asked.acting_place, **sent(request))
    if request.method == "POST" and form.is_valid():
        said = done(
            form,
            lambda: object_to(
                actor=asked.actor,
                claim=wanted,
                place=asked.acting_place,
                reason=form.cleaned_data["reason"],
                document=form.chosen,
            ),
        )
        if said:
            message = gettext(
                "Your objection stands beside the claim. Those who keep the register decide about it."
            )
            return go(request, message, "tie", found.pk)
    return _page(request, "dispute", found, wanted, form)


@require_http_methods(READ_AND_SEND)
def retract(request: HttpRequest, tie: int, claim: int) -> HttpResponse:
    """Take a claim back that the office recorded."""
    found, wanted = _claim(request, tie, claim)
    asked = acting(request)
    if wanted.retracted_at is not None or not may_retract(asked.actor, wanted):
        raise Http404
    form = RetractForm(**sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: retract_claim(actor=asked.actor, claim=wanted, reason=reason)):
            return go(request, gettext("The claim was taken back."), "tie", found.pk)
    return _page(request, "retract", found, wanted, form)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an objection of the place."""
    asked = acting(request)
    rows = Objection.objects.filter(pk=number, place=asked.acting_place).select_related("claim")
    objection = rows.first()
    if objection is None:
        raise Http404
    try:
        withdraw_objection(actor=asked.actor, objection=objection)
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(address(request, "tie", objection.claim.tie_id))
    return go(request, gettext("Your objection was withdrawn."), "tie", objection.claim.tie_id)


def _claim(request: HttpRequest, tie: int, claim: int) -> tuple[Tie, Claim]:
    """Return a claim about a tie of the acting place."""
    found = own_tie(request, tie)
    rows = found.claims.select_related("source", "batch", "tie")
    wanted = with_what_is_beside(rows).filter(pk=claim).first()
    if wanted is None:
        raise Http404
    return found, wanted


def _page(
    request: HttpRequest, template: str, tie: Tie, claim: Claim, form: DeskForm
) -> HttpResponse:
    (shown,) = claims_shown(tie, [claim], Moment.make(), beside=True)
    context = {**about(tie, request), "shown": shown, "form": form}
    status = 422 if form.is_bound else 200
    return show_desk(request, f"workspace/desk/{template}.html", context, status=status)
