"""Pages on which an address list is read, looked at, and taken over."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.contacts.actions import lists as actions
from jumelage.contacts.domain.rows import MOST_BYTES
from jumelage.contacts.domain.tables import TARGETS
from jumelage.contacts.lists import Do, Entry, entries_of
from jumelage.contacts.models import AddressList, Person
from jumelage.core.domain.languages import language_names
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.workspace.contacts.forms import UploadForm
from jumelage.workspace.contacts.wording import DO, LIKENESS, column_word, problem_words
from jumelage.workspace.guard import MemberRequest, for_members
from jumelage.workspace.views.common import page_of, say_refusal, show_desk

PAGE = 100


@for_members()
def start(request: MemberRequest) -> HttpResponse:
    """Take a file."""
    place = request.acting_place
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than is taken tells that there is more.
            waiting = actions.stage_list(
                actor=request.actor,
                place=place,
                file_name=file.name,
                data=file.read(MOST_BYTES + 1),
            )
        except RefusedError as error:
            for problem in error.problems:
                form.add_error("file", problem.message)
        else:
            return redirect("workspace:contacts-import-preview", place.pk, waiting.pk)
    waiting_lists = AddressList.objects.filter(place=place, applied_at__isnull=True).defer("rows")
    context = {"form": form, "waiting": list(waiting_lists)}
    status = 422 if form.errors else 200
    return show_desk(request, "workspace/contacts/import.html", context, status=status)


@for_members()
def preview(request: MemberRequest, number: int) -> HttpResponse:
    """Show what would be done with each entry; keep decisions; take the list over or throw it away."""
    place = request.acting_place
    waiting = get_object_or_404(AddressList, place=place, pk=number)
    if waiting.applied_at is not None:
        return show_desk(request, "workspace/contacts/import_done.html", {"list": waiting})
    if request.method == "POST":
        return _do(request, waiting)
    return _show(request, waiting)


def _do(request: MemberRequest, waiting: AddressList) -> HttpResponse:
    place, do = request.acting_place, request.POST.get("do", "")
    here = redirect("workspace:contacts-import-preview", place.pk, waiting.pk)
    try:
        if do == "throw-away":
            actions.throw_away(actor=request.actor, waiting=waiting)
            messages.success(request, _("The list was thrown away; nothing of it is kept."))
            return redirect("workspace:contacts", place.pk)
        if do == "mapping":
            mapping = [request.POST.get(f"column-{n}", "") for n in range(len(waiting.mapping))]
            actions.set_mapping(actor=request.actor, waiting=waiting, mapping=mapping)
            return here
        actions.keep_decisions(actor=request.actor, waiting=waiting, decisions=_decisions(request))
        if do == "apply":
            done = actions.apply_list(actor=request.actor, waiting=waiting)
            messages.success(request, _said(done.counts))
            return redirect("workspace:contacts", place.pk)
    except RefusedError as error:
        say_refusal(request, error)
        return here
    following = request.POST.get("page", "")
    url = here.url
    return redirect(f"{url}?page={following}" if following.isdecimal() else url)


def _decisions(request: HttpRequest) -> dict[int, tuple[str, int]]:
    """Read ``do-12`` and ``version-12``: what is to be done with entry 12."""
    found = {}
    for name, value in request.POST.items():
        number = name.removeprefix("do-")
        if number != name and number.isdecimal() and len(number) < 6:
            version = str(request.POST.get(f"version-{number}", "0"))
            found[int(number)] = (str(value), int(version) if version.isdecimal() else 0)
    return found


def _said(counts: dict[str, int]) -> str:
    added = ngettext("%(n)d entry added", "%(n)d entries added", counts["new"]) % {
        "n": counts["new"]
    }
    updated = ngettext("%(n)d updated", "%(n)d updated", counts["update"]) % {"n": counts["update"]}
    left = ngettext("%(n)d left out", "%(n)d left out", counts["skip"]) % {"n": counts["skip"]}
    return _("%(added)s, %(updated)s, %(left)s.") % {
        "added": added,
        "updated": updated,
        "left": left,
    }


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry as the page shows it."""

    entry: Entry
    likeness: str
    problems: list[str]
    changes: list[tuple[str, str, str]]
    choices: list[tuple[str, str]]
    version: int
    url_name: str

    @property
    def details(self) -> list[str]:
        """What the entry says beside the name."""
        row = self.entry.row
        texts = [row.function, row.office if row.name else "", row.email, row.phone]
        return [text for text in texts if text]


def _shown(entry: Entry) -> EntryShown:
    known = entry.known
    return EntryShown(
        entry=entry,
        likeness=str(LIKENESS[entry.likeness]) if entry.row.can_be_taken else "",
        problems=[problem_words(problem) for problem in entry.row.problems],
        changes=[
            (column_word(change.name), _text(change.old), _text(change.new))
            for change in entry.changes
        ],
        choices=[(str(do), str(DO[do])) for do in entry.choices],
        version=known.version if known else 0,
        url_name="workspace:person" if isinstance(known, Person) else "workspace:office",
    )


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return language_names([str(code) for code in value], reader_language())
    return str(value)


def _show(request: MemberRequest, waiting: AddressList) -> HttpResponse:
    entries = entries_of(waiting)
    page = page_of(request, entries, PAGE)
    counts = {do: sum(entry.do is do for entry in entries) for do in Do}
    context: dict[str, Any] = {
        "list": waiting,
        "page": page,
        "query": "",
        "shown": [_shown(entry) for entry in page.object_list],
        "new_count": counts[Do.NEW],
        "update_count": counts[Do.UPDATE],
        "skip_count": counts[Do.SKIP],
        "columns": _columns(waiting),
        "targets": [(target, column_word(target)) for target in TARGETS],
    }
    return show_desk(request, "workspace/contacts/import_preview.html", context)


def _columns(waiting: AddressList) -> list[dict[str, object]]:
    """Return the columns of a table: the head, what it holds, and the first things in it."""
    return [
        {
            "number": number,
            "head": waiting.columns[number] or _("Column %(n)s") % {"n": number + 1},
            "target": target,
            "examples": [row[number] for row in waiting.rows[:40] if row[number]][:2],
        }
        for number, target in enumerate(waiting.mapping)
    ]
