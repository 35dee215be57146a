"""``jumelage reconcile``: files of names in, answers and figures out."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jumelage.cli.main import app
from jumelage.imports import gazetteer
from jumelage.places.domain.matcher import NameMatcher
from tests.domain.places.small import gazetteer as small


@pytest.fixture(autouse=True)
def _small_gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "open_matcher", lambda: NameMatcher(small()))


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["reconcile", *map(str, words)])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text(
        'city,country,lat,lng\nVladivostok,Russia,43.1,131.9\n"Columbus, Georgia",USA,32.5,-85\n'
        "Columbus,USA,32.46,-84.99\nNowhere,Japa,0,0\n=x,Japan,0,0\n",
        encoding="utf-8",
    )
    return path


def test_answers_are_printed(names: Path) -> None:
    result = run(names)
    assert result.exit_code == 0, result.output
    found = rows(result.stdout)
    assert [row["outcome"] for row in found] == ["found", "found", "found", "none", "none"]
    assert [row["ref"] for row in found[:3]] == ["geonames:2013348", "geonames:13", "geonames:13"]
    assert found[0]["line"] == "2"
    assert "Japa" in found[3]["reasons"]
    assert found[4]["name"] == "'=x"
    assert "5 names: 3 found, 0 ambiguous, 2 none" in result.stderr


def test_answers_are_written(names: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = run(names, "--out", out)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert len(rows(out.read_text(encoding="utf-8"))) == 5
    assert not list(tmp_path.glob("*.part"))


def test_figures_do_not_use_the_answers_as_hints(names: Path) -> None:
    result = run(names, "--gold", names)
    assert result.exit_code == 0
    lines = dict(line.rsplit(maxsplit=1) for line in result.stdout.splitlines())
    assert lines["gold names"] == "5"
    assert lines["coverage"] == "0.6000"
    assert lines["precision"] == "0.6667"  # Columbus alone is Ohio's, by size
    assert lines["recall"] == "0.4000"
    assert lines["precision, United States"] == "0.5000"
    assert int(lines["names per second"].replace(",", "")) > 0


def test_pairs_and_context(names: Path, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "city1,country1,city2,country2\nVladivostok,Russia,San Diego,USA\n", encoding="utf-8"
    )
    result = run(pairs)
    assert [row["name"] for row in rows(result.stdout)] == ["Vladivostok", "San Diego"]
    beside = run(names, "--context", pairs)
    assert beside.exit_code == 0
    assert rows(beside.stdout)[0]["ref"] == "geonames:2013348"
    measured = run(pairs, "--gold", names)
    assert "not in the file" in measured.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "no column of name"), ("", "is empty"), (None, "is the name right?")],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, text: str | None, said: str) -> None:
    path = tmp_path / "bad.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "Not done" in result.stderr
    assert said in result.stderr.replace("\n", " ")
    assert result.stdout == ""


def test_where_nothing_can_be_written_is_said(names: Path, tmp_path: Path) -> None:
    result = run(names, "--out", tmp_path / "no" / "folder.csv")
    assert result.exit_code == 1
    assert "choose another place" in result.stderr
