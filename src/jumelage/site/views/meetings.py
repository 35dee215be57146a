"""Meetings of a forum: of one delegation by its secret address, the board in the hall, and all of them in public."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.core.paper import pdf_answer
from jumelage.forum.calendar import meetings_calendar
from jumelage.forum.models import Attendance, Delegation, Edition
from jumelage.forum.queries import public_edition
from jumelage.forum.timetables.live import (
    answered,
    board_part,
    part_answer,
    part_of,
    remembered,
    tag_of,
)
from jumelage.forum.timetables.paper import timetable_pdf
from jumelage.forum.timetables.reading import published
from jumelage.forum.timetables.secrets import attendance_with, rules_with
from jumelage.forum.timetables.shown import board_of, shown_to

View = Callable[[HttpRequest, Delegation, str], HttpResponse]


def _hidden(answer: HttpResponse) -> HttpResponse:
    """Keep an address from search engines and from other pages."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _by_secret(view: View) -> Callable[..., HttpResponse]:
    """Let in whoever knows the secret of a delegation’s timetable."""

    @wraps(view)
    def guarded(request: HttpRequest, series: str, edition: str, secret: str) -> HttpResponse:
        found: Attendance | None = attendance_with(secret, series, edition)
        if found is None or not found.delegation.is_coming:
            return _hidden(render(request, "site/meetings_over.html", status=404))
        answer = view(request, found.delegation, secret)
        answer.setdefault("Cache-Control", "private, no-cache")
        return _hidden(answer)

    return guarded


def _person(request: HttpRequest) -> int | None:
    """Return of whom of the delegation the meetings are asked for."""
    text = request.GET.get("person", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@_by_secret
def timetable(request: HttpRequest, delegation: Delegation, secret: str) -> HttpResponse:
    """The meetings of a delegation, or of one of its people, as they stand now: one page for all who open it."""
    person = _person(request)
    name = f"page:{delegation.pk}:{person}:{secret}"
    return HttpResponse(
        remembered(name, delegation.edition, lambda: _whole(request, delegation, secret, person))
    )


def _whole(request: HttpRequest, delegation: Delegation, secret: str, person: int | None) -> str:
    edition = delegation.edition
    part = part_of(delegation, person)
    people = list(delegation.members.coming().filter(erased_at__isnull=True))
    parts = [edition.series.slug, edition.slug, secret]
    query = f"?person={person}" if person is not None else ""
    context = {
        "delegation": delegation,
        "edition": edition,
        "people": people,
        "person": next((one for one in people if one.pk == person), None),
        "part": part,
        "tag": tag_of(part),
        "live": reverse("site:forum-timetable-live", args=parts) + query,
        "page": reverse("site:forum-timetable", args=parts),
        "pdf": reverse("site:forum-timetable-pdf", args=parts) + query,
        "calendar": request.build_absolute_uri(
            reverse("site:forum-timetable-calendar", args=parts) + query
        ),
    }
    return render_to_string("site/meetings.html", context, request)


@_by_secret
def timetable_live(request: HttpRequest, delegation: Delegation, _secret: str) -> HttpResponse:
    """The part of the page that changes."""
    return part_answer(request, delegation, _person(request))


@_by_secret
def timetable_calendar(request: HttpRequest, delegation: Delegation, secret: str) -> HttpResponse:
    """The meetings for calendar programs."""
    edition = delegation.edition
    shown = shown_to(published(edition), delegation, _person(request))
    link = reverse("site:forum-timetable", args=[edition.series.slug, edition.slug, secret])
    return HttpResponse(
        meetings_calendar(delegation, published(edition), shown.rows, link),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="meetings-{edition.slug}.ics"'},
    )


@_by_secret
def timetable_pdf_file(request: HttpRequest, delegation: Delegation, _secret: str) -> HttpResponse:
    """The meetings on paper; where no font has their letters, that this is so."""
    try:
        content = timetable_pdf(delegation, _person(request))
    except RefusedError as error:
        words = "\n".join(problem.message for problem in error.problems)
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=503)
    return pdf_answer(content, f"meetings-{delegation.edition.slug}.pdf")


def _board_edition(series: str, edition: str, secret: str) -> Edition:
    found = rules_with(secret, series, edition)
    if found is None:
        raise Http404
    return found.edition


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 else 1


def board(request: HttpRequest, series: str, edition: str, secret: str) -> HttpResponse:
    """The board in the hall: what goes on now, and what comes next."""
    found = _board_edition(series, edition, secret)
    page = max(1, _page(request))
    context = {
        "edition": found,
        "part": board_part(found, page),
        "live": reverse("site:forum-board-live", args=[series, edition, secret]),
        "next_page": f"?page={page % 9999 + 1}",
    }
    return _hidden(render(request, "site/board.html", context))


def board_live(request: HttpRequest, series: str, edition: str, secret: str) -> HttpResponse:
    """A page of the board."""
    found = _board_edition(series, edition, secret)
    return _hidden(answered(request, board_part(found, max(1, _page(request)))))


def meetings(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """All meetings of an edition by time and table, if its organisers let everybody read them. Without people."""
    found = public_edition(series, edition, reader_language())
    rules = getattr(found, "meeting_rules", None)
    if found is None or rules is None or not rules.is_public:
        raise Http404
    context = {"edition": found, "slots": board_of(found, published(found))}
    return render(request, "site/forum_meetings.html", context)
