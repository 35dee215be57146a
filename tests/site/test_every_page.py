"""What holds for every page, in both languages."""

import re
import struct

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver

from jumelage.site import urls
from tests.site.conftest import EVERY_PAGE, PATHS, read, words

pytestmark = pytest.mark.usefixtures("starter")


def test_every_address_is_tried():
    names = {pattern.name for pattern in urls.translated if isinstance(pattern, URLPattern)}
    assert not [pattern for pattern in urls.translated if isinstance(pattern, URLResolver)]
    signed = {"agreement", "agreement-pdf"}  # the starter registry has none: test_agreements.py
    sought = {"wish"}  # nor any of these: wishes/test_board.py
    shared = {"shared-shortlist", "shared-shortlist-pdf"}  # nor these: test_shared_shortlist.py
    files = {"feed", "wishes-feed", "forum-calendar", "commitments-calendar", "commitments-file"}
    promised = {"commitment"}  # nor these: test_commitments.py
    come = {"forum-speakers", "forum-meetings"}  # of its forums nobody is on record
    secret = {"forum-timetable", "forum-board"}  # for who has the address: test_meetings.py
    secret |= {f"{name}-live" for name in secret}
    secret |= {"forum-timetable-calendar", "forum-timetable-pdf"}
    assert names == set(PATHS) | files | signed | sought | shared | promised | come | secret


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_a_page_is_there_in_its_language(get, language, path):
    document = get(f"/{language}/{path}")
    assert document.problems == []
    assert document.one("html").attributes["lang"] == language
    title = words(document.all("title")[0].text)
    assert title.endswith(" · Jumelage")
    assert len(title) > len(" · Jumelage")
    heading = words(document.one("h1").text)
    assert heading
    main = words(document.all("main")[0].text)
    if language == "ru":
        assert re.search("[а-яё]{3} [а-яё]{3}", main, re.IGNORECASE)
        assert words(document.one("nav", class_="masthead-nav").text).startswith("Атлас Связи")


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_a_page_is_sound(get, language, path):
    document = get(f"/{language}/{path}")
    ids = [e.attributes["id"] for e in document.elements if e.attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert [e for e in document.all("img") if not e.attributes.get("alt")] == []
    labelled = {e.attributes.get("for") for e in document.all("label")}
    wrapped = {"checkbox", "radio", "hidden", "submit"}
    for field in [*document.all("input"), *document.all("select")]:
        if field.attributes.get("type") not in wrapped:
            named = field.attributes.get("aria-label") or field.attributes.get("id") in labelled
            assert named, field
    for e in document.elements:
        references = e.attributes.get("aria-labelledby", "").split()
        assert set(references) <= set(ids), e


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_nothing_on_a_page_runs_but_its_own_files(client, language, path):
    response = client.get(f"/{language}/{path}")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    document = read(response)
    for script in document.all("script"):
        if script.attributes.get("type") != "application/ld+json":
            assert script.attributes["src"].startswith("/static/")
            assert not script.text.strip()
    assert document.all("style") == []
    for e in document.elements:
        assert "style" not in e.attributes, e
        assert not [name for name in e.attributes if name.startswith("on")], e
        assert not e.attributes.get("href", "").lower().startswith(("javascript:", "data:")), e


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_a_page_is_guarded_and_asked_again_only_if_changed(client, language, path):
    response = client.get(f"/{language}/{path}")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"]
    again = client.get(f"/{language}/{path}", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert client.head(f"/{language}/{path}").status_code == 200


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_a_page_names_itself_and_its_translation(get, language, path):
    document = get(f"/{language}/{path}")
    canonical = document.one("link", rel="canonical").attributes["href"]
    assert canonical == f"https://jumelage.example/{language}/{path.partition('?')[0]}"
    other = "en" if language == "ru" else "ru"
    translated = document.one("link", rel="alternate", hreflang=other).attributes["href"]
    assert translated == f"https://jumelage.example/{other}/{path}"
    assert document.one("meta", property="og:title").attributes["content"]
    assert document.one("meta", property="og:description").attributes["content"]


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_a_link_to_a_page_is_shown_with_a_card(get, language, path):
    document = get(f"/{language}/{path}")

    def said(name):
        return document.one("meta", property=f"og:{name}").attributes["content"]

    address = said("image")
    assert address.startswith("https://jumelage.example/static/card-")
    assert f"card-{language}" in address
    assert (said("image:width"), said("image:height")) == ("1200", "630")
    assert said("image:alt")
    assert said("locale")[:2] == language
    card = document.one("meta", name="twitter:card").attributes["content"]
    assert card == "summary_large_image"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_card_is_a_picture_of_the_size_that_is_said(language):
    path = settings.STATICFILES_DIRS[0] / f"card-{language}.png"
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (1200, 630)
    assert len(data) < 150_000


@pytest.mark.parametrize(("language", "path"), EVERY_PAGE)
def test_links_on_a_page_lead_somewhere(client, get, language, path):
    document = get(f"/{language}/{path}")
    links = {e.attributes["href"].partition("#")[0] for e in document.all("a")}
    inside = sorted(link for link in links if link.startswith("/"))
    assert inside
    for link in inside[:: max(1, len(inside) // 12)]:
        assert client.get(link).status_code in {200, 301, 302}, link


@pytest.mark.parametrize(
    "path",
    ["places/ru/nowhere/", "places/zz/vladivostok/", "countries/zz/", "countries/ru/zz/",
     "sources/none/", "ties/ru/vladivostok/us/boston/", "nothing/"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_not_there_is_said(get, language, path):
    document = get(f"/{language}/{path}", status=404)
    assert document.one("html").attributes["lang"] == language
    assert words(document.one("h1").text)
    assert document.all("input", name="q")


@pytest.mark.parametrize(("accepted", "language"), [("ru-RU,ru;q=0.9", "ru"), ("de", "en")])
def test_a_visitor_comes_to_the_own_language(client, accepted, language):
    response = client.get("/", headers={"accept-language": accepted})
    assert response.url == f"/{language}/"
