"""Filling a registry with the demonstration."""

from collections.abc import Callable

from django.conf import settings

from jumelage.accounts.models import User
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.demonstration.forum import hold_forum
from jumelage.demonstration.forum_meetings import hold_meetings
from jumelage.demonstration.forum_promises import promise_at_former
from jumelage.demonstration.forum_towns import RUSSIAN
from jumelage.demonstration.large_forum import gather
from jumelage.demonstration.people import make_people, sign_ins
from jumelage.demonstration.story import Stage, tell
from jumelage.demonstration.towns import TOWNS, make_world
from jumelage.memberships.actors import actor_for
from jumelage.places.models import Place


@atomic_action
def fill(*, actor: Actor) -> None:
    """Write the invented towns, their offices, and what those have done so far.

    Raises:
        NotAllowedError: the actor is not the operator.
        RefusedError: this is no registry for demonstrations, or it has one already.
    """
    if not actor.is_operator:
        raise NotAllowedError(Problem("not_allowed", "", "only the operator fills a demonstration"))
    if not settings.JUMELAGE["DEMO"]:
        raise RefusedError(
            Problem(
                "no_demo",
                "",
                "this writes invented towns and ties into the registry: do so in a data folder of its own, with "
                "JUMELAGE_DEMO=1 (`make demo` does both)",
            )
        )
    if Place.objects.filter(country="RU", slug=next(iter(TOWNS))).exists():
        raise RefusedError(Problem("there", "", "the demonstration is there already"))
    day = today()
    world = make_world(day)
    people = make_people(world)
    tell(Stage(world, people, day))
    hold_forum(world, people, day)
    record(actor=actor, action="demonstration.fill", target="registry:1")


@atomic_action
def fill_forum(*, actor: Actor, told: Callable[[str], None]) -> None:
    """Write the large forum: 43 invented towns, their wishes to meet, and a timetable that is worked out here.

    Args:
        actor: the operator.
        told: given the step that begins: towns, editions, delegations, agenda, wishes, timetable.

    Raises:
        NotAllowedError: the actor is not the operator.
        RefusedError: there is no demonstration yet, or it has the forum already.
    """
    if not actor.is_operator:
        raise NotAllowedError(Problem("not_allowed", "", "only the operator fills a demonstration"))
    if not settings.JUMELAGE["DEMO"] or not Place.objects.filter(slug=next(iter(TOWNS))).exists():
        raise RefusedError(Problem("no_demo", "", "fill the demonstration first"))
    if Place.objects.filter(country="RU", slug=RUSSIAN[0][0]).exists():
        raise RefusedError(Problem("there", "", "the large forum is there already"))
    addresses = [email for email, _who in sign_ins()]
    people = {user.email: actor_for(user) for user in User.objects.filter(email__in=addresses)}
    day = today()
    gathering = gather(people, day, told)
    promise_at_former(gathering, day)
    hold_meetings(gathering, day, told)
    record(actor=actor, action="demonstration.fill_forum", target="registry:1")
