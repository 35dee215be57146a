"""The history of a tie as one of its sides may read it: one list of what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model

from jumelage.core.audit import Actor
from jumelage.places.models import Place
from jumelage.ties.models import Tie


class Happened(StrEnum):
    """What a line of a tie’s history says."""

    PROPOSED = "proposed"
    COUNTERED = "countered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    APPROVED = "approved"
    REFUSED = "refused"
    STARTED = "started"
    DRAFTED = "drafted"
    DROPPED = "dropped"
    SIGNED = "signed"
    SIGNATURE_WITHDRAWN = "signature_withdrawn"
    IN_FORCE = "in_force"
    PUBLISHED = "published"
    CHANGE_ASKED = "change_asked"
    CHANGE_DECLARED = "change_declared"
    CHANGE_CONFIRMED = "change_confirmed"
    CHANGE_DECLINED = "change_declined"
    CHANGE_WITHDRAWN = "change_withdrawn"
    PLANNED = "planned"
    DONE_TOGETHER = "done_together"
    REVIEWED = "reviewed"
    CLAIMED = "claimed"  # what a source says that was recorded otherwise


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened. ``when`` is EDTF; ``by`` the side, ``None`` for both or for a source.

    ``author`` is the person, for the own side only. ``thing`` is the row that says it; ``agreements.wording.say_line``
    words it.
    """

    what: Happened
    when: str
    at: datetime
    by: Place | None
    thing: Model
    author: str = ""
    reason: str = ""
    names: Mapping[str, Any] = field(default_factory=dict)


def history_of(tie: Tie, actor: Actor, place: Place) -> list[HistoryLine]:
    """Return what happened between the two sides, the latest first: everything that this side may see."""
    raise NotImplementedError
