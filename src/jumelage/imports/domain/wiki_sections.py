"""What the headings of a page say: which country and part of it follows, that it is no more, whose twins they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jumelage.core.domain.text import search_key
from jumelage.imports.domain.wiki_items import Item, read_item
from jumelage.imports.domain.wiki_lines import Line, Page, Piece, What
from jumelage.imports.domain.wiki_words import (
    ASIDE,
    FORMER,
    NEUTRAL,
    SUSPENDED,
    country_named,
    form_of,
    is_letter,
)
from jumelage.places.domain.countries import CountryMatch, country_name, parse_country
from jumelage.ties.domain.terms import Form

#: A heading says at most so many words.
HEADING_WORDS = 8


@dataclass(slots=True)
class Section:
    """What the headings above a line say."""

    level: int = 0
    heading: str = ""
    country: CountryMatch = field(default_factory=lambda: CountryMatch(""))
    home: Item | None = None
    former: bool = False
    suspended: bool = False
    form: str = ""
    aside: bool = False


def says(words: re.Pattern[str], text: str) -> bool:
    """Whether a text as short as a heading has one of the words in it."""
    return words.search(text) is not None and len(text.split()) <= HEADING_WORDS


def as_home(pieces: Sequence[Piece]) -> Item | None:
    """Return the place whose twins follow, as a heading or a line in bold names it; None if it names none."""
    item = read_item([piece for piece in pieces if piece.what is not What.OTHER])
    return item if search_key(item.name) and not NEUTRAL.fullmatch(item.name) else None


def section_below(above: Section, line: Line, below: Line | None) -> Section:
    """Return what holds below a heading; ``below`` is the next line that is no prose."""
    text = line.text
    section = Section(line.level, text, above.country, above.home)
    section.former = above.former or says(FORMER, text)
    section.suspended = above.suspended or says(SUSPENDED, text)
    section.form = _form(text) or above.form
    section.aside = above.aside or ASIDE.fullmatch(text.strip(" .:")) is not None
    if is_letter(text):
        section.home = None
    elif not (section.former or section.suspended or section.aside):
        _name(section, line, below)
    return section


def _name(section: Section, line: Line, below: Line | None) -> None:
    """Understand a heading as a part of the country, another country, or a town."""
    text, code = line.text, section.country.code
    division = parse_country(f"{text}, {country_name(code)}").part if code else ""
    country = country_named(text)
    linked = any(piece.what is What.LINK for piece in line.pieces)
    if division and not _is_flagged(below):
        section.country, section.home = CountryMatch(text, code, division), None
    elif country.found and not country.within:
        section.country, section.home = country, None
    elif (linked or not NEUTRAL.search(text)) and below is not None and _lists(below):
        section.home = as_home(line.pieces)


def _is_flagged(line: Line | None) -> bool:
    """Whether a line is an entry with a flag: a twin, so that what stands above it has twins itself."""
    return line is not None and any(piece.what is What.FLAG for piece in line.pieces)


def _lists(line: Line) -> bool:
    flagged = bool(line.pieces) and line.pieces[0].what is What.FLAG
    return bool(line.marker or line.cells) or flagged


def _form(text: str) -> str:
    """Return the form that a heading names, unless it is what such lists are called anyway."""
    form = form_of(text) if len(text.split()) <= HEADING_WORDS else ""
    return "" if form in {Form.TWINNING, Form.PARTNERSHIP} else form


def country_of_page(page: Page, title: str) -> CountryMatch:
    """Return the country whose places a page lists, by its title or by its first sentences."""
    lead: list[str] = []
    for line in page.lines:
        if line.level:
            break
        if not line.marker and not line.cells:
            lead.append(line.text)
    for text in (title.replace("_", " "), " ".join(lead)[:2000]):
        if found := _after_preposition(text):
            return found
    return CountryMatch(title)


_PREPOSITION = re.compile(
    r"\b(?:in|of|en|au|aux|im|des?|du|d[’']|в|во|городов|побратимов|города-побратимы|for)\s*(?:(?:the|den|der|la|les)\s+)?",
    re.IGNORECASE,
)


def _after_preposition(text: str) -> CountryMatch | None:
    """Return the first country that follows a word like “in”, by the longest name that fits."""
    for match in _PREPOSITION.finditer(text):
        words = re.split(r"[.,;:()]", text[match.end() :], maxsplit=1)[0].split()
        for length in range(min(len(words), 5), 0, -1):
            name = " ".join(words[:length])
            found = country_named(name)
            if found.found and not found.within and len(name) > 2:
                return found
    return None
