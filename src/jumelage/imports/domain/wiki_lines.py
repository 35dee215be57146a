"""A page of a wiki as lines of pieces, whatever its markup was: what the reading of lists works on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class What(StrEnum):
    """What a piece of a line is."""

    TEXT = "text"
    LINK = "link"
    FLAG = "flag"  # target: the country as the template names it
    FOOTNOTE = "footnote"  # target: its key
    NOTE = "note"  # a remark on the entry that the page shows at its foot
    OTHER = "other"  # a template of which nothing is known; target: its name


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line: what is shown, and where it leads."""

    what: What
    text: str = ""
    target: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. ``marker`` is that of a list (``*``, ``**``, ``;``), ``level`` that of a heading."""

    number: int
    pieces: tuple[Piece, ...] = ()
    marker: str = ""
    level: int = 0
    cells: tuple["Cell", ...] = ()  # of a row of a table
    table: int = 0  # which table of the page

    @property
    def text(self) -> str:
        """What is shown, in one line."""
        return shown(self.pieces)

    @property
    def depth(self) -> int:
        """How deep in a list it stands; 0 outside."""
        return len(self.marker)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its lines."""

    lines: tuple[Line, ...] = ()
    header: bool = False

    @property
    def text(self) -> str:
        """What is shown, in one line."""
        return " ".join(filter(None, (line.text for line in self.lines)))


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its lines, the texts of its footnotes by key, and its source by line."""

    lines: Sequence[Line]
    footnotes: dict[str, str] = field(default_factory=dict)
    source: Sequence[str] = ()

    def raw(self, number: int) -> str:
        """Return a line as it was written, at most 300 signs of it."""
        return self.source[number - 1].strip()[:300] if 0 < number <= len(self.source) else ""


def shown(pieces: Iterable[Piece]) -> str:
    """Return what the pieces show, in one line."""
    text = "".join(piece.text for piece in pieces if piece.what in {What.TEXT, What.LINK})
    return " ".join(text.split())
