"""Signatures under an agreement: given, taken back, completed by a copy."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jumelage.agreements.actions import signing as actions
from jumelage.agreements.actions.drafting import terms_of, text_of
from jumelage.agreements.queries import SeenAgreement
from jumelage.core.conflicts import ConflictError
from jumelage.workspace.agreements.common import (
    CONFLICT,
    acting,
    done,
    go,
    number_sent,
    page,
    seen_agreement,
)
from jumelage.workspace.agreements.form import sent
from jumelage.workspace.agreements.forms import CopyForm, NeedReasonForm, SignForm
from jumelage.workspace.agreements.texts import shown_text


def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Record the own side's signature, under exactly the text that is shown."""
    seen, asked = seen_agreement(request, number), acting(request)
    form = SignForm(**sent(request), actor=asked.actor, place=asked.acting_place)
    if not form.is_valid():
        return _sign_page(request, seen, form)

    def act() -> None:
        actions.sign(
            actor=asked.actor,
            place=seen.place,
            agreement=seen.agreement,
            draft=number_sent(request, "draft"),
            text_sha256=request.POST.get("sha256", ""),
            data=form.said(),
        )

    try:
        if not done(form, act):
            return _sign_page(request, seen, form)
    except ConflictError:
        form.add_error(
            None,
            _(
                "Meanwhile there is a newer draft, shown below. Read it; what you typed is kept. Nothing was signed."
            ),
        )
        form.change_sent("sure", "")
        return _sign_page(request, seen_agreement(request, number), form, status=CONFLICT)
    said = (
        _("Both sides have signed: the agreement is in force.")
        if seen.others
        else _("Your signature is recorded.")
    )
    return go(request, said, "agreement", number)


def _sign_page(
    request: HttpRequest, seen: SeenAgreement, form: SignForm, *, status: int = 200
) -> HttpResponse:
    terms = terms_of(seen.draft)
    context = {
        "seen": seen,
        "form": form,
        "terms": terms,
        "shown": shown_text(text_of(seen.draft), terms.languages),
        "completes": seen.others is not None,
    }
    return page(request, "sign", context, status=status)


def copy(request: HttpRequest, number: int) -> HttpResponse:
    """Add the signed copy, or say that the own side wants the agreement to be public."""
    seen, asked = seen_agreement(request, number), acting(request)
    first = {"may_publish": bool(seen.own and seen.own.may_publish)}
    form = CopyForm(**sent(request), actor=asked.actor, place=asked.acting_place, initial=first)

    def act() -> None:
        actions.record_signed_copy(
            actor=asked.actor,
            place=seen.place,
            agreement=seen.agreement,
            document=form.chosen,
            may_publish=form.cleaned_data["may_publish"],
        )

    if form.is_valid() and done(form, act):
        return go(request, _("It is recorded."), "agreement", number)
    return page(request, "signed_copy", {"form": form, "seen": seen})


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take the own signature back while the other side has not signed."""
    seen, form = seen_agreement(request, number), NeedReasonForm(**sent(request))

    def act() -> None:
        actions.withdraw_signature(
            actor=acting(request).actor,
            place=seen.place,
            agreement=seen.agreement,
            reason=form.cleaned_data["reason"],
        )

    if form.is_valid() and done(form, act):
        said = _("Your signature is withdrawn. The text can be changed again.")
        return go(request, said, "agreement", number)
    return page(request, "signature_withdraw", {"form": form, "seen": seen})
