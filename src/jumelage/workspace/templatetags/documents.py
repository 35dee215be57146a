"""Documents in templates of the workspace."""

from django import template

from jumelage.documents.models import Document
from jumelage.documents.serving import address_of

register = template.Library()


@register.filter
def document_url(document: Document) -> str:
    """Return the address of a document's content."""
    return address_of(document)
