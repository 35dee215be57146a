"""What entries of a place's trail concern: the partner, a person, a document. One query for each sort of thing."""

from collections.abc import Callable, Iterable

from django.db.models import Model, Q

from jumelage.agreements.models import (
    Activity,
    Agreement,
    Approval,
    Change,
    Proposal,
    Review,
    WorkPlan,
)
from jumelage.commitments.domain.states import State
from jumelage.commitments.models import Commitment
from jumelage.contacts.models import AddressList, LogEntry, Office, Person
from jumelage.core.models import AuditEntry
from jumelage.documents.models import Document
from jumelage.forum.models import Delegation
from jumelage.memberships.models import Invitation, Membership
from jumelage.partners.models import Shortlist
from jumelage.partners.models.wishes import WishText
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.models import Tie

_SIDES = ("tie__place_a", "tie__place_b")
#: Things that stand between two places, and where these are.
_BETWEEN: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "tie": (Tie, ("place_a", "place_b")),
    "proposal": (Proposal, ("proposer", "addressee")),
    "agreement": (Agreement, _SIDES),
    "change": (Change, _SIDES),
    "plan": (WorkPlan, _SIDES),
    "activity": (Activity, _SIDES),
    "review": (Review, _SIDES),
    "approval": (Approval, (*_SIDES, "proposal__proposer", "proposal__addressee")),
    "log": (LogEntry, ("other",)),
}


def subjects_of(entries: Iterable[AuditEntry], place: Place, language: str) -> dict[str, str]:
    """Return what to call what each target (``membership:5``) is about, for a member of a place; nothing for some."""
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        kind, _colon, number = entry.target.partition(":")
        if number.isdecimal():
            wanted.setdefault(kind, set()).add(int(number))
    found: dict[str, str] = {}
    partners: dict[str, int] = {}
    for kind, numbers in wanted.items():
        if kind in _BETWEEN:
            partners |= _partners(kind, numbers, place)
        elif kind in _NAMES:
            found |= {f"{kind}:{pk}": name for pk, name in _NAMES[kind](numbers, place)}
    rows = Place.objects.prefetch_related(official_names(language))
    places = rows.in_bulk(set(partners.values()))
    return found | {
        target: places[pk].local_name for target, pk in partners.items() if pk in places
    }


def _partners(kind: str, numbers: set[int], place: Place) -> dict[str, int]:
    """Return the other place of things that stand between two."""
    model, sides = _BETWEEN[kind]
    rows = model._base_manager.filter(pk__in=numbers).values_list("pk", *sides)  # noqa: SLF001
    others = {}
    for pk, *ends in rows:
        other = next((end for end in ends if end is not None and end != place.pk), None)
        if other is not None:
            others[f"{kind}:{pk}"] = other
    return others


Names = Iterable[tuple[int, str]]


def _people(numbers: set[int], _place: Place) -> Names:
    rows = Membership.objects.filter(pk__in=numbers).values_list("pk", "user__name", "user__email")
    return [(pk, name or email) for pk, name, email in rows]


def _invited(numbers: set[int], _place: Place) -> Names:
    return Invitation.objects.filter(pk__in=numbers).values_list("pk", "email")


def _documents(numbers: set[int], place: Place) -> Names:
    return Document.objects.filter(pk__in=numbers, owner=place).values_list("pk", "title")


def _contacts(numbers: set[int], place: Place) -> Names:
    rows = Person.objects.filter(pk__in=numbers, place=place, erased_at__isnull=True)
    return rows.values_list("pk", "name")


def _offices(numbers: set[int], place: Place) -> Names:
    return Office.objects.filter(pk__in=numbers, place=place).values_list("pk", "name")


def _lists(numbers: set[int], place: Place) -> Names:
    return AddressList.objects.filter(pk__in=numbers, place=place).values_list("pk", "file_name")


def _forums(numbers: set[int], place: Place) -> Names:
    rows = Delegation.objects.filter(pk__in=numbers, place=place).select_related("edition")
    return [(row.pk, str(row.edition.name)) for row in rows]


def _wishes(numbers: set[int], place: Place) -> Names:
    """Wishes of the place, and those of others that were on the board: also drafts of others have a number."""
    public = WishText.objects.filter(
        Q(wish__place=place) | Q(wish__opened_at__isnull=False), wish__in=numbers, is_original=True
    )
    return public.values_list("wish", "title")


def _shortlists(numbers: set[int], place: Place) -> Names:
    return Shortlist.objects.filter(place=place, pk__in=numbers).values_list("pk", "title")


def _commitments(numbers: set[int], place: Place) -> Names:
    """Commitments that the place owns: of a draft of others it reads nothing."""
    rows = Commitment.objects.of_place(place.pk).filter(pk__in=numbers)
    seen = rows.filter(~Q(state=State.DRAFT) | Q(drafted_by=place))
    return [(row.pk, str(row.title)) for row in seen]


_NAMES: dict[str, Callable[[set[int], Place], Names]] = {
    "membership": _people,
    "invitation": _invited,
    "document": _documents,
    "person": _contacts,
    "office": _offices,
    "address-list": _lists,
    "wish": _wishes,
    "shortlist": _shortlists,
    "delegation": _forums,
    "commitment": _commitments,
}
