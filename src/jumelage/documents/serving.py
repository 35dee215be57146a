"""A document's content as an answer: of its own type, in a box of its own, never mistaken for a page."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response

from jumelage.documents.content import path_of
from jumelage.documents.domain.checks import PDF
from jumelage.documents.domain.names import address_name
from jumelage.documents.models import Document

#: Nothing in it runs, loads or sends anything. A browser shows no PDF in a sandbox: of a PDF its own reader takes care.
_POLICY = (
    "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def address_of(document: Document) -> str:
    """Return the address of a document's content."""
    return reverse("site-root:document", args=[document.pk, address_name(document.file_name)])


def public_address_of(document: Document) -> str:
    """Return the whole address of a document's content, for those who read it elsewhere."""
    return f"{settings.JUMELAGE['BASE_URL']}{address_of(document)}"


def answer_with(request: HttpRequest, document: Document) -> HttpResponseBase:
    """Return a document's content. Whether the reader may see it has been asked before.

    Raises:
        Http404: the content is not there (the disk lost it).
    """
    tag = f'"{document.sha256}"'
    answer: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = _content(document)
    box = "" if document.content_type == PDF.content_type else "; sandbox"
    answer["Content-Security-Policy"] = f"{_POLICY}{box}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["ETag"] = tag
    public = document.visibility == Document.PUBLIC
    # A public one may be taken back: whoever kept it asks whether it is still the same.
    answer["Cache-Control"] = "public, no-cache" if public else "private, no-store"
    return answer


def _content(document: Document) -> FileResponse:
    try:
        file = path_of(document.sha256).open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(
        file, filename=document.file_name, content_type=document.content_type, as_attachment=False
    )
