"""Plans, what was done together, and looking back, in a browser."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.agreements.actions import work
from jumelage.agreements.models import Activity, PlanItem, Review, WorkPlan
from jumelage.core.clock import today
from jumelage.documents.actions import store
from jumelage.ties.models import Claim
from tests.documents.files import pdf
from tests.site.conftest import words
from tests.workspace.agreements.conftest import address, see, send

pytestmark = pytest.mark.django_db
ITEM = {
    "title": "Youth orchestra",
    "theme": "youth",
    "due_on": "2026-07-01",
    "owner_a": "Office for youth",
    "state": "open",
}


@pytest.fixture
def tie(life):
    return life.in_force()


@pytest.fixture
def plan(life, tie) -> WorkPlan:
    return work.make_plan(**life.side("a"), tie=tie, year=2026, aims="Schools")


@pytest.fixture
def item(life, plan) -> PlanItem:
    return work.add_item(
        **life.side("a"),
        plan=plan,
        data=work.ItemData("Youth orchestra", "youth", date(2026, 7, 1)),
    )


def test_a_plan_is_begun_by_one_side_and_written_in_by_both(life, tie, anna, bob) -> None:
    path = f"ties/{tie.pk}/plans/2026/"
    assert "Begin the plan for 2026" in words(see(anna, life.a, path).one("main").text)
    send(anna, life.a, path, {"aims": "Bring the schools together", "version": "0"})
    plan = WorkPlan.objects.get()
    assert send(bob, life.b, f"plans/{plan.pk}/items/new/", ITEM) == path
    shown = words(see(anna, life.a, path).one("main").text)
    for said in (
        "Bring the schools together",
        "Youth orchestra",
        "1 July 2026",
        "Office for youth",
    ):
        assert said in shown
    refused = send(
        bob,
        life.b,
        f"plans/{plan.pk}/items/new/",
        ITEM | {"title": "", "resources": "A bus"},
        status=422,
    )
    assert refused.all("a", href="#id_title")
    assert refused.one("input", name="resources").attributes["value"] == "A bus"
    see(anna, life.a, f"ties/{tie.pk}/plan/")


def test_a_planned_thing_is_changed_and_shown_to_be_done(life, anna, item) -> None:
    path = f"plan-items/{item.pk}/"
    page = see(anna, life.a, path)
    assert page.one("input", name="due_on").attributes["value"] == "2026-07-01"
    proof = SimpleUploadedFile("programme.pdf", pdf("Programme"), "application/pdf")
    sent = ITEM | {"state": "done", "progress": "Two concerts", "version": "1", "file": proof}
    send(anna, life.a, path, sent)
    item.refresh_from_db()
    assert (item.state, item.progress, item.version) == ("done", "Two concerts", 2)
    assert item.evidence is not None
    assert item.evidence.title == "Youth orchestra"


def test_a_document_that_the_other_side_keeps_to_itself_has_no_name_here(
    life, anna, bob, plan
) -> None:
    scan = SimpleUploadedFile("minutes.pdf", pdf("Minutes"), "application/pdf")
    theirs = store(actor=life.bob, owner=life.b, file=scan, title="Minutes of the mayor")
    data = work.ItemData("Visit", evidence=theirs)
    path = f"plan-items/{work.add_item(**life.side('b'), plan=plan, data=data).pk}/"
    shown = see(anna, life.a, path).one("main").text
    assert "a document of the other side" in shown
    assert "Minutes of the mayor" not in shown
    assert "Minutes of the mayor" in see(bob, life.b, path).one("main").text


def test_two_who_change_one_thing_at_once_choose_field_by_field(life, anna, item) -> None:
    path = f"plan-items/{item.pk}/"
    data = work.ItemData("Youth choir", "youth", date(2026, 8, 1), state="done")
    work.change_item(**life.side("b"), item=item, version=1, data=data)
    clash = send(anna, life.a, path, ITEM | {"version": "1"}, status=409)
    labels = [words(one.text) for one in clash.all("legend")]
    assert labels == [
        "What is planned?",
        "Until when? (optional)",
        "Who sees to it in Vladivostok? (optional)",
        "Where does it stand?",
    ]
    for said in ("Youth orchestra", "Youth choir", "2026-08-01", "2026-07-01", "open", "done"):
        assert said in clash.one("main").text
    sent = {
        one.attributes["name"]: one.attributes["value"] for one in clash.all("input", type="hidden")
    }
    chosen = {
        "choice-title": "theirs",
        "choice-due_on": "theirs",
        "choice-owner_a": "mine",
        "choice-state": "mine",
    }
    send(anna, life.a, path, sent | chosen)
    item.refresh_from_db()
    assert (item.title, item.due_on, item.owner_a, item.state) == (
        "Youth choir",
        date(2026, 8, 1),
        "Office for youth",
        "open",
    )


def test_two_who_change_the_aims_at_once_choose(life, anna, tie, plan) -> None:
    work.change_plan(**life.side("b"), plan=plan, version=1, aims="Museums")
    path = f"ties/{tie.pk}/plans/2026/"
    clash = send(anna, life.a, path, {"aims": "Libraries", "version": "1"}, status=409)
    assert "Libraries" in clash.one("main").text
    assert "Museums" in clash.one("main").text
    send(anna, life.a, path, {"aims": "Libraries", "version": "2", "choice-aims": "mine"})
    plan.refresh_from_db()
    assert plan.aims == "Libraries"


def test_what_was_done_is_recorded_for_everybody_by_officers_and_for_both_sides_by_helpers(
    life, tie, anna, helper, item
) -> None:
    path = f"ties/{tie.pk}/activities/new/"
    page = see(anna, life.a, f"{path}?item={item.pk}")
    assert page.one("input", name="title").attributes["value"] == "Youth orchestra"
    assert "from today the register says" in words(page.one("div", class_="tells").text)
    sent = {
        "kind": "visit",
        "title": "Visit of the mayor",
        "when": "2026-05-12/2026-05-15",
        "participants": "12",
        "is_public": "1",
    }
    wrong = send(anna, life.a, path, sent | {"when": "in May"}, status=422)
    assert wrong.all("a", href="#id_when")
    assert wrong.one("input", name="participants").attributes["value"] == "12"
    ahead = send(
        anna, life.a, path, sent | {"when": (today() + timedelta(days=9)).isoformat()}, status=422
    )
    assert "It has not happened yet" in words(ahead.one("div", class_="problems").text)
    send(anna, life.a, path, sent | {"plan_item": str(item.pk)})
    assert Claim.objects.get(kind="active").note == "Visit of the mayor"
    assert Activity.objects.get().plan_item == item
    theirs = see(helper, life.a, path)
    assert [one.attributes["value"] for one in theirs.all("input", name="is_public")] == [""]
    assert helper.post(address(life.a, path), sent).status_code == 422
    send(helper, life.a, path, sent | {"title": "A letter from a school", "is_public": ""})
    assert Activity.objects.filter(is_public=False, title="A letter from a school").count() == 1


def test_an_entry_is_made_public_or_taken_out_by_the_side_that_made_it(
    life, tie, anna, bob, helper
) -> None:
    data = work.ActivityData("meeting", "2026-06-02", "Video call", is_public=False)
    activity = work.record_activity(**life.side("a"), tie=tie, data=data)
    publish, remove = f"activities/{activity.pk}/publish/", f"activities/{activity.pk}/remove/"
    assert "Video call" in see(anna, life.a, publish).one("main").text
    assert bob.post(address(life.b, publish)).status_code == 403
    assert helper.get(address(life.a, publish)).status_code == 403
    assert not Claim.objects.filter(kind="active").exists()
    send(anna, life.a, publish, {})
    assert Claim.objects.get(kind="active").when == "2026-06-02"
    assert "with your reason, which is public" in words(
        see(anna, life.a, remove).one("div", class_="tells").text
    )
    assert send(anna, life.a, remove, {"reason": ""}, status=422).all("a", href="#id_reason")
    send(anna, life.a, remove, {"reason": "It was another day"})
    assert Claim.objects.get(kind="active").retraction_reason == "It was another day"
    assert not Activity.objects.exists()


def test_a_review_is_the_own_sides_until_it_is_shared(life, tie, anna, bob, helper) -> None:
    path = f"ties/{tie.pk}/reviews/2025/"
    assert (
        send(helper, life.a, path, {"rating": "", "achieved": "Much"}, status=422)
        .one("textarea", name="achieved")
        .text.strip()
        == "Much"
    )
    send(helper, life.a, path, {"rating": "3", "achieved": "An orchestra", "version": "0"})
    assert "An orchestra" not in see(bob, life.b, path).one("main").text
    assert not see(helper, life.a, path).all("input", name="is_shared")
    send(
        anna,
        life.a,
        path,
        {"rating": "3", "achieved": "An orchestra", "version": "1", "is_shared": "on"},
    )
    assert "An orchestra" in see(bob, life.b, path).one("aside").text
    assert (
        "An officer of your place changes what is shared."
        in see(helper, life.a, path).one("main").text
    )
    assert Review.objects.get().version == 2


def test_two_who_review_at_once_choose(life, tie, anna) -> None:
    path = f"ties/{tie.pk}/reviews/2025/"
    work.save_review(
        **life.side("a"), tie=tie, data=work.ReviewData(2025, 4, "A colleague wrote this")
    )
    clash = send(
        anna, life.a, path, {"rating": "2", "achieved": "I wrote that", "version": "0"}, status=409
    )
    assert [words(one.text) for one in clash.all("legend")] == [
        "How is the tie doing?",
        "What was achieved?",
    ]
    assert "flourishing" in clash.one("main").text
    assert "A colleague wrote this" in clash.one("main").text
    sent = {
        one.attributes["name"]: one.attributes["value"] for one in clash.all("input", type="hidden")
    }
    send(anna, life.a, path, sent | {"choice-rating": "mine", "choice-achieved": "theirs"})
    review = Review.objects.get()
    assert (review.rating, review.achieved) == (2, "A colleague wrote this")


def test_who_may_open_which_page(life, tie, plan, item, anna, bob, helper, stranger) -> None:
    paths = [
        f"ties/{tie.pk}/plan/", f"ties/{tie.pk}/plans/2026/", f"plans/{plan.pk}/items/new/", f"plan-items/{item.pk}/",
        f"ties/{tie.pk}/activities/new/", f"activities/new/?tie={tie.pk}", f"ties/{tie.pk}/review/",
    ]  # fmt: skip
    for path in paths:
        for client, place in ((anna, life.a), (helper, life.a), (bob, life.b)):
            see(client, place, path)
        see(stranger, life.a, path, status=403)


def test_a_plan_takes_the_same_number_of_queries_however_long_it_is(life, tie, plan, anna) -> None:
    counted = []
    for number in (1, 3):
        while plan.items.count() < number:
            work.add_item(
                **life.side("a"), plan=plan, data=work.ItemData(f"Thing {plan.items.count()}")
            )
            data = work.ActivityData(
                "event", f"2026-0{plan.items.count()}-02", "Event", is_public=False
            )
            work.record_activity(**life.side("b"), tie=tie, data=data)
        with CaptureQueriesContext(connection) as queries:
            see(anna, life.a, f"ties/{tie.pk}/plans/2026/")
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_there_in_both_languages(life, tie, plan, item, anna, language) -> None:
    data = work.ActivityData("event", "2026-03", "Event", is_public=False)
    activity = work.record_activity(**life.side("a"), tie=tie, data=data)
    for path in (
        f"ties/{tie.pk}/plans/2026/", f"ties/{tie.pk}/plans/2026/?edit=aims", f"ties/{tie.pk}/plans/2025/",
        f"plans/{plan.pk}/items/new/", f"plan-items/{item.pk}/", f"ties/{tie.pk}/activities/new/",
        f"activities/{activity.pk}/publish/", f"activities/{activity.pk}/remove/", f"ties/{tie.pk}/reviews/2025/",
    ):  # fmt: skip
        see(anna, life.a, path, language=language)
