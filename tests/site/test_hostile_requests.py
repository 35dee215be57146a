"""What is asked clumsily or in bad faith is answered clearly, in the reader's language, and never breaks a page."""

import pytest

from tests.site.conftest import read, words

pytestmark = pytest.mark.usefixtures("starter")

HUGE = "9" * 30
LONG = "a" * 5000

#: Answered like a question about nothing, or with the nearest thing that there is.
ANSWERED = [
    "/en/search/?q=%00",
    "/ru/search/?q=%00",
    "/en/search/?q=wikidata:%00",
    "/en/search/?q=ru/%00",
    "/en/search/?q=%ff%fe",
    f"/en/search/?q={LONG}",
    "/suggest?q=a%00b",
    "/suggest?q=vladi&lang=%00",
    f"/suggest?q={LONG}",
    "/en/?a=%00&b=%00",
    "/en/ties/?country=%00&form=%00&standing=%00&sort=%00&page=%00",
    "/en/ties/?from=9999&to=0000",
    f"/en/ties/?from={HUGE}&to=-1",
    "/en/ties/?page=-1",
    f"/ru/ties/?page={10**20}",
    "/en/ties/?on=bad",
    "/en/places/?country=%00",
    f"/en/places/?page={HUGE}",
    "/en/sources/?page=-1",
    "/en/countries/ru/?page=-1",
    "/en/countries/ru/ru/",
    "/en/countries/suhh/us/?on=1985-01-01",
    "/en/atlas/?country=%00&on=%00&at=%00&view=%00",
    "/api/v1/ties?since_from=99999999999999999999",
    "/api/v1/search?q=%00a",
    "/api/v1/places?identifier=wikidata:%00",
    "/api/v1/claims?source=%00",
    "/api/v1/places?page=100000&size=500",
    "/api/v1/pairs/RU/US?on=0001-01-01",
    "/api/v1/pairs/RU/US?on=9999-12-31",
    "/api/v1/places/ru/vladivostok/ties?on=0001-01-01",
    "/api/v1/ties?known=0001-01-01",
]
#: There is nothing there.
MISSING = [
    "/en/nothing/",
    "/ru/nothing/",
    "/ruins/",
    "/nothing",
    "/en/places/ru/%00/",
    f"/en/places/{'a' * 300}/x/",
    "/en/ties/ru/vladivostok/us/%00/",
    "/en/countries/%00/",
    "/en/sources/%00/",
    "/export/exe",
    f"/atlas/1-1/{HUGE}/",
    f"/atlas/1-1/tie/0/{HUGE}/",
    "/atlas/none.en.bin/x",
    "/atlas/1-1.xx.bin",
    "/api/v1/nothing",
    "/api/v1/ties/-1",
    f"/api/v1/ties/{HUGE}",
    f"/api/v1/claims/{HUGE}",
    "/api/v1/places/ru/%00",
    "/api/v1/sources/%00",
    "/api/v1/pairs/%00/US",
]
#: Not understood, and said so.
REFUSED = [
    ("/export/csv?on=bad", 400),
    ("/export/csv?known=bad", 400),
    ("/export/geojson?on=0001-01-01", 400),
    ("/api/v1/ties/abc", 422),
    ("/api/v1/ties?on=x", 422),
    ("/api/v1/ties?country=%00", 422),
]
PAGES = ["/en/", "/ru/ties/", "/en/about/", "/en/changes.atom", "/suggest?q=vl", "/export/csv",
         "/atlas/picture.svg", "/robots.txt", "/sitemap.txt"]  # fmt: skip


@pytest.mark.parametrize("path", ANSWERED, ids=lambda path: path[:60])
def test_what_means_nothing_is_answered_all_the_same(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", MISSING, ids=lambda path: path[:60])
def test_what_is_not_there_is_not_found(client, path):
    response = client.get(path)
    assert response.status_code == 404
    kind = "application/problem+json" if path.startswith("/api/") else "text/html"
    assert response["Content-Type"].startswith(kind)


@pytest.mark.parametrize(("path", "status"), REFUSED)
def test_what_cannot_be_understood_is_refused_with_the_reason(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert len(response.content) > 20


@pytest.mark.parametrize("question", ["on=bad", "known=bad", "on=0001-01-01", "known=2019-13-45"])
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "page", ["places/ru/vladivostok/", "ties/ru/vladivostok/us/san-diego/", "countries/ru/us/"]
)
def test_a_day_that_is_none_is_named_and_today_is_shown(get, page, language, question):
    document = get(f"/{language}/{page}?{question}")
    (notice,) = document.all("p", role="alert")
    assert question.partition("=")[2] in notice.text
    russian = any("а" <= letter <= "я" for letter in notice.text)
    assert russian == (language == "ru")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_can_be_sent_to_a_page(client, path, method):
    response = getattr(client, method)(path)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/ties/", "This page can only be read"),
        ("/ru/ties/", "Эту страницу можно только читать"),
    ],
)
def test_that_a_page_is_only_for_reading_is_said_in_the_readers_language(client, path, expected):
    assert expected == words(read(client.post(path)).one("h1").text)


@pytest.mark.parametrize("path", PAGES)
def test_the_head_of_a_page_can_be_asked_for(client, path):
    response = client.head(path)
    assert response.status_code == 200
    assert b"".join(response) == b""


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/en/places/RU/vladivostok/?on=2019-10-11", "/en/places/ru/vladivostok/?on=2019-10-11"),
        ("/en/countries/RU/US/?on=2019-10-11", "/en/countries/ru/us/?on=2019-10-11"),
        ("/en/ties/us/san-diego/ru/vladivostok/?known=2020-01-01",
         "/en/ties/ru/vladivostok/us/san-diego/?known=2020-01-01"),
    ],
)  # fmt: skip
def test_another_spelling_keeps_the_question(client, path, target):
    assert client.get(path).url == target


def test_a_page_that_is_not_there_names_no_translation_of_it(client):
    assert read(client.get("/ruins/")).all("link", rel="alternate", hreflang="ru") == []
