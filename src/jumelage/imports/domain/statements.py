"""What a source says about ties, before the registry knows which places it means.

An adapter yields these; everything after reading (matching, preview, applying) knows only them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from jumelage.places.domain.matcher import Query

#: Reports how far a step is: (step, done, of). ``of`` is 0 where the end is not known.
Progress = Callable[[str, int, int], None]


def silent(_step: str, _done: int, _of: int) -> None:
    """Report nothing."""


class Acting(StrEnum):
    """Which of the two places a claim or a statement is about, in the source's own order."""

    FIRST = "first"
    SECOND = "second"
    BOTH = ""


@dataclass(frozen=True, slots=True)
class SourceName:
    """A name that the source gives, in a language (BCP 47) and of a kind (official, alternative, former)."""

    name: str
    language: str = ""
    kind: str = "alternative"


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """A place as a source names it, with what the source says of it.

    ``query`` carries the name, the country, hints, identifiers and coordinates (degrees, WGS 84).
    """

    query: Query
    names: tuple[SourceName, ...] = ()
    label: str = ""  # what its country calls it: oblast, Land …
    population: int | None = None
    population_year: int | None = None


@dataclass(frozen=True, slots=True)
class SourceClaim:
    """One thing that a source says about a tie.

    ``when`` is EDTF, or empty; ``kind`` and ``form`` are the registry's words.
    """

    kind: str = "attested"
    when: str = ""
    side: Acting = Acting.BOTH
    form: str = ""
    quote: str = ""
    note: str = ""


ATTESTED = (SourceClaim(),)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should know about a row: why it was not used, or what is odd about it.

    ``code`` is one word for machines (``empty``, ``country``, ``columns``, ``encoding``, ``unreadable``, ``date``,
    ``deprecated`` …); ``message`` says what is wrong, where, and what to do. ``used`` tells whether the row was used
    all the same.
    """

    line: int
    code: str
    message: str
    row: Mapping[str, str] = field(default_factory=dict)
    column: str = ""
    suggestion: str = ""
    candidates: str = ""
    used: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """That two places are tied, and what the source says about the tie.

    ``line`` is the row (or the number of the statement), ``locator`` where it stands in the source, ``stated_by`` the
    place on whose page it stands, where the source has a page for each.
    """

    line: int
    first: SourcePlace
    second: SourcePlace
    claims: tuple[SourceClaim, ...] = ATTESTED
    locator: str = ""
    stated_by: Acting = Acting.BOTH
    row: Mapping[str, str] = field(default_factory=dict)


class UnreadableSourceError(ValueError):
    """The source as a whole cannot be read; the message says what is wrong and what to do."""


class Adapter(Protocol):
    """Reads one kind of source."""

    #: The word of the command and of the batch: ``pairs``, ``wikidata``, ``register`` …
    name: str

    def read(self, progress: Progress = silent) -> Iterator[Statement | Remark]:
        """Yield what the source says, in its order. No row stops the others.

        Raises:
            UnreadableSourceError: the source as a whole cannot be read.
        """
        ...

    def digest(self) -> str:
        """Return what stands for this very content (SHA-256, hexadecimal)."""
        ...
