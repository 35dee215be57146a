"""Places that may be recorded twice: found, compared, merged, and parted again."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.audit import revision
from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.core.memory import memory
from jumelage.imports.merging import merge_places, problems_with
from jumelage.imports.models import PlaceMerge
from jumelage.imports.parting import part_places
from jumelage.imports.permissions import reviewed_countries
from jumelage.imports.queries import (
    ends_within,
    likely_ends,
    likely_pairs,
    merge_that_took,
    place_now_at,
)
from jumelage.imports.queries import merges as all_merges
from jumelage.memberships.actors import actor_of
from jumelage.places.models import Place, PlaceName
from jumelage.places.queries import find_places
from jumelage.sources.models import Source
from jumelage.ties.models import Claim
from jumelage.ties.queries import DatedTie, Moment, ties_of
from jumelage.workspace.maps import map_of
from jumelage.workspace.members.typed import text_of
from jumelage.workspace.views.common import page_of, say_refusal, show
from jumelage.workspace.views.meanwhile import (
    FORBIDDEN,
    REFUSED,
    REVIEW,
    Decided,
    show_meanwhile,
)

PAGE = 25
MOST_NAMES = 30


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs of places that are likely one, and a form to compare any other two."""
    key = f"likely-duplicates:{revision()}"
    ends = memory.get(key)
    if ends is None:
        ends = likely_ends()
        memory.set(key, ends, 24 * 3600)
    within = reviewed_countries(actor_of(request))
    if within is not None:
        ends = ends_within(ends, within)
    page = page_of(request, ends, PAGE)
    pairs = likely_pairs(list(page.object_list), reader_language())
    return show(request, "workspace/duplicates.html", {"page": page, "pairs": pairs, "query": ""})


@dataclass(frozen=True, slots=True)
class Side:
    """One of two places that are compared."""

    number: int
    place: Place
    names: list[PlaceName]
    more_names: int
    ties: list[DatedTie]
    sources: list[Source]


def compare(request: HttpRequest) -> HttpResponse:
    """Two places side by side, and the form to merge them."""
    texts = [request.GET.get(name, "").strip()[:100].replace("\x00", "") for name in ("a", "b")]
    if request.method == "POST":
        return _merge(request)
    found = [_place_of(text) for text in texts]
    first, second = found
    if first is None or second is None:
        unknown = [text for text, place in zip(texts, found, strict=True) if place is None and text]
        for text in unknown:
            messages.error(
                request, _("“%(text)s” is not one place of the register.") % {"text": text}
            )
        return show(request, "workspace/compare_ask.html", {"texts": texts})
    if second.tie_count > first.tie_count:
        first, second = second, first
    sides = [_side(number, place) for number, place in enumerate((first, second), start=1)]
    return show(
        request,
        "workspace/compare.html",
        {
            "sides": sides,
            "map": map_of([(side.number, side.place.lat, side.place.lng) for side in sides]),
            "km": _km(first, second),
            "problems": problems_with(first, second),
            "shared": _shared(sides),
        },
    )


def _place_of(text: str) -> Place | None:
    """Return the one place that a text means: an address, an identifier or a whole name."""
    country, slash, slug = text.partition("/")
    if slash:
        return place_now_at(country, slug)
    found = find_places(text, limit=2) if text else []
    return found[0] if len(found) == 1 else None


def _side(number: int, place: Place) -> Side:
    names = list(place.names.select_related("source").order_by("kind", "language", "name"))
    names.sort(key=lambda name: name.kind != PlaceName.OFFICIAL)
    ties = ties_of(place, Moment.make(), reader_language())
    claims = Claim.objects.filter(tie__in=[tie.tie.pk for tie in ties])
    sources = Source.objects.filter(pk__in=claims.values("source")).order_by("-authority", "title")
    more = max(0, len(names) - MOST_NAMES)
    return Side(number, place, names[:MOST_NAMES], more, ties, list(sources[:20]))


def _shared(sides: list[Side]) -> set[int]:
    """Return the partners that both have: their ties will be one."""
    first, second = ({tie.b.pk for tie in side.ties} for side in sides)
    return first & second


def _km(first: Place, second: Place) -> float | None:
    if first.lat is None or first.lng is None or second.lat is None or second.lng is None:
        return None
    return distance_km(first.lat, first.lng, second.lat, second.lng)


def _merge(request: HttpRequest) -> HttpResponse:
    numbers = [request.POST.get(name, "") for name in ("first", "second")]
    kept_number = request.POST.get("kept", "")
    known = [int(number) for number in numbers if number.isdecimal() and len(number) < 19]
    places = {str(place.pk): place for place in Place.objects.filter(pk__in=known)}
    gone_number = next((number for number in numbers if number != kept_number), "")
    kept, gone = places.get(kept_number), places.get(gone_number)
    if kept is None or gone is None:
        return _too_late(request, known)
    try:
        merge = merge_places(
            actor=actor_of(request), kept=kept, gone=gone, reason=request.POST.get("reason", "")
        )
    except RefusedError as error:
        return _refused(request, error, f"{reverse('review:compare')}?a={kept.key}&b={gone.key}")
    words = {"gone": merge.gone_key, "kept": kept.key}
    messages.success(request, _("Merged: %(gone)s is now %(kept)s.") % words)
    return redirect("review:merges")


def _too_late(request: HttpRequest, places: list[int]) -> HttpResponse:
    """Say that a place is gone, into which other it was merged if it was, and show the reason that was typed."""
    merge = merge_that_took(places, reviewed_countries(actor_of(request)))
    decided = None
    if merge is not None:
        words = {"gone": merge.gone_key, "kept": merge.kept.key}
        outcome = _("Merged: %(gone)s is now %(kept)s.") % words
        decided = Decided(outcome, merge.merged_by, merge.merged_at, merge.reason)
    return show_meanwhile(
        request,
        [_("One of the two places is not on record any more.")],
        back=reverse("review:duplicates"),
        typed={_("Reason"): text_of(request, "reason")},
        decided=decided,
        frame=REVIEW,
    )


def _refused(request: HttpRequest, error: RefusedError, back: str) -> HttpResponse:
    """Say why two places were not merged, and show the reason that was typed."""
    forbidden = isinstance(error, NotAllowedError)
    return show_meanwhile(
        request,
        [problem.message for problem in error.problems],
        back=reverse("review:duplicates") if forbidden else back,
        typed={_("Reason"): text_of(request, "reason")},
        frame=REVIEW,
        status=FORBIDDEN if forbidden else REFUSED,
    )


@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    """What was merged, the latest first, each to be parted again."""
    page = page_of(request, all_merges(reviewed_countries(actor_of(request))), 50)
    return show(request, "workspace/merges.html", {"page": page, "query": ""})


@require_POST
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Part two places again."""
    merge = get_object_or_404(PlaceMerge, pk=number)
    try:
        place = part_places(actor=actor_of(request), merge=merge)
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Parted: %(place)s is back.") % {"place": place.key})
    return redirect("review:merges")
