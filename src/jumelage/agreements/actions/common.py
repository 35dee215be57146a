"""What all steps have in common: who may take them, what they leave behind, whom they tell."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from jumelage.agreements import notices
from jumelage.core.audit import Actor, record
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.documents.actions import publish, share
from jumelage.documents.models import Document
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.officers import officers_of
from jumelage.memberships.permissions import is_member, may_keep, require_member
from jumelage.places.models import Place
from jumelage.ties.models import Tie


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody acting for one side: who, for which, and who is on the other."""

    actor: Actor
    place: Place
    other: Place

    @property
    def numbers(self) -> list[int]:
        """The numbers of both places, whose members may read of it."""
        return [self.place.pk, self.other.pk]

    def log(
        self,
        action: str,
        target: str,
        changes: Mapping[str, Any] | None = None,
        *,
        reason: str = "",
        registry: bool = False,
        own: bool = False,
    ) -> None:
        """Write the trail. Mostly nothing public changes by a step: a claim that is made of it has its own entry.

        ``own``: the other side does not read of it.
        """
        record(
            actor=self.actor,
            action=f"agreements.{action}",
            target=target,
            changes=changes,
            reason=reason,
            acting_for=str(self.place),
            places=[self.place.pk] if own else self.numbers,
            registry=registry,
        )

    def tell(self, kind: str, page: str, number: int) -> None:
        """Tell the officers of the other side."""
        notices.tell(sender=self.place, receiver=self.other, kind=kind, page=page, number=number)


def step_for(
    actor: Actor, place: Place, sides: tuple[Place, Place], at_least: Role = Role.OFFICER
) -> Step:
    """Return the step of an actor for one of two sides.

    Raises:
        NotAllowedError: the actor does not act for the place in this role, or it is on neither side.
    """
    require_member(actor, place.pk, at_least)
    first, second = sides
    if place.pk not in {first.pk, second.pk}:
        message = _("%(place)s is on neither side.") % {"place": place.local_name}
        raise NotAllowedError(Problem("foreign_side", "", message))
    return Step(actor, place, second if place.pk == first.pk else first)


def recording_step(actor: Actor, side: Place, here: Place) -> tuple[Step, Place | None]:
    """Return the step of whoever records what ``side`` did on paper, and the place for which: none for keepers.

    Raises:
        NotAllowedError: the actor is no officer of ``here``, and does not keep the register of the side’s country.
    """
    if is_member(actor, here.pk, Role.OFFICER):
        return Step(actor, here, side), here
    if may_keep(actor, side.country):
        return Step(actor, side, here), None
    message = _(
        "Only officers of the side that is here, and those who keep the register of the other side’s country, "
        "record what came on paper."
    )
    raise NotAllowedError(Problem("not_allowed", "", message))


def paper_problems(
    document: Document | None, side: Place, recorder: Place | None, missing: str
) -> list[Problem]:
    """Return why what a side did on paper cannot be recorded for it: the paper is missing, or it has officers here.

    Args:
        document: the paper.
        side: who did it.
        recorder: for which place it is recorded; none: a keeper does.
        missing: what is said if there is no paper of the recorder’s own.
    """
    owner = None if recorder is None else recorder.pk
    problems = []
    if document is None or document.owner_id != owner or document.removed_at is not None:
        problems.append(Problem("document", "document", missing))
    if officers_of(side):
        message = _("%(place)s has officers here, who answer for themselves.")
        problems.append(Problem("is_here", "", message % {"place": side.local_name}))
    return problems


def sides_of(tie: Tie) -> tuple[Place, Place]:
    """Return both places of a tie."""
    return tie.place_a, tie.place_b


def locked_tie(tie: Tie) -> Tie:
    """Return a tie with its places, locked: what is done to its life is done one after the other."""
    rows = Tie.objects.select_for_update(of=("self",)).select_related("place_a", "place_b")
    return rows.get(pk=tie.pk)


def as_agreed(actor: Actor) -> Actor:
    """Return the actor with the right to do what both sides, or the side concerned, have agreed to before."""
    return replace(actor, is_operator=True)


def own_document(place: Place, document: Document | None, field: str = "document") -> list[Problem]:
    """Return the problem of a document that the place cannot bring, if it cannot."""
    if document is None or (document.owner_id == place.pk and document.removed_at is None):
        return []
    message = _("Choose a document that belongs to your own place.")
    return [Problem("document", field, message)]


def let_read(step: Step, document: Document | None, *readers: Place) -> None:
    """Let the other side read a document that a step rests on."""
    if document is None or document.visibility == Document.PUBLIC:
        return
    wanted = {place.pk: place for place in (*document.readers.all(), *(readers or (step.other,)))}
    share(actor=as_agreed(step.actor), document=document, readers=wanted.values())


def make_public(actor: Actor, document: Document | None) -> None:
    """Publish a document as its owner has agreed."""
    if document is not None and document.removed_at is None:
        publish(actor=as_agreed(actor), document=document)


def if_public(document: Document | None) -> Document | None:
    """Return a document only if everybody may see it: what a claim names, everybody can look for."""
    if document is None or document.visibility != Document.PUBLIC:
        return None
    return document
