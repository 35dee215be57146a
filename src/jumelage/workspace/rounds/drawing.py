"""Drawing a round: with which numbers, how far it is, stopped, compared, and which drawing counts."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.conflicts import ConflictError
from jumelage.core.language import reader_language
from jumelage.memberships.actors import actor_of
from jumelage.partners.actions import round_drawing as actions
from jumelage.partners.domain.matching import Outcome
from jumelage.partners.models import Drawing, Wish
from jumelage.partners.rounds.queries import drawings_of, named
from jumelage.partners.rounds.wishes import number_of
from jumelage.partners.rounds.words import STEPS, holder
from jumelage.workspace.agreements.common import done, number_sent
from jumelage.workspace.form import sent
from jumelage.workspace.rounds.common import acted, address, held, page, too_late
from jumelage.workspace.rounds.forms import DrawForm

#: So many pairs that only one of two drawings gave are named.
MOST_NAMED = 200


def draw(request: HttpRequest, number: int) -> HttpResponse:
    """Say with which numbers a round is drawn, and begin."""
    round_ = held(request, number)
    drawings = list(drawings_of(round_))
    minimum = drawings[-1].minimum if drawings else round_.minimum
    seed = drawings[-1].seed if drawings else 1
    form = DrawForm(**sent(request), initial={"minimum": round(minimum * 100), "seed": seed})
    version = number_sent(request, "version") or round_.version
    act = partial(actions.start, actor=actor_of(request), round_=round_, version=version)
    made: list[Drawing] = []
    try:
        if form.is_valid() and done(form, lambda: made.append(_start(act, form))):
            return redirect(address("round-drawing", number, made[0].number))
    except ConflictError as error:
        return too_late(request, error, address("round-draw", number))
    context = {"form": form, "round": round_, "version": version, "entries": round_.entries.count()}
    return page(request, "draw", context)


def _start(act: Callable[..., Drawing], form: DrawForm) -> Drawing:
    clean = form.cleaned_data
    return act(seed=clean["seed"], minimum=clean["minimum"] / 100)


@require_safe
def drawing(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """How far a drawing is. The page brings itself up to date; done, it leads to the pairs."""
    round_ = held(request, number)
    found = get_object_or_404(drawings_of(round_), number=which)
    if found.state == Drawing.DONE and round_.drawing_id == found.pk:
        return redirect(address("round-pairs", number))
    context = {
        "round": round_,
        "drawing": found,
        "step": STEPS.get(found.step, ""),
        "steps": _steps(found),
        "percent": round(100 * found.done / found.of) if found.of else None,
    }
    return page(request, "drawing", context)


def _steps(found: Drawing) -> list[dict[str, object]]:
    codes = list(STEPS)
    at = codes.index(found.step) if found.step in codes else 0
    is_begun = found.state != Drawing.WAITING
    return [
        {"words": STEPS[code], "is_over": is_begun and n < at, "is_now": is_begun and n == at}
        for n, code in enumerate(codes)
    ]


@require_POST
def stop(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """Stop a drawing that is under way."""
    round_ = held(request, number)
    found = get_object_or_404(round_.drawings.select_related("round__association"), number=which)
    return acted(
        request,
        lambda: actions.stop(actor=actor_of(request), drawing=found),
        said=_("The drawing is stopped."),
        back=address("kept-round", number),
    )


@require_POST
def choose(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """Let another drawing count."""
    round_ = held(request, number)
    found = get_object_or_404(drawings_of(round_), number=which)
    act = partial(actions.choose, version=number_sent(request, "version"))
    return acted(
        request,
        lambda: act(actor=actor_of(request), round_=round_, drawing=found),
        said=_("Drawing %(number)s counts now.") % {"number": which},
        back=address("kept-round", number),
        onward=address("round-pairs", number),
    )


@require_safe
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """Two drawings beside each other: their numbers, and the pairs that only one of them gave."""
    round_ = held(request, number)
    finished = list(drawings_of(round_).filter(state=Drawing.DONE))
    chosen = [_asked(request, finished, name, n) for name, n in (("a", -2), ("b", -1))]
    if None in chosen:
        return page(request, "compare", {"round": round_, "drawings": finished})
    a, b = (round_.drawings.get(pk=one.pk) for one in chosen if one)
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    names = named({pk for pair in pairs_a ^ pairs_b for pk in pair}, reader_language())
    context = {
        "round": round_,
        "drawings": finished,
        "a": a,
        "b": b,
        "both": len(pairs_a & pairs_b),
        "only_a": _named(pairs_a - pairs_b, names),
        "only_b": _named(pairs_b - pairs_a, names),
    }
    return page(request, "compare", context)


def _asked(
    request: HttpRequest, finished: list[Drawing], name: str, otherwise: int
) -> Drawing | None:
    text = request.GET.get(name, "")
    found = next((one for one in finished if str(one.number) == text), None)
    return found or (finished[otherwise] if len(finished) >= -otherwise else None)


def _pairs(drawing: Drawing) -> set[tuple[int, int]]:
    outcome = Outcome.from_data(drawing.outcome or {})
    refs = (sorted((number_of(pair.a), number_of(pair.b))) for pair in outcome.pairs)
    return {(a, b) for a, b in refs}


def _named(pairs: set[tuple[int, int]], names: dict[int, Wish]) -> list[tuple[str, str]]:
    found = sorted((holder(names[a]), holder(names[b])) for a, b in pairs)
    return found[:MOST_NAMED]
