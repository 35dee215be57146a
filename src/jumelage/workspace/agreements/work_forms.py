"""Forms of changes, plans, activities and reviews: what happens to a tie that is there."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jumelage.agreements.actions.changes import ChangeData, Decision
from jumelage.agreements.actions.work import ActivityData, ItemData, ReviewData
from jumelage.agreements.domain.claims import ALWAYS_JOINT
from jumelage.agreements.models import Activity, PlanItem, Review
from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.themes import theme_choices
from jumelage.documents.models import Document
from jumelage.ties.domain.terms import ClaimKind
from jumelage.workspace.agreements.forms import FORMS
from jumelage.workspace.form import Day, DeskForm, WithDocument, line, one_of, text, tick

_NO_THEME = [("", pgettext_lazy("theme", "no theme"))]


class ChangeForm(WithDocument):
    """What happens to the tie: what, from when, why, and by whom it was decided."""

    kind = one_of(
        [
            (ClaimKind.SUSPENDED, _("We suspend it: it rests, and can be resumed.")),
            (ClaimKind.RESUMED, _("We resume it after a suspension.")),
            (ClaimKind.ENDED, _("We end it.")),
            (ClaimKind.RENEWED, _("Both sides renew it.")),
            (ClaimKind.FORM_CHANGED, _("Both sides change its form.")),
        ],
        missing=_("Say what happens to the tie."),
        label=_("What happens to the tie?"),
    )
    jointly = one_of(
        [
            ("", _("We alone, for our side. It counts at once.")),
            ("1", _("Both sides. It counts once the other side has confirmed it.")),
        ],
        label=_("Who declares it?"),
        help_text=_("To renew a tie, and to change its form, always takes both."),
    )
    effective_on = Day(label=_("From which day?"))
    until = Day(
        required=False,
        label=_("Until which day? (optional)"),
        help_text=_("How long a suspension is meant to last, or until when the tie is renewed."),
    )
    form = one_of(
        [("", pgettext_lazy("form of tie", "the same form")), *FORMS], radio=False, label=_("New form"),
        help_text=_("Only if the form changes."),
    )  # fmt: skip
    reason = text(missing=_("Give the reason."), label=_("Why?"), rows=4)
    reason_is_public = tick(
        label=_("The public may read this reason."),
        help_text=_(
            "Otherwise only the two sides read it; the register says what happened, and when."
        ),
    )
    body = line(
        label=_("Which body decided it? (optional)"),
        help_text=_("If a council decided, its minutes are the source: that weighs more."),
    )
    decided_on = Day(required=False, label=_("When did it decide?"))
    reference = line(label=_("Number of the decision (optional)"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        clean = self.cleaned_data
        if clean.get("body") and not clean.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", gettext("Say when it decided."))
        if clean.get("kind") == ClaimKind.FORM_CHANGED and not clean.get("form"):
            self.add_error("form", gettext("Choose the new form."))
        return cleaned

    def file_title(self) -> str:
        return gettext("Paper on the change of the tie")

    def said(self) -> ChangeData:
        """Return the change."""
        clean = self.cleaned_data
        decided = clean["body"] and Decision(clean["body"], clean["decided_on"], clean["reference"])
        return ChangeData(
            kind=clean["kind"],
            effective_on=clean["effective_on"],
            reason=clean["reason"],
            jointly=bool(clean["jointly"]) or clean["kind"] in ALWAYS_JOINT,
            until=clean["until"],
            form=clean["form"],
            reason_is_public=clean["reason_is_public"],
            document=self.chosen,
            decision=decided or None,
        )


class ChangeAnswerForm(DeskForm):
    """Confirming or declining what the other side declared for both."""

    reason = text(
        label=_("Anything to say to the other side? (optional)"),
        help_text=_("Only the two sides read it. It never becomes public."), rows=3,
    )  # fmt: skip
    sure = tick(label=_("Yes, our side declares the same."))


class AimsForm(DeskForm):
    """What a year is to bring."""

    aims = text(label=_("What do you want to reach this year?"), rows=4)


class ItemForm(WithDocument):
    """One thing planned."""

    title = line(missing=_("Say what is planned."), max_length=300, label=_("What is planned?"))
    theme = one_of(lambda: [*_NO_THEME, *theme_choices()], radio=False, label=_("Area"))
    due_on = Day(required=False, label=_("Until when? (optional)"))
    owner_a = line(help_text=_("Who sees to it there: a person, or an office."))
    owner_b = line(help_text=_("Who sees to it there: a person, or an office."))
    resources = line(
        max_length=300,
        label=_("What does it take? (optional)"),
        help_text=_("Money, people, rooms: who gives what."),
    )
    state = one_of(
        PlanItem.STATES,
        missing=_("Say where it stands."),
        label=_("Where does it stand?"),
        initial="open",
    )
    progress = text(label=_("What has been done, what came of it? (optional)"), rows=4)
    field_order = (
        "title", "theme", "due_on", "owner_a", "owner_b", "resources", "state", "progress", "document", "file",
    )  # fmt: skip

    def __init__(self, *args: Any, sides: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, side in zip(("owner_a", "owner_b"), sides, strict=True):
            self.fields[name].label = gettext("Who sees to it in %(place)s? (optional)") % {
                "place": side
            }
        self.fields["document"].label = gettext("A document that shows it (optional)")

    def allow(self, document: Document | None) -> None:
        """Let a document be chosen that is there already, though it is the other side's, who may keep its title."""
        if document is None:
            return
        field: Any = self.fields["document"]
        field.queryset = field.queryset | Document.objects.filter(pk=document.pk)
        if not Document.objects.visible_to(self.actor).filter(pk=document.pk).exists():
            field.unreadable |= {document.pk}

    def refuse(self, error: RefusedError) -> None:
        """Put what is said of the evidence beside the document: here it is called so."""
        named = [
            replace(problem, field="document") if problem.field == "evidence" else problem
            for problem in error.problems
        ]
        super().refuse(RefusedError(*named))

    def file_title(self) -> str:
        return str(self.cleaned_data.get("title") or "")

    def said(self) -> ItemData:
        """Return the planned thing."""
        clean = self.cleaned_data
        names = ("title", "theme", "due_on", "owner_a", "owner_b", "resources", "state", "progress")
        return ItemData(evidence=self.chosen, **{name: clean[name] for name in names})


class _PlanItems(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django’s own is no generic class
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.plan.year}: {obj.title}"


#: Who may read of an activity.
PUBLIC = [
    ("1", _("Everybody. The register then counts the tie as active.")),
    ("", _("Only the two sides.")),
]


class ActivityForm(DeskForm):
    """Something done together."""

    kind = one_of(Activity.KINDS, missing=_("Say what it was."), label=_("What was it?"))
    title = line(
        missing=_("Say in a few words what was done."), max_length=300, label=_("What was done?")
    )
    when = line(
        missing=_("Say when."),
        max_length=40,
        label=_("When?"),
        help_text=_(
            "A day (2026-05-12), some days (2026-05-12/2026-05-15), a month (2026-05) or a year."
        ),
    )
    text = text(label=_("More about it (optional)"), rows=4)
    theme = one_of(lambda: [*_NO_THEME, *theme_choices()], radio=False, label=_("Area"))
    participants = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        label=_("How many people took part? (optional)"),
    )
    plan_item = _PlanItems(
        queryset=PlanItem.objects.none(),
        required=False,
        label=_("Was it planned? (optional)"),
        empty_label=_("not in a plan"),
    )
    is_public = one_of(
        PUBLIC,
        label=_("Who may read this?"),
        initial="1",
    )

    def offer(self, planned: "QuerySet[PlanItem]", *, may_publish: bool) -> None:
        """Let these planned things be chosen; helpers record for the two sides only."""
        self.fields["plan_item"].queryset = planned  # type: ignore[attr-defined]
        if not may_publish:
            self.fields["is_public"].choices = PUBLIC[1:]  # type: ignore[attr-defined]

    def clean_when(self) -> str:
        """Understand a date as people write it, too."""
        said = str(self.cleaned_data["when"]).strip()
        try:
            parse_date(said)
        except InvalidDateError:
            raise forms.ValidationError(
                gettext(
                    "This is no date. Write it as 2026-05-12, 2026-05 or 2026-05-12/2026-05-15."
                )
            ) from None
        return said

    def said(self) -> ActivityData:
        """Return the activity."""
        clean = self.cleaned_data
        names = ("kind", "when", "title", "text", "theme", "participants", "plan_item")
        return ActivityData(
            is_public=bool(clean["is_public"]), **{name: clean[name] for name in names}
        )


class ReviewForm(DeskForm):
    """How a side looks back on a year."""

    rating = one_of(
        Review.RATINGS, missing=_("Say how the tie is doing."), label=_("How is the tie doing?")
    )
    achieved = text(label=_("What was achieved?"), rows=4)
    hindered = text(label=_("What stood in the way?"), rows=4)
    next_steps = text(label=_("What comes next?"), rows=4)
    is_shared = tick(
        label=_("The other side may read it."),
        help_text=_("Once it is shared, that is not taken back. It never becomes public."),
    )

    def said(self, year: int) -> ReviewData:
        """Return the review of a year."""
        clean = self.cleaned_data
        names = ("achieved", "hindered", "next_steps", "is_shared")
        return ReviewData(
            year=year, rating=int(clean["rating"]), **{name: clean[name] for name in names}
        )
