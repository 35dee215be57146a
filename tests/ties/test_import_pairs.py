"""Importing lists of pairs."""

import csv
from datetime import date
from pathlib import Path

import pytest

from jumelage.core.audit import OPERATOR
from jumelage.core.domain.refusals import RefusedError
from jumelage.places.models import Place
from jumelage.ties.imports.pairs import apply_pairs, preview_pairs, write_review
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, ImportBatch, Tie
from tests.factories import make_claim, make_place

pytestmark = pytest.mark.django_db

LIST = """country1,city1,city2,country2,note
Russia,Vladivostok,San Diego,United States,since 1991
USA,San Diego,Владивосток,Россия,
Germany,Köln,Volgograd,Russia,
in Italy,Rome,Paris,France,
Japan,,Paris,France,
France,Paris,Nowhereville,Germany,
Italy,Roma,Roma,Italy,
United States,Springfield,Berlin,Germany,
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("lists") / "pairs.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def preview(path):
    return preview_pairs(path)


def apply(preview):
    return apply_pairs(
        actor=OPERATOR,
        preview=preview,
        title="A list",
        url="https://example.org/list",
        retrieved=date(2026, 2, 15),
        licence="CC-BY-SA-4.0",
    )


def test_pairs_are_placed_and_every_other_row_has_its_reason(preview) -> None:
    assert [pair.row.line for pair in preview.pairs] == [2, 4]
    assert {problem.line: problem.code for problem in preview.problems} == {
        3: "duplicate",
        5: "country",
        6: "empty",
        7: "none",
        8: "same_place",
        9: "ambiguous",
    }


def test_the_review_file_says_why_row_by_row(preview, tmp_path) -> None:
    write_review(preview, tmp_path / "review.csv")
    lines = (tmp_path / "review.csv").read_text(encoding="utf-8").splitlines()
    rows = {row["line"]: row for row in csv.DictReader(lines)}
    assert "is “Italy” meant?" in rows["5"]["message"]
    assert "geonames:" in rows["9"]["candidates"]


def test_applying_records_places_with_coordinates_and_claims_with_where_they_stand(preview) -> None:
    applied = apply(preview)
    assert (applied.places, applied.claims) == (4, 2)
    vladivostok = Place.objects.get(slug="vladivostok")
    assert (vladivostok.country, round(vladivostok.lat)) == ("RU", 43)
    assert vladivostok.identifiers.get().value == "2013348"
    claim = Claim.objects.get(locator__startswith="line 2")
    assert "since 1991" in claim.locator
    assert claim.source.licence == "CC-BY-SA-4.0"
    assert list(check_registry()) == []


def test_importing_again_changes_nothing(preview) -> None:
    apply(preview)
    assert apply(preview).claims == 0
    assert (Tie.objects.count(), Claim.objects.count(), ImportBatch.objects.count()) == (2, 2, 1)


def test_places_on_record_are_known_by_their_number(preview) -> None:
    mine = make_place("Vladivostok", identifiers={"geonames": "2013348"})
    make_claim(
        mine, make_place("San Diego", "US", identifiers={"geonames": "5391811"}), when="1991"
    )
    assert apply(preview).places == 2
    assert Tie.objects.get(place_a=mine).since == "1991"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n1,2\n", "no column city1"),
        (b"", "no column"),
    ],
)
def test_an_unreadable_file_is_refused_whole(tmp_path, content, message) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(RefusedError, match=message):
        preview_pairs(file)


def test_a_missing_file_is_refused(tmp_path) -> None:
    with pytest.raises(RefusedError, match="No such file"):
        preview_pairs(tmp_path / "none.csv")
