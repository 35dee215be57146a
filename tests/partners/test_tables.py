"""What is kept of the gazetteer in the data folder: made once, whole, of this version, and read as it was known."""

import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from jumelage.partners import tables as module
from jumelage.partners.domain.columns import Columns, columns_of
from jumelage.partners.domain.facts import Facts, facts_of
from jumelage.partners.domain.landscape import landscape_of
from jumelage.partners.tables import (
    Tables,
    build_tables,
    main,
    make_tables,
    open_tables,
    tables_folder,
)
from jumelage.places.domain.kinds import Kind
from tests.domain.places.small import ENTRIES as CITIES
from tests.domain.places.small import city

OBLAST = city(30, "Leningradskaya Oblast", "RU", "42", (60.0, 32.0), 0, "Ленинградская область")
ENTRIES = [OBLAST._replace(kind=Kind.REGION, level=1, people=2_000_000), *CITIES]
#: As they are kept: towns, the largest first, then divisions.
FACTS: list[Facts] = sorted(
    (facts_of(entry) for entry in ENTRIES if entry.level <= 2),
    key=lambda place: (not place.is_settlement, -place.population),
)


def silent(_step: str, _done: int, _of: int) -> None:
    pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tables_folder(tmp_path)
    build_tables(made, ENTRIES, silent)
    return made


def test_they_say_what_the_gazetteer_says(folder: Path) -> None:
    known = Tables(folder)
    assert list(known.facts) == FACTS
    assert known.facts[-1] == FACTS[-1]
    assert len(known) == len(FACTS)
    towns = sum(place.is_settlement for place in FACTS)
    assert known.towns == towns < len(FACTS)
    assert known.larger(0) == towns
    assert known.larger(200_000) == sum(p.is_settlement and p.population >= 200_000 for p in FACTS)


def test_columns_are_those_worked_out_anew(folder: Path) -> None:
    known = Tables(folder)
    expected = columns_of(FACTS, landscape_of(p for p in FACTS if p.is_settlement))
    found = known.columns(np.arange(len(FACTS)))
    for field in fields(Columns)[2:]:
        np.testing.assert_array_equal(getattr(found, field.name), getattr(expected, field.name))
    assert list(found.keys) == list(expected.keys)
    again = columns_of(FACTS, known.landscape())
    np.testing.assert_array_equal(again.order, expected.order)
    np.testing.assert_array_equal(again.around, expected.around)
    assert len(known.columns(np.arange(0))) == 0


def test_places_are_found_by_what_identifies_them(folder: Path) -> None:
    known = Tables(folder)
    (san_diego,), nothing = known.identified(["geonames:10", "geonames:999"])
    assert known.facts[san_diego].name == "San Diego"
    assert nothing == []


def test_another_version_is_made_anew_and_the_old_one_removed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "version", lambda: "0123456789abcdef")
    other = tables_folder(folder.parents[1])
    assert other != folder
    assert open_tables(other) is None
    build_tables(other, ENTRIES[:3], silent)
    assert [path.name for path in other.parent.iterdir()] == ["gazetteer-0123456789abcdef"]


def test_what_is_cut_short_is_not_opened(folder: Path) -> None:
    part = folder / "text.npy"
    part.write_bytes(part.read_bytes()[:-10])
    assert open_tables(folder) is None
    build_tables(folder, ENTRIES, silent)
    assert open_tables(folder) is not None


def test_nothing_is_left_of_what_could_not_be_made(tmp_path: Path) -> None:
    def broken():
        yield ENTRIES[0]
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        build_tables(tables_folder(tmp_path), broken(), silent)
    assert not list(tmp_path.rglob("*.npy"))


def test_kinds_are_kept(folder: Path) -> None:
    kinds = {place.kind for place in Tables(folder).facts}
    assert Kind.CITY in kinds
    assert kinds == {place.kind for place in FACTS}


def test_another_process_makes_them_and_tells_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tables_folder(tmp_path)
    monkeypatch.setattr(module.sources, "entries", lambda **_known: iter(ENTRIES))
    main(made)  # as that process does
    lines = capsys.readouterr().out
    assert lines == "tables 0 1\ntables 1 1\n"
    told: list[tuple[str, int, int]] = []
    monkeypatch.setattr(module, "_COMMAND", (sys.executable, "-c", f"print({lines.strip()!r})"))
    make_tables(made, lambda *step: told.append(step))
    assert told == [("tables", 0, 1), ("tables", 1, 1)]


def test_what_another_process_could_not_make(tmp_path: Path) -> None:
    (tmp_path / "partners").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="exit code 1"):
        make_tables(tables_folder(tmp_path), silent)
