"""Signatures. Each refers to the hash of one draft; with both, the agreement is in force and nothing of it changes."""

from dataclasses import dataclass
from datetime import date

from jumelage.agreements.models import Agreement, Signature
from jumelage.core.audit import Actor
from jumelage.documents.models import Document
from jumelage.places.models import Place


@dataclass(frozen=True, slots=True)
class SignatureData:
    """Who signed for a side, as what, when and where; the signed copy; whether this side wants it all to be public."""

    signatory: str
    function: str
    signed_on: date
    signed_at_place: str = ""
    document: Document | None = None
    may_publish: bool = False


def sign(
    *,
    actor: Actor,
    place: Place,
    agreement: Agreement,
    draft: int,
    text_sha256: str,
    data: SignatureData,
) -> Signature:
    """Record, as an officer, that the own side has signed a draft (its number): the one whose hash the actor was shown.

    With the second signature the agreement is in force, and the register says so for both sides as of the later day.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        ConflictError: there is a newer draft than the one that was read.
        RefusedError: with every reason: signed before, text incomplete, another hash, a day in the future.
    """
    raise NotImplementedError


def withdraw_signature(
    *, actor: Actor, place: Place, agreement: Agreement, reason: str
) -> Signature:
    """Take the own signature back while the other side has not signed. Then the text can be changed again.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: there is none, the other side has signed, or no reason is given.
    """
    raise NotImplementedError


def record_signed_copy(
    *,
    actor: Actor,
    place: Place,
    agreement: Agreement,
    document: Document | None = None,
    may_publish: bool = False,
) -> Signature:
    """Add the signed copy to the own signature later, or say that the own side wants the agreement to be public.

    Once both sides want it, the agreement and the copies are public; that cannot be taken back here.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: this side has not signed; a copy is there already; the document is not this place’s.
    """
    raise NotImplementedError
