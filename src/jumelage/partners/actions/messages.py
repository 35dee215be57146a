"""What is written to the owner of a wish, through the platform: written, confirmed, answered, taken back, erased.

The owner's address is shown to nobody. The writer's is shown to the owner's officers alone, and only once it is sure
that whoever wrote reads its mail. The trail says that something was written, never by whom or what.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.core.refusing import need, refuse, too_long
from jumelage.memberships.models import Institution
from jumelage.partners.models.answers import WishMessage
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes import notices
from jumelage.partners.wishes.permissions import may_write_wish, require_may_write_wish
from jumelage.places.models import Place

LONGEST_NAME, LONGEST_ORGANISATION, LONGEST_EMAIL, LONGEST_TEXT = 150, 200, 254, 4_000


@dataclass(frozen=True, slots=True)
class MessageData:
    """What a visitor writes: who it is, in whose name, the address for the answer, and the language of both."""

    name: str
    email: str
    text: str
    organisation: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Sender:
    """For whom an officer writes: a place or an institution of it, and which own wish it is about, if one."""

    place: Place
    institution: Institution | None = None
    wish: Wish | None = None


@atomic_action
def write_as_visitor(*, actor: Actor, wish: Wish, data: MessageData) -> WishMessage:
    """Take a message of somebody without an account; anybody may write. It counts once its address is confirmed.

    Raises:
        RefusedError: with every reason; also if the wish is closed.
    """
    refuse(
        [*_problems_with_wish(wish), *_problems_with_writer(data), *_problems_with_text(data.text)]
    )
    secret = secrets.token_urlsafe(24)
    message = WishMessage.objects.create(
        wish=wish,
        name=data.name.strip(),
        organisation=data.organisation.strip(),
        email=data.email.strip().lower(),
        text=data.text.strip(),
        language=data.language,
        secret_hash=_digest(secret),
        created_at=now(),
    )
    _record(actor, message, "partners.write_message")
    notices.ask_to_confirm(message, secret)
    return message


@atomic_action
def write_as_officer(*, actor: Actor, wish: Wish, sender: Sender, text: str) -> WishMessage:
    """Write to the owner of a wish for an own place or institution; it is there at once.

    Raises:
        NotAllowedError: the actor is no officer of it.
        RefusedError: with every reason: the wish is closed or an own one, or the own wish named is another's.
    """
    require_may_write_wish(actor, sender.place, sender.institution)
    if actor.user_id is None:
        message = _("Only people with an account write for a place.")
        raise NotAllowedError(Problem("not_allowed", "", message))
    user = User.objects.get(pk=actor.user_id)
    own = _problems_with_own(wish, sender)
    refuse([*_problems_with_wish(wish), *own, *_problems_with_text(text)])
    written = WishMessage.objects.create(
        wish=wish,
        sender=user,
        sender_place=sender.place,
        sender_institution=sender.institution,
        sender_wish=sender.wish,
        name=str(user)[:LONGEST_NAME],
        email=user.email,
        text=text.strip(),
        language=user.mail_language,
        created_at=now(),
        confirmed_at=now(),
    )
    _record(actor, written, "partners.write_message", own=sender.place)
    notices.message_came(written)
    return written


@atomic_action
def confirm_message(*, actor: Actor, number: int, secret: str) -> WishMessage:
    """Let a visitor’s message count: who has the secret reads the mail of the address. Then the owner is told.

    A second time changes nothing.

    Raises:
        RefusedError: there is no such message (any more), or the wish was closed meanwhile.
    """
    message = _locked_with_secret(number, secret)
    if message.confirmed_at is None:
        refuse(_problems_with_wish(message.wish))
        message.confirmed_at = now()
        message.save(update_fields=["confirmed_at"])
        _record(actor, message, "partners.confirm_message")
        notices.message_came(message)
    return message


@atomic_action
def take_back_message(*, actor: Actor, number: int, secret: str) -> None:
    """Erase a visitor’s message at the wish of who has the secret, whatever became of it.

    Raises:
        RefusedError: there is no such message (any more).
    """
    _erase(actor, _locked_with_secret(number, secret), "partners.take_back_message")


@atomic_action
def take_back_own(*, actor: Actor, message: WishMessage) -> None:
    """Erase a message that the own office wrote.

    Raises:
        NotAllowedError: the actor is no officer of the place or institution for which it was written.
    """
    if message.sender_place is None:
        raise NotAllowedError(Problem("not_allowed", "", _("This message is not of your office.")))
    require_may_write_wish(actor, message.sender_place, message.sender_institution)
    _erase(actor, message, "partners.take_back_message")


@atomic_action
def answer_message(
    *, actor: Actor, message: WishMessage, text: str, show_address: bool
) -> WishMessage:
    """Answer a message: the writer gets it by e-mail from the platform.

    Args:
        actor: who answers.
        message: to what.
        text: the answer.
        show_address: whether the writer learns the actor’s own address, so that both write directly from then on.

    Raises:
        NotAllowedError: the actor is no officer of the owner.
        RefusedError: with every reason; also if somebody answered it before.
    """
    kept = _owned(actor, message)
    if kept.answered_at is not None:
        raise RefusedError(Problem("answered", "", _("This message was answered already.")))
    refuse(_problems_with_text(text))
    kept.answer, kept.answered_at, kept.answered_by = text.strip(), now(), actor.label[:200]
    kept.save(update_fields=["answer", "answered_at", "answered_by"])
    user = User.objects.filter(pk=actor.user_id or 0).first()
    notices.message_answered(kept, user.email if user and show_address else "")
    _record(actor, kept, "partners.answer_message")
    return kept


@atomic_action
def set_aside(*, actor: Actor, message: WishMessage, aside: bool = True) -> WishMessage:
    """Say that a message needs no answer, or that it waits again after all.

    Raises:
        NotAllowedError: the actor is no officer of the owner.
    """
    kept = _owned(actor, message)
    if (kept.read_at is not None) != aside:
        kept.read_at = now() if aside else None
        kept.save(update_fields=["read_at"])
        _record(actor, kept, "partners.set_message_aside")
    return kept


@atomic_action
def erase_message(*, actor: Actor, message: WishMessage) -> None:
    """Erase a message to an own wish, with the writer’s name and address.

    Raises:
        NotAllowedError: the actor is no officer of the owner.
    """
    _erase(actor, _owned(actor, message), "partners.erase_message")


def message_with_secret(number: int, secret: str) -> WishMessage:
    """Return the visitor’s message that a mailed link names.

    Raises:
        RefusedError: there is no such message (any more).
    """
    return _of_secret(WishMessage.objects.all(), number, secret)


def _locked_with_secret(number: int, secret: str) -> WishMessage:
    return _of_secret(WishMessage.objects.select_for_update(of=("self",)), number, secret)


def _of_secret(rows: QuerySet[WishMessage], number: int, secret: str) -> WishMessage:
    found = rows.exclude(secret_hash="").filter(pk=number)
    message = found.select_related("wish__place", "wish__institution").first()
    if message is None or not secrets.compare_digest(message.secret_hash, _digest(secret)):
        text = _("This link is not valid any more: the message was erased, or never confirmed.")
        raise RefusedError(Problem("gone", "", text))
    return message


def _owned(actor: Actor, message: WishMessage) -> WishMessage:
    """Return a message locked, for who answers for the wish it was written to."""
    rows = WishMessage.objects.select_for_update(of=("self",))
    kept = rows.select_related("wish__place", "wish__institution").get(pk=message.pk)
    require_may_write_wish(actor, kept.wish.place, kept.wish.institution)
    return kept


def _problems_with_wish(wish: Wish) -> list[Problem]:
    if wish.state != Wish.OPEN or wish.until < today():
        return [Problem("closed", "", _("This wish is closed: its owner takes no more messages."))]
    if not notices.readers_of(wish):
        message = _("At present nobody here answers for this wish, so a message would not be read.")
        return [Problem("nobody", "", message)]
    return []


def _problems_with_own(wish: Wish, sender: Sender) -> list[Problem]:
    if sender.place.pk == wish.place_id:
        return [Problem("own", "", _("This is a wish of your own place."))]
    named = sender.wish
    if named is None:
        return []
    of_sender = (named.place_id, named.institution_id) == (
        sender.place.pk,
        sender.institution.pk if sender.institution else None,
    )
    if of_sender and named.state == Wish.OPEN:
        return []
    return [Problem("unknown", "own_wish", _("Name an open wish of your own."))]


def _problems_with_writer(data: MessageData) -> list[Problem]:
    problems = need(data.name, "name", _("Say who you are."))
    problems += too_long(data.name, "name", LONGEST_NAME)
    problems += too_long(data.organisation, "organisation", LONGEST_ORGANISATION)
    try:
        validate_email(data.email.strip())
    except ValidationError:
        message = _("This is no e-mail address: write it like office@example.org.")
        problems.append(Problem("email", "email", message))
    return problems + too_long(data.email, "email", LONGEST_EMAIL)


def _problems_with_text(text: str) -> list[Problem]:
    if "\0" in text:
        return [Problem("sign", "text", _("This has a sign that cannot be kept."))]
    missing = need(text, "text", _("Write something here."))
    return missing or too_long(text, "text", LONGEST_TEXT)


def _erase(actor: Actor, message: WishMessage, action: str) -> None:
    _record(actor, message, action)
    message.delete()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(actor: Actor, message: WishMessage, action: str, *, own: Place | None = None) -> None:
    """Write the trail of the wish: of the writer it keeps the place, for which an officer wrote, and no more."""
    wish = message.wish
    places = {wish.place_id, own.pk} if own else {wish.place_id}
    acting = own or (wish.place if may_write_wish(actor, wish.place, wish.institution) else None)
    record(
        actor=actor,
        action=action,
        target=f"wish:{wish.pk}",
        acting_for=acting.name if acting else "",
        places=sorted(places),
        registry=False,
    )
