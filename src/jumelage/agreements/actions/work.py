"""What keeps a tie alive: the plan of a year, what was done together, and the look back."""

from dataclasses import dataclass
from datetime import date

from jumelage.agreements.models import Activity, PlanItem, Review, WorkPlan
from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Tie


def make_plan(*, actor: Actor, place: Place, tie: Tie, year: int, aims: str = "") -> WorkPlan:
    """Begin the plan of a year, one for both sides. Helpers may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        RefusedError: there is one already, or the year cannot be meant.
    """
    raise NotImplementedError


def change_plan(*, actor: Actor, place: Place, plan: WorkPlan, version: int, aims: str) -> WorkPlan:
    """Change the aims of a plan whose ``version`` the actor read. Helpers of either side may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        ConflictError: somebody changed it since.
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ItemData:
    """A thing planned. ``owner_a`` and ``owner_b`` see to it on the tie’s sides a and b, whoever writes it."""

    title: str
    theme: str = ""
    due_on: date | None = None
    owner_a: str = ""
    owner_b: str = ""
    resources: str = ""
    state: str = PlanItem.OPEN
    progress: str = ""
    evidence: Document | None = None


def add_item(*, actor: Actor, place: Place, plan: WorkPlan, data: ItemData) -> PlanItem:
    """Add something to a plan. Helpers of either side may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        RefusedError: with every reason.
    """
    raise NotImplementedError


def change_item(
    *, actor: Actor, place: Place, item: PlanItem, version: int, data: ItemData
) -> PlanItem:
    """Change a planned thing whose ``version`` the actor read: also its state and progress. Helpers of either side may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        ConflictError: somebody changed it since.
        RefusedError: with every reason.
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ActivityData:
    """Something done together. ``when`` is EDTF (2026-05-12, 2026-05, 2026-05-12/2026-05-15)."""

    kind: str
    when: str
    title: str
    text: str = ""
    theme: str = ""
    participants: int | None = None
    is_public: bool = True
    plan_item: PlanItem | None = None


def record_activity(*, actor: Actor, place: Place, tie: Tie, data: ActivityData) -> Activity:
    """Record something that was done together.

    What is public keeps the tie active on the register, and needs an officer; what stays between the two sides a helper
    may record.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason: it has not happened yet, no date, no title.
    """
    raise NotImplementedError


def publish_activity(*, actor: Actor, place: Place, activity: Activity) -> Activity:
    """Make something public, as an officer, that the own side recorded for the two sides only.

    Raises:
        NotAllowedError: the actor is no officer of the side that recorded it.
        RefusedError: it is public already.
    """
    raise NotImplementedError


def remove_activity(*, actor: Actor, place: Place, activity: Activity, reason: str) -> None:
    """Take a wrong entry out that the own side made; what the register says because of it is retracted.

    Raises:
        NotAllowedError: the actor is no officer of the side that recorded it.
        RefusedError: no reason is given.
    """
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ReviewData:
    """How one side looks back on a year. ``rating`` is 1 to 4, see :class:`Review`."""

    year: int
    rating: int
    achieved: str = ""
    hindered: str = ""
    next_steps: str = ""
    is_shared: bool = False


def save_review(
    *, actor: Actor, place: Place, tie: Tie, data: ReviewData, version: int = 0
) -> Review:
    """Write the own side’s review of a year, or write it anew. ``version`` is what the actor read; 0 if there was none.

    Helpers may; sharing it with the other side needs an officer, and is not taken back.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody wrote or changed it since.
        RefusedError: with every reason.
    """
    raise NotImplementedError
