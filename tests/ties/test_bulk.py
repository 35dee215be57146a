"""Recording many claims at once follows the same rules as recording one."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import ImportBatch, Source
from jumelage.ties.bulk import BulkClaim, record_claims
from jumelage.ties.exports import export
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, Tie
from jumelage.ties.removal import remove_batch
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db


def batch_of(source: Source, retrieved: date | None = None) -> ImportBatch:
    return ImportBatch.objects.create(
        adapter="test",
        file_name="",
        file_sha256="0" * 64,
        source=source,
        retrieved=retrieved or source.said_on,
        at=datetime(2026, 11, 1, tzinfo=UTC),
    )


def record(source: Source, *claims: BulkClaim, retrieved: date | None = None):
    batch = batch_of(source, retrieved)
    return record_claims(actor=OPERATOR, source=source, batch=batch, claims=claims), batch


def test_a_list_attests_each_pair_once_whatever_the_order() -> None:
    a, b, c = make_place(), make_place(country="US"), make_place(country="US")
    make_claim(a, b, "signed", when="1991")
    listed = make_source(authority=Authority.WIKIPEDIA)
    claims = [
        BulkClaim(b.pk, a.pk, locator="line 2"),
        BulkClaim(a.pk, c.pk, locator="line 3"),
        BulkClaim(c.pk, a.pk, locator="line 4"),
    ]
    recorded, _ = record(listed, *claims)
    assert (recorded.claims, recorded.ties, Tie.objects.count()) == (2, 1, 2)
    again, _ = record(listed, *claims)
    assert (again.claims, again.known) == (0, 2)
    a.refresh_from_db()
    assert a.tie_count == 2
    assert list(check_registry()) == []


def test_a_claim_of_a_place_with_itself_writes_nothing() -> None:
    a, b = make_place(), make_place(country="US")
    with pytest.raises(RefusedError, match="line 9"), transaction.atomic():
        record(make_source(), BulkClaim(a.pk, b.pk), BulkClaim(a.pk, a.pk, locator="line 9"))
    assert not Tie.objects.exists()


def test_only_those_who_may_record_do() -> None:
    source = make_source()
    with pytest.raises(NotAllowedError):
        record_claims(actor=Actor("somebody"), source=source, batch=batch_of(source), claims=[])


def test_the_side_that_acted_is_the_place_whatever_the_order() -> None:
    a, b = make_place(), make_place(country="US")
    record(make_source(), BulkClaim(b.pk, a.pk, "suspended", by=b.pk, when="2022"))
    tie = Tie.objects.get()
    assert (tie.legal_a, tie.legal_b) == ("none", "suspended")


KINDS = st.sampled_from(["attested", "signed", "suspended", "ended", "renewed", "active"])
DATES = st.sampled_from(["", "1975", "1991", "1991-05", "2022-03-01", "199X", "1989/1991", "2027"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_bulk_claims_give_the_standing_that_single_ones_would_and_go_without_a_trace(
    db, data
) -> None:
    with transaction.atomic():
        places = [make_place(country=country) for country in ("RU", "RU", "US", "US")]
        pks = [place.pk for place in places]
        ends = st.lists(st.sampled_from(pks), min_size=2, max_size=2, unique=True)
        for _ in range(data.draw(st.integers(0, 2))):
            first, second = data.draw(ends)
            by_pk = {place.pk: place for place in places}
            make_claim(by_pk[first], by_pk[second], data.draw(KINDS), when=data.draw(DATES))
        before = "".join(export("jsonl"))
        source = make_source(authority=data.draw(st.sampled_from(list(Authority))))
        batches = []
        for retrieved in (None, date(2026, 10, 30)):
            claims = [
                BulkClaim(*pair, kind, by=data.draw(st.sampled_from([None, *pair])), when=when)
                for pair, kind, when in data.draw(
                    st.lists(st.tuples(ends, KINDS, DATES), max_size=5)
                )
            ]
            batches.append(record(source, *claims, retrieved=retrieved))
            assert list(check_registry()) == []
        for recorded, batch in reversed(batches):
            remove_batch(actor=OPERATOR, batch=batch, seen_before=recorded.seen_before)
            assert list(check_registry()) == []
        assert "".join(export("jsonl")) == before
        assert not Claim.objects.filter(source=source).exists()
        transaction.set_rollback(True)
