"""Reading what was promised at editions: on their pages, and what the next edition takes up."""

from django.db.models import Q

from jumelage.commitments.models import Commitment
from jumelage.commitments.queries import in_short
from jumelage.forum.models import CommitmentOrigin, Edition, Meeting


def promised_at(edition: Edition, language: str) -> list[Commitment]:
    """Return the public commitments of an edition: five queries, two if there are none."""
    numbers = list(
        CommitmentOrigin.objects.filter(edition=edition).values_list("commitment", flat=True)
    )
    return in_short(numbers, language) if numbers else []


def promised_in(meeting: Meeting, place: int, language: str) -> list[Commitment]:
    """Return the commitments made of a meeting that its parties read: a draft only for the place that wrote it."""
    rows = CommitmentOrigin.objects.filter(meeting=meeting).exclude(
        ~Q(commitment__drafted_by=place), commitment__state="draft"
    )
    numbers = list(rows.values_list("commitment", flat=True))
    return in_short(numbers, language, public=False) if numbers else []


def open_from_before(edition: Edition, language: str) -> list[Commitment]:
    """Return what was promised at former editions of the series and is still open: what is public, or was decided."""
    rows = CommitmentOrigin.objects.filter(
        Q(commitment__is_public=True) | Q(decision__isnull=False),
        edition__series=edition.series_id,
        edition__first_day__lt=edition.first_day,
        commitment__in=Commitment.objects.open(),
    )
    numbers = list(rows.values_list("commitment", flat=True))
    return in_short(numbers, language, public=False) if numbers else []
