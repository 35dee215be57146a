"""Reading disputes: current ones from the kept column, others from the claims; who says what, and why."""

from datetime import date

import pytest
from django.utils import translation

from jumelage.sources.domain.authority import Authority
from jumelage.ties.dispute_words import records, rows, say_last_named
from jumelage.ties.disputes import disputed_now, disputes_of, matters, stream_disputes
from jumelage.ties.domain.disputes import Why
from jumelage.ties.domain.standing import DisputeAbout
from jumelage.ties.models import Claim, Tie
from jumelage.ties.queries import Moment
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


STANDING, SINCE, FORM = DisputeAbout.STANDING, DisputeAbout.SINCE, DisputeAbout.FORM


@pytest.fixture
def stavropol() -> Tie:
    """The press reports an end of which a list of a later day knows nothing."""
    a, b = make_place("Stavropol", ru="Ставрополь"), make_place("Des Moines", "US", ru="Де-Мойн")
    press = make_source("Gazette", published="2022-03-11")
    listing = make_source("A list", authority=Authority.WIKIPEDIA, published="2024-05-01")
    make_claim(a, b, "ended", when="2022-03-10", source=press, by=b, recorded=date(2022, 3, 12))
    return make_claim(a, b, "attested", source=listing, recorded=date(2024, 5, 2)).tie


@pytest.fixture
def years() -> Tie:
    """Two sources give two years; a third says the same as the one that decides."""
    a, b = make_place("Bremen", "DE"), make_place("Riga", "LV")
    register = make_source(authority=Authority.REGISTER)
    make_claim(a, b, when="1985", source=register)
    make_claim(a, b, when="1985", source=make_source())
    return make_claim(a, b, when="1991", source=make_source(authority=Authority.WIKIDATA)).tie


def found(*countries, on=None, known=None, about=None):
    return list(stream_disputes(countries, Moment.make(on, known), about))


def test_a_list_that_still_names_what_ended_is_told_with_the_reason(stavropol) -> None:
    (disputed,) = found()
    (difference,) = disputed.differences
    assert (difference.about, difference.why) == (STANDING, Why.EVENT)
    (record,) = records(disputed)
    assert record["heading"] == "Sources differ on the standing on the side of Des Moines"
    assert record["decides"][0]["sentence"] == (
        "Ended by Des Moines, 10 March 2022: so says “Gazette” (press), on record since 12 March 2022."
    )
    assert record["differs"][0]["sentence"] == (
        "Named as a tie: so says “A list” (Wikipedia), on record since 2 May 2024."
    )
    assert "reports an event" in record["why_words"]


def test_whoever_says_the_same_as_what_decides_stands_beside_it(years) -> None:
    (disputed,) = found()
    (difference,) = disputed.differences
    assert (difference.about, difference.why) == (SINCE, Why.AUTHORITY)
    assert [len(side) for side in (difference.decides, difference.differs)] == [2, 1]
    flat = [row for record in records(disputed) for row in rows(record)]
    assert [(row["decides"], row["when"]) for row in flat] == [
        (1, "1985"),
        (1, "1985"),
        (0, "1991"),
    ]


def test_sources_of_the_same_authority_are_decided_by_the_record() -> None:
    a, b = make_place(), make_place(country="US")
    make_claim(a, b, when="1985", recorded=date(2020, 1, 1))
    make_claim(a, b, when="1991", recorded=date(2021, 1, 1))
    (disputed,) = found()
    (difference,) = disputed.differences
    assert difference.why is Why.LATER
    assert disputed.claims[difference.decides[0]].when == "1991"


def test_an_official_list_overrules_and_it_is_said_why(stavropol) -> None:
    listing = make_source(authority=Authority.REGISTER, published="2025-01-01")
    make_claim(stavropol.place_a, stavropol.place_b, "attested", source=listing)
    (disputed,) = found()
    assert {difference.why for difference in disputed.differences} == {Why.OFFICIAL_LIST}


def test_disputes_are_narrowed_by_country_and_matter(stavropol, years) -> None:
    assert len(found()) == 2
    assert [one.tie for one in found("DE")] == [years]
    assert [one.tie for one in found("SUHH", "US")] == [stavropol]
    assert [one.tie for one in found(about=STANDING)] == [stavropol]
    assert found("DE", about=FORM) == []


def test_another_moment_is_read_from_the_claims(stavropol) -> None:
    assert found(known=date(2024, 5, 1)) == []
    assert len(found(known=date(2024, 5, 2))) == 1
    assert found(on=date(2022, 3, 9)) == []
    assert len(found(on=date(2025, 1, 1))) == 1


def test_now_and_another_moment_find_the_same(stavropol, years) -> None:
    Tie.objects.filter(pk=years.pk).update(form="twinning")
    now, then = found(), found(known=date(2999, 1, 1))
    assert [(one.tie, one.differences) for one in now] == [
        (one.tie, one.differences) for one in then
    ]


def test_matters_are_in_the_order_of_the_list(stavropol, years) -> None:
    listed = matters((), Moment.make())
    assert [tie for tie, _ in listed] == [tie.pk for tie in disputed_now()]
    assert dict(listed) == {stavropol.pk: (STANDING,), years.pk: (SINCE,)}


@pytest.mark.parametrize("number", [1, 3])
def test_disputes_cost_the_same_number_of_queries(number, django_assert_num_queries) -> None:
    for _ in range(number):
        a, b = make_place(), make_place(country="US")
        make_claim(a, b, when="1985")
        make_claim(a, b, when="1991")
    with django_assert_num_queries(2):  # the ties, and what is said about them
        disputes_of(list(Tie.objects.select_related("place_a", "place_b")), Moment.make())
    with django_assert_num_queries(2):
        matters((), Moment.make())
    with django_assert_num_queries(5):  # ties, two kinds of names, claims, and no more ties
        found()


def test_disputes_are_told_in_russian(stavropol) -> None:
    with translation.override("ru"):
        (disputed,) = stream_disputes((), Moment.make(), None, "ru")
        (record,) = records(disputed)
    assert record["b"] == "Де-Мойн"
    assert "Де-Мойн" in record["decides"][0]["sentence"]


def test_a_claim_entered_by_hand_has_no_edition(stavropol) -> None:
    assert {say_last_named(claim) for claim in Claim.objects.all()} == {""}
