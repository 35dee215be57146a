"""Forms of the call for sessions, and of what is proposed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jumelage.core.themes import theme_choices
from jumelage.forum.actions.calls import (
    LONGEST,
    MOST_SPEAKERS,
    PROPOSED_KINDS,
    SHORTEST,
    CallData,
    ProposalData,
    SpeakerLine,
)
from jumelage.forum.models import Call, SessionProposal
from jumelage.memberships.models import Institution
from jumelage.workspace.contacts.forms import LanguagesField
from jumelage.workspace.form import Day, DeskForm, line, one_of, text, tick
from jumelage.workspace.forum.fields import TextsForm, texts_shown


class CallForm(TextsForm):
    """The call: about what, until when."""

    texts = {"texts": (_("What you ask for"), _("Everybody reads it on the public page."), 4)}
    left_out = frozenset({"texts"})
    until = Day(label=_("Last day for proposals"))
    themes = forms.MultipleChoiceField(
        choices=theme_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Themes (none: all)"),
    )
    is_open = tick(label=_("The call is open"))
    field_order = ("texts", "until", "themes", "is_open")

    def data_said(self) -> CallData:
        """Return what was written."""
        clean = self.cleaned_data
        return CallData(
            clean["until"], self.said("texts"), tuple(clean["themes"]), clean["is_open"]
        )


def call_shown(call: Call) -> dict[str, Any]:
    """Return a call as the values of its form."""
    return texts_shown("texts", call.texts) | {
        "until": call.until,
        "themes": call.themes,
        "is_open": call.is_open,
    }


class ProposalForm(TextsForm):
    """A session that an office, or an institution, would hold."""

    texts = {
        "titles": (_("Title"), "", 1),
        "texts": (_("What it is about"), _("Everybody reads it if the session is accepted."), 4),
    }
    institution = forms.ModelChoiceField(
        label=_("In the name of"), queryset=Institution.objects.none(), required=False
    )
    kind = one_of(PROPOSED_KINDS, label=_("Kind"), radio=False)
    theme = forms.ChoiceField(label=_("Theme (optional)"), required=False)
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=SHORTEST, max_value=LONGEST, initial=45
    )
    languages = LanguagesField(
        label=_("Spoken languages (optional)"),
        help_text=_("With commas between them: English, Russian."),
        max_length=300,
        required=False,
    )
    field_order = ("institution", "titles", "texts", "kind", "theme", "minutes", "languages")

    def __init__(
        self,
        *args: Any,
        call: Call | None,
        institutions: Any = None,
        place_name: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        themes = [choice for choice in theme_choices() if call and choice[0] in call.themes]
        fields["theme"].choices = [("", "–"), *(themes or theme_choices())]
        if institutions is None:
            del fields["institution"]
        else:
            fields["institution"].queryset = institutions
            fields["institution"].empty_label = place_name or None
            fields["institution"].required = not place_name
        for number in range(1, MOST_SPEAKERS + 1):
            fields[f"name_{number}"] = line(label=_("Name"))
            fields[f"function_{number}"] = line(label=_("Function (optional)"))
            fields[f"consent_on_{number}"] = Day(label=_("Agreed on"), required=False)

    def main_fields(self) -> list[Any]:
        """Return the fields but those of people."""
        numbered = tuple(str(number) for number in range(1, MOST_SPEAKERS + 1))
        return [field for field in self if not field.name.endswith(numbered)]

    def speaker_fields(self) -> list[tuple[int, list[Any], bool]]:
        """Return the fields of each person, by number, and whether anything stands in them."""
        rows = []
        for number in range(1, MOST_SPEAKERS + 1):
            names = (f"name_{number}", f"function_{number}", f"consent_on_{number}")
            fields = [self[name] for name in names]
            rows.append((number, fields, any(field.value() or field.errors for field in fields)))
        return rows

    def data_said(self) -> ProposalData:
        """Return what was written. A person of whom only a part is written down is refused by the action."""
        clean = self.cleaned_data
        speakers = []
        for number in range(1, MOST_SPEAKERS + 1):
            name, function = clean[f"name_{number}"], clean[f"function_{number}"]
            consent_on = clean.get(f"consent_on_{number}")
            if name or function or consent_on:
                speakers.append(SpeakerLine(name, consent_on, function))
        return ProposalData(
            titles=self.said("titles"),
            minutes=clean["minutes"],
            kind=clean["kind"],
            texts=self.said("texts"),
            languages=clean["languages"],
            theme=clean["theme"],
            speakers=tuple(speakers),
        )


def proposal_shown(proposal: SessionProposal) -> dict[str, Any]:
    """Return a proposal as the values of its form."""
    values: dict[str, Any] = {
        **texts_shown("titles", proposal.titles),
        **texts_shown("texts", proposal.texts),
        "kind": proposal.kind,
        "theme": proposal.theme,
        "minutes": proposal.minutes,
        "languages": proposal.languages,
    }
    for number, one in enumerate(proposal.proposed_speakers.all(), 1):
        values |= {
            f"name_{number}": one.name,
            f"function_{number}": one.function,
            f"consent_on_{number}": one.consent_on,
        }
    return values


class NoteForm(DeskForm):
    """A note of the organisers about a proposal."""

    note = text(label=_("Note"), help_text=_("Only the organisers read it."), rows=3)


class DeclineForm(DeskForm):
    """Why a proposal is declined."""

    reason = text(label=_("Why? The proposer is told."), rows=3)
