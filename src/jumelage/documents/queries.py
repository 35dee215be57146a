"""Reading documents."""

from jumelage.core.audit import Actor
from jumelage.documents.models import Document, DocumentQuerySet
from jumelage.places.models import Place


def document_for(actor: Actor, number: int) -> Document | None:
    """Return a document that the actor may see; what may not be seen is as what is not there."""
    return Document.objects.visible_to(actor).filter(pk=number).first()


def documents_of(actor: Actor, place: Place) -> DocumentQuerySet:
    """Return the documents that belong to a place, of those that the actor may see, the latest first."""
    rows = Document.objects.visible_to(actor).filter(owner=place)
    return rows.select_related("owner").prefetch_related("readers")


def documents_shared_with(actor: Actor, place: Place) -> DocumentQuerySet:
    """Return what others have shared with a place (not what everybody may see), the latest first."""
    rows = Document.objects.visible_to(actor).filter(readers=place, visibility=Document.PARTIES)
    return rows.select_related("owner").prefetch_related("readers")
