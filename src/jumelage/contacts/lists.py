"""Address lists that wait to be taken over: their entries, whom each means, and what is to be done with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jumelage.contacts.domain.rows import ContactRow
from jumelage.contacts.domain.same import Book, Known, Likeness, name_key
from jumelage.contacts.domain.tables import Table, rows_of
from jumelage.contacts.models import AddressList, Office, Person

#: What an update may bring: columns of people and of offices that an entry fills.
PERSON_COLUMNS = ("function", "email", "phone", "languages", "time_zone", "note")
OFFICE_COLUMNS = ("email", "phone", "languages", "time_zone", "address", "url")


class Do(StrEnum):
    """What is done with an entry."""

    NEW = "new"
    UPDATE = "update"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Change:
    """A column that an update would change."""

    name: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, whom it means, and what is to be done with it."""

    row: ContactRow
    likeness: Likeness
    known: Person | Office | None
    repeats: int  # the number of the entry before that says the same person; 0 for none
    do: Do
    suggested: Do
    changes: tuple[Change, ...]

    @property
    def choices(self) -> tuple[Do, ...]:
        """What may be done with it."""
        if not self.row.can_be_taken:
            return (Do.SKIP,)
        return (Do.NEW, Do.UPDATE, Do.SKIP) if self.known else (Do.NEW, Do.SKIP)


def rows_in(address_list: AddressList) -> list[ContactRow]:
    """Return the entries of a list: of a table by what its columns hold, of vCards as they were read."""
    if address_list.mapping:
        return rows_of(Table(address_list.columns, address_list.rows), address_list.mapping)
    return [ContactRow.from_json(row) for row in address_list.rows]


def entries_of(address_list: AddressList) -> list[Entry]:
    """Return all entries of a list beside what is known, in two queries."""
    place = address_list.place_id
    people = {
        person.pk: person for person in Person.objects.filter(place=place, erased_at__isnull=True)
    }
    offices = {office.pk: office for office in Office.objects.filter(place=place)}
    book = Book(Known(person.pk, person.name, person.email) for person in people.values())
    by_name = {name_key(office.name): office for office in offices.values()}
    seen: dict[tuple[str, str, str], int] = {}
    found = []
    for row in rows_in(address_list):
        if row.is_office:
            known: Person | Office | None = office_named(row.office, by_name)
            likeness = Likeness.SAME if known else Likeness.NEW
        else:
            likeness, match = book.find(row.name, row.email)
            known = people[match.id] if match else None
        key = (name_key(row.name), row.email, name_key(row.office) if row.is_office else "")
        repeats = seen.setdefault(key, row.number)
        chosen = address_list.decisions.get(str(row.number), {})
        found.append(_entry(row, likeness, known, repeats, chosen))
    return found


def office_named(name: str, by_name: Mapping[str, Office]) -> Office | None:
    """Return the office that a name means; before it may stand the authority’s own name, parted by a comma."""
    return by_name.get(name_key(name)) or by_name.get(name_key(name.rsplit(", ", 1)[-1]))


def _entry(
    row: ContactRow,
    likeness: Likeness,
    known: Person | Office | None,
    first: int,
    chosen: Mapping[str, object],
) -> Entry:
    repeats = first if first != row.number else 0
    changes = _changes(row, known)
    if not row.can_be_taken or repeats or likeness is Likeness.LIKELY:
        suggested = Do.SKIP
    elif likeness is Likeness.SAME:
        suggested = Do.UPDATE if changes else Do.SKIP
    else:
        suggested = Do.NEW
    do = Do(str(chosen["do"])) if chosen.get("do") in set(Do) else suggested
    entry = Entry(row, likeness, known, repeats, do, suggested, changes)
    if do not in entry.choices:
        return Entry(row, likeness, known, repeats, Do.SKIP, suggested, changes)
    return entry


def _changes(row: ContactRow, known: Person | Office | None) -> tuple[Change, ...]:
    """Return what an entry says otherwise than what is known; what it says nothing of stays."""
    if known is None:
        return ()
    columns = OFFICE_COLUMNS if isinstance(known, Office) else PERSON_COLUMNS
    changes = []
    for name in columns:
        new, old = getattr(row, name), getattr(known, name)
        new = list(new) if name == "languages" else new
        if new and new != old:
            changes.append(Change(name, old, new))
    return tuple(changes)
