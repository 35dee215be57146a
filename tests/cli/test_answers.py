"""``report``, ``ties`` and ``export`` on the starter registry."""

import csv
import io
import json

import pytest


def report(jumelage, *options):
    done = jumelage("report", "RU", "US", "--format", "json", *options)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


TIE_KEYS = {"a", "b", "form", "since", "standing", "disputed", "sources"}


def test_a_report_has_the_promised_shape(jumelage):
    answer = report(jumelage, "--on", "2019-10-11")
    assert {"on", "known_by", "sentence", "a", "b", "ties", "reported"} <= set(answer)
    assert all(set(tie) >= TIE_KEYS for tie in answer["ties"])
    assert all({"source", "on", "a", "b", "difference"} <= set(f) for f in answer["reported"])
    assert answer["on"] == "2019-10-11"
    assert answer["sentence"].startswith("On 11 October 2019, 55 cities, two regions and one ")
    assert answer["a"] == {
        "country": "RU",
        "places": {"city": 55, "district": 1, "region": 2},
    }
    tie = next(
        tie for tie in answer["ties"] if tie["a"] == "Vladivostok" and tie["b"] == "San Diego"
    )
    assert tie["since"].startswith("1991")
    assert tie["standing"] == "in_force"
    assert tie["sides"] == {"a": "in_force", "b": "in_force"}
    assert all(source.startswith("http") for source in tie["sources"])
    reported = next(figure for figure in answer["reported"] if figure["on"] == "2019-10-11")
    assert reported["a"] == {"city": 67, "region": 2}
    assert reported["difference"]["a"] == {"city": 55 - 67, "region": 0}


def test_the_standing_is_one_word_and_each_side_has_its_own(jumelage):
    ties = report(jumelage)["ties"]
    tie = next(t for t in ties if (t["a"], t["b"]) == ("Stavropol", "Des Moines"))
    assert tie["standing"] == "ended"
    assert tie["sides"] == {"a": "in_force", "b": "ended"}
    (answer,) = json.loads(jumelage("ties", "Des Moines", "--format", "json").stdout)
    turned = next(t for t in answer["ties"] if t["b"] == "Stavropol")
    assert set(turned) >= TIE_KEYS
    assert turned["standing"] == "ended"
    assert turned["sides"] == {"a": "ended", "b": "in_force"}


def test_reports_differ_as_history_did(jumelage):
    cities = [
        report(jumelage, "--on", day)["a"]["places"]["city"]
        for day in ("1985-01-01", "2019-10-11", "2022-12-31")
    ]
    assert cities == [4, 55, 43]


def test_what_was_not_yet_known_is_not_told(jumelage):
    def standing(known):
        answer = report(jumelage, "--on", "2022-12-31", "--known", known)
        ties = {(tie["a"], tie["b"]): tie["standing"] for tie in answer["ties"]}
        return ties.get(("Saratov", "Dallas"))

    assert standing("2022-01-01") == "in_force"
    assert standing("2022-12-31") == "ended"
    assert standing("1970-01-01") is None


def test_a_report_in_russian(jumelage):
    sentence = report(jumelage, "--on", "2019-10-11", "--lang", "ru")["sentence"]
    assert "55 городов" in sentence
    assert "США" in sentence or "Соединённых" in sentence or "Соединенных" in sentence


def test_countries_may_be_named_in_any_usual_way(jumelage):
    texts = {
        jumelage("report", *names, "--on", "2019-10-11").stdout.splitlines()[0]
        for names in (("RU", "US"), ("Russia", "United States"), ("Россия", "USA"))
    }
    assert len(texts) == 1


def test_the_text_shows_ties_and_what_was_reported(jumelage):
    text = jumelage("report", "RU", "US", "--on", "2019-10-11").stdout
    assert "Vladivostok – San Diego · " in text
    assert "67 cities and two regions" in text
    assert "Counted here minus reported: A city -12" in text


def test_the_table_has_a_row_for_each_tie(jumelage):
    done = jumelage("report", "RU", "US", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 87
    assert {row["standing"] for row in rows} == {"in_force", "suspended", "ended"}


@pytest.mark.parametrize(
    "name", ["Vladivostok", "vladivostok", "Владивосток", "Q959", "ru/vladivostok"]
)
def test_a_place_is_found_by_any_of_its_names(jumelage, name):
    answers = json.loads(jumelage("ties", name, "--format", "json").stdout)
    vladivostok = next(answer for answer in answers if answer["key"] == "ru/vladivostok")
    assert {"San Diego", "Tacoma", "Juneau"} <= {tie["b"] for tie in vladivostok["ties"]}


def test_ties_as_text_and_table(jumelage):
    text = jumelage("ties", "Vladivostok", "--lang", "ru").stdout
    assert text.startswith("Владивосток (ru/vladivostok)")
    assert "Сан-Диего" in text
    rows = list(csv.reader(io.StringIO(jumelage("ties", "Tacoma", "--format", "csv").stdout)))
    assert [row[1] for row in rows[1:]] == ["Vladivostok"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("report", "RU", "Atlantis"), "Atlantis"),
        (("report", "RU", "US", "--lang", "tlh"), "there is no language “tlh”"),
        (("ties", "Nowhere at all"), "no place is known by “Nowhere at all”"),
    ],
)
def test_what_cannot_be_done_is_said(jumelage, words, reason):
    done = jumelage(*words)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert reason in done.stderr


def test_a_day_that_is_none_is_refused(jumelage):
    done = jumelage("report", "RU", "US", "--on", "yesterday")
    assert done.exit_code == 2
    assert "yesterday" in done.stderr


def test_exports_hold_every_tie_with_its_sources(jumelage, tmp_path):
    table = list(csv.DictReader(io.StringIO(jumelage("export").stdout)))
    lines = jumelage("export", "--format", "jsonl").stdout.splitlines()
    path = tmp_path / "ties.geojson"
    jumelage("export", "--format", "geojson", "--out", path)
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert len(table) == len(lines) == len(features) == 87
    assert all(row["sources"] for row in table)
    assert features[0]["geometry"]["type"] == "LineString"
    assert not list(tmp_path.glob("*.part"))


def test_an_export_of_the_past_holds_what_was_then(jumelage):
    rows = list(csv.DictReader(io.StringIO(jumelage("export", "--on", "1985-01-01").stdout)))
    assert len(rows) == 4
    assert all(row["standing"] == "in_force" for row in rows)
