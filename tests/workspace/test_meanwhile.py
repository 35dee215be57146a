"""What somebody else decided meanwhile: it is said by whom, and nothing that was typed is lost."""

from contextlib import contextmanager

import pytest

from jumelage.contacts.actions.requests import RequestData, answer_request, note_request
from jumelage.core.audit import OPERATOR, Actor
from jumelage.imports.actions import decide
from jumelage.imports.merging import merge_places
from jumelage.memberships.actions import decline
from jumelage.ties import objections as ties
from tests.factories import make_claim, make_place
from tests.imports.test_merging import namesake
from tests.workspace.conftest import ask
from tests.workspace.test_back_office import (
    application,
    city,  # noqa: F401 - a fixture
    keeper,  # noqa: F401 - a fixture
    objection,
)
from tests.workspace.test_members import member, see, send

pytestmark = pytest.mark.django_db
OTHER = Actor(label="Vera Lind", is_operator=True)
TYPED = "Words that took\nan hour & more."


def typed_on(page) -> list[str]:
    """What the page shows to be copied."""
    assert len(page.all("h1")) == 1
    areas = [e for e in page.all("textarea") if "readonly" in e.attributes]
    assert all(page.one("label", for_=area.attributes["id"]).text for area in areas)
    return [area.text for area in areas]


@contextmanager
def just_before(monkeypatch, module, name, event):
    """Let something happen after a page has looked, and before its action does."""
    action = getattr(module, name)

    def late(**values):
        event()
        return action(**values)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, late)
        yield


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_objection_decided_by_somebody_else(city, keeper, language) -> None:  # noqa: F811
    dispute = objection(city, make_place("Salem", "US"))
    ties.decide(actor=OTHER, objection=dispute, uphold=False, answer="The press is clear.")
    page = send(
        keeper, f"/{language}/back-office/objections/{dispute.pk}/decide/", 409,
        decision="decline", answer=TYPED,
    )  # fmt: skip
    assert typed_on(page) == [TYPED]
    for words in ("Vera Lind", "The press is clear."):
        assert words in page.text
    assert page.one("a", href=f"/{language}/back-office/objections/", class_="button")
    dispute.refresh_from_db()
    assert dispute.answer == "The press is clear."


def test_an_objection_that_its_place_withdrew(city, keeper) -> None:  # noqa: F811
    dispute = objection(city, make_place("Salem", "US"))
    ties.withdraw(actor=OPERATOR, objection=dispute)
    page = send(
        keeper, f"/en/back-office/objections/{dispute.pk}/decide/", 409, decision="uphold",
        answer=TYPED,
    )  # fmt: skip
    assert typed_on(page) == [TYPED]
    assert "Withdrawn" in page.text
    assert "Muenster" in page.text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_question_answered_by_somebody_else(signed_in, source, language) -> None:
    item = ask(source)
    salem = make_place("Salem", "DE")
    decide(actor=OTHER, item=item, place=salem, note="See the map.")
    path = f"/{language}/review/{item.pk}/"
    page = send(signed_in, f"{path}?country=DE", 409, answer="none", note=TYPED)
    assert typed_on(page) == [TYPED]
    for words in ("Vera Lind", "See the map.", "Salem"):
        assert words in page.text
    assert page.one("a", href=f"/{language}/review/?country=DE", class_="button")
    item.delete()
    assert typed_on(send(signed_in, path, 409, answer="none", note=TYPED)) == [TYPED]


def test_a_question_answered_while_the_answer_was_on_its_way(
    signed_in, source, monkeypatch
) -> None:
    from jumelage.workspace.views import questions

    item = ask(source)
    with just_before(monkeypatch, questions, "decide", lambda: decide(actor=OTHER, item=item)):
        page = send(signed_in, f"/en/review/{item.pk}/", 409, answer="none", note=TYPED)
    assert typed_on(page) == [TYPED]
    assert "Vera Lind" in page.text
    assert "Left out" in page.text


def test_places_merged_by_somebody_else(signed_in) -> None:
    first, second = make_place("Salem", "DE"), namesake("salem-2")
    form = {"first": first.pk, "second": second.pk, "kept": first.pk, "reason": TYPED}
    merge_places(actor=OTHER, kept=first, gone=second, reason="Same coordinates.")
    page = send(signed_in, "/en/review/compare/", 409, **form)
    assert typed_on(page) == [TYPED]
    for words in ("Vera Lind", "Same coordinates.", "Merged: de/salem-2 is now de/salem."):
        assert words in page.text


def test_a_merge_that_does_not_go_any_more(signed_in) -> None:
    first, second = make_place("Salem", "DE"), namesake("salem-2")
    make_claim(first, second)
    form = {"first": first.pk, "second": second.pk, "kept": first.pk, "reason": TYPED}
    page = send(signed_in, "/en/review/compare/", 422, **form)
    assert typed_on(page) == [TYPED]
    assert "have a tie with each other" in page.text
    assert page.one("a", href="/en/review/compare/?a=de/salem&b=de/salem-2", class_="button")


def test_a_merge_beyond_ones_countries(keeper) -> None:  # noqa: F811
    first, second = make_place("Salem", "DE"), make_place("Salem", "US")
    form = {"first": first.pk, "second": second.pk, "kept": first.pk, "reason": TYPED}
    page = send(keeper, "/en/review/compare/", 403, **form)
    assert typed_on(page) == [TYPED]


def asked_of(place):
    data = RequestData(kind="erase", name="Anna Petrova", email="anna@muenster.example")
    return note_request(actor=OPERATOR, place=place, data=data)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_request_answered_by_somebody_else(city, keeper, language) -> None:  # noqa: F811
    asked = asked_of(city)
    answer_request(actor=OTHER, asked=asked, done=False, reason="Nobody of this name.")
    officer = member(city, "officer")
    kept = f"/{language}/workspace/data-requests/{asked.pk}/"
    own = f"/{language}/workspace/{city.pk}/contacts/requests/{asked.pk}/"
    for client, path in ((keeper, kept), (officer, own)):
        page = send(client, path, 409, done="no", reason=TYPED)
        assert typed_on(page) == [TYPED]
        for words in ("Vera Lind", "Nobody of this name."):
            assert words in page.text
    assert typed_on(send(keeper, kept, 409, do="send", to="Orsk")) == ["Orsk"]
    see(keeper, kept, 404)


def test_a_request_answered_while_the_answer_was_on_its_way(
    city,  # noqa: F811
    keeper,  # noqa: F811
    monkeypatch,
) -> None:
    from jumelage.workspace.contacts import requests

    asked = asked_of(city)
    late = just_before(
        monkeypatch, requests, "answer_request",
        lambda: answer_request(actor=OTHER, asked=asked, done=True),
    )  # fmt: skip
    with late:
        page = send(
            keeper, f"/en/workspace/data-requests/{asked.pk}/", 409, done="no", reason=TYPED
        )
    assert typed_on(page) == [TYPED]
    assert "Vera Lind" in page.text


def test_what_another_country_answered_is_not_there(city, keeper) -> None:  # noqa: F811
    elsewhere = make_place("Orsk", "RU")
    asked = asked_of(elsewhere)
    answer_request(actor=OTHER, asked=asked, done=True)
    assert keeper.post(f"/en/workspace/data-requests/{asked.pk}/", {}).status_code == 404
    dispute = objection(city, elsewhere)
    ties.decide(actor=OTHER, objection=dispute, uphold=True)
    own = f"/en/back-office/objections/{dispute.pk}/decide/"
    assert member(city, "officer").post(own, {"decision": "uphold"}).status_code == 403


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_application_decided_by_somebody_else(city, keeper, language) -> None:  # noqa: F811
    one = application(city)
    head = member(city, "head")
    decline(actor=OTHER, membership=one, reason="Not of our town hall.")
    members = f"/{language}/workspace/{city.pk}/members/"
    office = f"/{language}/back-office/memberships/{one.pk}/"
    for client, path in ((head, f"{members}{one.pk}/decide/"), (keeper, office)):
        page = send(client, path, 409, decision="approve", role="officer", reason=TYPED)
        assert typed_on(page) == [TYPED]
        for words in ("Vera Lind", "Not of our town hall."):
            assert words in page.text
    one.refresh_from_db()
    assert one.state == "declined"
