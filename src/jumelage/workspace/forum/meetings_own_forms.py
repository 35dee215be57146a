"""Forms of meetings at the desk of a place: wishes, answers, what came of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jumelage.forum.actions.meeting_common import OwnData
from jumelage.forum.domain.meetings import Outcome
from jumelage.forum.meetings.words import PRIORITY_WORDS
from jumelage.forum.models import Delegation, Meeting, Member
from jumelage.workspace.form import DeskForm, one_of, text, tick
from jumelage.workspace.forum.meetings_forms import Names, WithSubject


class OwnForm(DeskForm):
    """What a delegation says of a meeting for itself."""

    priority = forms.TypedChoiceField(
        label=_("How important is it to you?"),
        choices=PRIORITY_WORDS,
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how important it is: 1, 2 or 3.")},
    )
    people = Names(
        label=_("Who of you has to be there? (optional)"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody chosen: one of you, whoever is free."),
    )
    message = text(label=_("A word to the other side (optional)"), rows=3)

    def of(self, delegation: Delegation) -> None:
        """Offer the people of a delegation."""
        field: Any = self.fields["people"]
        field.queryset = delegation.members.coming().filter(erased_at__isnull=True)
        if not field.queryset.exists():
            del self.fields["people"]

    def own_said(self) -> OwnData:
        """Return what was written."""
        clean = self.cleaned_data
        return OwnData(clean["priority"], clean["message"], tuple(clean.get("people", ())))


class AnswerForm(OwnForm):
    """The answer to who wishes to meet."""

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of(delegation)


class WishForm(OwnForm, WithSubject):
    """A wish to meet, or a change of it."""

    field_order = ("subject", "theme", "priority", "people", "message")

    def __init__(self, *args: Any, delegation: Delegation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of(delegation)
        self.with_themes(delegation.edition)


def wish_shown(meeting: Meeting, delegation: Delegation) -> dict[str, Any]:
    """Return a wish as the values of its form."""
    party = next(one for one in meeting.parties.all() if one.delegation_id == delegation.pk)
    return {
        "subject": meeting.subject,
        "theme": meeting.theme,
        "priority": party.priority,
        "people": list(party.people.all()),
        "message": party.message,
    }


class OutcomeForm(DeskForm):
    """What came of a meeting."""

    outcome = one_of(
        [
            (Outcome.HELD, _("It was held")),
            (Outcome.MISSED, _("It was not held")),
            (Outcome.OPEN, _("Nothing is said yet")),
        ],
        missing=_("Say whether it was held."),
        label=_("What came of it?"),
    )
    result = text(
        label=_("What was agreed on (optional)"),
        help_text=_("Both offices and the organisers read it."),
        rows=4,
    )
    is_public = tick(
        label=_("Write it down in the register, where a tie is in force"),
        help_text=_(
            "Everybody reads that you met, and it keeps the tie active; not what was agreed on."
        ),
    )
