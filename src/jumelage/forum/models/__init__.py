"""Forums: series and their editions, what is said of them, the agenda, delegations of places, and their meetings."""

from jumelage.forum.models.agenda import Room, Session, Speaker
from jumelage.forum.models.delegations import Delegation, Member
from jumelage.forum.models.editions import Decision, Edition, Organiser, Series, Statement
from jumelage.forum.models.meetings import (
    Attendance,
    Meeting,
    MeetingInterpreter,
    MeetingParty,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
)
from jumelage.forum.models.timetables import Placed, Timetable

__all__ = [
    "Attendance",
    "Decision",
    "Delegation",
    "Edition",
    "Meeting",
    "MeetingInterpreter",
    "MeetingParty",
    "MeetingRules",
    "MeetingSlot",
    "MeetingTable",
    "Member",
    "Organiser",
    "Placed",
    "Room",
    "Series",
    "Session",
    "Speaker",
    "Statement",
    "Timetable",
]
