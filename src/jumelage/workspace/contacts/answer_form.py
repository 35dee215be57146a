"""The form with which a request about personal data is answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jumelage.contacts.models import Person
from jumelage.workspace.contacts.forms import RefusableForm


class AnswerForm(RefusableForm):
    """The answer to a request."""

    done = forms.ChoiceField(
        label=_("The answer"),
        choices=[("yes", _("It was done as asked")), ("no", _("It is declined"))],
        widget=forms.RadioSelect,
    )
    person = forms.TypedChoiceField(
        label=_("Whose data goes with the answer?"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why it is declined"),
        help_text=_("The person reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    elsewhere = forms.MultipleChoiceField(
        label=_("What else goes with the answer?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        people: list[Person],
        with_data: bool,
        elsewhere: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.order_fields(("done", "person", "elsewhere", "reason"))
        if not (with_data and elsewhere):
            del self.fields["elsewhere"]
        else:
            self.fields["elsewhere"].choices = elsewhere  # type: ignore[attr-defined]
        if not with_data:
            del self.fields["person"]
            return
        chosen = [
            (person.pk, ", ".join(filter(None, [person.name, person.function, person.email])))
            for person in people
        ]
        choices = [*chosen, ("", gettext("nobody: no data about the person is kept"))]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
