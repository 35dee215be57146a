"""Proposals: all of them, one of them, and a new one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.agreements.actions.proposals import propose as propose_to
from jumelage.agreements.domain.proposals import Move, State, open_moves
from jumelage.agreements.models import Proposal
from jumelage.agreements.queries import proposals_of, waiting_for
from jumelage.core.language import reader_language
from jumelage.places.models import Place
from jumelage.places.queries import official_names, search_places
from jumelage.ties.domain.terms import BOUND
from jumelage.ties.queries import tie_of
from jumelage.workspace.agreements.common import (
    acting,
    done,
    go,
    page,
    readable,
    seen_proposal,
)
from jumelage.workspace.agreements.forms import ProposeForm
from jumelage.workspace.agreements.lists import agreement_rows, proposal_rows, waiting_rows
from jumelage.workspace.agreements.versions import shown_versions
from jumelage.workspace.agreements.words import closing_answer, proposal_state, proposal_title
from jumelage.workspace.form import sent
from jumelage.workspace.rounds.waiting import waiting_pairs


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for the place, its proposals and its agreements."""
    place, actor = acting(request).acting_place, acting(request).actor
    opened, closed = proposal_rows(proposals_of(place, actor))
    return page(
        request,
        "proposals",
        {
            "waiting": [
                *waiting_rows(place, waiting_for(place, actor)),
                *waiting_pairs(place, actor),
            ],
            "opened": opened,
            "closed": closed,
            "agreements": agreement_rows(actor, place),
        },
    )


@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: where it stands, what can be done, and its versions."""
    seen = seen_proposal(request, number)
    moves = open_moves(seen.position, seen.place.pk)
    answer = closing_answer(seen.proposal)
    approvals, answers = list(seen.proposal.approvals.all()), list(seen.proposal.answers.all())
    return page(
        request,
        "proposal",
        {
            "seen": seen,
            "title": proposal_title(seen),
            "state": proposal_state(seen),
            "versions": shown_versions(seen),
            "answer": answer,
            "approvals": approvals,
            "papers": readable(
                request, [*(one.document for one in approvals), *(one.document for one in answers)]
            ),
            "agreements": list(seen.proposal.agreements.filter(dropped_at__isnull=True)),
            "is_public": seen.proposal.claims.filter(retracted_at__isnull=True).exists(),
            "is_accepted": seen.position.state is State.ACCEPTED,
            "may_answer": Move.ACCEPT in moves,
            "may_withdraw": Move.WITHDRAW in moves,
            "may_record_letter": Move.WITHDRAW in moves and not seen.other_is_here,
            "may_object": bool(answer and answer.on_paper and answer.by_id == seen.place.pk),
        },
    )


def propose(request: HttpRequest) -> HttpResponse:
    """Make a proposal: first find the place, then say what."""
    place = acting(request).acting_place
    number = request.GET.get("to", "")
    if not number.isdecimal() or len(number) > 18:
        return _find(request)
    names = official_names(reader_language())
    other = get_object_or_404(Place.objects.prefetch_related(names).exclude(pk=place.pk), pk=number)
    form = ProposeForm(**sent(request), initial={"form": "twinning"})
    form.fields["purpose"].choices = _purposes(place, other)  # type: ignore[attr-defined]
    if len(form.fields["purpose"].choices) == 1:  # type: ignore[attr-defined]
        form.initial["purpose"] = Proposal.ESTABLISH
    made: list[Proposal] = []
    if form.is_valid() and done(form, lambda: made.append(_propose(request, form, other))):
        said = _("Your proposal is made. %(place)s can read it now.") % {"place": other.local_name}
        return go(request, said, "proposal", made[0].pk)
    is_new = form.initial.get("purpose") == Proposal.ESTABLISH
    return page(request, "propose", {"form": form, "other": other, "is_new_tie": is_new})


def _propose(request: HttpRequest, form: ProposeForm, other: Place) -> Proposal:
    asked = acting(request)
    return propose_to(
        actor=asked.actor,
        place=asked.acting_place,
        addressee=other,
        text=form.said(),
        purpose=form.cleaned_data["purpose"],
        shown=form.cleaned_data["shown"],
    )


def _purposes(place: Place, other: Place) -> list[tuple[str, object]]:
    """Return what can be proposed to a place, as the tie stands."""
    tie = tie_of(place, other)
    is_bound = tie is not None and tie.legal in BOUND
    return [
        (value, word)
        for value, word in Proposal.PURPOSES
        if (value == Proposal.ESTABLISH) is not is_bound
    ]


def _find(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    place = acting(request).acting_place
    found = search_places(text, language=reader_language(), limit=12) if text else []
    hits = [hit for hit in found if hit.place.pk != place.pk]
    return page(request, "propose_find", {"text": text, "hits": hits})
