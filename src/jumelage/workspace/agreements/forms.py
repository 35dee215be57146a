"""Forms of proposals, answers, decisions of councils, terms and signatures. For the text itself see ``text_form``."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jumelage.agreements.actions.approvals import ApprovalData
from jumelage.agreements.actions.proposals import PaperAnswer, ProposalText
from jumelage.agreements.actions.signing import SignatureData
from jumelage.agreements.domain.texts import Renewal, Terms
from jumelage.agreements.models import (
    Agreement,
    Approval,
    Proposal,
)
from jumelage.core.themes import theme_choices
from jumelage.ties.models import FORM_CHOICES
from jumelage.workspace.agreements.words import language_choices
from jumelage.workspace.form import (
    Day,
    DeskForm,
    WithDocument,
    line,
    one_of,
    text,
    tick,
)

#: The forms a tie can be given: “not stated” is for what sources leave open.
FORMS = [(value, word) for value, word in FORM_CHOICES if value]


class TextForm(DeskForm):
    """What a version of a proposal says."""

    form = one_of(
        FORMS,
        missing=_("Say which form of tie you propose."),
        label=_("What would the tie be called?"),
        help_text=_(
            "Twinning is meant to last; friendship and contact bind less; a project ends with its aim."
        ),
    )
    aims = text(
        missing=_("Say what you want to reach together."),
        label=_("What do you want to reach together?"),
        help_text=_(
            "A few sentences. They become the aims of the agreement, and both sides can still change them."
        ),
    )
    themes = forms.MultipleChoiceField(
        choices=theme_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("In which areas?"),
        help_text=_("Tick what you have in mind. You can leave this open."),
    )
    message = text(
        label=_("Anything to say to the other side? (optional)"),
        help_text=_("Only the two sides read it. It never becomes public."),
        rows=3,
    )

    def said(self) -> ProposalText:
        """Return the version."""
        clean = self.cleaned_data
        return ProposalText(
            form=clean["form"], aims=clean["aims"], themes=clean["themes"], message=clean["message"]
        )


class ProposeForm(TextForm):
    """A first proposal: also what it is for, and when the public learns of it."""

    purpose = one_of(
        Proposal.PURPOSES,
        missing=_("Say what the proposal is for."),
        label=_("What do you propose?"),
        initial=Proposal.ESTABLISH,
    )
    shown = one_of(
        [
            (
                Proposal.WHEN_AGREED,
                _("Once both sides agree. Until then only you and the other side see it."),
            ),
            (Proposal.NOW, _("From now on. The register says at once that you have proposed it.")),
        ],
        missing=_("Say when the public learns of it."),
        label=_("When does the public learn of it?"),
        initial=Proposal.WHEN_AGREED,
    )
    field_order = ("purpose", "form", "aims", "themes", "message", "shown")


class ReasonForm(DeskForm):
    """A reason, which may be left out."""

    reason = text(label=_("Reason (optional)"), help_text=_("The other side reads it."), rows=3)


class NeedReasonForm(DeskForm):
    """A reason, which must be given."""

    reason = text(
        missing=_("Give the reason."),
        label=_("Reason"),
        help_text=_("The other side reads it."),
        rows=3,
    )


class PublicReasonForm(NeedReasonForm):
    """A reason that stands beside what the register says."""

    reason = text(
        missing=_("Give the reason."),
        label=_("Reason"),
        help_text=_("Everybody reads it."),
        rows=3,
    )


class AcceptForm(ReasonForm):
    """Accepting: with a tick, since the register speaks from then on."""

    reason = text(
        label=_("Anything to say to the other side? (optional)"),
        help_text=_("Only the two sides read it. It never becomes public."),
        rows=3,
    )
    sure = tick(
        missing=_("Tick the box to say that this is meant."),
        label=_("Yes, we accept this version."),
    )


class LetterForm(WithDocument):
    """An answer that came by letter, recorded for a side that has nobody here."""

    kind = one_of(
        [("accepted", _("They accept.")), ("declined", _("They decline."))],
        missing=_("Say what they answered."),
        label=_("What did they answer?"),
    )
    answered_on = Day(label=_("Day of the letter"))
    reason = text(label=_("Reason, as the letter has it (optional)"), rows=3)
    field_order = ("kind", "answered_on", "document", "file", "reason")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.need_document()
        return cleaned

    def file_title(self) -> str:
        return gettext("Answer to our proposal")

    def said(self) -> PaperAnswer:
        """Return the answer."""
        clean = self.cleaned_data
        document = clean["document"]
        return PaperAnswer(clean["kind"], clean["answered_on"], document, clean["reason"])


class ApprovalForm(WithDocument):
    """What a council decided."""

    body = line(
        missing=_("Say which body decided."),
        label=_("Which body decided?"),
        help_text=_("For example: City Council, City Duma, Board of Supervisors."),
    )
    decided_on = Day(label=_("When?"))
    outcome = one_of(
        Approval.OUTCOMES,
        missing=_("Say what it decided."),
        label=_("What did it decide?"),
        initial=Approval.APPROVED,
    )
    reference = line(
        label=_("Number of the decision (optional)"), help_text=_("For example: No. 214, R-315102.")
    )
    field_order = ("body", "outcome", "decided_on", "reference", "document", "file")

    def file_title(self) -> str:
        return gettext("Decision of %(body)s") % {"body": self.cleaned_data.get("body") or "…"}

    def said(self) -> ApprovalData:
        """Return the decision."""
        clean = self.cleaned_data
        return ApprovalData(
            body=clean["body"],
            decided_on=clean["decided_on"],
            outcome=clean["outcome"],
            reference=clean["reference"],
            document=self.chosen,
        )


class TermsForm(DeskForm):
    """What of an agreement the registry reckons with: its form, its languages, how long it lasts."""

    form = one_of(
        FORMS, missing=_("Say what the agreement is about."), label=_("What do you agree on?")
    )
    first_language = one_of(
        language_choices,
        missing=_("Choose a language."),
        radio=False,
        label=_("Language of the text"),
    )
    second_language = one_of(
        language_choices, radio=False, label=_("Second language"),
        help_text=_("Both texts are equally authentic, and stand side by side on paper."),
    )  # fmt: skip
    renewal = one_of(
        Agreement.RENEWALS, missing=_("Say how long it lasts."), label=_("How long does it last?"),
        initial=Agreement.UNLIMITED,
    )  # fmt: skip
    years = forms.IntegerField(
        required=False, min_value=1, max_value=99, label=_("For how many years?"),
        help_text=_("Leave it empty if it lasts for an unlimited time."),
    )  # fmt: skip
    notice_months = forms.IntegerField(
        min_value=1, max_value=60, initial=6, label=_("Months of notice to end it"),
        error_messages={"required": _("Say how many months’ notice a side gives: from 1 to 60.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        clean = self.cleaned_data
        unlimited = clean.get("renewal") == Agreement.UNLIMITED
        if (
            clean.get("renewal")
            and not unlimited
            and not clean.get("years")
            and "years" not in self.errors
        ):
            self.add_error("years", gettext("Say for how many years."))
        if clean.get("first_language") and clean.get("first_language") == clean.get(
            "second_language"
        ):
            self.add_error("second_language", gettext("Choose another language, or none."))
        return cleaned

    def said(self) -> Terms:
        """Return the terms."""
        clean = self.cleaned_data
        languages = (clean["first_language"], clean["second_language"])
        renewal = Renewal(clean["renewal"])
        return Terms(
            form=clean["form"],
            languages=tuple(language for language in languages if language),
            renewal=renewal,
            years=None if renewal is Renewal.UNLIMITED else clean["years"],
            notice_months=clean["notice_months"],
        )


class SignForm(WithDocument):
    """Who signed, as what, when and where."""

    signatory = line(missing=_("Say who signed."), label=_("Who signed for you?"))
    function = line(
        missing=_("Say as what the person signed."),
        label=_("As what?"),
        help_text=_("For example: Mayor."),
    )
    signed_on = Day(label=_("On which day?"))
    signed_at_place = line(
        label=_("Where? (optional)"), help_text=_("For example: San Diego, Balboa Park.")
    )
    may_publish = tick(
        label=_("We want everybody to be able to read the agreement."),
        help_text=_(
            "Its text, the signatures and the signed copies become public once both sides want it. "
            "Otherwise the register says only that it was signed, and when."
        ),
    )
    sure = tick(
        missing=_("Tick the box to say that this is meant."),
        label=_(
            "I have compared the text with the paper: the person named has signed exactly this."
        ),
    )
    field_order = (
        "signatory", "function", "signed_on", "signed_at_place", "document", "file", "may_publish", "sure",
    )  # fmt: skip

    def file_title(self) -> str:
        return gettext("Signed copy of the agreement")

    def said(self) -> SignatureData:
        """Return the signature."""
        clean = self.cleaned_data
        names = ("signatory", "function", "signed_on", "signed_at_place", "may_publish")
        return SignatureData(document=self.chosen, **{name: clean[name] for name in names})


class PaperSignForm(SignForm):
    """Who signed on paper for the other side, which has nobody here: with the signed copy."""

    may_publish = None  # type: ignore[assignment]  # the side says that itself, once it is here
    signatory = line(missing=_("Say who signed."), label=_("Who signed for the other side?"))
    sure = tick(
        missing=_("Tick the box to say that this is meant."),
        label=_(
            "I have compared the text with the signed copy: the person named has signed exactly this."
        ),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.need_document()
        return cleaned

    def said(self) -> SignatureData:
        """Return the signature."""
        clean = self.cleaned_data
        names = ("signatory", "function", "signed_on", "signed_at_place")
        return SignatureData(document=self.chosen, **{name: clean[name] for name in names})


class CopyForm(WithDocument):
    """The signed copy, later; and whether the public may read it all."""

    may_publish = tick(label=SignForm.base_fields["may_publish"].label or "")

    def file_title(self) -> str:
        return gettext("Signed copy of the agreement")
