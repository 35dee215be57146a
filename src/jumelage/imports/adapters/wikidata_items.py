"""Entities of Wikidata as its JSON has them, cut down to what the registry asks.

The format: https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html. Anybody edits Wikidata, and a dump
may be of another program; so nothing is taken for granted, and what is not as the format promises becomes a value
that is ``bad``, which is reported where it matters.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from jumelage.imports.domain.wikidata import (
    ANY_LANGUAGE,
    KEPT,
    QUALIFIERS,
    REFERENCES,
    TIMES,
    TWINNED,
    Fact,
    Is,
    Item,
    Rank,
    Value,
    is_qid,
    reduced,
)

_JULIAN = "Q1985786"
_EARTH = "Q2"
_ENTITY = "http://www.wikidata.org/entity/"


def item_of(entity: object, languages: Sequence[str]) -> Item | None:
    """Return the item that an entity is, cut down; nothing if it is no item (a property, a lexeme, a redirect …)."""
    if not isinstance(entity, dict) or not is_qid(entity.get("id")):
        return None
    if entity.get("type", "item") != "item":
        return None
    claims = _table(entity.get("claims"))
    facts = {
        prop: tuple(_fact(one, TIMES) for one in _list(claims.get(prop)))
        for prop in KEPT
        if prop in claims
    }
    twins = tuple(_fact(one, QUALIFIERS, REFERENCES) for one in _list(claims.get(TWINNED)))
    labels, aliases = _table(entity.get("labels")), _table(entity.get("aliases"))
    item = Item(
        entity["id"],
        _labels(labels, languages),
        {code: list(_texts(_list(aliases.get(code)))) for code in languages if code in aliases},
        facts,
        twins,
    )
    return reduced(item)


def _table(value: object) -> dict[str, Any]:
    """Return a table; PHP writes an empty one as a list."""
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(values: Iterable[object]) -> Iterable[str]:
    for value in values:
        text = value.get("value") if isinstance(value, dict) else None
        if isinstance(text, str) and text.strip():
            yield text.strip()


def _labels(labels: dict[str, Any], languages: Sequence[str]) -> dict[str, str]:
    """Return the names in the languages wanted and in English; if there is none, the first there is."""
    wanted = dict.fromkeys((*languages, "en", ANY_LANGUAGE))
    found = {code: text for code in wanted for text in _texts([labels.get(code)])}
    if found:
        return found
    return next(({code: text} for code, one in labels.items() for text in _texts([one])), {})


def _fact(claim: object, qualifiers: Sequence[str], references: Sequence[str] = ()) -> Fact:
    claim = _table(claim)
    rank = claim.get("rank", "normal")
    table, guid = _table(claim.get("qualifiers")), claim.get("id")
    return Fact(
        value_of(claim.get("mainsnak")),
        Rank(rank) if rank in set(Rank) else Rank.NORMAL,
        {p: tuple(map(value_of, _list(table[p]))) for p in qualifiers if p in table},
        tuple(filter(None, (_reference(one, references) for one in _list(claim.get("references")))))
        if references
        else (),
        guid if references and isinstance(guid, str) else "",
    )


def _reference(reference: object, wanted: Sequence[str]) -> tuple[tuple[str, Value], ...]:
    snaks = _table(_table(reference).get("snaks"))
    return tuple((prop, value_of(one)) for prop in wanted for one in _list(snaks.get(prop)))


def value_of(snak: object) -> Value:
    """Return the value of a snak, whatever it is."""
    snak = _table(snak)
    kind = snak.get("snaktype", "value")
    if kind in {"somevalue", "novalue"}:
        return Value(Is.SOME if kind == "somevalue" else Is.NONE)
    datavalue = _table(snak.get("datavalue"))
    value = datavalue.get("value")
    try:
        found = _READERS[str(datavalue.get("type"))](value)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        found = None
    return found or Value(Is.BAD, str(value)[:200])


def _entity(value: Any) -> Value | None:
    qid = value.get("id") or f"Q{int(value['numeric-id'])}"
    return Value(Is.ITEM, qid) if is_qid(qid) else None


def _string(value: Any) -> Value | None:
    return Value(Is.TEXT, value) if isinstance(value, str) else None


def _monolingual(value: Any) -> Value | None:
    return Value(Is.TEXT, str(value["text"]), str(value["language"]))


def _time(value: Any) -> Value | None:
    julian = str(value.get("calendarmodel", "")).rpartition("/")[2] == _JULIAN
    return Value(Is.TIME, str(value["time"]), "julian" if julian else "", int(value["precision"]))


def _point(value: Any) -> Value | None:
    globe = str(value.get("globe") or _ENTITY + _EARTH).rpartition("/")[2]
    # Twin towns are on earth; what is elsewhere has been entered by mistake.
    if globe != _EARTH:
        return None
    return Value(
        Is.POINT, lat=round(float(value["latitude"]), 6), lng=round(float(value["longitude"]), 6)
    )


def _quantity(value: Any) -> Value | None:
    return Value(Is.NUMBER, whole(str(value["amount"])))


def whole(amount: str) -> str:
    """Return the whole number in a decimal (“+605049”, “605049.0”); empty if it is none, or negative."""
    number, _, rest = amount.lstrip("+").partition(".")
    return number if number.isascii() and number.isdecimal() and not rest.strip("0") else ""


_READERS = {
    "wikibase-entityid": _entity,
    "string": _string,
    "monolingualtext": _monolingual,
    "time": _time,
    "globecoordinate": _point,
    "quantity": _quantity,
}
