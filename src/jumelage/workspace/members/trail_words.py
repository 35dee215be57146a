"""A place's trail in plain words: what was done, and what is different since."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jumelage.agreements.models import Approval, Change
from jumelage.commitments.models import Statement
from jumelage.memberships.models import ROLES
from jumelage.ties.models import FORM_CHOICES
from jumelage.ties.wording import say_claim, say_date

#: Kinds of entries, as one chooses them (memberships.queries.KINDS).
KIND_WORDS = {
    "ties": pgettext_lazy("kind of change", "ties in the register"),
    "agreements": pgettext_lazy("kind of change", "proposals, agreements, work together"),
    "contacts": pgettext_lazy("kind of change", "contacts and log"),
    "documents": pgettext_lazy("kind of change", "documents"),
    "members": pgettext_lazy("kind of change", "members"),
    "other": pgettext_lazy("kind of change", "everything else"),
}

#: What each action did, as a sentence without a person in it (a test sees to it that none is missing).
SENTENCES: dict[str, str | Promise] = {
    "ties.record_claim": gettext_lazy("Recorded in the register"),
    "ties.retract_claim": gettext_lazy("Taken back from the register"),
    "ties.object": gettext_lazy("A claim in the register disputed"),
    "ties.withdraw_objection": gettext_lazy("Objection withdrawn"),
    "ties.decide_objection": gettext_lazy("Objection decided"),
    "agreements.propose": gettext_lazy("Tie proposed"),
    "agreements.counter": gettext_lazy("Another version proposed"),
    "agreements.accept": gettext_lazy("Proposal accepted"),
    "agreements.decline": gettext_lazy("Proposal declined"),
    "agreements.withdraw": gettext_lazy("Proposal withdrawn"),
    "agreements.record_letter": gettext_lazy("Answer by letter recorded"),
    "agreements.object_to_letter": gettext_lazy("Answer by letter disputed"),
    "agreements.record_approval": gettext_lazy("Decision of a council recorded"),
    "agreements.start_agreement": gettext_lazy("Agreement begun"),
    "agreements.save_draft": gettext_lazy("Draft of the agreement written"),
    "agreements.drop": gettext_lazy("Agreement given up"),
    "agreements.sign": gettext_lazy("Agreement signed"),
    "agreements.sign_on_paper": gettext_lazy("Signature on paper recorded"),
    "agreements.object_to_signature": gettext_lazy("Signature on paper disputed"),
    "agreements.withdraw_signature": gettext_lazy("Signature withdrawn"),
    "agreements.record_signed_copy": gettext_lazy("Signed copy added"),
    "agreements.in_force": gettext_lazy("Agreement in force"),
    "agreements.publish": gettext_lazy("Agreement published"),
    "agreements.prolong": gettext_lazy("Agreement prolonged, as it says itself"),
    "agreements.remind": gettext_lazy("Reminder that an agreement ends"),
    "agreements.declare_change": gettext_lazy("Change of the tie declared"),
    "agreements.confirm_change": gettext_lazy("Change of the tie confirmed"),
    "agreements.decline_change": gettext_lazy("Change of the tie declined"),
    "agreements.withdraw_change": gettext_lazy("Change of the tie withdrawn"),
    "agreements.make_plan": gettext_lazy("Plan of work made"),
    "agreements.change_plan": gettext_lazy("Plan of work changed"),
    "agreements.add_item": gettext_lazy("Something added to the plan of work"),
    "agreements.change_item": gettext_lazy("Something in the plan of work changed"),
    "agreements.record_activity": gettext_lazy("Activity recorded"),
    "agreements.publish_activity": gettext_lazy("Activity published"),
    "agreements.remove_activity": gettext_lazy("Activity removed"),
    "agreements.save_review": gettext_lazy("Look back at a year written"),
    "commitments.draft": gettext_lazy("Commitment drafted"),
    "commitments.change_draft": gettext_lazy("Draft of a commitment changed"),
    "commitments.discard": gettext_lazy("Draft of a commitment thrown away"),
    "commitments.promise": gettext_lazy("Commitment proposed by organisers"),
    "commitments.propose": gettext_lazy("Commitment proposed"),
    "commitments.reword": gettext_lazy("Other words of a commitment proposed"),
    "commitments.withdraw": gettext_lazy("Proposed commitment withdrawn"),
    "commitments.confirm": gettext_lazy("Commitment confirmed"),
    "commitments.decline": gettext_lazy("Commitment declined"),
    "commitments.set_responsible": gettext_lazy("Who sees to a commitment changed"),
    "commitments.add_progress": gettext_lazy("Progress of a commitment reported"),
    "commitments.remove_progress": gettext_lazy("Report of progress taken out"),
    "commitments.say": gettext_lazy("Something said of a commitment that waits for answers"),
    "commitments.agree": gettext_lazy("Agreed to what was said of a commitment"),
    "commitments.object": gettext_lazy("Objected to what was said of a commitment"),
    "commitments.withdraw_statement": gettext_lazy("What was said of a commitment withdrawn"),
    "commitments.settle": gettext_lazy(
        "Nobody objected to what was said of a commitment: it counts"
    ),
    "commitments.take_back": gettext_lazy("Outcome of a commitment taken back"),
    "commitments.remind": gettext_lazy("Reminder of a commitment"),
    "commitments.reminders_on": gettext_lazy("Reminders of commitments switched on"),
    "commitments.reminders_off": gettext_lazy("Reminders of commitments switched off"),
    "contacts.add_office": gettext_lazy("Office added"),
    "contacts.change_office": gettext_lazy("Office changed"),
    "contacts.close_office": gettext_lazy("Office closed"),
    "contacts.reopen_office": gettext_lazy("Office opened again"),
    "contacts.add_person": gettext_lazy("Contact added"),
    "contacts.change_person": gettext_lazy("Contact changed"),
    "contacts.withdraw_consent": gettext_lazy("Consent withdrawn"),
    "contacts.hand_over": gettext_lazy("Function handed over"),
    "contacts.attach_to_tie": gettext_lazy("Contact put in charge of a tie"),
    "contacts.detach_from_tie": gettext_lazy("Contact no longer in charge of a tie"),
    "contacts.erase_person": gettext_lazy("Personal data erased"),
    "contacts.give_out_data": gettext_lazy("Personal data given to the person"),
    "contacts.export": gettext_lazy("Contacts saved as a file"),
    "contacts.stage_list": gettext_lazy("Address list read"),
    "contacts.apply_list": gettext_lazy("Address list taken over"),
    "contacts.throw_list_away": gettext_lazy("Address list thrown away"),
    "contacts.add_entry": gettext_lazy("Contact log: entry added"),
    "contacts.change_entry": gettext_lazy("Contact log: entry changed"),
    "contacts.remove_entry": gettext_lazy("Contact log: entry removed"),
    "contacts.restore_entry": gettext_lazy("Contact log: entry restored"),
    "contacts.ask_about_data": gettext_lazy("Request about personal data made"),
    "contacts.confirm_request": gettext_lazy("Request about personal data confirmed"),
    "contacts.note_request": gettext_lazy("Request about personal data noted"),
    "contacts.send_request_to": gettext_lazy("Request about personal data sent here"),
    "contacts.answer_request": gettext_lazy("Request about personal data answered"),
    "documents.store": gettext_lazy("Document added"),
    "documents.share": gettext_lazy("Document shared with others"),
    "documents.publish": gettext_lazy("Document published"),
    "documents.unpublish": gettext_lazy("Document taken back from the public"),
    "documents.remove": gettext_lazy("Document removed"),
    "memberships.apply": gettext_lazy("Application to act for the place"),
    "memberships.approve": gettext_lazy("Application approved"),
    "memberships.decline": gettext_lazy("Application declined"),
    "memberships.withdraw": gettext_lazy("Application taken back"),
    "memberships.add": gettext_lazy("Member added"),
    "memberships.change_role": gettext_lazy("Role of a member changed"),
    "memberships.leave": gettext_lazy("Member left"),
    "memberships.remove": gettext_lazy("Member removed"),
    "memberships.invite": gettext_lazy("Invitation sent"),
    "memberships.accept": gettext_lazy("Invitation accepted"),
    "memberships.withdraw_invitation": gettext_lazy("Invitation withdrawn"),
    "memberships.add_domain": gettext_lazy("Official domain written down"),
    "memberships.remove_domain": gettext_lazy("Official domain taken off the record"),
    "memberships.add_institution": gettext_lazy("Institution put on record"),
    "partners.save_wish": gettext_lazy("Wish for a partner drafted"),
    "partners.publish_wish": gettext_lazy("Wish for a partner put on the board"),
    "partners.change_wish": gettext_lazy("Wish for a partner changed"),
    "partners.withdraw_wish": gettext_lazy("Wish for a partner withdrawn"),
    "partners.close_wish": gettext_lazy("Wish closed: a partner was found"),
    "partners.expire_wish": gettext_lazy("Wish for a partner closed: its time is over"),
    "partners.write_message": gettext_lazy("Message about a wish written"),
    "partners.confirm_message": gettext_lazy("Message about a wish arrived"),
    "partners.answer_message": gettext_lazy("Message about a wish answered"),
    "partners.set_message_aside": gettext_lazy("Message about a wish set aside, or taken up again"),
    "partners.take_back_message": gettext_lazy("Message about a wish taken back by its writer"),
    "partners.erase_message": gettext_lazy("Message about a wish erased"),
    "partners.decline_wish": gettext_lazy("Wish of others marked as not wanted"),
    "partners.want_after_all": gettext_lazy("Wish of others wanted after all"),
    "partners.matches_mail_on": gettext_lazy("E-mail about wishes that fit switched on"),
    "partners.matches_mail_off": gettext_lazy("E-mail about wishes that fit switched off"),
    "partners.make_shortlist": gettext_lazy("Shortlist begun"),
    "partners.change_shortlist": gettext_lazy("Title or note of a shortlist changed"),
    "partners.remove_shortlist": gettext_lazy("Shortlist removed"),
    "partners.add_candidate": gettext_lazy("Place put on a shortlist"),
    "partners.note_candidate": gettext_lazy("Note about a place on a shortlist written"),
    "partners.take_candidate_off": gettext_lazy("Place taken off a shortlist"),
    "partners.order_shortlist": gettext_lazy("Order of a shortlist changed"),
    "partners.explain_shortlist": gettext_lazy(
        "What speaks for the places on a shortlist worked out"
    ),
    "partners.share_shortlist": gettext_lazy("Shortlist shared at a secret address"),
    "partners.renew_shortlist_address": gettext_lazy("Secret address of a shortlist changed"),
    "partners.stop_sharing_shortlist": gettext_lazy("Secret address of a shortlist taken back"),
    "partners.open_round": gettext_lazy("Wishes left over taken up in a next round of matching"),
    "partners.enter_round": gettext_lazy("Wish entered in a round of matching"),
    "partners.leave_round": gettext_lazy("Wish taken out of a round of matching"),
    "partners.offer_round": gettext_lazy("Partner suggested by a round of matching"),
    "partners.accept_pair": gettext_lazy("Suggested partner accepted"),
    "partners.decline_pair": gettext_lazy("Suggested partner declined"),
    "partners.agree_pair": gettext_lazy(
        "Both sides have accepted each other in a round of matching"
    ),
    "partners.close_round": gettext_lazy("Round of matching closed"),
    "forum.invite": gettext_lazy("Invited to a forum"),
    "forum.invite_again": gettext_lazy("Invited to a forum again"),
    "forum.change_quota": gettext_lazy("Number of people who may come to a forum changed"),
    "forum.accept": gettext_lazy("Invitation to a forum accepted"),
    "forum.decline": gettext_lazy("Invitation to a forum declined"),
    "forum.stay_away": gettext_lazy("Not coming to a forum after all"),
    "forum.take_back": gettext_lazy("Invitation to a forum taken back"),
    "forum.approve": gettext_lazy("Delegation to a forum approved"),
    "forum.name_member": gettext_lazy("Somebody named for a forum"),
    "forum.change_member": gettext_lazy("Somebody’s entry for a forum changed"),
    "forum.substitute": gettext_lazy("Somebody sent to a forum in another’s place"),
    "forum.remove_member": gettext_lazy("Somebody taken off a delegation"),
    "forum.erase_member": gettext_lazy("Data of somebody in a delegation erased"),
    "forum.set_attendance": gettext_lazy("When a delegation can meet at a forum changed"),
    "forum.wish_meeting": gettext_lazy("Meeting at a forum wished"),
    "forum.change_wish": gettext_lazy("Wish for a meeting at a forum changed"),
    "forum.take_back_wish": gettext_lazy("Wish for a meeting at a forum taken back"),
    "forum.accept_meeting": gettext_lazy("Meeting at a forum accepted"),
    "forum.decline_meeting": gettext_lazy("Meeting at a forum declined"),
    "forum.add_meeting": gettext_lazy("Meeting at a forum added by the organisers"),
    "forum.change_meeting": gettext_lazy("Meeting at a forum changed by the organisers"),
    "forum.take_off_meeting": gettext_lazy("Meeting at a forum taken off by the organisers"),
    "forum.say_outcome": gettext_lazy("What came of a meeting at a forum written down"),
    "forum.promise": gettext_lazy("Commitment made of a meeting or a decision of a forum"),
    "forum.propose_session": gettext_lazy("Session proposed for a forum"),
    "forum.change_proposal": gettext_lazy("Proposal of a session for a forum changed"),
    "forum.withdraw_proposal": gettext_lazy("Proposal of a session for a forum withdrawn"),
    "forum.accept_proposal": gettext_lazy("Proposed session accepted by a forum"),
    "forum.decline_proposal": gettext_lazy("Proposed session declined by a forum"),
    "forum.place_proposal": gettext_lazy("Proposed session put on the agenda of a forum"),
    "forum.forget_proposed_speaker": gettext_lazy("Somebody taken out of a proposed session"),
    "forum.check_in": gettext_lazy("Somebody of the delegation has come to a forum"),
    "forum.undo_check_in": gettext_lazy("Arrival at a forum taken back, it was a mistake"),
    "forum.new_badge": gettext_lazy("Somebody got a new badge for a forum, the old one is void"),
    "forum.show_timetable": gettext_lazy("Secret address of a timetable of meetings made"),
    "forum.hide_timetable": gettext_lazy("Secret address of a timetable of meetings taken back"),
    "workspace.make_calendar": gettext_lazy("Private address of the calendar made"),
    "workspace.renew_calendar": gettext_lazy("Private address of the calendar changed"),
    "workspace.revoke_calendar": gettext_lazy("Private address of the calendar taken back"),
    "workspace.digest_on": gettext_lazy("Monthly e-mail switched on"),
    "workspace.digest_off": gettext_lazy("Monthly e-mail switched off"),
}


def sentence_of(action: str) -> str:
    """Return what an action did, in words; of one that has none, that something was done."""
    return str(SENTENCES.get(action) or _("Something else was changed"))


def details_of(action: str, changes: Mapping[str, Any]) -> list[str]:
    """Return what is different since, as far as the trail says it and a reader can use it."""
    said = [_DETAILS[key](changes[key], action) for key in _DETAILS if changes.get(key)]
    if action == "ties.decide_objection":
        said.insert(0, _upheld(uphold=bool(changes.get("uphold"))))
    return [words for words in said if words]


def _upheld(*, uphold: bool) -> str:
    return _("upheld: the claim is taken back") if uphold else _("declined: the claim stands")


def _role(value: str) -> str:
    return str(dict(ROLES).get(value, ""))  # type: ignore[call-overload]  # its keys are texts


def _kind(value: str, action: str) -> str:
    if action == "ties.record_claim":
        return say_claim(value, "")
    if action.endswith("_change"):
        return str(dict(Change.KINDS).get(value, ""))  # type: ignore[call-overload]  # as above
    return ""


def _form(value: str) -> str:
    return str(dict(FORM_CHOICES).get(value, ""))  # type: ignore[call-overload]  # as above


def _outcome(value: str) -> str:
    return str(dict(Approval.OUTCOMES).get(value, ""))


def _fields(value: list[str]) -> str:
    known = [str(FIELDS[name]) for name in value if name in FIELDS]
    if not known:
        return ""
    return _("changed: %(fields)s") % {"fields": ", ".join(dict.fromkeys(known))}


#: Fields of contacts that may change.
FIELDS = {
    "name": pgettext_lazy("field", "name"),
    "function": pgettext_lazy("field", "function"),
    "address": pgettext_lazy("field", "address"),
    "email": pgettext_lazy("field", "e-mail address"),
    "phone": pgettext_lazy("field", "telephone"),
    "url": pgettext_lazy("field", "website"),
    "time_zone": pgettext_lazy("field", "time zone"),
    "languages": pgettext_lazy("field", "languages"),
    "visibility": pgettext_lazy("field", "who sees it"),
    "consent_on": pgettext_lazy("field", "consent"),
    "consent_how": pgettext_lazy("field", "consent"),
    "office": pgettext_lazy("field", "office"),
    "note": pgettext_lazy("field", "note"),
    "since": pgettext_lazy("field", "since when"),
    "until": pgettext_lazy("field", "until when"),
    "successor": pgettext_lazy("field", "successor"),
    "kind": pgettext_lazy("field", "kind"),
    "direction": pgettext_lazy("field", "direction"),
    "on": pgettext_lazy("field", "day"),
    "summary": pgettext_lazy("field", "summary"),
    "person": pgettext_lazy("field", "person"),
    "document": pgettext_lazy("field", "document"),
    "other": pgettext_lazy("field", "partner"),
    "tie": pgettext_lazy("field", "tie"),
    "texts": pgettext_lazy("field", "title and text"),
    "terms": pgettext_lazy("field", "what is sought and offered"),
}

#: How a reader is told of what the trail keeps, by the names under which it keeps it.
_DETAILS: dict[str, Any] = {
    "role": lambda value, _action: _("role: %(role)s") % {"role": _role(value)},
    "before": lambda value, _action: _("before: %(role)s") % {"role": _role(value)},
    "domain": lambda value, _action: str(value),
    "name": lambda value, _action: str(value),
    "kind": _kind,
    "form": lambda value, _action: _form(value),
    "outcome": lambda value, _action: _outcome(value),
    "said": lambda value, _action: str(dict(Statement.KINDS).get(value, "")),
    "decided_on": lambda value, _action: say_date(value),
    "when": lambda value, _action: say_date(value),
    "until": lambda value, _action: _("until %(day)s") % {"day": say_date(value)},
    "year": lambda value, _action: str(value),
    "draft": lambda value, _action: _("draft %(number)s") % {"number": value},
    "version": lambda value, _action: _("version %(number)s") % {"number": value},
    "fields": lambda value, _action: _fields(value),
    "readers": lambda value, _action: ", ".join(str(name) for name in value),
}
