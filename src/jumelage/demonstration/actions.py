"""Filling a registry with the demonstration."""

from django.conf import settings

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.demonstration.forum import hold_forum
from jumelage.demonstration.people import make_people
from jumelage.demonstration.story import Stage, tell
from jumelage.demonstration.towns import TOWNS, make_world
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
