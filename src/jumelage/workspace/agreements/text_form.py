"""The form in which a text is written: each clause's versions side by side.

It works without JavaScript: buttons that move, remove or add a clause send everything, and it comes back rearranged.
What is removed stays in reach until the text is saved.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from jumelage.agreements.domain.texts import Clause, Text
from jumelage.agreements.showing import Part, ShownText, shown_text

_KEY = re.compile(r"[a-z0-9_-]{1,40}")
LONGEST_LINE, LONGEST_TEXT = 300, 30_000
MOST_CLAUSES = 100


@dataclass(frozen=True, slots=True)
class EditedText:
    """A text while it is written: which draft it follows, its clauses, and those that were taken out meanwhile."""

    based_on: int
    languages: Sequence[str]
    text: Text
    removed: Sequence[Clause] = field(default_factory=tuple)
    note: str = ""

    @property
    def shown(self) -> ShownText:
        """The text for the page."""
        return shown_text(self.text, self.languages)

    @property
    def shown_removed(self) -> Sequence[Part]:
        """What was taken out, for the page."""
        return shown_text(replace(self.text, clauses=self.removed), self.languages).clauses


def read_text(data: QueryDict, languages: Sequence[str]) -> EditedText:
    """Return the text that a form sent. What is not of the form is left out."""

    def words(name: str, longest: int) -> dict[str, str]:
        return {
            language: data.get(f"{name}-{language}", "")[:longest].replace("\r\n", "\n")
            for language in languages
        }

    def clauses(name: str) -> list[Clause]:
        keys = dict.fromkeys(key for key in data.getlist(name) if _KEY.fullmatch(key))
        return [
            Clause(key, words(f"{key}.title", LONGEST_LINE), words(f"{key}.text", LONGEST_TEXT))
            for key in list(keys)[:MOST_CLAUSES]
        ]

    based_on = data.get("based_on", "")
    return EditedText(
        based_on=int(based_on) if based_on.isdecimal() and len(based_on) < 6 else 0,
        languages=languages,
        text=Text(words("title", LONGEST_LINE), words("preamble", LONGEST_TEXT), clauses("clause")),
        removed=clauses("removed"),
        note=data.get("note", "")[:2000],
    )


def sent_values(edited: EditedText) -> list[tuple[str, str]]:
    """Return names and values with which :func:`read_text` reads the same text again."""
    values = [("based_on", str(edited.based_on)), ("note", edited.note)]

    def add(name: str, words: Mapping[str, str]) -> None:
        values.extend(
            (f"{name}-{language}", words.get(language, "")) for language in edited.languages
        )

    add("title", edited.text.title)
    add("preamble", edited.text.preamble)
    for kind, clauses in (("clause", edited.text.clauses), ("removed", edited.removed)):
        for clause in clauses:
            values.append((kind, clause.key))
            add(f"{clause.key}.title", clause.title)
            add(f"{clause.key}.text", clause.text)
    return values


def rearranged(edited: EditedText, act: str) -> tuple[EditedText, str]:
    """Return the text after a button was pressed, and the key of the clause to look at.

    ``act`` is ``up:KEY``, ``down:KEY``, ``remove:KEY``, ``restore:KEY`` or ``add:KEY`` (after that
    clause; first without).
    """
    name, _colon, key = act.partition(":")
    clauses, removed = list(edited.text.clauses), list(edited.removed)
    keys = [clause.key for clause in clauses]
    if name in {"up", "down"} and key in keys:
        at = keys.index(key)
        to = max(0, min(len(keys) - 1, at + (-1 if name == "up" else 1)))
        clauses.insert(to, clauses.pop(at))
    elif name == "remove" and key in keys:
        at = keys.index(key)
        removed.append(clauses.pop(at))
        key = clauses[min(at, len(clauses) - 1)].key if clauses else ""
    elif name == "restore" and key in (gone := [clause.key for clause in removed]):
        clauses.append(removed.pop(gone.index(key)))
    elif name == "add" and len(clauses) < MOST_CLAUSES:
        empty = dict.fromkeys(edited.languages, "")
        new = Clause(f"own-{secrets.token_hex(4)}", empty, empty)
        clauses.insert(keys.index(key) + 1 if key in keys else 0, new)
        key = new.key
    text = replace(edited.text, clauses=clauses)
    return replace(edited, text=text, removed=removed), key
