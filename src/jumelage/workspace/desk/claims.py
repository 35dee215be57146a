"""The page on which an office records what it knows of its tie."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jumelage.core.audit import atomic_action
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.models import Claim, Tie
from jumelage.ties.permissions import require_may_record
from jumelage.ties.queries import claims_of
from jumelage.workspace.agreements.common import acting, done, go, own_tie
from jumelage.workspace.desk.previewing import preview
from jumelage.workspace.desk.recording import ClaimForm
from jumelage.workspace.desk.ties import about
from jumelage.workspace.form import sent
from jumelage.workspace.views.common import show_desk


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, tie: int) -> HttpResponse:
    """Ask what happened; show how it is understood; record it once that is confirmed."""
    found = own_tie(request, tie)
    asked = acting(request)
    form = ClaimForm(actor=asked.actor, place=asked.acting_place, **sent(request))
    context = {**about(found, request), "form": form}
    if request.method != "POST":
        return show_desk(request, "workspace/desk/claim_new.html", context)
    if form.is_valid() and "change" not in request.POST:
        if "confirm" not in request.POST:
            shown = preview(found, list(claims_of(found)), form)
            context |= {"preview": shown, "hidden": list(form.what_is_sent())}
            return show_desk(request, "workspace/desk/claim_check.html", context)
        recorded: list[tuple[Claim, bool]] = []
        if done(form, lambda: recorded.append(_record(request, found, form))):
            return _said(request, found, *recorded[0])
    status = 422 if form.errors else 200
    return show_desk(request, "workspace/desk/claim_new.html", context, status=status)


def _said(request: HttpRequest, tie: Tie, claim: Claim, is_new: bool) -> HttpResponse:  # noqa: FBT001
    said = _("It is recorded.") if is_new else _("This was recorded before, with the same source.")
    answer = go(request, said, "tie", tie.pk)
    answer["Location"] += f"#claim-{claim.pk}"
    return answer


@atomic_action
def _record(request: HttpRequest, tie: Tie, form: ClaimForm) -> tuple[Claim, bool]:
    """Record the claim and its source in one: nothing of it stays if the claim is refused."""
    asked = acting(request)
    require_may_record(asked.actor, asked.acting_place)
    said = form.cleaned_data
    data = ClaimData(
        source=form.origin_said.make(),
        place_a=tie.place_a,
        place_b=tie.place_b,
        kind=said["kind"],
        by=form.acting_side,
        when=said["when"],
        form=said["form"],
        quote=said["quote"],
        locator=said["reference"] if said["origin"] == "minutes" else "",
        document=form.chosen,
        entered_for=asked.acting_place,
    )
    return record_claim(actor=asked.actor, data=data)
