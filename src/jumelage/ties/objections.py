"""Objections: a place says of a claim about its own tie that it is wrong. Both are shown until somebody decides.

An objection alone changes no standing: if it is upheld, the claim is taken back, and the standing follows from the
rest.
"""

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.documents.models import Document
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member, may_keep, require_keeper, require_member
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.actions import retract_claim
from jumelage.ties.models import Claim, Objection, Tie

#: So many characters a reason or an answer may have: they are shown beside the claim.
LONGEST = 2000


@atomic_action
def object_to(
    *, actor: Actor, claim: Claim, place: Place, reason: str, document: Document | None = None
) -> Objection:
    """Say for a place that a claim about its own tie is wrong. Everybody reads the reason beside the claim.

    Args:
        actor: an officer of the place.
        claim: what is said to be wrong.
        place: for which the objection is made: one side of the tie.
        reason: what is wrong, and how it was, in the place's own words.
        document: what shows it: one of the place's own. Those who decide may read it; others only if it is public.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_member(actor, place.pk, Role.OFFICER)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("tie").get(pk=claim.pk)
    if problems := _problems(claim, place, reason, document):
        raise RefusedError(*problems)
    objection = Objection.objects.create(
        claim=claim,
        place=place,
        reason=reason.strip(),
        document=document,
        author=actor.label,
        stated_at=now(),
    )
    _record(actor, objection, "ties.object", reason=objection.reason, acting_for=str(place))
    return objection


def _problems(claim: Claim, place: Place, reason: str, document: Document | None) -> list[Problem]:
    problems = _text_problems("reason", reason, _("Say what is wrong, and how it was."))
    if place.pk not in {claim.tie.place_a_id, claim.tie.place_b_id}:
        message = _("%(place)s is on neither side of this tie.") % {"place": place}
        problems.append(Problem("foreign_side", "", message))
    if claim.retracted_at is not None:
        problems.append(Problem("retracted", "", _("This claim was taken back before.")))
    if claim.entered_for_id == place.pk and not claim.is_joint:
        message = _("Your own office recorded this: take it back instead.")
        problems.append(Problem("own", "", message))
    if document is not None and (document.owner_id != place.pk or document.removed_at is not None):
        message = _("Choose a document that belongs to your own place.")
        problems.append(Problem("document", "document", message))
    if claim.objections.filter(place=place, state=Objection.OPEN).exists():
        message = _("Your place disputes this already, and it is not decided yet.")
        problems.append(Problem("open", "", message))
    return problems


def _text_problems(field: str, text: str, missing: str) -> list[Problem]:
    if not text.strip():
        return [Problem(field, field, missing)]
    if len(text) > LONGEST:
        message = _("This is longer than %(most)s characters: say it more shortly.")
        return [Problem("too_long", field, message % {"most": LONGEST})]
    return []


@atomic_action
def withdraw(*, actor: Actor, objection: Objection) -> Objection:
    """Take an objection back that has not been decided: the claim stands undisputed again.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        RefusedError: it was decided or withdrawn before.
    """
    require_member(actor, objection.place_id, Role.OFFICER)
    objection = _open(objection)
    objection.state = Objection.WITHDRAWN
    objection.decided_at = now()
    objection.save(update_fields=["state", "decided_at"])
    _record(actor, objection, "ties.withdraw_objection", acting_for=str(objection.place))
    return objection


@atomic_action
def decide(*, actor: Actor, objection: Objection, uphold: bool, answer: str = "") -> Objection:
    """Decide an objection: upheld, the claim is taken back with that reason; declined, it stands, with the answer.

    Raises:
        NotAllowedError: the actor keeps the register of neither country, or acts for one of the two places.
        RefusedError: it was decided before, or there is no answer for those whose objection is declined.
    """
    tie = objection.claim.tie
    require_keeper(actor, tie.country_a, tie.country_b)
    if _acts_for_a_side(actor, tie):
        message = _("Somebody who acts for neither of the two places decides this.")
        raise NotAllowedError(Problem("own_place", "", message))
    objection = _open(objection)
    if not uphold or len(answer) > LONGEST:
        missing = _("Say why the claim stands: the place that disputes it reads the answer.")
        if problems := _text_problems("answer", answer, missing):
            raise RefusedError(*problems)
    if uphold and objection.claim.retracted_at is None:
        retract_claim(actor=actor, claim=objection.claim, reason=_upheld_reason(objection))
    objection.state = Objection.UPHELD if uphold else Objection.DECLINED
    objection.answer = answer.strip()
    objection.decided_by = actor.label
    objection.decided_at = now()
    objection.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    _record(actor, objection, "ties.decide_objection", reason=objection.answer, uphold=uphold)
    return objection


def _acts_for_a_side(actor: Actor, tie: Tie) -> bool:
    return bool({tie.place_a_id, tie.place_b_id} & set(actor.places))


def _upheld_reason(objection: Objection) -> str:
    words = {"place": objection.place, "number": objection.pk, "reason": objection.reason}
    return _("Objection %(number)s of %(place)s was upheld: %(reason)s") % words


def _open(objection: Objection) -> Objection:
    """Return an objection as it is now, locked, if it still waits.

    Raises:
        RefusedError: it does not.
    """
    rows = Objection.objects.select_for_update(of=("self",))
    found = rows.select_related("place", "claim__tie").get(pk=objection.pk)
    if found.state != Objection.OPEN:
        raise RefusedError(Problem("decided", "", _("This objection was decided before.")))
    return found


def _record(
    actor: Actor,
    objection: Objection,
    action: str,
    *,
    reason: str = "",
    acting_for: str = "",
    **changes: object,
) -> None:
    tie = objection.claim.tie
    record(
        actor=actor,
        action=action,
        target=f"tie:{tie.pk}",
        changes={"objection": objection.pk, "claim": objection.claim_id, **changes},
        reason=reason,
        acting_for=acting_for,
        places=[tie.place_a_id, tie.place_b_id],
    )


def open_objections(actor: Actor, language: str = "en") -> QuerySet[Objection]:
    """Return the objections that the actor may decide and that wait, the oldest first, with all that a page shows."""
    return objections_to_decide(actor, language).filter(state=Objection.OPEN)


def objections_to_decide(actor: Actor, language: str = "en") -> QuerySet[Objection]:
    """Return the objections that the actor may decide or might have decided: those that wait no longer, too."""
    rows = Objection.objects.all()
    if not (actor.is_operator or actor.is_staff):
        kept = list(actor.countries)
        rows = rows.filter(Q(claim__tie__country_a__in=kept) | Q(claim__tie__country_b__in=kept))
    own = list(actor.places)
    rows = rows.exclude(claim__tie__place_a__in=own).exclude(claim__tie__place_b__in=own)
    names = official_names(language).queryset
    sides = ("place", "claim__tie__place_a", "claim__tie__place_b")
    return rows.select_related("document", "claim__source", "claim__document", *sides).prefetch_related(
        *(Prefetch(f"{side}__names", queryset=names) for side in sides)
    )  # fmt: skip


def may_read_evidence(actor: Actor, document: int) -> bool:
    """Whether a document shows what an objection says that the actor may decide, or could have decided.

    What shows an objection that was withdrawn is the own office's alone again.
    """
    rows = Objection.objects.filter(document=document).exclude(state=Objection.WITHDRAWN)
    return any(
        may_keep(actor, objection.claim.tie.country_a, objection.claim.tie.country_b)
        and not _acts_for_a_side(actor, objection.claim.tie)
        for objection in rows.select_related("claim__tie")
    )


def may_object(actor: Actor, claim: Claim, place_id: int) -> bool:
    """Whether the actor may dispute a claim for a place (whether it is disputed already is not asked)."""
    own = claim.entered_for_id == place_id and not claim.is_joint
    return claim.retracted_at is None and not own and is_member(actor, place_id, Role.OFFICER)
