"""``jumelage partners evaluate``: a file of pairs in, tables or JSON out."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from typer.testing import CliRunner

from jumelage.cli import partners as command
from jumelage.cli.main import app
from jumelage.imports import gazetteer
from jumelage.partners.domain import evaluation
from jumelage.partners.domain.facts import facts_of
from jumelage.partners.domain.learner import Lessons
from jumelage.partners.domain.training import Course
from jumelage.places.domain.gazetteer import MemoryGazetteer
from jumelage.places.domain.matcher import NameMatcher
from tests.domain.places.small import city
from tests.domain.places.small import gazetteer as small

TOWNS = [
    city(
        n,
        f"{'Foo' if n % 2 else 'Bar'}burg {n:03}",
        ("DE", "FR")[n % 2],
        "01",
        (48 + n / 50, 3 + n / 40),
        2_000 + 90 * n,
    )
    for n in range(1, 121)
]
COURSE = Course(
    turns=2, cold_turns=1, towns=20, others=20, likely=10, reach=40, first_towns=20, nets=1,
    lessons=Lessons(hidden=(4,), epochs=1),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    known = MemoryGazetteer()
    for entry in TOWNS:
        known.add(entry)
    monkeypatch.setattr(gazetteer, "open_matcher", lambda: NameMatcher(known))
    monkeypatch.setattr(command, "_gazetteer", lambda _bar: [facts_of(entry) for entry in TOWNS])
    trial = evaluation.Trial
    monkeypatch.setattr(
        evaluation, "Trial", lambda seed, **known: trial(seed, course=COURSE, decoys=5, **known)
    )


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    rng = np.random.default_rng(2)
    chosen = rng.integers(0, 60, (400, 2))
    rows = sorted({(2 * a, 2 * b + 1) for a, b in chosen.tolist()})
    lines = [
        f"{TOWNS[a].name},{TOWNS[a].country},{TOWNS[b].name},{TOWNS[b].country}" for a, b in rows
    ]
    path = tmp_path / "pairs.csv"
    path.write_text("\n".join(["city1,country1,city2,country2", *lines]), encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["partners", "evaluate", *map(str, words)])


def test_tables(pairs: Path) -> None:
    result = run(pairs, "--seed", 3)
    assert result.exit_code == 0, result.output
    assert "**honest subset**" in result.stdout
    for way in ("random", "Adamic-Adar", "gravity", "logistic regression", "jumelage"):
        assert f"| {way} |" in result.stdout
    assert "by inhabitants of the hidden partner" in result.stdout


def test_json_of_several_seeds(pairs: Path) -> None:
    result = run(pairs, "--seed", 3, "--seed", 4, "--json", "--no-baselines", "--towns", 10)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["seeds"] == [3, 4]
    figures = found["all pairs"]["jumelage"]
    mean, low, high = figures["mean"]["MRR"]
    by_seed = [figures["by seed"][seed]["MRR"][0] for seed in ("3", "4")]
    assert mean == pytest.approx(sum(by_seed) / 2, abs=1e-4)
    assert 0 < low <= mean <= high <= 1
    classes = found["by class"]["known partners of the hidden partner"].values()
    assert sum(c["pairs"] for c in classes) == found["honest subset"]["jumelage"]["pairs"]


def test_the_same_seed_gives_the_same_figures(pairs: Path) -> None:
    once, twice = (run(pairs, "--cold", "--json", "--no-baselines").stdout for _ in range(2))
    assert once == twice
    assert json.loads(once)["all pairs"]["jumelage"]["pairs"] > 0


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run(tmp_path / "none.csv")
    assert result.exit_code == 1
    assert "is the name right?" in result.stderr


def test_too_few_ties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "open_matcher", lambda: NameMatcher(small()))
    path = tmp_path / "few.csv"
    path.write_text("city1,country1,city2,country2\nTokyo,Japan,Bolzano,Italy\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "few.csv has 1 ties" in " ".join(result.stderr.split())


def test_columns_that_are_missing(tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("town,land\nTokyo,Japan\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 1
    assert "city1,country1,city2,country2" in result.stderr
