"""Is the registry whole? Standing against claims, references, sources: what ``jumelage check`` asks."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import today
from jumelage.core.domain.refusals import Problem
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.actions import columns_of, count_ties, live_claims, refresh_ties
from jumelage.ties.models import Claim, Tie
from jumelage.ties.permissions import require_may_record

CHUNK = 500


def _tie_chunks() -> Iterator[list[Tie]]:
    last = 0
    while ties := list(Tie.objects.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = ties[-1].pk
        yield ties


def standing_differences() -> Iterator[Problem]:
    """Recompute every tie's standing from its claims and yield what differs from the columns kept."""
    day = today()
    for ties in _tie_chunks():
        claims = live_claims([tie.pk for tie in ties])
        for tie in ties:
            expected = columns_of([c.for_arithmetic() for c in claims.get(tie.pk, [])], day)
            for name, value in expected.items():
                if getattr(tie, name) != value:
                    yield Problem(
                        "standing",
                        f"tie {tie.pk}",
                        f"{name} is {getattr(tie, name)!r}, its claims say {value!r}",
                    )


def count_differences() -> Iterator[Problem]:
    """Yield the places whose kept number of ties is not the number of their ties."""
    rows = Place.objects.annotate(
        a=Count("ties_a", distinct=True), b=Count("ties_b", distinct=True)
    ).exclude(tie_count=F("a") + F("b"))
    for place in rows.iterator():
        yield Problem(
            "tie_count", place.key, f"keeps {place.tie_count} ties, has {place.a + place.b}"
        )


def reference_problems() -> Iterator[Problem]:
    """Yield ties, claims and sources that do not hold together."""
    for tie in Tie.objects.filter(claims__isnull=True):
        yield Problem("tie_without_claim", f"tie {tie.pk}", "no source says anything about it")
    moved = Tie.objects.exclude(country_a=F("place_a__country"), country_b=F("place_b__country"))
    for tie in moved:
        yield Problem("country", f"tie {tie.pk}", "its countries are not those of its places")
    # What an office records here stands nowhere else, so it has no other address.
    entered_here = Claim.objects.filter(entered_for__isnull=False).values("source")
    for source in Source.objects.filter(Q(url="") & Q(note="")).exclude(pk__in=entered_here):
        yield Problem("source_without_address", source.key, "has neither an address nor a note")
    for claim in Claim.objects.exclude(recorded_at__lte=F("created_at")):
        yield Problem("recorded", f"claim {claim.pk}", "is on record before it was entered")


def check_registry() -> Iterator[Problem]:
    """Yield everything that is not as it must be. A whole registry yields nothing."""
    yield from standing_differences()
    yield from count_differences()
    yield from reference_problems()


@atomic_action
def repair_registry(*, actor: Actor) -> int:
    """Bring all kept columns in line with the claims. Returns how many ties were different.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_may_record(actor)
    different = 0
    for ties in _tie_chunks():
        different += len(refresh_ties([tie.pk for tie in ties]))
    wrong = [problem.field for problem in count_differences()]
    if wrong:
        count_ties(Place.objects.values_list("pk", flat=True))
    if different or wrong:
        record(
            actor=actor,
            action="ties.repair",
            target="registry",
            changes={"ties": different, "places": len(wrong)},
        )
    return different
