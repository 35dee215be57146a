"""Forums: series and their editions, what is said of them, the agenda, and the delegations of places."""

from jumelage.forum.models.agenda import Room, Session, Speaker
from jumelage.forum.models.delegations import Delegation, Member
from jumelage.forum.models.editions import Decision, Edition, Organiser, Series, Statement

__all__ = [
    "Decision",
    "Delegation",
    "Edition",
    "Member",
    "Organiser",
    "Room",
    "Series",
    "Session",
    "Speaker",
    "Statement",
]
