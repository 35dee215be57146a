"""Forms of series and editions, of what is on the agenda, and of the people of a delegation."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.contacts.domain.hours import time_zones
from jumelage.core.themes import theme_choices
from jumelage.forum.actions.agenda import SessionData, SpeakerData
from jumelage.forum.actions.editions import EditionData, SeriesData
from jumelage.forum.actions.members import MemberData
from jumelage.forum.models import Edition, Member, Room, Series, Session, Speaker
from jumelage.memberships.models import Association
from jumelage.ties.wording import say_day
from jumelage.workspace.contacts.forms import LanguagesField
from jumelage.workspace.form import Day, DeskForm, line, one_of, text, tick
from jumelage.workspace.forum.fields import (
    Clock,
    PlaceField,
    PlacesField,
    TextsForm,
    texts_shown,
)


class SeriesForm(TextsForm):
    """A series: what it is called, and what it is."""

    texts = {
        "names": (_("Name of the forum"), _("Without a year: each time it is held is an edition of its own."), 1),
        "texts": (_("What it is"), _("One or two sentences."), 3),
    }  # fmt: skip
    left_out = frozenset({"texts"})

    def data_said(self) -> SeriesData:
        """Return what was written."""
        return SeriesData(self.said("names"), self.said("texts"))


class NewSeriesForm(SeriesForm):
    """A new series: also in whose name."""

    association = forms.ModelChoiceField(
        label=_("In the name of"),
        queryset=Association.objects.none(),
        required=False,
        empty_label=_("nobody: platform staff runs it"),
    )


def series_shown(series: Series) -> dict[str, Any]:
    """Return a series as the values of its form."""
    return texts_shown("names", series.names) | texts_shown("texts", series.texts)


class EditionForm(TextsForm):
    """An edition."""

    texts = {
        "names": (_("Name of this edition"), "", 1),
        "texts": (_("What it is about"), _("Everybody reads it."), 4),
        "place_names": (_("Place, if it is not on the register"), "", 1),
        "venues": (_("House and address"), "", 1),
    }
    left_out = frozenset({"texts", "place_names", "venues"})
    first_day = Day(label=_("First day"), required=False)
    last_day = Day(
        label=_("Last day (optional)"), help_text=_("If it is another one."), required=False
    )
    about = line(
        label=_("Or, if the days are not fixed: month or year"),
        help_text=_("As 2027-05, or 2027."),
        max_length=40,
    )
    place = PlaceField(label=_("Place (optional)"))
    time_zone = line(
        label=_("Time zone (optional)"),
        help_text=_("Only if it is another one than that of the place: Europe/Moscow."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )
    themes = forms.MultipleChoiceField(
        choices=theme_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Themes (optional)"),
    )
    register_until = Day(
        label=_("Until when do places name their people? (optional)"),
        help_text=_("After this day they may still send somebody in another’s place."),
        required=False,
    )
    field_order = (
        "names", "texts", "first_day", "last_day", "about", "place", "place_names", "venues", "time_zone", "themes",
        "register_until",
    )  # fmt: skip
    zones = time_zones()

    def data_said(self) -> EditionData:
        """Return what was written."""
        clean = self.cleaned_data
        first, last = clean.get("first_day"), clean.get("last_day")
        when = clean.get("about", "")
        if first:
            when = f"{first}/{last}" if last and last != first else str(first)
        place = clean.get("place")
        return EditionData(
            names=self.said("names"),
            texts=self.said("texts"),
            when=when,
            time_zone=clean["time_zone"] or (place.timezone if place else ""),
            place=place,
            place_names=self.said("place_names"),
            venues=self.said("venues"),
            themes=tuple(clean["themes"]),
            register_until=clean["register_until"],
        )

    def clean(self) -> dict[str, Any] | None:
        """Refuse days in the wrong order here, where it is known which field was meant."""
        cleaned = super().clean()
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned


def edition_shown(edition: Edition) -> dict[str, Any]:
    """Return an edition as the values of its form."""
    fixed = edition.has_days
    values: dict[str, Any] = {}
    for name in ("names", "texts", "place_names", "venues"):
        values |= texts_shown(name, getattr(edition, name))
    return values | {
        "first_day": edition.first_day if fixed else None,
        "last_day": edition.last_day if fixed and edition.last_day != edition.first_day else None,
        "about": "" if fixed else edition.when,
        "place": edition.place,
        "time_zone": edition.time_zone,
        "themes": edition.themes,
        "register_until": edition.register_until,
    }


class StateForm(DeskForm):
    """What becomes of an edition. The reason is asked for where it is cancelled."""

    reason = text(label=_("Why it is cancelled"), rows=2)


class OrganiserForm(TextsForm):
    """Somebody else who organises an edition."""

    texts = {"names": (_("Or only a name"), "", 1)}
    association = forms.ModelChoiceField(
        label=_("An association, whose officers run the edition too"),
        queryset=Association.objects.all(),
        required=False,
        empty_label=_("none"),
    )
    place = PlaceField(label=_("Or a place, whose officers run the edition too"))
    field_order = ("association", "place", "names")


class DecisionForm(TextsForm):
    """Something that was decided."""

    texts = {"texts": (_("What was decided"), "", 3)}


class RoomForm(TextsForm):
    """A room."""

    texts = {"names": (_("Room"), "", 1)}
    seats = forms.IntegerField(
        label=_("Seats (optional)"), min_value=1, max_value=100_000, required=False
    )
    field_order = ("names", "seats")


class SpeakerForm(DeskForm):
    """Somebody who speaks."""

    name = line(missing=_("Write the name."), label=_("Name"))
    function = line(label=_("Function (optional)"))
    place = PlaceField(label=_("From which place (optional)"))
    consent_on = Day(
        label=_("Agreed to be named on the public agenda on"),
        help_text=_("Ask first: the name stands on a public page."),
    )

    def data_said(self) -> SpeakerData:
        """Return who was written down."""
        clean = self.cleaned_data
        return SpeakerData(clean["name"], clean["consent_on"], clean["function"], clean["place"])


class SessionForm(TextsForm):
    """A session, by the clocks of the edition."""

    texts = {
        "titles": (_("Title"), "", 1),
        "texts": (_("What it is about"), "", 3),
    }
    left_out = frozenset({"texts"})
    kind = one_of(Session.KINDS, label=_("Kind"), radio=False)
    day = forms.ChoiceField(label=_("Day"))
    begins = Clock(label=pgettext_lazy("time of day", "From"))
    ends = Clock(label=pgettext_lazy("time of day", "Until"))
    room = forms.ModelChoiceField(
        label=_("Room (optional)"), queryset=Room.objects.none(), required=False, empty_label="–"
    )
    theme = forms.ChoiceField(label=_("Theme (optional)"), required=False)
    languages = LanguagesField(
        label=_("Spoken languages (optional)"),
        help_text=_("With commas between them: English, Russian."),
        max_length=300,
        required=False,
    )
    interpreted = LanguagesField(
        label=_("Interpreted into (optional)"), max_length=300, required=False
    )
    speakers = forms.ModelMultipleChoiceField(
        label=_("Who speaks (optional)"),
        queryset=Speaker.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        "titles", "kind", "day", "begins", "ends", "room", "theme", "languages", "interpreted", "speakers", "texts",
    )  # fmt: skip

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        fields: Any = self.fields
        days = (edition.last_day - edition.first_day).days + 1
        fields["day"].choices = [
            (day.isoformat(), say_day(day))
            for day in (edition.first_day + timedelta(days=number) for number in range(days))
        ]
        fields["room"].queryset = edition.rooms.all()
        fields["speakers"].queryset = edition.speakers.all()
        own = [choice for choice in theme_choices() if choice[0] in edition.themes]
        fields["theme"].choices = [("", "–"), *(own or theme_choices())]

    def data_said(self) -> SessionData:
        """Return what was written."""
        clean = self.cleaned_data
        day, zone = date.fromisoformat(clean["day"]), ZoneInfo(self.edition.time_zone or "UTC")
        return SessionData(
            titles=self.said("titles"),
            texts=self.said("texts"),
            begins=datetime.combine(day, clean["begins"], zone),
            ends=datetime.combine(day, clean["ends"], zone),
            kind=clean["kind"],
            room=clean["room"],
            theme=clean["theme"],
            languages=clean["languages"],
            interpreted=clean["interpreted"],
            speakers=tuple(clean["speakers"]),
        )


def session_shown(session: Session) -> dict[str, Any]:
    """Return a session as the values of its form."""
    zone = ZoneInfo(session.edition.time_zone or "UTC")
    begins, ends = session.begins.astimezone(zone), session.ends.astimezone(zone)
    return {
        **texts_shown("titles", session.titles),
        **texts_shown("texts", session.texts),
        "kind": session.kind,
        "day": begins.date().isoformat(),
        "begins": begins.time(),
        "ends": ends.time(),
        "room": session.room,
        "theme": session.theme,
        "languages": session.languages,
        "interpreted": session.interpreted,
        "speakers": list(session.speakers.all()),
    }


class InviteForm(DeskForm):
    """Places to invite."""

    places = PlacesField(
        label=_("Places"),
        help_text=_(
            "One in each line: a name in any language, or an address in the register (us/san-diego)."
        ),
        error_messages={"required": _("Choose the places to invite.")},
    )
    quota = forms.IntegerField(
        label=_("How many people may each send?"), min_value=1, max_value=500, initial=5
    )
    message = text(label=_("Message (optional)"), help_text=_("Their officers read it."), rows=3)


class MemberForm(DeskForm):
    """Somebody in a delegation."""

    name = line(missing=_("Write the name."), label=_("Full name"))
    function = line(label=_("Function (optional)"))
    languages = LanguagesField(
        label=_("Languages (optional)"),
        help_text=_("With commas between them: English, Russian."),
        max_length=300,
        required=False,
    )
    needs = text(
        label=_("What the person needs (optional)"),
        help_text=_("Diet, step-free ways. Only your office and the organisers read it."),
        rows=2,
    )
    arrives_on = Day(label=_("Arrives on (optional)"), required=False)
    leaves_on = Day(label=_("Leaves on (optional)"), required=False)
    is_head = tick(label=_("Heads the delegation"))
    consent_on = Day(
        label=_("Agreed to be named to the organisers on"),
        help_text=_("Ask first. The person can change his or her mind at any time."),
        error_messages={"required": _("Ask first, then write when the person agreed.")},
    )
    is_public = tick(label=_("Also agreed to be named on the public page"))

    def data_said(self) -> MemberData:
        """Return who was written down."""
        return MemberData(**self.cleaned_data)


def member_shown(member: Member) -> dict[str, Any]:
    """Return a person as the values of the form."""
    return {name: getattr(member, name) for name in MemberForm.base_fields}
