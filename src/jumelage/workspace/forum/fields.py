"""Fields of forms of forums: texts in several languages, places of the register, days."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.places.models import Place
from jumelage.places.queries import search_places
from jumelage.workspace.form import DeskForm

Words = Any  # a text, or one that is translated when it is shown
#: So many places are invited at once at most.
MOST_PLACES = 200


class TextsForm(DeskForm):
    """A form with texts in the languages of the registry: ``names_en``, ``names_ru`` …

    ``texts`` says which, each with its label, its hint, and how many lines it has.
    """

    texts: Mapping[str, tuple[Words, Words, int]] = {}
    #: Which of them may be left out.
    left_out: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, lines) in self.texts.items():
            for code, language in settings.LANGUAGES:
                self.fields[f"{name}_{code}"] = _text(
                    label, hint, lines, str(language), optional=name in self.left_out
                )
        self.order_fields(self._order())

    def _order(self) -> Sequence[str]:
        """Return the fields in the order of ``field_order``, in which a text stands for all its languages."""
        codes = [code for code, _language in settings.LANGUAGES]
        wanted = self.field_order or (*self.texts, *self.fields)
        return [
            field
            for name in wanted
            for field in ([f"{name}_{code}" for code in codes] if name in self.texts else [name])
        ]

    def said(self, name: str) -> dict[str, str]:
        """Return a text by language."""
        return {
            code: self.cleaned_data.get(f"{name}_{code}", "") for code, _l in settings.LANGUAGES
        }


def _text(
    label: Words, hint: Words, lines: int, language: str, *, optional: bool
) -> forms.CharField:
    widget: forms.Widget = forms.Textarea(attrs={"rows": lines}) if lines > 1 else forms.TextInput()
    known = {"what": label, "language": language}
    words = (
        _("%(what)s (%(language)s, optional)") if optional else _("%(what)s (%(language)s)")
    ) % known
    return forms.CharField(
        label=words, help_text=hint, required=False, widget=widget, max_length=20_000
    )


def texts_shown(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return a text in several languages as the values of its fields."""
    return {f"{name}_{code}": texts.get(code, "") for code, _language in settings.LANGUAGES}


def found_place(text: str) -> Place:
    """Return the place that somebody means by a name in any script, an identifier or an address.

    Raises:
        ValidationError: none or several are meant; the message names them by their addresses.
    """
    hits = search_places(text, limit=8)
    found = [hit.place for hit in hits if hit.exact]
    if len(found) == 1:
        return found[0]
    addresses = ", ".join(place.key for place in found or [hit.place for hit in hits])
    if not found:
        message = (
            _("No place of the register is called “%(name)s”. Do you mean %(addresses)s?")
            if hits
            else _("No place of the register is called “%(name)s”.")
        )
        raise forms.ValidationError(message % {"name": text, "addresses": addresses})
    message = _(
        "Several places may be meant by “%(name)s”. Write the address of one: %(addresses)s."
    )
    raise forms.ValidationError(message % {"name": text, "addresses": addresses})


class PlaceField(forms.CharField):
    """A place of the register, by its name or address."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text",
            gettext_lazy("Its name in any language, or its address in the register: ru/moscow."),
        )
        super().__init__(**{"required": False, "max_length": 200, **options})

    def prepare_value(self, value: Any) -> Any:
        """Show a place by its address."""
        return value.key if isinstance(value, Place) else value

    def clean(self, value: Any) -> Place | None:
        """Return the place."""
        text = super().clean(value)
        return found_place(text) if text else None


class PlacesField(forms.CharField):
    """Places of the register, one in each line."""

    widget = forms.Textarea(attrs={"rows": 6})

    def clean(self, value: Any) -> list[Place]:
        """Return the places, each once."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_PLACES:
            message = _("Invite at most %(most)s places at once.") % {"most": MOST_PLACES}
            raise forms.ValidationError(message)
        found: dict[int, Place] = {}
        problems: list[forms.ValidationError] = []
        for line in lines:
            try:
                place = found_place(line)
            except forms.ValidationError as error:
                problems.append(error)
            else:
                found[place.pk] = place
        if problems:
            raise forms.ValidationError(problems)
        return list(found.values())


class Clock(forms.TimeField):
    """What a clock shows: hours and minutes."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        messages = {
            "required": gettext_lazy("Give the time."),
            "invalid": gettext_lazy("This is no time. Write it as 09:30."),
        }
        super().__init__(**{"widget": widget, "error_messages": messages, **options})
