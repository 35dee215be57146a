"""Reading the documents of an edition, and who may."""

from collections.abc import Sequence

from django.db.models import Q

from jumelage.core.audit import Actor
from jumelage.forum.domain.delegations import COMING
from jumelage.forum.models import Delegation, Edition, EditionDocument
from jumelage.forum.models.editions import organised_by


def may_read_paper(actor: Actor, number: int) -> bool:
    """Whether somebody may read a document because an edition hands it out: one query for everybody’s.

    Everybody reads what is for everybody, once the edition is no draft; people of places that come read what is for
    delegations; those who run the edition read all.
    """
    rows = EditionDocument.objects.filter(document=number)
    mine = Q(audience=EditionDocument.EVERYBODY) & ~Q(edition__state=Edition.DRAFT)
    if actor.is_staff:
        return rows.exists()
    if actor.user_id is not None:
        coming = Delegation.objects.filter(place__in=actor.places, state__in=COMING)
        mine |= Q(edition__in=coming.order_by().values("edition"))
        mine |= organised_by(actor, "edition__")
    return rows.filter(mine).exists()


def documents_of(edition: Edition, *, for_everybody: bool) -> Sequence[EditionDocument]:
    """Return the documents of an edition, the first added first: those for everybody, or all of them. One query."""
    rows = edition.documents.select_related("document")
    if for_everybody:
        rows = rows.filter(audience=EditionDocument.EVERYBODY)
    return list(rows)
