"""Claims as records, with what apps beside the ties know of them."""

from collections.abc import Iterable

from jumelage.agreements.published import addresses_by_claim
from jumelage.api.schemas import ClaimOut
from jumelage.ties.models import Claim


def claim_records(claims: Iterable[Claim]) -> list[ClaimOut]:
    """Return claims with the pages of published agreements. What :meth:`ClaimOut.of` needs must have been fetched."""
    listed = list(claims)
    addresses = addresses_by_claim(claim.pk for claim in listed)
    return [ClaimOut.of(claim, addresses.get(claim.pk, "")) for claim in listed]
