"""The form with which an office records what happened, and where that stands."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.places.models import Place
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import Source, day_said
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.own_sources import source_of_minutes, source_of_place, source_of_publication
from jumelage.ties.wording import say_day
from jumelage.workspace.agreements.forms import FORMS
from jumelage.workspace.form import Day, WithDocument, line, one_of, text

RECORDS, MINUTES, PUBLICATION = "records", "minutes", "publication"
OURS, BOTH = "ours", "both"
KINDS = [
    (ClaimKind.SIGNED, _("an agreement was signed")),
    (ClaimKind.ATTESTED, _("the tie exists (no event, or none with a date)")),
    (ClaimKind.PROPOSED, _("the tie was proposed")),
    (ClaimKind.APPROVED, _("a council, or another body, approved it")),
    (ClaimKind.RENEWED, _("the tie was renewed")),
    (ClaimKind.FORM_CHANGED, _("the form of the tie was changed")),
    (ClaimKind.SUSPENDED, _("the tie was suspended")),
    (ClaimKind.RESUMED, _("the tie was resumed")),
    (ClaimKind.ENDED, _("the tie was ended")),
    (ClaimKind.ACTIVE, _("something was done together")),
]
#: What an office may name beside its own records and minutes.
PUBLICATIONS = [
    (Authority.MUNICIPALITY.code, _("a page or paper of a municipality")),
    (Authority.PRESS.code, _("a newspaper, a magazine, a broadcaster")),
]


#: What a source needs to be named.
_NEEDED: Mapping[str, Mapping[str, Any]] = {
    MINUTES: {
        "body": _("Say which body decided."),
        "decided_on": _("Give the day of the meeting."),
    },
    PUBLICATION: {
        "title": _("Give the title of the publication."),
        "authority": _("Say what kind of publication it is."),
    },
}


class ClaimForm(WithDocument):
    """What an office says of its tie, and where that stands."""

    kind = one_of(KINDS, missing=_("Say what happened."), radio=False, label=_("What happened?"))
    side = one_of(
        [(BOTH, _("Both sides together, or it does not matter")), (OURS, _("Our side alone"))],
        missing=_("Say who did it."),
        label=_("Who did it?"),
        initial=BOTH,
    )
    when = line(
        label=_("When?"),
        help_text=_(
            "A year (1989), a month (1989-05), a day (1989-05-12), about a year (1989~), or from–to (1989/1991). "
            "Leave it empty if you do not know."
        ),
        max_length=40,
    )
    form = one_of(
        FORMS,
        radio=False,
        label=_("What is the tie called in it?"),
    )
    quote = text(
        label=_("Its own words"),
        help_text=_("The sentence that says so, as it stands in the source."),
        rows=3,
        max_length=2000,
    )
    origin = one_of(
        [
            (RECORDS, _("In the records of our office")),
            (MINUTES, _("In minutes of our council or another body")),
            (PUBLICATION, _("In a publication")),
        ],
        missing=_("Say where it is said."),
        label=_("Where is it said?"),
        initial=RECORDS,
    )
    body = line(label=_("Council or body"))
    decided_on = Day(required=False, label=_("Day of the meeting"))
    reference = line(label=_("Number of the decision or of the file"))
    authority = one_of(PUBLICATIONS, radio=False, label=_("What kind of publication?"))
    title = line(label=_("Title"), max_length=300)
    publisher = line(label=_("Published by"))
    url = line(label=_("Address on the web"), max_length=1000)
    published = line(
        label=_("Date of publication"),
        help_text=_("A day (1993-05-12), a month or a year."),
        max_length=40,
    )
    field_order = (
        "kind", "side", "when", "form", "quote", "origin", "body", "decided_on", "reference", "authority", "title",
        "publisher", "url", "published", "document", "file",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, place=place, **kwargs)
        for name, words in (("form", gettext("not stated")), ("authority", gettext("choose"))):
            field: Any = self.fields[name]
            field.choices = [("", words), *field.choices]

    def file_title(self) -> str:
        """A new file is called as the publication, or as what it says."""
        return str(self.cleaned_data.get("title") or self.cleaned_data.get("reference") or "")

    def clean_when(self) -> str:
        """Understand the date."""
        return self._date("when")

    def clean_published(self) -> str:
        """Understand the date of publication."""
        return self._date("published")

    def _date(self, name: str) -> str:
        said = str(self.cleaned_data[name]).strip()
        if said:
            try:
                parse_date(said)
            except InvalidDateError as error:
                message = gettext(
                    "This date cannot be understood. Write a year (1989), a month (1989-05), a day (1989-05-12), "
                    "about a year (1989~) or from–to (1989/1991)."
                )
                raise forms.ValidationError(message) from error
        return said

    def clean_url(self) -> str:
        """Take web addresses only."""
        url = str(self.cleaned_data["url"]).strip()
        if url:
            wrong = gettext("Write the whole address, beginning with https://")
            URLValidator(schemes=["http", "https"], message=wrong)(url)
        return url

    def clean(self) -> dict[str, Any] | None:
        """Ask for what the source needs, and for a form where it was changed."""
        cleaned = super().clean()
        said = self.cleaned_data
        for name, message in self._missing(said):
            if name not in self.errors:
                self.add_error(name, message)
        if not said.get("when") and "when" not in self.errors:
            said["when"] = self._usual_day(said)
        return cleaned

    def _missing(self, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the fields that the others ask for, each with what to say when it is empty."""
        origin, kind = said.get("origin"), said.get("kind")
        needed = dict(_NEEDED.get(origin or "", {}))
        if kind == ClaimKind.FORM_CHANGED:
            needed["form"] = _("Say which form the tie has from then on.")
        if origin == RECORDS and kind and kind != ClaimKind.ATTESTED:
            needed["when"] = _(
                "Say roughly when: a year, about a year (1989~), or at least before which year (../1995)."
            )
        if origin == PUBLICATION and not said.get("when"):
            needed["published"] = _("Give the date of publication, or say when it happened.")
        yield from ((name, str(words)) for name, words in needed.items() if not said.get(name))

    @staticmethod
    def _usual_day(said: Mapping[str, Any]) -> str:
        """Return the day that is meant where none is given: of the decision, or today's for what records say now."""
        if said.get("origin") == MINUTES and said.get("kind") == ClaimKind.APPROVED:
            return said["decided_on"].isoformat() if said.get("decided_on") else ""
        if said.get("origin") == RECORDS and said.get("kind") == ClaimKind.ATTESTED:
            return today().isoformat()
        return ""

    @property
    def origin_said(self) -> "Origin":
        """The source that was named. The form must be valid."""
        return _origin(self.place, self.cleaned_data)

    @property
    def acting_side(self) -> Place | None:
        """The place that acted, or none where both did. A council approves for its own side, whatever was ticked."""
        own = self.cleaned_data["side"] == OURS or self.cleaned_data["kind"] == ClaimKind.APPROVED
        return self.place if own else None


@dataclass(frozen=True, slots=True)
class Origin:
    """A source that an office names: how much it weighs, what it is called, when it speaks, and how it comes to be."""

    authority: Authority
    title: str
    said_on: date
    make: Callable[[], Source]


def _origin(place: Place, said: Mapping[str, Any]) -> Origin:
    kind, day = said["origin"], today()
    if kind == MINUTES:
        body, on, reference = said["body"], said["decided_on"], said["reference"]
        title = f"{body}, {say_day(on)}"
        return Origin(
            Authority.COUNCIL,
            title,
            min(on, day),
            lambda: source_of_minutes(place, body=body, decided_on=on, reference=reference),
        )
    if kind == PUBLICATION:
        authority = next(a for a in Authority if a.code == said["authority"])
        return Origin(
            authority,
            said["title"],
            day_said(said["published"], day),
            lambda: source_of_publication(
                place,
                authority=authority,
                title=said["title"],
                publisher=said["publisher"],
                url=said["url"],
                published=said["published"],
            ),
        )
    title = gettext("Records of the office of %(place)s") % {"place": place.local_name}
    return Origin(Authority.MUNICIPALITY, title, day, lambda: source_of_place(place))
