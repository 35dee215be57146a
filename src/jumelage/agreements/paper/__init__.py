"""Agreements on paper: a PDF of two columns, one for each language."""

from pathlib import Path

from jumelage.agreements.models import Agreement, AgreementDraft
from jumelage.agreements.paper.composing import composed
from jumelage.core.paper import render

_TEMPLATE = Path(__file__).resolve().with_name("agreement.typ")


def pdf_of(agreement: Agreement, draft: AgreementDraft, *, for_signing: bool = False) -> bytes:
    """Return a draft as a PDF: the same bytes for the same text and signatures.

    Args:
        agreement: the agreement, with its tie and places.
        draft: the draft of it that is wanted.
        for_signing: leave the mark “draft” out of an unsigned text, so that it can be signed by hand.

    Raises:
        RefusedError: no font here has one of the text's letters.
    """
    signatures = [
        signature
        for signature in agreement.signatures.all()
        if signature.withdrawn_at is None and signature.draft_id == draft.pk
    ]
    mark = len(signatures) < 2 and not for_signing
    content = composed(agreement, draft, signatures, mark=mark)
    last = max([draft.created_at, *(signature.created_at for signature in signatures)])
    return render(_TEMPLATE, content, made_at=int(last.timestamp()))
