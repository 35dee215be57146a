"""Taking out again all that one import recorded about ties."""

from collections.abc import Mapping, Sequence
from datetime import date

from jumelage.core.audit import Actor, atomic_action
from jumelage.core.bulk import update_rows
from jumelage.sources.models import ImportBatch
from jumelage.ties.actions import count_ties, refresh_ties
from jumelage.ties.models import Claim, Tie
from jumelage.ties.permissions import require_may_record

#: So many values go into one statement.
FEW = 500


@atomic_action
def remove_batch(
    *, actor: Actor, batch: ImportBatch, seen_before: Mapping[str, Sequence[int]]
) -> dict[str, int]:
    """Take out the claims of a batch, put back those that it superseded, and drop ties of which nothing is left.

    Args:
        seen_before: until when the source's other claims had been seen before the batch, as
            :attr:`Recorded.seen_before` told.

    Returns:
        How many claims and ties are gone, and how many claims are back.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_may_record(actor)
    concerned = set(Claim.objects.filter(batch=batch).values_list("tie_id", flat=True))
    claims, _ = Claim.objects.filter(batch=batch).delete()
    superseded = Claim.objects.filter(retracted_in=batch)
    concerned |= set(superseded.values_list("tie_id", flat=True))
    back = superseded.update(retracted_at=None, retraction_reason="", retracted_in=None)
    for before, ids in seen_before.items():
        day = date.fromisoformat(before) if before else None
        update_rows(Claim, ["last_said_on"], [(day, pk) for pk in ids])
        concerned |= _ties_of_claims(ids)
    ties = _drop_empty(sorted(concerned))
    refresh_ties(sorted(concerned))
    return {"claims": claims, "ties": ties, "restored": back}


def _ties_of_claims(ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(ids), FEW):
        rows = Claim.objects.filter(pk__in=ids[start : start + FEW])
        found.update(rows.values_list("tie_id", flat=True))
    return found


def _drop_empty(tie_ids: Sequence[int]) -> int:
    """Delete those of these ties about which no source says anything. Returns how many."""
    dropped, places = 0, set()
    for start in range(0, len(tie_ids), FEW):
        empty = Tie.objects.filter(pk__in=tie_ids[start : start + FEW], claims__isnull=True)
        rows = list(empty.values_list("pk", "place_a_id", "place_b_id"))
        Tie.objects.filter(pk__in=[pk for pk, _, _ in rows]).delete()
        dropped += len(rows)
        places |= {place for _, *ends in rows for place in ends}
    count_ties(places)
    return dropped
