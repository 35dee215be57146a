"""What forums keep about people: for requests about personal data, and for the file of an account."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jumelage.accounts.exporting import section
from jumelage.accounts.models import User
from jumelage.contacts.domain.same import name_key
from jumelage.contacts.elsewhere import Kept
from jumelage.core.audit import Actor
from jumelage.forum.actions.forgetting import forget_proposed_speaker, forget_speaker
from jumelage.forum.actions.members import erase_member
from jumelage.forum.models import Edition, Member, ProposedSpeaker, SessionProposal, Speaker
from jumelage.places.models import Place

KEEPER = "forum"


def find(name: str, place: Place | None) -> list[Kept]:
    """Return what is kept of somebody of a name, in any order and script: of a place’s people, or of all.

    For all, only the very name is looked for.
    """
    key = name_key(name)
    if not key:
        return []
    rows = [*_members(name, place), *_speakers(name, place), *_proposed(name, place)]
    return [one for one in rows if place is None or name_key(one.name) == key]


def _wanted(name: str, place: Place | None, path: str) -> Q:
    return Q(name__iexact=name.strip()) if place is None else Q(**{path: place})


def _members(name: str, place: Place | None) -> Iterator[Kept]:
    rows = Member.objects.filter(
        _wanted(name, place, "delegation__place"), erased_at__isnull=True
    ).select_related("delegation__edition", "delegation__place")
    for row in rows:
        edition = row.delegation.edition
        words = _("In the delegation to “%(edition)s”") % {"edition": edition.name}
        about = _about(edition, "delegation", row) | {
            "languages": row.languages,
            "needs": row.needs,
            "arrives_on": str(row.arrives_on or ""),
            "leaves_on": str(row.leaves_on or ""),
            "named_in_public": row.is_public,
            "checked_in": [one.at.isoformat() for one in row.check_ins.all()],
        }
        yield Kept(f"{KEEPER}:member:{row.pk}", row.name, words, about)


def _speakers(name: str, place: Place | None) -> Iterator[Kept]:
    rows = Speaker.objects.filter(_wanted(name, place, "place")).select_related("edition")
    for row in rows:
        words = _("Speaks at “%(edition)s”") % {"edition": row.edition.name}
        about = _about(row.edition, "speaker", row)
        yield Kept(f"{KEEPER}:speaker:{row.pk}", row.name, words, about)


def _proposed(name: str, place: Place | None) -> Iterator[Kept]:
    rows = ProposedSpeaker.objects.filter(_wanted(name, place, "proposal__place"))
    for row in rows.select_related("proposal__edition"):
        edition = row.proposal.edition
        words = _("In a session proposed for “%(edition)s”") % {"edition": edition.name}
        about = _about(edition, "proposed_speaker", row)
        yield Kept(f"{KEEPER}:proposed:{row.pk}", row.name, words, about)


def _about(
    edition: Edition, kept_as: str, row: Member | Speaker | ProposedSpeaker
) -> dict[str, Any]:
    return {
        "forum": str(edition.name),
        "as": kept_as,
        "name": row.name,
        "function": row.function,
        "consent_on": str(row.consent_on or ""),
    }


def erase(actor: Actor, key: str) -> None:
    """Erase what is kept under a key of :func:`find`.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was erased before.
    """
    _keeper, kind, number = key.split(":")
    if kind == "member":
        erase_member(
            actor=actor,
            member=Member.objects.select_related("delegation__edition").get(pk=number),
        )
    elif kind == "speaker":
        forget_speaker(
            actor=actor, speaker=Speaker.objects.select_related("edition").get(pk=number)
        )
    else:
        rows = ProposedSpeaker.objects.select_related("proposal__edition", "proposal__place")
        forget_proposed_speaker(actor=actor, speaker=rows.get(pk=number))


@section("forum_sessions_proposed")
def _proposals_of(user: User) -> list[dict[str, Any]]:
    rows = SessionProposal.objects.filter(proposer=user).select_related("edition", "place")
    return [
        {
            "forum": str(row.edition.name),
            "for": str(row.institution or row.place.name),
            "title": row.titles,
            "state": row.state,
            "at": row.created_at.isoformat(),
        }
        for row in rows.order_by("pk")
    ]
