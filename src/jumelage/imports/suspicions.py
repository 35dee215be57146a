"""What looks wrong without being wrong for certain: places recorded twice, ended ties that are still listed."""

from collections.abc import Iterator, Sequence

from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import search_key
from jumelage.imports.locating import named_on_record
from jumelage.imports.report import Line
from jumelage.places.bulk import FEW, NewPlace
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie

#: Two places of one name and kind, so near to each other (km), may be one that is recorded twice.
NEAR_KM = 15.0


def twice_recorded(new: Sequence[NewPlace]) -> Iterator[Line]:
    """Yield new places that may be on record already, or stand in the list twice."""
    by_key: dict[tuple[str, str], list[NewPlace]] = {}
    for place in new:
        by_key.setdefault((place.country, search_key(place.name)), []).append(place)
    known = named_on_record({key for _, key in by_key})
    for key, places in by_key.items():
        for number, place in enumerate(places):
            others: list[NewPlace | Place] = [*known.get(key, ()), *places[:number]]
            for other in others:
                if other.kind == place.kind and _km(place, other) <= NEAR_KM:
                    subject = f"{place.name} ({place.ref})"
                    message = (
                        f"lies {_km(place, other):.0f} km from {_named(other)}, which has the same name; "
                        "if they are one, merge them"
                    )
                    yield Line(0, subject, message, "duplicate")


def _named(place: NewPlace | Place) -> str:
    return place.ref if isinstance(place, NewPlace) else place.key


def _km(one: NewPlace, other: NewPlace | Place) -> float:
    if one.lat is None or one.lng is None or other.lat is None or other.lng is None:
        return float("inf")
    return distance_km(one.lat, one.lng, other.lat, other.lng)


def still_listed(ends: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Yield ties that the source names although another reported their suspension or end."""
    wanted = set(ends)
    firsts = sorted({first for first, _ in wanted})
    for start in range(0, len(firsts), FEW):
        rows = Tie.objects.filter(
            place_a_id__in=firsts[start : start + FEW], legal__in=[Legal.SUSPENDED, Legal.ENDED]
        ).select_related("place_a", "place_b")
        for tie in rows:
            if (tie.place_a_id, tie.place_b_id) in wanted:
                since = f" on {tie.changed_on.isoformat()}" if tie.changed_on else ""
                message = f"is still listed; another source reported it {tie.legal}{since}"
                yield Line(0, f"{tie.place_a} – {tie.place_b}", message, "still_listed")
