"""An entry of a list of twin towns: which place it names, in which country, and what it says of the tie."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from jumelage.core.domain.text import search_key
from jumelage.imports.domain.wiki_dates import with_iso_dates
from jumelage.imports.domain.wiki_events import begin_of_remark, is_filler, speaks
from jumelage.imports.domain.wiki_lines import Piece, What, shown
from jumelage.imports.domain.wiki_words import country_named, country_of_flag
from jumelage.places.domain.countries import TERRITORIES, CountryMatch, country_name, parse_country
from jumelage.places.domain.kinds import Kind, kind_of
from jumelage.places.domain.matcher import Query

#: Where the name of a place ends, in text that is no link.
_NAME_ENDS = re.compile(
    r"[,(;:\n]|\s[–—-]\s(?=\s*(?:\d|since|seit|depuis|с\s))|\s(?:since|seit|depuis|from|с|со)\s+(?=\d)"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SEGMENTS = re.compile(r"[,;\n]|\s[–—-]+\s(?!\s*\d)|:\s")
_EDGES = " \t\n.,;:–—-*•→↔"
#: What stands in brackets after an article's title only to tell it from others.
_PLAIN = re.compile(
    r"city|town|village|municipality|commune|settlement|disambiguation|capital|stadt|gemeinde|ort|ville"
    r"|город|посёлок|село|муниципалитет|коммуна|page does not exist",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """What an entry names: a place (or only a country), and words on the tie."""

    name: str = ""
    target: str = ""  # the article that it links to
    country: CountryMatch = CountryMatch("")  # noqa: RUF009 - it cannot change
    within: str = ""
    kind: Kind | None = None
    remarks: tuple[str, ...] = ()
    quote: str = ""  # the words that the remarks were read from
    footnotes: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()  # of which nothing is known
    odd: tuple[str, ...] = ()  # what does not fit together
    is_country: bool = False  # it may stand for a country with what is listed below it

    def query(self, code: str = "", part: str = "") -> Query:
        """Return what to look for, in the country of the entry or else in the one given."""
        code = self.country.code or code
        part = self.country.part or part
        within = self.within
        if within and (found := parse_country(f"{within}, {country_name(code)}")).part:
            part, within = found.part, ""
        return Query(self.name, code, part, within, self.kind)


@dataclass(slots=True)
class _Parts:
    """An entry taken apart, before its words are understood."""

    name: str = ""
    target: str = ""
    flags: list[str] = field(default_factory=list)
    tail: str = ""
    notes: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)


def read_item(pieces: Sequence[Piece]) -> Item:
    """Return what an entry names and says."""
    parts = _taken_apart(pieces)
    places, brackets, remarks = _segments(parts.tail)
    flags = [country_of_flag(flag) for flag in parts.flags]
    flag = next((flag for flag in flags if flag.found), CountryMatch(""))
    if parts.name and not places and not brackets and not flag.found:
        flag, parts.name = _name_is_country(parts.name)
    country, within = _country(flag, [*places, *brackets])
    odd = [_two(other, country) for other in flags if other.found and not _alike(other, country)]
    said = country.found and bool(places or brackets)
    target_within, kind = _of_target(parts.target, parts.name)
    name, named_within = _plain_name(parts.name, country)
    if not country.found and target_within:
        country, target_within = _country_of_target(target_within)
    within = within or named_within or _inside(target_within, country)
    own = country_named(name) if name else CountryMatch("")
    return Item(
        name=name,
        target=parts.target,
        country=country,
        within=within,
        kind=kind,
        remarks=(*remarks, *parts.notes),
        quote=_quote(parts) if remarks or parts.notes else "",
        footnotes=tuple(parts.footnotes),
        templates=tuple(parts.templates),
        odd=tuple(odd),
        is_country=country.found and (not name or (not said and _same(own, country))),
    )


def _same(first: CountryMatch, second: CountryMatch) -> bool:
    return first.code == second.code and not first.part


def _alike(flag: CountryMatch, country: CountryMatch) -> bool:
    """Whether a flag is that of the country, of a territory of it, or of the state that the country belongs to."""
    codes = {flag.code, country.code}
    return len(codes) == 1 or any(codes <= {state, *inner} for state, inner in TERRITORIES.items())


def _two(flag: CountryMatch, country: CountryMatch) -> str:
    return f"the flag says {country_name(flag.code)}, the words say {country_name(country.code)}"


def _quote(parts: _Parts) -> str:
    told = (" ".join(text.split()).strip(_EDGES) for text in (parts.tail, *parts.notes))
    return "; ".join(text for text in told if text)


def _name_is_country(name: str) -> tuple[CountryMatch, str]:
    """“Japan” alone is the country, as a heading of what follows; any other name is a place."""
    found = country_named(name)
    whole = found.found and not found.within
    return (found, "") if whole else (CountryMatch(""), name)


def _taken_apart(pieces: Sequence[Piece]) -> _Parts:
    parts = _Parts()
    ended = False
    for piece in pieces:
        if piece.what is What.FLAG:
            parts.flags.append(piece.target)
        elif piece.what is What.FOOTNOTE:
            parts.footnotes.append(piece.target)
        elif piece.what is What.NOTE:
            parts.notes.append(piece.text)
        elif piece.what is What.OTHER:
            parts.templates.append(piece.target)
        elif ended or (piece.what is What.LINK and parts.name.strip(_EDGES)):
            parts.tail += piece.text
            ended = True
        elif piece.what is What.LINK:
            parts.name, parts.target = piece.text, piece.target
        else:
            ended = _take_text(parts, piece.text)
    parts.name = " ".join(parts.name.split()).lstrip(_EDGES).rstrip(_EDGES.replace(".", ""))
    return parts


def _take_text(parts: _Parts, text: str) -> bool:
    """Add text to the name, and return whether the name ends in it."""
    before = parts.name.strip(_EDGES)
    if not before:
        text = text.lstrip(_EDGES)
    end = _NAME_ENDS.search(text)
    if not end and not (parts.target and text.strip()):
        parts.name += text
        return False
    position = end.start() if end else len(text)
    if parts.target and text[:position].strip():  # what follows a link is not of its name
        position = 0
    elif text[position : position + 1] == "(" and (closing := _belongs(text[position:])):
        position += closing
    parts.name += text[:position]
    parts.tail += text[position:]
    return True


def _belongs(text: str) -> int:
    """Return how long brackets are that are a part of the name: “Frankfurt (Oder)”; 0 if they are none."""
    match = _BRACKETS.match(text)
    if not match or not match[1].strip() or speaks(match[1]) or country_named(match[1]).found:
        return 0
    return match.end()


def _segments(tail: str) -> tuple[list[str], list[str], list[str]]:
    """Return what lies where, what brackets say of that, and what is said of the tie."""
    brackets: list[str] = []
    remarks: list[str] = []
    places: list[str] = []
    for inner in _BRACKETS.findall(tail):
        text = " ".join(inner.split())
        (remarks if speaks(text) or not _is_name(text) else brackets).append(text)
    for segment in _SEGMENTS.split(with_iso_dates(_BRACKETS.sub(", ", tail))):
        text = segment.strip(_EDGES)
        begins = begin_of_remark(text)
        place, remark = text[:begins].strip(_EDGES), text[begins:].strip(_EDGES)
        if place and (not _is_name(place) or (remark and all(map(is_filler, place.split())))):
            place, remark = "", text
        places += [place] if place else []
        remarks += [remark] if remark else []
    return places, [text for text in brackets if text], [text for text in remarks if text]


def _is_name(text: str) -> bool:
    """Whether words may name a place: no digits, and not a sentence."""
    return not any(letter.isdigit() for letter in text) and len(text.split()) <= 6


def _country(flag: CountryMatch, places: list[str]) -> tuple[CountryMatch, str]:
    """Return the country that flag and words give together (the words decide), and what else the words name."""
    named, rest = _named_last(places)
    within = ", ".join([*rest, *([named.within] if named.within and not named.part else [])])
    if not flag.found or not named.found:
        return (flag if flag.found else named), within
    if named.code == flag.code or named.code in TERRITORIES.get(flag.code, ()):
        part = named.part or (flag.part if named.code == flag.code else "")
        return CountryMatch(named.text, named.code, part), within
    if flag.code in TERRITORIES.get(named.code, ()):
        return flag, ", ".join(text for text in rest if country_named(text).code != flag.code)
    division = parse_country(f"{named.text}, {country_name(flag.code)}")
    if division.part:  # “Georgia” beside the flag of the United States
        return CountryMatch(flag.text, flag.code, division.part), within
    return named, within


def _named_last(places: list[str]) -> tuple[CountryMatch, list[str]]:
    """Return the last country named, with the part of it that is named too, and the other places."""
    for position in range(len(places) - 1, -1, -1):
        named = country_named(places[position])
        if not named.found:
            continue
        rest = []
        for text in places[:position] + places[position + 1 :]:
            part = country_named(text)
            if (
                part.code == named.code and part.part and not part.within
            ):  # “England, United Kingdom”
                named = CountryMatch(named.text, named.code, part.part, within=named.within)
            else:
                rest.append(text)
        return named, rest
    return CountryMatch(""), list(places)


def _of_target(target: str, name: str) -> tuple[str, Kind | None]:
    """Return what an article's title says that the place lies in, and what it is."""
    title = " ".join(target.split("#", 1)[0].replace("_", " ").split())
    if title.endswith(")") and "(" in title:
        inner = title[title.rindex("(") + 1 : -1].strip()
        kind = kind_of(inner)
        if kind is not None or _PLAIN.fullmatch(inner):
            return "", None if kind is Kind.CITY else kind
        return ("", None) if f"({inner})" in name else (inner, None)
    before, comma, after = title.partition(",")
    if comma and search_key(before) and search_key(after) != search_key(name):
        return after.strip(), None
    return "", None


def _plain_name(name: str, country: CountryMatch) -> tuple[str, str]:
    """Split “Portland, Oregon”, as a link shows it, into the name and what it lies in."""
    before, comma, after = name.partition(",")
    if not comma or not before.strip() or not after.strip():
        return name, ""
    return before.strip(), _inside(after.strip(), country)


def _country_of_target(within: str) -> tuple[CountryMatch, str]:
    found = country_named(within)
    return (found, found.within if not found.part else "") if found.found else (found, within)


def _inside(within: str, country: CountryMatch) -> str:
    """Return what a place lies in, without its country: nothing of “Oregon, United States” but Oregon."""
    if not within or not country.found:
        return within
    if country_named(within).code == country.code:
        return country_named(within).within
    before, comma, last = within.rpartition(",")
    return before.strip() if comma and country_named(last).code == country.code else within


def split_at_flags(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the entries of a line that names several, each with its flag before it; the first may have none."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.what is What.FLAG:
            groups.append([])
        groups[-1].append(piece)
    if not shown(groups[0]).strip(_EDGES):
        groups = groups[1:] or groups
    joined = groups[:1]
    for group in groups[1:]:
        if _names_place(group):
            joined.append(group)
        else:
            joined[-1] = [*joined[-1], *group]
    return joined


def _names_place(pieces: Sequence[Piece]) -> bool:
    """Whether a place follows a flag, and not only its country's name or words on the tie."""
    item = read_item(pieces)
    text = with_iso_dates(shown(pieces)).strip(_EDGES + "(")
    return bool(item.name) and not item.is_country and begin_of_remark(text) > 0
