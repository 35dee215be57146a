"""An item of Wikidata as a place: its names, kind, country, position, population and identifiers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jumelage.imports.domain.statements import SourceName, SourcePlace
from jumelage.imports.domain.wikidata import (
    ANY_LANGUAGE,
    AT,
    CLASS,
    COUNTRY,
    GEONAMES,
    ISO_COUNTRY,
    ISO_FORMER,
    ISO_PART,
    OFFICIAL_NAME,
    POINT,
    POPULATION,
    Fact,
    Is,
    Item,
    best,
    is_over,
)
from jumelage.imports.domain.wikidata_classes import kind_and_label, no_place
from jumelage.imports.domain.wikidata_dates import year_of
from jumelage.places.domain.countries import is_country, is_former
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.matcher import Query

#: States that are no more, by item, and Kosovo, whose code is the user-assigned one of CLDR (ISO 3166-1, ISO 3166-3).
WELL_KNOWN: dict[str, str] = {
    "Q15180": "SUHH",  # Soviet Union
    "Q33946": "CSHH",  # Czechoslovakia
    "Q16957": "DDDE",  # German Democratic Republic
    "Q36704": "YUCS",  # Yugoslavia
    "Q83286": "YUCS",  # Socialist Federal Republic of Yugoslavia
    "Q838261": "YUCS",  # Federal Republic of Yugoslavia
    "Q37024": "CSXX",  # Serbia and Montenegro
    "Q1246": "XK",  # Kosovo
}
#: More inhabitants than the earth has are a slip of the pen.
_MOST = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd about an item or a statement: a code, and words for a person."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The place that an item is, or none, and why it is none or what is odd about it."""

    place: SourcePlace | None
    oddities: tuple[Oddity, ...] = ()


def country_codes_of(item: Item) -> str:
    """Return the code of the country that an item is; empty if it is none."""
    for prop in (ISO_COUNTRY, ISO_FORMER):
        code = item.text(prop).upper()
        if is_country(code):
            return code
    return WELL_KNOWN.get(item.qid, "")


def source_place(item: Item, languages: Sequence[str], countries: Mapping[str, str]) -> Understood:
    """Return the place that an item is.

    ``languages`` are those whose names are wanted, ``countries`` the codes of countries by item.
    """
    classes = [fact.value.qid for fact in _present(item.facts.get(CLASS, ()))]
    reason = _why_no_place(item, classes)
    if reason:
        return Understood(None, (Oddity("no_place", f"{_called(item, languages)} {reason}"),))
    kind, label = kind_and_label(classes) or (Kind.CITY, "")
    country, odd = _country(item, countries)
    name = main_name(item, languages)
    oddities = [Oddity("country", f"{_called(item, languages)}: {odd}")] if odd else []
    if not name:
        text = f"{item.qid} has no name in {', '.join(languages)}, English or any language"
        oddities.append(Oddity("label", text))
    lat, lng = _point(item)
    query = Query(
        name or item.qid, country, kind=kind, lat=lat, lng=lng, identifiers=_identifiers(item)
    )
    population, year = _population(item)
    names = tuple(_names(item, languages, name))
    return Understood(SourcePlace(query, names, label, population, year), tuple(oddities))


def nothing_but(qid: str) -> SourcePlace:
    """Return the place of which only the identifier is known."""
    return SourcePlace(Query("", "", identifiers=(("wikidata", qid),)))


def main_name(item: Item, languages: Sequence[str]) -> str:
    """Return the English name, or else the best there is; empty if there is none."""
    for language in ("en", ANY_LANGUAGE, *languages):
        if item.labels.get(language):
            return item.labels[language]
    return next(iter(item.labels.values()), "") or item.text(OFFICIAL_NAME)


def _called(item: Item, languages: Sequence[str]) -> str:
    name = main_name(item, languages)
    return f"“{name}” ({item.qid})" if name else item.qid


def _why_no_place(item: Item, classes: Sequence[str]) -> str:
    if kind_and_label(classes):
        return ""
    other = no_place(classes)
    if other or country_codes_of(item):
        return f"is no community that can be twinned, but: {other or 'country'}"
    if COUNTRY in item.facts and {POINT, GEONAMES, POPULATION} & item.facts.keys():
        return ""
    return "is no place: it has no country, or neither position, population nor GeoNames identifier"


def _present(facts: Iterable[Fact]) -> list[Fact]:
    """Return those that hold today, the best ranked; those that held, if none does."""
    facts = [fact for fact in facts if fact.value.qid]
    return best(fact for fact in facts if not is_over(fact)) or best(facts)


def _country(item: Item, countries: Mapping[str, str]) -> tuple[str, str]:
    """Return the code of the country, and what is odd about it."""
    facts = _present(item.facts.get(COUNTRY, ()))
    items = list(dict.fromkeys(fact.value.qid for fact in facts))
    codes = list(dict.fromkeys(filter(None, (countries.get(qid, "") for qid in items))))
    if not items:
        return "", "no country is stated"
    if not codes:
        return "", f"its country {', '.join(items)} has no ISO 3166 code that is known"
    if is_former(codes[0]):
        return codes[0], f"only a state that is no more is stated ({codes[0]}); say which it is in"
    if len(codes) > 1:
        return codes[0], f"several countries are stated ({', '.join(codes)}); the first was taken"
    return codes[0], ""


def _point(item: Item) -> tuple[float | None, float | None]:
    for fact in best(item.facts.get(POINT, ())):
        value = fact.value
        if value.kind is Is.POINT and abs(value.lat) <= 90 and abs(value.lng) <= 180:
            return value.lat, value.lng
    return None, None


def _population(item: Item) -> tuple[int | None, int | None]:
    for fact in item.facts.get(POPULATION, ()):
        number = fact.value.text if fact.value.kind is Is.NUMBER else ""
        if number.isdecimal() and int(number) < _MOST:
            years = [year_of(value) for value in fact.qualifiers.get(AT, ())]
            return int(number), max((year for year in years if year), default=None)
    return None, None


def _identifiers(item: Item) -> tuple[tuple[str, str], ...]:
    found = [("wikidata", item.qid)]
    geonames, part = item.text(GEONAMES).strip(), item.text(ISO_PART).strip().upper()
    if geonames.isascii() and geonames.isdecimal():
        found.append(("geonames", geonames))
    if 4 <= len(part) <= 6 and part[2] == "-":
        found.append(("iso3166-2", part))
    return tuple(found)


def _names(item: Item, languages: Sequence[str], main: str) -> Iterable[SourceName]:
    """Yield the names in the languages wanted; the main name in English is not repeated."""
    seen = {(main, "en")}
    named = [SourceName(item.labels[code], code) for code in languages if item.labels.get(code)]
    for fact in item.facts.get(OFFICIAL_NAME, ()):
        value = fact.value
        if value.kind is Is.TEXT and value.extra in languages and best([fact]):
            kind = "former" if is_over(fact) else "official"
            named.append(SourceName(value.text, value.extra, kind))
    for code in languages:
        named += [SourceName(name, code) for name in item.aliases.get(code, ()) if name]
    for name in named:
        if (name.name, name.language) not in seen:
            seen.add((name.name, name.language))
            yield name
