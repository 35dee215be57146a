"""Exports, the feed, machine-readable metadata; and that no name can break out of a page or a file."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

from jumelage.ties.models import Tie
from tests.factories import make_claim, make_place, make_source
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = "<script>alert('x')</script>\"&</script>"


def text_of(response):
    return b"".join(response.streaming_content).decode()


@pytest.mark.usefixtures("starter")
def test_the_whole_registry_can_be_taken_along(client):
    response = client.get("/export/csv?on=2019-10-11")
    assert response["Content-Disposition"] == 'attachment; filename="jumelage-2019-10-11.csv"'
    table = list(csv.DictReader(io.StringIO(text_of(response))))
    lines = [json.loads(line) for line in text_of(client.get("/export/jsonl")).splitlines()]
    features = json.loads(text_of(client.get("/export/geojson")))["features"]
    assert len(lines) == len(features) == Tie.objects.count()
    assert len(table) < len(lines)
    assert all(line["sources"] for line in lines)
    assert client.get("/export/xlsx").status_code == 404


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_feed_tells_what_came_on_record(client, language):
    response = client.get(f"/{language}/changes.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(response.content)  # noqa: S314 - our own document
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 40
    links = [entry.find(f"{ATOM}link").get("href") for entry in entries]
    assert all(link.startswith("http") for link in links)
    assert len({entry.find(f"{ATOM}id").text for entry in entries}) == 40


@pytest.mark.usefixtures("starter")
def test_pages_carry_schema_org_data(get):
    place = json.loads(
        get("/en/places/ru/vladivostok/").one("script", type="application/ld+json").text
    )
    assert place["@type"] == "City"
    assert place["name"] == "Vladivostok"
    assert "https://www.wikidata.org/wiki/Q959" in place["identifier"]
    tie = json.loads(
        get("/en/ties/ru/vladivostok/us/san-diego/").one("script", type="application/ld+json").text
    )
    assert [side["name"] for side in tie["about"]] == ["Vladivostok", "San Diego"]
    assert tie["startDate"].startswith("1991")


def data_of(document):
    """Return what machines read on a page, each part by its type."""
    data = json.loads(document.one("script", type="application/ld+json").text)
    assert data["@context"] == "https://schema.org"
    return {part["@type"]: part for part in data.get("@graph", [data])}


def is_public(address):
    return address.startswith("https://jumelage.example/")


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_first_page_says_how_the_site_is_searched_and_what_can_be_taken(get, client, language):
    data = data_of(get(f"/{language}/"))
    target = data["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert target == f"https://jumelage.example/{language}/search/?q={{search_term_string}}"
    dataset = data["Dataset"]
    assert dataset["license"].startswith("https://creativecommons.org/")
    assert len(dataset["distribution"]) == 3
    for part in dataset["distribution"]:
        assert is_public(part["contentUrl"])
        response = client.get(part["contentUrl"].removeprefix("https://jumelage.example"))
        assert response["Content-Type"].startswith(part["encodingFormat"])
        response.close()


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_two_countries_are_a_dataset(get, client, language):
    document = get(f"/{language}/countries/ru/us/")
    dataset = data_of(document)["Dataset"]
    assert dataset["description"] == words(document.one("p", class_="sentence").text)
    assert dataset["name"]
    assert dataset["inLanguage"] == language
    first, _, last = dataset["temporalCoverage"].partition("/")
    assert 1900 < int(first) < int(last)
    assert len(dataset["spatialCoverage"]) == 2
    for part in dataset["distribution"]:
        response = client.get(part["contentUrl"].removeprefix("https://jumelage.example"))
        assert response.status_code == 200
        assert response["Content-Type"].startswith(part["encodingFormat"])


@pytest.mark.usefixtures("starter")
def test_two_countries_without_ties_are_a_dataset_of_no_time(get):
    assert "temporalCoverage" not in data_of(get("/en/countries/fr/jp/"))["Dataset"]


@pytest.mark.usefixtures("starter")
def test_a_source_is_a_work(get):
    work = data_of(get("/ru/sources/boston-globe-2022-03-18/"))["CreativeWork"]
    assert work["url"].startswith("https://www.bostonglobe.com/")
    assert work["datePublished"] == "2022-03-18"
    assert work["publisher"]["name"] == "The Boston Globe"
    assert work["inLanguage"] == "en"
    undated = data_of(get("/en/sources/geonames/"))["CreativeWork"]
    assert "datePublished" not in undated
    assert undated["license"] == "CC-BY-4.0"


@pytest.mark.usefixtures("starter")
def test_crawlers_are_led(client):
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://jumelage.example/sitemap.txt" in robots
    addresses = text_of(client.get("/sitemap.txt")).split()
    assert "https://jumelage.example/en/places/ru/vladivostok/" in addresses


@pytest.fixture
def nasty():
    """A tie all of whose words try to break out."""
    a = make_place(NASTY, "RU", ru=NASTY)
    b = make_place("=cmd|' /C calc'!A0", "US")
    source = make_source(NASTY)
    claim = make_claim(a, b, "suspended", source=source, when="2022-03", quote=NASTY, by=a)
    make_claim(a, b, "ended", source=make_source(NASTY), when="2022-03", quote=NASTY, by=a)
    return claim


def test_no_name_breaks_out_of_a_page(client, nasty, get, data_dir):
    tie = nasty.tie
    a, b = tie.place_a, tie.place_b
    for path in (
        "/en/", "/ru/", "/en/ties/", "/en/places/", "/en/changes/", "/en/sources/", "/en/atlas/",
        "/en/countries/ru/us/", "/en/countries/ru/",
        f"/en/places/{a.key}/", f"/en/ties/{a.key}/{b.key}/", f"/en/sources/{nasty.source.key}/",
        f"/en/search/?q={'<script>'}", "/en/ties/?sort=<script>", "/en/?on=<script>alert(1)</script>",
        "/atlas/picture.svg", "/en/changes.atom",
    ):  # fmt: skip
        response = client.get(path)
        assert response.status_code == 200, path
        assert "<script>alert" not in response.content.decode(), path
        scripts = read(response).all("script")
        assert all(s.attributes.get("src") or "json" in s.attributes["type"] for s in scripts), path


def test_what_is_in_json_ld_stays_in_it(get, nasty):
    tie = nasty.tie
    for page in (f"places/{tie.place_a.key}", f"sources/{nasty.source.key}"):
        script = get(f"/en/{page}/").one("script", type="application/ld+json")
        assert json.loads(script.text)["name"] == NASTY


def test_a_cell_of_a_table_is_no_formula(client, nasty):
    for path in ("/export/csv", "/api/v1/ties?format=csv", "/api/v1/places?format=csv"):
        response = client.get(path)
        text = text_of(response) if response.streaming else response.content.decode()
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "@", "+"))] == [], path
        assert any("=cmd" in cell for cell in cells), path


def test_retracted_claims_stay_readable_with_the_reason(get):
    from jumelage.core.audit import OPERATOR
    from jumelage.ties.actions import retract_claim

    claim = make_claim(quote="they are twins")
    retract_claim(actor=OPERATOR, claim=claim, reason="another town of that name")
    tie = claim.tie
    text = words(get(f"/en/ties/{tie.place_a.key}/{tie.place_b.key}/").one("main").text)
    assert "they are twins" in text
    assert "another town of that name" in text
