"""Timetables at the desk of those who run an edition: drawn, watched, read, compared, published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.clock import now
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.core.paper import pdf_answer
from jumelage.forum.actions import timetable_drawing as drawing
from jumelage.forum.actions import timetables as actions
from jumelage.forum.actions.timetable_addresses import show_board
from jumelage.forum.domain import refs
from jumelage.forum.domain.differences import Change, Kind
from jumelage.forum.domain.refs import ref
from jumelage.forum.models import Edition, Meeting, MeetingRules, Timetable
from jumelage.forum.timetables.paper import signs_pdf
from jumelage.forum.timetables.reading import (
    Names,
    changed_between,
    published,
    seats_of,
    since_drawn,
    slots_of,
    timetables_of,
)
from jumelage.forum.timetables.results import compared, missing_of, outcome_of
from jumelage.forum.timetables.secrets import board_address_of
from jumelage.forum.timetables.shown import board_of, seat_words
from jumelage.forum.timetables.words import RANKS, Words, say_rank, say_since, say_state
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.timetable_forms import DrawTimetableForm
from jumelage.workspace.views.common import say_refusal


def timetables(request: HttpRequest, number: int) -> HttpResponse:
    """The timetables of an edition: which one counts, drafts, history; and the board in the hall."""
    edition = own_edition(acting(request), number)
    if request.method == "POST":
        shown = request.POST.get("do") == "show-board"
        show_board(actor=acting(request), edition=edition, shown=shown)
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-timetables", edition.pk)
    rows = list(timetables_of(edition))
    rules = MeetingRules.objects.filter(edition=edition).select_related("edition__series").first()
    context = {
        "edition": edition,
        "counts": next((row for row in rows if row.is_published), None),
        "under_way": [row for row in rows if row.is_under_way or row.is_ending],
        "drafts": [_line(row) for row in rows if not row.published_at and not row.is_under_way],
        "history": [row for row in rows if row.published_at and not row.is_published],
        "slot_count": len(slots_of(edition)),
        "finished": sum(row.has_places for row in rows),
        "board": board_address_of(rules) if rules and rules.board_key else "",
    }
    return page(request, "timetables", context)


def _line(row: Timetable) -> tuple[Timetable, str]:
    return row, say_state(row)


def draw(request: HttpRequest, number: int) -> HttpResponse:
    """Say how long to search, and begin."""
    edition = own_edition(acting(request), number)
    form = DrawTimetableForm(**sent(request))
    made: list[Timetable] = []

    def act() -> None:
        made.append(drawing.start(actor=acting(request), edition=edition, **form.cleaned_data))

    if request.method == "POST" and kept(form, act) is None:
        return redirect("workspace:forum-timetable", edition.pk, made[0].number)
    return page(request, "timetable_draw", {"form": form, "edition": edition})


def found_timetable(edition: Edition, which: int) -> Timetable:
    """Return a timetable of an edition by its number."""
    rows = Timetable.objects.select_related("base", "repaired_from").filter(edition=edition)
    found: Timetable = get_object_or_404(rows, number=which)
    found.edition = edition
    return found


@require_safe
def timetable(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """One timetable: how far it is, or what it comes to and where every meeting sits."""
    edition = own_edition(acting(request), number)
    found = found_timetable(edition, which)
    context = {
        "edition": edition,
        "timetable": found,
        "state": say_state(found),
        "ranks": [(RANKS.get(rank["name"], rank["name"]), say_rank(rank)) for rank in found.ranks],
        "is_live": found.is_under_way or found.is_ending,
    }
    if context["is_live"]:
        if found.began_at is not None:
            context["passed"] = min(found.seconds, int((now() - found.began_at).total_seconds()))
        return page(request, "timetable_live", context)
    return page(request, "timetable", context | _result(edition, found))


def _result(edition: Edition, found: Timetable) -> dict[str, Any]:
    names = Names(edition, reader_language())
    if not found.has_places:
        return {"missing": missing_of(found, names)}
    words = Words(names)
    before = found.base
    changes = [] if before is None else changed_between(before, found)
    return {
        "outcome": outcome_of(found, names),
        "slots": board_of(edition, found),
        "since": "" if found.published_at else say_since(since_drawn(found)),
        "before": before,
        "changes": [change_words(one, words, names) for one in changes],
        "moves": sum(one.kind not in {Kind.TABLE, Kind.DETAILS} for one in changes),
        "meetings": _meetings(found, names, words),
    }  # fmt: skip


def change_words(change: Change, words: Words, names: Names) -> tuple[str, str, str, str]:
    """Return what is different about a meeting: which, where it was, where it is, and of what kind the change is."""
    was, is_now = (seat_words(seat, names) for seat in (change.before, change.after))
    return words.meeting(ref(refs.MEETING, change.meeting)), was, is_now, change.kind.value


def _meetings(found: Timetable, names: Names, words: Words) -> list[tuple[int, str, str]]:
    """Return what sits where, by number and in words, for moving one by hand."""
    order = {pk: n for n, pk in enumerate(names.slots)}
    seats = sorted(seats_of(found).items(), key=lambda item: (order[item[1].slot], item[1].table))
    return [
        (pk, words.meeting(ref(refs.MEETING, pk)), seat_words(seat, names)) for pk, seat in seats
    ]


@require_POST
def act(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """Stop a timetable, let it count, copy it, or throw it away."""
    edition = own_edition(acting(request), number)
    found = found_timetable(edition, which)
    actor, version = acting(request), version_of(request.POST)
    steps: dict[str, Callable[[], Timetable | bool | None]] = {
        "stop": lambda: drawing.stop(actor=actor, timetable=found),
        "publish": lambda: actions.publish(actor=actor, timetable=found, version=version),
        "copy": lambda: actions.copy(actor=actor, timetable=found),
        "drop": lambda: actions.drop(actor=actor, timetable=found, version=version),
    }
    do = request.POST.get("do", "")
    if do not in steps:
        raise Http404
    try:
        done = steps[do]()
    except NotAllowedError:
        raise
    except (ConflictError, RefusedError) as error:
        say_refusal(request, error)
        return redirect("workspace:forum-timetable", edition.pk, which)
    messages.success(request, _said(do))
    if do == "drop":
        return redirect("workspace:forum-timetables", edition.pk)
    shown = done.number if isinstance(done, Timetable) else which
    return redirect("workspace:forum-timetable", edition.pk, shown)


def _said(do: str) -> str:
    return {
        "stop": _("Stopped. What was found so far is kept."),
        "publish": _("It counts now. The delegations whose meetings it changes are told."),
        "copy": _("This is a draft: nobody else reads it."),
        "drop": _("The draft is thrown away."),
    }[do]


@require_safe
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """Two timetables side by side: what each holds, how good it is, and which meetings differ."""
    edition = own_edition(acting(request), number)
    rows = [row for row in timetables_of(edition) if row.has_places]
    if len(rows) < 2:
        return page(request, "timetables_compare", {"edition": edition, "rows": rows})
    a, b = (_asked(request, rows, name, n) for name, n in (("a", 1), ("b", 0)))
    names = Names(edition, reader_language())
    words = Words(names)
    full = {row.pk: row for row in Timetable.objects.filter(pk__in=[a.pk, b.pk])}
    context = {
        "edition": edition,
        "rows": rows,
        "sides": [_side(full[one.pk], names) for one in (a, b)],
        "counts": compared(seats_of(a), seats_of(b)),
        "changes": [change_words(one, words, names) for one in changed_between(a, b)],
    }  # fmt: skip
    return page(request, "timetables_compare", context)


def _side(row: Timetable, names: Names) -> dict[str, Any]:
    return {
        "timetable": row,
        "state": say_state(row),
        "outcome": outcome_of(row, names),
        "ranks": [(RANKS.get(rank["name"], rank["name"]), say_rank(rank)) for rank in row.ranks],
    }


def _asked(request: HttpRequest, rows: list[Timetable], name: str, otherwise: int) -> Timetable:
    asked = request.GET.get(name, "")
    return next((row for row in rows if str(row.number) == asked), rows[otherwise])


@require_safe
def signs(request: HttpRequest, number: int) -> HttpResponse:
    """The signs of the tables on paper, of the timetable that counts."""
    edition = own_edition(acting(request), number)
    found = published(edition)
    if found is None:
        raise Http404
    try:
        return pdf_answer(signs_pdf(edition, found), f"tables-{edition.slug}.pdf")
    except RefusedError as error:
        say_refusal(request, error)
        return redirect("workspace:forum-timetables", edition.pk)


def meeting_of(edition: Edition, number: int) -> Meeting:
    """Return a meeting of an edition."""
    found: Meeting = get_object_or_404(Meeting, edition=edition, pk=number)
    return found
