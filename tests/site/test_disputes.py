"""The page of disputes, and the disputes of a tie's page: who says what since when, what decides, and why."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.audit import OPERATOR
from jumelage.core.clock import now
from jumelage.core.memory import memory
from jumelage.site.views import disputes as view
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import ImportBatch
from jumelage.ties.bulk import BulkClaim, record_claims
from jumelage.ties.models import Tie
from tests.factories import make_claim, make_place, make_source
from tests.site.conftest import words

pytestmark = pytest.mark.django_db


def main_text(document) -> str:
    return words(document.all("main")[0].text)


def dispute(a="Stavropol", b="Des Moines", country="US") -> Tie:
    place_a, place_b = make_place(a), make_place(b, country)
    make_claim(place_a, place_b, when="1985", source=make_source("Gazette"))
    weighty = make_source("Register", authority=Authority.REGISTER)
    return make_claim(place_a, place_b, when="1991", source=weighty, recorded=date(2021, 6, 1)).tie


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Sources do not differ here"), ("ru", "Здесь источники не расходятся")],
)
def test_where_sources_agree_the_page_says_what_will_be_here(get, language, expected):
    document = get(f"/{language}/disputes/")
    assert expected in main_text(document)


def test_each_side_is_told_with_its_source_and_since_when(get):
    dispute()
    text = main_text(get("/en/disputes/"))
    assert "Sources differ on 1 tie." in text
    assert "Stavropol – Des Moines" in text
    assert text.index("Signed, 1991") < text.index("Signed, 1985")
    assert "On record since 1 June 2021." in text
    assert "(national register) has more authority than the other (press)" in text


def test_the_page_is_narrowed_by_country_and_matter(get):
    dispute()
    dispute("Bremen", "Riga", "LV")
    assert "Stavropol" not in main_text(get("/en/disputes/?country=LV"))
    assert "Bremen" in main_text(get("/en/disputes/?country=lv&about=since"))
    assert "Bremen" not in main_text(get("/en/disputes/?country=LV&about=form"))


def test_among_very_many_a_country_must_be_chosen_first(get, monkeypatch):
    dispute()
    monkeypatch.setattr(view, "SORTED_UP_TO", 0)
    text = main_text(get("/en/disputes/?about=form"))
    assert "choose a country first" in text
    assert "Stavropol" in text


def test_the_table_has_a_row_for_each_claim(client):
    dispute()
    response = client.get("/ru/disputes/?format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode())))
    assert [(row["decides"], row["when"], row["on_record_since"]) for row in rows] == [
        ("1", "1991", "2021-06-01"),
        ("0", "1985", "2020-01-01"),
    ]
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize(
    "query",
    ["country=%00", "country=ZZ", "about=%00", "about=colour", "page=-1", "page=" + "9" * 30, "format=exe",
     "country=RU&country=US&about=since&page=x"],
)  # fmt: skip
def test_what_means_nothing_is_answered_all_the_same(get, query):
    dispute()
    get(f"/en/disputes/?{query}")


def test_as_many_queries_for_one_tie_as_for_three(client):
    def asked():
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get("/ru/disputes/")
        return len(queries)

    dispute()
    asked()
    one = asked()
    dispute()
    dispute()
    assert asked() == one <= 12


def test_pages_follow_one_another(get):
    for number in range(view.PER_PAGE + 1):
        dispute(f"Town {number}")
    assert len(get("/en/disputes/").all("article")) == view.PER_PAGE
    assert len(get("/en/disputes/?page=2").all("article")) == 1


def edition(source, retrieved, *claims) -> None:
    batch = ImportBatch.objects.create(
        adapter="pairs",
        file_name="x",
        file_sha256="0" * 64,
        source=source,
        retrieved=retrieved,
        at=now(),
    )
    record_claims(actor=OPERATOR, source=source, batch=batch, claims=claims)


def test_a_tie_in_several_lists_says_which_edition_named_it_last(get):
    a, b = make_place("Kiel"), make_place("Sovetsk", "US")
    wikipedia = make_source("A list", authority=Authority.WIKIPEDIA, published="2026-02-15")
    wikidata = make_source("Statements", authority=Authority.WIKIDATA, published="2026-03-01")
    register = make_source("Register", authority=Authority.REGISTER, published="2013")
    named = BulkClaim(a.pk, b.pk)
    edition(wikipedia, date(2026, 2, 15), named)
    edition(wikipedia, date(2026, 8, 1), named)
    edition(wikidata, date(2026, 3, 1), BulkClaim(a.pk, b.pk, "ended", when="2022-03", by=b.pk))
    edition(register, date(2013, 12, 31), BulkClaim(a.pk, b.pk, "signed", when="1992"))
    document = get("/en/ties/ru/kiel/us/sovetsk/")
    (section,) = document.all("section", class_="dispute")
    text = words(section.text)
    assert "Sources differ on the standing on the side of Sovetsk" in text
    assert text.index("Ended by Sovetsk, March 2022") < text.index("Named as a tie")
    assert "it reports an event, and a list repeats what it knew" in text
    assert "Last named by its edition of 1 August 2026." in text
    assert "Last named by its edition of 1 March 2026." in text
    assert f"On record since {datetime.now(UTC).day} " in text
    assert "Last named by its edition of 31 December 2013." in main_text(document)
