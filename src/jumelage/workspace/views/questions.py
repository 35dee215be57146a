"""Open questions: which place a name of a source means."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.core.language import reader_language
from jumelage.imports.actions import decide, withdraw_decision
from jumelage.imports.models import Decision, ReviewItem
from jumelage.imports.permissions import require_may_review
from jumelage.imports.queries import (
    Narrowed,
    last_decisions,
    only_place_named,
    open_questions,
    question_after,
    waiting_by,
    waiting_by_source,
)
from jumelage.memberships.actors import actor_of
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place
from jumelage.places.queries import search_places
from jumelage.workspace.candidates import candidates_of
from jumelage.workspace.maps import map_of
from jumelage.workspace.members.typed import text_of
from jumelage.workspace.views.common import (
    FRESH,
    LAST,
    page_of,
    query_of,
    read_narrowed,
    say_refusal,
    show,
)
from jumelage.workspace.views.meanwhile import REVIEW, Decided, show_meanwhile
from jumelage.workspace.wording import code_word

PAGE = 50


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The open questions, those that most rows wait for first."""
    language, narrowed = reader_language(), read_narrowed(request)
    query = query_of(narrowed)
    page = page_of(request, open_questions(narrowed), PAGE)
    countries = [
        (
            row.value or "none",
            country_name(row.value, language) if row.value else _("not known"),
            row,
        )
        for row in waiting_by("country", narrowed.within)
    ]
    return show(
        request,
        "workspace/queue.html",
        {
            "page": page,
            "questions": [(item, code_word(item.code)) for item in page.object_list],
            "narrowed": narrowed,
            "kept_query": query,
            "query": f"{query[1:]}&" if query else "",
            "sources": waiting_by_source(narrowed.within),
            "countries": countries,
            "codes": [
                (row.value, code_word(row.value), row)
                for row in waiting_by("code", narrowed.within)
            ],
            "decisions": last_decisions(8, narrowed.within),
        },
    )


def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question: the name, its candidates on a map, and the form to decide."""
    narrowed = read_narrowed(request)
    item = ReviewItem.objects.select_related("source").filter(pk=number).first()
    if item is not None:
        require_may_review(actor_of(request), item.country)
    if item is None or item.state != ReviewItem.OPEN:
        if request.method == "POST":
            return _too_late(request, item, narrowed)
        messages.info(request, _("This question has been answered already."))
        return redirect(reverse("review:queue") + query_of(narrowed))
    if request.method == "POST":
        try:
            return _decide(request, item, narrowed)
        except NotAllowedError:
            raise
        except RefusedError as error:
            if not ReviewItem.objects.filter(pk=number, state=ReviewItem.OPEN).exists():
                return _too_late(request, ReviewItem.objects.filter(pk=number).first(), narrowed)
            say_refusal(request, error)
            return _question(request, item, narrowed, status=422)
    return _question(request, item, narrowed)


def _too_late(request: HttpRequest, item: ReviewItem | None, narrowed: Narrowed) -> HttpResponse:
    """Say how a question was answered meanwhile, and show the note that was typed."""
    decided, decision = None, item.decision if item else None
    if item is not None and decision is not None:
        outcome = str(decision.place or item.get_state_display())
        decided = Decided(outcome, decision.decided_by, decision.decided_at, decision.note)
    return show_meanwhile(
        request,
        [_("This question has been answered already.")],
        back=reverse("review:queue") + query_of(narrowed),
        typed={_("Note"): text_of(request, "note")},
        decided=decided,
        frame=REVIEW,
    )


def _question(
    request: HttpRequest, item: ReviewItem, narrowed: Narrowed, *, status: int = 200
) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    found = search_places(text, language=reader_language(), limit=8) if text else []
    partner = only_place_named(item.partner)
    candidates = candidates_of(item, partner, found)
    context = {
        "item": item,
        "candidates": candidates,
        "map": map_of([(c.number, c.lat, c.lng) for c in candidates]),
        "partner": partner,
        "text": text,
        "found": found,
        "code_word": code_word(item.code),
        "narrowed": narrowed,
        "kept_query": query_of(narrowed),
        "next": question_after(item, narrowed),
        "open_here": open_questions(narrowed).count(),
        "everywhere": request.method != "POST" or "everywhere" in request.POST,
        "note": request.POST.get("note", ""),
        "answer": request.POST.get("answer", ""),
    }
    return show(request, "workspace/question.html", context, status=status)


def _decide(request: HttpRequest, item: ReviewItem, narrowed: Narrowed) -> HttpResponse:
    kind, _colon, value = request.POST.get("answer", "").partition(":")
    place = None
    if kind == "place":
        place = Place.objects.filter(pk=value).first() if value.isdecimal() else None
    if kind not in {"place", "candidate", "none"} or (kind == "place" and place is None):
        raise RefusedError(Problem("answer", "answer", _("Choose which place is meant.")))
    following = question_after(item, narrowed)
    decision = decide(
        actor=actor_of(request),
        item=item,
        place=place,
        candidate_ref=value if kind == "candidate" else "",
        everywhere="everywhere" in request.POST,
        note=request.POST.get("note", "")[:2000],
    )
    request.session[LAST], request.session[FRESH] = decision.pk, True
    if following and following.state != ReviewItem.OPEN:
        following = None
    after = ReviewItem.objects.filter(pk=following.pk).first() if following else None
    if after is None or after.state != ReviewItem.OPEN:  # the decision has answered that one too
        after = question_after(item, narrowed)
    address = reverse("review:question", args=[after.pk]) if after else reverse("review:queue")
    return redirect(address + query_of(narrowed))


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a decision back, and show its question again."""
    narrowed = read_narrowed(request)
    decision = get_object_or_404(Decision, pk=number)
    item = decision.items.order_by("-rows", "pk").first()
    withdraw_decision(actor=actor_of(request), decision=decision)
    if request.session.get(LAST) == number:
        del request.session[LAST]
    messages.success(
        request, _("Taken back: the question of “%(name)s” is open.") % {"name": decision.name}
    )
    opened = item and ReviewItem.objects.filter(pk=item.pk, state=ReviewItem.OPEN).exists()
    if item is None or not opened:
        return redirect(reverse("review:queue") + query_of(narrowed))
    return redirect(reverse("review:question", args=[item.pk]) + query_of(narrowed))
