"""Forums of twin towns: the archive, an edition, and its agenda as a calendar file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jumelage.core.language import reader_language
from jumelage.forum.calendar import calendar_of
from jumelage.forum.models import Edition, Series
from jumelage.forum.queries import archive, public_edition, sessions_of
from jumelage.forum.wording import say_when
from jumelage.site.forum_page import context_of


def forums(request: HttpRequest) -> HttpResponse:
    """All series with their public editions, the latest first."""
    return _archive(request, None)


def series(request: HttpRequest, series: str) -> HttpResponse:
    """One series with its editions."""
    found = Series.objects.filter(slug=series).first()
    if found is None:
        raise Http404
    return _archive(request, found)


def _archive(request: HttpRequest, only: Series | None) -> HttpResponse:
    shown = [
        (one, [(edition, say_when(edition)) for edition in editions])
        for one, editions in archive(reader_language(), only)
    ]
    if only is not None and not shown:
        raise Http404
    return render(request, "site/forums.html", {"shown": shown, "only": only})


def forum(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """One edition: when and where, who came, what about, what was decided, and who says so."""
    found = found_edition(series, edition)
    others = [
        one
        for _series, editions in archive(reader_language(), found.series)
        for one in editions
        if one.pk != found.pk
    ]
    return render(request, "site/forum.html", context_of(request, found, others))


def forum_calendar(request: HttpRequest, series: str, edition: str) -> HttpResponse:  # noqa: ARG001
    """The days of an edition, and its agenda once everybody reads it, for calendar programs."""
    found = found_edition(series, edition)
    sessions = sessions_of(found, reader_language()) if found.agenda_public else []
    link = reverse("site:forum", args=[series, edition])
    return HttpResponse(
        calendar_of(found, sessions, link),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{edition}.ics"'},
    )


def found_edition(series: str, edition: str) -> Edition:
    """Return an edition that everybody may read of; not found is also what is a draft."""
    found = public_edition(series, edition, reader_language())
    if found is None:
        raise Http404
    return found
