"""Forms of wishes and of messages. They turn words into values; what may be, the actions decide."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_choices
from jumelage.memberships.models import Institution
from jumelage.partners.actions.wellformed import LONGEST_TITLE, TextData, WishData
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.wording import good_choices, kind_choices, language_choices
from jumelage.places.domain.countries import by_name, country_name, parse_country
from jumelage.ties.models import FORM_CHOICES
from jumelage.workspace.contacts.forms import LanguagesField
from jumelage.workspace.form import Day, DeskForm, line, one_of, text, tick

#: The texts of a wish: the endings of their fields' names. The first is the original.
TEXTS = ("", "_2", "_3")
#: Fields whose values stand in a wish under the same name.
_SAME = (
    "themes", "kinds", "offers", "needs", "languages", "countries", "not_countries", "form", "interpreter",
    "any_kind", "size_from", "size_to", "km_from", "km_to", "capacity", "until",
)  # fmt: skip
_USUAL_STAND = timedelta(days=365)


class CountriesField(forms.CharField):
    """Countries, written as names or codes with commas between them; kept as codes."""

    def prepare_value(self, value: Any) -> Any:
        """Show codes as names."""
        if not isinstance(value, list | tuple):
            return value
        language = reader_language()
        return ", ".join(country_name(code, language) for code in by_name(value, language))

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the codes."""
        words = [word.strip() for word in re.split(r"[,;\n]+", super().clean(value))]
        found = [parse_country(word) for word in words if word]
        unknown = [match.text for match in found if not match.found]
        if unknown:
            message = gettext("No such country is known here: %(words)s.")
            raise forms.ValidationError(message % {"words": ", ".join(unknown)})
        return tuple(dict.fromkeys(match.code for match in found))


def _some(choices: Any, **options: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(choices=choices, required=False, widget=widget, **options)


def _number(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, **options)


def _text_fields(ending: str, words: Mapping[str, Any]) -> dict[str, forms.Field]:
    choices: Any = (
        (lambda: [("", gettext("choose")), *language_choices()]) if ending else language_choices
    )
    return {
        f"language{ending}": one_of(choices, radio=False, label=words["language"]),
        f"title{ending}": line(label=words["title"], max_length=LONGEST_TITLE),
        f"text{ending}": text(label=words["text"], rows=5 if not ending else 3),
    }


class Holders:
    """Who may seek in a form: the place, and some of its institutions."""

    def __init__(self, place: str, institutions: Iterable[Institution], *, may_place: bool) -> None:
        self.place, self.may_place = place, may_place
        self.institutions = list(institutions)


class WishForm(DeskForm):
    """What a place or an institution seeks."""

    institution = forms.ModelChoiceField(
        Institution.objects.none(), required=False, label=_("Who seeks a partner?")
    )
    themes = _some(theme_choices, label=_("Themes"))
    kinds = _some(kind_choices, label=_("Which exchange?"))
    offers = _some(good_choices, label=_("What can you offer?"))
    needs = _some(good_choices, label=_("What do you need from the partner?"))
    languages = LanguagesField(
        label=_("Languages in which you can work together"),
        help_text=_("With commas between them: English, Russian."),
        required=False, max_length=300,
    )  # fmt: skip
    interpreter = tick(label=_("An interpreter is there: a language in common is not needed"))
    countries = CountriesField(
        label=_("Countries in which you seek"),
        help_text=_("With commas between them. Leave it empty to seek in all."),
        required=False, max_length=2000,
    )  # fmt: skip
    not_countries = CountriesField(
        label=_("Countries in which you do not seek"), required=False, max_length=2000
    )
    size_from = _number(label=_("Inhabitants, at least"))
    size_to = _number(label=_("Inhabitants, at most"))
    km_from = _number(label=_("Distance in km, at least"))
    km_to = _number(label=_("Distance in km, at most"))
    any_kind = tick(
        label=_("Others may answer too: a place to an institution, a school to a museum")
    )
    form = one_of(
        [("", _("any form")), *((value, word) for value, word in FORM_CHOICES if value)],
        radio=False,
        label=_("What would the tie be called?"),
    )
    capacity = forms.IntegerField(min_value=1, initial=1, label=_("How many partners do you seek?"))
    until = Day(
        label=_("Last day on the board"),
        help_text=_("Two years from today at most. You are reminded two weeks before."),
    )

    def __init__(self, *args: Any, holders: Holders, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["institution"]
        field.queryset = Institution.objects.filter(pk__in=[one.pk for one in holders.institutions])
        field.empty_label = holders.place if holders.may_place else None
        field.required = not holders.may_place
        field.error_messages["required"] = gettext("Choose the institution that seeks.")
        first = {
            "language": gettext("In which language do you write?"),
            "title": gettext("What do you seek? In one line"),
            "text": gettext("More about it: who you are, what you have in mind, when"),
        }
        more = {
            "language": gettext("Language"),
            "title": gettext("The line in this language"),
            "text": gettext("The text in this language"),
        }
        for ending in TEXTS:
            self.fields |= _text_fields(ending, more if ending else first)
        self.initial.setdefault("language", reader_language())
        self.initial.setdefault("until", today() + _USUAL_STAND)

    def said(self) -> WishData:
        """Return the wish."""
        clean = self.cleaned_data
        texts = [
            TextData(clean[f"language{ending}"], clean[f"title{ending}"], clean[f"text{ending}"])
            for ending in TEXTS
            if not ending or clean[f"title{ending}"] or clean[f"text{ending}"]
        ]
        values = {name: clean[name] for name in _SAME}
        values |= {name: tuple(values[name]) for name in ("themes", "kinds", "offers", "needs")}
        return WishData(texts=tuple(texts), institution=clean["institution"], **values)

    def texts(self) -> list[list[forms.BoundField]]:
        """Return the fields of the further languages, together for each."""
        return [
            [self[f"{name}{ending}"] for name in ("language", "title", "text")]
            for ending in TEXTS[1:]
        ]

    @property
    def has_more_texts(self) -> bool:
        """Whether anything is written, or wrong, in a further language."""
        return any(field.value() or field.errors for fields in self.texts() for field in fields)

    def differences(self, now: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Return what is written otherwise than it is now: the label, how it is now, and what was written."""
        rows = []
        for name, field in self.fields.items():
            current, written = (_plain(values.get(name)) for values in (now, self.cleaned_data))
            if current != written:
                rows.append((str(field.label), _word(field, current), _word(field, written)))
        return rows


def initial_of(data: WishData) -> dict[str, Any]:
    """Return what stands in the form of a wish that is kept."""
    values: dict[str, Any] = {name: getattr(data, name) for name in _SAME}
    values["institution"] = data.institution
    for ending, said in zip(TEXTS, data.texts, strict=False):
        values |= {
            f"language{ending}": said.language,
            f"title{ending}": said.title,
            f"text{ending}": said.text,
        }
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(value)
    return "" if value is None or value is False else value


def _word(field: forms.Field, value: Any) -> str:
    if isinstance(value, list):
        prepared = field.prepare_value(value)
        names = dict(getattr(field, "choices", ()))
        return (
            prepared if isinstance(prepared, str) else ", ".join(str(names[code]) for code in value)
        )
    if value is True:
        return gettext("yes")
    choices = getattr(field, "choices", None)
    if choices is not None and not isinstance(field, forms.ModelChoiceField):
        return str(dict(choices).get(value, value))
    return str(value)


class WriteForm(DeskForm):
    """A message of an office to the owner of a wish."""

    sender = one_of([], missing=_("Say for whom you write."), label=_("For whom do you write?"))
    own_wish = one_of(
        [], radio=False, label=_("About which wish of yours? (optional)"),
        help_text=_("They see it beside your message."),
    )  # fmt: skip
    text = text(missing=_("Write something here."), rows=8, label=_("Your message"))

    def __init__(
        self,
        *args: Any,
        senders: list[tuple[str, str]],
        wishes: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].choices = senders  # type: ignore[attr-defined]
        self.fields["own_wish"].choices = [("", gettext("none")), *wishes]  # type: ignore[attr-defined]
        self.initial.setdefault("sender", senders[0][0])


class AnswerForm(DeskForm):
    """An answer to a message."""

    text = text(
        missing=_("Write something here."), rows=8, label=_("Your answer"),
        help_text=_("It goes to the writer by e-mail, from the registry’s own address."),
    )  # fmt: skip
    show_address = tick(
        label=_("Show my e-mail address, so that we can write to each other directly from now on"),
        help_text=_(
            "Without this, the writer does not learn it, and can answer through the page of the wish only."
        ),
    )


class VisitorForm(DeskForm):
    """A message of somebody without an account."""

    name = line(missing=_("Say who you are."), max_length=150, label=_("Your name"))
    organisation = line(
        label=_("For whom do you write? (optional)"), help_text=_("A town, a school, a club.")
    )
    email = forms.CharField(
        max_length=254, label=_("Your e-mail address"),
        error_messages={"required": _("The answer needs an address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only the officers of who seeks see it, to answer you. It is never published."),
    )  # fmt: skip
    text = text(missing=_("Write something here."), rows=8, label=_("Your message"))
    #: Hidden from people; programs that fill in every field are known by it.
    website = line(label=_("Leave this empty"))

    @property
    def is_of_a_program(self) -> bool:
        """Whether a program filled this in."""
        return bool(self.data.get(self.add_prefix("website")))


def titles_of(wishes: Iterable[Wish]) -> list[tuple[str, str]]:
    """Return wishes as choices: their titles in the reader’s language, or in their own."""
    language = reader_language()
    choices = []
    for wish in wishes:
        texts = list(wish.texts.all())
        shown = next((one for one in texts if one.language == language), texts[0])
        choices.append((str(wish.pk), shown.title))
    return choices
