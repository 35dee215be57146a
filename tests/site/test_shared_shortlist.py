"""A shortlist at its secret address: for whoever has it, until its day, and never for a search engine."""

import io
from datetime import timedelta

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from jumelage.core.clock import today
from jumelage.partners.actions import shortlists as actions
from jumelage.partners.models import Shortlist, ShortlistItem
from jumelage.partners.shortlists.secrets import address_of, secret_of
from tests.factories import make_claim, make_place
from tests.partners.conftest import officer_of

pytestmark = pytest.mark.django_db
UNTIL = timedelta(days=30)


@pytest.fixture
def town(db):
    return make_place("Vladivostok", "RU", ru="Владивосток")


@pytest.fixture
def officer(town):
    return officer_of(town, "anna@vlad.example")


@pytest.fixture
def shortlist(town, officer, data_dir) -> Shortlist:
    kept = actions.make(actor=officer.actor, place=town, title="Ports", note="For the council")
    actions.add(actor=officer.actor, place=town, ref="geonames:2879139", shortlist=kept)
    item = kept.items.get()
    actions.write_note(actor=officer.actor, item=item, version=1, note="<b>A fair</b>\n\nand books")
    return actions.share(actor=officer.actor, shortlist=kept, version=2, until=today() + UNTIL)


def _address(shortlist: Shortlist, language: str = "en", more: str = "") -> str:
    return f"/{language}/shortlists/{secret_of(shortlist)}/{more}"


def test_it_is_read_without_signing_in(client, shortlist):
    page = client.get(_address(shortlist)).content.decode()
    for words in (
        "Possible partners of Vladivostok", "Ports", "For the council", "Leipzig", "Germany",
        "&lt;b&gt;A fair&lt;/b&gt;", "Shared by the office of Vladivostok",
    ):  # fmt: skip
        assert words in page
    for words in ("anna", "Anna", "csrf", "<form"):
        assert words not in page.partition("<main")[2].partition("</main>")[0]
    assert "Владивосток" in client.get(_address(shortlist, "ru")).content.decode()
    with override("en"):
        assert address_of(shortlist) == f"https://jumelage.example{_address(shortlist)}"


def test_it_goes_to_no_search_engine_cache_or_other_page(client, shortlist):
    wrong = "/en/shortlists/1-0/"
    for address in (_address(shortlist), _address(shortlist, more="pdf/"), wrong):
        answer = client.get(address)
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]


def test_it_is_on_paper_in_the_language_of_the_address(client, shortlist):
    for language, words in (("en", "Leipzig, Germany"), ("ru", "Германия")):
        answer = client.get(_address(shortlist, language, "pdf/"))
        assert answer["Content-Type"] == "application/pdf"
        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert words in " ".join(text.split())


def test_where_no_font_has_its_letters_the_page_says_so(client, shortlist):
    ShortlistItem.objects.update(note="釜山")
    answer = client.get(_address(shortlist, more="pdf/"))
    assert answer.status_code == 503
    assert "The PDF cannot be made here" in answer.content.decode()


def test_after_its_last_day_it_is_gone(client, shortlist):
    Shortlist.objects.update(shared_until=today())
    assert client.get(_address(shortlist)).status_code == 200
    Shortlist.objects.update(shared_until=today() - timedelta(days=1))
    for more in ("", "pdf/"):
        answer = client.get(_address(shortlist, more=more))
        assert answer.status_code == 410
        page = answer.content.decode()
        assert "This list is not shared any more" in page
        assert "Ports" not in page
        assert "Vladivostok" not in page


def test_once_taken_back_or_renewed_the_address_leads_nowhere(client, officer, shortlist):
    before = _address(shortlist)
    kept = actions.renew_address(actor=officer.actor, shortlist=shortlist, version=3)
    assert client.get(before).status_code == 404
    assert client.get(_address(kept)).status_code == 200
    kept = actions.stop_sharing(actor=officer.actor, shortlist=shortlist, version=4)
    assert client.get(_address(kept)).status_code == 404
    assert "the office has taken it back" in client.get(before).content.decode()


def test_another_key_of_the_installation_makes_other_addresses(client, shortlist, settings):
    address = _address(shortlist)
    settings.SECRET_KEY = "another"
    assert client.get(address).status_code == 404


def test_it_can_only_be_read(client, shortlist):
    assert client.post(_address(shortlist)).status_code == 405


def test_however_many_places_the_database_is_asked_as_often(
    client, town, officer, shortlist, django_assert_max_num_queries
):
    for _ in range(3):
        place = make_place(country="US")
        actions.add(actor=officer.actor, place=town, ref=f"place:{place.pk}", shortlist=shortlist)
        make_claim(town, place, "ended", when="1999")
    with django_assert_max_num_queries(9):
        client.get(_address(shortlist))
