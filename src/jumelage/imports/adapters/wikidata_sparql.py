"""The questions to a SPARQL endpoint with data of Wikidata, and what the rows of its answers mean.

Plain SPARQL 1.1, nothing of one engine, one row a value, so that lists do not multiply each other. The data model:
https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format. There a Julian date of a day is given as a
Gregorian one already.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jumelage.imports.adapters.wikidata_http import Row
from jumelage.imports.adapters.wikidata_items import whole
from jumelage.imports.domain.wikidata import (
    ANY_LANGUAGE,
    AT,
    CLASS,
    COUNTRY,
    END,
    END_CAUSE,
    GEONAMES,
    ISO_COUNTRY,
    ISO_FORMER,
    ISO_PART,
    OFFICIAL_NAME,
    POINT,
    POPULATION,
    START,
    Fact,
    Is,
    Item,
    Rank,
    Value,
    is_qid,
    reduced,
)

_ENTITY = "http://www.wikidata.org/entity/"
_STATEMENT = _ENTITY + "statement/"
_PREFIXES = """PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX pr: <http://www.wikidata.org/prop/reference/>
PREFIX wdno: <http://www.wikidata.org/prop/novalue/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
"""
_WKT = re.compile(r"\s*(?:<([^>]*)>)?\s*Point\(\s*(\S+)\s+(\S+)\s*\)\s*", re.IGNORECASE)
_PART = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_TIMES = (START, END, AT)
_REFERENCES = ("P854", "P143", "P248", "P813")
_RANKS = {
    "PreferredRank": Rank.PREFERRED, "NormalRank": Rank.NORMAL, "DeprecatedRank": Rank.DEPRECATED,
}  # fmt: skip
_YEAR = 9


def countries_query() -> str:
    """Ask for the items that have a code of ISO 3166-1 or 3166-3."""
    return _PREFIXES + (
        "SELECT DISTINCT ?country ?code WHERE { { ?country wdt:P297 ?code . } UNION "
        "{ ?country wdt:P773 ?code . } } ORDER BY STR(?country)"
    )


def holders_query(country: str, after: str, most: int, *, both: bool) -> str:
    """Ask for the places of a country that have twin towns, those after one, in the order of their addresses.

    With ``both``, for those that have a twin town in the country as well. No country asks for those that are in none
    that has a code.
    """
    if country:
        own = f"{{ ?item wdt:P17 wd:{country} ; p:P190 ?s . }}"
        if both:
            own += f" UNION {{ ?item p:P190 ?s . ?s ps:P190 ?twin . ?twin wdt:P17 wd:{country} . }}"
    else:
        own = "{ ?item p:P190 ?s . FILTER NOT EXISTS { ?item wdt:P17 ?in . ?in wdt:P297 ?code . } }"
    rest = f'FILTER(STR(?item) > "{_ENTITY}{after}")' if after else ""
    return (
        f"{_PREFIXES}SELECT DISTINCT ?item WHERE {{ {own} {rest} }} "
        f"ORDER BY STR(?item) LIMIT {most}"
    )


def twins_query(qids: Sequence[str]) -> str:
    """Ask for the statements of places about twin towns: ranks, values, qualifiers, references."""
    branches = [
        '?s wikibase:rank ?v . BIND("rank" AS ?key)',
        '?s ps:P190 ?v . BIND("value" AS ?key)',
        'VALUES ?v { wdno:P190 } ?s a ?v . BIND("none" AS ?key)',
        f'?s pq:{END_CAUSE} ?v . BIND("{END_CAUSE}" AS ?key)',
    ]
    for prop in _TIMES:
        time = "?n wikibase:timeValue ?v ; wikibase:timePrecision ?p ."
        branches.append(f'?s pqv:{prop} ?n . {time} BIND("{prop}" AS ?key)')
        # What is not known has no such value: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format#Somevalue
        branches.append(f'?s pq:{prop} ?v . BIND("{prop}?" AS ?key)')
    branches += [
        f'?s prov:wasDerivedFrom ?n . ?n pr:{prop} ?v . BIND("{prop}" AS ?key)'
        for prop in _REFERENCES
    ]
    return _query("?item ?s ?key ?v ?p ?n", qids, [f"?item p:P190 ?s . {one}" for one in branches])


def facts_query(qids: Sequence[str], languages: Sequence[str]) -> str:
    """Ask for what places are called, are, and where they are."""
    wanted = dict.fromkeys((*languages, "en", ANY_LANGUAGE))
    spoken = ", ".join(f'"{code}"' for code in wanted if _PART.fullmatch(code))
    branches = [
        f'?item rdfs:label ?v . FILTER(LANG(?v) IN ({spoken})) BIND("label" AS ?key)',
        f'?item skos:altLabel ?v . FILTER(LANG(?v) IN ({spoken})) BIND("alias" AS ?key)',
        '?item owl:sameAs ?v . BIND("redirect" AS ?key)',
    ]
    branches += [
        f'?item wdt:{prop} ?v . BIND("{prop}" AS ?key)'
        for prop in (POINT, GEONAMES, ISO_PART, ISO_COUNTRY, ISO_FORMER)
    ]
    for prop, qualifier in (
        (COUNTRY, END), (CLASS, END), (OFFICIAL_NAME, END), (POPULATION, AT),
    ):  # fmt: skip
        branches.append(
            f"?item p:{prop} ?s . ?s ps:{prop} ?v ; wikibase:rank ?r . "
            f'OPTIONAL {{ ?s pq:{qualifier} ?q . }} BIND("{prop}" AS ?key)'
        )
    return _query("?item ?key ?v ?s ?r ?q", qids, branches)


def _query(names: str, qids: Sequence[str], branches: Iterable[str]) -> str:
    """Return a query of which each branch names its items: not every engine brings them in from outside."""
    values = "VALUES ?item { " + " ".join(f"wd:{qid}" for qid in qids if is_qid(qid)) + " }"
    united = "\n  UNION ".join(f"{{ {values} {branch} }}" for branch in branches)
    return f"{_PREFIXES}SELECT DISTINCT {names} WHERE {{\n  {united}\n}}"


def qid_of(term: dict[str, str] | None) -> str:
    """Return the item that a term is; empty if it is none."""
    text = (term or {}).get("value", "")
    qid = text.removeprefix(_ENTITY)
    return qid if qid != text and is_qid(qid) else ""


def _is_unknown(term: dict[str, str]) -> bool:
    return term.get("type") == "bnode" or "/.well-known/genid/" in term.get("value", "")


def _value(term: dict[str, str]) -> Value:
    """Return an item, a text or what is not known."""
    if _is_unknown(term):
        return Value(Is.SOME)
    if qid := qid_of(term):
        return Value(Is.ITEM, qid)
    text = term.get("value", "")
    if term.get("datatype", "").endswith("#dateTime"):
        return Value(Is.TIME, text, precision=_YEAR + 2)
    return Value(Is.TEXT, text, term.get("xml:lang", ""))


@dataclass(slots=True)
class _Statement:
    value: Value | None = None
    rank: Rank = Rank.NORMAL
    qualifiers: dict[str, set[Value]] = field(default_factory=dict)
    references: dict[str, set[tuple[str, Value]]] = field(default_factory=dict)

    def fact(self, guid: str) -> Fact:
        return Fact(
            self.value or Value(Is.BAD),
            self.rank,
            {
                prop: tuple(sorted(found, key=str))
                for prop, found in sorted(self.qualifiers.items())
            },
            tuple(tuple(sorted(one, key=str)) for _, one in sorted(self.references.items())),
            guid,
        )


def twins_of(rows: Iterable[Row]) -> list[Item]:
    """Return the items with their statements about twin towns, and nothing else."""
    items: dict[str, dict[str, _Statement]] = {}
    for row in rows:
        qid, node = qid_of(row.get("item")), row.get("s", {}).get("value", "")
        if qid and node and "v" in row:
            statement = items.setdefault(qid, {}).setdefault(node, _Statement())
            _take(statement, row.get("key", {}).get("value", ""), row)
    return [
        Item(qid, twins=tuple(one.fact(guid_of(node)) for node, one in sorted(found.items())))
        for qid, found in items.items()
    ]


def _take(statement: _Statement, key: str, row: Row) -> None:
    """Take a row into a statement."""
    term = row["v"]
    if key == "rank":
        statement.rank = _RANKS.get(term["value"].rpartition("#")[2], Rank.NORMAL)
    elif key == "value":
        statement.value = _value(term)
    elif key == "none":
        statement.value = Value(Is.NONE)
    elif key in _TIMES:
        precision = row.get("p", {}).get("value", "")
        number = int(precision) if precision.isdecimal() else 0
        time = Value(Is.TIME, term["value"], precision=number)
        statement.qualifiers.setdefault(key, set()).add(time)
    elif key.removesuffix("?") in _TIMES and _is_unknown(term):
        statement.qualifiers.setdefault(key[:-1], set()).add(Value(Is.SOME))
    elif key == END_CAUSE:
        statement.qualifiers.setdefault(key, set()).add(_value(term))
    elif key in _REFERENCES:
        node = row.get("n", {}).get("value", "")
        statement.references.setdefault(node, set()).add((key, _value(term)))


def guid_of(node: str) -> str:
    """Return the identifier of a statement (``Q959$…``) of its address, in which a hyphen stands for the dollar."""
    name = node.removeprefix(_STATEMENT)
    qid, hyphen, rest = name.partition("-")
    return f"{qid.upper()}${rest}" if name != node and hyphen and is_qid(qid.upper()) else ""


@dataclass(slots=True)
class _Facts:
    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, dict[str, Fact]] = field(default_factory=dict)


def facts_of(rows: Iterable[Row], languages: Sequence[str]) -> tuple[list[Item], dict[str, str]]:
    """Return the items with what is known of them, and those that were merged, with the item they were merged into."""
    found: dict[str, _Facts] = {}
    merged: dict[str, str] = {}
    for row in rows:
        qid, key, term = qid_of(row.get("item")), row.get("key", {}).get("value", ""), row.get("v")
        if not qid or not term:
            continue
        if key == "redirect":
            merged[qid] = qid_of(term)
            continue
        facts, language = found.setdefault(qid, _Facts()), term.get("xml:lang", "").lower()
        if key == "label":
            facts.labels[language] = term["value"]
        elif key == "alias" and language in languages:
            facts.aliases.setdefault(language, []).append(term["value"])
        elif key != "alias":
            node = row.get("s", {}).get("value", "") or term.get("value", "")
            facts.facts.setdefault(key, {})[node] = _fact(key, term, row)
    items = [
        reduced(
            Item(
                qid,
                one.labels,
                {code: sorted(set(names)) for code, names in one.aliases.items()},
                {prop: tuple(v for _, v in sorted(by.items())) for prop, by in one.facts.items()},
            )
        )
        for qid, one in found.items()
    ]
    return items, {qid: target for qid, target in merged.items() if target}


def _fact(key: str, term: dict[str, str], row: Row) -> Fact:
    rank = _RANKS.get(row.get("r", {}).get("value", "").rpartition("#")[2], Rank.NORMAL)
    qualifiers = {}
    if "q" in row:
        prop = AT if key == POPULATION else END
        qualifiers[prop] = (_value(row["q"]),)
    if key == POINT:
        return Fact(_point(term.get("value", "")), rank)
    if key == POPULATION and not _is_unknown(term):
        return Fact(Value(Is.NUMBER, whole(term.get("value", ""))), rank, qualifiers)
    return Fact(_value(term), rank, qualifiers)


def _point(text: str) -> Value:
    match = _WKT.fullmatch(text)
    if match is None or (match[1] and match[1] != _ENTITY + "Q2"):
        return Value(Is.BAD, text[:80])
    try:
        return Value(Is.POINT, lat=round(float(match[3]), 6), lng=round(float(match[2]), 6))
    except ValueError:
        return Value(Is.BAD, text[:80])
