"""The reconciliation service and a client that was written for others: py-reconciliation-service-api, over HTTP."""

import pytest
from py_reconciliation_service_api import build_reconciliation_service
from py_reconciliation_service_api.models.reconciliation import (
    CompositePropertyValue,
    ReconciliationQuery,
    ReconciliationQueryProperty,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("starter")]
#: The client never closes its connections; the server of the tests must not wait for it.
ONCE = {"headers": {"Connection": "close"}}


@pytest.fixture(params=["/api/reconcile", "/api/reconcile/en", "/api/reconcile/ru"])
def service(request, live_server):
    """The service as the client sees it, at the address that its user gave."""
    built = build_reconciliation_service(live_server.url + request.param, httpx_args=ONCE)
    built._httpx_args = ONCE
    return built


def _query(text, **more):
    return ReconciliationQuery(query=text, **more)


def _given(pid, value):
    return ReconciliationQueryProperty(pid=pid, v=value)


def test_the_client_reads_the_manifest(service):
    assert service._manifest.versions == ["0.2"]
    assert service._manifest.batch_size == 50
    assert service._manifest.default_types[0].id == "place"
    assert service._manifest.suggest is not None


def test_a_list_is_matched(service):
    tacoma = CompositePropertyValue(id="us/tacoma", name="Tacoma")
    queries = [
        _query("Владивосток"),
        _query("Leningrad", type="city", limit=3),
        _query("Vladivostock", properties=[_given("country", "Russia")]),
        _query("San Diego", type=["city", "county"], type_strict="any"),
        _query(
            "Vladivostok", properties=[_given("ties", ["Juneau", tacoma]), _given("kind", "city")]
        ),
        _query("no such town"),
    ]
    found = service.reconcile_batch(queries)
    assert [[one.id for one in answer.result if one.match] for answer in found] == [
        ["ru/vladivostok"], ["ru/saint-petersburg"], [], ["us/san-diego"], ["ru/vladivostok"], [],
    ]  # fmt: skip
    assert found[2].result[0].id == "ru/vladivostok"
    assert 0 < found[2].result[0].score < 90
    assert {feature.id for feature in found[4].result[0].features} >= {"name", "ties", "kind"}
    assert found[5].result == []


def test_fifty_at_once_are_taken_and_fifty_one_refused(service):
    assert len(service.reconcile_batch([_query("Tacoma")] * 50)) == 50
    with pytest.raises(Exception, match="413"):
        service.reconcile_batch([_query("Tacoma")] * 51)
