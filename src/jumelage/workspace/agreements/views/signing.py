"""Signatures under an agreement: given, taken back, completed by a copy."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jumelage.agreements.actions import signing as actions
from jumelage.agreements.actions.drafting import terms_of, text_of
from jumelage.agreements.queries import SeenAgreement
from jumelage.agreements.showing import shown_text
from jumelage.core.conflicts import ConflictError
from jumelage.workspace.agreements.common import acting, done, go, number_sent, page, seen_agreement
from jumelage.workspace.agreements.forms import (
    CopyForm,
    NeedReasonForm,
    PaperSignForm,
    PublicReasonForm,
    SignForm,
)
from jumelage.workspace.form import CONFLICT, sent


def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Record the own side's signature, under exactly the text that is shown."""
    seen, asked = seen_agreement(request, number), acting(request)
    form = SignForm(**sent(request), actor=asked.actor, place=asked.acting_place)
    record = partial(actions.sign, place=seen.place)
    said = _("Your signature is recorded.")
    return _signed(request, seen, form, record, said=said, completes=seen.others is not None)


def sign_on_paper(request: HttpRequest, number: int) -> HttpResponse:
    """Record what the other side, which has nobody here, has signed on paper: with the signed copy."""
    seen, asked = seen_agreement(request, number), acting(request)
    form = PaperSignForm(**sent(request), actor=asked.actor, place=asked.acting_place)
    record = partial(actions.sign_on_paper, side=seen.other)
    said = _("The signature is recorded, with the signed copy.")
    return _signed(request, seen, form, record, said=said, completes=seen.own is not None)


def _signed(
    request: HttpRequest,
    seen: SeenAgreement,
    form: SignForm,
    record: Callable[..., object],
    *,
    said: str,
    completes: bool,
) -> HttpResponse:
    """Show the form, or record the signature; a newer draft is shown, and the tick asked for again."""
    if not form.is_valid():
        return _sign_page(request, seen, form, completes=completes)

    def act() -> None:
        record(
            actor=acting(request).actor,
            agreement=seen.agreement,
            draft=number_sent(request, "draft"),
            text_sha256=request.POST.get("sha256", ""),
            data=form.said(),
        )

    try:
        if not done(form, act):
            return _sign_page(request, seen, form, completes=completes)
    except ConflictError:
        message = _(
            "Meanwhile there is a newer draft, shown below. Read it; what you typed is kept. Nothing was signed."
        )
        form.add_error(None, message)
        form.change_sent("sure", "")
        fresh = seen_agreement(request, seen.agreement.pk)
        return _sign_page(request, fresh, form, completes=completes, status=CONFLICT)
    if completes:
        said = _("Both sides have signed: the agreement is in force.")
    return go(request, said, "agreement", seen.agreement.pk)


def _sign_page(
    request: HttpRequest, seen: SeenAgreement, form: SignForm, *, completes: bool, status: int = 200
) -> HttpResponse:
    terms = terms_of(seen.draft)
    context = {
        "seen": seen,
        "form": form,
        "terms": terms,
        "shown": shown_text(text_of(seen.draft), terms.languages),
        "completes": completes,
    }
    template = "sign_paper" if isinstance(form, PaperSignForm) else "sign"
    return page(request, template, context, status=status)


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
    """Take the own signature back, or one recorded on paper, while only one side has signed."""
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
        if seen.own is None:
            said = _("The signature is taken back. The text can be changed again.")
        return go(request, said, "agreement", number)
    return page(request, "signature_withdraw", {"form": form, "seen": seen})


def objection(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a signature that somebody recorded on paper was never given."""
    seen = seen_agreement(request, number)
    is_public = seen.agreement.claim_id is not None
    form = (PublicReasonForm if is_public else NeedReasonForm)(**sent(request))

    def act() -> None:
        actions.object_to_signature(
            actor=acting(request).actor,
            place=seen.place,
            agreement=seen.agreement,
            reason=form.cleaned_data["reason"],
        )

    if form.is_valid() and done(form, act):
        said = _("The signature counts no more, and the agreement is not in force.")
        return go(request, said, "agreement", number)
    context = {"form": form, "seen": seen, "is_public": is_public}
    return page(request, "signature_object", context)
