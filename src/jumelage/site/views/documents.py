"""The content of documents, for those who may read them."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from jumelage.documents.domain.names import address_name
from jumelage.documents.queries import document_for, public_document
from jumelage.documents.serving import address_of, answer_with
from jumelage.memberships.actors import actor_of


def document(request: HttpRequest, number: int, name: str) -> HttpResponseBase:
    """A document's content. What the reader may not see is as what is not there.

    Who reads is asked only where not everybody may: what is public depends on no session.
    """
    found = public_document(number) or document_for(actor_of(request), number)
    if found is None:
        raise Http404
    if name != address_name(found.file_name):  # nobody hands it on under another name
        return redirect(address_of(found))
    return answer_with(request, found)
