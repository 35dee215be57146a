"""Taking an import back: the registry is then as if it had never been, but for what others added since."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, lock_registry, record
from jumelage.core.bulk import update_rows
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.imports.applying import ranges, seen_before_of
from jumelage.imports.attachments import attached_to_ties, places_with_attachments
from jumelage.imports.merging import require_not_merged
from jumelage.imports.models import Decision, PlaceMerge
from jumelage.places.bulk import remove_batch as remove_places
from jumelage.places.models import Place
from jumelage.sources.models import ImportBatch, Source
from jumelage.ties.models import Claim, Tie
from jumelage.ties.permissions import require_may_record
from jumelage.ties.removal import remove_batch as remove_claims


@atomic_action
def undo_import(*, actor: Actor, batch: ImportBatch, reason: str = "") -> dict[str, int]:
    """Take out everything that an import brought in and nobody else has come to use.

    Claims, ties, places, names and identifiers of the batch go; what it superseded comes back; values that it filled in
    become empty again. Places that other ties need, and what a later edition of the source still says, stay.

    Returns:
        What is gone: ``claims``, ``ties``, ``places``; and ``restored``, ``kept`` (claims that a later edition says).

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was undone before, or places that it speaks of were merged since.
    """
    require_may_record(actor)
    lock_registry()
    batch = ImportBatch.objects.get(pk=batch.pk)
    if batch.undone_at is not None:
        raise RefusedError(Problem("undone", "", f"import {batch.pk} was undone before"))
    require_not_merged(batch)
    kept = _hand_over(batch)
    _require_free(batch)
    gone = remove_claims(actor=actor, batch=batch, seen_before=seen_before_of(batch))
    gone["places"] = remove_places(batch, batch.undo.get("filled", {}), needed=_needed(batch))
    gone["kept"] = kept
    batch.review_items.all().delete()
    batch.undone_at, batch.undone_by, batch.undone_reason = now(), actor.label, reason.strip()
    source, batch.source = batch.source, None
    batch.save(update_fields=["undone_at", "undone_by", "undone_reason", "source"])
    _drop_sources(batch.undo.get("sources", ()))
    record(
        actor=actor,
        action="imports.undo",
        target=f"batch:{batch.pk}",
        changes={**gone, "source": source.key if source else ""},
        reason=reason,
    )
    return gone


def _hand_over(batch: ImportBatch) -> int:
    """Let later editions that say the same keep what they say. Returns how many claims they keep."""
    mine = set(Claim.objects.filter(batch=batch).values_list("pk", flat=True))
    kept: set[int] = set()
    later = ImportBatch.objects.filter(
        source=batch.source, source__isnull=False, pk__gt=batch.pk, undone_at__isnull=True
    )
    for other in later.order_by("pk"):
        seen = seen_before_of(other)
        shared = {pk for pks in seen.values() for pk in pks} & (mine - kept)
        if not shared:
            continue
        update_rows(
            Claim,
            ["batch", "recorded_at", "created_at"],
            [(other.pk, other.at, other.at, pk) for pk in sorted(shared)],
        )
        kept |= shared
        _forget(other, seen, shared)
    return len(kept)


def _forget(batch: ImportBatch, seen: Mapping[str, Sequence[int]], claims: set[int]) -> None:
    """The batch is now the one that brought these claims in: it did not merely see them again."""
    batch.undo = {
        **batch.undo,
        "seen_before": {
            day: ranges([pk for pk in pks if pk not in claims]) for day, pks in seen.items()
        },
    }
    batch.save(update_fields=["undo"])


def _needed(batch: ImportBatch) -> set[int]:
    """Return the places of the batch that people decided about, or to which something holds: members, documents."""
    decided = Decision.objects.filter(place__batch=batch).values_list("place_id", flat=True)
    merged = PlaceMerge.objects.filter(kept__batch=batch).values_list("kept_id", flat=True)
    held = places_with_attachments(Place.objects.filter(batch=batch))
    return {pk for pk in (*decided, *merged, *held) if pk is not None}


def _require_free(batch: ImportBatch) -> None:
    """Refuse to take out ties of which nothing would be left while something holds to them.

    Raises:
        RefusedError: naming what.
    """
    claims = Claim.objects.filter(tie=OuterRef("pk"))
    only_here = Tie.objects.filter(
        Exists(claims.filter(batch=batch)), ~Exists(claims.exclude(batch=batch))
    )
    if held := attached_to_ties(only_here.values("pk")):
        message = _(
            "This import cannot be undone: %(held)s hold to ties of which nobody else says anything."
        )
        raise RefusedError(Problem("held", "", message % {"held": held}))


def _drop_sources(pks: Iterable[int]) -> None:
    """Delete the sources that the batch recorded and of which nothing is left."""
    used = (
        Q(claims__isnull=False) | Q(figures__isnull=False) | Q(batches__isnull=False)
        | Q(place__isnull=False) | Q(placename__isnull=False) | Q(decisions__isnull=False)
    )  # fmt: skip
    for pk in pks:
        if not Source.objects.filter(used, pk=pk).exists():
            Source.objects.filter(pk=pk).delete()
