"""Telling organisers and proposers by e-mail what becomes of a session that was proposed, each in the own language."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import override

from jumelage.accounts.models import User
from jumelage.core import mail
from jumelage.forum.models import SessionProposal
from jumelage.forum.notices import organisers_of
from jumelage.memberships.officers import officers_of
from jumelage.memberships.targets import name_in


def tell_organisers_of(proposal: SessionProposal, what: str) -> None:
    """Write to those who run the edition that a session was proposed, or withdrawn."""
    _tell(organisers_of(proposal.edition), proposal, what, reverse_to="organisers")


def tell_proposer(proposal: SessionProposal, what: str) -> None:
    """Write to who proposed a session (or the office, if the account is gone) what became of it."""
    proposer = proposal.proposer
    known = proposer is not None and proposer.is_active
    people = [proposer] if known and proposer else officers_of(proposal.place)
    _tell(people, proposal, what, reverse_to="proposer")


def _tell(people: Iterable[User], proposal: SessionProposal, what: str, *, reverse_to: str) -> None:
    for person in people:
        language = person.mail_language
        with override(language):
            path = (
                reverse("workspace:forum-proposal", args=[proposal.pk])
                if reverse_to == "organisers"
                else reverse("workspace:own-proposal", args=[proposal.place_id, proposal.pk])
            )
            context = {
                "what": what,
                "title": str(proposal.title),
                "edition": str(proposal.edition.name),
                "by": name_in(proposal.institution or proposal.place, language),
                "reason": proposal.reason,
                "link": mail.absolute(path),
            }
        mail.send(
            to=person.email, template="forum/mail/proposal", context=context, language=language
        )
