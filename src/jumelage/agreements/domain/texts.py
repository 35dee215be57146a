"""The text of an agreement: how it is hashed, what is missing in it, and how two drafts of it differ."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

#: The first line of what is hashed: another way of writing a text would have another.
FORMAT = "jumelage-agreement/1"


class Renewal(StrEnum):
    """How long an agreement is made for."""

    UNLIMITED = "unlimited"
    AUTOMATIC = "automatic"
    EXPRESS = "express"


@dataclass(frozen=True, slots=True)
class Terms:
    """What of an agreement the registry reckons with; its words say the same to people."""

    form: str
    languages: tuple[str, ...]  # one or two codes; the texts are equally authentic
    renewal: Renewal = Renewal.UNLIMITED
    years: int | None = None  # of its duration, unless that is unlimited
    notice_months: int = 6

    def as_json(self) -> dict[str, Any]:
        """Return the terms as a draft keeps them."""
        return {
            "form": str(self.form),
            "languages": list(self.languages),
            "renewal": str(self.renewal),
            "years": self.years,
            "notice_months": self.notice_months,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Terms":
        """Return the terms that a draft keeps."""
        return cls(
            form=kept["form"],
            languages=tuple(kept["languages"]),
            renewal=Renewal(kept["renewal"]),
            years=kept["years"],
            notice_months=kept["notice_months"],
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its key (of a template, or ``own-…``), and its title and text by language."""

    key: str
    title: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """The whole text of an agreement, by language."""

    title: Mapping[str, str]
    preamble: Mapping[str, str]
    clauses: Sequence[Clause]

    def clauses_as_json(self) -> list[dict[str, Any]]:
        """Return the clauses as a draft keeps them."""
        return [
            {"key": clause.key, "title": dict(clause.title), "text": dict(clause.text)}
            for clause in self.clauses
        ]

    @classmethod
    def from_json(
        cls,
        title: Mapping[str, str],
        preamble: Mapping[str, str],
        clauses: Sequence[Mapping[str, Any]],
    ) -> "Text":
        """Return the text that a draft keeps."""
        return cls(
            title,
            preamble,
            [Clause(clause["key"], clause["title"], clause["text"]) for clause in clauses],
        )


def tidy(text: Text, languages: Sequence[str]) -> Text:
    """Return the text in these languages only, as it is kept: composed letters, plain line ends, nothing hidden."""

    def each(words: Mapping[str, str]) -> dict[str, str]:
        return {language: _tidy(words.get(language, "")) for language in languages}

    clauses = [Clause(one.key, each(one.title), each(one.text)) for one in text.clauses]
    return Text(each(text.title), each(text.preamble), clauses)


#: Characters that turn or hide others: a text must read as it looks.
_DECEIVING = frozenset("\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _is_written(character: str) -> bool:
    """Whether a character is part of what people read; control characters and lone surrogates are not."""
    if character in "\n\t":
        return True
    return character not in _DECEIVING and unicodedata.category(character) not in {"Cc", "Cs"}


def _tidy(words: str) -> str:
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(character for character in plain if _is_written(character))
    lines = unicodedata.normalize("NFC", kept).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def canonical(terms: Terms, text: Text) -> str:
    """Return the text and its terms in the one way in which they are hashed: JSON, after a line that names the format.

    Anybody can write it again from the public record of an agreement, and compare the hash.
    """
    clean = tidy(text, terms.languages)
    content = {
        "terms": terms.as_json(),
        "title": dict(clean.title),
        "preamble": dict(clean.preamble),
        "clauses": clean.clauses_as_json(),
    }
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{FORMAT}\n{body}\n"


def sha256_of(terms: Terms, text: Text) -> str:
    """Return the hash to which signatures refer."""
    return hashlib.sha256(canonical(terms, text).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a text lacks before it can be signed. ``key`` is empty for the title of the whole."""

    key: str
    language: str


def gaps(terms: Terms, text: Text) -> list[Gap]:
    """Return what is missing: the title, a clause without words in one of the languages, clauses at all."""
    clean = tidy(text, terms.languages)
    found = [Gap("", language) for language in terms.languages if not clean.title[language]]
    for clause in clean.clauses:
        found += [
            Gap(clause.key, language) for language in terms.languages if not clause.text[language]
        ]
    if not clean.clauses:
        found += [Gap("clauses", language) for language in terms.languages]
    return found


class Mark(StrEnum):
    """What became of some words between two drafts."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words, with the spaces that belong to it, and what became of it."""

    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different in one part between two drafts.

    ``key`` names the clause; ``title`` and ``preamble`` stand for the title and the preamble of the whole.
    ``change`` is ``same``, ``added``, ``removed``, ``changed`` or ``moved`` (the same words at another place).
    """

    key: str
    change: str
    title: Mapping[str, Sequence[Words]]
    text: Mapping[str, Sequence[Words]]


#: Words, the spaces between them, and punctuation, each by itself.
def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    kind = ""
    for character in text:
        this = "w" if character.isalnum() else ("s" if character.isspace() else "")
        if pieces and this and this == kind:
            pieces[-1] += character
        else:
            pieces.append(character)
        kind = this
    return pieces


def word_difference(before: str, after: str) -> list[Words]:
    """Return the words of both texts in order: kept, removed, added. Without either kind the other text is whole."""
    old, new = _pieces(before), _pieces(after)
    found: list[Words] = []

    def add(mark: Mark, pieces: Sequence[str]) -> None:
        if pieces:
            found.append(Words(mark, "".join(pieces)))

    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            add(Mark.SAME, old[i1:i2])
        else:
            add(Mark.REMOVED, old[i1:i2])
            add(Mark.ADDED, new[j1:j2])
    return found


def difference(before: Text, after: Text, languages: Sequence[str]) -> list[Difference]:
    """Return how two drafts differ, part by part, in the order of the later one; what is gone stands where it stood."""
    old, new = tidy(before, languages), tidy(after, languages)
    parts = [
        _part("title", None, Clause("title", {}, old.title), Clause("title", {}, new.title)),
        _part(
            "preamble",
            None,
            Clause("preamble", {}, old.preamble),
            Clause("preamble", {}, new.preamble),
        ),
    ]
    return parts + list(_clause_differences(old.clauses, new.clauses))


def _clause_differences(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Difference]:
    old_keys, new_keys = [one.key for one in old], [one.key for one in new]
    by_key = {one.key: one for one in old}
    moved = _moved(old_keys, new_keys)
    gone = _gone_after(old_keys, set(new_keys))
    for key in gone.get("", ()):
        yield _part(key, "removed", by_key[key], None)
    for clause in new:
        change = "moved" if clause.key in moved else None
        yield _part(clause.key, change, by_key.get(clause.key), clause)
        for key in gone.get(clause.key, ()):
            yield _part(key, "removed", by_key[key], None)


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the keys that stand in another order among those that both have."""
    both = set(old) & set(new)
    first, second = [k for k in old if k in both], [k for k in new if k in both]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    stay = {
        key
        for block in matcher.get_matching_blocks()
        for key in first[block.a : block.a + block.size]
    }
    return both - stay


def _gone_after(old: Sequence[str], present: set[str]) -> dict[str, list[str]]:
    """Return the keys that are no more, by the last key before them that still is."""
    gone: dict[str, list[str]] = {}
    last = ""
    for key in old:
        if key in present:
            last = key
        else:
            gone.setdefault(last, []).append(key)
    return gone


def _part(key: str, change: str | None, before: Clause | None, after: Clause | None) -> Difference:
    def words(name: str) -> dict[str, Sequence[Words]]:
        old = getattr(before, name) if before else {}
        new = getattr(after, name) if after else {}
        return {
            language: word_difference(old.get(language, ""), new.get(language, ""))
            for language in (new or old)
        }

    if before is None:
        change = "added"
    elif after is not None and (before.title, before.text) != (after.title, after.text):
        change = "changed"
    return Difference(key, change or "same", words("title"), words("text"))
