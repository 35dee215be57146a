"""Public commitments counted and listed: by what came of them, by theme, by pair of countries, as of a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from jumelage.commitments.domain.states import OPEN, OUTCOMES, State
from jumelage.commitments.models import Commitment, CommitmentOwner, CommitmentQuerySet
from jumelage.commitments.queries import with_owners
from jumelage.core.mail import absolute
from jumelage.places.models import Place

#: How commitments are counted: what is open is either overdue or still to be kept.
KINDS = ("kept", "partly", "to_be_kept", "overdue", "not_kept", "dropped")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which public commitments somebody wants to see; what is empty does not narrow.

    ``kind`` is one of ``KINDS``; of ``countries`` each has an owner; ``tie`` is a number; ``ids`` are numbers that an
    app above gives (those of a forum).
    """

    kind: str = ""
    theme: str = ""
    countries: Sequence[str] = ()
    place: Place | None = None
    tie: int | None = None
    ids: Iterable[int] | None = None


def _is(kind: str, on: date, path: str = "") -> Q:
    """Return the condition that a commitment counts as a kind on a day."""
    late = Q(**{f"{path}due_on__lt": on})
    if kind == "overdue":
        return Q(**{f"{path}state__in": sorted(OPEN)}) & late
    if kind == "to_be_kept":
        timely = Q(**{f"{path}due_on__isnull": True}) | Q(**{f"{path}due_on__gte": on})
        return Q(**{f"{path}state__in": sorted(OPEN)}) & timely
    return Q(**{f"{path}state": kind})


def kind_of(row: Commitment) -> str:
    """Return as what a binding commitment counts today."""
    if State(row.state) in OUTCOMES:
        return str(row.state)
    return "overdue" if row.is_overdue else "to_be_kept"


def narrowed(wanted: Narrowing, on: date) -> CommitmentQuerySet:
    """Return the public commitments that somebody wants to see, those due first first."""
    rows = Commitment.objects.public()
    if wanted.kind:
        rows = rows.filter(_is(wanted.kind, on))
    if wanted.theme:
        rows = rows.filter(theme=wanted.theme)
    for country in wanted.countries:
        owned = CommitmentOwner.objects.filter(place__country=country)
        rows = rows.filter(pk__in=owned.order_by().values("commitment"))
    if wanted.place is not None:
        rows = rows.of_place(wanted.place.pk)
    if wanted.tie is not None:
        rows = rows.filter(tie=wanted.tie)
    if wanted.ids is not None:
        rows = rows.filter(pk__in=wanted.ids)
    return rows


@dataclass(frozen=True, slots=True)
class Counts:
    """Commitments counted by what came of them."""

    total: int
    by_kind: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the accountability page says in numbers: in all, by theme, by pair of countries."""

    all: Counts
    themes: Sequence[tuple[str, Counts]]
    pairs: Sequence[tuple[str, str, Counts]]


def figures(rows: CommitmentQuerySet, on: date) -> Figures:
    """Count some commitments as of a day: three queries."""
    plain = rows.order_by()
    whole = plain.aggregate(**_counted(on))
    themes = plain.values("theme").annotate(**_counted(on)).order_by("theme")
    by_theme = [(row["theme"], _counts(row)) for row in themes]
    by_theme.sort(key=lambda one: (not one[0], -one[1].total, one[0]))
    return Figures(_counts(whole), by_theme, _by_pair(plain, on))


def _by_pair(rows: CommitmentQuerySet, on: date) -> list[tuple[str, str, Counts]]:
    """Count commitments by the pairs of countries whose places own them; one of three countries counts for each."""
    other = "commitment__owners__"
    ordered = Q(**{f"{other}place__country__gt": F("place__country")}) | Q(
        **{f"{other}place__country": F("place__country"), f"{other}pk__gt": F("pk")}
    )
    pairs = CommitmentOwner.objects.filter(ordered, commitment__in=rows.values("pk"))
    counted = (
        pairs.order_by()
        .values("place__country", f"{other}place__country")
        .annotate(**_counted(on, "commitment__"))
    )
    found = [
        (row["place__country"], row[f"{other}place__country"], _counts(row)) for row in counted
    ]
    return sorted(found, key=lambda one: (-one[2].total, one[0], one[1]))


def _counted(on: date, path: str = "") -> dict[str, Count]:
    target = f"{path}pk"
    kinds = {
        f"number_{kind}": Count(target, filter=_is(kind, on, path), distinct=True) for kind in KINDS
    }
    return {"number": Count(target, distinct=True), **kinds}


def _counts(row: Mapping[str, Any]) -> Counts:
    return Counts(row["number"], {kind: row[f"number_{kind}"] for kind in KINDS})


#: The columns of the file of public commitments.
COLUMNS = (
    "id", "title", "kind", "due", "first_due", "theme", "owners", "responsible", "agreed_on", "closed_on", "share_done",
    "tie", "promised_at", "page",
)  # fmt: skip


def records(rows: CommitmentQuerySet, language: str, page: str) -> Iterator[dict[str, Any]]:
    """Yield commitments for machines, a chunk at a time; ``page`` is the path of a page with ``0`` for the number."""
    listed = with_owners(rows, language).order_by("pk")
    for row in listed.iterator(chunk_size=500):
        owners = list(row.owners.all())
        yield {
            "id": row.pk,
            "title": str(row.title),
            "kind": kind_of(row),
            "due": row.due,
            "first_due": row.first_due,
            "theme": row.theme,
            "owners": " | ".join(owner.place.key for owner in owners),
            "responsible": " | ".join(map(_responsible, owners)),
            "agreed_on": row.agreed_on.isoformat() if row.agreed_on else "",
            "closed_on": row.closed_on.isoformat() if row.closed_on else "",
            "share_done": row.share_done,  # type: ignore[attr-defined]  # as annotated
            "tie": row.tie_id,
            "promised_at": str(row.promised_at),
            "page": absolute(page.replace("/0/", f"/{row.pk}/")),
        }


def _responsible(owner: CommitmentOwner) -> str:
    names = (owner.institution, owner.office, owner.function)
    return ", ".join(str(name) for name in names if name)
