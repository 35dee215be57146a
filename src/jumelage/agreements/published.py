"""Agreements that both sides have made public, as everybody reads them: nothing of drafts, notes and authors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import translation

from jumelage.agreements.actions.drafting import terms_of, text_of
from jumelage.agreements.domain.texts import Terms, Text
from jumelage.agreements.models import Agreement, AgreementDraft, Signature
from jumelage.agreements.paper import pdf_of
from jumelage.core.audit import Actor
from jumelage.core.language import reader_language
from jumelage.places.queries import official_names
from jumelage.ties.models import Tie

#: Whoever reads without being known: sees what both sides have published, and no more.
EVERYBODY = Actor(label="everybody")


@dataclass(frozen=True, slots=True)
class PublishedAgreement:
    """An agreement as everybody reads it. ``signatures`` are both that stand, the earlier first."""

    agreement: Agreement
    draft: AgreementDraft  # the one that was signed
    signatures: Sequence[Signature]

    @property
    def terms(self) -> Terms:
        """The terms that were signed."""
        return terms_of(self.draft)

    @property
    def text(self) -> Text:
        """The text that was signed."""
        return text_of(self.draft)

    def pdf(self) -> bytes:
        """Return the signed text and the signatures as a PDF.

        Raises:
            RefusedError: no font here has one of the text's letters.
        """
        return pdf_of(self.agreement, self.draft)


def _published() -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(EVERYBODY)


def published_agreement(number: int) -> PublishedAgreement | None:
    """Return an agreement as everybody reads it; ``None`` if there is none, or not both sides have published it."""
    names = official_names(reader_language()).queryset
    signatures = Signature.objects.filter(withdrawn_at__isnull=True)
    row = (
        _published()
        .filter(pk=number)
        .select_related("tie__place_a", "tie__place_b", "proposal")
        .prefetch_related(
            Prefetch("tie__place_a__names", queryset=names),
            Prefetch("tie__place_b__names", queryset=names),
            Prefetch("signatures", signatures.select_related("draft", "document")),
        )
        .first()
    )
    if row is None:
        return None
    both = list(row.signatures.all())
    return PublishedAgreement(agreement=row, draft=both[-1].draft, signatures=both)


def published_of(tie: Tie) -> list[Agreement]:
    """Return the agreements of a tie that everybody may read, the one signed last first."""
    return list(_published().filter(tie=tie).order_by("-in_force_on", "-pk"))


def addresses_by_claim(claims: Iterable[int]) -> dict[int, str]:
    """Return the whole addresses of the pages of published agreements, by the claims (their ids) made of them."""
    rows = _published().filter(claim__in=list(claims)).values_list("claim_id", "pk")
    with translation.override("en"):  # the same for every asker: pages lead on to other languages
        return {
            claim: f"{settings.JUMELAGE['BASE_URL']}{reverse('site:agreement', args=[number])}"
            for claim, number in rows
        }
