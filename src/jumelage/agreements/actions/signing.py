"""Signatures. Each refers to the hash of one draft; with both, the agreement is in force and nothing of it changes."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.agreements.actions.common import (
    Step,
    as_agreed,
    if_public,
    let_read,
    make_public,
    need,
    not_ahead,
    own_document,
    refuse,
    sides_of,
    step_for,
    too_long,
)
from jumelage.agreements.actions.drafting import locked_agreement, terms_of, text_of
from jumelage.agreements.actions.templates import language_name
from jumelage.agreements.domain.claims import event_of_agreement
from jumelage.agreements.domain.expiry import first_expiry
from jumelage.agreements.domain.texts import gaps, sha256_of
from jumelage.agreements.models import Agreement, AgreementDraft, Signature
from jumelage.core.audit import Actor, atomic_action
from jumelage.core.clock import now, today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.dates import day_before
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.language import reader_language
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, live_claims, record_claim
from jumelage.ties.domain.standing import standing
from jumelage.ties.domain.terms import Form
from jumelage.ties.models import Claim
from jumelage.ties.own_sources import source_of_agreement


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
    last = agreement.drafts.order_by("-number")[0]
    if draft != last.number:
        raise ConflictError(last)
    refuse(_hash_problems(last, text_sha256) + _gap_problems(last) + _problems(place, data))
    signature = Signature.objects.create(
        agreement=agreement,
        draft=last,
        place=place,
        signatory=data.signatory.strip(),
        function=data.function.strip(),
        signed_on=data.signed_on,
        signed_at_place=data.signed_at_place.strip(),
        text_sha256=last.sha256,
        document=data.document,
        may_publish=data.may_publish,
        author=actor.label,
        created_at=now(),
    )
    let_read(step, data.document)
    changes = {"draft": last.number, "sha256": last.sha256}
    step.log("sign", f"agreement:{agreement.pk}", changes)
    both = live_signatures(agreement)
    if len(both) == 2:
        _come_into_force(step, agreement, both)
    else:
        step.tell("signed", "agreement", agreement.pk)
    return signature


@atomic_action
def withdraw_signature(
    *, actor: Actor, place: Place, agreement: Agreement, reason: str
) -> Signature:
    """Take the own signature back while the other side has not signed. Then the text can be changed again.

    Raises:
        NotAllowedError: the actor is no officer of ``place``.
        RefusedError: there is none, the other side has signed, or no reason is given.
    """
    agreement = locked_agreement(agreement)
    step = step_for(actor, place, sides_of(agreement.tie))
    refuse(need(reason, "reason", _("Say why the signature is withdrawn.")))
    signature = _own(agreement, place)
    if agreement.in_force_on is not None:
        message = _("Both sides have signed: a signature is not withdrawn any more.")
        raise RefusedError(Problem("signed", "", message))
    signature.withdrawn_at, signature.withdrawal_reason = now(), reason.strip()
    signature.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    step.log("withdraw_signature", f"agreement:{agreement.pk}", reason=reason.strip())
    step.tell("signature_withdrawn", "agreement", agreement.pk)
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
        _publish(step, agreement, both)
    return signature


def live_signatures(agreement: Agreement) -> list[Signature]:
    """Return the signatures that stand, in the order of their days."""
    rows = agreement.signatures.filter(withdrawn_at__isnull=True)
    return list(rows.select_related("draft", "place", "document"))


def _own(agreement: Agreement, place: Place) -> Signature:
    found = next((one for one in live_signatures(agreement) if one.place_id == place.pk), None)
    if found is None:
        raise RefusedError(Problem("not_signed", "", _("Your side has not signed this agreement.")))
    return found


def _closed_problems(agreement: Agreement, place: Place) -> list[Problem]:
    if agreement.dropped_at is not None:
        return [Problem("dropped", "", _("This agreement was given up."))]
    if any(one.place_id == place.pk for one in live_signatures(agreement)):
        return [Problem("signed", "", _("Your side has signed this agreement before."))]
    return []


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


def _problems(place: Place, data: SignatureData) -> list[Problem]:
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
        *own_document(place, data.document),
    ]


def _come_into_force(step: Step, agreement: Agreement, both: list[Signature]) -> None:
    """Let an agreement be in force since the later signature, and the register say so for both sides."""
    terms = terms_of(both[-1].draft)
    agreement.in_force_on = max(one.signed_on for one in both)
    agreement.expires_on = first_expiry(terms, agreement.in_force_on)
    agreement.save(update_fields=["in_force_on", "expires_on"])
    publishes = all(one.may_publish for one in both)
    if publishes:
        _publish(step, agreement, both)
    agreement.claim = _claim(step, agreement, both)
    agreement.save(update_fields=["claim"])
    changes = {"in_force_on": agreement.in_force_on.isoformat(), "claim": agreement.claim.pk}
    step.log("in_force", f"agreement:{agreement.pk}", changes)
    step.tell("in_force", "agreement", agreement.pk)


def _claim(step: Step, agreement: Agreement, both: list[Signature]) -> Claim:
    tie, day = agreement.tie, agreement.in_force_on or today()
    claims = [claim.for_arithmetic() for claim in live_claims([tie.pk]).get(tie.pk, [])]
    before = standing(claims, day_before(day), today())
    form = Form(agreement.form)
    claim, _new = record_claim(
        actor=as_agreed(step.actor),
        data=ClaimData(
            source=source_of_agreement(agreement.pk, sides=sides_of(tie), signed_on=day),
            place_a=tie.place_a,
            place_b=tie.place_b,
            kind=event_of_agreement(
                before=(before.a.legal, before.b.legal),
                since=tie.since_date,
                signed_on=day,
                form_before=before.form,
                form=form,
            ),
            when=day.isoformat(),
            form=form,
            document=_public_copy(both),
            entered_for=step.place,
            is_joint=True,
        ),
    )
    return claim


def _public_copy(both: list[Signature]) -> Document | None:
    """Return the latest signed copy that everybody may see."""
    copies = [if_public(one.document) for one in both]
    return next((copy for copy in reversed(copies) if copy is not None), None)


def _publish(step: Step, agreement: Agreement, both: list[Signature]) -> None:
    """Let everybody read the agreement and its signed copies, as both sides want."""
    for signature in both:
        make_public(step.actor, signature.document)
        if signature.document is not None:
            signature.document.refresh_from_db()
    if agreement.claim_id is not None:
        Claim.objects.filter(pk=agreement.claim_id).update(document=_public_copy(both))
    if agreement.published_at is None:
        agreement.published_at = now()
        agreement.save(update_fields=["published_at"])
        step.log("publish", f"agreement:{agreement.pk}", registry=True)
        step.tell("published", "agreement", agreement.pk)
