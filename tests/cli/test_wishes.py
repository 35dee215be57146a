"""``jumelage wishes``: a file in, pairs with reasons out."""

import json

import pytest

from jumelage.places.domain import sources
from tests.domain.places.small import ENTRIES

HEAD = "ref,name,country,themes,languages,capacity,not_countries\n"
ROWS = (
    "bonn,Bonn,DE,culture;sport,en,1,\n"
    "lyon,Lyon,FR,culture;sport,en,1,\n"
    "metz,Metz,FR,culture,en,1,\n"
    "lodz,Łódź,PL,health,en,1,DE\n"
)


@pytest.fixture
def wishes(tmp_path):
    path = tmp_path / "wishes.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def test_wishes_are_brought_together(jumelage, wishes):
    done = jumelage("wishes", "match", str(wishes))
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("Bonn (DE) – Lyon (FR) · served ")
    assert "2 without a partner" in done.stdout
    assert "Łódź (PL) · nobody_fits" in done.stdout
    assert "Stable: no two" in done.stdout


def test_everything_as_data_and_in_a_file(jumelage, wishes, tmp_path):
    out = tmp_path / "out.json"
    done = jumelage(
        "wishes", "match", str(wishes), "--json", "-o", str(out), "--between", "DE,FR+PL"
    )
    data = json.loads(done.stdout)
    assert data == json.loads(out.read_text(encoding="utf-8"))
    assert [(pair["a"], pair["b"]) for pair in data["pairs"]] == [("bonn", "lyon")]
    assert data["stable"] is True


def test_why_one_did_not_get_another(jumelage, wishes):
    done = jumelage("wishes", "match", str(wishes), "--why", "metz", "bonn")
    assert "the other got others that it likes better" in done.stdout
    assert "lyon serves it" in done.stdout
    done = jumelage("wishes", "match", str(wishes), "--why", "bonn", "lodz")
    assert "country_excluded, says lodz" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--between", "DE"), "two groups"),
        (("--between", "DE,DE"), "one group only"),
        (("--between", "DE,Nowhereland"), "Nowhereland"),
        (("--why", "bonn", "none"), "“none”"),
    ],
)
def test_what_makes_no_sense_is_refused(jumelage, wishes, words, message):
    done = jumelage("wishes", "match", str(wishes), *words)
    assert done.exit_code == 1
    assert message in done.stderr


def test_every_fault_of_a_file_is_named(jumelage, wishes):
    wishes.write_text(HEAD + "a,A,XX,culture,en,0,\na,B,DE,culture,en,1,\n", encoding="utf-8")
    done = jumelage("wishes", "match", str(wishes))
    assert done.exit_code == 1
    assert "line 2, column country" in done.stderr
    assert "line 2, column capacity" in done.stderr
    assert "line 3, column ref: “a” is the ref of line 2 already" in done.stderr
    assert "is the name right?" in jumelage("wishes", "match", "nowhere.csv").stderr


def test_invented_wishes_can_be_matched(jumelage, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "entries", lambda **_known: iter(ENTRIES))
    invented = jumelage("wishes", "sample", "40", "--seed", "2").stdout
    assert invented == jumelage("wishes", "sample", "40", "--seed", "2").stdout
    path = tmp_path / "sample.csv"
    path.write_text(invented, encoding="utf-8")
    done = jumelage("wishes", "match", str(path))
    assert done.exit_code == 0, done.stderr
    assert "pairs;" in done.stdout
