"""Importing lists of pairs."""

import csv
from pathlib import Path

import pytest

from jumelage.core.domain.refusals import RefusedError
from jumelage.imports.adapters.pairs import PairsFile
from jumelage.imports.rendering import write_review
from jumelage.places.models import Place
from jumelage.sources.models import ImportBatch
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Claim, Tie
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
Wakanda,Birnin Zana,Paris,France,
"""


@pytest.fixture
def pairs(tmp_path) -> PairsFile:
    file = tmp_path / "pairs.csv"
    file.write_text(LIST, encoding="utf-8")
    return PairsFile(file)


def test_every_row_is_placed_or_has_its_reason(importing, pairs) -> None:
    prepared = importing.prepare(pairs)
    assert len(prepared.ties) >= 2
    left_out = {remark.line: remark.code for remark, _row in prepared.rows_left_out}
    assert {line: code for line, code in left_out.items() if line != 5} == {
        3: "duplicate",
        6: "empty",
        7: "none",
        8: "same_place",
        9: "country",
    }


def test_the_review_file_says_why_and_keeps_the_row(importing, pairs, tmp_path) -> None:
    write_review(importing.prepare(pairs), tmp_path / "review.csv")
    lines = (tmp_path / "review.csv").read_text(encoding="utf-8").splitlines()
    rows = {row["line"]: row for row in csv.DictReader(lines)}
    assert "Wakanda" in rows["9"]["message"]
    assert rows["7"]["city2"] == "Nowhereville"


def test_applying_records_places_with_coordinates_and_claims_with_where_they_stand(
    importing, pairs
) -> None:
    applied = importing(pairs)
    assert applied.report.counts["new_ties"] == applied.report.counts["new_claims"]
    vladivostok = Place.objects.get(slug="vladivostok")
    assert (vladivostok.country, round(vladivostok.lat)) == ("RU", 43)
    assert vladivostok.identifiers.get().value == "2013348"
    claim = Claim.objects.get(locator__startswith="line 2")
    assert "since 1991" in claim.locator
    assert claim.source.licence == "CC-BY-SA-4.0"
    assert list(check_registry()) == []


def test_a_trial_writes_nothing_and_says_the_same(importing, pairs) -> None:
    trial = importing(pairs, dry_run=True)
    assert not Place.objects.exists()
    assert not ImportBatch.objects.exists()
    real = importing(pairs)
    assert trial.report.counts == real.report.counts


def test_importing_again_changes_nothing(importing, pairs, exported) -> None:
    importing(pairs)
    before, ties = exported(), Tie.objects.count()
    again = importing(pairs)
    assert again.batch is None
    assert (again.report.counts["new_claims"], again.report.counts["known"]) == (0, ties)
    assert (exported(), ImportBatch.objects.count()) == (before, 1)


def test_places_on_record_are_known_by_their_number(importing, pairs) -> None:
    mine = make_place("Vladivostok", identifiers={"geonames": "2013348"})
    make_claim(
        mine, make_place("San Diego", "US", identifiers={"geonames": "5391811"}), when="1991"
    )
    importing(pairs)
    assert Tie.objects.get(place_a=mine).since == "1991"
    assert Place.objects.filter(name="San Diego").count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"a,b\n1,2\n", "no column city1"), (b"", "no column")],
)
def test_an_unreadable_file_is_refused_whole(importing, tmp_path, content, message) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    with pytest.raises(RefusedError, match=message):
        importing.prepare(PairsFile(file))


def test_a_missing_file_is_refused(importing, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"none\.csv"):
        importing.prepare(PairsFile(tmp_path / "none.csv"))
