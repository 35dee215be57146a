"""Answering the register's open questions: what a person decides is remembered, and applied to later imports."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.imports.gazetteer import gazetteer_source
from jumelage.imports.models import Decision, PlaceMerge, ReviewItem
from jumelage.imports.permissions import require_may_review
from jumelage.places.bulk import NewPlace, create_places, places_identified
from jumelage.places.models import Place
from jumelage.sources.actions import record_source
from jumelage.sources.models import Source

_DIVISION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}", re.ASCII)


@atomic_action
def decide(
    *,
    actor: Actor,
    item: ReviewItem,
    place: Place | None = None,
    candidate_ref: str = "",
    everywhere: bool = True,
    note: str = "",
) -> Decision:
    """Decide which place a name of a source means; later imports of the source apply it.

    Args:
        item: the open question.
        place: the place that is meant. Neither it nor a candidate: no place of the register, leave the name out.
        candidate_ref: one of the question's candidates instead; if it is not on record yet, it is put there.
        everywhere: whether it holds for the name everywhere in the source, or only beside this partner.
        note: why.

    Returns:
        The decision. All open questions that it answers are closed.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the question is not open any more, or the candidate is none of it.
    """
    require_may_review(actor, item.country, *_country_of(place))
    item = ReviewItem.objects.select_for_update().select_related("source").get(pk=item.pk)
    if item.state != ReviewItem.OPEN or item.kind != ReviewItem.NAME:
        raise RefusedError(Problem("decided", "", _("This question has been answered already.")))
    created = False
    if place is None and candidate_ref:
        place, created = _place_of_candidate(actor, item, candidate_ref)
        require_may_review(actor, place.country)
    decision, _new = Decision.objects.update_or_create(
        source=item.source,
        country=item.country,
        key=item.key,
        partner_key="" if everywhere else item.partner_key,
        defaults={
            "name": item.name,
            "place": place,
            "gazetteer_ref": candidate_ref if created else "",
            "decided_by": actor.label,
            "decided_at": now(),
            "note": note.strip(),
        },
    )
    closed = _close(item, decision)
    record(
        actor=actor,
        action="imports.decide",
        target=f"source:{item.source.key}",
        changes={**_said(decision), "questions": closed},
        reason=decision.note,
    )
    return decision


def _country_of(place: Place | None) -> list[str]:
    return [place.country] if place else []


def _close(item: ReviewItem, decision: Decision) -> int:
    """Close the open questions that the decision answers. Returns how many."""
    answered = ReviewItem.objects.filter(
        kind=ReviewItem.NAME,
        state=ReviewItem.OPEN,
        source=item.source,
        country=item.country,
        key=item.key,
    )
    if decision.partner_key:
        answered = answered.filter(partner_key=decision.partner_key)
    state = ReviewItem.DECIDED if decision.place_id else ReviewItem.DISMISSED
    return answered.update(state=state, decision=decision)


def _said(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision.pk,
        "name": decision.name,
        "country": decision.country,
        "place": decision.place.key if decision.place else "",
        "beside": decision.partner_key,
    }


def _place_of_candidate(actor: Actor, item: ReviewItem, ref: str) -> tuple[Place, bool]:
    """Return the place of a candidate, and whether it had to be put on record."""
    found = next((c for c in item.candidates if c.get("ref") == ref), None)
    scheme, _colon, value = ref.partition(":")
    if found is None:
        message = _("“%(ref)s” is none of the candidates of this question.") % {"ref": ref}
        raise RefusedError(Problem("candidate", "candidate", message))
    known = places_identified([(scheme, value)])
    if known:
        return Place.objects.get(pk=known[scheme, value]), False
    ids = create_places([_new_place(found)], source=_gazetteer(actor), batch=None)
    place = Place.objects.get(pk=ids[ref])
    record(actor=actor, action="places.record", target=f"place:{place.key}", changes={"ref": ref})
    return place, True


def _new_place(found: Mapping[str, Any]) -> NewPlace:
    scheme, _colon, value = str(found["ref"]).partition(":")
    division = str(found.get("division") or "")
    is_code = _DIVISION.fullmatch(division) is not None
    return NewPlace(
        ref=str(found["ref"]),
        country=str(found["country"]),
        kind=str(found["kind"]),
        name=str(found["name"]),
        division=division if is_code else "",
        admin1="" if is_code else division,
        lat=found.get("lat"),
        lng=found.get("lng"),
        population=found.get("population") or None,
        identifiers=((scheme, value),),
    )


def _gazetteer(actor: Actor) -> Source:
    """Return the gazetteer as a source. Whoever may decide may record what the decision needs."""
    data = gazetteer_source(today())
    known = Source.objects.filter(key=data.key).first()
    return known or record_source(actor=replace(actor, is_operator=True), data=data)[0]


@atomic_action
def withdraw_decision(*, actor: Actor, decision: Decision) -> int:
    """Take a decision back: its questions are open again. What imports did with it since stays.

    Returns:
        How many questions are open again.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_may_review(actor, decision.country)
    decision = Decision.objects.select_related("source", "place").get(pk=decision.pk)
    target = f"source:{decision.source.key}" if decision.source else "registry"
    said = _said(decision)
    opened = _open_again(decision)
    place, was_created = decision.place, bool(decision.gazetteer_ref)
    decision.delete()
    if place is not None and was_created:
        _forget_unused(actor, place)
    record(
        actor=actor,
        action="imports.withdraw_decision",
        target=target,
        changes={**said, "questions": opened},
    )
    return opened


def _open_again(decision: Decision) -> int:
    """Open the decision's questions again; one that an import has asked anew since is asked once."""
    opened = 0
    for item in decision.items.all():
        anew = ReviewItem.objects.filter(
            kind=item.kind,
            state=ReviewItem.OPEN,
            source=item.source_id,
            country=item.country,
            key=item.key,
            message=item.message,
        )
        if anew.exists():
            item.delete()
            continue
        item.state, item.decision = ReviewItem.OPEN, None
        item.save(update_fields=["state", "decision"])
        opened += 1
    return opened


def _forget_unused(actor: Actor, place: Place) -> None:
    """Take out a place that only the decision had put on record, if nothing has come to use it."""
    used = (
        place.tie_count
        or place.batch_id
        or place.names.filter(batch__isnull=False).exists()
        or place.identifiers.filter(batch__isnull=False).exists()
        or Place.objects.filter(parent=place).exists()
        or Decision.objects.filter(place=place).exists()
        or PlaceMerge.objects.filter(kept=place).exists()
    )
    if not used:
        key = place.key
        place.delete()
        record(actor=actor, action="places.remove", target=f"place:{key}")
