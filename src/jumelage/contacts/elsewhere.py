"""What apps above keep about people by name: found, given out and erased with a request about personal data.

An app that keeps names of people registers a :class:`Keeper`, when it is ready, so that nothing here has to know of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jumelage.contacts.models import ErasureRequest
from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.places.models import Place


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is kept about somebody of a name: where, in the reader's words, and all of it for the person."""

    key: str
    name: str
    where: str
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Keeper:
    """An app that keeps names: it finds what it keeps of a name (for a place, or for any), and erases it by its key."""

    find: Callable[[str, Place | None], list[Kept]]
    erase: Callable[[Actor, str], None]


#: By name; the keys of what each keeps begin with it.
KEEPERS: dict[str, Keeper] = {}


def kept_elsewhere(asked: ErasureRequest) -> list[Kept]:
    """Return what else may be kept about who asks: of the office that the request is for, or of all offices."""
    return [one for keeper in KEEPERS.values() for one in keeper.find(asked.name, asked.place)]


def erase_elsewhere(*, actor: Actor, asked: ErasureRequest, key: str) -> None:
    """Erase something that is kept elsewhere about who asks.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it is not there (any more), or not about who asks.
    """
    if key not in {one.key for one in kept_elsewhere(asked)}:
        raise RefusedError(Problem("gone", "", _("This is not kept any more.")))
    KEEPERS[key.split(":", maxsplit=1)[0]].erase(actor, key)
