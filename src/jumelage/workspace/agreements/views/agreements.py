"""Agreements: begun, read, on paper, given up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.agreements.actions.drafting import drop as drop_agreement
from jumelage.agreements.actions.drafting import start_agreement, terms_of, text_of
from jumelage.agreements.domain.clauses import default_terms
from jumelage.agreements.domain.texts import gaps
from jumelage.agreements.models import Agreement
from jumelage.agreements.paper import pdf_of
from jumelage.agreements.showing import shown_text
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.paper import pdf_answer
from jumelage.memberships.officers import places_with_officers
from jumelage.places.models import Place
from jumelage.ties.queries import other_side
from jumelage.workspace.agreements.common import (
    acting,
    address,
    asked_number,
    done,
    go,
    own_tie,
    page,
    readable,
    seen_agreement,
    seen_proposal,
)
from jumelage.workspace.agreements.forms import NeedReasonForm, TermsForm
from jumelage.workspace.agreements.texts import (
    draft_numbered,
    languages_between,
)
from jumelage.workspace.agreements.words import seen_state
from jumelage.workspace.form import sent
from jumelage.workspace.views.common import say_refusal


def start(request: HttpRequest, tie: int | None = None) -> HttpResponse:
    """Begin an agreement: from the accepted ``?proposal=``, or about a tie that there is."""
    place, number = acting(request).acting_place, asked_number(request, "proposal")
    if number is not None:
        seen = seen_proposal(request, number)
        about: dict[str, Any] = {"proposal": seen.proposal}
        other, kind = seen.other, seen.standing_version.form
    else:
        bond = own_tie(request, tie)
        about = {"tie": bond}
        other, kind = other_side(bond, place), bond.form
    form = TermsForm(**sent(request), initial=_first_terms(kind or "partnership", place, other))
    made: list[Agreement] = []

    def act() -> None:
        asked = acting(request)
        made.append(start_agreement(actor=asked.actor, place=place, terms=form.said(), **about))

    if form.is_valid() and done(form, act):
        said = _("The first draft is there. Change what you like: every change is a new draft.")
        return go(request, said, "agreement", made[0].pk)
    return page(request, "agreement_new", {"form": form, "other": other})


def _first_terms(form: str, place: Place, other: Place) -> dict[str, Any]:
    """Return what the form begins with: languages by law of both countries, and what such agreements usually last."""
    languages = [*languages_between(place, other), "", ""][:2]
    terms = default_terms(form, tuple(language for language in languages if language))
    return {
        **terms.as_json(),
        "first_language": languages[0] or "en",
        "second_language": languages[1],
    }


@require_safe
def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """One agreement: where it stands, its text, its drafts, its signatures, and what can be done."""
    seen = seen_agreement(request, number)
    asked = asked_number(request, "draft")
    draft = seen.draft if asked is None else draft_numbered(seen.agreement, asked)
    if draft is None:
        raise Http404
    terms, text = terms_of(draft), text_of(draft)
    is_open = seen.agreement.is_open
    signed = bool(seen.own or seen.others)
    context = {
        "seen": seen,
        "draft": draft,
        "is_last": draft.pk == seen.draft.pk,
        "terms": terms,
        "shown": shown_text(text, terms.languages),
        "papers": readable(request, [one.document for one in (seen.own, seen.others) if one]),
        "gaps": gaps(terms, text) if is_open else [],
        "state": seen_state(seen),
        "is_open": is_open,
        "may_edit": is_open and not signed,
        "may_sign": is_open and seen.own is None,
        "may_withdraw": is_open and seen.own is not None,
        "may_record_paper": is_open
        and seen.others is None
        and not places_with_officers([seen.other.pk]),
        "may_object": bool(seen.own and seen.own.on_paper and not seen.own.may_publish),
        "may_add_copy": seen.own is not None and not (seen.own.document and seen.own.may_publish),
        "withdrawn": list(
            seen.agreement.signatures.filter(withdrawn_at__isnull=False).select_related("place")
        ),
    }
    return page(request, "agreement", context)


@require_safe
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """A draft on paper; ``?for=signing`` without the mark that it is a draft."""
    seen = seen_agreement(request, number)
    asked = asked_number(request, "draft")
    draft = seen.draft if asked is None else draft_numbered(seen.agreement, asked)
    if draft is None:
        raise Http404
    for_signing = request.GET.get("for") == "signing"
    try:
        content = pdf_of(seen.agreement, draft, for_signing=for_signing)
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(address(request, "agreement", number))
    return pdf_answer(content, f"agreement-{seen.agreement.pk}-draft-{draft.number}.pdf")


def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Give an agreement up that nobody has signed."""
    seen, form = seen_agreement(request, number), NeedReasonForm(**sent(request))

    def act() -> None:
        drop_agreement(
            actor=acting(request).actor,
            place=seen.place,
            agreement=seen.agreement,
            reason=form.cleaned_data["reason"],
        )

    if form.is_valid() and done(form, act):
        messages.success(
            request, _("The agreement is given up. Its drafts stay readable for both sides.")
        )
        return redirect(address(request, "agreement", number))
    return page(request, "agreement_drop", {"form": form, "seen": seen})
