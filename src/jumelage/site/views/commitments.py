"""What places have promised in public: the account of it, and one commitment with its course."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jumelage.commitments.accountability import COLUMNS, Narrowing, figures, narrowed, records
from jumelage.commitments.calendar import calendar_of
from jumelage.commitments.models import Commitment
from jumelage.commitments.queries import public_commitment, with_owners
from jumelage.commitments.showing import course_of
from jumelage.core.clock import now, today
from jumelage.core.language import reader_language
from jumelage.core.streams import csv_pieces, json_pieces
from jumelage.core.themes import theme_name
from jumelage.documents.domain.names import address_name
from jumelage.documents.models import Document
from jumelage.places.domain.countries import country_name
from jumelage.site.answers import file_response
from jumelage.site.cache import by_revision
from jumelage.site.commitment_page import (
    choices,
    counted_rows,
    edition_asked,
    narrowing_of,
    narrowings_shown,
    origin_of,
)
from jumelage.site.requests import page_of, without_page
from jumelage.ties.wording import say_day

#: So many commitments a page of the list has, and so many a calendar has at most.
ON_A_PAGE, MOST_IN_CALENDAR = 40, 2000


def commitments(request: HttpRequest) -> HttpResponse:
    """The account of all public commitments, narrowed as the address says: numbers, then the rows behind them."""
    language, day = reader_language(), today()
    wanted = narrowing_of(request)
    rows = narrowed(wanted, day)
    page = page_of(request, with_owners(rows, language), ON_A_PAGE)
    counted = (
        by_revision("commitments-counted", lambda: figures(rows, day))
        if wanted == Narrowing()
        else figures(rows, day)
    )
    context = {
        "page": page,
        "wanted": wanted,
        "forum": edition_asked(request),
        "day": say_day(day),
        "counted": counted,
        "kinds": counted_rows(counted.all),
        "themes_counted": [
            (theme_name(code) if code else _("without a theme"), counts)
            for code, counts in counted.themes
        ],
        "pairs_counted": [
            (country_name(a, language), country_name(b, language), counts)
            for a, b, counts in counted.pairs
        ],
        "chips": narrowings_shown(request, wanted),
        "query": without_page(request),
        "files_query": request.GET.urlencode(),
        **choices(language),
    }
    return render(request, "site/commitments.html", context)


def commitment(request: HttpRequest, number: int) -> HttpResponse:
    """One public commitment: who answers for it, how far it is, what shows it."""
    found = public_commitment(number, reader_language())
    if found is None:
        raise Http404
    context = {
        "commitment": found,
        "theme": theme_name(found.theme),
        "edition": origin_of(found),
        "course": course_of(found, _public_address),
        "said": next((one for one in found.statements.all() if one.state == "open"), None),
    }
    return render(request, "site/commitment.html", context)


def _public_address(document: Document) -> str:
    """Return where everybody finds a document; nothing where it is not public."""
    if document.visibility != Document.PUBLIC or document.removed_at is not None:
        return ""
    return reverse("site-root:document", args=[document.pk, address_name(document.file_name)])


def download(request: HttpRequest, format: str) -> HttpResponseBase:
    """The commitments behind the account, narrowed alike, as a file."""
    if format not in {"csv", "json"}:
        raise Http404
    rows = narrowed(narrowing_of(request), today())
    found = records(rows, reader_language(), reverse("site:commitment", args=[0]))
    if format == "csv":
        return file_response(csv_pieces(COLUMNS, found), "commitments", "csv")
    head: dict[str, Any] = {"made_at": now().isoformat(), "as_of": today().isoformat()}
    return file_response(json_pieces(head, "commitments", found), "commitments", "json")


def due_calendar(request: HttpRequest) -> HttpResponse:
    """The due dates of open public commitments, narrowed alike, for calendar programs."""
    rows = narrowed(narrowing_of(request), today()).open().filter(due_on__isnull=False)
    listed = with_owners(rows, reader_language())[:MOST_IN_CALENDAR]

    def link(row: Commitment) -> str:
        return reverse("site:commitment", args=[row.pk])

    content = calendar_of(listed, link)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="commitments.ics"'
    return response
