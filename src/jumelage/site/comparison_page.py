"""How a comparison of two sources is shown: its parts with their numbers, and the picture of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.places.models import Place
from jumelage.ties.comparison import ComparedTie, Comparison, Counts
from jumelage.ties.comparison_words import part_title
from jumelage.ties.domain.comparison import Part, Said
from jumelage.ties.domain.terms import Legal

WIDTH = 720
#: What there is any of is seen.
LEAST = 3


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part of a comparison to choose."""

    part: Part | None  # of those that agree there is only the number
    title: str
    number: int
    current: bool
    swatch: str = ""  # the name of its segment, if it has one


@dataclass(frozen=True, slots=True)
class Segment:
    """A length of the picture."""

    name: str  # here, agree, differs, there
    x: float
    width: float
    number: int


def part_links(comparison: Comparison, counts: Counts, current: Part) -> list[PartLink]:
    """Return the parts with their numbers, in the order of the picture; then what lies beyond it."""

    def link(part: Part, swatch: str = "") -> PartLink:
        title = part_title(part, comparison)
        return PartLink(part, title, counts.of(part), part is current, swatch)

    return [
        link(Part.ONLY_HERE, "here"),
        PartLink(None, _("In both and alike"), counts.agrees, False, "agree"),
        link(Part.DIFFERS, "differs"),
        link(Part.ONLY_THERE, "there"),
        link(Part.BEYOND_HERE),
        link(Part.BEYOND_THERE),
    ]


def part_shown(text: str, counts: Counts) -> Part:
    """Return the part that an address asks for; else the first of which there is any."""
    if text in list(Part):
        return Part(text)
    return next((part for part in Part if counts.of(part)), Part.DIFFERS)


def segments(counts: Counts) -> Sequence[Segment]:
    """Return the ties of places that both sources name as lengths of a bar: only here, alike, differing, only there."""
    numbers = [
        ("here", counts.only_here),
        ("agree", counts.agrees),
        ("differs", counts.differs),
        ("there", counts.only_there),
    ]
    present = [(name, number) for name, number in numbers if number]
    total = sum(number for _, number in present)
    room = WIDTH - LEAST * len(present)
    found, x = [], 0.0
    for name, number in present:
        width = LEAST + room * number / total
        found.append(Segment(name, round(x, 1), round(width, 1), number))
        x += width
    return found


@dataclass(frozen=True, slots=True)
class SaidShown:
    """What one source says about a tie, as :file:`site/_said.html` shows it."""

    a: Place
    b: Place
    legal: Legal
    legal_a: Legal
    legal_b: Legal
    since: str
    form: str
    named_until: date | None
    differs: frozenset[str]
    disputed: bool = False  # within this one source: the tie's page shows that


@dataclass(frozen=True, slots=True)
class RowShown:
    """A tie with what each of two sources says about it."""

    tie: ComparedTie
    here: SaidShown | None
    there: SaidShown | None


def rows_shown(ties: Iterable[ComparedTie]) -> list[RowShown]:
    """Return ties as the rows of a table."""
    return [RowShown(tie, _said(tie, tie.here), _said(tie, tie.there)) for tie in ties]


def _said(tie: ComparedTie, said: Said | None) -> SaidShown | None:
    if said is None:
        return None
    sides = (said.legal_a, said.legal_b)
    legal_a, legal_b = reversed(sides) if tie.swapped else sides
    return SaidShown(
        a=tie.a,
        b=tie.b,
        legal=said.legal,
        legal_a=legal_a,
        legal_b=legal_b,
        since=said.since.text if said.since else "",
        form=said.form.value,
        named_until=said.named_until,
        differs=frozenset(about.value for about in tie.differs),
    )
