"""Writing the text of an agreement, comparing its drafts, and changing its terms."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.agreements.actions.drafting import save_draft, terms_of, text_of
from jumelage.agreements.models import AgreementDraft
from jumelage.agreements.queries import SeenAgreement
from jumelage.agreements.showing import shown_text
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.workspace.agreements.common import (
    acting,
    address,
    done,
    go,
    number_sent,
    page,
    seen_agreement,
)
from jumelage.workspace.agreements.forms import TermsForm
from jumelage.workspace.agreements.merging import Merge, merge
from jumelage.workspace.agreements.text_form import (
    EditedText,
    read_text,
    rearranged,
    sent_values,
)
from jumelage.workspace.agreements.texts import (
    changed_terms,
    different_parts,
    draft_numbered,
)
from jumelage.workspace.form import CONFLICT, REFUSED, sent


def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Write the text: look at it, rearrange it, or save it as a new draft."""
    seen = seen_agreement(request, number)
    if not seen.agreement.is_open or seen.own or seen.others:
        messages.error(
            request, _("This text is signed or given up, and cannot be changed any more.")
        )
        return redirect(address(request, "agreement", number))
    languages = terms_of(seen.draft).languages
    if request.method != "POST":
        fresh = EditedText(seen.draft.number, languages, text_of(seen.draft))
        return _editor(request, seen, fresh)
    edited, act = read_text(request.POST, languages), request.POST.get("act", "save")
    if act == "merge":
        return _conflict(request, seen, edited)
    if act != "save":
        edited, key = rearranged(edited, act)
        return _editor(request, seen, edited, at=key)
    return _save(request, seen, edited)


def _save(request: HttpRequest, seen: SeenAgreement, edited: EditedText) -> HttpResponse:
    try:
        draft = save_draft(
            actor=acting(request).actor,
            place=seen.place,
            agreement=seen.agreement,
            based_on=edited.based_on,
            text=edited.text,
            note=edited.note,
        )
    except ConflictError:
        return _conflict(request, seen_agreement(request, seen.agreement.pk), edited)
    except NotAllowedError:
        raise
    except RefusedError as error:
        return _editor(request, seen, edited, error=error)
    said = _("Saved as draft %(number)s. Both sides can read it.") % {"number": draft.number}
    return go(request, said, "agreement", seen.agreement.pk)


def _editor(
    request: HttpRequest,
    seen: SeenAgreement,
    edited: EditedText,
    *,
    at: str = "",
    error: RefusedError | None = None,
    merged: Merge | None = None,
) -> HttpResponse:
    context = {
        "seen": seen,
        "edited": edited,
        "shown": edited.shown,
        "removed": edited.shown_removed,
        "at": at,
        "problems": error.problems if error else [],
        "merged": merged,
    }
    return page(request, "draft", context, status=REFUSED if error else 200)


def _conflict(request: HttpRequest, seen: SeenAgreement, edited: EditedText) -> HttpResponse:
    """Put both texts together; ask where both changed the same; then let the person read it all before it is saved."""
    base = draft_numbered(seen.agreement, edited.based_on) or seen.draft
    choices = {
        name.removeprefix("choice-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("choice-")
    }
    result = merge(text_of(base), edited.text, text_of(seen.draft), choices)
    if result.clashes:
        return _ask(request, seen, edited, result)
    together = replace(
        edited,
        based_on=seen.draft.number,
        text=result.text,
        removed=(),
        languages=terms_of(seen.draft).languages,
    )
    return _editor(request, seen, together, merged=result)


def _ask(
    request: HttpRequest, seen: SeenAgreement, edited: EditedText, result: Merge
) -> HttpResponse:
    def side(which: str) -> dict[str, object]:
        clauses = [one for clash in result.clashes if (one := getattr(clash, which))]
        shown = shown_text(replace(edited.text, clauses=clauses), edited.languages)
        return {part.key: part for part in shown.clauses}

    mine, theirs = side("mine"), side("theirs")
    clashes = [(clash.key, mine.get(clash.key), theirs.get(clash.key)) for clash in result.clashes]
    context = {
        "seen": seen,
        "clashes": clashes,
        "hidden": sent_values(edited),
        "asked_before": request.POST.get("act") == "merge",
        "taken": [(key, value) for key, value in request.POST.items() if key.startswith("choice-")],
        "open": {clash.key for clash in result.clashes},
    }
    return page(request, "draft_conflict", context, status=CONFLICT)


def terms(request: HttpRequest, number: int) -> HttpResponse:
    """Change what the registry reckons with: clauses in the words of the templates follow."""
    seen = seen_agreement(request, number)
    now = terms_of(seen.draft)
    languages = [*now.languages, ""][:2]
    first = {**now.as_json(), "first_language": languages[0], "second_language": languages[1]}
    form = TermsForm(**sent(request), initial=first)

    def act() -> AgreementDraft:
        return save_draft(
            actor=acting(request).actor,
            place=seen.place,
            agreement=seen.agreement,
            based_on=number_sent(request, "based_on"),
            text=text_of(seen.draft),
            note=_("Other terms"),
            terms=form.said(),
        )

    try:
        if form.is_valid() and done(form, act):
            said = _("The terms are changed, in a new draft.")
            return go(request, said, "agreement", number)
    except ConflictError as conflict:
        form.refuse(conflict)
        fresh = seen_agreement(request, number)
        return page(
            request,
            "agreement_terms",
            {"form": form, "seen": fresh, "now": terms_of(fresh.draft)},
            status=CONFLICT,
        )
    return page(request, "agreement_terms", {"form": form, "seen": seen, "now": now})


@require_safe
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """What is different between two drafts; if none are named, between the last two."""
    seen = seen_agreement(request, number)
    after = _asked(request, seen, "to", seen.drafts[-1])
    index = [draft.number for draft in seen.drafts].index(after.number)
    before = _asked(request, seen, "from", seen.drafts[max(0, index - 1)])
    context = {
        "seen": seen,
        "before": before,
        "after": after,
        "parts": different_parts(before, after),
        "terms_changed": changed_terms(before, after),
    }
    return page(request, "agreement_compare", context)


def _asked(
    request: HttpRequest, seen: SeenAgreement, name: str, otherwise: AgreementDraft
) -> AgreementDraft:
    """Return the draft that the address names."""
    number = request.GET.get(name, "")
    if not number:
        return otherwise
    found = [draft for draft in seen.drafts if str(draft.number) == number]
    if not found:
        raise Http404
    return found[0]
