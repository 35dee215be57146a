"""Reading documents."""

from collections.abc import Callable

from jumelage.core.audit import Actor
from jumelage.documents.models import Document, DocumentQuerySet
from jumelage.places.models import Place

#: Other grounds on which somebody may read one document, beside those of :meth:`DocumentQuerySet.visible_to`: apps
#: above add theirs when they are ready (who decides an objection reads what shows it). Lists do not ask them.
GROUNDS: list[Callable[[Actor, int], bool]] = []


def document_for(actor: Actor, number: int) -> Document | None:
    """Return a document that the actor may read; what may not be read is as what is not there."""
    found = Document.objects.visible_to(actor).filter(pk=number).first()
    if found is None and any(ground(actor, number) for ground in GROUNDS):
        found = Document.objects.filter(pk=number, removed_at__isnull=True).first()
    return found


def public_document(number: int) -> Document | None:
    """Return a document that everybody may read."""
    return Document.objects.filter(
        pk=number, visibility=Document.PUBLIC, removed_at__isnull=True
    ).first()


def documents_of(actor: Actor, place: Place) -> DocumentQuerySet:
    """Return the documents that belong to a place, of those that the actor may see, the latest first."""
    rows = Document.objects.visible_to(actor).filter(owner=place)
    return rows.select_related("owner").prefetch_related("readers")


def documents_shared_with(actor: Actor, place: Place) -> DocumentQuerySet:
    """Return what others have shared with a place (not what everybody may see), the latest first."""
    rows = Document.objects.visible_to(actor).filter(readers=place, visibility=Document.PARTIES)
    return rows.select_related("owner").prefetch_related("readers")
