"""Pages that compare one source with another."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jumelage.core.language import reader_language
from jumelage.core.streams import csv_pieces, json_pieces
from jumelage.places.domain.countries import is_country
from jumelage.places.models import Place
from jumelage.places.queries import find_places, official_names, place_at
from jumelage.site.answers import file_response
from jumelage.site.cache import by_revision
from jumelage.site.comparison_page import WIDTH, part_links, part_shown, rows_shown, segments
from jumelage.site.requests import sort_links, without_page
from jumelage.site.views.choices import country_choices
from jumelage.sources.models import Source
from jumelage.ties import comparison_words as words
from jumelage.ties.comparison import (
    ComparedTie,
    Comparison,
    Counts,
    Differing,
    compared,
    counts,
    differing_ties,
    page_ties,
    place_ties,
    sharing_sources,
    ties_at,
)
from jumelage.ties.domain.comparison import Part

PER_PAGE = 50
#: So many sources are offered to compare with.
OFFERED = 200
MAX_LENGTH = 100


def offered(source: Source) -> list[tuple[Source, int]]:
    """Return the sources to compare one with, and how many of its ties each names; those that share most first."""
    sharing = by_revision(f"sharing:{source.pk}", lambda: sharing_sources(source))[:OFFERED]
    shared = dict(sharing)
    found = Source.objects.in_bulk(list(shared))
    return [(found[number], ties) for number, ties in shared.items() if number in found]


def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Choose what to compare a source with; a choice made leads on."""
    source = get_object_or_404(Source, key=key)
    if other := request.GET.get("with", "").replace("\0", ""):
        return redirect("site:comparison", key, get_object_or_404(Source, key=other).key)
    sharing = offered(source)
    shown = {found.pk for found, _number in sharing} | {source.pk}
    others = Source.objects.filter(claims__isnull=False).exclude(pk__in=shown).distinct()
    return render(
        request,
        "site/compare.html",
        {
            "source": source,
            "sharing": sharing,
            "others": others.order_by("-authority", "title")[:OFFERED],
        },
    )


def comparison(request: HttpRequest, key: str, other: str) -> HttpResponseBase:
    """One source beside another: only here, only there, differing; as a page or as a file."""
    here, there = get_object_or_404(Source, key=key), get_object_or_404(Source, key=other)
    if here == there:
        context = {"source": here, "sharing": offered(here), "same": True}
        return render(request, "site/compare.html", context, status=400)
    country = request.GET.get("country", "").upper()
    text = request.GET.get("place", "").strip()[:MAX_LENGTH].replace("\0", "")
    place = _place(text) if text else None
    country = country if is_country(country) else ""
    asked = Comparison(here, there, country, place.pk if place else None)
    errors = [_("No place is known by “%(text)s”.") % {"text": text}] if text and not place else []
    format = request.GET.get("format", "")
    if format in {"csv", "json"}:
        if errors:
            return HttpResponse(
                errors[0] + "\n", status=400, content_type="text/plain; charset=utf-8"
            )
        return _file(request, asked, format)
    context = {
        "comparison": asked,
        "country": country,
        "countries": country_choices(reader_language()),
        "place_text": text,
        "place": place,
        "errors": errors,
        "query": without_page(request),
    }
    more = _place_context(asked) if place else _parts_context(request, asked)
    return render(request, "site/comparison.html", context | more)


def _place(text: str) -> Place | None:
    """Return the place meant by a readable address or a name; of several of one name, the most connected."""
    country, slash, slug = text.partition("/")
    found = place_at(country, slug) if slash else None
    if found is None:
        found = next(iter(find_places(text, limit=1)), None)
    if found is None:
        return None
    return Place.objects.prefetch_related(official_names(reader_language())).get(pk=found.pk)


def _file(request: HttpRequest, asked: Comparison, format: str) -> HttpResponseBase:
    part = request.GET.get("part", "")
    parts = [Part(part)] if part in list(Part) else list(Part)
    found = words.records(asked, parts, reader_language())
    name = f"{asked.here.key}-{asked.there.key}"
    if format == "csv":
        pieces = csv_pieces(words.COLUMNS, (words.row(record) for record in found))
        return file_response(pieces, name, format)
    numbers = counts(asked)
    head = {
        "here": asked.here.key,
        "there": asked.there.key,
        "country": asked.country,
        "summary": words.summary(numbers),
        "counts": words.numbers(numbers),
    }
    return file_response(json_pieces(head, "ties", found), name, format)


def _place_context(asked: Comparison) -> dict[str, object]:
    """All that either source says about one place."""
    ties = place_ties(asked, reader_language())
    both = [tie for tie in ties if tie.here and tie.there]
    differs = sum(bool(tie.differs) for tie in both)
    return {
        "rows": rows_shown(ties),
        "place_counts": {
            "agree": len(both) - differs,
            "differs": differs,
            "here": sum(tie.there is None for tie in ties),
            "there": sum(tie.here is None for tie in ties),
        },
    }


def _parts_context(request: HttpRequest, asked: Comparison) -> dict[str, object]:
    sort = request.GET.get("sort", "a")
    sort = sort if sort in {"a", "-a", "b", "-b"} else "a"
    name = f"{asked.here.pk}:{asked.there.pk}:{asked.country}"
    differs = by_revision(f"differing:{name}:{sort}", lambda: differing_ties(asked, sort))
    numbers = by_revision(f"comparison:{name}", lambda: counts(asked, differs))
    part = part_shown(request.GET.get("part", ""), numbers)
    page, ties = _page(request, asked, part, sort, numbers, differs)
    return {
        "counts": numbers,
        "summary": words.summary(numbers),
        "segments": segments(numbers),
        "segments_width": WIDTH,
        "parts": part_links(asked, numbers, part),
        "part": part,
        "part_title": words.part_title(part, asked),
        "part_scope": words.part_scope(part, asked, numbers),
        "page": page,
        "rows": rows_shown(ties),
        "sorts": sort_links(request, sort, ("a", "b")),
    }


def _page(
    request: HttpRequest,
    asked: Comparison,
    part: Part,
    sort: str,
    numbers: Counts,
    differs: Differing,
) -> tuple[Page[Any], Sequence[ComparedTie]]:
    language = reader_language()
    numbered = [tie for tie, _about in differs]
    listed = part is Part.DIFFERS
    rows = numbered if listed else page_ties(asked, part, sort, language)
    paginator: Paginator[Any] = Paginator(rows, PER_PAGE)
    paginator.count = numbers.of(part)  # known already
    page = paginator.get_page(request.GET.get("page", "1"))
    found: list[Any] = list(page.object_list)
    return page, compared(ties_at(found, language) if listed else found, asked)
