"""``jumelage partners find`` and ``… train``: suggestions in words, and helpful refusals."""

import json
from pathlib import Path

import pytest

from jumelage.core.audit import OPERATOR
from jumelage.partners import suggesting
from jumelage.partners.actions.wishes import publish_new
from jumelage.places.models import Place
from tests.domain.places.small import city
from tests.factories.gazetteer import tables_of
from tests.partners.conftest import wish_data

TOWNS = [
    city(2013348, "Vladivostok", "RU", "59", (43.11, 131.87), 604_901),
    city(1, "Busan", "KR", "10", (35.1, 129.0), 3_600_000),
    city(2, "Kleinstadt", "DE", "02", (48.1, 11.5), 20_000),
]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    monkeypatch.setattr(suggesting, "make_tables", tables_of(TOWNS))


def test_suggestions_come_with_reasons(jumelage):
    done = jumelage("partners", "find", "ru/vladivostok", "-n", "3", "--why")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("  1. ")
    assert "%  " in done.stdout
    assert "default model" in done.stderr


def test_suggestions_as_data(jumelage):
    words = ("partners", "find", "Владивосток", "--country", "Germany", "--json", "--lang", "ru")
    answer = json.loads(jumelage(*words).stdout)
    assert answer["place"] == "ru/vladivostok"
    assert answer["model"] == "default"
    (only,) = [row for row in answer["suggestions"] if row["name"] == "Kleinstadt"]
    assert only["where"] == "Бавария, Германия"
    assert all(row["country"] == "DE" for row in answer["suggestions"])
    assert only["reasons"][0]["words"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Atlantis",), "“Atlantis” is not in the register"),
        (("ru/vladivostok", "--country", "Nowhere"), "Nowhere"),
        (
            ("ru/vladivostok", "--country", "DE", "--not-country", "de"),
            "both wanted and not wanted",
        ),
        (("ru/vladivostok", "--km-from", "10", "--km-to", "5"), "turn them round"),
        (("ru/vladivostok", "--size-from", "10", "--size-to", "5"), "turn them round"),
        (
            ("ru/vladivostok", "--country", "DE", "--size-from", "9000000"),
            "without --size-from, --size-to: 1",
        ),
        (("ru/vladivostok", "--theme", "magic"), "there is no theme “magic”; there are"),
        (("ru/vladivostok", "--leaning", "cheap=1"), "no leaning “cheap”; there are similar"),
        (("ru/vladivostok", "--leaning", "near"), "“near”: write an amount from -1 to 1"),
        (("ru/vladivostok", "--leaning", "near=2"), "near must be from -1 to 1"),
        (("ru/vladivostok", "--with-wish"), "without --with-wish, --theme: "),
    ],
)
def test_what_cannot_be_answered_says_why(jumelage, words, message):
    done = jumelage("partners", "find", *words)
    assert done.exit_code == 1
    assert message in " ".join(done.stderr.split())


def test_only_places_with_a_wish_for_a_theme(jumelage):
    assert jumelage("partners", "prepare").exit_code == 0
    des_moines = Place.objects.get(name="Des Moines")
    data = wish_data(themes=["culture"])
    wish = publish_new(actor=OPERATOR, place=des_moines, data=data)
    done = jumelage("partners", "find", "ru/vladivostok", "--theme", "culture", "--json")
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert [row["ref"] for row in answer["suggestions"]] == [f"place:{wish.place_id}"]


def test_a_small_register_is_not_learned_from(jumelage):
    done = jumelage("partners", "train")
    assert done.exit_code == 1
    assert "2,000 are needed" in " ".join(done.stderr.split())


def test_tables_are_made_beforehand(jumelage):
    assert not suggesting.is_ready()
    done = jumelage("partners", "prepare")
    assert done.exit_code == 0
    assert "Suggestions are ready." in done.stderr
    assert suggesting.is_ready()


def test_leanings_change_the_order_and_take_nothing_out(jumelage):
    def names(*leanings: str) -> list[str]:
        options = [word for leaning in leanings for word in ("--leaning", leaning)]
        done = jumelage("partners", "find", "ru/vladivostok", "-n", "500", "--json", *options)
        assert done.exit_code == 0, done.stderr
        return [row["name"] for row in json.loads(done.stdout)["suggestions"]]

    near, far = names("near=1", "small=-1"), names("far=1", "near=1", "near=-1", "small=1")
    assert near.index("Busan") < near.index("Kleinstadt")
    assert far.index("Kleinstadt") < near.index("Kleinstadt")
    assert sorted(near) == sorted(far)
