"""Setting up the meetings of an edition: rules, times and tables, interpreters, who of the delegates speaks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.actions import meeting_attendance as attending
from jumelage.forum.actions import meeting_interpreters as interpreting
from jumelage.forum.actions import meeting_rules as ruling
from jumelage.forum.actions import meeting_tables as tabling
from jumelage.forum.domain.agenda import by_day
from jumelage.forum.domain.delegations import COMING
from jumelage.forum.meetings.queries import rules_if_any, slots_of, tables_of
from jumelage.forum.models import Edition, MeetingInterpreter, MeetingSlot, MeetingTable, Member
from jumelage.forum.queries import names_at
from jumelage.forum.wording import clock
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.meetings_forms import (
    InterpreterForm,
    RulesForm,
    SlotsForm,
    TableForm,
    TablesForm,
    interpreter_shown,
    rules_shown,
    table_shown,
)
from jumelage.workspace.members.typed import number_of
from jumelage.workspace.views.common import say_refusal


def rules(request: HttpRequest, number: int) -> HttpResponse:
    """How the meetings of an edition are wished."""
    edition = own_edition(acting(request), number)
    found = rules_if_any(edition)
    form = RulesForm(**sent(request), initial=rules_shown(found) if found else {"most_wishes": 12})

    def act() -> None:
        ruling.set_rules(
            actor=acting(request),
            edition=edition,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, rules_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-meetings", edition.pk)
    context = {
        "form": form,
        "edition": edition,
        "kind": "rules",
        "version": found and found.version,
    }
    return page(request, "meetings_form", context | refused)


def times(request: HttpRequest, number: int) -> HttpResponse:
    """The times and tables for meetings; many are added at once."""
    edition = own_edition(acting(request), number)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if not edition.has_days:
        return page(request, "meetings_times", {"edition": edition})
    forms: dict[str, Any] = {
        "slots_form": SlotsForm(prefix="slots", edition=edition),
        "tables_form": TablesForm(prefix="tables", edition=edition),
    }
    if do in {"add-slots", "add-tables"}:
        name, form, act = _adding(request, edition, do)
        if kept(form, act) is None:
            messages.success(request, _("Kept."))
            return redirect("workspace:forum-meeting-times", edition.pk)
        forms |= {name: form, "form": form}
    elif do:
        return _change_times(request, edition, do)
    slots = by_day(slots_of(edition), edition.time_zone, lambda slot: slot.begins)
    zone = edition.time_zone
    days = [
        (
            day.day,
            [(one.pk, clock(one.begins, zone), clock(one.ends, zone)) for one in day.sessions],
        )
        for day in slots
    ]
    context = {"edition": edition, "days": days, "tables": tables_of(edition), **forms}
    return page(request, "meetings_times", context)


def _adding(
    request: HttpRequest, edition: Edition, do: str
) -> tuple[str, Any, Callable[[], object]]:
    actor = acting(request)
    if do == "add-slots":
        slots = SlotsForm(**sent(request), prefix="slots", edition=edition)
        return (
            "slots_form",
            slots,
            lambda: ruling.add_slots(actor=actor, edition=edition, blocks=slots.blocks()),
        )
    tables = TablesForm(**sent(request), prefix="tables", edition=edition)
    return (
        "tables_form",
        tables,
        lambda: tabling.add_tables(actor=actor, edition=edition, **tables.cleaned_data),
    )


def _change_times(request: HttpRequest, edition: Edition, do: str) -> HttpResponse:
    if do != "remove-slots":
        raise Http404
    chosen = [number_of(value) for value in request.POST.getlist("slot")]
    slots = list(MeetingSlot.objects.filter(edition=edition, pk__in=chosen))
    try:
        gone = ruling.remove_slots(actor=acting(request), edition=edition, slots=slots)
    except RefusedError as error:
        say_refusal(request, error)
    else:
        said = ngettext("%(n)s time was taken out.", "%(n)s times were taken out.", gone)
        messages.success(request, said % {"n": gone})
    return redirect("workspace:forum-meeting-times", edition.pk)


def table(request: HttpRequest, number: int, table: int) -> HttpResponse:
    """Change a table, say that it cannot be used, or take it out."""
    edition = own_edition(acting(request), number)
    found = get_object_or_404(MeetingTable.objects.filter(edition=edition), pk=table)
    found.edition = edition
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _removed(
            request,
            edition,
            "workspace:forum-meeting-times",
            lambda: tabling.remove_table(actor=acting(request), table=found),
        )
    form = TableForm(**sent(request), initial=table_shown(found), edition=edition)

    def act() -> None:
        tabling.change_table(
            actor=acting(request),
            table=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, table_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-meeting-times", edition.pk)
    context = {"form": form, "edition": edition, "kind": "table", "version": found.version}
    return page(request, "meetings_form", context | refused)


def _removed(
    request: HttpRequest, edition: Edition, back: str, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Removed."))
    return redirect(back, edition.pk)


def interpreters(request: HttpRequest, number: int) -> HttpResponse:
    """Who interprets; and who of the delegates speaks on the agenda, and cannot meet then."""
    edition = own_edition(acting(request), number)
    form = InterpreterForm(edition=edition)
    if request.method == "POST" and request.POST.get("do") == "speakers":
        return _link(request, edition)
    if request.method == "POST":
        form = InterpreterForm(**sent(request), edition=edition)

        def act() -> None:
            interpreting.add_interpreter(
                actor=acting(request), edition=edition, data=form.data_said()
            )

        if kept(form, act) is None:
            messages.success(
                request, _("%(name)s was added.") % {"name": form.cleaned_data["name"]}
            )
            return redirect("workspace:forum-interpreters", edition.pk)
    rows = edition.meeting_interpreters.filter(erased_at__isnull=True).prefetch_related("absent")
    context = {
        "edition": edition,
        "form": form,
        "rows": list(rows),
        "speakers": list(
            edition.speakers.select_related("place").prefetch_related(
                names_at("place", reader_language())
            )
        ),
        "members": _people(edition),
    }
    return page(request, "meetings_interpreters", context)


def _people(edition: Edition) -> list[Member]:
    rows = Member.objects.coming().filter(
        delegation__edition=edition, delegation__state__in=COMING, erased_at__isnull=True
    )
    named = names_at("delegation__place", reader_language())
    rows = rows.select_related("delegation__place").prefetch_related(named)
    return list(rows.order_by("name", "pk"))


def _link(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Say of all who speak at once who of the delegates they are; who is not sent stays as it was."""
    people = {one.pk: one for one in _people(edition)}
    for speaker in edition.speakers.select_related("edition"):
        if (chosen := request.POST.get(f"speaker-{speaker.pk}")) is None:
            continue
        member = people.get(number_of(chosen))
        if (member.pk if member else None) == speaker.member_id:
            continue
        try:
            attending.link_speaker(actor=acting(request), speaker=speaker, member=member)
        except RefusedError as error:  # the person left a moment ago
            say_refusal(request, error)
            return redirect("workspace:forum-interpreters", edition.pk)
    messages.success(request, _("Kept."))
    return redirect("workspace:forum-interpreters", edition.pk)


def interpreter(request: HttpRequest, number: int, interpreter: int) -> HttpResponse:
    """Change what is known of an interpreter, or remove and forget the person."""
    edition = own_edition(acting(request), number)
    rows = MeetingInterpreter.objects.filter(edition=edition, erased_at__isnull=True)
    found = get_object_or_404(rows, pk=interpreter)
    found.edition = edition
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _removed(
            request,
            edition,
            "workspace:forum-interpreters",
            lambda: interpreting.remove_interpreter(actor=acting(request), interpreter=found),
        )
    form = InterpreterForm(**sent(request), initial=interpreter_shown(found), edition=edition)

    def act() -> None:
        interpreting.change_interpreter(
            actor=acting(request),
            interpreter=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, interpreter_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-interpreters", edition.pk)
    context = {
        "form": form,
        "edition": edition,
        "kind": "interpreter",
        "one": found,
        "version": found.version,
    }
    return page(request, "meetings_form", context | refused)
