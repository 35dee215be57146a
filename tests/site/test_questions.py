"""What a visitor asks by an address: another day, filters, orders, pages, names in any script."""

import pytest

from tests.site.conftest import PATHS, words

pytestmark = pytest.mark.usefixtures("starter")

ASKING = ["place", "tie", "pair", "home"]


def main_text(document):
    return words(document.all("main")[0].text)


@pytest.mark.parametrize("name", ["place", "tie", "pair"])
@pytest.mark.parametrize(
    "query", ["on=yesterday", "on=2019-13-01", "known=0001-01-01", "on=" + "9" * 5000]
)
def test_a_day_that_is_none_is_said_and_today_shown(get, name, query):
    document = get(f"/en/{PATHS[name]}?{query}")
    text = main_text(document)
    assert "is no day" in text or "too long ago" in text
    assert len(text) < 200_000


@pytest.mark.parametrize("day", ["0800-01-01", "9999-12-31", "2019", "1991-12-25"])
@pytest.mark.parametrize("name", ASKING)
def test_any_day_can_be_asked_about(get, name, day):
    get(f"/ru/{PATHS[name]}?on={day}&known={day}")


def test_the_sentence_follows_history(get):
    def sentence(path):
        return words(get(path).one("p", class_="sentence").text)

    assert "four cities of Russia" in sentence("/en/countries/ru/us/?on=1985-01-01") or (
        "Soviet" in sentence("/en/countries/ru/us/?on=1985-01-01")
    )
    then = sentence("/en/countries/ru/us/?on=2019-10-11")
    assert then.startswith("On 11 October 2019, 55 cities, two regions and one district of Russia")
    assert "62 cities, two states and three counties" in then
    russian = sentence("/ru/countries/ru/us/?on=2019-10-11")
    assert "55 городов, два региона и один район России" in russian


def test_reported_figures_stand_beside_the_count(get):
    text = main_text(get("/en/countries/ru/us/"))
    assert "67 cities and two regions of Russia are connected" in text
    assert "Counted minus reported" in text


def test_a_tie_had_another_standing_then(get):
    path = "/en/ties/ru/stavropol-krai/us/iowa/"

    def standings(query):
        facts = get(path + query).one("section", class_="facts")
        return words(facts.text)

    assert "ended" in standings("")
    assert "ended" not in standings("?on=2019-10-11")
    assert "in force" in standings("?on=2019-10-11")


def test_what_sources_say_later_was_not_known_then(get):
    now = main_text(get("/en/ties/ru/stavropol/us/des-moines/"))
    then = main_text(get("/en/ties/ru/stavropol/us/des-moines/?known=2022-03-09"))
    assert "Sources differ on the standing" in now
    assert "Sources differ on the standing" not in then


def test_both_sides_of_a_dispute_are_shown_with_their_words(get):
    text = main_text(get("/en/ties/ru/stavropol/us/des-moines/"))
    assert "just a suspension and not a revocation" in text
    assert "severed" in text


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/en/places/RU/vladivostok/", "/en/places/ru/vladivostok/"),
        ("/en/places/ru/Vladivostok/", "/en/places/ru/vladivostok/"),
        ("/en/countries/RU/US/", "/en/countries/ru/us/"),
        ("/en/ties/us/san-diego/ru/vladivostok/", "/en/ties/ru/vladivostok/us/san-diego/"),
        ("/en/?a=RU&b=US", "/en/countries/ru/us/"),
        ("/ru/?a=Россия&b=Германия", "/ru/countries/ru/de/"),
        ("/en/search/?q=Q959", "/en/places/ru/vladivostok/"),
    ],
)
def test_other_spellings_lead_to_the_one_address(client, path, target):
    response = client.get(path)
    assert response.status_code in {301, 302}
    assert response.url == target


def rows(document):
    return [words(e.text) for e in document.all("tr")][1:]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("standing=suspended", 9),
        ("country=RU&country=US&standing=suspended", 9),
        ("country=DE", 0),
        ("disputed=1", None),
        ("from=1991&to=1991", None),
        ("form=friendship", None),
        ("country=XX&form=love&standing=maybe&from=then", 50),
    ],
)
def test_the_list_is_narrowed(get, query, number):
    found = rows(get(f"/en/ties/?{query}"))
    if number is not None:
        assert len(found) == number
    else:
        assert 0 < len(found) < 50


@pytest.mark.parametrize("sort", ["a", "-a", "b", "-b", "since", "-since", "changed", "-changed"])
def test_the_list_is_ordered(get, sort):
    document = get(f"/en/ties/?sort={sort}")
    heads = [e for e in document.all("th") if e.attributes.get("aria-sort") not in {None, "none"}]
    assert len(heads) == (0 if sort.endswith("changed") else 1)
    names = [row.split()[0] for row in rows(document)]
    if sort == "a":
        assert names[0] == "Arkhangelsk"
    if sort == "-a":
        assert names[0] == "Zheleznovodsk" or names[0] > "Y"


def test_an_unknown_order_is_the_usual_one(get):
    assert rows(get("/en/ties/?sort=nonsense")) == rows(get("/en/ties/"))


@pytest.mark.parametrize(
    ("page", "number"), [("2", 37), ("99", 37), ("0", 37), ("x", 50), ("", 50)]
)
def test_the_list_has_pages(get, page, number):
    assert len(rows(get(f"/en/ties/?page={page}"))) == number


@pytest.mark.parametrize("text", ["Владивосток", "Vladivostok", "vladivostok", " VLADIVOSTOK "])
def test_a_name_in_any_script_opens_its_page(client, text):
    response = client.get("/en/search/", {"q": text})
    assert response.url == "/en/places/ru/vladivostok/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("san", "San Diego"),
        ("Russia", "Russia"),
        ("Россия", "Russia"),
        ("zzzz", "Nothing found"),
        ("", "Search"),
    ],
)
def test_search_shows_what_it_found(get, text, expected):
    assert expected in main_text(get(f"/en/search/?q={text}"))


def test_suggestions_are_in_the_readers_language(client):
    english = client.get("/suggest", {"q": "Влади"}).json()
    russian = client.get("/suggest", {"q": "vladi", "lang": "ru"}).json()
    assert english["results"][0]["name"] == "Vladivostok"
    assert {"Владимир", "Владивосток"} <= {hit["name"] for hit in russian["results"]}
    assert russian["results"][0]["url"].startswith("/ru/places/ru/")
    assert client.get("/suggest", {"q": "v"}).json()["results"] == []
    assert len(client.get("/suggest", {"q": "s" * 5000}).json()["q"]) <= 100
