"""The smaller pages: what changed, about, downloads, and what machines ask a site for."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from jumelage.core.language import reader_language
from jumelage.forum.models import Edition
from jumelage.places.models import Place
from jumelage.site.chronicle import happenings
from jumelage.site.metadata import absolute
from jumelage.site.requests import read_moment
from jumelage.sources.models import ImportBatch
from jumelage.ties.exports import FORMATS, export
from jumelage.ties.models import Claim
from jumelage.ties.queries import recent_claims, recent_events
from jumelage.ties.wording import say_claim, say_date


def changes(request: HttpRequest) -> HttpResponse:
    """What came on record lately."""
    language = reader_language()
    batches = ImportBatch.objects.select_related("source").order_by("-at")[:20]
    return render(
        request,
        "site/changes.html",
        {
            "events": happenings(recent_events(language, 60)),
            "recorded": recent_claims(language, 40),
            "batches": batches,
        },
    )


def about(request: HttpRequest) -> HttpResponse:
    """How the register works, its rules and licences."""
    return render(
        request,
        "site/about.html",
        {
            "active_years": settings.JUMELAGE["ACTIVE_YEARS"],
            "quiet_years": settings.JUMELAGE["QUIET_YEARS"],
        },
    )


def download(request: HttpRequest, format: str) -> HttpResponseBase:
    """The whole registry at a moment as a file, streamed."""
    if format not in FORMATS:
        raise Http404
    asof = read_moment(request)
    if asof.errors:  # a file says nothing of a day that was not understood, so none is given
        text = "\n".join(asof.errors) + "\n"
        return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
    response = StreamingHttpResponse(
        export(format, asof.moment.on, asof.moment.known_by), content_type=FORMATS[format][0]
    )
    response["Content-Disposition"] = (
        f'attachment; filename="jumelage-{asof.moment.on.isoformat()}.{format}"'
    )
    return response


def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What crawlers should leave alone: the endless questions for other days."""
    lines = ["User-agent: *", "Disallow: /*?", f"Sitemap: {absolute('/sitemap.txt')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def sitemap(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001
    """The addresses of the main pages, of forums, and of the 20,000 most connected places."""

    def lines() -> "object":
        yield absolute("/en/") + "\n"
        for series, edition in Edition.objects.public().values_list("series__slug", "slug"):
            yield absolute(f"/en/forums/{series}/{edition}/") + "\n"
        yield absolute("/en/commitments/") + "\n"
        rows = Place.objects.filter(tie_count__gt=0).order_by("-tie_count", "name")
        for country, slug in rows.values_list("country", "slug")[:20000].iterator():
            yield absolute(f"/en/places/{country.lower()}/{slug}/") + "\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")  # type: ignore[arg-type]


class ChangesFeed(Feed):  # type: ignore[type-arg]
    """What came on record lately, as an Atom feed."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """The feed's title."""
        return _("Jumelage: what changed lately")

    def link(self) -> str:
        """The page that the feed follows."""
        return reverse("site:changes")

    def items(self) -> list[Claim]:
        """The last claims."""
        return list(recent_claims(reader_language(), 40))

    def item_title(self, item: Claim) -> str:
        """The tie and what is claimed of it."""
        tie = item.tie
        by = {"a": tie.place_a.local_name, "b": tie.place_b.local_name}.get(item.side, "")
        return f"{tie.place_a.local_name} – {tie.place_b.local_name}: {say_claim(item.kind, by)}"

    def item_description(self, item: Claim) -> str:
        """When, and who says so."""
        return f"{say_date(item.when)} · {item.source.title}"

    def item_link(self, item: Claim) -> str:
        """The tie's page."""
        tie = item.tie
        return reverse("site:tie", args=[*tie.place_a.key.split("/"), *tie.place_b.key.split("/")])

    def item_guid(self, item: Claim) -> str:
        """The claim's own, lasting name."""
        return absolute(f"/api/v1/claims/{item.pk}")

    item_guid_is_permalink = False

    def item_updateddate(self, item: Claim) -> object:
        """When it came on record."""
        return item.recorded_at
