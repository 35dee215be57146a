"""The queue, and deciding question by question."""

import pytest

from jumelage.imports.models import Decision, ReviewItem
from jumelage.places.models import Place
from tests.factories import make_claim, make_place, make_source
from tests.site.conftest import read, words
from tests.workspace.conftest import ask, candidate

pytestmark = pytest.mark.django_db


def test_an_empty_queue_says_how_questions_come(signed_in) -> None:
    page = read(signed_in.get("/en/review/"))
    assert "Questions come with imports" in page.one("main").text


def test_the_queue_shows_most_rows_first_and_can_be_narrowed(signed_in, source) -> None:
    ask(source, "Salem", rows=1)
    ask(source, "Berg", rows=9, code="none", country="AT")
    ask(make_source("Another"), "Altdorf", rows=5, country="")

    def names(query=""):
        page = read(signed_in.get(f"/en/review/{query}"))
        return [e.text for e in page.all("bdi") if e.text in {"Salem", "Berg", "Altdorf"}]

    assert names() == ["Berg", "Altdorf", "Salem"]
    assert names(f"?source={source.key}") == ["Berg", "Salem"]
    assert names("?country=none") == ["Altdorf"]
    assert names("?country=de&code=ambiguous") == ["Salem"]
    assert names("?code=%00&source=x") == []


def test_a_question_shows_its_candidates_in_a_list_and_on_a_map(signed_in, source) -> None:
    on_record = make_place("Salem", "DE", identifiers={"geonames": "12"})
    partner = make_place("Orsk", "RU", lat=51.2, lng=58.6)
    make_claim(on_record, partner)
    page = read(signed_in.get(f"/en/review/{ask(source).pk}/"))
    first, second = [words(e.text) for e in page.all("label", class_="option")]
    assert "Baden-Württemberg, Germany" in first
    assert "11,000 inhabitants" in first
    assert "km from Orsk" in first
    assert "the largest of them · not on record yet" in first
    assert "on record, with 1 tie" in second
    assert [e.text for e in page.all("text")] == ["1", "2"]
    assert len(page.all("circle", class_="plate-place plate-place--here")) == 2
    assert page.problems == []


def test_deciding_leads_to_the_next_question_with_a_way_back(signed_in, source) -> None:
    item, following = ask(source, rows=5), ask(source, "Berg", rows=4)
    done = signed_in.post(
        f"/en/review/{item.pk}/?source={source.key}",
        {"answer": "candidate:geonames:11", "everywhere": "1"},
    )
    assert done.headers["Location"] == f"/en/review/{following.pk}/?source={source.key}"
    decision = Decision.objects.get()
    assert (decision.place.name, decision.decided_by) == ("Salem", "Anna Petrova")
    page = read(signed_in.get(done.headers["Location"]))
    assert "Decided: “Salem” is Salem, Germany." in words(page.one("main").text)
    back = signed_in.post(f"/en/review/decisions/{decision.pk}/withdraw/")
    assert back.headers["Location"] == f"/en/review/{item.pk}/"
    item.refresh_from_db()
    assert item.state == ReviewItem.OPEN
    assert not Place.objects.filter(name="Salem").exists()


def test_a_question_that_the_same_decision_answers_is_not_shown_next(signed_in, source) -> None:
    item = ask(source, rows=5)
    ask(source, rows=4, message="another", partner="Omsk", partner_key="omsk")
    last = ask(source, "Berg", rows=3)
    done = signed_in.post(f"/en/review/{item.pk}/", {"answer": "none", "everywhere": "1"})
    assert done.headers["Location"] == f"/en/review/{last.pk}/"
    done = signed_in.post(f"/en/review/{last.pk}/", {"answer": "none", "everywhere": "1"})
    assert done.headers["Location"] == "/en/review/"


def test_another_place_of_the_register_is_found_and_chosen(signed_in, source) -> None:
    mine, item = make_place("Großalmerode", "DE"), ask(source)
    page = read(signed_in.get(f"/en/review/{item.pk}/?q=nowhere"))
    assert "Nothing found" in page.one("main").text
    page = read(signed_in.get(f"/en/review/{item.pk}/?q=großalm"))
    (option,) = page.all("input", value=f"place:{mine.pk}")
    assert option.attributes["data-key"] == "3"
    signed_in.post(f"/en/review/{item.pk}/", {"answer": f"place:{mine.pk}"})
    decision = Decision.objects.get()
    assert (decision.place, decision.partner_key) == (mine, "orsk")


@pytest.mark.parametrize(
    "answer", ["", "place:", "place:x", "place:" + "9" * 30, "candidate:geonames:99", "nonsense"]
)
def test_an_answer_that_is_none_is_refused_and_what_was_written_stays(
    signed_in, source, answer
) -> None:
    item = ask(source)
    page = signed_in.post(f"/en/review/{item.pk}/", {"answer": answer, "note": "my note"})
    assert page.status_code == 422
    document = read(page)
    assert document.all("div", role="alert")
    assert document.one("input", id="note").attributes["value"] == "my note"
    assert not Decision.objects.exists()


def test_a_question_answered_meanwhile_leads_back_to_the_queue(signed_in, source) -> None:
    item = ask(source)
    signed_in.post(f"/en/review/{item.pk}/", {"answer": "none", "everywhere": "1"})
    again = signed_in.post(f"/en/review/{item.pk}/", {"answer": "none"}, follow=True)
    assert "answered already" in again.content.decode()
    for number in ("987654321", "9" * 30):
        assert signed_in.get(f"/en/review/{number}/").status_code == 302
    assert signed_in.post(f"/en/review/merges/{'9' * 30}/part/").status_code == 404


def test_names_are_shown_as_text(signed_in, source) -> None:
    evil = "<script>alert(1)</script>"
    item = ask(source, evil, partner=evil, candidates=[candidate(1, evil)], message=evil)
    for path in ("", f"{item.pk}/"):
        assert evil not in signed_in.get(f"/en/review/{path}").content.decode()


def test_the_queue_asks_the_database_as_often_for_many_as_for_few(
    signed_in, source, django_assert_max_num_queries
) -> None:
    for number in range(30):
        ask(source, f"Berg {number}")
    with django_assert_max_num_queries(16):
        signed_in.get("/en/review/")
