"""An agreement that both sides have signed: in force, on the register, and public if both want it."""

from django.utils.translation import gettext as _

from jumelage.agreements.actions.common import Step, as_agreed, if_public, make_public, sides_of
from jumelage.agreements.actions.drafting import terms_of
from jumelage.agreements.domain.claims import event_of_agreement
from jumelage.agreements.domain.expiry import first_expiry
from jumelage.agreements.models import Agreement, Signature
from jumelage.core.clock import now, today
from jumelage.core.domain.dates import day_before
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.documents.models import Document
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, live_claims, record_claim
from jumelage.ties.domain.standing import standing
from jumelage.ties.domain.terms import Form
from jumelage.ties.models import Claim
from jumelage.ties.own_sources import source_of_agreement


def live_signatures(agreement: Agreement) -> list[Signature]:
    """Return the signatures that stand, in the order of their days."""
    rows = agreement.signatures.filter(withdrawn_at__isnull=True)
    return list(rows.select_related("draft", "place", "document"))


def across(agreement: Agreement, side: Place) -> Place:
    """Return the place on the other side of an agreement.

    Raises:
        NotAllowedError: ``side`` is on neither.
    """
    sides = sides_of(agreement.tie)
    if side.pk not in {place.pk for place in sides}:
        message = _("%(place)s is on neither side.") % {"place": side.local_name}
        raise NotAllowedError(Problem("foreign_side", "", message))
    return next(place for place in sides if place.pk != side.pk)


def come_into_force(step: Step, agreement: Agreement, both: list[Signature]) -> None:
    """Let an agreement be in force since the later signature, and the register say so for both sides."""
    terms = terms_of(both[-1].draft)
    agreement.in_force_on = max(one.signed_on for one in both)
    agreement.expires_on = first_expiry(terms, agreement.in_force_on)
    agreement.save(update_fields=["in_force_on", "expires_on"])
    publishes = all(one.may_publish for one in both)
    if publishes:
        publish(step, agreement, both)
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
    alone = _only_one_here(agreement, both)
    claim, _new = record_claim(
        actor=as_agreed(step.actor),
        data=ClaimData(
            source=source_of_agreement(
                agreement.pk, sides=sides_of(tie), signed_on=day, records_of=alone
            ),
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
            entered_for=alone or step.place,
            is_joint=alone is None,
        ),
    )
    return claim


def _only_one_here(agreement: Agreement, both: list[Signature]) -> Place | None:
    """Return the side whose word alone it is that both have signed: the other’s signature was recorded from paper."""
    absent = next((one.place for one in reversed(both) if one.on_paper), None)
    return None if absent is None else across(agreement, absent)


def _public_copy(both: list[Signature]) -> Document | None:
    """Return the latest signed copy that everybody may see."""
    copies = [if_public(one.document) for one in both]
    return next((copy for copy in reversed(copies) if copy is not None), None)


def publish(step: Step, agreement: Agreement, both: list[Signature]) -> None:
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
