"""Writing sources."""

from datetime import date

import pytest

from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.domain.authority import Authority, parse_authority
from jumelage.sources.models import Source
from jumelage.ties.models import Tie
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db


def data(**changes):
    values = {
        "key": "gazette",
        "authority": Authority.PRESS,
        "title": "The Gazette",
        "retrieved": date(2026, 11, 1),
        "url": "https://example.org/",
    }
    return SourceData(**{**values, **changes})


def test_a_source_is_recorded_once():
    first, new = record_source(actor=OPERATOR, data=data())
    before = revision()
    second, again = record_source(actor=OPERATOR, data=data())
    assert (new, again, first.pk) == (True, False, second.pk)
    assert revision() == before


def test_a_change_is_kept_in_the_trail():
    record_source(actor=OPERATOR, data=data())
    source, changed = record_source(actor=OPERATOR, data=data(licence="CC0-1.0"))
    assert changed
    assert source.licence == "CC0-1.0"
    assert AuditEntry.objects.first().changes == {"licence": "CC0-1.0"}


@pytest.mark.parametrize(
    ("published", "day"),
    [("", date(2026, 11, 1)), ("2019-10", date(2019, 10, 31)), ("2026", date(2026, 11, 1))],
)
def test_a_source_speaks_on_the_last_day_of_its_date_but_not_after_it_was_read(published, day):
    source, _ = record_source(actor=OPERATOR, data=data(published=published))
    assert source.said_on == day


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "example.org"}, "url"),
        ({"published": "last week"}, "published"),
    ],
)
def test_impossible_input_is_refused_with_its_reason(changes, field):
    with pytest.raises(RefusedError) as refused:
        record_source(actor=OPERATOR, data=data(**changes))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Source.objects.exists()


def test_only_the_operator_records_sources():
    with pytest.raises(NotAllowedError):
        record_source(actor=Actor(label="somebody"), data=data())


def test_the_standing_of_ties_follows_when_a_source_gains_weight():
    a, b = make_place(), make_place(country="US")
    weak, strong = make_source(), make_source(authority=Authority.REGISTER)
    make_claim(a, b, "suspended", source=weak, when="2022-03")
    make_claim(a, b, "ended", source=strong, when="2022-03")
    assert Tie.objects.get().legal == "ended"
    record_source(
        actor=OPERATOR,
        data=SourceData(
            key=weak.key,
            authority=Authority.COUNCIL,
            title=weak.title,
            url=weak.url,
            licence=weak.licence,
            published=weak.published,
            retrieved=weak.retrieved,
        ),
    )
    assert Tie.objects.get().legal == "suspended"


def test_kinds_of_sources_are_known_by_name():
    assert parse_authority(" Press ") is Authority.PRESS
    with pytest.raises(ValueError, match="agreement, council, municipality"):
        parse_authority("gossip")
