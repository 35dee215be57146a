"""The rounds of a place: those it can take part in, the partners suggested to it, and its answers."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.language import reader_language
from jumelage.partners.actions import round_answers, round_entries
from jumelage.partners.domain.matching import fit
from jumelage.partners.models import Round, RoundPair, Wish
from jumelage.partners.rounds.queries import SeenPair, calls_for, pair_for, pairs_for
from jumelage.partners.rounds.wishes import Between, plain
from jumelage.partners.rounds.words import holder, side_name, suggested_sentence, title
from jumelage.partners.wishes.fit_words import reasons_for
from jumelage.partners.wishes.matches import Match
from jumelage.partners.wishes.permissions import may_write_wish
from jumelage.partners.wishes.words import wish_shown
from jumelage.workspace.agreements.common import acting, done
from jumelage.workspace.form import sent
from jumelage.workspace.members.typed import number_of, text_of
from jumelage.workspace.rounds.common import acted, address, page
from jumelage.workspace.rounds.forms import AnswerForm
from jumelage.workspace.wishes.common import may_write_any


@dataclass(frozen=True, slots=True)
class Row:
    """A suggested partner in the list of a place."""

    seen: SeenPair
    own: str
    other: str

    @property
    def sentence(self) -> str:
        """What waits."""
        return suggested_sentence(self.seen.other)

    @property
    def state(self) -> str:
        """What came of it, or whether an answer is awaited: ``agreed``, ``not_agreed``, ``waits``, an answer."""
        return self.seen.result or ("waits" if self.seen.waits else self.seen.answer)


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The suggested partners of a place, and the rounds that collect wishes."""
    asked = acting(request)
    place, language = asked.acting_place, reader_language()
    rows = [
        Row(seen, title(seen.own), holder(seen.other))
        for seen in pairs_for(asked.actor, place.pk, language)
    ]
    calls = [
        {
            "round": call.round,
            "side_a": side_name(call.round.side_a),
            "side_b": side_name(call.round.side_b),
            "inside": [(wish, title(wish)) for wish in call.inside],
            "outside": [(wish, title(wish)) for wish in call.outside],
            "may_change": call.round.state == Round.COLLECTING,
        }
        for call in calls_for(asked.actor, place.pk, place.country, language)
    ]
    waiting = [row for row in rows if row.state == "waits"]
    others = [row for row in rows if row.state != "waits"]
    may_write = may_write_any(asked.actor, place)
    context = {"waiting": waiting, "others": others, "calls": calls, "may_write": may_write}
    return page(request, "rounds", context)


@require_POST
def enter(request: HttpRequest, number: int) -> HttpResponse:
    """Let an own wish take part in a round."""
    return _entered(request, number, round_entries.enter, _("Your wish takes part now."))


@require_POST
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Take an own wish out of a round."""
    return _entered(request, number, round_entries.take_out, _("Your wish takes part no longer."))


def _entered(request: HttpRequest, number: int, action: Any, said: str) -> HttpResponse:
    asked = acting(request)
    place = asked.acting_place
    calls = calls_for(asked.actor, place.pk, place.country, reader_language())
    round_ = next((call.round for call in calls if call.round.pk == number), None)
    if round_ is None:
        raise Http404
    own = Wish.objects.of_actor(asked.actor).filter(place=place)
    rows = own.select_related("place", "institution")
    wish = get_object_or_404(rows, pk=number_of(text_of(request, "wish")))
    which = {"wishes": [wish]} if action is round_entries.enter else {"wish": wish}
    return acted(
        request,
        lambda: action(actor=asked.actor, round_=round_, **which),
        said=said,
        back=address("rounds", place.pk),
    )


def pair(request: HttpRequest, number: int) -> HttpResponse:
    """A suggested partner: the other wish, why the two fit, and the own answer."""
    asked = acting(request)
    place = asked.acting_place
    seen = pair_for(asked.actor, place.pk, number, reader_language())
    if seen is None:
        raise Http404
    form = AnswerForm(**sent(request))
    may_answer = seen.waits and may_write_wish(asked.actor, place, seen.own.institution)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: _answer(request, seen, form))
    ):
        messages.success(request, _("Your answer is recorded. Thank you."))
        return redirect(address("round-pair", place.pk, number))
    match = _match(seen.own, seen.other)
    context = {
        "seen": seen,
        "round": seen.pair.round,
        "form": form,
        "may_answer": may_answer,
        "own_title": title(seen.own),
        "other_holder": holder(seen.other),
        "shown": wish_shown(seen.other),
        "reasons": reasons_for(match) if match else [],
        "may_propose": seen.result == "agreed" and seen.own.institution is None,
    }
    return page(request, "pair", context)


def _answer(request: HttpRequest, seen: SeenPair, form: AnswerForm) -> None:
    round_answers.answer(
        actor=acting(request).actor,
        pair=seen.pair,
        wish=seen.own,
        accept=form.cleaned_data["answer"] == RoundPair.ACCEPTED,
        reason=form.cleaned_data["reason"],
    )


def _match(own: Wish, other: Wish) -> Match | None:
    """Return how two wishes fit as they are now; nothing if one was changed so that they do no longer."""
    mine, theirs = plain(own, Between({})), plain(other, Between({}))
    found = fit(mine, theirs)
    return Match(other, mine, theirs, found) if found else None
