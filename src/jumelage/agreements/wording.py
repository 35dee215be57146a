"""The life of a tie in words: why something is refused, and what the other side is told."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from jumelage.agreements.domain.claims import Fault

#: Why a change of a tie makes no sense, and the field that it concerns.
FAULTS: Mapping[Fault, tuple[str, Any]] = {
    Fault.NOT_IN_FORCE: (
        "kind",
        _("The tie is not in force, so there is nothing to change. Propose it, or record its beginning first."),
    ),
    Fault.NOT_SUSPENDED: (
        "kind",
        _("The tie was not suspended before this day, so it cannot be resumed. Check the day."),
    ),
    Fault.SUSPENDED: (
        "kind",
        _("The tie was suspended before this day. Resume it first."),
    ),
    Fault.ENDED: (
        "kind",
        _("The tie had ended before this day. A new one begins with a proposal."),
    ),
    Fault.SAME_DAY: (
        "effective_on",
        _("Something else is on record for this day. Choose the day after, or take the other entry back."),
    ),
    Fault.SAME_FORM: ("form", _("The tie has this form already. Choose another one.")),
    Fault.NO_FORM: ("form", _("Say which form the tie has from then on.")),
    Fault.TOO_FAR: ("effective_on", _("This day is more than two years ahead. Choose an earlier one.")),
    Fault.UNTIL: ("until", _("This day is before the change begins.")),
    Fault.ALWAYS_JOINT: (
        "jointly",
        _("A tie is renewed, or changed in form, by both sides. Declare it for both: the other side is asked."),
    ),
    Fault.NO_SUCH_CHANGE: ("kind", _("Say what changes.")),
}  # fmt: skip

_READ = _("Read it and answer: you can accept it, decline it, or reply with a version of your own.")
_SEE = _("What was said is with the proposal.")
_CHANGE = _("The reason is with the declaration.")
#: What the other side is told: the subject, and what it can do. ``sender`` is the side that acted.
NOTICES: Mapping[str, tuple[Any, Any]] = {
    "proposed": (_("%(sender)s has a proposal for %(receiver)s"), _READ),
    "countered": (_("%(sender)s replies to your proposal with a version of its own"), _READ),
    "accepted": (
        _("%(sender)s has accepted the proposal"),
        _("Both sides stand behind the same words now. The next step is an agreement: either side can begin its text."),
    ),
    "declined": (_("%(sender)s has declined the proposal"), _SEE),
    "withdrawn": (_("%(sender)s has withdrawn its proposal"), _SEE),
    "letter": (
        _("The answer of %(sender)s, which came by letter, was recorded"),
        _("The letter is with the proposal."),
    ),
    "objected": (
        _("%(sender)s says that it never gave the answer that was recorded by letter"),
        _("The answer counts no more, and the proposal is open again."),
    ),
    "approved": (
        _("%(sender)s has recorded a decision of its council or of another body"),
        _("You find it in the history of the tie."),
    ),
    "started": (
        _("%(sender)s has begun the text of an agreement with %(receiver)s"),
        _("Read the first draft. Either side can change it until one of them has signed."),
    ),
    "drafted": (
        _("%(sender)s has written a new draft of the agreement"),
        _("What is different from the draft before is marked."),
    ),
    "dropped": (
        _("%(sender)s has given up the agreement that was being written"),
        _("The drafts and the reason stay readable."),
    ),
    "signed": (
        _("%(sender)s has signed the agreement"),
        _("Only your signature is missing. The text cannot be changed while the other side’s signature stands."),
    ),
    "in_force": (
        _("The agreement between %(sender)s and %(receiver)s is in force"),
        _("Both sides have signed. The register says so from now on."),
    ),
    "signature_withdrawn": (
        _("%(sender)s has withdrawn its signature"),
        _("The text can be changed again. The reason is with the agreement."),
    ),
    "paper_signature_withdrawn": (
        _("%(sender)s has taken back the signature that it had recorded on paper for %(receiver)s"),
        _("The text can be changed again. The reason is with the agreement."),
    ),
    "signature_objected": (
        _("%(sender)s says that it never gave the signature that was recorded on paper"),
        _("The signature counts no more, and the agreement is not in force. The reason is with the agreement."),
    ),
    "published": (
        _("The agreement between %(sender)s and %(receiver)s is public now"),
        _("Both sides wanted it. Everybody can read the text and the signed copies."),
    ),
    "change_declared": (_("%(sender)s has declared a change of its tie with %(receiver)s"), _CHANGE),
    "change_asked": (
        _("%(sender)s wants to change the tie together with %(receiver)s"),
        _("Read what is proposed, and confirm or decline it. Nothing changes before you confirm."),
    ),
    "change_confirmed": (
        _("%(sender)s has confirmed the change of the tie"),
        _("The register says so from now on, as the word of both sides."),
    ),
    "change_declined": (
        _("%(sender)s has declined the change of the tie"),
        _("Nothing has changed. The reason, if one was given, is with the declaration."),
    ),
    "change_withdrawn": (_("%(sender)s has withdrawn its declaration"), _CHANGE),
    "planned": (
        _("%(sender)s has begun a plan for the year with %(receiver)s"),
        _("There is one plan for both sides: add what you want to do together."),
    ),
    "done_together": (
        _("%(sender)s has recorded something that you did together"),
        _("It is public, and shows that the tie is alive. If something in it is wrong, tell the other side."),
    ),
    "reviewed": (
        _("%(sender)s has shared its review of the year with %(receiver)s"),
        _("Your own review may be shared as well."),
    ),
    "ends_soon": (
        _("The agreement between %(sender)s and %(receiver)s ends soon"),
        _("If both sides want it to go on, renew it before its last day."),
    ),
    "prolonged_soon": (
        _("The agreement between %(sender)s and %(receiver)s will be prolonged"),
        _("If one side does not want that, it has to say so in writing in time."),
    ),
}  # fmt: skip
