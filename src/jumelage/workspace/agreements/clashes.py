"""Two people changed the same row at once: both values are shown field by field, and one is kept of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jumelage.workspace.agreements.common import page
from jumelage.workspace.form import CONFLICT, DeskForm


@dataclass(frozen=True, slots=True)
class ClashingField:
    """A field that is different now from what was typed."""

    name: str
    label: str
    mine: str
    theirs: str


def clashing_fields(form: DeskForm, now: Mapping[str, Any]) -> list[ClashingField]:
    """Return the fields of a form whose present value is not the one that was typed."""
    found = []
    for name, theirs in now.items():
        mine = form.cleaned_data.get(name)
        if _plain(mine) != _plain(theirs):
            label = str(form.fields[name].label or "")
            said = [_said(form, name, value) for value in (mine, theirs)]
            found.append(ClashingField(name, label, *said))
    return found


def sent_with_choices(request: HttpRequest, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form is made of: what was posted, with the present values where the person chose those."""
    if request.method != "POST":
        return {}
    chosen = request.POST.copy()
    for name, value in now.items():
        if request.POST.get(f"choice-{name}") == "theirs":
            chosen.setlist(name, [_plain(value)] if _plain(value) else [])
    return {"data": chosen, "files": request.FILES}


def ask_which(
    request: HttpRequest,
    form: DeskForm,
    now: Mapping[str, Any],
    version: int,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show both values of every field that differs. ``version`` is that of the row as it is now."""
    clashes: Sequence[ClashingField] = clashing_fields(form, now)
    hidden = [*form.what_is_sent(), ("version", str(version))]
    more = {"clashes": clashes, "hidden": hidden}
    return page(request, "clash", {**context, **more}, status=CONFLICT)


def _plain(value: object) -> str:
    """Return a value as a form sends it."""
    if value is None or value is False:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    return (
        value.isoformat() if isinstance(value, date) else str(value).replace("\r\n", "\n").strip()
    )


def _said(form: DeskForm, name: str, value: object) -> str:
    """Return a value as people read it."""
    field: Any = form.fields[name]
    if value is True:
        return _("yes")
    if isinstance(value, Model):
        return str(field.label_from_instance(value))
    choices = getattr(field, "choices", None)
    if choices is not None:
        named = {str(choice): word for choice, word in choices}
        return str(named.get(_plain(value), _plain(value)))
    return _plain(value)
