"""What the measurements found is shown as it was, and written into the document without touching the rest."""

import re
from pathlib import Path

import pytest

from benchmarks.__main__ import MEASUREMENTS, main
from benchmarks.reports import Report, Table, keep, markdown, read, write_into
from benchmarks.synthetic import invent_ties

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def report() -> Report:
    made = Report("pages", "make bench", "2026-02-15", "2 cores", (0.1, 0.25))
    made.tables.append(Table("Pages", ("page", "ms"), [("place", 1234.5), ("tie", 1.25)]))
    made.check("time", "at most 60 s", "61 s", met=False)
    made.check("memory", "at most 1 GB", "0.3 GB", met=True)
    return made


def test_a_goal_that_was_missed_is_said_to_be(report):
    lines = markdown(report).splitlines()
    assert "| time | at most 60 s | 61 s | **missed** |" in lines
    assert "| memory | at most 1 GB | 0.3 GB | met |" in lines


def test_figures_have_no_more_digits_than_mean_something(report):
    lines = markdown(report).splitlines()
    assert "| place | 1,234 |" in lines
    assert "| tie | 1.2 |" in lines


def test_a_report_that_was_kept_is_the_same(report, tmp_path):
    keep(report, tmp_path / "pages.json")
    assert markdown(read(tmp_path / "pages.json")) == markdown(report)


def test_a_report_is_written_between_its_marks_only(report, tmp_path):
    document = tmp_path / "document.md"
    document.write_text("before\n<!-- measured: pages -->old<!-- end: pages -->\nafter\n")
    assert write_into(document, report)
    text = document.read_text()
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert write_into(document, report)
    assert document.read_text() == text


def test_a_document_without_marks_is_left_alone(report, tmp_path):
    document = tmp_path / "document.md"
    document.write_text("nothing here\n")
    assert not write_into(document, report)
    assert document.read_text() == "nothing here\n"


def test_the_document_has_a_place_for_every_measurement():
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert set(re.findall(r"<!-- measured: (\w+) -->", text)) == set(MEASUREMENTS)


def test_without_arguments_all_measurements_are_named(capsys):
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in (*MEASUREMENTS, "matcher", "all"))


def test_the_same_seed_invents_the_same_ties():
    countries = ["RU", "US", "FR", "DE"] * 25
    ties = list(invent_ties(countries, 200, seed=1))
    assert ties == list(invent_ties(countries, 200, seed=1))
    assert ties != list(invent_ties(countries, 200, seed=2))
    assert len(set(ties)) == 200
    assert all(a < b for a, b in ties)
