"""The parts of pages that change while a forum goes on: made rarely, answered with 304 where nothing is different.

Hundreds may open them at once. A part is made once for each timetable, delegation and language, and is good for some
seconds; whoever asks again sends the tag of what is shown, and gets nothing if it is still so.
"""

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.http import parse_etags
from django.utils.safestring import SafeString, mark_safe

from jumelage.core.language import reader_language
from jumelage.core.memory import memory
from jumelage.forum.models import Delegation, Edition, Timetable
from jumelage.forum.timetables.reading import published
from jumelage.forum.timetables.shown import BoardLine, BoardSlot, board_of, now_and_next, shown_to
from jumelage.forum.wording import clock
from jumelage.ties.wording import say_day

#: Seconds for which a part is good: the people of a delegation, and boards, share it.
GOOD = 15
#: So many lines fit on a board.
LINES = 12


def part_of(delegation: Delegation, person: int | None = None) -> SafeString:
    """Return the meetings of a delegation, or of one of its people, as HTML for the reader."""
    name = f"delegation:{delegation.pk}:{person or ''}"
    return remembered(name, delegation.edition, lambda: _delegation(delegation, person))


def board_part(edition: Edition, page: int) -> SafeString:
    """Return a page of the board in the hall as HTML for the reader; after the last comes the first."""
    return remembered(f"board:{edition.pk}:{page}", edition, lambda: _board(edition, page))


def remembered(name: str, edition: Edition, make: Callable[[], str]) -> SafeString:
    """Return what is made of the timetable that counts, for some seconds, or until another counts: one query."""
    rows = Timetable.objects.filter(edition=edition, is_published=True)
    stand = rows.values_list("pk", "version").first()
    key = f"forum-part:{name}:{stand}:{reader_language()}".replace(" ", "")
    found: str | None = memory.get(key)
    if found is None:
        found = make()
        memory.set(key, found, GOOD)
    return mark_safe(found)  # noqa: S308 - a template made it


def _delegation(delegation: Delegation, person: int | None) -> str:
    timetable = published(delegation.edition)
    shown = shown_to(timetable, delegation, person)
    context = {
        "timetable": timetable,
        "shown": shown,
        "days": [(say_day(day), rows) for day, rows in shown.days],
        "is_of_person": person is not None,
        "stand": _stand(timetable, delegation.edition),
    }
    return render_to_string("forum/timetable/delegation.html", context)


def _stand(timetable: Timetable | None, edition: Edition) -> str:
    if timetable is None or timetable.published_at is None:
        return ""
    at = timetable.published_at
    return f"{say_day(at.date())}, {clock(at, edition.time_zone)}"


def _board(edition: Edition, page: int) -> str:
    timetable = published(edition)
    slots = now_and_next(board_of(edition, timetable))
    pages = _pages(slots)
    shown = pages[(page - 1) % len(pages)] if pages else []
    context = {
        "slots": [(slot, say_day(slot.day), lines) for slot, lines in shown],
        "pages": max(1, len(pages)),
        "page": (page - 1) % max(1, len(pages)) + 1,
        "is_published": timetable is not None,
    }
    return render_to_string("forum/timetable/board.html", context)


def _pages(slots: list[BoardSlot]) -> list[list[tuple[BoardSlot, list[BoardLine]]]]:
    """Return the pages of a board: what goes on now first; a slot begins on a page of its own if it fills one."""
    pages: list[list[tuple[BoardSlot, list[BoardLine]]]] = []
    room = 0
    for slot in slots:
        lines = list(slot.lines)
        while lines:
            if room < min(len(lines), LINES):
                pages.append([])
                room = LINES
            pages[-1].append((slot, lines[:room]))
            lines, room = lines[room:], room - len(lines[:room])
    return pages


def tag_of(part: str) -> str:
    """Return the tag of a part: another for another part."""
    return sha256(part.encode()).hexdigest()[:32]


def answered(request: HttpRequest, part: str) -> HttpResponse:
    """Return a part as an answer; that nothing is different, if the reader has it already."""
    tag = f'"{tag_of(part)}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    answer: HttpResponse = HttpResponseNotModified() if tag in known else HttpResponse(part)
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


def part_answer(
    request: HttpRequest, delegation: Delegation, person: int | None = None
) -> HttpResponse:
    """Return the meetings of a delegation, or of one of its people, as an answer."""
    return answered(request, part_of(delegation, person))
