"""Tables of twin towns: which column names whose twins, which the twins, which the country, which the year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumelage.imports.domain.wiki_lines import Cell, Piece, What, shown
from jumelage.imports.domain.wiki_words import country_named

_COUNTRY = re.compile(r"\b(?:country|countries|nation|land|staat|pays|страна|государство)\b", re.I)
_TWIN = re.compile(
    r"\b(?:twin|twinned|sister|partner|partnered|jumel\w*|partenaire\w*|побратим\w*|город-побратим|\w*partner\w*)\b"
    r"|partner|побратим|jumel",
    re.IGNORECASE,
)
_TOWN = re.compile(
    r"\b(?:town|city|place|municipality|village|commune|stadt|ort|gemeinde|ville|город|населённый|муниципалитет"
    r"|kreis|landkreis|county|region|state)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:year|date|since|established|signed|jahr|seit|datum|année|depuis|date|год|дата|с|until|ended|status|notes?"
    r"|form|type|art|статус|remarks?|bemerkung\w*|remarques?|примечани\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns say what; -1 where none does."""

    home: int = -1
    twin: int = -1
    country: int = -1
    remarks: tuple[int, ...] = ()

    def pair(
        self, cells: Sequence[Cell], *, has_home: bool
    ) -> tuple[list[Piece], list[list[Piece]]] | None:
        """Return the pieces of the place whose twins these are (none: the one above), and of each twin."""
        known = self if self.twin >= 0 else _by_content(cells, has_home=has_home)
        if known is None or known.twin >= len(cells) or (known.home < 0 and not has_home):
            return None
        home = _pieces(cells[known.home]) if 0 <= known.home < len(cells) else []
        after: list[Piece] = []
        for position in (known.country, *known.remarks):
            if 0 <= position < len(cells) and position != known.twin:
                after += [Piece(What.TEXT, ", "), *_pieces(cells[position])]
        return home, [[*twin, *after] for twin in _entries(cells[known.twin])]


def columns_of(cells: Sequence[Cell]) -> Columns | None:
    """Return which columns say what, by what stands above them; None if it does not say that."""
    texts = [cell.text for cell in cells]
    countries = [n for n, text in enumerate(texts) if _COUNTRY.search(text)]
    twins = [n for n, text in enumerate(texts) if _TWIN.search(text) and n not in countries]
    towns = [
        n for n, text in enumerate(texts) if _TOWN.search(text) and n not in {*countries, *twins}
    ]
    taken = {*countries, *twins, *towns}
    remarks = tuple(n for n, text in enumerate(texts) if _WHEN.search(text) and n not in taken)
    if not twins and len(towns) > 1:
        twins, towns = [towns[1]], towns[:1]
    if not twins and towns and countries:
        twins, towns = towns[:1], []
    if not twins or any(cell.text and len(cell.text) > 60 for cell in cells):
        return None
    of_twin = [n for n in countries if n > twins[0]] or countries
    home = towns[0] if towns else -1
    return Columns(home, twins[0], of_twin[0] if of_twin else -1, remarks)


def _by_content(cells: Sequence[Cell], *, has_home: bool) -> Columns | None:
    """Without a head: the twin is where the flag is, the place whose twin it is stands before."""
    flagged = [
        n
        for n, cell in enumerate(cells)
        if any(piece.what is What.FLAG for piece in _pieces(cell))
        and not country_named(cell.text).found
    ]
    if not flagged:
        return None
    twin = flagged[-1]
    before = [n for n in range(twin) if cells[n].text and not country_named(cells[n].text).found]
    after = tuple(range(twin + 1, len(cells)))
    return Columns(before[0] if before and not has_home else -1, twin, -1, after)


def _pieces(cell: Cell) -> list[Piece]:
    pieces: list[Piece] = []
    for line in cell.lines:
        pieces += [*([Piece(What.TEXT, "\n")] if pieces else []), *line.pieces]
    return pieces


def _entries(cell: Cell) -> Iterator[list[Piece]]:
    """Yield the entries of a cell: one a line, and one a break within a line."""
    for line in cell.lines:
        entry: list[Piece] = []
        for piece in line.pieces:
            if piece.what is What.TEXT and "\n" in piece.text:
                if shown(entry):
                    yield entry
                entry = []
            else:
                entry.append(piece)
        if shown(entry):
            yield entry
