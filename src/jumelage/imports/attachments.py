"""What holds fast to a place or to its ties beside what the registry says of them: members, proposals, agreements.

An app above this one may refer to places, ties and claims too; so what refers to them is asked of Django, not listed.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from jumelage.imports.models import Decision, PlaceMerge
from jumelage.places.models import Place, PlaceIdentifier, PlaceName
from jumelage.ties.models import Claim, Tie

#: What belongs to a place or a tie itself: merging moves it, undoing an import takes it out.
OWN: frozenset[tuple[type[Model], str]] = frozenset(
    {
        (PlaceName, "place"),
        (PlaceIdentifier, "place"),
        (Place, "parent"),
        (Decision, "place"),
        (PlaceMerge, "kept"),
        (Tie, "place_a"),
        (Tie, "place_b"),
        (Claim, "tie"),
    }
)
#: What merging moves with the place, though it is not its own: what offices consider goes on being considered.
MOVED = "partners.shortlistitem"
#: What records are called of which it is said that they are there, by the model's label.
WORDS: Mapping[str, Any] = {
    "memberships.membership": pgettext_lazy("records of a place", "members"),
    "memberships.invitation": pgettext_lazy("records of a place", "invitations"),
    "memberships.institution": pgettext_lazy("records of a place", "institutions"),
    "documents.document": pgettext_lazy("records of a place", "documents"),
    "agreements.proposal": pgettext_lazy("records of a place", "proposals"),
    "agreements.agreement": pgettext_lazy("records of a place", "agreements"),
    "agreements.approval": pgettext_lazy("records of a place", "decisions of councils"),
    "agreements.change": pgettext_lazy("records of a place", "declarations"),
    "agreements.workplan": pgettext_lazy("records of a place", "plans"),
    "agreements.activity": pgettext_lazy("records of a place", "activities"),
    "agreements.review": pgettext_lazy("records of a place", "reviews"),
    "commitments.commitmentowner": pgettext_lazy("records of a place", "commitments"),
    "commitments.commitment": pgettext_lazy("records of a place", "commitments of its ties"),
    "contacts.office": pgettext_lazy("records of a place", "offices"),
    "contacts.logentry": pgettext_lazy("records of a place", "entries of the contact log"),
    "partners.shortlist": pgettext_lazy("records of a place", "shortlists"),
    "partners.wish": pgettext_lazy("records of a place", "wishes"),
    "partners.wishmessage": pgettext_lazy("records of a place", "messages about wishes"),
    "forum.delegation": pgettext_lazy("records of a place", "delegations to forums"),
    "forum.edition": pgettext_lazy("records of a place", "forums held there"),
    "ties.claim": pgettext_lazy("records of a place", "claims entered by its office"),
    "ties.objection": pgettext_lazy("records of a place", "objections"),
}
Ids = Collection[int] | QuerySet[Any]


def attached_to_place(place: Place) -> str:
    """Return what holds fast to a place or to its ties, in words with numbers; empty if nothing does.

    What merging moves is not counted.
    """
    ties = [*place.ties_a.values_list("pk", flat=True), *place.ties_b.values_list("pk", flat=True)]
    counts = _counts(Place, [place.pk])
    counts.pop(MOVED, None)
    return _words(_more(counts, _counts_of_ties(ties)))


def attached_to_ties(ties: Ids) -> str:
    """Return what holds fast to some ties or to their claims, in words with numbers; empty if nothing does."""
    return _words(_counts_of_ties(ties))


def places_with_attachments(places: QuerySet[Place]) -> set[int]:
    """Return the numbers of those of some places to which something holds fast."""
    found: set[int] = set()
    for model, name in _referring(Place):
        rows = model._base_manager.filter(**{f"{name}__in": places.values("pk")})  # noqa: SLF001
        found.update(rows.values_list(name, flat=True))
    return found


def _counts_of_ties(ties: Ids) -> dict[str, int]:
    claims = Claim.objects.filter(tie__in=ties).values("pk")
    return _more(_counts(Tie, ties), _counts(Claim, claims))


def _counts(target: type[Model], ids: Ids) -> dict[str, int]:
    """Return how many rows of which model refer to some rows, by the models’ labels."""
    counts: dict[str, set[int]] = {}
    for model, name in _referring(target):
        rows = model._base_manager.filter(**{f"{name}__in": ids})  # noqa: SLF001 - Django’s own
        counts.setdefault(model._meta.label_lower, set()).update(  # noqa: SLF001
            rows.values_list("pk", flat=True)
        )
    return {label: len(numbers) for label, numbers in counts.items() if numbers}


def _referring(target: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """Yield the models and fields that refer to rows of a model and are not its own."""
    for relation in target._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django’s own
        field = getattr(relation, "field", None)
        if relation.concrete or not isinstance(field, ForeignKey | ManyToManyField):
            continue
        model = field.model
        if not model._meta.auto_created and (model, field.name) not in OWN:  # noqa: SLF001
            yield model, field.name


def _more(counts: dict[str, int], others: Mapping[str, int]) -> dict[str, int]:
    for label, number in others.items():
        counts[label] = max(number, counts.get(label, 0))
    return counts


def _words(counts: Mapping[str, int]) -> str:
    known = {label: number for label, number in counts.items() if label in WORDS}
    rest = sum(number for label, number in counts.items() if label not in WORDS)
    said = [f"{WORDS[label]} ({number})" for label, number in sorted(known.items())]
    if rest and not said:
        said.append(_("other records (%(number)s)") % {"number": rest})
    return ", ".join(said)
