"""Objections: who may dispute what, who decides, and what follows."""

import pytest
from django.utils import translation

from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditConcern, AuditEntry
from jumelage.documents.actions import store
from jumelage.documents.queries import document_for
from jumelage.ties.actions import retract_claim
from jumelage.ties.models import Claim, Objection, Tie
from jumelage.ties.objections import (
    decide,
    may_object,
    object_to,
    open_objections,
    withdraw,
)
from jumelage.ties.queries import claims_of
from tests.documents.files import uploaded
from tests.factories import make_claim, make_place
from tests.factories.people import keeper, member

pytestmark = pytest.mark.django_db
REASON = "The protocol was signed on 12 May 1993, not in 1994."


@pytest.fixture
def sides(db):
    return make_place("Vladivostok", ru="Владивосток"), make_place("San Diego", "US")


@pytest.fixture
def claim(sides) -> Claim:
    return make_claim(*sides, when="1994")


def objected(claim: Claim, place, **more) -> Objection:
    return object_to(actor=member(place), claim=claim, place=place, **{"reason": REASON, **more})


def stated(claim: Claim) -> list[Objection]:
    """Return what everybody reads beside a claim."""
    return claims_of(claim.tie).get(pk=claim.pk).stated_objections


def test_an_objection_stands_beside_the_claim_and_changes_no_standing(claim, sides) -> None:
    before = Tie.objects.values().get()
    objection = objected(claim, sides[0])
    assert objection.state == Objection.OPEN
    assert stated(claim) == [objection]
    assert Tie.objects.values().get() == before
    entry = AuditEntry.objects.get(action="ties.object")
    assert (entry.acting_for, entry.reason) == ("Vladivostok", REASON)
    concerned = AuditConcern.objects.filter(entry=entry).values_list("place_id", flat=True)
    assert set(concerned) == {place.pk for place in sides}


@pytest.mark.parametrize("who", ["helper", "other side", "keeper", "nobody"])
def test_only_officers_of_the_place_dispute_for_it(claim, sides, who) -> None:
    actor = {
        "helper": member(sides[0], role="helper"),
        "other side": member(sides[1]),
        "keeper": keeper("RU"),
        "nobody": Actor(label="somebody"),
    }[who]
    assert not may_object(actor, claim, sides[0].pk)
    with pytest.raises(NotAllowedError):
        object_to(actor=actor, claim=claim, place=sides[0], reason=REASON)
    assert not Objection.objects.exists()


def test_what_cannot_be_disputed(claim, sides) -> None:
    def codes(claim, place, **more):
        with pytest.raises(RefusedError) as refused:
            objected(claim, place, **more)
        return [problem.code for problem in refused.value.problems]

    third = make_place()
    assert codes(claim, third) == ["foreign_side"]
    assert codes(claim, sides[0], reason="  ") == ["reason"]
    assert codes(claim, sides[0], reason="x" * 2001) == ["too_long"]
    objected(claim, sides[0])
    assert codes(claim, sides[0]) == ["open"]
    own = make_claim(*sides, when="1993")
    Claim.objects.filter(pk=own.pk).update(entered_for=sides[0])
    assert codes(own, sides[0]) == ["own"]
    retract_claim(actor=OPERATOR, claim=own, reason="wrong")
    assert "retracted" in codes(own, sides[1])


def test_a_document_of_another_place_shows_nothing(claim, sides, data_dir) -> None:
    theirs = store(actor=member(sides[1]), owner=sides[1], file=uploaded(), title="Theirs")
    with pytest.raises(RefusedError) as refused:
        objected(claim, sides[0], document=theirs)
    assert refused.value.problems[0].field == "document"


def test_who_decides_reads_what_shows_it_and_nobody_else(claim, sides, data_dir) -> None:
    place = sides[0]
    scan = store(actor=member(place), owner=place, file=uploaded(), title="Protocol")
    assert document_for(keeper("RU"), scan.pk) is None
    objection = objected(claim, place, document=scan)
    assert document_for(keeper("RU"), scan.pk) == scan
    assert document_for(keeper("US"), scan.pk) == scan
    assert document_for(keeper(staff=True), scan.pk) == scan
    for actor in (
        keeper("DE"),
        keeper("US", places={sides[1].pk: "officer"}),
        keeper(staff=True, places={sides[1].pk: "officer"}),
        member(sides[1]),
        Actor(label="somebody"),
    ):
        assert document_for(actor, scan.pk) is None
    withdraw(actor=member(place), objection=objection)
    assert document_for(keeper("RU"), scan.pk) is None


def test_withdrawn_it_is_gone_from_the_claim_and_may_be_raised_again(claim, sides) -> None:
    objection = objected(claim, sides[0])
    with pytest.raises(NotAllowedError):
        withdraw(actor=member(sides[1]), objection=objection)
    withdraw(actor=member(sides[0]), objection=objection)
    assert stated(claim) == []
    with pytest.raises(RefusedError):
        withdraw(actor=member(sides[0]), objection=objection)
    objected(claim, sides[0])


def test_upheld_the_claim_is_taken_back_and_names_the_objection(claim, sides) -> None:
    make_claim(*sides, when="1993")
    objection = objected(claim, sides[0])
    decided = decide(actor=keeper("US"), objection=objection, uphold=True)
    claim.refresh_from_db()
    assert decided.state == Objection.UPHELD
    assert decided.decided_by == "Keeper"
    assert (
        claim.retraction_reason == f"Objection {objection.pk} of Vladivostok was upheld: {REASON}"
    )
    assert Tie.objects.get().since == "1993"
    with pytest.raises(RefusedError):
        decide(actor=keeper("US"), objection=objection, uphold=False, answer="No.")


def test_declined_the_claim_stands_with_the_answer(claim, sides) -> None:
    objection = objected(claim, sides[0])
    with pytest.raises(RefusedError) as refused:
        decide(actor=keeper("RU"), objection=objection, uphold=False, answer=" ")
    assert refused.value.problems[0].field == "answer"
    decided = decide(
        actor=keeper("RU"), objection=objection, uphold=False, answer="A copy says so."
    )
    claim.refresh_from_db()
    assert claim.retracted_at is None
    assert (decided.state, decided.answer) == (Objection.DECLINED, "A copy says so.")
    objected(claim, sides[0])  # with something new it may be raised again


def test_who_decides(claim, sides) -> None:
    objection = objected(claim, sides[0])
    own = {sides[0].pk: "helper"}
    theirs = {sides[1].pk: "officer"}
    for actor in (
        member(sides[0]),
        keeper("DE"),
        keeper("RU", places=own),
        keeper("US", places=theirs),
        keeper(staff=True, places=own),
    ):
        with pytest.raises(NotAllowedError):
            decide(actor=actor, objection=objection, uphold=True)
        assert list(open_objections(actor)) == []
    for actor in (keeper("RU"), keeper("US", "DE"), keeper(staff=True), OPERATOR):
        assert list(open_objections(actor)) == [objection]
    decide(actor=keeper(staff=True), objection=objection, uphold=True)
    assert list(open_objections(OPERATOR)) == []


def test_a_claim_taken_back_leaves_nothing_to_decide(claim, sides) -> None:
    objection = objected(claim, sides[0])
    retract_claim(actor=OPERATOR, claim=claim, reason="The paper corrected itself.")
    objection.refresh_from_db()
    assert objection.state == Objection.UPHELD


def test_lists_take_as_many_queries_for_three_as_for_one(
    claim, sides, django_assert_num_queries
) -> None:
    translation.activate("ru")

    def read() -> None:
        for objection in open_objections(keeper("RU"), "ru"):
            assert objection.place.local_name == "Владивосток"
            assert objection.claim.tie.place_b.local_name == "San Diego"
            assert objection.claim.source.title
            assert objection.document is None

    objected(claim, sides[0])
    with django_assert_num_queries(4):
        read()
    for year in ("1995", "1996"):
        objected(make_claim(*sides, when=year), sides[0])
    with django_assert_num_queries(4):
        read()
