"""Rounds of matching: opened, changed, offered to both sides, and closed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from jumelage.core.audit import OPERATOR, Actor, atomic_action, record
from jumelage.core.clock import now, today
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import need, refuse, too_long
from jumelage.memberships.models import Association
from jumelage.partners.models import Drawing, Round, RoundEntry, RoundPair, Wish
from jumelage.partners.rounds.permissions import require_may_hold
from jumelage.partners.rounds.tasks import tell_over, tell_sides
from jumelage.partners.rounds.wishes import places_taken
from jumelage.places.domain.countries import is_country

#: From the opening to the last day for answers a round takes so many days at most.
LONGEST = 731
LONGEST_TITLE, LONGEST_TEXT = 200, 5_000


@dataclass(frozen=True, slots=True)
class RoundData:
    """A round as an association wants to hold it. Countries are ISO codes; the minimum is a share, 0 to 1."""

    title: str
    collects_until: date
    answers_until: date
    text: str = ""
    side_a: tuple[str, ...] = ()
    side_b: tuple[str, ...] = ()
    minimum: float = 0.0


@atomic_action
def open_round(
    *, actor: Actor, association: Association, data: RoundData, follows: Round | None = None
) -> Round:
    """Open a round: from now on wishes are collected.

    A round that ``follows`` another begins with the wishes of that which still seek somebody.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_hold(actor, association)
    if follows is not None:
        require_may_hold(actor, follows.association)
    refuse([*_problems(association, data), *_problems_with_earlier(follows)])
    round_ = Round.objects.create(
        association=association, follows=follows, created_at=now(), **_values(data)
    )
    entered = _take_up(round_, follows) if follows else []
    _record(actor, round_, "partners.open_round", places=entered)
    return round_


@atomic_action
def change_round(*, actor: Actor, round_: Round, version: int, data: RoundData) -> Round:
    """Change what a round says of itself, while its wishes are collected.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is drawn already; or with every reason.
    """
    require_may_hold(actor, round_.association)
    kept = locked(Round, round_.pk, version)
    require_state(kept, Round.COLLECTING)
    refuse(_problems(kept.association, data))
    if changed := save_changes(kept, _values(data)):
        _record(actor, kept, "partners.change_round", changes={"fields": sorted(changed)})
    return kept


@atomic_action
def collect_again(*, actor: Actor, round_: Round, version: int) -> Round:
    """Go back from a drawn round to collecting wishes. Its drawings stay, to be compared; none counts any more.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is not drawn, or offered already.
    """
    require_may_hold(actor, round_.association)
    kept = locked(Round, round_.pk, version)
    require_state(kept, Round.DRAWN)
    kept.pairs.all().delete()
    save_changes(kept, {"state": Round.COLLECTING, "drawing": None})
    _record(actor, kept, "partners.collect_again")
    return kept


@atomic_action
def offer(*, actor: Actor, round_: Round, version: int, answers_until: date) -> Round:
    """Offer the pairs of a drawn round to both sides of each; they are told by e-mail, and answer until a day.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is not drawn; the day is over; it gave no pair; or what it rests on holds no more.
    """
    require_may_hold(actor, round_.association)
    kept = locked(Round, round_.pk, version)
    require_state(kept, Round.DRAWN)
    pairs = list(kept.pairs.select_related("wish_a__place", "wish_b__place"))
    refuse(
        [
            *_problems_with_days(
                replace(_data(kept), answers_until=answers_until, collects_until=today())
            ),
            *_problems_with_pairs(kept, pairs),
        ]
    )
    values = {"state": Round.OFFERED, "offered_at": now(), "answers_until": answers_until}
    collects = min(kept.collects_until, answers_until)
    save_changes(kept, {**values, "collects_until": collects})
    _record(actor, kept, "partners.offer_round", {"pairs": len(pairs)}, _places_of(pairs))
    tell_sides.enqueue("offered", [pair.pk for pair in pairs])
    return kept


@atomic_action
def close(*, actor: Actor, round_: Round, version: int) -> Round:
    """Close a round: nobody answers any more. Pairs that both accepted stay agreed.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is closed already.
    """
    require_may_hold(actor, round_.association)
    kept = locked(Round, round_.pk, version)
    if kept.state == Round.CLOSED:
        raise RefusedError(Problem("state", "", _("This round is closed already.")))
    _close(actor, kept)
    return kept


@atomic_action
def close_over(*, round_: Round) -> bool:
    """Close an offered round whose last day is over; whether it was still open. Done by the schedule."""
    kept = Round.objects.select_for_update().get(pk=round_.pk)
    if kept.state != Round.OFFERED or kept.answers_until >= today():
        return False
    _close(OPERATOR, kept)
    return True


def _close(actor: Actor, kept: Round) -> None:
    Drawing.objects.filter(round=kept, state__in=Drawing.UNDER_WAY).update(
        state=Drawing.STOPPED, ended_at=now()
    )
    was_offered = kept.state == Round.OFFERED
    save_changes(kept, {"state": Round.CLOSED, "closed_at": now()})
    pairs = list(kept.pairs.select_related("wish_a__place", "wish_b__place")) if was_offered else []
    agreed = sum(pair.is_agreed for pair in pairs)
    _record(actor, kept, "partners.close_round", {"agreed": agreed}, _places_of(pairs))
    if was_offered:
        tell_sides.enqueue("closed", [pair.pk for pair in pairs if not pair.is_answered])
        tell_over.enqueue(kept.pk)


def require_state(kept: Round, *states: str) -> None:
    """Refuse if a locked round is in none of some states.

    Raises:
        RefusedError: it is not.
    """
    if kept.state not in states:
        message = _("This round is now in another state: %(state)s.")
        raise RefusedError(Problem("state", "", message % {"state": kept.get_state_display()}))


def fits(round_: Round, country: str) -> bool:
    """Whether wishes of a country can take part in a round."""
    return not (round_.side_a and round_.side_b) or country in {*round_.side_a, *round_.side_b}


def _take_up(round_: Round, earlier: Round) -> list[int]:
    """Enter the wishes of an earlier round that still seek somebody; return their places."""
    rows = Wish.objects.on_board(today()).filter(entries__round=earlier).order_by("pk")
    wishes = [w for w in rows.select_related("place") if fits(round_, w.place.country)]
    moment = now()
    RoundEntry.objects.bulk_create(
        RoundEntry(round=round_, wish=wish, entered_at=moment) for wish in wishes
    )
    taken = places_taken(round_)
    full = [wish.pk for wish in wishes if taken.get(wish.pk, 0) >= wish.capacity]
    round_.entries.filter(wish__in=full).delete()
    return [wish.place_id for wish in wishes if wish.pk not in set(full)]


def _values(data: RoundData) -> dict[str, object]:
    values = asdict(data)
    values |= {name: sorted(set(values[name])) for name in ("side_a", "side_b")}
    return values | {name: values[name].strip() for name in ("title", "text")}


def _data(round_: Round) -> RoundData:
    return RoundData(
        title=round_.title,
        text=round_.text,
        collects_until=round_.collects_until,
        answers_until=round_.answers_until,
        side_a=tuple(round_.side_a),
        side_b=tuple(round_.side_b),
        minimum=round_.minimum,
    )


def _problems(association: Association, data: RoundData) -> list[Problem]:
    return [
        *need(data.title, "title", _("Give the round a title.")),
        *too_long(data.title, "title", LONGEST_TITLE),
        *too_long(data.text, "text", LONGEST_TEXT),
        *_problems_with_sides(association, data),
        *problems_with_minimum(data.minimum),
        *_problems_with_days(data),
    ]


def _problems_with_sides(association: Association, data: RoundData) -> list[Problem]:
    problems = []
    for field in ("side_a", "side_b"):
        unknown = [code for code in getattr(data, field) if not is_country(code)]
        if unknown:
            message = _("These are no countries: %(codes)s.") % {"codes": ", ".join(unknown)}
            problems.append(Problem("unknown", field, message))
    if data.side_b and not data.side_a:
        message = _("Name the countries of side A first; without it, leave side B empty too.")
        problems.append(Problem("missing", "side_a", message))
    if set(data.side_a) & set(data.side_b):
        message = _("A country can be on one side only: take it out of one of the two.")
        problems.append(Problem("contradiction", "side_b", message))
    named = {*data.side_a, *data.side_b} if data.side_b else set()
    own = set(association.countries.values_list("country", flat=True))
    if named and not named & own:
        message = _("A country whose register the association keeps must be on one of the sides.")
        problems.append(Problem("foreign", "side_a", message))
    return problems


def problems_with_minimum(minimum: float) -> list[Problem]:
    """Return what is wrong with how well both must be served at least."""
    if 0 <= minimum <= 1:
        return []
    return [Problem("range", "minimum", _("Write a number from 0 to 100."))]


def _problems_with_days(data: RoundData) -> list[Problem]:
    problems = []
    for field in ("collects_until", "answers_until"):
        if getattr(data, field) < today():
            message = _("This day is over. Choose one that is to come.")
            problems.append(Problem("past", field, message))
    if data.answers_until < data.collects_until:
        message = _("Answers come after the wishes are collected: choose a later day.")
        problems.append(Problem("order", "answers_until", message))
    if (data.answers_until - today()).days > LONGEST:
        message = _("A round takes two years at most: choose an earlier day.")
        problems.append(Problem("too_late", "answers_until", message))
    return problems


def _problems_with_earlier(follows: Round | None) -> list[Problem]:
    if follows is None or follows.state == Round.CLOSED:
        return []
    message = _("The earlier round is not closed yet: close it, then the wishes left over go on.")
    return [Problem("state", "", message)]


def _problems_with_pairs(kept: Round, pairs: list[RoundPair]) -> list[Problem]:
    if not pairs:
        return [Problem("empty", "", _("There is no pair to offer. Collect more wishes."))]
    if kept.drawings.filter(state__in=Drawing.UNDER_WAY).exists():
        message = _("A drawing is still being worked out: wait for it, or stop it.")
        return [Problem("busy", "", message)]
    wishes = {wish.pk: wish for pair in pairs for wish in (pair.wish_a, pair.wish_b)}
    over = [w for w in wishes.values() if w.state != Wish.OPEN or w.until < today()]
    wanted: dict[int, int] = {}
    for pair in pairs:
        for pk in (pair.wish_a_id, pair.wish_b_id):
            wanted[pk] = wanted.get(pk, 0) + 1
    taken = places_taken(kept)
    full = [w for w in wishes.values() if wanted[w.pk] + taken.get(w.pk, 0) > w.capacity]
    if not over and not full:
        return []
    names = sorted({wish.place.local_name for wish in (*over, *full)})
    message = _(
        "Since the drawing, wishes of these places were closed, or found a partner: %(places)s. Draw again."
    )
    return [Problem("outdated", "", message % {"places": ", ".join(names)})]


def _places_of(pairs: Iterable[RoundPair]) -> list[int]:
    return [wish.place_id for pair in pairs for wish in (pair.wish_a, pair.wish_b)]


def _record(
    actor: Actor,
    round_: Round,
    action: str,
    changes: dict[str, object] | None = None,
    places: Iterable[int] = (),
) -> None:
    record(
        actor=actor,
        action=action,
        target=f"round:{round_.pk}",
        changes=changes or {},
        acting_for=round_.association.name,
        places=places,
        registry=False,
    )
