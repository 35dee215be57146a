"""Where else a person’s name stands: in the log, in notes, in what an office put on the public register."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from jumelage.contacts.domain.mentions import mentions, without_name
from jumelage.contacts.models import LogEntry, Office, Person
from jumelage.places.models import Place
from jumelage.ties.models import Claim


@dataclass(frozen=True, slots=True)
class Mention:
    """A text of an office in which a person’s name stands. ``key`` names it in forms."""

    model: type[Model]
    pk: int
    column: str
    text: str
    words: tuple[str, ...]

    @property
    def key(self) -> str:
        """Where it stands: ``logentry-12-summary``."""
        return f"{self.model._meta.model_name}-{self.pk}-{self.column}"  # noqa: SLF001 - Django’s own name for it

    @property
    def kind(self) -> str:
        """In what it stands: ``logentry``, ``claim``, ``office`` or ``person``."""
        return str(self.model._meta.model_name)  # noqa: SLF001 - Django’s own name for it

    def replace(self, name: str, instead: str) -> None:
        """Put a word in the place of the name. A claim’s note is changed for no other reason."""
        text = without_name(self.text, name, instead)
        self.model._default_manager.filter(pk=self.pk).update(**{self.column: text})  # noqa: SLF001


def mentions_of(person: Person) -> list[Mention]:
    """Return the texts of the person’s own office that name the person, in four queries. An erased one has no name."""
    if not person.name:
        return []
    return [
        mention
        for rows, columns in _texts_of(person.place, person)
        for mention in _mentions_in(rows, columns, person.name)
    ]


def mentions_elsewhere(person: Person) -> list[Mention]:
    """Return entries of other offices’ logs that were with this person and name the person. Nobody else reads them."""
    entries = LogEntry.objects.filter(person=person).exclude(place=person.place_id)
    return list(_mentions_in(entries, ("summary",), person.name)) if person.name else []


def _texts_of(place: Place, person: Person) -> Iterator[tuple["QuerySet[Model]", tuple[str, ...]]]:
    yield LogEntry.objects.filter(place=place), ("summary",)
    yield Claim.objects.filter(entered_for=place), ("note",)
    yield Office.objects.filter(place=place), ("name", "function", "address")
    yield Person.objects.filter(place=place).exclude(pk=person.pk), ("note",)


def _mentions_in(rows: "QuerySet[Model]", columns: tuple[str, ...], name: str) -> Iterator[Mention]:
    for pk, *texts in rows.values_list("pk", *columns).iterator():
        for column, text in zip(columns, texts, strict=True):
            if words := mentions(text, name):
                yield Mention(rows.model, pk, column, text, tuple(words))
