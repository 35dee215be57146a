"""Pages of the contact log."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.contacts.actions import log as actions
from jumelage.contacts.checks import last_day_at
from jumelage.contacts.models import LogEntry, Person
from jumelage.contacts.queries import LogFilter, log_of
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.language import reader_language
from jumelage.documents.models import Document
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member
from jumelage.places.queries import find_places
from jumelage.ties.models import Tie
from jumelage.workspace.contacts.forms import EntryForm, LogFilterForm
from jumelage.workspace.contacts.shown import ties_to_choose, version_of
from jumelage.workspace.guard import MemberRequest, for_members
from jumelage.workspace.members.typed import number_of
from jumelage.workspace.views.common import page_of, say_refusal, show_desk

PAGE = 50
#: So many people are offered to choose of.
MOST_PEOPLE = 500


@require_safe
@for_members()
def log(request: MemberRequest) -> HttpResponse:
    """The log, the latest first, narrowed to what is asked for."""
    place = request.acting_place
    ties = ties_to_choose(place)
    form = LogFilterForm(request.GET, ties=ties)
    form.is_valid()  # what cannot be understood is left out
    values = {name: value for name, value in form.cleaned_data.items() if value}
    removed = request.GET.get("removed") == "1"
    wanted = LogFilter(
        tie=values.get("tie"),
        kinds=(values["kind"],) if "kind" in values else (),
        since=values.get("since"),
        until=values.get("until"),
        removed=removed,
    )
    rows = log_of(place, wanted, language=reader_language())
    context = {
        "form": form,
        "page": page_of(request, rows, PAGE),
        "query": _query_of(request),
        "is_narrowed": bool(values),
        "removed": removed,
    }
    return show_desk(request, "workspace/contacts/log.html", context)


def _query_of(request: MemberRequest) -> str:
    """Return the question of the address without the page, to make links to other pages with."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""


@for_members()
def new(request: MemberRequest) -> HttpResponse:
    """Write an entry."""
    place = request.acting_place
    initial: dict[str, Any] = {"on": last_day_at(place) if place.timezone else today()}
    if tie := number_of(request.GET.get("tie", "")):
        initial["tie"] = tie
    form = _form(request, initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.add_entry(actor=request.actor, place=place, data=_data(form))
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Written into the log."))
            return _after(request, kept)
    return _show(request, form, None)


def _after(request: MemberRequest, kept: LogEntry) -> HttpResponse:
    """Lead back to the entry’s tie in the log, where the next thing is done."""
    response = redirect("workspace:log", request.acting_place.pk)
    if kept.tie_id and request.GET.get("tie"):
        return redirect(f"{response.url}?tie={kept.tie_id}")
    return response


def _form(request: MemberRequest, initial: dict[str, Any]) -> EntryForm:
    place, actor = request.acting_place, request.actor
    documents = Document.objects.filter(owner=place, removed_at__isnull=True)
    return EntryForm(
        request.POST or None,
        initial=initial,
        ties=ties_to_choose(place),
        people=_people(request),
        documents=documents,
        may_publish=is_member(actor, place.pk, Role.OFFICER),
    )


def _people(request: MemberRequest) -> list[tuple[str, list[tuple[int, str]]]]:
    """Return the people one may name, by place: the own ones and those of partners that one may see."""
    place = request.acting_place
    ties = Tie.objects.filter(place_a=place) | Tie.objects.filter(place_b=place)
    sides = {pk for pair in ties.values_list("place_a", "place_b") for pk in pair} | {place.pk}
    rows = Person.objects.visible_to(request.actor).filter(place__in=sides, erased_at__isnull=True)
    by_place: dict[str, list[tuple[int, str]]] = {}
    for person in rows.select_related("place")[:MOST_PEOPLE]:
        words = ", ".join(filter(None, [person.name, person.function]))
        by_place.setdefault(person.place.name, []).append((person.pk, words))
    return sorted(by_place.items(), key=lambda group: (group[0] != place.name, group[0]))


def _data(form: EntryForm) -> actions.EntryData:
    """Return what the form says.

    Raises:
        RefusedError: another place was named that is not one place of the register.
    """
    values = dict(form.cleaned_data)
    tie = Tie.objects.select_related("place_a", "place_b").filter(pk=values.pop("tie") or 0).first()
    named = values.pop("other").strip()
    other = None
    if named and tie is None:
        found = find_places(named, limit=2)
        if len(found) != 1:
            message = _("“%(text)s” is not one place of the register.") % {"text": named}
            raise RefusedError(Problem("other", "other", message))
        other = found[0]
    person = Person.objects.filter(pk=values.pop("person") or 0).first()
    return actions.EntryData(tie=tie, other=other, person=person, **values)


@for_members()
def entry(request: MemberRequest, number: int) -> HttpResponse:
    """Show an entry; change it, remove it, bring it back."""
    place = request.acting_place
    rows = LogEntry.objects.select_related("other", "person", "document", "claim", "tie")
    kept = rows.filter(place=place, pk=number).first()
    if kept is None:
        raise Http404
    do = request.POST.get("do", "")
    if do in {"remove", "restore"}:
        return _remove_or_restore(request, kept, do)
    form = _form(request, _initial(kept))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_entry(
                actor=request.actor,
                entry=kept,
                version=version_of(request.POST),
                data=_keeping_public(kept, form),
            )
        except ConflictError as error:
            differences = form.differences(_Comparable(error.current))
            return _show(request, form, error.current, differences=differences)  # type: ignore[arg-type]  # an entry
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Kept."))
            return redirect("workspace:log-entry", place.pk, kept.pk)
    return _show(request, form, kept)


class _Comparable:
    """An entry as the form has it: numbers of ties and people."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry

    def __getattr__(self, name: str) -> Any:
        return _initial(self.entry).get(name)


def _initial(kept: LogEntry) -> dict[str, Any]:
    claim = kept.claim if kept.claim and kept.claim.retracted_at is None else None
    return {
        "tie": kept.tie_id,
        "other": "" if kept.tie_id else kept.other.name,
        "kind": kept.kind,
        "direction": kept.direction,
        "on": kept.on,
        "person": kept.person_id,
        "summary": kept.summary,
        "document": kept.document,
        "is_public": claim is not None,
        "public_words": claim.note if claim else "",
    }


def _keeping_public(kept: LogEntry, form: EntryForm) -> actions.EntryData:
    """Return what the form says; who may not publish leaves what is public as it is."""
    if "is_public" not in form.fields:
        known = _initial(kept)
        form.cleaned_data |= {name: known[name] for name in ("is_public", "public_words")}
    return _data(form)


def _remove_or_restore(request: MemberRequest, kept: LogEntry, do: str) -> HttpResponse:
    place = request.acting_place
    try:
        if do == "restore":
            actions.restore_entry(actor=request.actor, entry=kept)
            messages.success(request, _("The entry is back in the log."))
            return redirect("workspace:log-entry", place.pk, kept.pk)
        actions.remove_entry(
            actor=request.actor,
            entry=kept,
            version=version_of(request.POST),
            also_public=request.POST.get("also_public") == "1",
        )
    except RefusedError as error:
        say_refusal(request, error)
        return redirect("workspace:log-entry", place.pk, kept.pk)
    messages.success(request, _("Removed. It can be brought back from the removed entries."))
    return redirect("workspace:log", place.pk)


def _show(
    request: MemberRequest,
    form: EntryForm,
    kept: LogEntry | None,
    *,
    differences: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    claim = kept.claim if kept and kept.claim and kept.claim.retracted_at is None else None
    context = {
        "form": form,
        "entry": kept,
        "claim": claim,
        "version": kept.version if kept else 0,
        "differences": differences,
    }
    status = 409 if differences is not None else 422 if form.errors else 200
    return show_desk(request, "workspace/contacts/entry.html", context, status=status)
