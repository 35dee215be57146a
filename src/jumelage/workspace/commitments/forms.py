"""The forms of commitments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jumelage.commitments.actions.common import OwnerData, PromiseData, Responsible
from jumelage.commitments.actions.progress import ProgressData
from jumelage.commitments.actions.statements import StatementData
from jumelage.commitments.domain.states import Kind
from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.contacts.models import Office
from jumelage.core.clock import today
from jumelage.core.themes import theme_choices
from jumelage.memberships.models import Institution, Membership
from jumelage.places.models import Place
from jumelage.workspace.form import Day, DeskForm, WithDocument, line, one_of, text, tick
from jumelage.workspace.forum.fields import PlacesField, TextsForm, texts_shown

_DUE = _("A day, a month or a year: 2027-05-31, 2027-05, 2027.")


class ReasonForm(DeskForm):
    """A reason, without which the step is not taken."""

    reason = text(missing=_("Say why."), rows=4, label=_("Why?"))


class _Choice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django’s own is no generic class
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user) if isinstance(obj, Membership) else str(obj.name)


def _chosen(queryset: Any, label: Any, hint: Any = "") -> _Choice:
    return _Choice(
        queryset=queryset, required=False, label=label, help_text=hint, empty_label=_("none")
    )


class WithResponsible(DeskForm):
    """A form that says who sees to it at the own place."""

    office = _chosen(Office.objects.none(), _("Office"))
    institution = _chosen(Institution.objects.none(), _("Institution"))
    function = line(
        label=_("Responsible post"),
        help_text=_("The post, not the person: head of the department of education."),
    )
    member = _chosen(
        Membership.objects.none(),
        _("Who is reminded beside your officers"),
        _("Only your own office sees this."),
    )

    def offer(self, place: Place) -> None:
        """Offer the offices, institutions and people of a place; leave out what it has none of."""
        members = Membership.objects.active().filter(place=place).select_related("user")
        for name, rows in (
            ("office", Office.objects.open().filter(place=place).order_by("name")),
            ("institution", Institution.objects.filter(place=place)),
            ("member", members.order_by("user__name")),
        ):
            if rows.exists():
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def responsible(self) -> Responsible:
        """Return who sees to it."""
        said = self.cleaned_data
        return Responsible(
            office=said.get("office"),
            institution=said.get("institution"),
            function=said.get("function", ""),
            member=said.get("member"),
        )


def responsible_shown(owner: CommitmentOwner) -> dict[str, Any]:
    """Return who sees to it as the values of the form."""
    return {
        "office": owner.office_id,
        "institution": owner.institution_id,
        "function": owner.function,
        "member": owner.member_id,
        "wants_public": owner.wants_public,
    }


class ConfirmForm(WithResponsible):
    """The word of an owner."""

    wants_public = tick(
        label=_("Everybody may read it"),
        help_text=_("It becomes public if all owners want it, and then stays so until its end and after."),
    )  # fmt: skip


class PromiseForm(TextsForm, WithResponsible):
    """What is promised, with whom, until when."""

    texts = {
        "titles": (_("What is promised"), _("In one line."), 1),
        "texts": (_("What exactly"), _("So that later everybody can tell whether it was kept."), 4),
        "origin": (_("Where it was promised"), _("Such as: talks in Vladivostok, May 2027."), 1),
    }
    left_out = frozenset({"texts", "origin"})
    field_order = [
        "titles", "texts", "owners", "due", "theme", "function", "office", "institution", "member", "origin",
    ]  # fmt: skip

    owners = PlacesField(
        label=_("With whom"),
        help_text=_("One place in each line: its name in any language, or its address in the register."),
        error_messages={"required": _("Say with whom.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    due = line(label=_("Due (optional)"), help_text=_DUE, max_length=40)
    theme = one_of([], radio=False, label=_("Theme (optional)"))

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["theme"].choices = [("", _("none")), *theme_choices()]  # type: ignore[attr-defined]
        self.offer(place)

    def promise(self) -> PromiseData:
        """Return what is promised."""
        said = self.cleaned_data
        others = [place for place in said["owners"] if place.pk != self.place.pk]
        return PromiseData(
            titles=self.said("titles"),
            texts=self.said("texts"),
            origin=self.said("origin"),
            owners=[OwnerData(self.place, self.responsible()), *map(OwnerData, others)],
            due=said["due"],
            theme=said["theme"],
        )


def promise_shown(row: Commitment, place: Place) -> dict[str, Any]:
    """Return a commitment as the values of its form."""
    owners = list(row.owners.select_related("place"))
    mine = next(owner for owner in owners if owner.place_id == place.pk)
    others = [owner.place.key for owner in owners if owner.place_id != place.pk]
    return {
        **texts_shown("titles", row.titles),
        **texts_shown("texts", row.texts),
        **texts_shown("origin", row.origin),
        **responsible_shown(mine),
        "owners": "\n".join(others),
        "due": row.due,
        "theme": row.theme,
    }


class ProgressForm(TextsForm, WithDocument):
    """What was done."""

    texts = {"texts": (_("What was done"), "", 4)}
    field_order = ["on", "texts", "share", "url", "document", "file"]

    on = Day(label=_("Until which day"))
    share = forms.IntegerField(
        required=False,
        label=_("How much of the whole (optional)"),
        help_text=_("In per cent, as far as it can be said."),
        min_value=0,
        max_value=100,
    )
    url = line(
        max_length=500,
        label=_("An address that shows it (optional)"),
        help_text=_("A report in the press, a page of your own: https://…"),
    )

    def progress(self) -> ProgressData:
        """Return what was done."""
        said = self.cleaned_data
        return ProgressData(
            on=said["on"],
            texts=self.said("texts"),
            share=said["share"],
            url=said["url"],
            document=self.chosen,
        )


class SayForm(TextsForm):
    """How it ended."""

    texts = {"texts": (_("What came of it, or why"), "", 4)}
    field_order = ["kind", "on", "texts"]

    kind = one_of(
        [
            (Kind.KEPT.value, _("It is kept.")),
            (Kind.PARTLY.value, _("It is partly kept, and over.")),
            (Kind.NOT_KEPT.value, _("It was not kept.")),
            (Kind.DROPPED.value, _("It shall be dropped: nobody wants it any more.")),
        ],
        missing=_("Say how it ended."),
        label=_("How did it end?"),
    )
    on = Day(label=_("Since which day"))

    def statement(self) -> StatementData:
        """Return what is said."""
        said = self.cleaned_data
        return StatementData(Kind(said["kind"]), said["on"], self.said("texts"))


class DueForm(TextsForm):
    """Another due date."""

    texts = {"texts": (_("Why"), "", 3)}
    field_order = ["due", "texts"]

    due = line(missing=_("Say until when."), label=_("New due date"), help_text=_DUE, max_length=40)

    def statement(self) -> StatementData:
        """Return what is asked for."""
        said = self.cleaned_data
        return StatementData(Kind.DUE, today(), self.said("texts"), due=said["due"])
