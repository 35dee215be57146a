"""Writing shortlists: what is on them, in which order, and who else may read them."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now, today
from jumelage.core.conflicts import ConflictError, locked, save_changes
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.core.refusing import need, refuse, too_long
from jumelage.memberships.permissions import require_member
from jumelage.partners.models.shortlists import Shortlist, ShortlistItem
from jumelage.partners.shortlists.candidates import Candidate, candidate_with
from jumelage.partners.shortlists.queries import places_now
from jumelage.partners.shortlists.reasons import Kept
from jumelage.places.models import Place

#: So many possible partners stand on a list, and so many lists a place has, at most.
MOST_ITEMS, MOST_LISTS = 40, 100
LONGEST_TITLE, LONGEST_NOTE = 200, 5_000
#: A list is shared for so many days at most; then the office says again that it wants to.
LONGEST_SHARED = 366


@atomic_action
def make(*, actor: Actor, place: Place, title: str, note: str = "") -> Shortlist:
    """Begin a list of possible partners, with nothing on it.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        RefusedError: with every reason.
    """
    require_member(actor, place.pk)
    problems = _problems_with_words(title, note)
    if Shortlist.objects.filter(place=place).count() >= MOST_LISTS:
        message = _("There are %(most)s lists already. Remove one that is not needed any more.")
        problems.append(Problem("too_many", "", message % {"most": MOST_LISTS}))
    refuse(problems)
    shortlist = Shortlist.objects.create(
        place=place, title=title.strip(), note=note.strip(), created_at=now()
    )
    _record(actor, shortlist, "partners.make_shortlist")
    return shortlist


@atomic_action
def change(*, actor: Actor, shortlist: Shortlist, version: int, title: str, note: str) -> Shortlist:
    """Give a list another title or another note.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    kept = _own(actor, shortlist, version)
    refuse(_problems_with_words(title, note))
    if changed := save_changes(kept, {"title": title.strip(), "note": note.strip()}):
        _record(actor, kept, "partners.change_shortlist", fields=changed)
    return kept


@atomic_action
def remove(*, actor: Actor, shortlist: Shortlist, version: int) -> None:
    """Remove a list with all that stands on it. Its address shows nothing from now on.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
    """
    kept = _own(actor, shortlist, version)
    _record(actor, kept, "partners.remove_shortlist")
    kept.delete()


@atomic_action
def add(
    *,
    actor: Actor,
    place: Place,
    ref: str,
    shortlist: Shortlist | None = None,
    on_new_list: bool = False,
    reasons: Sequence[Kept] = (),
) -> ShortlistItem:
    """Put a possible partner on a list, at its end.

    Args:
        actor: an officer of the place.
        place: whose list it is.
        ref: what names the partner (:func:`jumelage.partners.shortlists.candidates.candidate_with`).
        shortlist: a list of the place; if not given, its latest, or a new one if it has none.
        on_new_list: begin a new list for it.
        reasons: what speaks for the partner and what against, as far as it was worked out.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        RefusedError: there is no such place, it is the own one, it is on the list already, or the list is full.
    """
    require_member(actor, place.pk)
    candidate = candidate_with(ref)
    if candidate is None:
        message = _("Neither the register nor the gazetteer knows this place.")
        raise RefusedError(Problem("unknown", "ref", message))
    if candidate.place == place:
        raise RefusedError(Problem("same", "ref", _("This is your own place.")))
    kept = _begun(actor, place) if on_new_list else _list_for(actor, place, shortlist)
    _refuse_if_on(kept, candidate)
    last = kept.items.aggregate(last=Max("position"))["last"]
    item = ShortlistItem.objects.create(
        shortlist=kept, ref=candidate.ref, place=candidate.place, name=candidate.name,
        country=candidate.country, kind=candidate.kind, lat=candidate.lat, lng=candidate.lng,
        population=candidate.population, position=0 if last is None else last + 1, added_at=now(),
        reasons=list(reasons), reasons_on=today() if reasons else None,
    )  # fmt: skip
    _next_version(kept)
    _record(actor, kept, "partners.add_candidate", name=item.name)
    return item


@atomic_action
def write_note(*, actor: Actor, item: ShortlistItem, version: int, note: str) -> ShortlistItem:
    """Say something about a possible partner.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is too long.
    """
    require_member(actor, item.shortlist.place_id)
    kept = locked(ShortlistItem, item.pk, version)
    refuse(too_long(note, "note", LONGEST_NOTE))
    if save_changes(kept, {"note": note.strip()}):
        _record(actor, item.shortlist, "partners.note_candidate", name=kept.name)
    return kept


@atomic_action
def take_off(*, actor: Actor, item: ShortlistItem, version: int) -> None:
    """Take a possible partner off a list, with what was noted about it.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the note meanwhile.
    """
    require_member(actor, item.shortlist.place_id)
    kept = locked(ShortlistItem, item.pk, version)
    _next_version(Shortlist.objects.select_for_update().get(pk=item.shortlist_id))
    _record(actor, item.shortlist, "partners.take_candidate_off", name=kept.name)
    kept.delete()


@atomic_action
def move(*, actor: Actor, item: ShortlistItem, version: int, up: bool) -> None:
    """Let a possible partner change places with the one above it, or below. At the end of the list nothing happens.

    Args:
        actor: an officer of the place.
        item: what is moved.
        version: that of the list, as the actor saw its order.
        up: towards the first; otherwise towards the last.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed the list meanwhile.
    """
    kept = _own(actor, item.shortlist, version)
    order = list(kept.items.all())
    at = next((n for n, other in enumerate(order) if other.pk == item.pk), None)
    if at is None:
        raise ConflictError(kept)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, other in enumerate(order):
        other.position = position
    ShortlistItem.objects.bulk_update(order, ["position"])
    _next_version(kept)
    _record(actor, kept, "partners.order_shortlist")


@atomic_action
def keep_reasons(
    *, actor: Actor, shortlist: Shortlist, reasons: Mapping[str, Sequence[Kept]]
) -> int:
    """Keep what speaks for and against the places on a list, as it was worked out today; return of how many.

    Args:
        actor: an officer of the place.
        shortlist: the list.
        reasons: by the references of its items (:func:`jumelage.partners.shortlists.reasons.reasons_for`).

    Raises:
        NotAllowedError: the actor is no officer of the place.
    """
    require_member(actor, shortlist.place_id)
    items = list(shortlist.items.select_for_update().filter(ref__in=reasons))
    for item in items:
        item.reasons, item.reasons_on = list(reasons[item.ref]), today()
    ShortlistItem.objects.bulk_update(items, ["reasons", "reasons_on"])
    _record(actor, shortlist, "partners.explain_shortlist", places=len(items))
    return len(items)


@atomic_action
def share(*, actor: Actor, shortlist: Shortlist, version: int, until: date) -> Shortlist:
    """Let everybody read a list who has its secret address: a new one, or until another day at the one it has.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    kept = _own(actor, shortlist, version)
    refuse(_problems_with_sharing(kept, until))
    values: dict[str, object] = {"shared_until": until}
    if not kept.is_shared(today()):
        values |= {"nonce": secrets.token_hex(16), "shared_at": now()}
    if save_changes(kept, values):
        _record(actor, kept, "partners.share_shortlist", until=until.isoformat())
    return kept


@atomic_action
def renew_address(*, actor: Actor, shortlist: Shortlist, version: int) -> Shortlist:
    """Give a shared list another secret address. The one it had leads nowhere from now on.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: it is not shared.
    """
    kept = _own(actor, shortlist, version)
    if not kept.is_shared(today()):
        raise RefusedError(Problem("not_shared", "", _("This list is not shared.")))
    save_changes(kept, {"nonce": secrets.token_hex(16), "shared_at": now()})
    _record(actor, kept, "partners.renew_shortlist_address")
    return kept


@atomic_action
def stop_sharing(*, actor: Actor, shortlist: Shortlist, version: int) -> Shortlist:
    """Take the secret address of a list back. Nothing happens if there is none.

    Raises:
        NotAllowedError: the actor is no officer of the place.
        ConflictError: somebody else changed it meanwhile.
    """
    kept = _own(actor, shortlist, version)
    if save_changes(kept, {"nonce": "", "shared_at": None, "shared_until": None}):
        _record(actor, kept, "partners.stop_sharing_shortlist")
    return kept


def _own(actor: Actor, shortlist: Shortlist, version: int) -> Shortlist:
    require_member(actor, shortlist.place_id)
    return locked(Shortlist, shortlist.pk, version)


def _list_for(actor: Actor, place: Place, shortlist: Shortlist | None) -> Shortlist:
    """Return the list to which something is added, locked."""
    own = Shortlist.objects.select_for_update().filter(place=place)
    kept = own.first() if shortlist is None else own.filter(pk=shortlist.pk).first()
    if kept is None and shortlist is not None:
        raise RefusedError(Problem("unknown", "shortlist", _("This list is not there any more.")))
    return kept or _begun(actor, place)


def _begun(actor: Actor, place: Place) -> Shortlist:
    return make(actor=actor, place=place, title=_("Possible partners"))


def _refuse_if_on(kept: Shortlist, candidate: Candidate) -> None:
    """Refuse what is on the list already, also under the gazetteer's name for it, and what has no room on it."""
    items = list(kept.items.all())
    if any(item.ref == candidate.ref for item in items) or (
        candidate.place and candidate.place.pk in set(places_now(items).values())
    ):
        message = _("%(name)s is on the list “%(list)s” already.")
        said = {"name": candidate.name, "list": kept.title}
        raise RefusedError(Problem("twice", "ref", message % said))
    if len(items) >= MOST_ITEMS:
        message = _("There are %(most)s places on the list “%(list)s” already. Choose among them.")
        said = {"most": str(MOST_ITEMS), "list": kept.title}
        raise RefusedError(Problem("too_many", "", message % said))


def _problems_with_words(title: str, note: str) -> list[Problem]:
    return [
        *need(title, "title", _("Give the list a title.")),
        *too_long(title, "title", LONGEST_TITLE),
        *too_long(note, "note", LONGEST_NOTE),
    ]


def _problems_with_sharing(kept: Shortlist, until: date) -> list[Problem]:
    problems = []
    if until < today():
        message = _("This day is over. Choose one that is to come.")
        problems.append(Problem("past", "until", message))
    elif (until - today()).days > LONGEST_SHARED:
        message = _("A list is shared for a year at most. Choose an earlier day.")
        problems.append(Problem("too_late", "until", message))
    if not kept.items.exists():
        message = _("There is nothing on the list yet. Put a place on it before you share it.")
        problems.append(Problem("empty", "", message))
    return problems


def _next_version(kept: Shortlist) -> None:
    """Let whoever saw the list as it was before be told so."""
    kept.version += 1
    kept.save(update_fields=["version"])


def _record(actor: Actor, shortlist: Shortlist, action: str, **changes: object) -> None:
    record(
        actor=actor,
        action=action,
        target=f"shortlist:{shortlist.pk}",
        changes=changes,
        acting_for=shortlist.place.name,
        places=[shortlist.place_id],
        registry=False,
    )
