"""The small Wikidata as RDF, as Wikibase exports it, behind a SPARQL 1.1 server that can misbehave.

https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pyoxigraph as ox

from jumelage.imports.domain.wikidata_dates import gregorian

WD, PROP = "http://www.wikidata.org/entity/", "http://www.wikidata.org/prop/"
ONT, XSD = "http://wikiba.se/ontology#", "http://www.w3.org/2001/XMLSchema#"
RDFS, SKOS = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"
PROV, OWL = "http://www.w3.org/ns/prov#", "http://www.w3.org/2002/07/owl#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
IRI = ox.NamedNode


def _time(value: dict[str, Any]) -> ox.Literal:
    # The exporter writes the first of January for what is not known, and Gregorian dates for Julian ones.
    date = value["time"].lstrip("+").replace("-00", "-01")
    if value["calendarmodel"].endswith("Q1985786") and value["precision"] >= 11:
        julian = (int(part) for part in date[:10].split("-"))
        date = "{:04d}-{:02d}-{:02d}T00:00:00Z".format(*gregorian(*julian))
    return ox.Literal(date, datatype=IRI(XSD + "dateTime"))


def _simple(snak: dict[str, Any]) -> Any:
    value, kind = snak["datavalue"]["value"], snak["datavalue"]["type"]
    if kind == "wikibase-entityid":
        return IRI(WD + value["id"])
    if kind == "time":
        return _time(value)
    if kind == "globecoordinate":
        globe = value["globe"]
        where = f"Point({value['longitude']} {value['latitude']})"
        wkt = where if globe.endswith("/Q2") else f"<{globe}> {where}"
        return ox.Literal(wkt, datatype=IRI("http://www.opengis.net/ont/geosparql#wktLiteral"))
    if kind == "quantity":
        return ox.Literal(value["amount"], datatype=IRI(XSD + "decimal"))
    if kind == "monolingualtext":
        return ox.Literal(value["text"], language=value["language"])
    return ox.Literal(value)


class Exporter:
    """Writes entities into a store."""

    def __init__(self) -> None:
        self.store = ox.Store()

    def add(self, subject: Any, predicate: str, obj: Any) -> None:
        """Add a triple."""
        self.store.add(ox.Quad(subject, IRI(predicate), obj))

    def entity(self, entity: dict[str, Any]) -> None:
        """Add an entity."""
        subject = IRI(WD + entity["id"])
        for code, one in entity["labels"].items():
            self.add(subject, RDFS + "label", ox.Literal(one["value"], language=code))
        for code, found in entity["aliases"].items():
            for one in found:
                self.add(subject, SKOS + "altLabel", ox.Literal(one["value"], language=code))
        for prop, claims in entity["claims"].items():
            ranks = {one["rank"] for one in claims}
            top = "preferred" if "preferred" in ranks else "normal"
            for one in claims:
                self.claim(subject, prop, one, best=one["rank"] == top)

    def claim(self, subject: Any, prop: str, claim: dict[str, Any], *, best: bool) -> None:
        """Add a statement."""
        node = IRI(WD + "statement/" + claim["id"].replace("$", "-"))
        self.add(subject, PROP + prop, node)
        rank = claim["rank"].capitalize() + "Rank"
        self.add(node, ONT + "rank", IRI(ONT + rank))
        main = claim["mainsnak"]
        self.snak(node, "statement/", main)
        if best and main["snaktype"] == "value":
            self.add(subject, f"{PROP}direct/{prop}", _simple(main))
        for snaks in claim.get("qualifiers", {}).values():
            for snak in snaks:
                self.snak(node, "qualifier/", snak)
        for reference in claim.get("references", ()):
            where = IRI(f"http://www.wikidata.org/reference/{claim['id'][-4:]}{reference['hash']}")
            self.add(node, PROV + "wasDerivedFrom", where)
            for snaks in reference["snaks"].values():
                for snak in snaks:
                    self.snak(where, "reference/", snak)

    def snak(self, node: Any, prefix: str, snak: dict[str, Any]) -> None:
        """Add a value of a statement, a qualifier or a reference."""
        prop = snak["property"]
        if snak["snaktype"] == "novalue":
            self.store.add(ox.Quad(node, TYPE, IRI(f"{PROP}novalue/{prop}")))
        elif snak["snaktype"] == "somevalue":
            self.add(node, PROP + prefix + prop, ox.BlankNode())
        else:
            self.add(node, PROP + prefix + prop, _simple(snak))
            if snak["datavalue"]["type"] == "time":
                self.time(node, f"{PROP}{prefix}value/{prop}", snak["datavalue"]["value"])

    def time(self, node: Any, predicate: str, value: dict[str, Any]) -> None:
        """Add a time with its precision."""
        full = ox.BlankNode()
        self.add(node, predicate, full)
        self.add(full, ONT + "timeValue", _time(value))
        precision = ox.Literal(str(value["precision"]), datatype=IRI(XSD + "integer"))
        self.add(full, ONT + "timePrecision", precision)
        self.add(full, ONT + "timeCalendarModel", IRI(value["calendarmodel"]))

    def redirect(self, qid: str, target: str) -> None:
        """Add that an item was merged into another."""
        self.add(IRI(WD + qid), OWL + "sameAs", IRI(WD + target))


class Endpoint:
    """A SPARQL server on loopback. ``faults`` are answered first, each once: (status, headers)."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.faults: list[tuple[int, dict[str, str]]] = []
        self.queries: list[str] = []
        self.agents: set[str] = set()
        self.busy = self.most_busy = 0
        #: Larger questions than this, in items, run out of time.
        self.capacity = 10**9
        #: The question after so many is not answered before ``release``.
        self.hold_after = 10**9
        self.held, self.release = threading.Event(), threading.Event()

    def answer(self, query: str) -> tuple[int, dict[str, str], bytes]:
        """Answer a query."""
        if len(self.queries) == self.hold_after:
            self.held.set()
            self.release.wait(30)
            return 503, {}, b""
        if self.faults:
            status, headers = self.faults.pop(0)
            return status, headers, b"java.util.concurrent.TimeoutException"
        if query.partition("VALUES ?item {")[2].partition("}")[0].count("wd:") > self.capacity:
            return 500, {}, b"java.util.concurrent.TimeoutException"
        self.queries.append(query)
        found = self.store.query(query)
        body = found.serialize(format=ox.QueryResultsFormat.JSON)
        return 200, {"Content-Type": "application/sparql-results+json"}, body


@contextmanager
def serving(endpoint: Endpoint) -> Iterator[str]:
    """Serve on loopback, and yield the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            endpoint.busy += 1
            endpoint.most_busy = max(endpoint.busy, endpoint.most_busy)
            endpoint.agents.add(self.headers["User-Agent"])
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, headers, answer = endpoint.answer(parse_qs(body)["query"][0])
            endpoint.busy -= 1
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(answer))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):  # its threads are daemons
        def handle_error(self, *_: Any) -> None:
            pass  # whoever asked is gone

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
