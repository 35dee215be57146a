"""Candidates for names without a country: every place of a gazetteer that has the name, in the whole world."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import saint_key, search_key
from jumelage.imports.domain.unplaced import Candidate
from jumelage.places.domain.countries import parse_country
from jumelage.places.domain.divisions import admin1_of
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.kinds import Kind

_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<within>[^()]+)\)\s*$")
#: Words around a name that say only that it is a municipality.
_MUNICIPAL = re.compile(
    r"^(?:municipio|gmina|gemeinde|opstina|opcina|obcina|comuna|city of|town of|municipality of) (?:de |di )?(?=[a-z])"
    r"| (?:kommune|municipality|partido|city|town|township|metropolitan municipality)$"
)
#: Words around a name that say that it is a division, and not the town it is called after.
_DIVISION = re.compile(
    r"^(?:provinz|provincia|province of|prafektur|departement|department of|kanton|canton|bundesstaat|landkreis|kreis"
    r"|rajon|oblast|region|bezirk|metropolitanstadt|powiat|county) (?:de |di |des |of )?(?=[a-z])"
    r"| (?:county|kreis|district|oblast|prefecture|province|region|raion|rajon|krai|voivodeship)$"
)
_DIVISION_WORD = re.compile(
    r"provinz|provincia|province|prafektur|departement|department|kanton|canton|bundesstaat|state|landkreis|kreis"
    r"|rajon|raion|oblast|region|district|county|verwaltungseinheit|staat|distrikt|oblys|woiwodschaft"
)
#: Places of one name so near to each other (km) are one place, listed twice.
_SAME_KM = 10.0
#: Other names so short and all in capitals are codes of airports and stations.
_CODE = re.compile(r"[A-Z]{2,4}")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A name that is looked for by one of its keys."""

    name: str
    within: str = ""
    division: bool = False  # only a division is meant


def candidates_in(names: Sequence[str], gazetteer: Iterable[Entry]) -> dict[str, list[Candidate]]:
    """Return the candidates of each name. The gazetteer is read once, and only what has a name is kept."""
    wanted: dict[str, list[_Wanted]] = defaultdict(list)
    for name in dict.fromkeys(names):
        for key, looked_for in _keys_of(name):
            wanted[key].append(looked_for)
    found: dict[str, dict[str, Candidate]] = defaultdict(dict)
    for entry in gazetteer:
        for key, main in _known_as(entry):
            for looked_for in wanted.get(key, ()):
                if looked_for.division and entry.kind is Kind.CITY:
                    continue
                options = found[looked_for.name]
                if entry.ref not in options or (main and not options[entry.ref].main):
                    options[entry.ref] = _candidate(entry, looked_for.within, main=main)
    return {name: _once(options.values()) for name, options in found.items()}


def _once(options: Iterable[Candidate]) -> list[Candidate]:
    """Join what is listed again beside a larger one: a town, and the municipality that is called after it."""
    kept: list[Candidate] = []
    for option in sorted(options, key=lambda one: (-one.population, not one.main, one.ref)):
        same = next((at for at, one in enumerate(kept) if _same_place(option, one)), None)
        if same is None:
            kept.append(option)
        else:
            kept[same] = replace(kept[same], also=(*kept[same].also, option.ref))
    return kept


def _same_place(first: Candidate, second: Candidate) -> bool:
    if first.country != second.country or first.is_division is not second.is_division:
        return False
    if first.lat is None or first.lng is None or second.lat is None or second.lng is None:
        return False
    return distance_km(first.lat, first.lng, second.lat, second.lng) <= _SAME_KM


def _keys_of(name: str) -> Iterator[tuple[str, _Wanted]]:
    """Yield the keys by which a name is looked for: as it stands, and without the words around it."""
    whole = search_key(name)
    seen = {whole, saint_key(whole)} - {""}
    yield from ((key, _Wanted(name)) for key in sorted(seen))
    plain, within = _split(name)
    key = search_key(plain)
    if _DIVISION_WORD.fullmatch(search_key(within)):  # “Santiago del Estero (Provinz)”
        yield key, _Wanted(name, division=True)
        return
    kinds = [(key, False), (_MUNICIPAL.sub("", key), False), (_DIVISION.sub("", key), True)]
    for short, division in kinds:
        if short and short not in seen:
            seen.add(short)
            yield short, _Wanted(name, within, division)


def _split(name: str) -> tuple[str, str]:
    """Split “Baker (Louisiana)” and “Laterrière, Quebec” into the name and what it lies in."""
    if match := _BRACKETS.match(name):
        return match["name"], match["within"]
    first, _, rest = name.partition(",")
    return (first.strip(), rest.strip()) if first.strip() and rest.strip() else (name, "")


def _known_as(entry: Entry) -> Iterator[tuple[str, bool]]:
    """Yield the keys of an entry, and whether each is that of its main name."""
    # Not through the cache: a gazetteer has millions of names, and each comes by once.
    key_of = search_key.__wrapped__
    keys = {key_of(name): False for name in entry.names if not _CODE.fullmatch(name)}
    keys[key_of(entry.name)] = True
    for key, main in keys.items():
        yield key, main
        if (saint := saint_key(key)) not in keys:
            yield saint, main


def _candidate(entry: Entry, within: str, *, main: bool) -> Candidate:
    return Candidate(
        ref=entry.ref,
        name=entry.name,
        country=entry.country,
        population=entry.population,
        main=main,
        is_division=entry.kind is not Kind.CITY,
        inside=_lies_in(entry, within) if within else None,
        lat=entry.lat,
        lng=entry.lng,
    )


def _lies_in(entry: Entry, within: str) -> bool | None:
    """Whether an entry lies in what the name says; None if it is not known what that is."""
    country = parse_country(within)
    if country.found and not country.within:
        return entry.country == country.code and country.part in {"", entry.division}
    admin1 = admin1_of(entry.country, within)
    return entry.admin1 == admin1 if admin1 else None
