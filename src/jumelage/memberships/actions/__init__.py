"""Writing memberships: who acts for whom, by application, by invitation, or named by the operator."""

from jumelage.memberships.actions.applications import apply_for, approve, decline
from jumelage.memberships.actions.invitations import (
    accept_invitation,
    invite,
    withdraw_invitation,
)
from jumelage.memberships.actions.members import add_member, change_role, end
from jumelage.memberships.actions.register import (
    add_domain,
    add_institution,
    keep_association,
    name_staff,
    remove_domain,
)

__all__ = [
    "accept_invitation",
    "add_domain",
    "add_institution",
    "add_member",
    "apply_for",
    "approve",
    "change_role",
    "decline",
    "end",
    "invite",
    "keep_association",
    "name_staff",
    "remove_domain",
    "withdraw_invitation",
]
