"""Recognising the same person again: by the name, in any script and order, and by the e-mail address."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jumelage.core.domain.text import search_key


class Likeness(StrEnum):
    """How sure it is that an entry means somebody who is known."""

    SAME = "same"  # the same name, and no word against it
    LIKELY = "likely"  # the same name with another address, or a part of the name with the same one
    OFFICE_MAIL = "office_mail"  # another name with the same address: a mailbox that several read
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is known already."""

    id: int
    name: str
    email: str


def name_key(name: str) -> str:
    """Return the key of a person’s name: its words in any order, in ASCII (“Петрова, Анна” = “Anna Petrova”)."""
    return " ".join(sorted(search_key(name).split()))


class Book:
    """Known people, to be looked up by name and address."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_name: dict[str, list[Known]] = {}
        self._by_email: dict[str, list[Known]] = {}
        for person in known:
            self.add(person)

    def add(self, person: Known) -> None:
        """Add somebody."""
        self._by_name.setdefault(name_key(person.name), []).append(person)
        if person.email:
            self._by_email.setdefault(person.email.lower(), []).append(person)

    def find(self, name: str, email: str) -> tuple[Likeness, Known | None]:
        """Return who an entry means, and how sure that is."""
        email = email.lower()
        namesakes = self._by_name.get(name_key(name), []) if name_key(name) else []
        with_mail = self._by_email.get(email, []) if email else []
        for person in namesakes:
            if person in with_mail:
                return Likeness.SAME, person
        free = [person for person in namesakes if not (person.email and email)]
        if len(free) == 1 and len(namesakes) == 1:
            return Likeness.SAME, free[0]
        if namesakes:
            return Likeness.LIKELY, namesakes[0]
        for person in with_mail:
            if _is_part(name, person.name):
                return Likeness.LIKELY, person
        return (Likeness.OFFICE_MAIL, with_mail[0]) if with_mail else (Likeness.NEW, None)


def _is_part(one: str, other: str) -> bool:
    """Whether all words of the shorter name are in the longer one (with and without the patronymic)."""
    first, second = set(name_key(one).split()), set(name_key(other).split())
    return bool(first and second) and (first <= second or second <= first)
