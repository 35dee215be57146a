"""Forums: series and editions, what is said of them, agenda and proposals for it, delegations, meetings, check-ins."""

from jumelage.forum.models.agenda import Room, Session, Speaker
from jumelage.forum.models.calls import Call, ProposedSpeaker, SessionProposal
from jumelage.forum.models.checkins import CheckIn
from jumelage.forum.models.delegations import Delegation, Member
from jumelage.forum.models.editions import Decision, Edition, Organiser, Series, Statement
from jumelage.forum.models.meetings import (
    Attendance,
    Meeting,
    MeetingInterpreter,
    MeetingNews,
    MeetingParty,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
    MemberAbsence,
)
from jumelage.forum.models.papers import EditionDocument
from jumelage.forum.models.promises import CommitmentOrigin
from jumelage.forum.models.timetables import Placed, Timetable

__all__ = [
    "Attendance",
    "Call",
    "CheckIn",
    "CommitmentOrigin",
    "Decision",
    "Delegation",
    "Edition",
    "EditionDocument",
    "Meeting",
    "MeetingInterpreter",
    "MeetingNews",
    "MeetingParty",
    "MeetingRules",
    "MeetingSlot",
    "MeetingTable",
    "Member",
    "MemberAbsence",
    "Organiser",
    "Placed",
    "ProposedSpeaker",
    "Room",
    "Series",
    "Session",
    "SessionProposal",
    "Speaker",
    "Statement",
    "Timetable",
]
