"""Signatures. Each refers to the hash of one draft; with both, the agreement is in force and nothing of it changes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jumelage.agreements.actions.common import (
    Step,
    let_read,
    own_document,
    paper_problems,
    recording_step,
    sides_of,
    step_for,
)
from jumelage.agreements.actions.drafting import locked_agreement, terms_of, text_of
from jumelage.agreements.actions.in_force import (
    across,
    come_into_force,
    live_signatures,
    publish,
)
from jumelage.agreements.actions.templates import language_name
from jumelage.agreements.domain.texts import gaps, sha256_of
from jumelage.agreements.models import Agreement, AgreementDraft, Signature
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.language import reader_language
from jumelage.core.refusing import need, not_ahead, refuse, too_long
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.models import Claim, Objection
from jumelage.ties.objections import object_to


@dataclass(frozen=True, slots=True)
class SignatureData:
    """Who signed for a side, as what, when and where; the signed copy; whether this side wants it all to be public."""

    signatory: str
    function: str
    signed_on: date
    signed_at_place: str = ""
    document: Document | None = None
    may_publish: bool = False


@atomic_action
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
    agreement = locked_agreement(agreement)
    step = step_for(actor, place, sides_of(agreement.tie))
    refuse(_closed_problems(agreement, place))
    last = _as_read(agreement, draft)
    refuse(_text_problems(last, text_sha256) + _problems(data) + own_document(place, data.document))
    signature = _keep(actor, last, place, data, may_publish=data.may_publish)
    let_read(step, data.document)
    step.log("sign", f"agreement:{agreement.pk}", _what(last))
    _complete(step, agreement)
    return signature


@atomic_action
def sign_on_paper(
    *,
    actor: Actor,
    side: Place,
    agreement: Agreement,
    draft: int,
    text_sha256: str,
    data: SignatureData,
) -> Signature:
    """Record that ``side``, for which nobody acts here, has signed a draft on paper: with the signed copy.

    An officer of the other side may, and those who keep the register of the side’s country. The signature is marked as
    such. Whether it all becomes public, the side says itself once it has officers here, who may object as well.

    Raises:
        NotAllowedError: the actor may not, or ``side`` is on neither side.
        ConflictError: there is a newer draft than the one that was read.
        RefusedError: with every reason: the side has officers here, the copy is missing, and those of :func:`sign`.
    """
    agreement = locked_agreement(agreement)
    here = across(agreement, side)
    step, recorder = recording_step(actor, side, here)
    refuse(_closed_problems(agreement, side))
    last = _as_read(agreement, draft)
    missing = _("Upload the signed copy: a signature on paper is recorded only with it.")
    papers = paper_problems(data.document, side, recorder, missing)
    refuse(_text_problems(last, text_sha256) + _problems(data) + papers)
    signature = _keep(actor, last, side, data, on_paper=True, recorded_for=recorder)
    let_read(step, data.document, side, here)
    step.log("sign_on_paper", f"agreement:{agreement.pk}", _what(last))
    _complete(step, agreement)
    return signature


@atomic_action
def object_to_signature(
    *, actor: Actor, place: Place, agreement: Agreement, reason: str
) -> Signature:
    """Say, as an officer of the side whose signature was recorded from paper, that it never signed so.

    The signature counts no more, and the agreement is open again; if the two sides write another one by now, it is
    given up. The claim that was made of it is objected to (:class:`ties.models.Objection`): those who keep the register
    decide.

    Raises:
        NotAllowedError: the actor is no officer of ``place``, or it is on neither side.
        RefusedError: there is no such signature, the place has agreed since that it be public, or no reason is given.
    """
    agreement = locked_agreement(agreement)
    step = step_for(actor, place, sides_of(agreement.tie))
    refuse(need(reason, "reason", _("Say what is wrong with the signature, and how it was.")))
    signature = _own(agreement, place)
    if not signature.on_paper:
        message = _("Your own office recorded this signature.")
        raise RefusedError(Problem("not_on_paper", "", message))
    if signature.may_publish:
        message = _("Your place has wanted the agreement to be public: it stands behind it.")
        raise RefusedError(Problem("stands", "", message))
    signature.objected_at = signature.withdrawn_at = now()
    signature.objection = reason.strip()
    signature.save(update_fields=["objected_at", "withdrawn_at", "objection"])
    claim = agreement.claim
    _open_again(agreement, place, reason.strip())
    if claim is not None and _may_be_objected_to(claim, place):
        object_to(actor=actor, claim=claim, place=place, reason=reason.strip())
    step.log("object_to_signature", f"agreement:{agreement.pk}", reason=reason.strip())
    step.tell("signature_objected", "agreement", agreement.pk)
    return signature


@atomic_action
def withdraw_signature(
    *, actor: Actor, place: Place, agreement: Agreement, reason: str
) -> Signature:
    """Take the own signature back while the other side has not signed. Then the text can be changed again.

    What was recorded from paper for the other side is taken back so too.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: there is none, the other side has signed, or no reason is given.
    """
    agreement = locked_agreement(agreement)
    step = step_for(actor, place, sides_of(agreement.tie))
    refuse(need(reason, "reason", _("Say why the signature is withdrawn.")))
    signature = _own(agreement, place, or_on_paper=True)
    if agreement.in_force_on is not None:
        message = _("Both sides have signed: a signature is not withdrawn any more.")
        raise RefusedError(Problem("signed", "", message))
    signature.withdrawn_at, signature.withdrawal_reason = now(), reason.strip()
    signature.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    step.log("withdraw_signature", f"agreement:{agreement.pk}", reason=reason.strip())
    own = signature.place_id == place.pk
    step.tell(
        "signature_withdrawn" if own else "paper_signature_withdrawn", "agreement", agreement.pk
    )
    return signature


@atomic_action
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
    agreement = locked_agreement(agreement)
    step = step_for(actor, place, sides_of(agreement.tie))
    signature = _own(agreement, place)
    problems = own_document(place, document)
    if document is not None and signature.document_id is not None:
        message = _("Your side has added its signed copy before. It stays as it is.")
        problems.append(Problem("copy", "document", message))
    if document is None and not may_publish:
        message = _("Choose the signed copy, or say that the agreement may be public.")
        problems.append(Problem("nothing", "document", message))
    refuse(problems)
    signature.document = document or signature.document
    signature.may_publish = signature.may_publish or may_publish
    signature.save(update_fields=["document", "may_publish"])
    let_read(step, document)
    step.log("record_signed_copy", f"agreement:{agreement.pk}", {"may_publish": may_publish})
    both = live_signatures(agreement)
    if agreement.in_force_on is not None and all(one.may_publish for one in both):
        publish(step, agreement, both)
    return signature


def _as_read(agreement: Agreement, draft: int) -> AgreementDraft:
    """Return the last draft, if it is the one that was read.

    Raises:
        ConflictError: there is a newer one.
    """
    last = agreement.drafts.order_by("-number")[0]
    if draft != last.number:
        raise ConflictError(last)
    return last


def _keep(
    actor: Actor, draft: AgreementDraft, place: Place, data: SignatureData, **more: Any
) -> Signature:
    return Signature.objects.create(
        agreement=draft.agreement,
        draft=draft,
        place=place,
        signatory=data.signatory.strip(),
        function=data.function.strip(),
        signed_on=data.signed_on,
        signed_at_place=data.signed_at_place.strip(),
        text_sha256=draft.sha256,
        document=data.document,
        author=actor.label,
        created_at=now(),
        **more,
    )


def _what(draft: AgreementDraft) -> dict[str, Any]:
    return {"draft": draft.number, "sha256": draft.sha256}


def _complete(step: Step, agreement: Agreement) -> None:
    """Let the agreement be in force if both have signed, or tell the side that has not."""
    both = live_signatures(agreement)
    if len(both) == 2:
        come_into_force(step, agreement, both)
    else:
        step.tell("signed", "agreement", agreement.pk)


def _open_again(agreement: Agreement, place: Place, reason: str) -> None:
    """Let an agreement wait for a signature again; given up if the two sides write another one by now."""
    rows = Agreement.objects.filter(tie=agreement.tie, dropped_at=None, in_force_on=None)
    if rows.exclude(pk=agreement.pk).exists():
        agreement.dropped_at, agreement.dropped_by, agreement.drop_reason = now(), place, reason
    agreement.in_force_on = agreement.expires_on = agreement.warned_on = agreement.claim = None
    agreement.save()


def _may_be_objected_to(claim: Claim, place: Place) -> bool:
    open_ones = claim.objections.filter(place=place, state=Objection.OPEN)
    return claim.retracted_at is None and not open_ones.exists()


def _own(agreement: Agreement, place: Place, *, or_on_paper: bool = False) -> Signature:
    """Return the signature of a place that stands; or, if that is enough, what was recorded for the other side.

    Raises:
        RefusedError: there is none.
    """
    live = live_signatures(agreement)
    own = [one for one in live if one.place_id == place.pk]
    found = next(iter(own + [one for one in live if or_on_paper and one.on_paper]), None)
    if found is None:
        raise RefusedError(Problem("not_signed", "", _("Your side has not signed this agreement.")))
    return found


def _closed_problems(agreement: Agreement, place: Place) -> list[Problem]:
    if agreement.dropped_at is not None:
        return [Problem("dropped", "", _("This agreement was given up."))]
    if any(one.place_id == place.pk for one in live_signatures(agreement)):
        return [Problem("signed", "", _("Your side has signed this agreement before."))]
    return []


def _text_problems(draft: AgreementDraft, shown: str) -> list[Problem]:
    return _hash_problems(draft, shown) + _gap_problems(draft)


def _hash_problems(draft: AgreementDraft, shown: str) -> list[Problem]:
    """Return the problem of a text that is not the one that was shown, or not the one that was kept."""
    if shown == draft.sha256 == sha256_of(terms_of(draft), text_of(draft)):
        return []
    message = _(
        "The text is not the one that you were shown. Open the agreement again and read it anew."
    )
    return [Problem("hash", "", message)]


def _gap_problems(draft: AgreementDraft) -> list[Problem]:
    """Return what has to be written before anybody can sign."""
    titles = {clause["key"]: clause["title"] for clause in draft.clauses}
    problems = []
    for gap in gaps(terms_of(draft), text_of(draft)):
        spoken = language_name(gap.language, reader_language())
        title = titles.get(gap.key, {})
        name = next((words for words in title.values() if words), gap.key)
        message = (
            _("In %(language)s there are no words for “%(clause)s”. Write them before you sign.")
            if gap.key in titles
            else _(
                "In %(language)s the agreement has no title or no clauses. Write them before you sign."
            )
        )
        words = {"language": spoken, "clause": name}
        problems.append(Problem("gap", "", message % words))
    return problems


def _problems(data: SignatureData) -> list[Problem]:
    return [
        *need(data.signatory, "signatory", _("Say who signed.")),
        *need(
            data.function,
            "function",
            _("Say as what the person signed: mayor, head of the district …"),
        ),
        *too_long(data.signatory, "signatory", 200),
        *too_long(data.function, "function", 200),
        *too_long(data.signed_at_place, "signed_at_place", 200),
        *not_ahead(data.signed_on, "signed_on"),
    ]
