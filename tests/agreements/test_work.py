"""Plans, what was done together, and the look back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from jumelage.agreements.actions import work
from jumelage.agreements.actions.work import ActivityData, ItemData, ReviewData
from jumelage.agreements.models import Activity, PlanItem
from jumelage.agreements.queries import open_commitments
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditConcern, AuditEntry
from jumelage.ties.models import Claim
from tests.factories import make_claim, make_place
from tests.factories.people import keeper, member

pytestmark = pytest.mark.django_db
VISIT = ActivityData(
    "visit", "2026-05-12/2026-05-15", "A delegation of harbour pilots", theme="transport"
)


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


@pytest.fixture
def tie(life):
    return life.in_force()


@pytest.fixture
def plan(life, tie):
    return work.make_plan(**life.side("a"), tie=tie, year=2026, aims="Meet twice")


def test_there_is_one_plan_of_a_year_for_both(life, tie, plan) -> None:
    with pytest.raises(RefusedError) as refused:
        work.make_plan(**life.side("b"), tie=tie, year=2026)
    assert codes(refused) == ["there"]
    with pytest.raises(RefusedError) as refused:
        work.make_plan(**life.side("b"), tie=tie, year=26)
    assert codes(refused) == ["year"]


def test_two_who_change_one_thing_lose_nothing(life, plan) -> None:
    helper = member(life.b, role="helper")
    item = work.add_item(
        actor=helper, place=life.b, plan=plan, data=ItemData("Visit", owner_b="Bob")
    )
    done = work.change_item(
        **life.side("a"),
        item=item,
        version=1,
        data=ItemData("Visit in May", owner_a="Anna", owner_b="Bob"),
    )
    with pytest.raises(ConflictError) as conflict:
        work.change_item(
            actor=helper, place=life.b, item=item, version=1, data=ItemData("Visit in June")
        )
    assert conflict.value.current == done
    assert PlanItem.objects.get().title == "Visit in May"
    work.change_plan(actor=helper, place=life.b, plan=plan, version=1, aims="Meet three times")
    with pytest.raises(ConflictError):
        work.change_plan(**life.side("a"), plan=plan, version=1, aims="Meet once")


def test_an_item_is_well_formed_and_its_evidence_is_the_own_sides(life, plan, document) -> None:
    bad = ItemData(" ", theme="love", state="lost", owner_a="x" * 201)
    with pytest.raises(RefusedError) as refused:
        work.add_item(**life.side("a"), plan=plan, data=bad)
    assert codes(refused) == ["missing", "too_long", "theme", "state"]
    theirs = document(life.b, life.bob)
    with pytest.raises(RefusedError) as refused:
        work.add_item(**life.side("a"), plan=plan, data=ItemData("Visit", evidence=theirs))
    assert codes(refused) == ["document"]
    item = work.add_item(**life.side("b"), plan=plan, data=ItemData("Visit", evidence=theirs))
    again = work.change_item(
        **life.side("a"),
        item=item,
        version=1,
        data=ItemData("Visit", state="done", evidence=theirs),
    )
    assert (again.state, again.evidence) == ("done", theirs)


def test_what_is_open_comes_by_its_day(life, plan) -> None:
    for title, due in (("late", date(2026, 12, 1)), ("some day", None), ("soon", date(2026, 6, 1))):
        work.add_item(**life.side("a"), plan=plan, data=ItemData(title, due_on=due))
    work.add_item(**life.side("a"), plan=plan, data=ItemData("over", state="done"))
    for actor, place in ((life.anna, life.a), (life.bob, life.b)):
        assert [item.title for item in open_commitments(place, actor)] == [
            "soon",
            "late",
            "some day",
        ]
    assert open_commitments(life.a, life.bob) == []


def test_a_public_activity_keeps_the_tie_active(life, tie) -> None:
    assert tie.last_activity is None
    activity = work.record_activity(**life.side("b"), tie=tie, data=VISIT)
    claim = activity.claim
    assert (claim.kind, claim.side, claim.when, claim.note) == (
        "active", "", "2026-05-12/2026-05-15", "A delegation of harbour pilots",
    )  # fmt: skip
    assert claim.source.key == f"place-{life.b.pk}-records"
    assert life.tie.last_activity == date(2026, 5, 15)
    assert mail.outbox[-1].to == ["anna@vlad.example"]


def test_what_stays_between_the_two_says_nothing_until_it_is_published(life, tie) -> None:
    claims = Claim.objects.count()
    helper = member(life.a, role="helper")
    data = replace(VISIT, is_public=False)
    activity = work.record_activity(actor=helper, place=life.a, tie=tie, data=data)
    assert Claim.objects.count() == claims
    with pytest.raises(NotAllowedError):
        work.record_activity(actor=helper, place=life.a, tie=tie, data=VISIT)
    with pytest.raises(NotAllowedError):
        work.publish_activity(actor=helper, place=life.a, activity=activity)
    with pytest.raises(NotAllowedError):
        work.publish_activity(**life.side("b"), activity=activity)
    work.publish_activity(**life.side("a"), activity=activity)
    assert life.tie.last_activity == date(2026, 5, 15)
    with pytest.raises(RefusedError) as refused:
        work.publish_activity(**life.side("a"), activity=activity)
    assert codes(refused) == ["public"]


def test_two_things_of_one_day_are_one_claim_until_both_are_gone(life, tie) -> None:
    first = work.record_activity(**life.side("a"), tie=tie, data=VISIT)
    second = work.record_activity(**life.side("a"), tie=tie, data=replace(VISIT, title="A concert"))
    assert first.claim == second.claim
    with pytest.raises(RefusedError) as refused:
        work.remove_activity(**life.side("a"), activity=first, reason="")
    assert codes(refused) == ["missing"]
    with pytest.raises(NotAllowedError):
        work.remove_activity(**life.side("b"), activity=first, reason="Never happened")
    work.remove_activity(**life.side("a"), activity=first, reason="Never happened")
    assert life.tie.last_activity is not None
    work.remove_activity(**life.side("a"), activity=second, reason="Never happened")
    assert life.tie.last_activity is None
    assert not Activity.objects.exists()
    assert Claim.objects.get(kind="active").retraction_reason == "Never happened"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "missing"),
        ({"when": ""}, "date"),
        ({"when": "in May"}, "date"),
        ({"when": "2026-05-12/.."}, "date"),
        ({"when": (today() + timedelta(days=1)).isoformat()}, "future"),
        ({"when": f"2026-05-12/{today() + timedelta(days=1)}"}, "future"),
        ({"kind": "wedding"}, "kind"),
        ({"participants": -1}, "participants"),
        ({"theme": "love"}, "theme"),
    ],
)
def test_an_activity_that_cannot_be_meant_is_refused(life, tie, change, code) -> None:
    with pytest.raises(RefusedError) as refused:
        work.record_activity(**life.side("a"), tie=tie, data=replace(VISIT, **change))
    assert codes(refused) == [code]


def test_this_month_and_this_year_have_begun(life, tie) -> None:
    for when in (today().isoformat()[:7], today().isoformat()[:4]):
        work.record_activity(**life.side("a"), tie=tie, data=replace(VISIT, when=when))


def test_an_item_of_another_tie_is_none_of_this(life, tie, plan) -> None:
    item = work.add_item(**life.side("a"), plan=plan, data=ItemData("Visit"))
    other = make_claim(life.a, make_place(country="DE")).tie
    with pytest.raises(RefusedError) as refused:
        work.record_activity(**life.side("a"), tie=other, data=replace(VISIT, plan_item=item))
    assert codes(refused) == ["plan_item"]


def test_a_review_is_the_own_sides_until_it_is_shared(life, tie) -> None:
    mail.outbox.clear()
    helper = member(life.a, role="helper")
    data = ReviewData(2025, 2, hindered="No money")
    review = work.save_review(actor=helper, place=life.a, tie=tie, data=data)
    assert mail.outbox == []
    entry = AuditEntry.objects.get(action="agreements.save_review")
    assert list(AuditConcern.objects.filter(entry=entry).values_list("place_id", flat=True)) == [
        life.a.pk
    ]
    shared = replace(data, is_shared=True)
    with pytest.raises(NotAllowedError):
        work.save_review(actor=helper, place=life.a, tie=tie, data=shared, version=1)
    with pytest.raises(ConflictError) as conflict:
        work.save_review(**life.side("a"), tie=tie, data=shared)
    assert conflict.value.current == review
    work.save_review(**life.side("a"), tie=tie, data=shared, version=1)
    assert [message.to for message in mail.outbox] == [["bob@sd.example"]]
    with pytest.raises(RefusedError) as refused:
        work.save_review(**life.side("a"), tie=tie, data=data, version=2)
    assert codes(refused) == ["shared"]
    work.save_review(**life.side("b"), tie=tie, data=data)  # each side has its own


@pytest.mark.parametrize(("change", "code"), [({"rating": 5}, "rating"), ({"year": 2050}, "year")])
def test_a_review_that_cannot_be_meant_is_refused(life, tie, change, code) -> None:
    with pytest.raises(RefusedError) as refused:
        work.save_review(**life.side("a"), tie=tie, data=replace(ReviewData(2025, 3), **change))
    assert codes(refused) == [code]


def test_strangers_plan_and_record_nothing(life, tie, plan) -> None:
    third = make_place(country="DE")
    item = work.add_item(**life.side("a"), plan=plan, data=ItemData("Visit"))
    for actor, place in (
        (member(third), third),
        (keeper("RU", staff=True), life.a),
        (member(third), life.a),
    ):
        for step in (
            lambda who: work.make_plan(**who, tie=tie, year=2027),
            lambda who: work.change_plan(**who, plan=plan, version=1, aims="x"),
            lambda who: work.add_item(**who, plan=plan, data=ItemData("x")),
            lambda who: work.change_item(**who, item=item, version=1, data=ItemData("x")),
            lambda who: work.record_activity(**who, tie=tie, data=VISIT),
            lambda who: work.save_review(**who, tie=tie, data=ReviewData(2025, 3)),
        ):
            with pytest.raises(NotAllowedError):
                step({"actor": actor, "place": place})
