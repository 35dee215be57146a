"""The door in the browser: found by name or code, checked in by a button, scanned; badges to print."""

import io
import re

import pytest
from pypdf import PdfReader

from jumelage.forum.actions.checkins import check_in
from jumelage.forum.badges import address_of, code_of
from jumelage.forum.models import CheckIn, Member
from tests.factories import make_place
from tests.forum.conftest import acting, in_days
from tests.forum.test_checkins import anna, come, edition  # noqa: F401 - fixtures
from tests.workspace.forum.conftest import at_browser


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def door(edition) -> str:  # noqa: F811 - a fixture
    return f"/en/workspace/forums/{edition.pk}/arrivals/"


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_found_by_name_and_checked_in_by_a_button(running, door, anna):  # noqa: F811
    page = text(running.get(door, {"q": "petrova"}))
    assert "0 of 1 person is here" in page
    assert f'name="member" value="{anna.pk}"' in page
    done = running.post(door, {"do": "check-in", "member": anna.pk}, follow=True)
    assert "Anna Petrova is checked in." in text(done)
    assert "1 of 1 person is here" in text(done)


def test_who_comes_twice_is_told_when(running, door, anna, organiser):  # noqa: F811
    check_in(actor=organiser.actor, member=anna)
    done = running.post(door, {"do": "check-in", "member": anna.pk}, follow=True)
    assert re.search(r"Anna Petrova was checked in before, at \d\d:\d\d\.", text(done))
    undone = running.post(door, {"do": "undo", "member": anna.pk, "back": "person"}, follow=True)
    assert "Anna Petrova is not here." in text(undone)
    assert not CheckIn.objects.standing().exists()


def test_a_typed_code_leads_to_the_person(running, door, anna):  # noqa: F811
    for typed in (code_of(anna), address_of(anna)):
        assert running.get(door, {"q": typed})["Location"] == f"{door}{anna.pk}/"
    assert "Nobody found" in text(running.get(door, {"q": "ZZ-22222-33333"}))


def test_the_code_of_a_badge_leads_organisers_on_and_tells_others_nothing(
    client,
    running,
    anna,  # noqa: F811
    door,
):
    path = f"/badge/{code_of(anna)}/"
    page = client.get(path, follow=True)
    assert "A badge of a forum" in text(page)
    assert "Anna" not in text(page)
    assert client.get("/badge/ZZ2222233333/", follow=True).status_code == 200
    on = running.get(path, follow=True)
    assert on.redirect_chain[-1][0] == f"{door}{anna.pk}/"
    assert not CheckIn.objects.exists()  # looking is no check-in


def test_another_organiser_is_told_nothing(anna):  # noqa: F811
    stranger = at_browser(acting(make_place("Tula", "RU"), "eva@tula.example"))
    page = text(stranger.get(f"/badge/{code_of(anna)}/", follow=True))
    assert "Anna" not in page


def test_badges_are_scanned_one_after_the_other(running, door, anna):  # noqa: F811
    first = running.post(f"{door}scan/", {"code": address_of(anna)}).json()
    again = running.post(f"{door}scan/", {"code": code_of(anna)}).json()
    wrong = running.post(f"{door}scan/", {"code": "https://elsewhere.example/"}).json()
    assert [one["state"] for one in (first, again, wrong)] == ["new", "again", "refused"]
    assert first["words"] == "Anna Petrova is checked in."
    assert first["count"] == "1 of 1 person is here"
    assert running.get(f"{door}counts/").json()["here"] == 1


def test_looking_checks_nobody_in(running, door, anna):  # noqa: F811
    assert running.get(f"{door}scan/").status_code == 405
    assert "Check in" in text(running.get(f"{door}{anna.pk}/"))
    assert not CheckIn.objects.exists()


def test_somebody_else_at_the_door(running, door, anna):  # noqa: F811
    answer = running.post(
        f"{door}{anna.pk}/instead/",
        {"name": "Boris Ivanov", "consent_on": str(in_days(0)), "version": anna.version},
    )
    boris = Member.objects.get(name="Boris Ivanov")
    assert answer["Location"] == f"{door}{boris.pk}/"
    assert running.get(f"{door}{anna.pk}/").status_code == 404


def test_who_is_missing(running, door, anna, organiser):  # noqa: F811
    assert "Anna Petrova" in text(running.get(f"{door}missing/"))
    check_in(actor=organiser.actor, member=anna)
    assert "Everybody is here" in text(running.get(f"{door}missing/"))


def test_the_same_number_of_queries_for_many(
    running,
    door,
    organiser,
    edition,  # noqa: F811
    django_assert_max_num_queries,
):
    for number in range(3):
        come(organiser, edition, make_place(f"Town {number}", "RU"), f"Anna {number}", "Boris")
    running.get(door)
    with django_assert_max_num_queries(14):
        running.get(door, {"q": "anna"})


def test_badges_of_all_of_one_delegation_and_of_one_person(
    running,
    edition,  # noqa: F811
    organiser,
    anna,  # noqa: F811
    other,
):
    row, (carol,) = come(organiser, edition, other, "Carol Smith")
    address = f"/en/workspace/forums/{edition.pk}/badges.pdf"
    every = running.get(address)
    assert every["Content-Type"] == "application/pdf"
    assert "no-store" in every["Cache-Control"]
    words = words_of(every.content)
    assert "Anna Petrova" in words
    assert "Владивосток" in words
    assert "Spring forum" in words
    for part in (f"delegation={row.pk}", f"person={carol.pk}"):
        words = words_of(running.get(f"{address}?{part}").content)
        assert "Carol Smith" in words
        assert "Anna Petrova" not in words


def test_the_office_prints_its_own_badges_once_approved(
    sending,
    town,
    anna,  # noqa: F811
    organiser,
    edition,  # noqa: F811
    other,
):
    come(organiser, edition, other, "Carol Smith")
    row = anna.delegation
    words = words_of(sending.get(f"/en/workspace/{town.pk}/forums/{row.pk}/badges.pdf").content)
    assert "Anna Petrova" in words
    assert "Carol" not in words
    row.state = "accepted"
    row.save()
    assert sending.get(f"/en/workspace/{town.pk}/forums/{row.pk}/badges.pdf").status_code == 404


def test_a_name_that_no_font_has_stands_in_latin_letters(running, edition, organiser, other):  # noqa: F811
    come(organiser, edition, other, "李明")
    words = words_of(running.get(f"/en/workspace/forums/{edition.pk}/badges.pdf").content)
    assert "Li" in words
