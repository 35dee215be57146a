"""What a round gave: who got whom, who got nobody and why, why not another, and what both sides answered."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from jumelage.core.language import reader_language
from jumelage.partners.domain.matching import Outcome
from jumelage.partners.domain.matching.files import read_wishes
from jumelage.partners.domain.matching.why import Why, why
from jumelage.partners.models import Drawing, Round, RoundPair, Wish
from jumelage.partners.rounds.queries import answers_of, named, pairs_named
from jumelage.partners.rounds.wishes import number_of, ref_of
from jumelage.partners.rounds.words import (
    holder,
    left_sentence,
    missed_sentence,
    title,
    why_sentences,
)
from jumelage.workspace.agreements.common import asked_number
from jumelage.workspace.rounds.common import address, drawing_that_counts, held, page
from jumelage.workspace.rounds.holding import sides
from jumelage.workspace.views.common import page_of

PAGE = 40
#: So many pairs that would both rather be together are named; there are seldom more than a few.
MOST_BLOCKING = 30


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair, as the association sees it."""

    wish: Wish
    holder: str
    title: str
    share: float  # how well it is served, 0 to 1
    rank: int  # of the other on its list
    answer: str
    answer_word: str
    reason: str


def _sides_of(pair: RoundPair, first: frozenset[str]) -> tuple[Side, Side]:
    """Return the sides of a pair, that of side A in front."""
    a = Side(
        pair.wish_a, holder(pair.wish_a), title(pair.wish_a), pair.served_a, pair.rank_a,
        pair.answer_a, pair.get_answer_a_display(), pair.reason_a,
    )  # fmt: skip
    b = Side(
        pair.wish_b, holder(pair.wish_b), title(pair.wish_b), pair.served_b, pair.rank_b,
        pair.answer_b, pair.get_answer_b_display(), pair.reason_b,
    )  # fmt: skip
    turned = first and pair.wish_a.place.country not in first
    return (b, a) if turned else (a, b)


def _outcome(round_: Round) -> tuple[Drawing, Outcome]:
    drawing = drawing_that_counts(round_)
    if drawing is None or drawing.outcome is None:
        raise Http404
    return drawing, Outcome.from_data(drawing.outcome)


@require_safe
def pairs(request: HttpRequest, number: int) -> HttpResponse:
    """Who got whom, how well each is served, and, once it is offered, what they answered."""
    round_ = held(request, number)
    if round_.drawing_id is None:
        return redirect(address("kept-round", number))
    drawing, outcome = _outcome(round_)
    rows = page_of(request, pairs_named(round_, reader_language()), PAGE)
    first = frozenset(round_.side_a)
    context = {
        "round": round_,
        **sides(round_),
        "drawing": drawing,
        "outcome": outcome,
        "answers": answers_of(round_),
        "page": rows,
        "query": "",
        "rows": [_sides_of(pair, first) for pair in rows.object_list],
        **_instability(outcome),
    }
    return page(request, "pairs", context)


def _instability(outcome: Outcome) -> dict[str, Any]:
    """Return the odd circles and the pairs that would rather be together, by name."""
    refs = [ref for party in outcome.parties for ref in party.members]
    blocking = outcome.blocking[:MOST_BLOCKING]
    refs += [ref for pair in blocking for ref in pair]
    if not refs:
        return {"circles": [], "blocking": []}
    names = named((number_of(ref) for ref in refs), reader_language())
    circles = [
        (
            [holder(names[number_of(ref)]) for ref in party.members],
            holder(names[number_of(party.without)]),
        )
        for party in outcome.parties
    ]
    rather = [tuple(holder(names[number_of(ref)]) for ref in pair) for pair in blocking]
    return {"circles": circles, "blocking": rather}


@require_safe
def left(request: HttpRequest, number: int) -> HttpResponse:
    """Who got nobody, and why."""
    round_ = held(request, number)
    _drawing, outcome = _outcome(round_)
    rows = page_of(request, list(outcome.left), PAGE)
    names = named((number_of(one.ref) for one in rows.object_list), reader_language())
    found = [(names[number_of(one.ref)], left_sentence(one)) for one in rows.object_list]
    shown = [(wish, holder(wish), title(wish), sentence) for wish, sentence in found]
    return page(request, "left", {"round": round_, "page": rows, "query": "", "shown": shown})


@require_safe
def wish(request: HttpRequest, number: int, wish: int) -> HttpResponse:
    """What one wish got, whom it would rather have had, and, by ``?other=``, why not a certain other."""
    round_ = held(request, number)
    drawing, outcome = _outcome(round_)
    wishes = read_wishes(drawing.wishes.encode(), "wishes.csv")
    names = named((number_of(one.ref) for one in wishes), reader_language())
    if wish not in names:
        raise Http404
    own = names[wish]
    others = [(pk, holder(one)) for pk, one in names.items() if _could_meet(outcome, own, one)]
    context = {
        "round": round_,
        "wish": own,
        "holder": holder(own),
        "title": title(own),
        "partners": _partners(outcome, wish, names),
        "left": next((left_sentence(one) for one in outcome.left if one.ref == ref_of(wish)), ""),
        "missed": _missed(outcome, wish, names),
        "others": sorted(others, key=lambda choice: choice[1].casefold()),
    }
    other = asked_number(request, "other") or 0
    if other in names and other != wish:
        context |= _why(why(outcome, wishes, ref_of(wish), ref_of(other)), own, names[other], names)
    return page(request, "wish", context)


def _could_meet(outcome: Outcome, own: Wish, other: Wish) -> bool:
    """Whether two wishes are not the same, and of different sides if the round has sides."""
    if outcome.between is None:
        return own.pk != other.pk
    sides = [own.place.country in countries for countries in outcome.between]
    return sides != [other.place.country in countries for countries in outcome.between]


def _missed(outcome: Outcome, wish: int, names: dict[int, Wish]) -> list[tuple[int, float, str]]:
    """Return the best of those whom a wish would rather have had: rank, how well served, and why not."""
    found = []
    for one in outcome.missed.get(ref_of(wish), ()):
        got = [holder(names[number_of(ref)]) for ref, _served in outcome.partners(one.ref)]
        other = holder(names[number_of(one.ref)])
        sentence = missed_sentence(one, holder(names[wish]), other, got)
        found.append((one.rank, one.served, sentence))
    return found


def _why(found: Why, own: Wish, other: Wish, names: dict[int, Wish]) -> dict[str, Any]:
    """Return why a wish did not get a certain other, for the page."""
    partners = [holder(names[number_of(ref)]) for ref, _served in found.partners]
    return {
        "other": other.pk,
        "other_name": holder(other),
        "why": why_sentences(found, holder(own), holder(other), partners),
        "shares": None if found.served is None else (found.served, found.served_other),
    }


def _partners(outcome: Outcome, wish: int, names: dict[int, Wish]) -> list[dict[str, Any]]:
    """Return whom a wish got, the best first."""
    ref = ref_of(wish)
    found = [(p.served_a, p.rank_a, p.b, p.rank_b, p.served_b) for p in outcome.pairs if p.a == ref]
    found += [
        (p.served_b, p.rank_b, p.a, p.rank_a, p.served_a) for p in outcome.pairs if p.b == ref
    ]
    return [
        {
            "pk": number_of(other),
            "holder": holder(names[number_of(other)]),
            "title": title(names[number_of(other)]),
            "share": served,
            "rank": rank,
            "rank_other": rank_other,
            "share_other": served_other,
        }
        for served, rank, other, rank_other, served_other in sorted(found, reverse=True)
    ]
