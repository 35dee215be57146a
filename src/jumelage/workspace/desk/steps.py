"""What can be done next with a tie, as links: what waits for us, what waits for the other side, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from jumelage.agreements.domain.lifecycle import Step, StepKind, Whose
from jumelage.places.models import Place
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Tie
from jumelage.ties.queries import other_side

#: Steps whose pages are for officers; a helper reads that they wait.
OFFICERS = frozenset(
    {
        StepKind.PROPOSE,
        StepKind.RECORD_APPROVAL,
        StepKind.SIGN,
        StepKind.ADD_COPY,
        StepKind.RESUME,
        StepKind.RENEW,
        StepKind.CHANGE_FORM,
        StepKind.SUSPEND,
        StepKind.END,
    }
)
#: What seldom happens stands apart.
SELDOM = frozenset({StepKind.CHANGE_FORM, StepKind.SUSPEND, StepKind.END, StepKind.PROPOSE})
_CHANGES = {
    StepKind.RESUME: ClaimKind.RESUMED,
    StepKind.RENEW: ClaimKind.RENEWED,
    StepKind.CHANGE_FORM: ClaimKind.FORM_CHANGED,
    StepKind.SUSPEND: ClaimKind.SUSPENDED,
    StepKind.END: ClaimKind.ENDED,
}
#: Pages of a thing that has a number.
_PAGES = {
    StepKind.ANSWER_PROPOSAL: "proposal",
    StepKind.DRAFT: "agreement",
    StepKind.SIGN: "agreement",
    StepKind.ADD_COPY: "agreement",
    StepKind.CONFIRM_CHANGE: "change-answer",
}
#: Pages of a year of a tie.
_YEARS = {StepKind.MAKE_PLAN: "plan", StepKind.REVIEW: "review"}
#: Pages that begin something of a tie.
_BEGINNINGS = {
    StepKind.RECORD_APPROVAL: "approval-new",
    StepKind.START_AGREEMENT: "agreement-new",
    StepKind.RECORD_ACTIVITY: "activity-new",
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step in words, with the page where it is taken (none where the reader may not take it)."""

    words: str
    url: str
    seldom: bool


@dataclass(frozen=True, slots=True)
class StepsShown:
    """All steps open now."""

    own: Sequence[StepShown]
    other: Sequence[StepShown]
    may: Sequence[StepShown]
    seldom: Sequence[StepShown]


def steps_shown(tie: Tie, place: Place, steps: Sequence[Step], *, is_officer: bool) -> StepsShown:
    """Return the steps of a side in words."""
    other = other_side(tie, place)
    shown: dict[Whose, list[StepShown]] = {whose: [] for whose in Whose}
    for step in steps:
        allowed = is_officer or step.kind not in OFFICERS
        if not allowed and step.whose is Whose.MAY:
            continue
        words = _words(step) % {"place": other.local_name, "number": step.number}
        url = _address(tie, place, other, step) if allowed else ""
        shown[step.whose].append(StepShown(words, url, step.kind in SELDOM))
    may = shown[Whose.MAY]
    return StepsShown(
        shown[Whose.OWN],
        shown[Whose.OTHER],
        [step for step in may if not step.seldom],
        [step for step in may if step.seldom],
    )


def _words(step: Step) -> str:
    if step.whose is Whose.OTHER:
        return {
            StepKind.ANSWER_PROPOSAL: _("%(place)s has your proposal to answer"),
            StepKind.SIGN: _("%(place)s has still to sign the agreement"),
            StepKind.CONFIRM_CHANGE: _("%(place)s has a change to confirm that you declared"),
        }[step.kind]
    if step.whose is Whose.OWN:
        return {
            StepKind.ANSWER_PROPOSAL: _("Answer the proposal of %(place)s"),
            StepKind.START_AGREEMENT: _(
                "Begin the text of the agreement: the proposal is accepted"
            ),
            StepKind.DRAFT: _("Read the last draft of %(place)s and answer"),
            StepKind.SIGN: _("Sign the agreement: %(place)s has signed"),
            StepKind.CONFIRM_CHANGE: _("Answer the change that %(place)s wants"),
            StepKind.RENEW: _("Renew the tie: the agreement runs out"),
        }[step.kind]
    return _may_words(step.kind)


def _may_words(kind: StepKind) -> str:
    return {
        StepKind.PROPOSE: _("Propose a tie to %(place)s"),
        StepKind.RECORD_APPROVAL: _("Record a decision of your council"),
        StepKind.START_AGREEMENT: _("Begin the text of an agreement"),
        StepKind.DRAFT: _("Go on writing the agreement"),
        StepKind.SIGN: _("Sign the agreement"),
        StepKind.ADD_COPY: _("Add the signed copy of the agreement"),
        StepKind.RESUME: _("Resume the tie"),
        StepKind.RENEW: _("Renew the tie"),
        StepKind.CHANGE_FORM: _("Change the form of the tie"),
        StepKind.SUSPEND: _("Suspend the tie"),
        StepKind.END: _("End the tie"),
        StepKind.MAKE_PLAN: _("Plan %(number)s together"),
        StepKind.RECORD_ACTIVITY: _("Record something that you did together"),
        StepKind.REVIEW: _("Look back on %(number)s"),
    }[kind]


def _address(tie: Tie, place: Place, other: Place, step: Step) -> str:
    """Return the page where a step is taken."""
    kind, number = step.kind, step.number
    if kind in _CHANGES:
        return address("change-new", place.pk, tie.pk, kind=_CHANGES[kind].value)
    if kind in _PAGES:
        return address(_PAGES[kind], place.pk, number)
    if kind in _YEARS:
        return address(_YEARS[kind], place.pk, tie.pk, number)
    if kind is StepKind.PROPOSE:
        return address("propose", place.pk, to=other.pk)
    of_proposal = {"proposal": number} if number is not None else {}
    return address(_BEGINNINGS[kind], place.pk, None if of_proposal else tie.pk, **of_proposal)


def address(name: str, *args: object, **query: object) -> str:
    """Return the address of a page of the workspace."""
    found = reverse(f"workspace:{name}", args=[part for part in args if part is not None])
    return f"{found}?{urlencode(query)}" if query else found
