"""Putting a possible partner on record that only the gazetteer knows, so that it can be written to."""

from dataclasses import replace

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import today
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.imports.gazetteer import gazetteer_source
from jumelage.memberships.permissions import require_member
from jumelage.partners.models import ShortlistItem
from jumelage.partners.shortlists.candidates import candidate_with, entry_with
from jumelage.places.bulk import create_places, of_entry
from jumelage.places.models import Place
from jumelage.sources.actions import record_source
from jumelage.sources.models import Source


@atomic_action
def enter(*, actor: Actor, item: ShortlistItem) -> Place:
    """Put the place of an item on record as the gazetteer has it, and return it; the one that is there, if it is.

    Nothing can be written in by hand: whoever may propose a tie may record what the proposal needs, with the gazetteer
    as its source.

    Raises:
        NotAllowedError: the actor is no officer of the place that considers it.
        RefusedError: the gazetteer does not know it any more.
    """
    require_member(actor, item.shortlist.place_id)
    kept = ShortlistItem.objects.select_for_update().get(pk=item.pk)
    place = kept.place or _known(kept) or _created(actor, item)
    if kept.place_id is None:
        kept.place, kept.ref = place, f"place:{place.pk}"
        kept.save(update_fields=["place", "ref"])
    return place


def _known(item: ShortlistItem) -> Place | None:
    """Return the place of the register that has come to be the one of the gazetteer meanwhile."""
    candidate = candidate_with(item.ref)
    return candidate.place if candidate else None


def _created(actor: Actor, item: ShortlistItem) -> Place:
    entry = entry_with(item.ref)
    if entry is None:
        message = _(
            "The gazetteer does not know %(name)s any more. Ask those who keep the register of its country to add it."
        )
        raise RefusedError(Problem("unknown", "", message % {"name": item.name}))
    new = of_entry(entry)
    place = Place.objects.get(pk=create_places([new], source=_source(actor), batch=None)[new.ref])
    record(
        actor=actor,
        action="places.record",
        target=f"place:{place.key}",
        changes={"ref": item.ref},
        acting_for=item.shortlist.place.name,
        places=[item.shortlist.place_id],
    )
    return place


def _source(actor: Actor) -> Source:
    data = gazetteer_source(today())
    known = Source.objects.filter(key=data.key).first()
    return known or record_source(actor=replace(actor, is_operator=True), data=data)[0]
