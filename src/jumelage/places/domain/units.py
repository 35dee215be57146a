"""What names of divisions say that they are, in the languages of their countries.

“Powiat przasnyski”, “Herlev Kommune”, “Gangnam-gu”: the word is parted from the name, so that a
list's “Herlev Municipality” and “Gangnam District” meet them. The words are those that GeoNames,
ISO 3166-2 and the countries' statistical offices write; ``*`` stands for any country.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from jumelage.places.domain.kinds import LABELS, Kind, kind_of

#: Words after a name: keys, then label; ``*`` for all countries, or codes of countries.
_AFTER = """
* county: county
* district: district
* raion rayon rajon raioni raionul tumani audany: raion
* oblast region province prefecture governorate department state voivodeship canton: =
* krai kray: krai
* republic: republic
* municipality kommune kommun municipio townland: municipality
* regency kabupaten: district
* cercle: district
* township: township
* borough: borough
* island islands: island
RU okrug: autonomous okrug
JP shi: city
JP gun: district
JP ku: ward
JP machi cho mura son: town
JP ken fu: prefecture
KR KP si: city
KR KP gun: county
KR KP gu: district
KR eup myeon: town
CN shi: prefecture-level city
CN xian: county
CN qu diqu: district
CN qi zizhixian: county
CN zizhizhou: prefecture
CN sheng: province
TW xian: county
TW qu: district
TR ilcesi: district
TR ili: province
HU jaras: district
HU megye: county
SE lan: county
SE kunta: municipality
FI kunta kaupunki: municipality
FI seutukunta: region
EE vald: municipality
EE maakond: county
LV novads nov: municipality
LV pagasts pag: civil parish
LT savivaldybe sav rajono savivaldybe: municipality
DE kreis landkreis: rural district
US parish: parish
MN sum: district
MN aimag aymag: province
GE munitsipaliteti: municipality
AZ rayonu: raion
TZ council: district
ET zone: region
"""
_BEFORE = """
* county: county
* city: city
* municipality comuna commune gemeente gmina obshtina opstina opshtina obcina opcina: municipality
* municipio munitipio concelho: municipality
* province provincia: province
* department departement departamento: department
* district distrito distretto bezirk okres powiat: district
* canton kanton cantone: canton
* region regio: region
* oblast: oblast
* state prefecture republic governorate: =
* borough: borough
* raion raionul: raion
* island isla ilha ile: island
* regierungsbezirk: region
* landkreis kreis: rural district
* arrondissement: arrondissement
* kabupaten: district
* kota: city
* cercle: district
* wilaya daira: province
* bashkia: municipality
* comarca: comarca
DE stadt: city
HR grad: city
RO oras municipiul: city
US condado: county
TH amphoe: district
TH changwat: province
VN huyen quan: district
VN tinh: province
IR shahrestan: county
PL wojewodztwo: voivodeship
PL powiat: powiat
LA muang: district
KH srok: district
AR partido: district
GR dimos: municipality
GR nomos: prefecture
"""
#: What a second-order division is where its name does not say.
_DEFAULT_SECOND = {
    "FR": "department", "IT": "province", "ES": "province", "IE": "county", "US": "county",
    "GB": "district", "PL": "powiat", "DE": "region", "AT": "district", "CH": "district",
    "RU": "raion", "UA": "raion", "BY": "raion", "MD": "raion", "AZ": "raion", "KZ": "district",
    "DK": "municipality", "NO": "municipality", "SE": "municipality", "NL": "municipality",
    "PT": "municipality", "RO": "commune", "BG": "municipality", "HR": "municipality",
    "SI": "municipality", "MK": "municipality", "RS": "municipality", "BR": "municipality",
    "MX": "municipality", "CO": "municipality", "GT": "municipality", "HN": "municipality",
    "VE": "municipality", "NI": "municipality", "CU": "municipality", "EC": "municipality",
    "LV": "municipality", "LT": "municipality", "EE": "municipality", "GE": "municipality",
    "JP": "municipality", "AL": "municipality", "IS": "municipality", "CV": "municipality",
    "CY": "municipality", "XK": "municipality", "BA": "municipality", "BE": "province",
    "GR": "prefecture", "PR": "municipality", "SV": "municipality",
}  # fmt: skip
_FIRST = {"CV": "municipality", "SI": "municipality", "MK": "municipality", "LV": "municipality",
          "MT": "local council", "GB": "region", "AZ": "raion", "EE": "county", "IE": "province",
          "MD": "raion"}  # fmt: skip
#: What ISO 3166-2 calls divisions, where it is not a label of ours.
_ISO = {
    "rayon": "raion", "voivodship": "voivodeship", "metropolitan department": "department",
    "administrative region": "region", "two-tier county": "county",
    "metropolitan district": "metropolitan borough", "city with county rights": "city",
    "rural municipality": "municipality", "urban municipality": "municipality",
    "city municipality": "municipality", "special municipality": "municipality",
    "district municipality": "municipality", "popularate": "city district",
    "free municipal consortium": "province", "regional state": "region", "division": "region",
    "state city": "city", "town council": "town", "autonomous city": "city",
    "decentralized regional entity": "province", "autonomous district": "autonomous okrug",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A name without its word, and the label that the word stands for (empty: no such word)."""

    bare: str
    label: str


@cache
def _words(*, after: bool) -> dict[tuple[str, str], str]:
    table = {}
    for line in (_AFTER if after else _BEFORE).strip().splitlines():
        left, _, label = line.partition(": ")
        tokens = left.split()
        countries = []
        while tokens and (tokens[0] == "*" or tokens[0].isupper()):
            countries.append(tokens.pop(0))
        for word in tokens:
            for country in countries:
                table[country, word] = word if label == "=" else label
    for phrase, label in _PHRASES.items():
        table["*", phrase] = label
    return table


_PHRASES = {
    "city district": "city district", "urban district": "urban okrug", "urban okrug": "urban okrug",
    "autonomous okrug": "autonomous okrug", "administrative okrug": "administrative okrug",
    "municipal district": "district", "municipal okrug": "municipal okrug",
    "autonomous region": "autonomous region", "autonomous republic": "autonomous republic",
    "metropolitan area": "region", "city and borough": "borough", "london borough": "borough",
    "metropolitan borough": "metropolitan borough", "royal borough": "borough",
    "district municipality": "district", "regional district": "regional district",
    "district council": "district", "rural district": "rural district",
    "gorodskoy okrug": "urban okrug", "politischer bezirk": "district",
    "communaute de communes": "intermunicipal community", "local government area": "district",
    "census area": "census area", "united counties": "county", "city and county": "county",
    "regional municipality": "county", "regional unit": "prefecture", "shire council": "district",
    "autonomous prefecture": "prefecture", "autonomous county": "county", "special city": "city",
    "metropolitan city": "metropolitan city", "prefecture level city": "prefecture-level city",
    "county level city": "county-level city", "city municipality": "municipality",
    "rural municipality": "municipality", "avtonomnyy okrug": "autonomous okrug",
    "governmental district": "region", "thanh pho": "city", "thi xa": "district",
    "king amphoe": "district", "rajono savivaldybe": "municipality",
    "citta metropolitana di": "province", "citta metropolitana": "province",
    "zizhixian": "county", "huizu zizhizhou": "prefecture",
}  # fmt: skip
_FILLER = re.compile(r"^(?:of|the|de|di|del|della|du|des|de la|de l|d|la|le|do|da|dos)\s+(?=[a-z])")


@lru_cache(maxsize=4096)
def unit_of(country: str, key: str) -> Unit | None:
    """Part the key of a name from the word for what it is; None if there is no such word."""
    tokens = key.split(" ")
    if country == "DE" and len(key) > 8 and key.endswith("kreis"):  # Wetteraukreis
        return Unit(key.removesuffix("kreis").rstrip(), "rural district")
    if len(tokens) < 2:
        return None
    for length in (3, 2, 1):
        if len(tokens) <= length:
            continue
        for after, word in ((True, tokens[-length:]), (False, tokens[:length])):
            label = _label(country, " ".join(word), after=after)
            if label:
                rest = tokens[:-length] if after else tokens[length:]
                bare = _FILLER.sub("", " ".join(rest)) if not after else " ".join(rest)
                return Unit(bare, label)
    return None


def _label(country: str, word: str, *, after: bool) -> str:
    table = _words(after=after)
    return table.get((country, word)) or table.get(("*", word)) or ""


def division_label(country: str, level: int, iso_type: str, label: str) -> str:
    """Return what a division is called: by ISO, by its own name's word, else as is usual there."""
    if country == "IT" and level == 2:  # what ISO calls a metropolitan city is a province
        return "province"
    iso = iso_type.lower()
    iso = _ISO.get(iso, iso)
    if iso in LABELS:
        return iso
    if label in LABELS:
        return label
    if level == 1:
        return _FIRST.get(country, "region")
    return _DEFAULT_SECOND.get(country, "district")


def division_kind(label: str, level: int) -> Kind:
    """Return the kind of a division with this label."""
    return kind_of(label) or (Kind.REGION if level == 1 else Kind.DISTRICT)
