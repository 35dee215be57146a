"""Forms of rounds: how one is held, how it is drawn, until when answers are awaited, and an answer."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.memberships.models import Association
from jumelage.partners.actions.rounds import RoundData
from jumelage.partners.models import Round, RoundPair
from jumelage.places.domain.countries import country_name, parse_country
from jumelage.workspace.form import Day, DeskForm, line, one_of, text


class Countries(forms.CharField):
    """Countries by name or code, with commas between."""

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return their codes.

        Raises:
            ValidationError: some are no countries.
        """
        words = [w.strip() for w in str(super().clean(value)).split(",") if w.strip()]
        found = {word: parse_country(word).code for word in words}
        unknown = [word for word, code in found.items() if not code]
        if unknown:
            message = gettext("These are no countries: %(codes)s.")
            raise ValidationError(message % {"codes": ", ".join(unknown)})
        return tuple(dict.fromkeys(found.values()))

    def prepare_value(self, value: Any) -> Any:
        """Return the names of codes, in the reader’s language."""
        if isinstance(value, list | tuple):
            return ", ".join(country_name(code, reader_language()) for code in value)
        return value


def _percent(**options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"})
    said = {"invalid": _("Write a whole number."), "required": _("Write a whole number.")}
    return forms.IntegerField(widget=widget, error_messages=said, **options)


class RoundForm(DeskForm):
    """How a round is held."""

    association = forms.ModelChoiceField(
        queryset=Association.objects.none(),
        label=_("Which association holds the round?"),
        empty_label=None,
        error_messages={"required": _("Choose the association.")},
    )
    title = line(missing=_("Give the round a title."), label=_("Title"))
    text = text(
        label=_("What is it about? (optional)"),
        help_text=_("Read by everybody whose wish takes part."),
        rows=4,
    )
    side_a = Countries(
        required=False,
        label=_("Countries of side A"),
        help_text=_("Names or codes, with commas between. Empty: any wish can meet any other."),
    )
    side_b = Countries(
        required=False,
        label=_("Countries of side B"),
        help_text=_(
            "Wishes of side A are brought together with these only. Empty: with all other countries."
        ),
    )
    minimum = _percent(
        label=_("How well must both be served at least, in per cent?"),
        help_text=_(
            "0: however little. 100: each gives all that the other asks for. 30 is a good beginning."
        ),
    )
    collects_until = Day(label=_("Wishes are collected until"))
    answers_until = Day(label=_("Both sides answer until"))

    def __init__(self, associations: Any, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["association"].queryset = associations  # type: ignore[attr-defined]
        if self.initial.get("association") is None and associations:
            self.initial["association"] = associations[0].pk
        if len(associations) == 1:
            self.fields["association"].widget = forms.HiddenInput()

    @staticmethod
    def first_values() -> dict[str, Any]:
        """Return what a new round begins with."""
        return {
            "minimum": 30,
            "collects_until": today() + timedelta(days=30),
            "answers_until": today() + timedelta(days=60),
        }

    @staticmethod
    def values_of(round_: Round) -> dict[str, Any]:
        """Return what a round says now."""
        names = ("title", "text", "side_a", "side_b", "collects_until", "answers_until")
        values = {name: getattr(round_, name) for name in names}
        minimum = round(round_.minimum * 100)
        return {**values, "association": round_.association_id, "minimum": minimum}

    def said(self) -> RoundData:
        """Return the round."""
        clean = {
            name: self.cleaned_data[name] for name in self.cleaned_data if name != "association"
        }
        return RoundData(**{**clean, "minimum": clean["minimum"] / 100})


class DrawForm(DeskForm):
    """With which numbers a round is drawn."""

    minimum = _percent(
        label=_("How well must both be served at least, in per cent?"),
        help_text=_("The higher, the better the pairs, and the fewer."),
    )
    seed = forms.IntegerField(
        label=_("Number that decides between equals"),
        help_text=_(
            "Where two are liked alike, this number decides. The same number gives the same pairs."
        ),
        widget=forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Write a whole number."),
            "required": _("Write a whole number."),
        },
    )


class OfferForm(DeskForm):
    """Until when answers are awaited."""

    answers_until = Day(label=_("Both sides answer until"))


class AnswerForm(DeskForm):
    """What a side says to a pair."""

    answer = one_of(
        [
            (RoundPair.ACCEPTED, _("We accept: we want to get to know each other")),
            (RoundPair.DECLINED, _("We decline: this wish is not suggested to us again")),
        ],
        missing=_("Choose one of the two."),
        label=_("Your answer"),
        help_text=_("It is given once, and stands."),
    )
    reason = text(
        label=_("Why? (optional)"),
        help_text=_("Only the association reads it, never the other side."),
        rows=3,
        max_length=2_000,
    )
