"""The atlas file holds every place and tie, under an address that never changes its content."""

import gzip
import os

import brotli
import pytest

from jumelage.places.models import Place
from jumelage.site import atlas as making
from jumelage.site.atlas import atlas_revision
from jumelage.site.one_maker import STALE, alone, is_taken, waiting_alone
from jumelage.ties.models import Tie
from tests.factories import make_claim, make_place
from tests.site.atlas_reader import read_atlas
from tests.site.conftest import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_dir")]


def fetch(client, language="en", accepted="", name=""):
    return client.get(
        f"/atlas/{name or atlas_revision()}.{language}.bin",
        headers={"accept-encoding": accepted},
        follow=True,
    )


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.usefixtures("starter")
def test_every_tie_and_its_places_are_in_the_file(client):
    atlas = read_atlas(body(fetch(client)))
    assert atlas.header["truncated"] == 0
    found = set()
    for tie in atlas.ties:
        a, b = atlas.places[tie["a"]], atlas.places[tie["b"]]
        found.add(
            (frozenset((a["name"], b["name"])), frozenset((tie["legal_a"], tie["legal_b"])),
             tie["form"], tie["disputed"], tie["since"], tie["changed"])
        )  # fmt: skip
    expected = {
        (frozenset((tie.place_a.name, tie.place_b.name)), frozenset((tie.legal_a, tie.legal_b)),
         tie.form, tie.disputed, tie.since_year or 0, tie.changed_on.year if tie.changed_on else 0)
        for tie in Tie.objects.select_related("place_a", "place_b")
    }  # fmt: skip
    assert found == expected
    assert len(atlas.ties) == Tie.objects.count()
    for place in atlas.places:
        rows = Place.objects.filter(name=place["name"], country=place["country"])
        row = min(rows, key=lambda row: abs(row.lat - place["lat"]) + abs(row.lng - place["lng"]))
        assert abs(row.lat - place["lat"]) <= 0.005001
        assert abs(row.lng - place["lng"]) <= 0.005001
        assert row.kind == place["kind"]


@pytest.mark.usefixtures("starter")
def test_names_are_in_the_readers_language(client):
    names = {place["name"] for place in read_atlas(body(fetch(client, "ru"))).places}
    assert {"Владивосток", "Сан-Диего"} <= names


@pytest.mark.usefixtures("starter")
@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", "identity", bytes),
    ],
)
def test_it_comes_compressed_as_the_browser_likes_it(client, accepted, encoding, decode):
    response = fetch(client, accepted=accepted)
    assert response["Content-Encoding"] == encoding
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in response["Vary"]
    assert read_atlas(decode(body(response))).header["revision"] == atlas_revision()


def test_a_change_has_another_address_and_the_old_one_leads_to_it(client):
    make_claim()
    old = atlas_revision()
    before = body(fetch(client))
    make_claim()
    assert atlas_revision() != old
    assert len(read_atlas(body(fetch(client))).ties) == 2
    assert body(fetch(client, name=old)) == before
    moved = client.get("/atlas/0-1.en.bin")
    assert moved.status_code == 302
    assert moved.url == f"/atlas/{atlas_revision()}.en.bin"


@pytest.mark.parametrize(
    "path", ["/atlas/1-1.xx.bin", "/atlas/../secret-key.en.bin", "/atlas/x/9/"]
)
def test_what_is_no_atlas_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_a_place_without_coordinates_is_left_out(client):
    make_claim(make_place(lat=None, lng=None), make_place(country="US"))
    make_claim()
    assert len(read_atlas(body(fetch(client))).ties) == 1


def test_the_atlas_of_an_empty_registry_is_empty(client):
    atlas = read_atlas(body(fetch(client)))
    assert (atlas.places, atlas.ties) == ([], [])


def test_of_too_many_ties_those_of_the_most_connected_places_are_shown(client, settings):
    settings.JUMELAGE = {**settings.JUMELAGE, "ATLAS_MAX_TIES": 2}
    hub = make_place("Hub", "US")
    for _ in range(4):
        make_claim(make_place(), hub)
    atlas = read_atlas(body(fetch(client)))
    assert len(atlas.ties) == 2
    assert atlas.header["truncated"] == 1


@pytest.mark.usefixtures("starter")
def test_panels_speak_of_what_was_clicked(client):
    atlas = read_atlas(body(fetch(client, "ru")))
    name = atlas_revision()
    index = next(i for i, place in enumerate(atlas.places) if place["name"] == "Владивосток")
    panel = client.get(f"/atlas/{name}/{index}/?lang=ru")
    assert "Сан-Диего" in panel.content.decode()
    tie = next(tie for tie in atlas.ties if index in (tie["a"], tie["b"]))
    about = client.get(f"/atlas/{name}/tie/{tie['a']}/{tie['b']}/?lang=ru")
    assert words(read(about).one("h2").text)
    link = client.get(f"/atlas/{name}/{index}/page/?lang=ru")
    assert link.url == "/ru/places/ru/vladivostok/"
    assert client.get(f"/atlas/{name}/99999/?lang=ru").status_code == 404
    assert client.get(f"/atlas/{name}/tie/0/0/").status_code == 404


@pytest.mark.usefixtures("starter")
def test_a_place_page_shows_its_globe_once_the_atlas_is_made(client, get):
    path = "/en/places/ru/vladivostok/"
    assert get(path).all("div", data_atlas="mini") == []
    atlas = read_atlas(body(fetch(client)))
    index = next(i for i, place in enumerate(atlas.places) if place["name"] == "Vladivostok")
    globes = [e for e in get(path).elements if "data-place-index" in e.attributes]
    assert [globe.attributes["data-place-index"] for globe in globes] == [str(index)]


@pytest.mark.usefixtures("starter")
def test_the_still_picture_is_a_drawing_without_scripts(client):
    response = client.get("/atlas/picture.svg")
    assert response["Content-Type"] == "image/svg+xml"
    drawing = read(response)
    assert drawing.one("svg").attributes["viewbox"]
    assert drawing.all("script") == []
    assert len(drawing.all("path")) >= 2


def test_while_a_large_file_is_made_readers_are_shown_the_one_before(client, get, monkeypatch):
    """A write must not make the next reader wait."""
    started = []
    monkeypatch.setattr("jumelage.site.atlas.ASIDE", 1)
    monkeypatch.setattr("jumelage.site.atlas._start_making", started.append)
    make_claim()
    before = atlas_revision()
    first = body(fetch(client))  # there is none before it, so it is made at once
    assert started == []
    make_claim()
    document = get("/en/atlas/")
    sources = [e.attributes["data-src"] for e in document.elements if "data-src" in e.attributes]
    assert sources == [f"/atlas/{before}.en.bin"]
    moved = client.get(f"/atlas/{atlas_revision()}.en.bin")
    assert (moved.status_code, moved.url) == (302, f"/atlas/{before}.en.bin")
    assert moved["Cache-Control"] == "no-store"
    assert body(fetch(client)) == first
    assert set(started) == {"en"}
    making._make(making.atlas_paths("en"), "en")
    assert len(read_atlas(body(fetch(client))).ties) == 2


def test_only_one_makes_the_file(data_dir):
    folder = data_dir / "atlas"
    with alone(folder) as first, alone(folder) as second:
        assert (first, second) == (True, False)
        assert is_taken(folder)
    assert not is_taken(folder)


def test_who_was_stopped_while_making_the_file_is_not_waited_for(data_dir):
    folder = data_dir / "atlas"
    folder.mkdir()
    (folder / "making.lock").touch()
    long_ago = (folder / "making.lock").stat().st_mtime - STALE - 1
    os.utime(folder / "making.lock", (long_ago, long_ago))
    with alone(folder) as mine:
        assert mine


def test_who_waits_for_the_file_goes_on_once_it_is_there(data_dir):
    folder, made = data_dir / "atlas", data_dir / "atlas" / "1-1.en.json"
    with alone(folder):
        made.touch()
        with waiting_alone(folder, made):
            assert made.exists()
