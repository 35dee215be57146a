"""Forms of shortlists. They turn words into values; what may be, the actions decide."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.partners.actions.shortlists import LONGEST_NOTE, LONGEST_SHARED, LONGEST_TITLE
from jumelage.partners.models import Shortlist
from jumelage.places.domain.countries import by_name, country_codes, country_name
from jumelage.workspace.contacts.forms import RefusableForm
from jumelage.workspace.form import Day

#: What is sent for a list that is still to be made.
NEW = "new"
#: For so long a list is shared unless another day is chosen.
USUALLY_SHARED = timedelta(days=60)
#: Countries that are no more have a longer code (ISO 3166-3).
_OF_TODAY = 2


class FindForm(forms.Form):
    """Which place somebody looks for, by name; in a country also among places that the register has not."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label=_("Name of the place"),
        help_text=_("In any language or script, or an identifier such as Q656."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    country = forms.ChoiceField(
        required=False,
        label=_("Country"),
        help_text=_("With a country, places are found too that the register does not have yet."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        language = reader_language()
        codes = by_name((code for code in country_codes() if len(code) == _OF_TODAY), language)
        field: Any = self.fields["country"]
        named = [(code, country_name(code, language)) for code in codes]
        field.choices = [("", gettext("all countries")), *named]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ListForm(RefusableForm):
    """What a list is called, and what is to be said about it."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        label=pgettext_lazy("of a shortlist", "Title"),
        help_text=_("For example: A partner for our vocational school."),
        error_messages={"required": _("Give the list a title.")},
    )
    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=_lines(4),
        label=_("What is it about?"),
        help_text=_("Whoever reads the list reads this first. Write nothing here about persons."),
    )


class NoteForm(RefusableForm):
    """What an office says about a possible partner."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=_lines(6),
        label=_("Your note"),
        help_text=_(
            "What speaks for it, what is still open, who could be asked. It stands on the shared page and on paper "
            "too: write nothing here about persons."
        ),
    )


class ShareForm(RefusableForm):
    """Until when a list can be read at its secret address."""

    until = Day(label=_("Until which day?"), help_text=_("For a year at most."))

    def __init__(self, data: Any = None, *, shared: Shortlist) -> None:
        until = shared.shared_until if shared.is_shared(today()) else today() + USUALLY_SHARED
        super().__init__(data, initial={"until": until})
        latest = today() + timedelta(days=LONGEST_SHARED)
        self.fields["until"].widget.attrs |= {"min": today().isoformat(), "max": latest.isoformat()}


class ChooseListForm(RefusableForm):
    """Onto which list a place is put."""

    shortlist = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label=_("Onto which list?")
    )

    def __init__(self, data: Any = None, *, lists: Iterable[Shortlist]) -> None:
        super().__init__(data)
        own = [(str(one.pk), one.title) for one in lists]
        field: Any = self.fields["shortlist"]
        field.choices = [*own, (NEW, gettext("A new list"))]
        field.initial = field.choices[0][0]
