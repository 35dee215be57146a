"""Forms of timetables: how one is drawn or repaired, where a meeting is moved, who or what is missing when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jumelage.forum.actions.timetable_drawing import (
    LONGEST_NOTE,
    MOST_SECONDS,
    MOST_SEED,
    SECONDS,
    SECONDS_REPAIR,
)
from jumelage.workspace.form import DeskForm, line, one_of, tick

Choices = Sequence[tuple[Any, Any]]


def _number(most: int, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"min": 0, "max": most, "inputmode": "numeric"})
    said = {"invalid": _("Write a whole number."), "required": _("Write a whole number.")}
    return forms.IntegerField(widget=widget, error_messages=said, **options)


class DrawTimetableForm(DeskForm):
    """How long to search, and for what."""

    seconds = _number(
        MOST_SECONDS,
        initial=SECONDS,
        label=_("Seconds to search at most"),
        help_text=_(
            "It ends by itself as soon as it is proved that there is nothing better; 600 at most."
        ),
    )
    with_unanswered = tick(
        label=_("Let wishes count that have not been answered yet"),
        help_text=_("They weigh half of what both sides want."),
    )
    seed = _number(
        MOST_SEED,
        initial=0,
        label=_("Number between equals"),
        help_text=_("Another number may give another timetable that is just as good."),
    )
    note = line(
        label=_("Note (optional)"),
        max_length=LONGEST_NOTE,
        help_text=_("For you, to tell drafts apart. It is not published."),
    )


class RepairForm(DeskForm):
    """From when on anything may change, and how long to search."""

    begins = one_of(
        [],
        radio=False,
        missing=_("Choose from when on meetings may move."),
        label=_("From when on may meetings move?"),
        help_text=_("What begins earlier was held, and stays as it is."),
    )
    seconds = _number(MOST_SECONDS, initial=SECONDS_REPAIR, label=_("Seconds to search at most"))
    note = line(label=_("Note (optional)"), max_length=LONGEST_NOTE)

    def __init__(self, *args: Any, slots: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"].choices = slots  # type: ignore[attr-defined]  # a field with choices


class MissingForm(DeskForm):
    """Who or what is missing, from when until when."""

    what = one_of(
        [],
        radio=False,
        missing=_("Choose who or what is missing."),
        label=_("Who or what is missing?"),
    )
    first = one_of([], radio=False, label=_("From"), missing=_("Choose a time."))
    last = one_of([], radio=False, label=_("Until"), missing=_("Choose a time."))

    def __init__(self, *args: Any, whats: Choices, slots: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("what", whats), ("first", slots), ("last", slots)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # fields with choices


class MoveForm(DeskForm):
    """Where a meeting is moved by hand."""

    slot = one_of([], radio=False, label=_("Time"), missing=_("Choose a time."))
    table = one_of([], radio=False, label=_("Table"))

    def __init__(
        self, *args: Any, slots: Choices, tables: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = slots  # type: ignore[attr-defined]  # fields with choices
        free = [("", _("any that is free")), *tables.items()]
        self.fields["table"].choices = free  # type: ignore[attr-defined]  # as above
        self.fields["table"].required = False
