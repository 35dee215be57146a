"""The rounds of an association: all of them, one of them, opened, changed, offered and closed."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.audit import Actor
from jumelage.core.conflicts import ConflictError
from jumelage.memberships.actors import actor_of
from jumelage.memberships.models import Association
from jumelage.memberships.queries import associations_for
from jumelage.partners.actions import rounds as actions
from jumelage.partners.models import Drawing, Round
from jumelage.partners.rounds.permissions import may_hold_rounds
from jumelage.partners.rounds.queries import answers_of, drawings_of, rounds_held
from jumelage.partners.rounds.words import side_name, state_sentence
from jumelage.workspace.agreements.common import asked_number, done, number_sent
from jumelage.workspace.form import sent
from jumelage.workspace.rounds.common import acted, address, held, page, too_late
from jumelage.workspace.rounds.forms import OfferForm, RoundForm
from jumelage.workspace.views.common import page_of

PAGE = 25


@require_safe
def kept_rounds(request: HttpRequest) -> HttpResponse:
    """All rounds of the person’s associations, the latest first."""
    rows = page_of(request, rounds_held(actor_of(request)), PAGE)
    context = {"page": rows, "query": "", "may_open": bool(_associations(actor_of(request)))}
    return page(request, "kept_rounds", context)


def _associations(actor: Actor) -> list[Association]:
    return [one for one in associations_for(actor) if may_hold_rounds(actor, one)]


@require_safe
def kept_round(request: HttpRequest, number: int) -> HttpResponse:
    """One round: where it stands, what can be done now, its drawings."""
    round_ = held(request, number)
    drawings = list(drawings_of(round_))
    return page(
        request,
        "kept_round",
        {
            "round": round_,
            "state": state_sentence(round_),
            **sides(round_),
            "entries": round_.entries.count(),
            "pairs": round_.pairs.count(),
            "answers": answers_of(round_),
            "drawings": drawings,
            "under_way": next((one for one in drawings if one.is_under_way), None),
            "done": [one for one in drawings if one.state == Drawing.DONE],
            "followed": round_.followed_by.order_by("pk"),
        },
    )


def sides(round_: Round) -> dict[str, Any]:
    """Return the names of the countries of a round’s sides; of a side that names none, nothing."""
    return {"side_a": side_name(round_.side_a), "side_b": side_name(round_.side_b)}


def open_round(request: HttpRequest) -> HttpResponse:
    """Open a round; ``?after=`` names an earlier one, whose wishes left over go on."""
    actor = actor_of(request)
    after = asked_number(request, "after")
    earlier = get_object_or_404(Round.objects.held_by(actor), pk=after) if after else None
    values = RoundForm.first_values()
    if earlier:
        again = RoundForm.values_of(earlier)
        again["title"] = _("%(title)s: next round") % {"title": earlier.title}
        values = {**again, **{name: values[name] for name in ("collects_until", "answers_until")}}
    associations = Association.objects.filter(pk__in=[one.pk for one in _associations(actor)])
    form = RoundForm(associations, **sent(request), initial=values)
    made: list[Round] = []
    if form.is_valid() and done(form, lambda: made.append(_open(actor, form, earlier))):
        messages.success(request, _("The round is open. Now collect the wishes that take part."))
        return redirect(address("kept-round", made[0].pk))
    return page(request, "round_form", {"form": form, "earlier": earlier})


def _open(actor: Actor, form: RoundForm, earlier: Round | None) -> Round:
    association = form.cleaned_data["association"]
    return actions.open_round(
        actor=actor, association=association, data=form.said(), follows=earlier
    )


def change_round(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a round says of itself."""
    round_ = held(request, number)
    own = Association.objects.filter(pk=round_.association_id)
    form = RoundForm(own, **sent(request), initial=RoundForm.values_of(round_))
    version = number_sent(request, "version") or round_.version
    back = address("kept-round", number)
    change = partial(actions.change_round, actor=actor_of(request), round_=round_, version=version)
    try:
        if form.is_valid() and done(form, lambda: change(data=form.said())):
            messages.success(request, _("The round is changed."))
            return redirect(back)
    except ConflictError as error:
        clean = form.cleaned_data
        return too_late(
            request, error, back, {_("Title"): clean["title"], _("Text"): clean["text"]}
        )
    return page(request, "round_form", {"form": form, "round": round_, "version": version})


def offer(request: HttpRequest, number: int) -> HttpResponse:
    """Offer the pairs of a round to both sides, after a last look at what that means."""
    round_ = held(request, number)
    form = OfferForm(**sent(request), initial={"answers_until": round_.answers_until})
    version = number_sent(request, "version") or round_.version
    back = address("kept-round", number)
    act = partial(actions.offer, actor=actor_of(request), round_=round_, version=version)
    try:
        if form.is_valid() and done(form, lambda: act(**form.cleaned_data)):
            messages.success(request, _("Offered: both sides of each pair are told by e-mail."))
            return redirect(back)
    except ConflictError as error:
        return too_late(request, error, back)
    context = {"form": form, "round": round_, "version": version, "pairs": round_.pairs.count()}
    return page(request, "offer", context)


def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a round, after a question."""
    round_ = held(request, number)
    if request.method != "POST":
        return page(request, "close", {"round": round_, "answers": answers_of(round_)})
    act = partial(actions.close, version=number_sent(request, "version"))
    return acted(
        request,
        lambda: act(actor=actor_of(request), round_=round_),
        said=_("The round is closed."),
        back=address("kept-round", number),
    )


@require_POST
def collect_again(request: HttpRequest, number: int) -> HttpResponse:
    """Go back from a drawn round to collecting wishes."""
    round_ = held(request, number)
    act = partial(actions.collect_again, version=number_sent(request, "version"))
    return acted(
        request,
        lambda: act(actor=actor_of(request), round_=round_),
        said=_("Wishes are collected again. The drawings stay, to be compared."),
        back=address("kept-round", number),
    )
