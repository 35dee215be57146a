"""What people ask about their data: asked on a public page or noted by an office, confirmed, answered, forgotten."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from jumelage.contacts.actions.erasure import give_out_data
from jumelage.contacts.checks import problems_with_texts
from jumelage.contacts.models import ErasureRequest, Person
from jumelage.contacts.permissions import require_may_answer, require_may_see_to_people
from jumelage.core import mail
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.places.models import Place


@dataclass(frozen=True, slots=True)
class RequestData:
    """What somebody asks. ``place_said`` names the office in the asker’s words, where it was not recognised."""

    kind: str
    name: str
    email: str
    place: Place | None = None
    place_said: str = ""
    message: str = ""
    language: str = "en"


def problems_with_request(data: RequestData, *, needs_email: bool) -> list[Problem]:
    """Return every reason for which a request cannot be taken."""
    texts = {"name": data.name, "email": data.email, "place_said": data.place_said}
    needed = ["name", "email"] if needs_email else ["name"]
    problems = problems_with_texts(ErasureRequest, texts, needed)
    if data.kind not in dict(ErasureRequest.KINDS):
        problems.append(Problem("kind", "kind", _("Choose what you want.")))
    if len(data.message) > 4000:
        problems.append(Problem("too_long", "message", _("This is too long.")))
    return problems


@atomic_action
def ask_about_data(*, actor: Actor, data: RequestData) -> ErasureRequest:
    """Take the request of somebody who asks on the public page; anybody may. It counts once the address confirms it.

    Raises:
        RefusedError: with every reason.
    """
    if problems := problems_with_request(data, needs_email=True):
        raise RefusedError(*problems)
    secret = secrets.token_urlsafe(24)
    asked = _save(data, secret_sha256=_digest(secret))
    with override(data.language):
        path = reverse("your-data:confirm", args=[asked.pk, secret])
    mail.send(
        to=data.email,
        template="contacts/mail/confirm_request",
        context={"kind": data.kind, "link": mail.absolute(path)},
        language=data.language,
    )
    _record(actor, asked, "contacts.ask_about_data")
    return asked


@atomic_action
def confirm_request(*, actor: Actor, number: int, secret: str) -> ErasureRequest:
    """Let a request count: who has the secret of its message reads the mail of the address. Then the office is told.

    Raises:
        RefusedError: there is no such request (any more).
    """
    asked = (
        ErasureRequest.objects.select_for_update(of=("self",))
        .select_related("place")
        .filter(pk=number, state=ErasureRequest.OPEN)
        .first()
    )
    if asked is None or not secrets.compare_digest(asked.secret_sha256, _digest(secret)):
        message = _("This link is not valid any more. Ask again, if you still want to.")
        raise RefusedError(Problem("gone", "", message))
    if asked.confirmed_at is None:
        asked.confirmed_at = now()
        asked.save(update_fields=["confirmed_at"])
        _record(actor, asked, "contacts.confirm_request")
        _tell_office(asked)
    return asked


@atomic_action
def note_request(*, actor: Actor, place: Place, data: RequestData) -> ErasureRequest:
    """Note a request that came to the office by letter or by word of mouth.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_see_to_people(actor, place)
    if problems := problems_with_request(data, needs_email=False):
        raise RefusedError(*problems)
    asked = _save(data, place=place, confirmed_at=now())
    _record(actor, asked, "contacts.note_request")
    return asked


@atomic_action
def send_request_to(*, actor: Actor, asked: ErasureRequest, place: Place) -> ErasureRequest:
    """Send a request to the office that it is for.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was answered meanwhile.
        ErasureRequest.DoesNotExist: it does not count, its address is not confirmed.
    """
    require_may_answer(actor, asked)
    kept = _open(asked)
    kept.place = place
    kept.save(update_fields=["place"])
    _record(actor, kept, "contacts.send_request_to")
    _tell_office(kept)
    return kept


@atomic_action
def answer_request(
    *,
    actor: Actor,
    asked: ErasureRequest,
    done: bool,
    reason: str = "",
    person: Person | None = None,
    elsewhere: Sequence[Mapping[str, Any]] = (),
) -> ErasureRequest:
    """Answer a request: who asked gets a message, and is forgotten with it.

    Args:
        actor: who answers.
        asked: the request.
        done: whether it was done as asked; otherwise it is declined.
        reason: why it is declined, for who asked.
        person: whose data the answer shall contain (for a request to see it).
        elsewhere: what else is kept about the person and shall be in the answer.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: no reason was given, or it was answered meanwhile.
        ErasureRequest.DoesNotExist: it does not count, its address is not confirmed.
    """
    require_may_answer(actor, asked)
    kept = _open(asked)
    if not done and not reason.strip():
        message = _("Say why the request is declined: the person reads it.")
        raise RefusedError(Problem("reason", "reason", message))
    with_data = done and kept.kind == ErasureRequest.SEE
    data = give_out_data(actor=actor, person=person) if with_data and person else None
    if with_data and elsewhere:
        data = {**(data or {}), "elsewhere": [dict(one) for one in elsewhere]}
    _send_answer(kept, done=done, reason=reason.strip(), data=data)
    kept.state = ErasureRequest.DONE if done else ErasureRequest.DECLINED
    kept.name = kept.email = kept.message = kept.place_said = kept.secret_sha256 = ""
    kept.reason = "" if done else reason.strip()
    kept.decided_at, kept.decided_by = now(), actor.label
    kept.save()
    _record(actor, kept, "contacts.answer_request", {"state": kept.state})
    return kept


def _send_answer(
    asked: ErasureRequest, *, done: bool, reason: str, data: dict[str, Any] | None
) -> None:
    """Write to who asked, if an address is known."""
    if not asked.email:
        return
    context = {
        "kind": asked.kind,
        "done": done,
        "reason": reason,
        "data": json.dumps(data, ensure_ascii=False, indent=2) if data else "",
    }
    mail.send(
        to=asked.email,
        template="contacts/mail/answered",
        context=context,
        language=asked.language,
    )


def _save(data: RequestData, **more: object) -> ErasureRequest:
    values: dict[str, object] = {
        "place": data.place,
        "place_said": data.place_said,
        "kind": data.kind,
        "name": data.name,
        "email": data.email.lower(),
        "language": data.language,
        "message": data.message,
        "created_at": now(),
    }
    return ErasureRequest.objects.create(**(values | more))


def _open(asked: ErasureRequest) -> ErasureRequest:
    kept = (
        ErasureRequest.objects.select_for_update(of=("self",))
        .select_related("place")
        .get(pk=asked.pk, confirmed_at__isnull=False)
    )
    if kept.state != ErasureRequest.OPEN:
        raise RefusedError(Problem("answered", "", _("This request was answered already.")))
    return kept


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _tell_office(asked: ErasureRequest) -> None:
    """Write to the officers of the place. The message says nothing of who asked."""
    if asked.place is None:
        return
    members = Membership.objects.filter(
        place=asked.place, state=Membership.ACTIVE, role__in=[Role.OFFICER, Role.HEAD]
    )
    for member in members.select_related("user"):
        language = member.user.mail_language
        with override(language):
            path = reverse("workspace:data-request", args=[asked.place.pk, asked.pk])
        mail.send(
            to=member.user.email,
            template="contacts/mail/request_came",
            context={"place": asked.place, "kind": asked.kind, "link": mail.absolute(path)},
            language=language,
        )


def _record(
    actor: Actor, asked: ErasureRequest, action: str, changes: dict[str, str] | None = None
) -> None:
    record(
        actor=actor,
        action=action,
        target=f"data-request:{asked.pk}",
        changes=changes or {},
        acting_for=asked.place.name if asked.place else "",
        places=[asked.place_id] if asked.place_id else [],
        registry=False,
    )
