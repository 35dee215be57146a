"""An application as it is shown to those who decide: with what speaks for it, and what the form proposes."""

from dataclasses import dataclass

from jumelage.documents.serving import address_of
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership


@dataclass(frozen=True, slots=True)
class Asked:
    """An application, and where it is decided. The first of an office is proposed as its head."""

    membership: Membership
    action_url: str
    has_head: bool = True

    @property
    def form(self) -> str:
        """The form’s name on its page."""
        return f"decide-{self.membership.pk}"

    @property
    def role(self) -> str:
        """The role that the form proposes."""
        wanted = str(self.membership.role)
        return wanted if self.has_head else str(Role.HEAD)

    @property
    def letter_url(self) -> str:
        """Where the letter is, if one came with it."""
        letter = self.membership.letter
        return address_of(letter) if letter is not None and letter.removed_at is None else ""
