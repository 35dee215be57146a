"""Understanding reconciliation queries: shapes are checked here, whatever was sent."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jumelage.api.reconciliation.answering import MAX_TEXT, BadQuestionError, read_json
from jumelage.api.reconciliation.words import IDENTIFIERS, read_property, read_type
from jumelage.core.domain.text import search_key
from jumelage.places.models import IDENTIFIER_SCHEMES

#: Queries in a batch; the manifest says so.
BATCH_SIZE = 50
MAX_CANDIDATES, USUAL_CANDIDATES = 25, 5
MAX_PROPERTIES = MAX_VALUES = 10
STRICTNESS = ("any", "all", "should")

#: “Columbus, Ohio” and “Columbus (Ohio)”.
_COMMA = re.compile(r"(?P<name>[^,]+),\s*(?P<within>\S.*)", re.DOTALL)
_BRACKETS = re.compile(r"(?P<name>[^(]+)\((?P<within>[^()]+)\)\s*", re.DOTALL)
_ADDRESS = re.compile(r"[a-z]{2,4}/[a-z0-9-]{1,120}", re.IGNORECASE)
#: “St” before a name in a list, and what it may stand for in full.
_SAINT, _SAINTS = re.compile(r"\bst(?= \S)"), ("saint", "sankt")
#: Where other registers show a place: what stands before the identifier.
_BEFORE = re.compile(r"https?://\S*?/(?=[^/]+/?$)")


@dataclass(frozen=True, slots=True)
class Condition:
    """What a query says of the place besides its name: a property, and its values (any of them will do)."""

    pid: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A reconciliation query, understood."""

    text: str = ""
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = USUAL_CANDIDATES
    conditions: tuple[Condition, ...] = ()
    key: str = field(default="", init=False)
    bare: str = field(default="", init=False)  # the key without what stands after the comma
    within: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Derive the keys; a text that is longer than any name has none."""
        if len(self.text) > MAX_TEXT:
            return
        object.__setattr__(self, "key", search_key(self.text))
        parts = _BRACKETS.fullmatch(self.text) or _COMMA.fullmatch(self.text)
        if parts and search_key(parts["name"]):
            object.__setattr__(self, "bare", search_key(parts["name"]))
            object.__setattr__(self, "within", parts["within"].strip())

    def name_keys(self) -> set[str]:
        """Return the keys of names to look up."""
        return {*spellings(self.key), *spellings(self.bare)}

    def of(self, pid: str) -> tuple[str, ...]:
        """Return the values given for a property."""
        return tuple(v for one in self.conditions if one.pid == pid for v in one.values)


def spellings(key: str) -> list[str]:
    """Return a key and its spellings with Saint in full; nothing for an empty one."""
    return list(dict.fromkeys([key, *(_SAINT.sub(word, key) for word in _SAINTS)])) if key else []


def identifiers_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the (scheme, value) identifiers that a text may be by itself: “Q959”, “geonames:2013348”, “RU-PRI”."""
    scheme, colon, value = text.strip().partition(":")
    if colon and scheme.lower() in IDENTIFIERS:
        yield from identifier(scheme.lower(), value)
    else:
        yield from identifier("wikidata", text)
        yield from identifier("iso3166-2", text)


def identifier(scheme: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the identifier that a value of a property is, if it can be one; its address elsewhere will do too."""
    value = _BEFORE.sub("", text.strip()).rstrip("/").upper()
    if len(value) <= MAX_TEXT and re.fullmatch(IDENTIFIER_SCHEMES[scheme][0], value, re.ASCII):
        yield scheme, value


def address_in(text: str) -> str:
    """Return the readable address of a place that a text is by itself; empty if none."""
    text = text.strip()
    return text.lower() if _ADDRESS.fullmatch(text) else ""


def read_batch(text: str) -> dict[str, Question]:
    """Return the queries of a batch by their identifiers.

    Raises:
        BadQuestionError: the batch has not the shape that the protocol asks for, or is too large.
    """
    batch = read_json(text, "queries")
    if not isinstance(batch, dict):
        raise BadQuestionError(
            "“queries” is no object", errors={"queries": "an object is expected"}
        )
    if len(batch) > BATCH_SIZE:
        raise BadQuestionError(f"A batch has at most {BATCH_SIZE} queries", status=413)
    return {name: _read(query, name) for name, query in batch.items()}


def _read(query: Any, at: str) -> Question:
    _check(isinstance(query, dict), at, "an object is expected")
    text = query.get("query", "")
    _check(isinstance(text, str), f"{at}.query", "a string is expected")
    properties = query.get("properties")
    properties = [] if properties is None else properties
    _check(isinstance(properties, list), f"{at}.properties", "an array is expected")
    _check("query" in query or bool(properties), at, "a query or properties are needed")
    _check(
        len(properties) <= MAX_PROPERTIES, f"{at}.properties", f"at most {MAX_PROPERTIES} are taken"
    )
    strict = query.get("type_strict", "any")
    _check(strict in STRICTNESS, f"{at}.type_strict", f"one of: {', '.join(STRICTNESS)}")
    conditions = (
        _condition(one, f"{at}.properties.{number}") for number, one in enumerate(properties)
    )
    return Question(
        text=text.strip(),
        types=_types(query.get("type"), f"{at}.type"),
        strict=strict,
        limit=_limit(query.get("limit", USUAL_CANDIDATES), f"{at}.limit"),
        conditions=tuple(condition for condition in conditions if condition.values),
    )


def _check(good: bool, at: str, message: str) -> None:  # noqa: FBT001
    if not good:
        raise BadQuestionError("A query cannot be understood", errors={at: message})


def _types(given: Any, at: str) -> tuple[str, ...]:
    listed = [] if given in (None, "") else given if isinstance(given, list) else [given]
    # OpenRefine sends a type that was picked from suggestions as an object.
    ids = [one.get("id") if isinstance(one, dict) else one for one in listed]
    _check(all(isinstance(one, str) for one in ids), at, "a type or an array of types is expected")
    return tuple(dict.fromkeys(read_type(str(one), at) for one in ids))


def _limit(given: Any, at: str) -> int:
    finite = isinstance(given, int) or (isinstance(given, float) and math.isfinite(given))
    good = finite and not isinstance(given, bool) and given >= 1
    _check(good, at, "a number from 1 on is expected")
    return int(min(given, MAX_CANDIDATES))


def _condition(given: Any, at: str) -> Condition:
    _check(isinstance(given, dict), at, "an object is expected")
    pid = given.get("pid")
    _check(isinstance(pid, str), f"{at}.pid", "the identifier of a property is expected")
    _check("v" in given, f"{at}.v", "a value is needed")
    values = given["v"] if isinstance(given["v"], list) else [given["v"]]
    _check(len(values) <= MAX_VALUES, f"{at}.v", f"at most {MAX_VALUES} are taken")
    texts = [text.strip() for value in values for text in _texts(value, f"{at}.v")]
    found = read_property(pid, f"{at}.pid", matching=True)
    return Condition(found.id, tuple(dict.fromkeys(text for text in texts if text)))


def _texts(value: Any, at: str) -> list[str]:
    """Return a value's texts: an entity may be meant by its identifier or by its name."""
    if value is None:
        return []
    if isinstance(value, Mapping):
        texts = [value.get("id"), value.get("name", "")]
        _check(isinstance(texts[0], str) and isinstance(texts[1], str), at, "an id is expected")
        return texts
    _check(isinstance(value, str | int | float), at, "a text, a number or an entity is expected")
    return [str(value)]
