"""What keeps a tie alive: the plan of a year, what was done together, and the look back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jumelage.agreements.actions.common import (
    Step,
    as_agreed,
    locked_tie,
    own_document,
    sides_of,
    step_for,
)
from jumelage.agreements.models import Activity, PlanItem, Review, WorkPlan
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now, today
from jumelage.core.conflicts import ConflictError, locked, save_changes
from jumelage.core.domain.dates import InvalidDateError, Precision, parse_date
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.core.domain.themes import THEMES
from jumelage.core.refusing import need, refuse, too_long
from jumelage.documents.models import Document
from jumelage.memberships.domain.roles import Role
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, record_claim, retract_claim
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Claim, Tie
from jumelage.ties.own_sources import source_of_place

#: Plans and reviews are of years about now; slips of the pen are not.
YEARS_BACK, YEARS_AHEAD = 100, 10


@atomic_action
def make_plan(*, actor: Actor, place: Place, tie: Tie, year: int, aims: str = "") -> WorkPlan:
    """Begin the plan of a year, one for both sides. Helpers may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        RefusedError: there is one already, or the year cannot be meant.
    """
    tie = locked_tie(tie)
    step = step_for(actor, place, sides_of(tie), Role.HELPER)
    problems = _year_problems(year, today().year + YEARS_AHEAD) + too_long(aims, "aims")
    if tie.plans.filter(year=year).exists():
        message = _("There is a plan for this year already: add to it.")
        problems.append(Problem("there", "year", message))
    refuse(problems)
    plan = WorkPlan.objects.create(tie=tie, year=year, aims=aims.strip(), created_at=now())
    step.log("make_plan", f"plan:{plan.pk}", {"year": year})
    step.tell("planned", "tie", tie.pk)
    return plan


@atomic_action
def change_plan(*, actor: Actor, place: Place, plan: WorkPlan, version: int, aims: str) -> WorkPlan:
    """Change the aims of a plan whose ``version`` the actor read. Helpers of either side may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        ConflictError: somebody changed it since.
    """
    step = step_for(actor, place, sides_of(plan.tie), Role.HELPER)
    refuse(too_long(aims, "aims"))
    row = locked(WorkPlan, plan.pk, version)
    if save_changes(row, {"aims": aims.strip()}):
        step.log("change_plan", f"plan:{row.pk}", {"year": row.year})
    return row


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


@atomic_action
def add_item(*, actor: Actor, place: Place, plan: WorkPlan, data: ItemData) -> PlanItem:
    """Add something to a plan. Helpers of either side may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        RefusedError: with every reason.
    """
    step = step_for(actor, place, sides_of(plan.tie), Role.HELPER)
    refuse(_item_problems(data) + own_document(place, data.evidence, "evidence"))
    item = PlanItem.objects.create(plan=plan, **_item_columns(data))
    step.log("add_item", f"plan:{plan.pk}", {"item": item.pk})
    return item


@atomic_action
def change_item(
    *, actor: Actor, place: Place, item: PlanItem, version: int, data: ItemData
) -> PlanItem:
    """Change a planned thing whose ``version`` the actor read: also its state and progress. Helpers of either side may.

    Raises:
        NotAllowedError: the actor does not act for ``place``, or it is on neither side.
        ConflictError: somebody changed it since.
        RefusedError: with every reason.
    """
    step = step_for(actor, place, sides_of(item.plan.tie), Role.HELPER)
    row = locked(PlanItem, item.pk, version)
    problems = _item_problems(data)
    if data.evidence is not None and data.evidence.pk != row.evidence_id:
        problems += own_document(place, data.evidence, "evidence")
    refuse(problems)
    if save_changes(row, _item_columns(data)):
        step.log("change_item", f"plan:{row.plan_id}", {"item": row.pk, "state": row.state})
    return row


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


@atomic_action
def record_activity(*, actor: Actor, place: Place, tie: Tie, data: ActivityData) -> Activity:
    """Record something that was done together.

    What is public keeps the tie active on the register, and needs an officer; what stays between the two sides a helper
    may record.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason: it has not happened yet, no date, no title.
    """
    tie = locked_tie(tie)
    step = step_for(actor, place, sides_of(tie), Role.OFFICER if data.is_public else Role.HELPER)
    refuse(_activity_problems(data, tie))
    activity = Activity(
        tie=tie,
        by=place,
        plan_item=data.plan_item,
        kind=data.kind,
        when=data.when.strip(),
        title=data.title.strip(),
        text=data.text.strip(),
        theme=data.theme,
        participants=data.participants,
        is_public=data.is_public,
        author=actor.label,
        created_at=now(),
    )
    if data.is_public:
        activity.claim = _active(step, activity)
    activity.save()
    step.log(
        "record_activity", f"activity:{activity.pk}", {"kind": data.kind, "when": activity.when}
    )
    if data.is_public:
        step.tell("done_together", "tie", tie.pk)
    return activity


@atomic_action
def publish_activity(*, actor: Actor, place: Place, activity: Activity) -> Activity:
    """Make something public, as an officer, that the own side recorded for the two sides only.

    Raises:
        NotAllowedError: the actor is no officer of the side that recorded it.
        RefusedError: it is public already.
    """
    activity = _own_activity(actor, place, activity)
    if activity.is_public:
        refuse([Problem("public", "", _("This is public already."))])
    step = step_for(actor, place, sides_of(activity.tie))
    activity.is_public = True
    activity.claim = _active(step, activity)
    activity.save(update_fields=["is_public", "claim"])
    step.log("publish_activity", f"activity:{activity.pk}")
    step.tell("done_together", "tie", activity.tie_id)
    return activity


@atomic_action
def remove_activity(*, actor: Actor, place: Place, activity: Activity, reason: str) -> None:
    """Take a wrong entry out that the own side made; what the register says because of it is retracted.

    Raises:
        NotAllowedError: the actor is no officer of the side that recorded it.
        RefusedError: no reason is given.
    """
    activity = _own_activity(actor, place, activity)
    refuse(need(reason, "reason", _("Say what is wrong with the entry.")))
    step = step_for(actor, place, sides_of(activity.tie))
    claim = activity.claim
    shared = Activity.objects.filter(claim=claim).exclude(pk=activity.pk)
    if claim is not None and claim.retracted_at is None and not shared.exists():
        retract_claim(actor=as_agreed(actor), claim=claim, reason=reason.strip())
    number = activity.pk
    activity.delete()
    step.log("remove_activity", f"activity:{number}", reason=reason.strip())


@dataclass(frozen=True, slots=True)
class ReviewData:
    """How one side looks back on a year. ``rating`` is 1 to 4, see :class:`Review`."""

    year: int
    rating: int
    achieved: str = ""
    hindered: str = ""
    next_steps: str = ""
    is_shared: bool = False


@atomic_action
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
    tie = locked_tie(tie)
    step = step_for(actor, place, sides_of(tie), Role.HELPER)
    review = Review.objects.filter(tie=tie, place=place, year=data.year).first()
    if review is not None and review.version != version:
        raise ConflictError(review)
    was_shared = review is not None and review.is_shared
    if data.is_shared or was_shared:
        step_for(actor, place, sides_of(tie))
    refuse(_review_problems(data, was_shared=was_shared))
    review = review or Review(tie=tie, place=place, year=data.year, version=0)
    for name in ("rating", "achieved", "hindered", "next_steps", "is_shared"):
        setattr(review, name, getattr(data, name))
    review.version += 1
    review.author, review.created_at = actor.label, now()
    review.save()
    changes = {"year": data.year, "shared": data.is_shared}
    step.log("save_review", f"review:{review.pk}", changes, own=not data.is_shared)
    if data.is_shared and not was_shared:
        step.tell("reviewed", "tie", tie.pk)
    return review


def _year_problems(year: int, last: int) -> list[Problem]:
    if today().year - YEARS_BACK <= year <= last:
        return []
    return [Problem("year", "year", _("This year cannot be meant. Check it."))]


def _theme_problems(theme: str) -> list[Problem]:
    if not theme or theme in THEMES:
        return []
    return [Problem("theme", "theme", _("Choose the area from the list."))]


def _item_problems(data: ItemData) -> list[Problem]:
    problems = need(data.title, "title", _("Say what is planned."))
    for name, most in (("title", 300), ("owner_a", 200), ("owner_b", 200), ("resources", 300)):
        problems += too_long(getattr(data, name), name, most)
    problems += too_long(data.progress, "progress") + _theme_problems(data.theme)
    if data.state not in dict(PlanItem.STATES):
        problems.append(Problem("state", "state", _("Say how it stands.")))
    return problems


def _item_columns(data: ItemData) -> dict[str, Any]:
    texts = ("title", "owner_a", "owner_b", "resources", "progress")
    values = {name: getattr(data, name) for name in ItemData.__slots__}
    return values | {name: values[name].strip() for name in texts}


def _activity_problems(data: ActivityData, tie: Tie) -> list[Problem]:
    problems = need(data.title, "title", _("Say what you did together."))
    problems += too_long(data.title, "title", 300) + too_long(data.text, "text")
    problems += _theme_problems(data.theme) + _when_problems(data.when)
    if data.kind not in dict(Activity.KINDS):
        problems.append(Problem("kind", "kind", _("Say what kind of activity it was.")))
    if data.participants is not None and not 0 <= data.participants <= 10_000_000:
        message = _("This number of people cannot be meant. Check it.")
        problems.append(Problem("participants", "participants", message))
    if data.plan_item is not None and data.plan_item.plan.tie_id != tie.pk:
        message = _("Choose something that was planned for this tie.")
        problems.append(Problem("plan_item", "plan_item", message))
    return problems


def _when_problems(when: str) -> list[Problem]:
    message = _("Write a day, a month or a period: 2026-05-12, 2026-05, 2026-05-12/2026-05-15.")
    try:
        parsed = parse_date(when)
    except InvalidDateError:
        return [Problem("date", "when", message)]
    if parsed.span.earliest == date.min or parsed.span.latest == date.max:
        return [Problem("date", "when", message)]
    last = parsed.span.latest if parsed.precision is Precision.INTERVAL else parsed.span.earliest
    if last > today():
        message = _("It has not happened yet: write it into the plan, and here once it is over.")
        return [Problem("future", "when", message)]
    return []


def _active(step: Step, activity: Activity) -> Claim:
    """Return the claim that the tie was active then. Two things of the same day make one."""
    claim, _new = record_claim(
        actor=step.actor,
        data=ClaimData(
            source=source_of_place(step.place),
            place_a=activity.tie.place_a,
            place_b=activity.tie.place_b,
            kind=ClaimKind.ACTIVE,
            when=activity.when,
            note=activity.title,
            entered_for=step.place,
        ),
    )
    return claim


def _own_activity(actor: Actor, place: Place, activity: Activity) -> Activity:
    """Return an activity that the actor's side recorded, locked.

    Raises:
        NotAllowedError: the actor is no officer of that side.
    """
    step_for(actor, place, sides_of(activity.tie))
    rows = Activity.objects.select_for_update(of=("self",))
    rows = rows.select_related("tie__place_a", "tie__place_b", "claim__tie")
    found = rows.get(pk=activity.pk)
    if found.by_id != place.pk:
        message = _("Only the side that recorded this may change it.")
        raise NotAllowedError(Problem("not_own", "", message))
    return found


def _review_problems(data: ReviewData, *, was_shared: bool) -> list[Problem]:
    problems = _year_problems(data.year, today().year)
    if data.rating not in dict(Review.RATINGS):
        problems.append(Problem("rating", "rating", _("Say how the tie is doing.")))
    for name in ("achieved", "hindered", "next_steps"):
        problems += too_long(getattr(data, name), name)
    if was_shared and not data.is_shared:
        message = _("The other side has read this review: it stays shared.")
        problems.append(Problem("shared", "is_shared", message))
    return problems
