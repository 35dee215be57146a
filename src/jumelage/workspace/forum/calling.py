"""The call for sessions at the desk of those who run an edition: asked for, answered, put on the agenda."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.forum.actions import calls, placing
from jumelage.forum.domain.proposals import moves
from jumelage.forum.models import SessionProposal
from jumelage.forum.permissions import may_organise
from jumelage.forum.proposals import call_of, proposals_for, seen_proposal, takes_proposals
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.call_forms import CallForm, DeclineForm, NoteForm, call_shown
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.fields import texts_shown
from jumelage.workspace.forum.forms import SessionForm
from jumelage.workspace.members.typed import text_of
from jumelage.workspace.views.common import say_refusal


def call(request: HttpRequest, number: int) -> HttpResponse:
    """The call of an edition, and what was proposed."""
    edition = own_edition(acting(request), number)
    found = call_of(edition)
    initial = call_shown(found) if found else {"is_open": True, "themes": edition.themes}
    form = CallForm(**sent(request), initial=initial)

    def act() -> None:
        calls.set_call(
            actor=acting(request),
            edition=edition,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, call_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-call", edition.pk)
    rows = proposals_for(edition, reader_language())
    context = {
        "edition": edition,
        "call": found,
        "takes": takes_proposals(found, edition),
        "form": form,
        "version": found.version if found else 0,
        "waiting": [row for row in rows if row.state == SessionProposal.PROPOSED],
        "to_place": [row for row in rows if row.is_to_be_placed],
        "placed": [row for row in rows if row.session_id and row.state == row.ACCEPTED],
        "past": [row for row in rows if row.state in {row.DECLINED, row.WITHDRAWN}],
        "proposal_count": len(rows),
    }
    return page(request, "call", context | refused)


def _run(request: HttpRequest, number: int) -> SessionProposal:
    """Return a proposal for an edition that somebody runs; not found is also what others run."""
    found = seen_proposal(acting(request), number, reader_language())
    if found is None or not may_organise(acting(request), found.edition):
        raise Http404
    return found


def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: a note is discussed, it is accepted or declined."""
    found = _run(request, number)
    note = NoteForm(initial={"note": found.note})
    decline = DeclineForm()
    if request.method == "POST":
        if request.POST.get("do") == "decline":
            decline = DeclineForm(**sent(request))
            if _decline(request, found, decline):
                return redirect("workspace:forum-proposal", found.pk)
        else:
            return _do(request, found)
    context = {
        "edition": found.edition,
        "proposal": found,
        "speakers": list(found.proposed_speakers.all()),
        "steps": [m.value for m in moves(found.state, placed=found.session_id is not None)],
        "version": found.version,
        "note_form": note,
        "decline_form": decline,
        "form": decline,
    }
    return page(request, "proposal", context)


def _decline(request: HttpRequest, found: SessionProposal, form: DeclineForm) -> bool:
    """Decline a proposal; return whether it was done."""

    def act() -> None:
        placing.decline_proposal(
            actor=acting(request),
            proposal=found,
            version=version_of(request.POST),
            reason=form.cleaned_data["reason"],
        )

    if kept(form, act) is not None:
        return False
    messages.success(request, _("Kept. The proposer is told."))
    return True


def _do(request: HttpRequest, found: SessionProposal) -> HttpResponse:
    row: dict[str, Any] = {
        "actor": acting(request),
        "proposal": found,
        "version": version_of(request.POST),
    }
    steps: dict[str, Callable[[], object]] = {
        "accept": lambda: placing.accept_proposal(**row),
        "note": lambda: placing.note_proposal(**row, note=text_of(request, "note")),
    }
    do = request.POST.get("do", "")
    if do not in steps:
        raise Http404
    try:
        steps[do]()
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept."))
    return redirect("workspace:forum-proposal", found.pk)


def place(request: HttpRequest, number: int) -> HttpResponse:
    """Put a session that was accepted on the agenda."""
    found = _run(request, number)
    if not found.is_to_be_placed:
        return redirect("workspace:forum-proposal", found.pk)
    form = SessionForm(**sent(request), edition=found.edition, initial=_as_session(found))
    theme: Any = form.fields["theme"]
    if found.theme and found.theme not in dict(theme.choices):  # one that the edition does not name
        theme.choices = [*theme.choices, (found.theme, theme_name(found.theme))]

    def act() -> None:
        placing.place_proposal(
            actor=acting(request),
            proposal=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("It is on the agenda. The proposer is told."))
        return redirect("workspace:forum-agenda", found.edition_id)
    context = {
        "form": form,
        "edition": found.edition,
        "proposal": found,
        "speakers": list(found.proposed_speakers.all()),
        "length": timedelta(minutes=found.minutes),
        "version": found.version,
    }
    return page(request, "place_proposal", context | refused)


def _as_session(found: SessionProposal) -> dict[str, Any]:
    return {
        **texts_shown("titles", found.titles),
        **texts_shown("texts", found.texts),
        "kind": found.kind,
        "theme": found.theme,
        "languages": found.languages,
    }
