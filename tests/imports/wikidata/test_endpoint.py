"""Asking a SPARQL 1.1 server on loopback: what it says, how it is asked, and what happens when it does not answer."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from jumelage.imports.adapters import wikidata_endpoint
from jumelage.imports.adapters.wikidata_http import SparqlClient, user_agent
from jumelage.imports.domain.statements import Remark, Statement, UnreadableSourceError
from tests.imports.wikidata.conftest import LANGUAGES
from tests.imports.wikidata.entities import ENTITIES
from tests.imports.wikidata.rdf import IRI, WD, Exporter


def statements(found):
    return [one for one in found if isinstance(one, Statement)]


def codes(found):
    return {one.code for one in found if isinstance(one, Remark)}


def test_it_says_what_a_dump_says(endpoint, read):
    asked, streamed = list(endpoint().read()), read(ENTITIES)
    known = {one.locator: one for one in statements(streamed)}
    for one in statements(asked):
        if one.second.query.name and known[one.locator].second.query.name:
            said = [(claim.kind, claim.when) for claim in one.claims]
            dumped = known[one.locator]
            assert (one.first, one.second, one.line) == (dumped.first, dumped.second, dumped.line)
            assert said == [(claim.kind, claim.when) for claim in dumped.claims]
    # The dump knows of Q42 only that it is named; the endpoint is asked, and it is a person.
    assert len(statements(streamed)) - len(statements(asked)) == 1
    assert codes(asked) == {
        "deprecated", "outranked", "no_place", "target", "self", "date", "country", "label", "one_sided",
    }  # fmt: skip


def test_what_is_named_in_notes_has_its_name(endpoint):
    notes = " ".join(claim.note for one in statements(endpoint().read()) for claim in one.claims)
    assert "imported from English Wikipedia" in notes
    assert "end cause: Russian invasion of Ukraine" in notes


def test_it_is_asked_politely(endpoint, server, waits):
    list(endpoint(agent=user_agent("registry@example.org")).read())
    assert server.most_busy == 1
    assert len(waits.seconds) == len(server.queries) - 1
    assert set(waits.seconds) == {1.0}
    (agent,) = server.agents
    assert agent.startswith("Jumelage/")
    assert "(registry@example.org)" in agent


def test_small_pages_say_the_same_and_no_question_is_put_twice(endpoint, server, tmp_path):
    expected = list(endpoint(staging=tmp_path / "large").read())
    server.queries.clear()
    assert list(endpoint(page_size=1, batch_size=1, staging=tmp_path / "small").read()) == expected
    assert len(set(server.queries)) == len(server.queries)
    assert not any("OFFSET" in query for query in server.queries)


def test_only_some_countries_are_asked_for_and_both_sides(endpoint, server):
    found = statements(endpoint(countries=["RU"]).read())
    pairs = {(one.first.query.country, one.second.query.country) for one in found}
    assert (
        pairs
        == {("RU", "US"), ("RU", "JP"), ("US", "RU"), ("JP", "RU"), ("US", "US"), ("US", "")}
        & pairs
    )
    assert {("RU", "US"), ("US", "RU")} <= pairs


def test_a_country_that_is_none_is_refused(endpoint):
    with pytest.raises(UnreadableSourceError, match="ISO 3166"):
        list(endpoint(countries=["QQ"]).read())


def test_a_merged_item_is_the_one_it_was_merged_into(endpoint, server):
    exporter = Exporter()
    exporter.store = server.store
    exporter.redirect("Q999999", "Q16552")
    found = statements(endpoint().read())
    names = {one.second.query.name for one in found if one.first.query.name == "Hostile"}
    assert "San Diego" in names


@pytest.mark.parametrize(("status", "headers", "waited"), [
    (429, {"Retry-After": "7"}, 7.0), (503, {"Retry-After": "30"}, 30.0), (503, {}, 2.0),
    (502, {}, 2.0), (429, {"Retry-After": "soon"}, 2.0),
])  # fmt: skip
def test_it_waits_when_it_is_told_to(endpoint, server, waits, status, headers, waited):
    server.faults = [(status, headers)]
    assert statements(endpoint().read())
    assert waits.seconds[0] == waited


def test_it_waits_until_the_hour_that_it_is_told(endpoint, server, waits):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    server.faults = [(429, {"Retry-After": moment})]
    list(endpoint().read())
    assert 40 < waits.seconds[0] <= 50


def test_pauses_grow_with_every_failure(endpoint, server, waits):
    server.faults = [(503, {})] * 5
    list(endpoint().read())
    assert waits.seconds[:5] == [2.0, 4.0, 8.0, 16.0, 32.0]


def test_it_gives_up_with_the_reason_and_keeps_what_was_answered(endpoint, server):
    expected = list(endpoint().read())
    endpoint().forget()
    server.queries.clear()
    server.hold_after = 3
    server.release.set()  # from the fourth question on it answers 503 at once
    with pytest.raises(UnreadableSourceError, match=r"503.*is kept"):
        list(endpoint().read())
    server.hold_after = 10**9
    assert list(endpoint().read()) == expected
    assert len(set(server.queries)) == len(server.queries)


def test_it_does_not_wait_for_hours(endpoint, server, waits):
    server.faults = [(429, {"Retry-After": "86400"})]
    with pytest.raises(UnreadableSourceError, match="come back in 86400 seconds"):
        list(endpoint().read())
    assert waits.seconds == []


def test_questions_that_are_too_much_are_split(endpoint, server, tmp_path):
    expected = list(endpoint(staging=tmp_path / "all").read())
    # Each branch of a question names its items anew.
    server.capacity = 3
    assert list(endpoint(staging=tmp_path / "few").read()) == expected


@pytest.mark.parametrize(("status", "reason"), [
    (400, "SPARQL 1.1"), (401, "password"), (403, "contact"), (404, "address"), (301, "address"),
])  # fmt: skip
def test_what_will_not_get_better_is_said_at_once(endpoint, server, waits, status, reason):
    server.faults = [(status, {})]
    with pytest.raises(UnreadableSourceError, match=reason):
        list(endpoint().read())
    assert waits.seconds == []


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"results": {"bindings": 5}}', b"[]", b""])
def test_what_is_no_endpoint_is_refused(endpoint, server, body, monkeypatch):
    monkeypatch.setattr(server, "answer", lambda _: (200, {}, body))
    with pytest.raises(UnreadableSourceError, match="SPARQL results"):
        list(endpoint().read())


def test_an_endpoint_without_wikidata_is_refused(endpoint, server):
    server.store.clear()
    with pytest.raises(UnreadableSourceError, match="no data of Wikidata"):
        list(endpoint().read())


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/sparql", "ftp://127.0.0.1/", "nonsense"])
def test_what_cannot_be_reached_is_said(endpoint, url):
    with pytest.raises(UnreadableSourceError, match=r"127\.0\.0\.1|nonsense"):
        list(endpoint(url=url).read())


def test_rows_that_are_not_as_expected_are_passed_over(endpoint, server):
    strange = IRI(WD + "statement/strange")
    for item in ("P190", "L5", "Q1001"):
        exporter = Exporter()
        exporter.store = server.store
        exporter.add(IRI(WD + item), "http://www.wikidata.org/prop/P190", strange)
        exporter.add(strange, "http://wikiba.se/ontology#rank", IRI(WD + "Q5"))
    assert "target" in codes(endpoint().read())


def test_the_digest_stands_for_what_was_answered(endpoint, server, tmp_path):
    first = endpoint(staging=tmp_path / "a").digest()
    assert endpoint(staging=tmp_path / "b", page_size=2, batch_size=3).digest() == first
    assert endpoint(staging=tmp_path / "c", languages=("de",)).digest() != first


def test_an_answer_that_is_too_large_is_not_held(server, monkeypatch):
    monkeypatch.setattr("jumelage.imports.adapters.wikidata_http._LARGEST", 1000)
    client = SparqlClient(server.url, "test")
    with pytest.raises(UnreadableSourceError, match="larger than 1000"):
        client.ask("SELECT * WHERE { ?s ?p ?o }")
    client.close()


def test_what_was_answered_is_asked_anew_after_a_day(endpoint, server, monkeypatch):
    list(endpoint().read())
    asked = len(server.queries)
    list(endpoint().read())
    assert len(server.queries) == asked
    later = time.time() + 2 * 86_400
    monkeypatch.setattr(wikidata_endpoint.time, "time", lambda: later)
    list(endpoint().read())
    assert len(server.queries) == 2 * asked


KILLED = """
from datetime import date
from pathlib import Path
from jumelage.imports.adapters.wikidata_endpoint import WikidataEndpoint
list(WikidataEndpoint({url!r}, languages={languages!r}, staging=Path({folder!r}), delay=0,
     on=date(2026, 1, 1), batch_size=2).read())
"""


@pytest.mark.parametrize("after", [1, 5, 15, 18])
def test_a_run_that_was_killed_asks_nothing_twice(endpoint, server, tmp_path, after):
    expected = list(endpoint(staging=tmp_path / "whole", batch_size=2).read())
    server.queries.clear()
    server.hold_after = after
    code = KILLED.format(url=server.url, languages=LANGUAGES, folder=str(tmp_path / "killed"))
    with subprocess.Popen([sys.executable, "-c", code]) as child:
        assert server.held.wait(30)
        os.kill(child.pid, signal.SIGKILL)
    server.hold_after = 10**9
    server.release.set()
    assert list(endpoint(staging=tmp_path / "killed", batch_size=2).read()) == expected
    assert len(server.queries) > after
    assert len(set(server.queries)) == len(server.queries)
