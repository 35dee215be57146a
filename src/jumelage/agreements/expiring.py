"""Agreements whose time runs out: prolonged where they say so, their sides reminded in time."""

from datetime import date

from django.db.models import QuerySet

from jumelage.agreements import notices
from jumelage.agreements.domain.expiry import expiry_on, warning_due
from jumelage.agreements.domain.texts import Renewal
from jumelage.agreements.models import Agreement
from jumelage.core.audit import OPERATOR, atomic_action, record
from jumelage.core.clock import today
from jumelage.ties.domain.terms import BOUND


def _running() -> QuerySet[Agreement]:
    """Return the agreements in force that are made for some years, of ties that have not ended."""
    rows = Agreement.objects.filter(
        in_force_on__isnull=False,
        expires_on__isnull=False,
        tie__legal__in=BOUND,
    )
    return rows.select_related("tie__place_a", "tie__place_b").order_by("pk")


def look_after_expiry() -> None:
    """Prolong the agreements that are prolonged by themselves, and remind the sides of what ends or is prolonged soon.

    It bears to be done twice: an agreement remembers when its sides were reminded.
    """
    day = today()
    for agreement in _running():
        _look_after(agreement.pk, day)


@atomic_action
def _look_after(number: int, day: date) -> None:
    locked = Agreement.objects.select_for_update(of=("self",))
    agreement = locked.select_related("tie__place_a", "tie__place_b").get(pk=number)
    renewal, expires = Renewal(agreement.renewal), agreement.expires_on
    if expires is None:
        return
    until = expiry_on(expires, renewal, agreement.years, day) or expires
    if until != expires:
        agreement.expires_on, agreement.warned_on = until, None
        _log(agreement, "prolong", {"until": until.isoformat()})
    if warning_due(
        until, renewal, agreement.notice_months, warned_on=agreement.warned_on, today=day
    ):
        agreement.warned_on = day
        _remind(agreement, renewal)
        _log(agreement, "remind", {"of": until.isoformat()})
    agreement.save(update_fields=["expires_on", "warned_on"])


def _remind(agreement: Agreement, renewal: Renewal) -> None:
    kind = "prolonged_soon" if renewal is Renewal.AUTOMATIC else "ends_soon"
    first, second = agreement.tie.place_a, agreement.tie.place_b
    for receiver, other in ((first, second), (second, first)):
        notices.tell(
            sender=other, receiver=receiver, kind=kind, page="agreement", number=agreement.pk
        )


def _log(agreement: Agreement, action: str, changes: dict[str, str]) -> None:
    record(
        actor=OPERATOR,
        action=f"agreements.{action}",
        target=f"agreement:{agreement.pk}",
        changes=changes,
        places=[agreement.tie.place_a_id, agreement.tie.place_b_id],
        registry=False,
    )
