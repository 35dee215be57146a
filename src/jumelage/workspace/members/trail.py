"""The trail of a place: who did what, for whom, when, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from jumelage.core.language import reader_language
from jumelage.core.models import AuditEntry
from jumelage.core.streams import csv_pieces
from jumelage.memberships.queries import KINDS, trail_of
from jumelage.places.models import Place
from jumelage.workspace.members.trail_subjects import subjects_of
from jumelage.workspace.members.trail_words import KIND_WORDS, details_of, sentence_of
from jumelage.workspace.members.views import acting
from jumelage.workspace.templatetags.members import inviter
from jumelage.workspace.views.common import page_of, show_desk

PAGE = 50
#: So many entries are worded at once for a download.
CHUNK = 500
COLUMNS = ("at", "what", "details", "concerns", "who", "acting_for", "why", "action")


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry in words."""

    entry: AuditEntry
    sentence: str
    details: str
    subject: str
    who: str
    acting_for: str


def worded(entries: Iterable[AuditEntry], place: Place) -> list[Shown]:
    """Return entries of a place's trail in the reader's words."""
    entries = list(entries)
    subjects = subjects_of(entries, place, reader_language())
    return [
        Shown(
            entry,
            sentence_of(entry.action),
            ", ".join(details_of(entry.action, entry.changes)),
            subjects.get(entry.target, ""),
            inviter(entry.actor),
            place.local_name if entry.acting_for == place.name else entry.acting_for,
        )
        for entry in entries
    ]


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in KINDS else ""


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The trail in pages, all of it or one kind."""
    place, kind = acting(request).acting_place, _kind(request)
    page = page_of(request, trail_of(place, kind), PAGE)
    context = {
        "page": page,
        "entries": worded(page.object_list, place),
        "kind": kind,
        "kinds": KIND_WORDS.items(),
        "query": f"kind={kind}&" if kind else "",
    }
    return show_desk(request, "workspace/members/trail.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """The trail as CSV."""
    place, kind = acting(request).acting_place, _kind(request)
    response = StreamingHttpResponse(
        csv_pieces(COLUMNS, _rows(place, kind, reader_language())),
        content_type="text/csv; charset=utf-8",
    )
    name = f"jumelage-trail-{place.slug}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(place: Place, kind: str, language: str) -> Iterator[dict[str, str]]:
    """Yield the trail as rows. Each part is worded in the reader's language before any of it is handed on."""
    pages = Paginator(trail_of(place, kind), CHUNK)
    for number in pages.page_range:
        with override(language):
            shown = worded(pages.page(number).object_list, place)
        yield from (_row(one) for one in shown)


def _row(shown: Shown) -> dict[str, str]:
    cells = (
        shown.entry.at.isoformat(timespec="seconds"),
        shown.sentence,
        shown.details,
        shown.subject,
        shown.who,
        shown.acting_for,
        shown.entry.reason,
        shown.entry.action,
    )
    return dict(zip(COLUMNS, cells, strict=True))
