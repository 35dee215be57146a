"""Pages of places."""

from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jumelage.commitments.accountability import Narrowing
from jumelage.contacts.queries import public_contacts
from jumelage.core.language import reader_language
from jumelage.forum.where import editions_of_place
from jumelage.imports.queries import place_now_at
from jumelage.partners.wishes.queries import open_wishes_of, with_all
from jumelage.partners.wishes.words import wish_shown
from jumelage.places.domain.countries import country_name, is_country
from jumelage.places.models import Place, PlaceName
from jumelage.places.queries import official_names
from jumelage.site.atlas import index_of_place, shown_revision
from jumelage.site.charts import curve_shown
from jumelage.site.commitment_page import promised_here
from jumelage.site.forum_rows import shown_editions, until_of
from jumelage.site.metadata import place_json_ld
from jumelage.site.requests import page_of, read_moment, redirect_keeping_query, without_page
from jumelage.site.views.choices import country_choices, sort_key
from jumelage.sources.models import Source
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Claim
from jumelage.ties.over_time import TiesThen
from jumelage.ties.queries import Moment, TieFilter, filter_ties, ties_of

#: A curve of fewer ties with a known beginning would show nothing that the list does not.
FEWEST_IN_CURVE = 4


def place(request: HttpRequest, country: str, slug: str) -> HttpResponse:
    """A place: its ties with standing and age, facts, names, sources."""
    language = reader_language()
    found = place_now_at(country, slug)
    if found is None:
        raise Http404
    if (country, slug) != (found.country.lower(), found.slug):
        return redirect_keeping_query(
            request, "site:place", found.country.lower(), found.slug, permanent=True
        )
    prefetch_related_objects([found], "names", "identifiers")  # the page names it again and again
    asof = read_moment(request)
    atlas = shown_revision(language)
    ties = ties_of(found, asof.moment, language)
    # In the order of the reader's alphabet, not of the codes. The names keep theirs within a country.
    ties.sort(key=lambda tie: sort_key(country_name(tie.b.country, language)))
    in_force = [tie for tie in ties if tie.legal is Legal.IN_FORCE]
    claims = Claim.objects.filter(tie__in=[tie.tie.pk for tie in ties])
    sources = Source.objects.filter(pk__in=claims.values("source")).order_by("-authority", "title")
    return render(
        request,
        "site/place.html",
        {
            "place": found,
            **_names(found),
            "identifiers": list(found.identifiers.all()),
            "asof": asof,
            "in_force": in_force,
            "other": [tie for tie in ties if tie.legal is not Legal.IN_FORCE],
            "partner_countries": len({tie.b.country for tie in in_force}),
            "sources": list(sources[:40]),
            "contacts": public_contacts(found),
            "wishes": [wish_shown(one) for one in with_all(open_wishes_of(found), language)],
            **promised_here(Narrowing(place=found), f"place={found.key}", asof.moment),
            "forums_here": shown_editions(editions_of_place(found, until_of(asof.moment))),
            **_over_years(found, asof.moment),
            "json_ld": place_json_ld(found, ties),
            "atlas_revision": atlas,
            "atlas_index": index_of_place(found.pk, atlas),
            "atlas_query": _atlas_query(found),
        },
    )


def _over_years(place: Place, moment: Moment) -> dict[str, object]:
    """Return the curve of a place's ties, if enough of them have a known beginning."""
    then = TiesThen(filter_ties(TieFilter(place=place.pk)), moment)
    if then.dated < FEWEST_IN_CURVE:
        return {}
    years = then.over_years()
    return {"years": years, **curve_shown(years.rows, moment.on.year)}


def _names(place: Place) -> dict[str, list[PlaceName]]:
    """Return a place's names: those of its languages, and the many others by which it can be found."""
    names = list(place.names.all())
    return {
        "names": [name for name in names if name.kind != PlaceName.ALTERNATIVE],
        "other_names": [name for name in names if name.kind == PlaceName.ALTERNATIVE],
    }


def _atlas_query(place: Place) -> str:
    """Return the state of the atlas that shows a place's country from above the place."""
    return urlencode(
        {"country": place.country, "at": f"{place.lng or 0:.2f},{place.lat or 0:.2f},2"}
    )


def places(request: HttpRequest) -> HttpResponse:
    """The list of places, the most connected first."""
    language = reader_language()
    country = request.GET.get("country", "").upper()
    rows = Place.objects.filter(tie_count__gt=0).order_by("-tie_count", "name")
    if is_country(country):
        rows = rows.filter(country=country)
    page = page_of(request, rows.prefetch_related(official_names(language)), 60)
    return render(
        request,
        "site/places.html",
        {
            "page": page,
            "query": without_page(request),
            "country": country,
            "countries": country_choices(language),
        },
    )
