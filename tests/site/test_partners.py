"""Finding a partner: choosing a place, suggestions with reasons, filters that leave nothing, files, side by side."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from jumelage.partners import suggesting
from jumelage.partners.domain.facts import Facts
from jumelage.places.models import Place
from jumelage.site import partner_tables
from jumelage.site.partner_page import name_in_script
from tests.factories import make_claim, make_place
from tests.partners.conftest import officer_of, wish_data
from tests.site.conftest import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def suzdal(data_dir):
    """A town with a partner; one more is proposed."""
    own = make_place("Suzdal", "RU", ru="Суздаль", lat=56.4, lng=40.4)
    Place.objects.filter(pk=own.pk).update(population=30_000)
    partner = make_place(
        "Grodno", "PL", ru="Гродно", lat=52.0, lng=20.0, identifiers={"geonames": "4"}
    )
    make_claim(own, partner, "signed", when="1990")
    proposed = make_place("Seaside", "GB", lat=50.7, lng=-1.9, identifiers={"geonames": "5"})
    make_claim(own, proposed, "proposed", when="2020")
    return own


PAGE = "/en/partners/ru/suzdal/"


def names(document):
    return [words(heading.text) for heading in document.all("h2", class_="partner-name")]


# Choosing


def test_one_place_that_is_surely_meant_is_opened(client, suzdal):
    for text in ("Suzdal", "суздаль", "ru/suzdal"):
        assert client.get("/en/partners/", {"q": text}).url == PAGE


def test_of_several_places_one_is_chosen(get, suzdal):
    make_place("Suzdal", "US")
    document = get("/en/partners/?q=Suzdal")
    links = {a.attributes["href"] for a in document.all("a")}
    assert {PAGE, "/en/partners/us/suzdal/"} <= links


def test_a_town_without_any_tie_can_look_for_its_first(client, get, suzdal):
    (address,) = {client.get("/en/partners/", {"q": text}).url for text in ("Bourg", "Бург")}
    assert address == "/en/partners/geonames/2/"
    document = get(address)
    assert "Kleinstadt" in names(document)
    assert "Bourg" not in names(document)


def test_namesakes_outside_the_register_are_offered_the_largest_first(get, suzdal):
    document = get("/en/partners/?q=Springfield")
    section = document.all("section", aria_labelledby="towns") or document.all("section")
    text = words(section[0].text)
    assert text.index("Missouri") < text.index("Illinois")


def test_a_country_is_told_to_be_one(get, suzdal):
    main = words(get("/en/partners/?q=Germany").one("main").text)
    assert "Germany is a country: partners are found for towns" in main


def test_who_is_not_known_is_helped(get, suzdal):
    main = words(get("/en/partners/?q=Xyzzy").one("main").text)
    assert "No place is known by “Xyzzy”" in main
    assert "from 15,000 inhabitants on" in main


def test_suggestions_while_typing_lead_to_suggested_partners(client, suzdal):
    found = client.get("/suggest?q=suz&lang=ru&for=partners").json()["results"]
    assert [one["url"] for one in found] == ["/ru/partners/ru/suzdal/"]
    towns = client.get("/suggest?q=spring&lang=en&for=partners").json()["results"]
    assert [one["url"] for one in towns] == [
        "/en/partners/geonames/7/",  # the larger one
        "/en/partners/geonames/6/",
    ]
    assert towns[0]["note"] == "Missouri, United States"
    assert client.get("/suggest?q=spring&lang=en").json()["results"] == []


# The list


def test_partners_and_proposed_ones_are_not_suggested(get, suzdal):
    found = names(get(PAGE))
    assert "Grodno" not in found
    assert "Seaside" not in found
    assert {"Altstadt", "Bourg", "Kleinstadt"} <= set(found)


def test_each_has_reasons_as_sentences_with_shares(get, suzdal):
    document = get(PAGE)
    main = words(document.one("main").text)
    assert "About your size: 30,000 inhabitants" in main
    shares = [
        int(words(e.text).rstrip(" %\xa0")) for e in document.all("span", class_="share-percent")
    ]
    assert shares
    assert all(3 <= share <= 100 for share in shares)
    assert words(document.one("h1").text).startswith("Partners for Suzdal")


def test_the_reader_s_language(get, suzdal):
    make_claim(
        make_place("Vladimir", "RU", ru="Владимир", lat=56.1, lng=40.4),
        make_place(
            "Altstadt", "DE", ru="Старгород", lat=50.0, lng=10.0, identifiers={"geonames": "1"}
        ),
        "signed",
        when="1995",
    )
    document = get("/ru/partners/ru/suzdal/")
    assert "Старгород" in names(document)
    assert "Bourg Бург" in names(document)  # the only name in Russian letters
    assert "Springfield" in names(document)  # of two, none is surely Russian
    assert "связано с ним: Владимир" in words(document.one("main").text)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Берлин", "Бярлин", "Берлін"), "Берлин"),  # of several, the one that sounds so
        (("Бярлин",), "Бярлин"),
        (("Бярлин", "Бялин"), ""),
        (("Берлін", "Berlino", "柏林"), ""),
    ],
)
def test_a_name_is_told_in_the_reader_s_letters_if_it_is_sure(names, expected):
    town = Facts("geonames:1", "Berlin", "DE", names=names)
    assert name_in_script(town) == ""
    with override("ru"):
        assert name_in_script(town) == expected


def test_a_place_of_the_register_is_linked_and_its_wish_shown(get, suzdal):
    town = make_place("Bourg", "FR", lat=48.0, lng=3.0, identifiers={"geonames": "2"})
    publish(town, "A choir from far away")
    document = get(PAGE)
    links = {a.attributes["href"] for a in document.all("a")}
    assert "/en/places/fr/bourg/" in links
    (wish,) = [a for a in document.all("a") if a.text == "A choir from far away"]
    assert wish.attributes["href"].startswith("/en/wishes/")


def publish(town, title="A choir", **more):
    from jumelage.partners.actions.wishes import publish_new

    officer = officer_of(town, f"officer{town.pk}@example.org")
    return publish_new(actor=officer.actor, place=town, data=wish_data(title, **more))


def test_only_the_plain_list_is_for_search_engines(client, suzdal):
    assert b"noindex" not in client.get(PAGE).content
    assert b"noindex" in client.get(PAGE + "?country=FR").content


def test_moved_and_missing_places(client, suzdal):
    assert client.get("/en/partners/ru/nowhere/").status_code == 404
    assert client.get("/en/partners/geonames/999/").status_code == 404
    assert client.get("/en/partners/RU/suzdal/?n=3").url == PAGE + "?n=3"
    assert client.get("/en/partners/geonames/4/").url == "/en/partners/pl/grodno/"


def test_more_are_shown_when_asked_for(get, suzdal):
    document = get(PAGE + "?n=2")
    assert len(names(document)) == 2
    (more,) = [a for a in document.all("a") if a.text == "More suggestions"]
    assert len(names(get(PAGE + more.attributes["href"]))) > 2


# Filters and sliders


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("country=FR", {"Bourg", "Vieilleville"}),
        ("country=fr&country=AT", {"Bourg", "Vieilleville", "Kleinstadt"}),
        ("not=US&not=FR", {"Altstadt", "Kleinstadt"}),
        ("km_to=2500&km_from=2000", {"Altstadt"}),
        ("size_from=100 000", {"Springfield"}),
        ("size_to=15999", {"Vieilleville"}),
        ("language=fr", {"Bourg", "Vieilleville"}),
        ("language=de&country=DE&country=FR", {"Altstadt"}),
    ],
)
def test_filters(get, suzdal, query, expected):
    assert set(names(get(f"{PAGE}?{query}"))) == expected


def test_only_those_with_a_wish_or_a_theme(get, suzdal):
    town = make_place("Bourg", "FR", lat=48.0, lng=3.0, identifiers={"geonames": "2"})
    assert names(get(PAGE + "?wish=1")) == []
    publish(town, themes=("sport",))
    assert names(get(PAGE + "?wish=1")) == ["Bourg"]
    assert names(get(PAGE + "?theme=sport")) == ["Bourg"]
    assert names(get(PAGE + "?theme=culture")) == []


def test_only_those_without_partners_or_without_a_tie_with_the_country(get, suzdal):
    bourg = make_place("Bourg", "FR", lat=48.0, lng=3.0, identifiers={"geonames": "2"})
    make_claim(bourg, make_place("Vladimir", "RU"), "signed", when="1999")
    assert "Bourg" in names(get(PAGE))
    assert "Bourg" not in names(get(PAGE + "?new=1"))
    found = names(get(PAGE + "?untied=1"))
    assert "Bourg" not in found
    assert "Vladimir" not in found
    assert "Altstadt" in found


def test_where_nothing_is_left_it_is_said_which_filter_to_loosen(get, suzdal):
    document = get(PAGE + "?country=FR&size_from=1000000")
    main = words(document.one("main").text)
    assert "No town is as wanted" in main
    links = {words(a.text): a.attributes["href"] for a in document.all("a")}
    helpful = links["without “at least 1,000,000 inhabitants”"]
    assert set(names(get(PAGE + helpful))) == {"Bourg", "Vieilleville"}
    assert "without “France”" not in links  # nobody is so large anywhere


def test_filters_that_exclude_one_another(get, suzdal):
    main = words(get(PAGE + "?country=FR&size_from=1000000&km_to=5").one("main").text)
    assert "Taking away a single filter does not help" in main


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country=FR&not=FR", "France is both wanted and left out"),
        ("km_from=900&km_to=100", "At least 900 km and at most 100 km"),
        ("size_from=9&size_to=1", "At least 9 and at most 1 inhabitants"),
        ("language=de&country=FR", "German"),
        ("country=ZZZ", "“ZZZ” is no country"),
        ("km_from=many", "“many” is no whole number"),
        ("size_from=-5", "“-5” is no whole number"),
    ],
)
def test_contradictions_are_named(client, get, suzdal, query, said):
    document = get(f"{PAGE}?{query}")
    (alert,) = document.all("p", role="alert")
    assert said in alert.text
    assert names(document) == []
    refused = client.get(f"{PAGE}?{query}&format=csv")
    assert refused.status_code == 400
    assert said in refused.content.decode()


@pytest.mark.parametrize(
    "query", ["near=99&small=-99&similar=x&n=0", "n=99999999999", "near=²&n=²&km_to=٣", "with=x"]
)
def test_whatever_an_address_says_is_answered(client, suzdal, query):
    assert client.get(f"{PAGE}?{query}").status_code == 200


def test_a_slider_changes_the_order_and_can_be_taken_back(get, suzdal):
    far = get(PAGE + "?near=-4")
    near = get(PAGE + "?near=4")
    assert names(far) != names(near)
    assert sorted(names(far)) == sorted(names(near))
    assert names(far).index("Bourg") < names(far).index("Kleinstadt")
    assert names(near).index("Kleinstadt") < names(near).index("Bourg")
    (moved,) = far.all("input", id="s-near")
    assert moved.attributes["value"] == "-4"
    (back,) = [a for a in far.all("a") if words(a.text) == "Remove: your sliders"]
    assert names(get(PAGE + back.attributes["href"])) == names(get(PAGE))


def test_each_filter_has_a_link_that_takes_it_away(get, suzdal):
    document = get(PAGE + "?country=FR&country=AT&size_to=20000&near=2")
    links = {words(a.text): a.attributes["href"] for a in document.all("a")}
    assert links["Remove: France"] == "?country=AT&size_to=20000&near=2"
    assert links["Remove: at most 20,000 inhabitants"] == "?country=FR&country=AT&near=2"


# Files


def test_the_files_are_the_list_of_the_page(client, get, suzdal):
    expected = names(get(PAGE + "?country=FR"))
    text = b"".join(client.get(PAGE + "?country=FR&format=csv").streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == expected
    assert rows[0]["ref"].startswith("geonames:")
    assert "%" in rows[0]["reasons"]
    answer = client.get(PAGE + "?country=FR&format=json")
    assert "jumelage-partners-suzdal-" in answer["Content-Disposition"]
    data = json.loads(b"".join(answer.streaming_content))
    assert [row["name"] for row in data["suggestions"]] == expected
    assert data["place"] == "ru/suzdal"
    assert data["model"] == "default"
    assert sum(abs(r["share"]) for r in data["suggestions"][0]["reasons"]) == pytest.approx(
        1, abs=0.01
    )


# Side by side


def cells(document):
    """Return what is compared: the label of a row, and what is said of each place."""
    found, label = {}, ""
    for element in document.elements:
        if element.tag == "th" and element.attributes.get("scope") == "row":
            label = words(element.text)
            found[label] = {}
        if element.tag == "td":
            found[label][element.attributes["data-label"]] = words(element.text)
    return found


def test_what_is_known_stands_side_by_side(get, suzdal):
    bourg = make_place("Bourg", "FR", lat=48.0, lng=3.0, identifiers={"geonames": "2"})
    grodno = Place.objects.get(slug="grodno")
    make_claim(bourg, grodno, "signed", when="1999")
    publish(bourg, "A choir", themes=("culture",))
    document = get(f"{PAGE}compare/?with=place:{bourg.pk}&with=geonames:8")
    found = cells(document)
    assert found["Inhabitants"] == {"Suzdal": "30,000", "Bourg": "31,000", "Kleinstadt": "16,000"}
    assert found["Partners in common"] == {"Suzdal": "–", "Bourg": "Grodno", "Kleinstadt": "none"}
    assert found["Countries of its partners"]["Bourg"] == "Poland"
    assert found["Countries of its partners"]["Kleinstadt"] == "not known"
    assert found["Themes"]["Bourg"] == "culture and the arts"
    assert found["Themes"]["Kleinstadt"] == "not known"
    assert found["Open wish"]["Bourg"] == "A choir"
    assert found["Distance"]["Bourg"].endswith(" km")
    assert found["Languages of its country"]["Kleinstadt"].startswith("German")
    assert "km from the sea" in found["Setting"]["Kleinstadt"]


def test_the_reasons_are_those_of_the_list(client, get, suzdal):
    listed = json.loads(b"".join(client.get(PAGE + "?format=json").streaming_content))
    (bourg,) = [row for row in listed["suggestions"] if row["name"] == "Bourg"]
    main = words(get(PAGE + "compare/?with=geonames:2&with=geonames:8").one("main").text)
    for reason in [*bourg["in_words"]["for"], *bourg["in_words"]["against"]]:
        assert words(f"{round(reason['share'] * 100)} %{reason['words']}") in main.replace(
            "\xa0", " "
        )


def test_who_is_a_partner_already_is_said_to_be(get, suzdal):
    grodno = Place.objects.get(slug="grodno")
    main = words(get(f"{PAGE}compare/?with=place:{grodno.pk}").one("main").text)
    assert "a partner already" in main
    assert "it is no longer suggested" in main


def test_at_most_four_are_compared(get, suzdal):
    query = "&".join(f"with=geonames:{number}" for number in (1, 2, 3, 6, 8))
    document = get(f"{PAGE}compare/?{query}")
    assert len(cells(document)["Inhabitants"]) == 5
    assert "Four can be compared" in document.one("p", role="alert").text


def test_what_cannot_be_compared_is_named(get, suzdal):
    for ref in ("geonames:999", "place:999999", "x", "place:x", f"place:{suzdal.pk}", "geonames:4"):
        document = get(f"{PAGE}compare/?with={ref}")
        if ref != "geonames:4":  # in the register it is a place
            assert "is not known here" in document.one("p", role="alert").text, ref
    assert "Nothing chosen to compare yet" in words(get(PAGE + "compare/").one("main").text)


# Who is at work, and what is not ready


def test_only_officers_of_the_place_are_offered_a_shortlist(client, suzdal):
    link = b"/en/workspace/shortlists/add/?place=ru/suzdal"
    assert link not in client.get(PAGE).content
    client.force_login(officer_of(make_place("Elsewhere"), "other@example.org").user)
    assert link not in client.get(PAGE).content
    client.force_login(officer_of(suzdal, "anna@example.org").user)
    assert link in client.get(PAGE).content
    assert link in client.get(PAGE + "compare/?with=geonames:2").content


def test_while_the_gazetteer_is_read_nobody_waits(client, suzdal, monkeypatch):
    begun = []
    monkeypatch.setattr(partner_tables, "_begin", lambda: begun.append(1))
    answer = client.get(PAGE)
    assert answer.status_code == 202
    assert answer["Refresh"] == "3"
    assert answer["Cache-Control"] == "no-store"
    assert "Suggestions for Suzdal are being prepared." in answer.content.decode()
    assert client.get(PAGE + "?format=json").status_code == 503
    assert client.get("/en/partners/?q=Xyzzy").status_code == 200
    assert client.get("/en/partners/how-good/").status_code == 200
    assert len(begun) == 4


def test_it_is_said_what_the_suggestions_were_learned_from(get, suzdal, monkeypatch):
    assert "follow a published formula" in words(get(PAGE).one("main").text)
    model = suggesting.current().finder.model
    monkeypatch.setattr(model, "ties", 2500)
    assert "Learned from 2,500 ties of this register." in words(get(PAGE).one("main").text)
    document = get("/en/partners/how-good/")
    assert "What was learned from 2,500 ties" in words(document.one("main").text)


def test_a_new_place_is_known_at_once(get, suzdal):
    get(PAGE)
    make_place("Newtown", "GB", lat=52.0, lng=0.0)
    assert names(get("/en/partners/gb/newtown/"))


def test_an_empty_register(get, data_dir):
    assert "No place is known" in words(get("/en/partners/?q=Nowhere").one("main").text)
    assert names(get("/en/partners/geonames/2/"))


# Links, and what it costs


def test_a_place_leads_to_its_suggestions(get, suzdal):
    document = get("/en/places/ru/suzdal/")
    assert PAGE in {a.attributes["href"] for a in document.all("a")}
    for path in ("/en/", "/en/about/"):
        assert "/en/partners/" in {a.attributes["href"] for a in get(path).all("a")}


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("path", ["", "?wish=1", "compare/?with=place:{0}&with=place:{1}"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_database_is_asked_the_same_however_much_is_shown(client, suzdal, path, language):
    partner = Place.objects.get(slug="grodno")
    towns = [make_place(f"Town {n}", "FR", lat=48.0 + n, lng=3.0) for n in range(4)]
    publish(towns[0])
    address = f"/{language}/partners/ru/suzdal/" + path.format(towns[0].pk, towns[1].pk)
    client.get(address)
    before = asked(client, address)
    for town in towns[1:]:
        publish(town)
        make_claim(town, partner, "signed", when="2001")
    client.get(address)
    after = asked(client, address)
    assert len(before) == len(after), "\n".join(after)
    assert len(after) <= 18
