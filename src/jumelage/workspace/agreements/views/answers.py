"""Answers to a proposal: another version, yes, no, taken back; a letter; and “that was not our answer”."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jumelage.agreements.actions import proposals as actions
from jumelage.agreements.models import Proposal
from jumelage.agreements.queries import SeenProposal
from jumelage.core.conflicts import ConflictError
from jumelage.workspace.agreements.common import acting, done, go, number_sent, page, seen_proposal
from jumelage.workspace.agreements.forms import (
    AcceptForm,
    LetterForm,
    NeedReasonForm,
    PublicReasonForm,
    ReasonForm,
    TextForm,
)
from jumelage.workspace.agreements.versions import shown_versions
from jumelage.workspace.agreements.words import proposal_title
from jumelage.workspace.form import CONFLICT, DeskForm, sent


def counter(request: HttpRequest, number: int) -> HttpResponse:
    """Answer with another version. It begins with the words of the one that stands."""
    seen = seen_proposal(request, number)
    stands = seen.standing_version
    first = {"form": stands.form, "aims": stands.aims, "themes": stands.themes}
    form = TextForm(**sent(request), initial=first)

    def act() -> None:
        actions.counter(
            **_about(request, seen), based_on=number_sent(request, "version"), text=form.said()
        )

    return _answered(
        request, "counter", seen, form, act, _("Your version is with the other side now.")
    )


def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Accept the version that was read."""
    seen, form = seen_proposal(request, number), AcceptForm(**sent(request))
    act = partial(actions.accept, **_about(request, seen), version=number_sent(request, "version"))
    return _answered(request, "accept", seen, form, act, _("You have accepted the proposal."))


def decline(request: HttpRequest, number: int) -> HttpResponse:
    """Decline. That closes the proposal."""
    seen, form = seen_proposal(request, number), ReasonForm(**sent(request))
    act = partial(actions.decline, **_about(request, seen), version=number_sent(request, "version"))
    return _answered(request, "decline", seen, form, act, _("You have declined the proposal."))


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take the own version back."""
    seen, form = seen_proposal(request, number), ReasonForm(**sent(request))
    act = partial(actions.withdraw, **_about(request, seen))
    return _answered(request, "withdraw", seen, form, act, _("You have withdrawn the proposal."))


def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Record what the other side, which has nobody here, answered by letter."""
    seen, asked = seen_proposal(request, number), acting(request)
    form = LetterForm(**sent(request), actor=asked.actor, place=asked.acting_place)

    def act() -> None:
        actions.record_paper_answer(actor=asked.actor, proposal=seen.proposal, answer=form.said())

    return _answered(
        request, "letter", seen, form, act, _("The answer is recorded, with the letter.")
    )


def objection(request: HttpRequest, number: int) -> HttpResponse:
    """Say that an answer that somebody recorded was never given."""
    seen = seen_proposal(request, number)
    is_public = seen.proposal.claims.filter(retracted_at__isnull=True).exists()
    form = (PublicReasonForm if is_public else NeedReasonForm)(**sent(request))
    act = partial(actions.object_to_answer, **_about(request, seen))
    said = _("The answer counts no more, and the proposal is open again.")
    return _answered(request, "object", seen, form, act, said)


def _about(request: HttpRequest, seen: SeenProposal) -> dict[str, Any]:
    return {"actor": acting(request).actor, "place": seen.place, "proposal": seen.proposal}


def _answered(
    request: HttpRequest,
    step: str,
    seen: SeenProposal,
    form: DeskForm,
    act: Callable[..., object],
    said: str,
) -> HttpResponse:
    """Show the form, or run the answer; if things have changed meanwhile, show what stands now."""
    if not form.is_valid():
        return _page(request, step, seen, form)
    takes_reason = isinstance(form, ReasonForm | NeedReasonForm)
    whole = partial(act, reason=form.cleaned_data["reason"]) if takes_reason else act
    try:
        if not done(form, whole):
            return _page(request, step, seen, form)
    except ConflictError:
        form.add_error(
            None,
            _("Meanwhile this proposal has changed: read what stands now. Your words are kept."),
        )
        fresh = seen_proposal(request, seen.proposal.pk)
        return _page(request, step, fresh, form, status=CONFLICT)
    return go(request, said, "proposal", seen.proposal.pk)


def _page(
    request: HttpRequest, step: str, seen: SeenProposal, form: DeskForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "seen": seen,
        "form": form,
        "title": proposal_title(seen),
        "stands": shown_versions(seen)[0],
        "is_new_tie": seen.proposal.purpose == Proposal.ESTABLISH,
        "is_shown": seen.proposal.shown == Proposal.NOW,
    }
    return page(request, f"proposal_{step}", context, status=status)
