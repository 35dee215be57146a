"""What is in another language than its page says so, for those who have pages read to them."""

import pytest

from jumelage.places.models import PlaceName
from jumelage.site.templatetags.jumelage import lang_mark
from tests.factories import make_place
from tests.site.conftest import words

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("path", "note"),
    [
        ("sources/boston-globe-2022-03-18/", "read in a stored copy"),
        ("places/us/iowa/", "coordinates: a point near the middle of the state"),
    ],
)
def test_an_english_note_on_a_russian_page_is_marked(get, path, note):
    def marks(language):
        found = [e for e in get(f"/{language}/{path}").all("p") if words(e.text) == note]
        return [e.attributes.get("lang") for e in found]

    assert marks("ru") == ["en"]
    assert marks("en") == [None]


@pytest.mark.usefixtures("starter")
def test_the_note_and_place_of_a_claim_are_marked(get):
    document = get("/ru/ties/ru/vladivostok/us/san-diego/")
    notes = [e for e in document.all("p") if "claim-note" in e.attributes.get("class", "")]
    latin = [e for e in notes if e.text.isascii() and words(e.text)]
    assert all(e.attributes.get("lang") == "en" for e in latin)
    russian = [e for e in notes if e not in latin]
    assert all("lang" not in e.attributes for e in russian)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("named among the severed", ' lang="en"'),
        ("«Krasnodar» назван в том же предложении", ""),
        ("", ""),
        ("1992", ""),
        ('" onload="x', ' lang="en"'),
    ],
)
def test_a_note_goes_by_its_letters(text, mark):
    from django.utils import translation

    with translation.override("ru"):
        assert lang_mark(text) == mark


def test_a_name_of_unknown_language_is_not_taken_for_the_pages(get):
    place = make_place("Köln", "DE", ru="Кёльн")
    PlaceName.objects.create(place=place, name="Colonia", key="colonia", language="")
    document = get("/ru/places/de/koln/")
    assert words(document.one("h1").text) == "Кёльн"
    (alternative,) = [e for e in document.all("bdi") if e.text == "Colonia"]
    assert alternative.attributes["lang"] == ""
    (official,) = [e for e in document.all("span") if e.text == "Кёльн" and "lang" in e.attributes]
    assert official.attributes["lang"] == "ru"


def test_a_place_without_a_name_in_the_readers_language_keeps_its_own(get):
    make_place("Köln", "DE")
    assert words(get("/ru/places/de/koln/").one("h1").text) == "Köln"
