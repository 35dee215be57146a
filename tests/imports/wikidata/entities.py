"""A small Wikidata: entities as its JSON has them, made up after real ones, hostile ones among them."""

import json
from typing import Any

Entity = dict[str, Any]
GREGORIAN, JULIAN = "Q1985727", "Q1985786"
_ENTITY = "http://www.wikidata.org/entity/"


def wd(qid: str) -> Entity:
    """The value of a link to an item."""
    value = {"entity-type": "item", "numeric-id": int(qid[1:]), "id": qid}
    return {"type": "wikibase-entityid", "value": value}


def text(value: str) -> Entity:
    """The value of a text or an identifier."""
    return {"type": "string", "value": value}


def spoken(value: str, language: str) -> Entity:
    """The value of a text in a language."""
    return {"type": "monolingualtext", "value": {"text": value, "language": language}}


def time(value: str, precision: int, calendar: str = GREGORIAN) -> Entity:
    """The value of a time."""
    return {
        "type": "time",
        "value": {
            "time": value, "precision": precision, "timezone": 0, "before": 0, "after": 0,
            "calendarmodel": _ENTITY + calendar,
        },
    }  # fmt: skip


def year(number: int) -> Entity:
    """The value of a year."""
    return time(f"+{number}-01-01T00:00:00Z", 9)


def point(lat: float, lng: float, globe: str = "Q2") -> Entity:
    """The value of a position."""
    value = {"latitude": lat, "longitude": lng, "precision": 0.01, "globe": _ENTITY + globe}
    return {"type": "globecoordinate", "value": value}


def number(value: int) -> Entity:
    """The value of a quantity."""
    return {"type": "quantity", "value": {"amount": f"+{value}", "unit": "1"}}


SOME, NONE = {"snaktype": "somevalue"}, {"snaktype": "novalue"}


def snak(prop: str, value: Entity) -> Entity:
    """A property and its value."""
    if "snaktype" in value:
        return {"property": prop, **value}
    return {"snaktype": "value", "property": prop, "datavalue": value}


_guids = iter(range(1, 10**6))


def claim(
    prop: str, value: Entity, rank: str = "normal", refs: Any = (), **qualifiers: Any
) -> Entity:
    """A statement; qualifiers are a value or a list of them by property."""
    made: Entity = {"mainsnak": snak(prop, value), "type": "statement", "rank": rank}
    if qualifiers:
        made["qualifiers"] = {
            name: [snak(name, one) for one in (values if isinstance(values, list) else [values])]
            for name, values in qualifiers.items()
        }
    if refs:
        made["references"] = [
            {
                "hash": f"{position:040x}",
                "snaks": {name: [snak(name, one)] for name, one in ref.items()},
            }
            for position, ref in enumerate(refs)
        ]
    return made


def item(qid: str, names: dict[str, str], *claims: Entity, aliases: Any = None) -> Entity:
    """An item."""
    by: dict[str, list[Entity]] = {}
    for one in claims:
        guid = f"{qid}$00000000-0000-4000-8000-{int(qid[1:]):08d}{len(by) * 100 + sum(map(len, by.values())):04d}"
        by.setdefault(one["mainsnak"]["property"], []).append({**one, "id": guid})
    return {
        "type": "item", "id": qid,
        "labels": {code: {"language": code, "value": name} for code, name in names.items()},
        "aliases": {
            code: [{"language": code, "value": name} for name in found]
            for code, found in (aliases or {}).items()
        },
        "descriptions": {}, "claims": by, "sitelinks": {}, "lastrevid": 1,
    }  # fmt: skip


def place(qid: str, names: dict[str, str], country: str, *claims: Entity, **more: Any) -> Entity:
    """A city with a position."""
    return item(
        qid, names, claim("P31", wd("Q515")), claim("P17", wd(country)),
        claim("P625", point(43.1, 131.9)), *claims, **more,
    )  # fmt: skip


def country(qid: str, name: str, code: str, prop: str = "P297") -> Entity:
    """A country; as all of them, it has a population."""
    people = claim("P1082", number(5_000_000))
    return item(qid, {"en": name}, claim("P31", wd("Q6256")), claim(prop, text(code)), people)


def twin(qid: str, rank: str = "normal", refs: Any = (), **qualifiers: Any) -> Entity:
    """A statement that a place is twinned."""
    return claim("P190", wd(qid), rank, refs, **qualifiers)


VLADIVOSTOK = item(
    "Q959",
    {"en": "Vladivostok", "ru": "Владивосток", "de": "Wladiwostok"},
    claim("P31", wd("Q1549591")), claim("P31", wd("Q515")),
    claim("P17", wd("Q15180"), P582=year(1991)), claim("P17", wd("Q159"), P580=year(1991)),
    claim("P625", point(43.115, 131.885)),
    claim("P1566", text("2013348")),
    claim("P1082", number(592_034), P585=year(2010)),
    claim("P1082", number(603_519), "preferred", P585=year(2021)),
    claim("P1082", number(1), "deprecated", P585=year(2025)),
    claim("P1448", spoken("город Владивосток", "ru")),
    twin("Q16552", P580=year(1991), refs=[
        {"P854": text("https://www.sandiego.example/sisters"), "P813": time("+2022-03-01T00:00:00Z", 11)},
        {"P143": wd("Q328")}, {"P813": time("+2022-03-01T00:00:00Z", 11)},
    ]),
    twin("Q132679", P580=time("+1991-02-28T00:00:00Z", 11)),
    twin("Q35765", "deprecated"),
    twin("Q35765", "preferred", P585=time("+1992-07-00T00:00:00Z", 10)),
    twin("Q35765", P580=year(1950)),
    twin("Q100", P580=year(1992), P582=time("+2022-03-15T00:00:00Z", 11), P1534=wd("Q110999040")),
    twin("Q42", P580=year(2000)),
    aliases={"ru": ["Влад", "Владик"], "fr": ["Vladi"]},
)  # fmt: skip
SAN_DIEGO = item(
    "Q16552",
    {"en": "San Diego", "ru": "Сан-Диего"},
    claim("P31", wd("Q1093829")), claim("P17", wd("Q30")),
    claim("P625", point(32.715, -117.1625)), claim("P1566", text("5391811")),
    claim("P1082", number(1_386_932), P585=year(2020)),
    twin("Q959", P580=year(1991)), twin("Q16552"),
)  # fmt: skip

#: What must be reported, and never stop a reading.
HOSTILE = [
    place("Q1001", {"en": "Hostile"}, "Q30",
          claim("P190", SOME), claim("P190", NONE), claim("P190", text("Paris, twice")),
          twin("Q1002", P580=time("+0000-00-00T00:00:00Z", 11)),
          twin("Q1003", P580=time("+1900-00-00T00:00:00Z", 7)),
          twin("Q1004", P580=SOME, P582=SOME),
          twin("Q1005", P580=time("+1980-00-00T00:00:00Z", 8), P582=NONE),
          twin("Q999999"), twin("Q1006")),
    place("Q1002", {"ceb": "Ngalan"}, "Q30"),
    place("Q1003", {}, "Q30"),
    item("Q1004", {"en": "Leninabad"}, claim("P31", wd("Q515")), claim("P17", wd("Q15180"))),
    place("Q1005", {"mul": "Everywhere"}, "Q77777"),
    item("Q1006", {"en": "FC Example"}, claim("P31", wd("Q476028")), claim("P17", wd("Q30")),
         claim("P625", point(1, 2)), twin("Q1001")),
    place("Q1007", {"en": "Reval"}, "Q30", twin("Q1002", P580=time("+1517-10-31T00:00:00Z", 11, JULIAN)),
          claim("P1566", text("no number")), claim("P625", point(12, 200))),
]  # fmt: skip

ENTITIES = [
    country("Q159", "Russia", "RU"), country("Q30", "United States", "US"),
    country("Q17", "Japan", "JP"), country("Q15180", "Soviet Union", "SUHH", "P773"),
    item("Q42", {"en": "Douglas Adams"}, claim("P31", wd("Q5"))),
    item("Q328", {"en": "English Wikipedia"}, claim("P31", wd("Q10876391"))),
    item("Q110999040", {"en": "Russian invasion of Ukraine"}, claim("P31", wd("Q198"))),
    place("Q132679", {"en": "Niigata", "ru": "Ниигата"}, "Q17", claim("P1082", number(789_275))),
    VLADIVOSTOK,
    SAN_DIEGO,
    place("Q35765", {"en": "Osaka"}, "Q17", twin("Q959"), claim("P300", text("JP-27"))),
    place("Q100", {"en": "Boston"}, "Q30", twin("Q959", P580=year(1992))),
    *HOSTILE,
]  # fmt: skip


def dump(entities: list[Entity] | None = None) -> bytes:
    """A dump: one entity a line, in brackets."""
    lines = [json.dumps(one, separators=(",", ":")) for one in entities or ENTITIES]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()
