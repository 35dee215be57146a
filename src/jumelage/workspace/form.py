"""How forms look here: a label, a plain hint, the problem beside the field, and all problems on top.

Nothing that was typed is lost: a refused form comes back as it was. A file that came with it is kept among the place's
documents, since a browser does not send it again by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import RefusedError
from jumelage.documents.actions import store
from jumelage.documents.models import Document
from jumelage.documents.queries import documents_of
from jumelage.places.models import Place

#: What a page answers when something was refused: the form is shown again, with what was typed.
REFUSED, CONFLICT = 422, 409

Words = str | Promise


class Problem(NamedTuple):
    """A line of the summary on top: where it leads, and what it says."""

    anchor: str
    message: str


class DeskForm(forms.Form):
    """A form of the desk."""

    use_required_attribute = False  # the reasons come from here, in whole sentences
    error_css_class = ""

    def refuse(self, error: RefusedError) -> None:
        """Put the reasons of a refusal beside their fields; what concerns no field stands on top only."""
        for problem in error.problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, problem.message)

    @property
    def problems(self) -> Sequence[Problem]:
        """Every problem, in the order of the fields, with where on the page it is."""
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        for message in self.non_field_errors():
            yield Problem("", str(message))
        for field in self:
            for message in field.errors:
                yield Problem(field.id_for_label or f"{field.auto_id}_0", str(message))

    def change_sent(self, name: str, value: str) -> None:
        """Let the form come back with another value of a field than was sent; without one if it is empty."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data.setlist(self.add_prefix(name), [value] if value else [])
        self.data = data

    def what_is_sent(self) -> Iterator[tuple[str, str]]:
        """Yield names and values of what was sent, to be sent again by a page that only asks for a confirmation."""
        for name in self.fields:
            key = self.add_prefix(name)
            data: Any = self.data
            values = data.getlist(key) if hasattr(data, "getlist") else [data.get(key)]
            yield from ((key, str(value)) for value in values if value is not None)


class Day(forms.DateField):
    """A day, as a browser's own calendar gives it, or as people write it."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"})
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]
        messages = {
            "required": gettext_lazy("Give the day."),
            "invalid": gettext_lazy("This is no day. Write it as 2026-05-31 or 31.05.2026."),
        }
        super().__init__(
            **{"widget": widget, "input_formats": formats, "error_messages": messages, **options}
        )


def line(*, missing: Words = "", **options: Any) -> forms.CharField:
    """Return a field of one line. ``missing`` is said when it is empty though it must not be."""
    options.setdefault("max_length", 200)
    return forms.CharField(required=bool(missing), error_messages=_said(missing), **options)


def text(*, missing: Words = "", rows: int = 5, **options: Any) -> forms.CharField:
    """Return a field of several lines."""
    options.setdefault("max_length", 20_000)
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        required=bool(missing), error_messages=_said(missing), widget=widget, **options
    )


def tick(*, missing: Words = "", **options: Any) -> forms.BooleanField:
    """Return a box to tick; one that must be ticked says ``missing`` if it is not."""
    return forms.BooleanField(required=bool(missing), error_messages=_said(missing), **options)


def one_of(
    choices: Any, *, missing: Words = "", radio: bool = True, **options: Any
) -> forms.ChoiceField:
    """Return a choice of one: as radio buttons, or as a list where there are many."""
    widget = forms.RadioSelect if radio else forms.Select
    messages = {**_said(missing), "invalid_choice": gettext_lazy("Choose one of these.")}
    return forms.ChoiceField(
        choices=choices, required=bool(missing), widget=widget, error_messages=messages, **options
    )


def _said(missing: Words) -> dict[str, Any]:
    return {"required": missing} if missing else {}


class _Titles(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django’s own is no generic class
    #: Documents that may stay chosen, though the reader may not see what they are called.
    unreadable: frozenset[int] = frozenset()

    def label_from_instance(self, obj: Any) -> str:
        if obj.pk in self.unreadable:
            return _("a document of the other side")
        return f"{obj.title} ({obj.uploaded_at.date().isoformat()})"


class WithDocument(DeskForm):
    """A form with a document: one of the place's, or a file that becomes one."""

    document = _Titles(
        queryset=Document.objects.none(),
        required=False,
        label=gettext_lazy("A document you keep here already"),
        empty_label=gettext_lazy("none"),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("or a new file"),
        help_text=gettext_lazy(
            "PDF, PNG, JPEG or WebP, at most 20 MB. It is kept among your documents."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.place = actor, place
        self.fields["document"].queryset = documents_of(actor, place)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Keep the file that came, whatever else is wrong, so that it need not be chosen again."""
        cleaned = super().clean()
        upload = self.cleaned_data.get("file")
        if upload:
            self._keep(upload)
        return cleaned

    def _keep(self, upload: Any) -> None:
        try:
            kept = store(actor=self.actor, owner=self.place, file=upload, title=self.file_title())
        except RefusedError as error:
            self.add_error("file", " ".join(problem.message for problem in error.problems))
            return
        self.change_sent("document", str(kept.pk))
        self.cleaned_data["document"] = kept

    def file_title(self) -> str:
        """Return what a new file is called among the documents; its own name if empty."""
        return ""

    @property
    def chosen(self) -> Document | None:
        """The document that was chosen or brought."""
        document: Document | None = self.cleaned_data.get("document")
        return document

    def need_document(self) -> None:
        """Refuse a form without a document."""
        if not self.chosen and "file" not in self.errors:
            self.add_error("document", _("Choose a document, or bring a file."))


def sent(request: HttpRequest) -> dict[str, Any]:
    """Return what a form is made of: what was posted, or nothing yet."""
    if request.method != "POST":
        return {}
    return {"data": request.POST, "files": request.FILES}


def answered(context: Mapping[str, Any], status: int = 200) -> int:
    """Return the status of a page: a form on it that was refused makes 422 of 200."""
    form = context.get("form")
    is_refused = isinstance(form, DeskForm) and form.is_bound and bool(form.errors)
    return REFUSED if status == 200 and is_refused else status
