"""The text of an agreement as pages show it: its versions side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jumelage.agreements.domain.texts import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """The title and the words of a part in one language."""

    language: str
    title: str
    text: str

    @property
    def rows(self) -> int:
        """How many lines a field needs in which the words are written."""
        lines = sum(1 + len(line) // 46 for line in self.text.split("\n"))
        return min(24, max(4, lines + 1))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text in all its languages. ``number`` is that of a clause; none for title and preamble."""

    key: str
    number: int | None
    cells: Sequence[Cell]

    @property
    def heading(self) -> str:
        """The first title there is."""
        return next((cell.title for cell in self.cells if cell.title), "")


@dataclass(frozen=True, slots=True)
class ShownText:
    """A whole text for a page."""

    languages: Sequence[str]
    title: Part
    preamble: Part
    clauses: Sequence[Part]


def shown_text(text: Text, languages: Sequence[str]) -> ShownText:
    """Return a text for a page, in the order of its languages."""

    def part(
        key: str, number: int | None, title: Mapping[str, str], words: Mapping[str, str]
    ) -> Part:
        cells = [Cell(one, title.get(one, ""), words.get(one, "")) for one in languages]
        return Part(key, number, cells)

    clauses = [
        part(one.key, number, one.title, one.text)
        for number, one in enumerate(text.clauses, start=1)
    ]
    return ShownText(
        languages=list(languages),
        title=part("title", None, text.title, {}),
        preamble=part("preamble", None, {}, text.preamble),
        clauses=clauses,
    )
