"""Which wishes take part in a round: the list with what each lacks, and those that could be entered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.language import reader_language
from jumelage.memberships.actors import actor_of
from jumelage.partners.actions import round_entries as actions
from jumelage.partners.models import Round, Wish
from jumelage.partners.rounds.queries import entries_of, fitting, lacking
from jumelage.partners.rounds.wishes import places_taken
from jumelage.partners.rounds.words import LACKS, holder, title
from jumelage.workspace.rounds.common import acted, address, held, page
from jumelage.workspace.views.common import page_of

PAGE = 50
#: These keep a wish from being drawn, or from being answered for.
GRAVE = frozenset({"closed", "taken", "nobody", "runs_out"})
_LONGEST = 100


@require_safe
def entries(request: HttpRequest, number: int) -> HttpResponse:
    """The wishes that take part, and what each lacks."""
    round_ = held(request, number)
    rows = page_of(request, entries_of(round_, reader_language()), PAGE)
    shown = _shown(round_, [entry.wish for entry in rows.object_list])
    return page(request, "entries", {"round": round_, "page": rows, "query": "", "shown": shown})


def _shown(round_: Round, wishes: list[Wish]) -> list[dict[str, object]]:
    taken = places_taken(round_, [wish.pk for wish in wishes])
    found = lacking(wishes, taken, round_.answers_until)
    return [
        {
            "wish": wish,
            "holder": holder(wish),
            "title": title(wish),
            "grave": [LACKS[code] for code in found[wish.pk] if code in GRAVE],
            "unsaid": [LACKS[code] for code in found[wish.pk] if code not in GRAVE],
        }
        for wish in wishes
    ]


def find(request: HttpRequest, number: int) -> HttpResponse:
    """The open wishes that fit a round and do not take part yet: entered one by one, or all that were found."""
    round_ = held(request, number)
    words = request.GET.get("q", "").strip()[:_LONGEST].replace("\x00", "")
    found = fitting(round_, reader_language(), words)
    if request.method == "POST":
        return _enter(request, round_, words)
    rows = page_of(request, found, PAGE)
    context = {
        "round": round_,
        "page": rows,
        "query": f"q={words}&" if words else "",
        "words": words,
        "shown": _shown(round_, list(rows.object_list)),
    }
    return page(request, "find", context)


def _enter(request: HttpRequest, round_: Round, words: str) -> HttpResponse:
    found = fitting(round_, reader_language(), words)
    numbers = [int(pk) for pk in request.POST.getlist("wish") if pk.isdecimal() and len(pk) < 19]
    wishes = list(found if "all" in request.POST else found.filter(pk__in=numbers))
    said = ngettext(
        "%(n)s wish is entered. Its owners are told by e-mail.",
        "%(n)s wishes are entered. Their owners are told by e-mail.",
        len(wishes),
    )
    return acted(
        request,
        lambda: actions.enter(actor=actor_of(request), round_=round_, wishes=wishes),
        said=said % {"n": len(wishes)} if wishes else _("No wish was chosen."),
        back=address("round-find", round_.pk),
        onward=address("round-entries" if wishes else "round-find", round_.pk),
    )


@require_POST
def take_out(request: HttpRequest, number: int, wish: int) -> HttpResponse:
    """Let a wish take part no longer."""
    round_ = held(request, number)
    rows = Wish.objects.filter(entries__round=round_).select_related("place", "institution")
    found = get_object_or_404(rows, pk=wish)
    return acted(
        request,
        lambda: actions.take_out(actor=actor_of(request), round_=round_, wish=found),
        said=_("The wish of %(holder)s takes part no longer.") % {"holder": holder(found)},
        back=address("round-entries", number),
    )
