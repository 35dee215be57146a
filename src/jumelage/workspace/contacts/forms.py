"""Forms of offices, people, the log and requests. They turn words into values; what may be, the actions decide."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jumelage.contacts.models import VISIBILITIES, ErasureRequest, LogEntry, Office, Person
from jumelage.core.domain.languages import language_names, read_languages
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.documents.models import Document


class DayInput(forms.DateInput):
    """A day, as browsers ask for it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LanguagesField(forms.CharField):
    """Languages, written as words or codes; kept as codes."""

    def prepare_value(self, value: Any) -> Any:
        """Show codes as words."""
        return (
            language_names(list(value), reader_language())
            if isinstance(value, list | tuple)
            else value
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the codes."""
        codes, unknown = read_languages(super().clean(value))
        if unknown:
            message = gettext("No such language is known here: %(words)s.")
            raise forms.ValidationError(message % {"words": ", ".join(unknown)})
        return tuple(codes)


class RefusableForm(forms.Form):
    """A form that shows why an action refused what was written."""

    def refuse(self, error: RefusedError) -> None:
        """Show each problem beside its field, or above all."""
        for problem in error.problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, problem.message)

    def differences(self, current: Any) -> list[tuple[str, str, str]]:
        """Return what is written otherwise than it is now: the label, how it is now, and what was written."""
        found = []
        for name, field in self.fields.items():
            now, written = getattr(current, name, None), self.cleaned_data.get(name)
            if _plain(now) != _plain(written):
                found.append((str(field.label), _shown(field, now), _shown(field, written)))
        return found


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value or ""


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(value, list | tuple):
        return language_names(list(value), reader_language())
    choices = getattr(field, "choices", None)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(choices).get(value, value))  # type: ignore[arg-type]  # plain choices
    return "" if value is None else str(value)


def _who_sees() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who sees it?"), choices=VISIBILITIES, widget=forms.RadioSelect, initial="own"
    )


def _time_zone(hint: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Time zone"),
        help_text=hint,
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )


def _languages() -> LanguagesField:
    return LanguagesField(
        label=_("Languages in which one can write"),
        help_text=_("With commas between them: English, Russian."),
        max_length=300,
        required=False,
    )


class OfficeForm(RefusableForm):
    """An office."""

    name = forms.CharField(
        label=_("Name of the office"),
        help_text=_("As it stands on its letters: International Relations Department."),
        max_length=200,
    )
    function = forms.CharField(
        label=_("What it is there for"),
        help_text=_("In a few words: twin towns, delegations, translations."),
        max_length=300,
        required=False,
    )
    address = forms.CharField(
        label=_("Postal address"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("With the code of the country: +7 423 …"),
        max_length=60,
        required=False,
    )
    url = forms.URLField(
        label=_("Page"),
        required=False,
        assume_scheme="https",
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    languages = _languages()
    time_zone = _time_zone(_("Only if it is another one than that of the place."))
    visibility = _who_sees()


class PersonForm(RefusableForm):
    """A person."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    function = forms.CharField(
        label=_("Function"),
        help_text=_("As it is called: head of the department."),
        max_length=200,
        required=False,
    )
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Office.objects.none(), required=False, empty_label="–"
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("With the code of the country: +7 423 …"),
        max_length=60,
        required=False,
    )
    languages = _languages()
    time_zone = _time_zone(_("Only if it is another one than that of the place."))
    since = forms.DateField(
        label=pgettext_lazy("a function is held", "Since"), required=False, widget=DayInput
    )
    until = forms.DateField(
        label=pgettext_lazy("a function is held", "Until"), required=False, widget=DayInput
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Read by the own office only, whoever sees the rest."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    visibility = _who_sees()
    consent_on = forms.DateField(
        label=_("Day of the consent"),
        help_text=_("When the person agreed to be shown to others."),
        required=False,
        widget=DayInput,
    )
    consent_how = forms.CharField(
        label=_("How it was given"),
        help_text=_("By letter, by e-mail, on a form: so that it can be shown later."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, offices: Iterable[Office], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - as it is written above
        field.queryset = offices  # type: ignore[assignment]  # a QuerySet


class HandOverForm(RefusableForm):
    """Who follows in a function: somebody known, or somebody new."""

    on = forms.DateField(
        label=_("First day of the successor"),
        help_text=_("The function is held until then by the one before."),
        widget=DayInput,
    )
    to = forms.ModelChoiceField(
        label=_("Somebody who is in the contacts already"),
        queryset=Person.objects.none(),
        required=False,
        empty_label="–",
    )
    name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    languages = _languages()

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """One of the two is needed, and only one."""
        values = super().clean() or {}
        if bool(values.get("to")) == bool(values.get("name")) and not self.errors:
            self.add_error(
                "to", gettext("Choose somebody, or write the name of somebody new: one of the two.")
            )
        return values


class EntryForm(RefusableForm):
    """An entry of the log."""

    tie = forms.TypedChoiceField(
        label=_("With whom?"), coerce=int, empty_value=None, required=False
    )
    other = forms.CharField(
        label=_("Another place"),
        help_text=_("Only if there is no tie with it: its name, in any script."),
        max_length=100,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What was it?"), choices=LogEntry.KINDS, widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=_("Who turned to whom?"),
        choices=LogEntry.DIRECTIONS,
        widget=forms.RadioSelect,
        required=False,
    )
    on = forms.DateField(label=_("When?"), widget=DayInput)
    person = forms.TypedChoiceField(
        label=_("With which person?"), coerce=int, empty_value=None, required=False
    )
    summary = forms.CharField(
        label=_("What was it about?"),
        help_text=_("Read by your own office only."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
    )
    document = forms.ModelChoiceField(
        label=_("Document"),
        help_text=_("The letter or a note, from the documents of your office."),
        queryset=Document.objects.none(),
        required=False,
        empty_label="–",
    )
    is_public = forms.BooleanField(
        label=_("Put this visit or meeting on the public register too"), required=False
    )
    public_words = forms.CharField(
        label=_("What the public register shall say"),
        help_text=_(
            "A sentence for everybody, without names of private people: “A delegation of librarians visited.”"
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, ties: Any, people: Any, documents: Any, may_publish: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["tie"].choices = [("", "–"), *ties]  # type: ignore[attr-defined]  # chosen of a list
        self.fields["person"].choices = [("", "–"), *people]  # type: ignore[attr-defined]
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        if not may_publish:
            del self.fields["is_public"], self.fields["public_words"]


class LogFilterForm(forms.Form):
    """What the log is narrowed to."""

    tie = forms.TypedChoiceField(
        label=_("With whom?"), coerce=int, empty_value=None, required=False
    )
    kind = forms.ChoiceField(label=_("What was it?"), required=False)
    since = forms.DateField(
        label=pgettext_lazy("days of a log", "From"), required=False, widget=DayInput
    )
    until = forms.DateField(
        label=pgettext_lazy("days of a log", "To"), required=False, widget=DayInput
    )

    def __init__(self, *args: Any, ties: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["tie"].choices = [("", _("all")), *ties]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("all")), *LogEntry.KINDS]  # type: ignore[attr-defined]


class RequestForm(RefusableForm):
    """What somebody asks about the own data."""

    kind = forms.ChoiceField(
        label=_("What do you want?"), choices=ErasureRequest.KINDS, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Your name"), help_text=_("As the office may have written it."), max_length=200
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("A message goes there, which you confirm; and later the answer."),
    )
    place_said = forms.CharField(
        label=_("Which town or region keeps your data?"),
        help_text=_("If you know it: the place whose office you have, or had, to do with."),
        max_length=200,
        required=False,
    )
    message = forms.CharField(
        label=_("What the office should know (optional)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NotedRequestForm(RequestForm):
    """A request that came to an office by letter or by word of mouth."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["place_said"]
        for name, label, hint in (
            ("kind", _("What does the person want?"), ""),
            ("name", _("Name of the person"), ""),
            (
                "email",
                _("E-mail address"),
                _("If there is one, the answer goes there; otherwise answer as you were asked."),
            ),
            ("message", _("How it came, and what it says"), ""),
        ):
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["email"].required = False


class UploadForm(forms.Form):
    """An address list."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("A table (CSV, as every spreadsheet saves it) or vCards (.vcf), at most 2 MB."),
    )
