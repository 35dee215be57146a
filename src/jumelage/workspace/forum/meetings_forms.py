"""Forms of meetings: rules, times, tables, interpreters, absences, wishes, answers, what came of them."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.core.themes import theme_choices
from jumelage.forum.actions.meeting_attendance import AttendanceData
from jumelage.forum.actions.meeting_interpreters import InterpreterData
from jumelage.forum.actions.meeting_rules import RulesData
from jumelage.forum.actions.meeting_running import MeetingData
from jumelage.forum.actions.meeting_tables import TableData
from jumelage.forum.domain.meetings import Block, labels_of
from jumelage.forum.meetings.words import PRIORITY_WORDS, say_span
from jumelage.forum.models import (
    Attendance,
    Delegation,
    Edition,
    Meeting,
    MeetingInterpreter,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
    Room,
)
from jumelage.ties.wording import say_day
from jumelage.workspace.contacts.forms import LanguagesField
from jumelage.workspace.form import Day, DeskForm, line, tick
from jumelage.workspace.forum.fields import Clock


def _number(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    messages = {
        "required": _("Write a number."),
        "invalid": _("Write a number."),
        "min_value": _("Write a number from %(limit_value)s on."),
        "max_value": _("Write a number up to %(limit_value)s."),
    }
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=messages, **options
    )


class RulesForm(DeskForm):
    """How an edition's meetings are wished."""

    wishes_until = Day(
        label=_("Last day for wishes and answers (optional)"),
        help_text=_("After it they are closed by themselves, by the clocks of the forum."),
        required=False,
    )
    most_wishes = _number(_("How many wishes has each delegation?"), 1, 100)
    daily_limit = _number(
        _("How many meetings a day at most? (optional)"),
        1,
        100,
        required=False,
        help_text=_("For one delegation; a single one can have another limit."),
    )
    fairness = _number(
        _("How far may gaps between meetings differ? (optional)"),
        0,
        100,
        required=False,
        help_text=_(
            "The number of gaps that one delegation may have more than another. Empty: only the sum counts."
        ),
    )
    is_public = tick(
        label=_("Everybody may read who meets whom"),
        help_text=_("On the public page, once a timetable is published: places, never people."),
    )

    def data_said(self) -> RulesData:
        """Return what was written."""
        return RulesData(**self.cleaned_data)


def rules_shown(rules: MeetingRules) -> dict[str, Any]:
    """Return rules as the values of their form."""
    return {name: getattr(rules, name) for name in RulesForm.base_fields}


class SlotsForm(DeskForm):
    """Parts of days that are filled with times for meetings."""

    days = forms.MultipleChoiceField(
        label=_("Days"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the days.")},
    )
    begins = Clock(label=pgettext_lazy("time of day", "From"))
    ends = Clock(label=pgettext_lazy("time of day", "Until"))
    minutes = _number(_("Minutes of one meeting"), 5, 240, initial=20)
    pause = _number(_("Minutes of pause after each"), 0, 240, initial=5)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(edition.time_zone or "UTC")
        number = (edition.last_day - edition.first_day).days + 1
        days = [edition.first_day + timedelta(days=offset) for offset in range(number)]
        self.fields["days"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), say_day(day)) for day in days
        ]

    def blocks(self) -> list[Block]:
        """Return the parts of days that were meant."""
        clean = self.cleaned_data
        return [
            Block(
                datetime.combine(date.fromisoformat(day), clean["begins"], self.zone),
                datetime.combine(date.fromisoformat(day), clean["ends"], self.zone),
                clean["minutes"],
                clean["pause"],
            )
            for day in clean["days"]
        ]


class TablesForm(DeskForm):
    """Tables, many at once."""

    labels = line(
        missing=_("Say what stands on the tables: 1-20."),
        label=_("What stands on them"),
        help_text=_("1-20 makes twenty tables; B1-B4 four more. Commas in between."),
        max_length=500,
    )
    room = forms.ModelChoiceField(
        label=_("Room (optional)"), queryset=Room.objects.none(), required=False, empty_label="–"
    )
    is_accessible = tick(label=_("One gets there without steps"))

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = edition.rooms.all()  # type: ignore[attr-defined]

    def clean_labels(self) -> list[str]:
        """Return the signs one by one."""
        try:
            return labels_of(self.cleaned_data["labels"])
        except ValueError as error:
            message = (
                _now("“%(part)s” is no range: write it as 1-20 or B1-B4.") % {"part": error}
                if str(error)
                else _now("These are too many tables.")
            )
            raise forms.ValidationError(message) from None


class TableForm(DeskForm):
    """One table."""

    label = line(missing=_("Say what stands on the table."), label=_("What stands on it"))
    room = forms.ModelChoiceField(
        label=_("Room (optional)"), queryset=Room.objects.none(), required=False, empty_label="–"
    )
    is_accessible = tick(label=_("One gets there without steps"))
    is_usable = tick(
        label=_("It can be used"),
        help_text=_("Untick it if the table is lost: the next timetable leaves it out."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = edition.rooms.all()  # type: ignore[attr-defined]

    def data_said(self) -> TableData:
        """Return what was written."""
        return TableData(**self.cleaned_data)


def table_shown(table: MeetingTable) -> dict[str, Any]:
    """Return a table as the values of its form."""
    return {name: getattr(table, name) for name in TableForm.base_fields}


class SlotLabel(str):
    """When a slot is; the day and the time are shown apart."""

    day: str
    time: str


class Slots(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django’s own is no generic class
    """Times of an edition."""

    edition: Edition

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=MeetingSlot.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **options,
        )

    def label_from_instance(self, obj: Any) -> str:
        """Return when it is."""
        label = SlotLabel(say_span(self.edition, obj.begins, obj.ends))
        label.day, label.time = label.rsplit(", ", maxsplit=1)
        return label

    def at(self, edition: Edition) -> None:
        """Offer the times of an edition."""
        self.edition = edition
        self.queryset = edition.meeting_slots.order_by("begins", "pk")


class InterpreterForm(DeskForm):
    """Somebody who interprets."""

    name = line(missing=_("Write the name."), label=_("Name"))
    languages = LanguagesField(
        label=_("Languages"),
        help_text=_("With commas between them: English, Russian."),
        max_length=300,
    )
    consent_on = Day(
        label=_("Agreed to be named to delegations on"),
        help_text=_(
            "Ask first. The name is erased 90 days after the forum, or when you remove it."
        ),
        error_messages={"required": _("Ask first, then write when the person agreed.")},
    )
    absent = Slots(label=_("Not there at (optional)"))

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].at(edition)  # type: ignore[attr-defined]

    def data_said(self) -> InterpreterData:
        """Return who was written down."""
        clean = self.cleaned_data
        return InterpreterData(
            clean["name"], tuple(clean["languages"]), clean["consent_on"], tuple(clean["absent"])
        )


def interpreter_shown(one: MeetingInterpreter) -> dict[str, Any]:
    """Return an interpreter as the values of the form."""
    values: dict[str, Any] = {
        name: getattr(one, name) for name in ("name", "languages", "consent_on")
    }
    return values | {"absent": list(one.absent.all())}


class AwayForm(DeskForm):
    """When a delegation is away, and what it needs."""

    absent = Slots(label=_("Away at (optional)"))
    needs_access = tick(
        label=_("Needs a table without steps"),
        help_text=_("All its meetings are then at such tables."),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["absent"].at(edition)  # type: ignore[attr-defined]

    def data_said(self) -> AttendanceData:
        """Return what was written."""
        clean = self.cleaned_data
        return AttendanceData(
            tuple(clean["absent"]), clean["needs_access"], clean.get("daily_limit")
        )


class AttendanceForm(AwayForm):
    """The same for organisers, with the limit a day."""

    daily_limit = _number(
        _("Meetings a day at most (optional)"),
        1,
        100,
        required=False,
        help_text=_("Empty: as all delegations."),
    )


def attendance_shown(one: Attendance | None) -> dict[str, Any]:
    """Return what a delegation needs as the values of the form."""
    if one is None:
        return {}
    return {
        "absent": list(one.absent.all()),
        "needs_access": one.needs_access,
        "daily_limit": one.daily_limit,
    }


class Names(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Delegations by their places, people by their names."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.place.local_name if isinstance(obj, Delegation) else obj.shown_name


class WithSubject(DeskForm):
    """What a meeting is about."""

    subject = line(
        label=_("Subject (optional)"), help_text=_("In a few words: trams, pupils, water.")
    )
    theme = forms.ChoiceField(label=_("Theme (optional)"), required=False)

    def with_themes(self, edition: Edition) -> None:
        """Offer the themes of an edition, or all if it has none."""
        own = [choice for choice in theme_choices() if choice[0] in edition.themes]
        field: Any = self.fields["theme"]
        field.choices = [("", "–"), *(own or theme_choices())]


class MeetingForm(WithSubject):
    """What organisers say of a meeting."""

    is_must = tick(
        label=_("It has to be held"),
        help_text=_("A timetable without it is none. If it is impossible, you are told why."),
    )
    fixed_slot = forms.ModelChoiceField(
        label=_("Only at this time (optional)"),
        queryset=MeetingSlot.objects.none(),
        required=False,
        empty_label=_("at any time"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.with_themes(edition)
        field: Any = self.fields["fixed_slot"]
        field.queryset = edition.meeting_slots.order_by("begins", "pk")
        field.label_from_instance = lambda slot: say_span(edition, slot.begins, slot.ends)

    def data_said(self) -> MeetingData:
        """Return what was written."""
        clean = self.cleaned_data
        return MeetingData(clean["subject"], clean["theme"], clean["is_must"], clean["fixed_slot"])


def meeting_shown(meeting: Meeting) -> dict[str, Any]:
    """Return a meeting as the values of its form."""
    return {name: getattr(meeting, name) for name in MeetingForm.base_fields}


class NewMeetingForm(MeetingForm):
    """A meeting that organisers add."""

    delegations = Names(
        label=_("Who meets"),
        queryset=Delegation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose two delegations or more.")},
    )
    priority = forms.TypedChoiceField(
        label=_("How important is it?"),
        choices=PRIORITY_WORDS,
        coerce=int,
        initial=2,
        widget=forms.RadioSelect,
    )
    field_order = ("delegations", "subject", "theme", "priority", "is_must", "fixed_slot")

    def __init__(self, *args: Any, edition: Edition, delegations: Any, **kwargs: Any) -> None:
        super().__init__(*args, edition=edition, **kwargs)
        self.fields["delegations"].queryset = delegations  # type: ignore[attr-defined]
