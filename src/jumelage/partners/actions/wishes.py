"""Writing wishes: a draft, on the board, changed there, and closed."""

from django.utils.translation import gettext as _

from jumelage.core.audit import OPERATOR, Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import refuse
from jumelage.partners.actions.wellformed import (
    ASPECTS,
    COLUMNS,
    WishData,
    data_of,
    problems_with_draft,
    problems_with_wish,
)
from jumelage.partners.models.wishes import Wish, WishTerm, WishText
from jumelage.partners.wishes.permissions import require_may_write_wish
from jumelage.places.models import Place


@atomic_action
def save_draft(*, actor: Actor, place: Place, data: WishData) -> Wish:
    """Keep a new wish that nobody else sees yet.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_write_wish(actor, place, data.institution)
    refuse(problems_with_draft(place, data))
    return _add(actor, place, data)


@atomic_action
def publish_new(*, actor: Actor, place: Place, data: WishData) -> Wish:
    """Put a new wish on the board at once.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_write_wish(actor, place, data.institution)
    refuse(problems_with_wish(place, data))
    wish = _add(actor, place, data)
    return publish(actor=actor, wish=wish, version=wish.version)


@atomic_action
def publish(*, actor: Actor, wish: Wish, version: int) -> Wish:
    """Put a draft on the board.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is no draft; or with every reason for which it cannot stand there.
    """
    require_may_write_wish(actor, wish.place, wish.institution)
    kept = locked(Wish, wish.pk, version)
    if kept.state != Wish.DRAFT:
        raise RefusedError(Problem("state", "", _("This wish is no draft any more.")))
    refuse(problems_with_wish(kept.place, data_of(kept)))
    save_changes(kept, {"state": Wish.OPEN, "opened_at": now()})
    _record(actor, kept, "partners.publish_wish", public=True)
    return kept


@atomic_action
def change(*, actor: Actor, wish: Wish, version: int, data: WishData) -> Wish:
    """Change a draft, or a wish on the board; the board shows it changed at once.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is closed; or with every reason.
    """
    require_may_write_wish(actor, wish.place, wish.institution)
    require_may_write_wish(actor, wish.place, data.institution)
    kept = locked(Wish, wish.pk, version)
    _refuse_closed(kept)
    public = kept.state == Wish.OPEN
    problems = problems_with_wish if public else problems_with_draft
    refuse(problems(kept.place, data))
    if changed := _save(kept, data):
        _record(actor, kept, "partners.change_wish", fields=changed, public=public)
    return kept


@atomic_action
def withdraw(*, actor: Actor, wish: Wish, version: int) -> Wish:
    """Take a wish off the board, or give a draft up. Its page stays, and says so.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is closed already.
    """
    return _close(actor, wish, version, Wish.WITHDRAWN, "partners.withdraw_wish")


@atomic_action
def close_as_found(*, actor: Actor, wish: Wish, version: int) -> Wish:
    """Close a wish because a partner was found.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is closed already.
    """
    return _close(actor, wish, version, Wish.FOUND, "partners.close_wish")


@atomic_action
def expire(*, wish: Wish) -> bool:
    """Close a wish whose time is over; whether it was still open. Done by the schedule, for nobody."""
    kept = Wish.objects.select_for_update().get(pk=wish.pk)
    if kept.state != Wish.OPEN:
        return False
    _save_closed(kept, Wish.EXPIRED)
    _record(OPERATOR, kept, "partners.expire_wish", public=True)
    return True


def _close(actor: Actor, wish: Wish, version: int, closing: str, action: str) -> Wish:
    require_may_write_wish(actor, wish.place, wish.institution)
    kept = locked(Wish, wish.pk, version)
    _refuse_closed(kept)
    public = kept.state == Wish.OPEN
    _save_closed(kept, closing)
    _record(actor, kept, action, public=public)
    return kept


def _save_closed(kept: Wish, closing: str) -> None:
    save_changes(kept, {"state": Wish.CLOSED, "closing": closing, "closed_at": now()})


def _refuse_closed(kept: Wish) -> None:
    if kept.state == Wish.CLOSED:
        message = _("This wish is closed. Write a new one.")
        raise RefusedError(Problem("state", "", message))


def _add(actor: Actor, place: Place, data: WishData) -> Wish:
    columns = {name: getattr(data, name) for name in COLUMNS}
    wish = Wish.objects.create(place=place, created_at=now(), **columns)
    _write_texts(wish, data)
    _write_terms(wish, data)
    _record(actor, wish, "partners.save_wish")
    return wish


def _save(kept: Wish, data: WishData) -> list[str]:
    """Save what is different of a locked wish, as its next version; return the names of what is."""
    before = data_of(kept)
    values: dict[str, object] = {name: getattr(data, name) for name in COLUMNS}
    if data.until != kept.until:
        values["reminded_at"] = None
    changed = [name for name in save_changes(kept, values) if name != "reminded_at"]
    others = []
    if before.texts != data.texts:
        _write_texts(kept, data)
        others.append("texts")
    if any(set(getattr(before, name)) != set(getattr(data, name)) for name in ASPECTS):
        _write_terms(kept, data)
        others.append("terms")
    if others and not changed:
        kept.version += 1
        kept.save(update_fields=["version"])
    return changed + others


def _write_texts(wish: Wish, data: WishData) -> None:
    wish.texts.all().delete()
    WishText.objects.bulk_create(
        WishText(
            wish=wish,
            language=text.language,
            is_original=not number,
            title=text.title.strip(),
            text=text.text.strip(),
        )
        for number, text in enumerate(data.texts)
    )


def _write_terms(wish: Wish, data: WishData) -> None:
    wish.terms.all().delete()
    WishTerm.objects.bulk_create(
        WishTerm(wish=wish, aspect=aspect, code=code)
        for name, aspect in ASPECTS.items()
        for code in dict.fromkeys(getattr(data, name))
    )


def _record(
    actor: Actor,
    wish: Wish,
    action: str,
    *,
    fields: list[str] | None = None,
    public: bool = False,
) -> None:
    holder = wish.institution.name if wish.institution else wish.place.name
    record(
        actor=actor,
        action=action,
        target=f"wish:{wish.pk}",
        changes={"fields": sorted(fields)} if fields else {},
        acting_for=holder,
        places=[wish.place_id],
        registry=public,
    )
