"""One entry of an address list: what it says, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from jumelage.contacts.domain.hours import is_time_zone
from jumelage.core.domain.languages import read_languages

#: A list with more entries, or a file with more bytes, is refused.
MOST_ROWS = 5_000
MOST_BYTES = 2 * 1024 * 1024
#: Longest texts, as the database keeps them.
LONGEST = {
    "name": 200, "function": 200, "office": 200, "email": 254, "phone": 60, "address": 1000, "url": 500, "note": 4000,
}  # fmt: skip
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\".]{2,}")
_SEVERAL = re.compile(r"[\s,;|]+")


class UnreadableError(ValueError):
    """A file is no address list that can be read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong in an entry. Where it ``stops`` the entry, that cannot be taken over."""

    code: str
    field: str
    text: str = ""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One entry: a person, or an office where there is no name. ``number`` is its place in the file, from 1."""

    number: int
    name: str = ""
    function: str = ""
    office: str = ""
    email: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ()
    time_zone: str = ""
    address: str = ""
    url: str = ""
    note: str = ""
    problems: tuple[RowProblem, ...] = field(default=(), compare=False)

    @property
    def is_office(self) -> bool:
        """Whether it is an office without a person."""
        return not self.name

    @property
    def can_be_taken(self) -> bool:
        """Whether nothing stops it."""
        return not any(problem.stops for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "ContactRow":
        """Return the entry that :meth:`as_json` wrote."""
        problems = tuple(RowProblem(**problem) for problem in values["problems"])
        return cls(**{**values, "languages": tuple(values["languages"]), "problems": problems})


def clean(text: str, *, lines: bool = False) -> str:
    """Return a text without control characters and needless space; ``lines`` keeps its lines."""
    kept = "".join(
        " " if unicodedata.category(char) == "Cc" and not (lines and char == "\n") else char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    if not lines:
        return " ".join(kept.split())
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()


def is_email(text: str) -> bool:
    """Whether a text looks like one e-mail address."""
    return len(text) <= LONGEST["email"] and _EMAIL.fullmatch(text) is not None


def make_row(number: int, values: Mapping[str, str]) -> ContactRow:
    """Return an entry of texts as a file has them, checked; what cannot be used is left out, and said."""
    texts = {
        name: clean(values.get(name, ""), lines=name in {"note", "address"}) for name in LONGEST
    }
    problems: list[RowProblem] = []
    email, other_emails = _one_email(texts["email"], problems)
    languages, unknown = read_languages(values.get("languages", ""))
    problems += [RowProblem("language", "languages", word[:60]) for word in unknown]
    zone = clean(values.get("time_zone", ""))
    if zone and not is_time_zone(zone):
        problems.append(RowProblem("time_zone", "time_zone", zone[:60]))
        zone = ""
    if not texts["name"] and not texts["office"]:
        problems.append(RowProblem("empty", "name", stops=True))
    texts |= {"email": email, "note": "\n".join(filter(None, [texts["note"], *other_emails]))}
    if texts["url"] and not texts["url"].startswith(("http://", "https://")):
        texts["url"] = f"https://{texts['url']}"
    problems += [
        RowProblem("too_long", name, str(LONGEST[name]), stops=True)
        for name, text in texts.items()
        if len(text) > LONGEST[name]
    ]
    return ContactRow(
        number, **texts, languages=tuple(languages), time_zone=zone, problems=tuple(problems)
    )


def _one_email(text: str, problems: list[RowProblem]) -> tuple[str, list[str]]:
    """Return the first address of a text, and the others, which go into the note."""
    words = [word.strip("<>").removeprefix("mailto:") for word in _SEVERAL.split(text) if word]
    found = [word.lower() for word in words if is_email(word)]
    if text and not found:
        problems.append(RowProblem("email", "email", text[:80]))
    if len(found) > 1:
        problems.append(RowProblem("several", "email", ", ".join(found[1:])[:200]))
    return (found[0] if found else ""), found[1:]
