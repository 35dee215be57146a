"""Lists of twin towns on pages of a wiki: whose each entry is, and what it says.

A place of the page's own country stands in bold, in a heading, or as an entry with others below it; what is listed
below are its twins. Headings may be letters, parts of the country, or say that what follows is no more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jumelage.core.domain.text import search_key
from jumelage.imports.domain.statements import Acting, Remark, SourcePlace, Statement
from jumelage.imports.domain.wiki_events import Told, understand
from jumelage.imports.domain.wiki_items import Item, read_item, split_at_flags
from jumelage.imports.domain.wiki_lines import Line, Page, Piece, What, shown
from jumelage.imports.domain.wiki_sections import (
    HEADING_WORDS,
    Section,
    as_home,
    says,
    section_below,
)
from jumelage.imports.domain.wiki_tables import Columns, columns_of
from jumelage.imports.domain.wiki_words import FORMER, NEUTRAL, SUSPENDED
from jumelage.places.domain.countries import CountryMatch

_SEPARATORS = re.compile(r"\s+[–—↔→]\s+|\s+-\s+|:\s+")


@dataclass(slots=True)
class _Entry:
    """An entry of a list that has others below it."""

    depth: int
    home: Item | None = None
    group: Item | None = None  # a country whose places are listed below
    former: bool = False
    suspended: bool = False


class ListReader:
    """Reads one page, line by line."""

    def __init__(self, page: Page, country: CountryMatch) -> None:
        self._page = page
        self._sections = [Section(country=country)]
        self._home: Item | None = None
        self._bold: _Entry | None = None  # “Former twin towns” in bold, below a town
        self._open: list[_Entry] = []
        self._columns: Columns | None = None
        self._table = 0
        self._seen: dict[tuple[object, ...], int] = {}

    def read(self) -> Iterator[tuple[int, Statement | Remark]]:
        """Yield what the page says, each with the number of its line among all lines."""
        lines = self._page.lines
        for position, line in enumerate(lines):
            below = lines[position + 1] if position + 1 < len(lines) else None
            if line.level:
                self._heading(line, position)
                continue
            for item in self._line(line, below):
                yield position, item

    def _line(self, line: Line, below: Line | None) -> Iterator[Statement | Remark]:
        if self._section.aside or not (line.cells or line.pieces or line.text):
            return  # a mark with nothing behind it says nothing
        if line.cells:
            yield from self._row(line)
        elif line.marker and set(line.marker) != {";"}:
            yield from self._entry(line, below)
        elif (line.pieces and line.pieces[0].what is What.FLAG) or self._is_flagged(line):
            self._open.clear()
            yield from self._leaf(line, _Entry(1))
        elif line.text.startswith(("{|", "|")):
            yield self._remark(line, "table", "the markup of a table is broken here")
        else:
            self._open.clear()
            self._paragraph(line)

    @property
    def _section(self) -> Section:
        return self._sections[-1]

    def _is_flagged(self, line: Line) -> bool:
        """Whether a line outside of lists names a town and its twins: “Reims: {{flag}} Aachen”."""
        flags = [piece for piece in line.pieces if piece.what is What.FLAG]
        return len(flags) > 0 and len(line.text.split()) <= HEADING_WORDS and line.pieces[0].bold

    # Headings

    def _heading(self, line: Line, position: int) -> None:
        self._open.clear()
        self._bold = None
        while len(self._sections) > 1 and self._section.level >= line.level:
            self._sections.pop()
        self._sections.append(section_below(self._section, line, self._next_of_list(position)))
        self._home = self._section.home

    def _next_of_list(self, position: int) -> Line | None:
        """Return the first line after a heading that is no prose."""
        for line in self._page.lines[position + 1 :]:
            begins = line.pieces[:1]
            if line.level or line.marker or line.cells:
                return line
            if begins and (begins[0].what is What.FLAG or begins[0].bold):
                return line
        return None

    def _paragraph(self, line: Line) -> None:
        """A line outside of lists: a town in bold, or words to the reader."""
        text = line.text
        if says(FORMER, text) or says(SUSPENDED, text):
            if (
                line.marker
                or text.endswith(":")
                or all(piece.bold or not piece.text.strip() for piece in line.pieces)
            ):
                former, suspended = says(FORMER, text), says(SUSPENDED, text)
                self._bold = _Entry(0, former=former, suspended=suspended)
            return
        first = next((piece for piece in line.pieces if piece.text.strip()), None)
        if first is None or not (first.bold or line.marker == ";"):
            return
        rest = [
            piece for piece in line.pieces if not piece.bold and piece.what is not What.FOOTNOTE
        ]
        if line.marker != ";" and len(shown(rest).split()) > HEADING_WORDS:
            return  # the beginning of an article: “This is a '''list''' of …”
        self._bold = None
        if home := as_home(line.pieces):
            self._home = home

    # Entries

    def _entry(self, line: Line, below: Line | None) -> Iterator[Statement | Remark]:
        while self._open and self._open[-1].depth >= line.depth:
            self._open.pop()
        if below is not None and below.marker and below.depth > line.depth and not below.cells:
            self._open.append(self._opened(line))
            item = self._open[-1].home
            # A twin may have entries of its own below: words on it.
            if item is None or not self._home_above(-1):
                return
            self._open.pop()
        elif self._open and self._is_note(line):
            return
        yield from self._leaf(line, self._open[-1] if self._open else _Entry(0))

    def _is_note(self, line: Line) -> bool:
        return (
            not any(piece.what in {What.LINK, What.FLAG} for piece in line.pieces) and not line.text
        )

    def _opened(self, line: Line) -> _Entry:
        """Understand an entry with others below it: a town, a country, or words like “Former:”."""
        above = self._open[-1] if self._open else _Entry(0)
        entry = _Entry(line.depth, above.home, above.group, above.former, above.suspended)
        text = line.text
        item = read_item(line.pieces)
        linked = any(piece.what is What.LINK for piece in line.pieces)
        if not linked and (says(FORMER, text) or says(SUSPENDED, text)):
            entry.former = above.former or says(FORMER, text)
            entry.suspended = above.suspended or says(SUSPENDED, text)
        elif item.is_country:
            entry.group = item
        elif search_key(item.name) and not NEUTRAL.fullmatch(text.strip(" :")):
            entry.home = item
        return entry

    def _home_above(self, until: int | None = None) -> Item | None:
        """Return the town whose twins are listed here."""
        nested = [entry.home for entry in self._open[:until] if entry.home]
        return nested[-1] if nested else self._home

    def _leaf(self, line: Line, entry: _Entry) -> Iterator[Statement | Remark]:
        home = entry.home or self._home_above()
        groups = split_at_flags(line.pieces)
        if len(groups) > 1 and groups[0][0].what is not What.FLAG:
            home, groups = read_item(groups[0]), groups[1:]
        elif len(groups) == 1 and home is None and (halves := _halves(groups[0])):
            home, groups = read_item(halves[0]), [halves[1]]
        for group in groups:
            yield from self._twin(line, home, read_item(group), entry)

    def _twin(
        self, line: Line, home: Item | None, item: Item, entry: _Entry
    ) -> Iterator[Statement | Remark]:
        problem = self._unusable(line, home, item, entry)
        if problem or home is None:
            yield problem or self._remark(line, "home", "no place whose twin this is stands above")
            return
        country = self._section.country
        group = entry.group.country if entry.group else CountryMatch("")
        first = home.query(country.code, country.part)
        second = item.query(group.code, group.part)
        told = self._told(item, entry)
        known = (first, second, told.claims)
        if first == second:
            yield self._remark(line, "same_place", f"“{first.name}” is paired with itself")
        elif known in self._seen:
            yield self._remark(line, "duplicate", f"the same as line {self._seen[known]}")
        else:
            self._seen[known] = line.number
            yield from self._odd(line, item, told)
            yield Statement(
                line=line.number,
                first=SourcePlace(first),
                second=SourcePlace(second),
                claims=told.claims,
                locator=self._locator(line, home, item),
                stated_by=Acting.FIRST,
                row=self._row_of(line, home, item),
            )

    def _told(self, item: Item, entry: _Entry) -> Told:
        section, bold = self._section, self._bold or _Entry(0)
        return understand(
            item.remarks,
            former=section.former or entry.former or bold.former,
            suspended=section.suspended or entry.suspended or bold.suspended,
            form=section.form,
            quote=item.quote,
        )

    def _unusable(self, line: Line, home: Item | None, item: Item, entry: _Entry) -> Remark | None:
        if item.is_country and not item.name:
            return self._remark(line, "empty", "only a country is named")
        if not search_key(item.name):
            return self._remark(line, "empty", "no place is named")
        if home is None:
            return self._remark(line, "home", "no place whose twin this is stands above")
        if not (home.country.found or self._section.country.found):
            return self._remark(line, "country", f"in which country “{home.name}” lies is not said")
        if not item.country.found and not entry.group:
            return self._remark(line, "country", f"in which country “{item.name}” lies is not said")
        return None

    def _odd(self, line: Line, item: Item, told: Told) -> Iterator[Remark]:
        for text in item.odd:
            yield self._remark(line, "country", text, used=True)
        if told.odd_dates:
            text = f"{', '.join(told.odd_dates)}: what was then is not clear; kept as a note"
            yield self._remark(line, "date", text, used=True)
        if told.unclear:
            text = f"not understood: {' '.join(told.unclear)}"
            yield self._remark(line, "unclear", text, used=True)
        for key in item.footnotes:
            if key not in self._page.footnotes:
                yield self._remark(line, "footnote", f"there is no footnote “{key}”", used=True)
        for name in item.templates:
            message = f"the template “{name}” is not known"
            yield self._remark(line, "template", message, used=True)

    def _locator(self, line: Line, home: Item, item: Item) -> str:
        sections = [context.heading for context in self._sections[1:] if context.heading]
        where = " / ".join([*sections, *([home.name] if home.name not in sections else [])])
        keys = item.footnotes or home.footnotes
        notes = [
            self._page.footnotes[key] for key in dict.fromkeys(keys) if key in self._page.footnotes
        ]
        return "; ".join([f"line {line.number}, {where}", *(f"footnote: {note}" for note in notes)])

    def _row_of(
        self, line: Line, home: Item | None = None, item: Item | None = None
    ) -> dict[str, str]:
        row = {"text": self._page.raw(line.number)}
        if home and item:
            row |= {
                "of": home.name,
                "place": item.name,
                "country": item.country.code,
                "article": item.target,
            }
        return row

    def _remark(self, line: Line, code: str, message: str, *, used: bool = False) -> Remark:
        return Remark(line.number, code, message, self._row_of(line), used=used)

    # Tables

    def _row(self, line: Line) -> Iterator[Statement | Remark]:
        if line.table != self._table:
            self._table, self._columns = line.table, None
        head = columns_of(line.cells) if self._columns is None else None
        if head or all(cell.header for cell in line.cells):
            self._columns = head or self._columns
            return
        columns = self._columns or Columns()
        pair = columns.pair(line.cells, has_home=self._home is not None)
        if pair is None:
            yield self._remark(line, "table", "the row does not tell which places are twins")
            return
        home_pieces, twins = pair
        home = read_item(home_pieces) if home_pieces else self._home
        if home_pieces and self._home:
            self._bold = None  # “Former” in bold is about the town above
        for pieces in twins:
            twin = Line(line.number, tuple(pieces))
            yield from self._leaf(twin, _Entry(0, home=home))


def _halves(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]] | None:
    """Split “Aachen – Reims, France”, where no heading says whose twins these are."""
    for position, piece in enumerate(pieces):
        if piece.what is not What.TEXT:
            continue
        match = _SEPARATORS.search(piece.text)
        if match and (shown(pieces[:position]).strip() or piece.text[: match.start()].strip()):
            before = [*pieces[:position], Piece(What.TEXT, piece.text[: match.start()])]
            after = [Piece(What.TEXT, piece.text[match.end() :]), *pieces[position + 1 :]]
            leads = any(piece.what in {What.LINK, What.FLAG} for piece in after)
            return (before, after) if leads and search_key(shown(after)) else None
    return None
