"""Timetables changed at the desk of those who run an edition: a meeting moved by hand, and a repair on the day."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.actions import timetable_drawing as drawing
from jumelage.forum.actions import timetables as actions
from jumelage.forum.actions.timetable_absences import Missing, report_missing, take_back_missing
from jumelage.forum.domain import refs
from jumelage.forum.domain.delegations import COMING
from jumelage.forum.domain.refs import kind_of, number_of, ref
from jumelage.forum.models import (
    Attendance,
    Edition,
    MeetingInterpreter,
    MeetingSlot,
    MemberAbsence,
    Timetable,
)
from jumelage.forum.timetables.reading import Names, next_slot, published, seats_of, since_drawn
from jumelage.forum.timetables.shown import seat_words, table_order
from jumelage.forum.timetables.words import Words, say_since, say_slot, say_table
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.timetable_forms import MissingForm, MoveForm, RepairForm
from jumelage.workspace.forum.timetables import found_timetable, meeting_of
from jumelage.workspace.views.common import say_refusal

#: In the choice of the slot from which on meetings may move: all of them.
ALL = "all"


def move(request: HttpRequest, number: int, which: int, meeting: int) -> HttpResponse:
    """Put one meeting of a draft somewhere else."""
    edition = own_edition(acting(request), number)
    found = found_timetable(edition, which)
    if not found.is_draft:
        raise Http404
    moving = meeting_of(edition, meeting)
    names = Names(edition, reader_language())
    seat = seats_of(found).get(moving.pk)
    form = _move_form(request, names, seat.slot if seat else None)

    def act() -> None:
        actions.move(
            actor=acting(request),
            timetable=found,
            version=version_of(request.POST),
            meeting=moving,
            slot=names.slots[int(form.cleaned_data["slot"])],
            table=names.tables.get(int(form.cleaned_data["table"] or 0)),
        )

    refused = kept(form, act) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("The meeting is moved."))
        return redirect("workspace:forum-timetable", edition.pk, which)
    context = {
        "edition": edition,
        "timetable": found,
        "form": form,
        "moving": Words(names).meeting(ref(refs.MEETING, moving.pk)),
        "now": seat_words(seat, names),
        "version": found.version,
    }
    return page(request, "timetable_move", context | refused)


def _move_form(request: HttpRequest, names: Names, slot: int | None) -> MoveForm:
    tables = sorted(names.tables.values(), key=table_order)
    usable = {one.pk: say_table(one) for one in tables if one.is_usable}
    return MoveForm(**sent(request), slots=_slots(names), tables=usable, initial={"slot": slot})


def repair(request: HttpRequest, number: int) -> HttpResponse:
    """What has changed since the timetable that counts was drawn; and its repair."""
    edition = own_edition(acting(request), number)
    counts = published(edition)
    names = Names(edition, reader_language())
    if counts is None or not names.slots:
        return redirect("workspace:forum-timetables", edition.pk)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "back":
        return _back(request, edition)
    form = RepairForm(
        **(sent(request) if do == "repair" else {}),
        slots=_from(names),
        initial={"begins": _first(names)},
    )
    missing = MissingForm(
        **(sent(request) if do == "missing" else {}),
        prefix="missing",
        whats=_whats(names),
        slots=_slots(names),
        initial=_coming(names),
    )
    answer = _post(request, edition, counts, names, form, missing, do)
    return answer or _show(request, edition, counts, names, form, missing)


def _post(
    request: HttpRequest,
    edition: Edition,
    counts: Timetable,
    names: Names,
    form: RepairForm,
    missing: MissingForm,
    do: str,
) -> HttpResponse | None:
    made: list[Timetable] = []

    def begin() -> None:
        clean = form.cleaned_data
        slot = None if clean["begins"] == ALL else names.slots[int(clean["begins"])]
        more = {"seconds": clean["seconds"], "note": clean["note"]}
        actor = acting(request)
        made.append(drawing.start_repair(actor=actor, timetable=counts, begins=slot, **more))

    def report() -> None:
        clean = missing.cleaned_data
        order = list(names.slots)
        first, last = (order.index(int(clean[name])) for name in ("first", "last"))
        slots = [names.slots[pk] for pk in order[first : last + 1]]
        what = _found(names, clean["what"])
        report_missing(actor=acting(request), edition=edition, what=what, slots=slots)

    if do == "repair" and kept(form, begin) is None:
        return redirect("workspace:forum-timetable", edition.pk, made[0].number)
    if do == "missing" and kept(missing, report) is None:
        messages.success(request, _("Written down. Repair the timetable when all is written down."))
        return redirect("workspace:forum-timetable-repair", edition.pk)
    return None


def _back(request: HttpRequest, edition: Edition) -> HttpResponse:
    names = Names(edition, reader_language())
    what = _found(names, request.POST.get("what", ""))
    try:
        take_back_missing(actor=acting(request), edition=edition, what=what)
    except NotAllowedError:
        raise
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept."))
    return redirect("workspace:forum-timetable-repair", edition.pk)


def _show(
    request: HttpRequest,
    edition: Edition,
    counts: Timetable,
    names: Names,
    form: RepairForm,
    missing: MissingForm,
) -> HttpResponse:
    refused: Any = missing if missing.is_bound else form
    full = Timetable.objects.select_related("edition").get(pk=counts.pk)
    context = {
        "edition": edition,
        "counts": counts,
        "repair_form": form,
        "missing_form": missing,
        "form": refused,
        "known": _known(edition, names),
        "since": say_since(since_drawn(full)),
    }
    return page(request, "timetable_repair", context)


def _slots(names: Names) -> list[tuple[int, str]]:
    return [(pk, say_slot(slot, names.zone)) for pk, slot in names.slots.items()]


def _from(names: Names) -> list[tuple[int | str, str]]:
    return [(ALL, _("all: nothing has been held yet")), *_slots(names)]


def _first(names: Names) -> int | str:
    slot = next_slot(list(names.slots.values()))
    return slot.pk if slot else ALL


def _coming(names: Names) -> dict[str, object]:
    slots = list(names.slots.values())
    first = next_slot(slots) or slots[0]
    return {"first": first.pk, "last": slots[-1].pk}


def _whats(names: Names) -> list[tuple[Any, Any]]:
    """Return who and what may be missing, in groups."""
    words = Words(names)
    coming = {pk for pk, one in names.delegations.items() if one.state in COMING}
    places = [(ref(refs.DELEGATION, pk), words.place(pk)) for pk in coming]
    people = [
        (ref(refs.MEMBER, pk), words.who(ref(refs.MEMBER, pk)))
        for pk, one in names.people.items()
        if one.left_at is None and one.erased_at is None and one.delegation_id in coming
    ]
    helpers = [
        (ref(refs.INTERPRETER, pk), one.shown_name)
        for pk, one in names.interpreters.items()
        if one.erased_at is None
    ]
    tables = sorted(names.tables.values(), key=table_order)
    return [
        ("", _("choose")),
        (_("Delegations"), sorted(places, key=lambda one: one[1])),
        (_("People"), sorted(people, key=lambda one: one[1])),
        (_("Interpreters"), helpers),
        (_("Tables, lost for good"), [(ref(refs.TABLE, t.pk), say_table(t)) for t in tables if t.is_usable]),
    ]  # fmt: skip


def _found(names: Names, reference: str) -> Missing:
    """Return what a reference means."""
    rows: dict[str, Any] = {
        refs.DELEGATION: names.delegations,
        refs.MEMBER: names.people,
        refs.INTERPRETER: names.interpreters,
        refs.TABLE: names.tables,
    }
    found: Missing | None = rows.get(kind_of(reference), {}).get(number_of(reference))
    if found is None:
        raise Http404
    return found


def _known(edition: Edition, names: Names) -> list[tuple[str, str, str]]:
    """Return who and what is missing already: reference, name, when."""
    words = Words(names)
    away: dict[str, set[int]] = {}
    for member, slot in MemberAbsence.objects.filter(
        member__delegation__edition=edition, member__left_at__isnull=True
    ).values_list("member_id", "slot_id"):
        away.setdefault(ref(refs.MEMBER, member), set()).add(slot)
    for row in Attendance.objects.filter(delegation__edition=edition).prefetch_related("absent"):
        for one in row.absent.all():
            away.setdefault(ref(refs.DELEGATION, row.delegation_id), set()).add(one.pk)
    helpers = MeetingInterpreter.objects.filter(edition=edition, erased_at__isnull=True)
    for helper in helpers.prefetch_related("absent"):
        for one in helper.absent.all():
            away.setdefault(ref(refs.INTERPRETER, helper.pk), set()).add(one.pk)
    said = [
        (what, words.who(what), _span([slot for pk, slot in names.slots.items() if pk in slots], names))
        for what, slots in away.items()
    ]  # fmt: skip
    lost = [one for one in names.tables.values() if not one.is_usable]
    return said + [(ref(refs.TABLE, one.pk), say_table(one), _("out of use")) for one in lost]


def _span(slots: list[MeetingSlot], names: Names) -> str:
    """Return some slots in words."""
    return Words(names).times([ref(refs.SLOT, slot.pk) for slot in slots])
