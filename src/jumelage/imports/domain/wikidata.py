"""Items of Wikidata, cut down to what the registry asks of them, and how they are kept while an import runs.

Both ways of reading (an endpoint, a dump) yield these, so that everything a statement means is decided once, in
:mod:`jumelage.imports.domain.wikidata_ties`. Properties: https://www.wikidata.org/wiki/Help:Properties, ranks:
https://www.wikidata.org/wiki/Help:Ranking.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

TWINNED = "P190"
COUNTRY = "P17"
CLASS = "P31"
ISO_COUNTRY = "P297"
ISO_FORMER = "P773"
ISO_PART = "P300"
POINT = "P625"
POPULATION = "P1082"
OFFICIAL_NAME = "P1448"
GEONAMES = "P1566"
START = "P580"
END = "P582"
AT = "P585"
END_CAUSE = "P1534"
#: What is kept of an item besides its names and its twin towns.
KEPT = (
    COUNTRY, CLASS, ISO_COUNTRY, ISO_FORMER, ISO_PART, POINT, POPULATION, OFFICIAL_NAME, GEONAMES,
)  # fmt: skip
#: What is kept of a statement about twin towns, and of any other.
QUALIFIERS = (START, END, AT, END_CAUSE)
TIMES = (END, AT)
#: What is kept of a reference: its address, what it was imported from, what it is stated in, when it was retrieved.
REFERENCES = ("P854", "P143", "P248", "P813")
#: Names that hold in every language have this code: https://www.wikidata.org/wiki/Help:Default_values_for_labels_and_aliases
ANY_LANGUAGE = "mul"
_QID = re.compile(r"Q[1-9][0-9]{0,11}")
#: So many names of a place in one language are kept.
_ALIASES = 20


class Rank(StrEnum):
    """How Wikidata ranks a statement."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


class Is(StrEnum):
    """What a value is."""

    ITEM = "item"
    TEXT = "text"
    TIME = "time"
    POINT = "point"
    NUMBER = "number"
    SOME = "some"  # there is one, but which is not known
    NONE = "none"  # there is none
    BAD = "bad"  # it cannot be understood


@dataclass(frozen=True, slots=True)
class Value:
    """A value: ``text`` is the identifier, the text, the time or the number; ``extra`` a language or ``julian``.

    ``precision`` is Wikibase's of a time (9 a year, 10 a month, 11 a day); ``lat`` and ``lng`` are degrees.
    """

    kind: Is
    text: str = ""
    extra: str = ""
    precision: int = 0
    lat: float = 0.0
    lng: float = 0.0

    @property
    def qid(self) -> str:
        """The item meant; empty if none is."""
        return self.text if self.kind is Is.ITEM else ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement: its value, rank, qualifiers, references and identifier (empty where it has none)."""

    value: Value
    rank: Rank = Rank.NORMAL
    qualifiers: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    references: tuple[tuple[tuple[str, Value], ...], ...] = ()
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item: names by language, other names by language, facts by property, twin towns."""

    qid: str
    labels: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    twins: tuple[Fact, ...] = ()

    def text(self, prop: str) -> str:
        """Return the first best text of a property; empty if there is none."""
        texts = [fact.value.text for fact in best(self.facts.get(prop, ()))]
        return next((text for text in texts if text), "")


class Packed(NamedTuple):
    """An item as it is kept: its number, its facts and twin towns as bytes, and the numbers of those it names."""

    number: int
    facts: bytes
    twins: bytes = b""
    named: tuple[int, ...] = ()
    is_country: bool = False


def is_qid(text: object) -> bool:
    """Whether this is the identifier of an item."""
    return isinstance(text, str) and _QID.fullmatch(text) is not None


def number_of(qid: str) -> int:
    """Return the number of an item, by which items are kept and ordered."""
    return int(qid[1:])


def best(facts: Iterable[Fact]) -> list[Fact]:
    """Return the preferred ones, or else the normal ones; never those deprecated."""
    usable = [fact for fact in facts if fact.rank is not Rank.DEPRECATED]
    preferred = [fact for fact in usable if fact.rank is Rank.PREFERRED]
    return preferred or usable


def is_over(fact: Fact) -> bool:
    """Whether it has an end: a date, or an end of which the date is not known."""
    return any(value.kind is not Is.NONE for value in fact.qualifiers.get(END, ()))


def latest(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the best of several figures: the one of the latest date; at most one."""

    def moment(fact: Fact) -> str:
        times = [value.text for value in fact.qualifiers.get(AT, ()) if value.kind is Is.TIME]
        return max(times, default="")

    return tuple(sorted(best(facts), key=moment)[-1:])


def reduced(item: Item) -> Item:
    """Return the item with one population only, and a bounded number of other names."""
    facts = {prop: facts for prop, facts in item.facts.items() if facts}
    if POPULATION in facts:
        facts[POPULATION] = latest(facts[POPULATION])
    aliases = {code: tuple(names)[:_ALIASES] for code, names in item.aliases.items() if names}
    return replace(item, facts=facts, aliases=aliases)


def _packed(value: Value) -> list[Any]:
    fields = [str(value.kind), value.text, value.extra, value.precision, value.lat, value.lng]
    while len(fields) > 1 and not fields[-1]:
        fields.pop()
    return fields


def _unpacked(fields: list[Any]) -> Value:
    return Value(Is(fields[0]), *fields[1:])


def pack_fact(fact: Fact) -> dict[str, Any]:
    """Return a statement as plain lists and dictionaries."""
    packed: dict[str, Any] = {"v": _packed(fact.value)}
    if fact.rank is not Rank.NORMAL:
        packed["r"] = str(fact.rank)
    if fact.qualifiers:
        packed["q"] = {p: [_packed(v) for v in values] for p, values in fact.qualifiers.items()}
    if fact.references:
        packed["f"] = [[[prop, _packed(v)] for prop, v in one] for one in fact.references]
    if fact.guid:
        packed["i"] = fact.guid
    return packed


def unpack_fact(packed: Mapping[str, Any]) -> Fact:
    """Return the statement that :func:`pack_fact` packed."""
    return Fact(
        _unpacked(packed["v"]),
        Rank(packed.get("r", Rank.NORMAL)),
        {p: tuple(map(_unpacked, values)) for p, values in packed.get("q", {}).items()},
        tuple(tuple((p, _unpacked(v)) for p, v in one) for one in packed.get("f", ())),
        packed.get("i", ""),
    )


def pack(item: Item) -> Packed:
    """Return an item as bytes that are the same whenever the item is."""
    packed = {
        "l": item.labels,
        "a": {code: list(names) for code, names in item.aliases.items()},
        "f": {prop: [pack_fact(fact) for fact in facts] for prop, facts in item.facts.items()},
    }
    return Packed(
        number_of(item.qid),
        as_bytes(packed),
        as_bytes([pack_fact(fact) for fact in item.twins]) if item.twins else b"",
        tuple(sorted({number_of(fact.value.qid) for fact in item.twins if fact.value.qid})),
        bool({ISO_COUNTRY, ISO_FORMER} & item.facts.keys()),
    )


def unpack(qid: str, data: bytes, twins: bytes = b"[]") -> Item:
    """Return the item packed in ``data``, with the twin towns packed in ``twins``."""
    packed = json.loads(data)
    facts = {prop: tuple(map(unpack_fact, one)) for prop, one in packed["f"].items()}
    found = tuple(map(unpack_fact, json.loads(twins)))
    return Item(qid, packed["l"], packed["a"], facts, found)


def as_bytes(packed: object) -> bytes:
    """Return plain data as bytes, keys in order."""
    text = json.dumps(packed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # A lone surrogate, which JSON may spell, has no UTF-8 of its own.
    return text.encode("utf-8", "replace")
