"""Likely duplicates: compared, merged, and parted on the page."""

import pytest

from jumelage.imports.models import PlaceMerge
from jumelage.places.models import Place
from tests.factories import make_claim, make_place
from tests.imports.test_merging import namesake
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[Place, Place]:
    first = make_place("Salem", "DE", lat=47.7, lng=9.3)
    second = namesake("salem-2", lat=47.75, lng=9.3)
    make_claim(second, make_place("Orsk"))
    return first, second


def test_a_pair_is_listed_compared_merged_and_parted(signed_in, client, pair) -> None:
    first, second = pair
    listed = read(signed_in.get("/en/review/duplicates/"))
    (link,) = [e for e in listed.all("a") if "compare" in e.attributes["href"]]
    compared = read(signed_in.get(link.attributes["href"]))
    assert compared.problems == []
    kept = [e for e in compared.all("input", name="kept") if "checked" in e.attributes]
    assert [e.attributes["value"] for e in kept] == [str(second.pk)]  # it has more ties
    form = {"first": first.pk, "second": second.pk, "kept": first.pk, "reason": "one town"}
    done = signed_in.post("/en/review/compare/", form, follow=True)
    assert "Merged: de/salem-2 is now de/salem." in words(read(done).one("main").text)
    moved = client.get("/en/places/de/salem-2/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/en/places/de/salem/")
    tie = client.get("/en/ties/de/salem-2/ru/orsk/")
    assert tie.headers["Location"] == "/en/ties/de/salem/ru/orsk/"
    merge = PlaceMerge.objects.get()
    assert (merge.reason, merge.merged_by) == ("one town", "Anna Petrova")
    signed_in.post(f"/en/review/merges/{merge.pk}/part/")
    assert client.get("/en/places/de/salem-2/").status_code == 200
    again = signed_in.post(f"/en/review/merges/{merge.pk}/part/", follow=True)
    assert "parted before" in again.content.decode()


def test_two_places_that_have_a_tie_are_shown_with_the_reason_and_no_button(signed_in) -> None:
    first, second = make_place("Salem", "DE"), namesake("salem-2")
    make_claim(first, second)
    page = read(signed_in.get("/en/review/compare/?a=de/salem&b=de/salem-2"))
    assert "have a tie with each other" in page.one("main").text
    assert not page.all("input", name="kept")
    form = {"first": first.pk, "second": second.pk, "kept": first.pk}
    done = signed_in.post("/en/review/compare/", form, follow=True)
    assert "have a tie with each other" in done.content.decode()
    assert not PlaceMerge.objects.exists()


@pytest.mark.parametrize(
    "query", ["", "?a=de/nowhere&b=%00", "?a=Salem&b=Salem", "?a=geonames:0&b=x/y/z"]
)
def test_what_is_not_one_place_is_asked_for_again(signed_in, pair, query) -> None:
    page = read(signed_in.get(f"/en/review/compare/{query}"))
    assert page.one("input", id="a")


def test_a_merge_of_what_is_gone_is_said_so(signed_in, pair) -> None:
    form = {"first": "9" * 30, "second": "x", "kept": "9999999"}
    done = signed_in.post("/en/review/compare/", form, follow=True)
    assert "not on record any more" in done.content.decode()


def test_lists_that_are_empty_say_what_will_be_there(signed_in) -> None:
    assert "No likely duplicates" in signed_in.get("/en/review/duplicates/").content.decode()
    assert "Nothing has been merged" in signed_in.get("/en/review/merges/").content.decode()
