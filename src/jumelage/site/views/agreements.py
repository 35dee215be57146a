"""Signed agreements that both sides have made public."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jumelage.agreements.models import Signature
from jumelage.agreements.published import PublishedAgreement, published_agreement
from jumelage.agreements.showing import shown_text
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.paper import pdf_answer
from jumelage.site.cache import by_revision
from jumelage.ties.queries import Moment, dated
from jumelage.ties.showing import document_shown


def agreement(request: HttpRequest, number: int) -> HttpResponse:
    """One agreement: the signed text in its languages, both signatures, what shows them. The same for every reader."""
    return _page(request, _found(number))


def agreement_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The signed text on paper; where no font has its letters, the page, which says so."""
    found = _found(number)
    content = by_revision(f"agreement-pdf:{number}", lambda: _paper(found))
    if not content:
        return _page(request, found, has_no_pdf=True)
    answer = pdf_answer(content, f"agreement-{number}.pdf")
    answer["Cache-Control"] = "public, no-cache"
    return answer


def _found(number: int) -> PublishedAgreement:
    found = published_agreement(number)
    if found is None:
        raise Http404
    return found


def _paper(found: PublishedAgreement) -> bytes:
    """Return the PDF; nothing where it cannot be set, so that this is remembered as well."""
    try:
        return found.pdf()
    except RefusedError:
        return b""


def _page(
    request: HttpRequest, found: PublishedAgreement, *, has_no_pdf: bool = False
) -> HttpResponse:
    tie = found.agreement.tie
    context = {
        "agreement": found.agreement,
        "tie": tie,
        "a": tie.place_a,
        "b": tie.place_b,
        "sha256": found.draft.sha256,
        "terms": found.terms,
        "shown": shown_text(found.text, found.terms.languages),
        "signatures": [_signature(found, one) for one in found.signatures],
        "today": dated([tie], Moment.make(), only_known=False)[0],
        "has_no_pdf": has_no_pdf,
    }
    return render(request, "site/agreement.html", context, status=503 if has_no_pdf else 200)


def _signature(found: PublishedAgreement, signature: Signature) -> dict[str, object]:
    """Return who signed for which side, and the signed copy if everybody may read it."""
    sides = {
        place.pk: place for place in (found.agreement.tie.place_a, found.agreement.tie.place_b)
    }
    recorder = sides.get(signature.recorded_for_id or 0)
    return {
        "side": sides[signature.place_id],
        "signature": signature,
        "recorder": recorder.local_name if recorder else "",
        "copy": document_shown(signature.document),
    }
