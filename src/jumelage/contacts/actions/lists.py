"""Taking an address list over: read it, look at it entry by entry, then apply all of it at once or throw it away."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.contacts.actions.offices import OfficeData, add_office, change_office
from jumelage.contacts.actions.people import PersonData, add_person, change_person
from jumelage.contacts.domain.cards import looks_like_cards, read_cards
from jumelage.contacts.domain.rows import MOST_BYTES, MOST_ROWS, ContactRow, UnreadableError, clean
from jumelage.contacts.domain.same import name_key
from jumelage.contacts.domain.tables import TARGETS, guess_mapping, read_table
from jumelage.contacts.lists import Do, Entry, entries_of, office_named
from jumelage.contacts.models import AddressList, Office, Person
from jumelage.contacts.permissions import require_may_edit
from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.places.models import Place

#: So many lists may wait at a place at once.
MOST_WAITING = 20


@atomic_action
def stage_list(*, actor: Actor, place: Place, file_name: str, data: bytes) -> AddressList:
    """Read an address list (CSV or vCards), and keep it to be looked at. No contact is written yet.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it cannot be read, or too many lists wait already.
    """
    require_may_edit(actor, place)
    if AddressList.objects.filter(place=place, applied_at__isnull=True).count() >= MOST_WAITING:
        message = _("Too many address lists wait already: take them over or throw them away first.")
        raise RefusedError(Problem("too_many_lists", "", message))
    waiting = AddressList(
        place=place,
        user_id=actor.user_id,
        file_name=clean(file_name)[-200:] or "–",
        created_at=now(),
    )
    try:
        _read_into(waiting, data)
    except UnreadableError as error:
        raise RefusedError(Problem(error.code, "file", _why_unreadable(error.code))) from error
    waiting.save()
    _record(actor, waiting, "contacts.stage_list", {"rows": len(waiting.rows)})
    return waiting


def _read_into(waiting: AddressList, data: bytes) -> None:
    if looks_like_cards(data):
        waiting.rows = [row.as_json() for row in read_cards(data)]
    else:
        table = read_table(data)
        waiting.columns, waiting.rows = table.columns, table.rows
        waiting.mapping = guess_mapping(table)


def _why_unreadable(code: str) -> str:
    return {
        "too_large": _("The file is too large: at most %(size)s MB.")
        % {"size": MOST_BYTES // 2**20},
        "too_many": ngettext(
            "The file has too many entries: at most %(count)s at once.",
            "The file has too many entries: at most %(count)s at once.",
            MOST_ROWS,
        )
        % {"count": MOST_ROWS},
        "empty": _("Nothing was found in the file."),
    }.get(code, _("This is neither a table (CSV) nor vCards. Save the list as CSV and try again."))


@atomic_action
def set_mapping(*, actor: Actor, waiting: AddressList, mapping: Sequence[str]) -> AddressList:
    """Say what the columns of a table hold. Decisions about single entries are forgotten.

    This concerns the list while it waits only, no contact: the trail says when it was read, and taken over or thrown
    away.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: two columns hold the same, or none holds a name or an office.
    """
    require_may_edit(actor, waiting.place)
    kept = _waiting(waiting)
    targets = [target for target in mapping if target]
    if len(mapping) != len(kept.mapping) or not set(targets) <= set(TARGETS):
        raise RefusedError(Problem("mapping", "", _("Choose of the list what each column holds.")))
    if len(targets) != len(set(targets)):
        message = _("Two columns cannot hold the same: choose one of them.")
        raise RefusedError(Problem("twice", "", message))
    if not {"name", "given", "family", "office"} & set(targets):
        message = _("Say which column holds the names, or the offices.")
        raise RefusedError(Problem("no_name", "", message))
    if list(mapping) != kept.mapping:
        kept.mapping, kept.decisions = list(mapping), {}
        kept.save(update_fields=["mapping", "decisions"])
    return kept


@atomic_action
def keep_decisions(
    *, actor: Actor, waiting: AddressList, decisions: Mapping[int, tuple[str, int]]
) -> AddressList:
    """Keep what is to be done with entries: by their numbers, ``new``, ``update`` or ``skip``, and the version of the
    contact that was shown beside it (0 if none was).

    This concerns the list while it waits only, no contact: the trail says when it was read, and taken over or thrown
    away.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the list is not there any more.
    """
    require_may_edit(actor, waiting.place)
    kept = _waiting(waiting)
    for number, (do, version) in decisions.items():
        if do in set(Do) and 1 <= number <= len(kept.rows):
            kept.decisions[str(number)] = {"do": str(do), "version": version}
    kept.save(update_fields=["decisions"])
    return kept


@atomic_action
def apply_list(*, actor: Actor, waiting: AddressList) -> AddressList:
    """Take a list over, all of it or nothing. Who is new is seen by the own office only.

    Raises:
        NotAllowedError: the actor may not; what others see is changed by officers.
        RefusedError: with every entry that cannot be taken over; a contact was changed since it was shown.
    """
    require_may_edit(actor, waiting.place)
    kept = _waiting(waiting)
    entries = [entry for entry in entries_of(kept) if entry.do is not Do.SKIP]
    changed = [entry for entry in entries if _was_changed(entry, kept.decisions)]
    if changed:
        numbers = ", ".join(str(entry.row.number) for entry in changed[:20])
        message = _("These entries were changed by somebody else since you saw them: %(numbers)s.")
        raise RefusedError(Problem("conflict", "", message % {"numbers": numbers}))
    _Taking(actor, kept.place).take(entries)
    counts = {str(do): sum(entry.do is do for entry in entries) for do in (Do.NEW, Do.UPDATE)}
    kept.counts = counts | {"skip": len(kept.rows) - len(entries)}
    kept.rows, kept.decisions, kept.applied_at = [], {}, now()
    kept.save(update_fields=["rows", "decisions", "counts", "applied_at"])
    _record(actor, kept, "contacts.apply_list", kept.counts)
    return kept


@atomic_action
def throw_away(*, actor: Actor, waiting: AddressList) -> None:
    """Throw a list away that waits.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: the list is not there any more.
    """
    require_may_edit(actor, waiting.place)
    kept = _waiting(waiting)
    _record(actor, kept, "contacts.throw_list_away", {})
    kept.delete()


def _waiting(waiting: AddressList) -> AddressList:
    """Return the list, locked, if it still waits."""
    kept = AddressList.objects.select_for_update().filter(pk=waiting.pk).first()
    if kept is None or kept.applied_at is not None:
        raise RefusedError(
            Problem("gone", "", _("This list was taken over or thrown away already."))
        )
    return kept


def _was_changed(entry: Entry, decisions: Mapping[str, Mapping[str, int]]) -> bool:
    seen = decisions.get(str(entry.row.number), {}).get("version")
    if entry.do is not Do.UPDATE or entry.known is None or not seen:
        return False
    return entry.known.version != seen


class _Taking:
    """One list being taken over."""

    def __init__(self, actor: Actor, place: Place) -> None:
        self.actor, self.place = actor, place
        self.offices = {
            name_key(office.name): office for office in Office.objects.filter(place=place)
        }

    def take(self, entries: Sequence[Entry]) -> None:
        """Write all entries; the offices first, so that people find theirs."""
        for entry in sorted(entries, key=lambda entry: not entry.row.is_office):
            try:
                self._take(entry)
            except RefusedError as error:
                said = error.problems[0]
                message = _("Entry %(number)s: %(message)s") % {
                    "number": entry.row.number,
                    "message": said.message,
                }
                kind = NotAllowedError if isinstance(error, NotAllowedError) else RefusedError
                raise kind(Problem(said.code, "", message)) from error

    def _take(self, entry: Entry) -> None:
        known, row = entry.known, entry.row
        if known is not None:
            known.refresh_from_db()  # an entry before may have changed it
        changes = {change.name: change.new for change in entry.changes}
        if "languages" in changes:
            changes["languages"] = row.languages
        if entry.do is Do.UPDATE and isinstance(known, Person):
            person = {name: getattr(known, name) for name in PersonData.__slots__}
            person["languages"] = tuple(known.languages)
            data = PersonData(**(person | changes | {"office": known.office or self._office(row)}))
            change_person(actor=self.actor, person=known, version=known.version, data=data)
        elif entry.do is Do.UPDATE and isinstance(known, Office):
            office = {name: getattr(known, name) for name in OfficeData.__slots__}
            office["languages"] = tuple(known.languages)
            data_ = OfficeData(**(office | changes))
            change_office(actor=self.actor, office=known, version=known.version, data=data_)
        elif row.is_office:
            self._office(row)
        else:
            self._add_person(row)

    def _add_person(self, row: ContactRow) -> None:
        data = PersonData(
            name=row.name,
            function=row.function,
            office=self._office(row),
            languages=row.languages,
            email=row.email,
            phone=row.phone,
            time_zone=row.time_zone,
            note=row.note,
        )
        add_person(actor=self.actor, place=self.place, data=data)

    def _office(self, row: ContactRow) -> Office | None:
        """Return the office of an entry, made if it is new. Of a person’s entry it takes only what is the office’s."""
        if not row.office:
            return None
        found = office_named(row.office, self.offices)
        if found is None:
            own = row.is_office
            data = OfficeData(
                name=row.office,
                address=row.address,
                url=row.url,
                email=row.email if own else "",
                phone=row.phone if own else "",
                time_zone=row.time_zone if own else "",
                languages=row.languages if own else (),
            )
            found = add_office(actor=self.actor, place=self.place, data=data)
            self.offices[name_key(row.office)] = found
        return found


def _record(actor: Actor, waiting: AddressList, action: str, changes: Mapping[str, int]) -> None:
    record(
        actor=actor,
        action=action,
        target=f"address-list:{waiting.pk}",
        changes=changes,
        acting_for=waiting.place.name,
        places=[waiting.place_id],
        registry=False,
    )
