"""Suggestions for places of the register: who is a candidate, what filters leave, and what is said."""

from pathlib import Path

import numpy as np
import pytest
from django.utils.translation import override

from jumelage.partners import suggesting
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.features import Group
from jumelage.partners.domain.reasons import Reason
from jumelage.partners.domain.training import Course, train
from jumelage.partners.reason_words import sentence, where
from jumelage.partners.suggesting import Suggester, TooFewTiesError, Wanted, learn, load
from jumelage.places.models import Place
from tests.domain.places.small import city
from tests.factories import make_claim, make_place
from tests.factories.gazetteer import tables_of

pytestmark = pytest.mark.django_db

TOWNS = [
    city(1, "Altstadt", "DE", "01", (50.0, 10.0), 30_000, "Vieilleville"),
    city(2, "Bourg", "FR", "11", (48.0, 3.0), 31_000),
    city(3, "Vieilleville", "FR", "11", (48.5, 3.1), 5_000),
    city(4, "Grodno", "PL", "72", (52.0, 20.0), 600_000),
]


@pytest.fixture
def altstadt(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> Place:
    monkeypatch.setattr(suggesting, "make_tables", tables_of(TOWNS))
    own = make_place("Altstadt", "DE", identifiers={"geonames": "1"})
    partner = make_place("Grodno", "PL", lat=52.0, lng=20.0, identifiers={"geonames": "4"})
    make_claim(own, partner, "signed", when="1990")
    return own


def names(suggester: Suggester, place: Place, **wanted: object) -> list[str]:
    found = suggester.suggest(place, Wanted(**wanted))  # type: ignore[arg-type]
    return [suggester.places.facts[one.place].name for one in found]


def test_candidates_are_of_the_register_and_the_gazetteer(altstadt: Place) -> None:
    suggester = load(least=0)
    assert [place.name for place in suggester.places.facts[:2]] == ["Altstadt", "Grodno"]
    assert len(suggester.places) == 4  # what is in both is there once
    assert len(suggester.edges) == 1
    assert sorted(names(suggester, altstadt)) == ["Bourg", "Vieilleville"]  # not itself, no partner
    assert len(load(least=10_000).places) == 3


def test_the_register_has_the_last_word(altstadt: Place) -> None:
    Place.objects.filter(pk=altstadt.pk).update(population=77_000)
    facts = load(least=0).places.facts[0]
    assert facts.population == 77_000
    assert facts.names == ("Vieilleville",)
    assert facts.ref == f"place:{altstadt.pk}"


def test_filters(altstadt: Place) -> None:
    suggester = load(least=0)
    assert names(suggester, altstadt, countries=["PL"]) == []
    assert names(suggester, altstadt, not_countries=["FR"]) == []
    assert names(suggester, altstadt, size_to=10_000) == ["Vieilleville"]
    assert names(suggester, altstadt, size_from=10_000) == ["Bourg"]
    assert names(suggester, altstadt, km_to=100.0) == []
    assert len(names(suggester, altstadt, km_from=100.0, without_partners=True)) == 2


def test_an_ended_tie_does_not_count_and_a_proposed_one_is_no_suggestion(altstadt: Place) -> None:
    bourg = make_place("Bourg", "FR", lat=48.0, lng=3.0, identifiers={"geonames": "2"})
    make_claim(altstadt, bourg, "proposed", when="2020")
    suggester = load(least=0)
    assert len(suggester.edges) == 1
    assert names(suggester, altstadt) == ["Vieilleville"]
    other = make_place("Fern", "IT", lat=41.0, lng=12.0)
    make_claim(altstadt, other, "signed", when="2001")
    make_claim(altstadt, other, "ended", when="2010")
    assert len(load(least=0).edges) == 1


def test_too_few_ties_are_not_learned_from(altstadt: Place) -> None:
    assert load(least=0).finder.is_default
    with pytest.raises(TooFewTiesError) as refused:
        learn(1)
    assert refused.value.ties == 1
    assert not suggesting.model_file().exists()


def test_what_was_learned_is_kept(
    altstadt: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    course = Course(
        turns=1, cold_turns=0, towns=5, others=3, likely=2, reach=3, first_towns=5, nets=1
    )
    monkeypatch.setattr(suggesting, "ENOUGH_TIES", 1)
    monkeypatch.setattr(suggesting, "model_file", lambda: tmp_path / "model.npz")
    monkeypatch.setattr(
        suggesting,
        "train",
        lambda places, edges, **known: train(places, edges, course=course, **known),
    )
    others = [make_place(f"Nah {n}", "PL", lat=52.0 + n / 10, lng=20.0) for n in range(4)]
    for other in others:
        make_claim(altstadt, other, "signed", when="2001")
    assert learn(1) == 5
    assert not load(least=0).finder.is_default


def test_every_suggestion_is_explained_in_both_languages(altstadt: Place) -> None:
    suggester = load(least=0)
    found = suggester.suggest(altstadt, Wanted())
    facts = suggester.places.facts
    words = {
        facts[one.place].name: [sentence(reason, facts) for reason in one.reasons] for one in found
    }
    assert "about your size: 31,000 inhabitants" in words["Bourg"]
    assert "in some language both are called Vieilleville" in words["Vieilleville"]
    for one in found:
        known = set(Group) - {Group.DIVISIONS}  # the default model has no feature of these
        assert {reason.group for reason in one.reasons} == known
        parts = sum(reason.weight for reason in one.reasons)
        assert one.typical + parts == pytest.approx(one.score, abs=1e-3)
    with override("ru"):
        again = [sentence(reason, facts) for reason in found[0].reasons]
        assert not set(again) & set(words[facts[found[0].place].name])


def test_counts_are_worded_in_the_reader_s_language() -> None:
    places = [Facts("a", "Altstadt", "DE"), Facts("b", "Bourg", "FR")]
    reason = Reason("shared_partners", Group.SHARED_PARTNERS, {"count": 2, "places": [0, 1]}, 1, 1)
    assert sentence(reason, places) == (
        "2 of your partners are twinned with it, such as Altstadt, Bourg"
    )
    with override("ru"):
        assert sentence(reason, places).startswith("2 ваших побратима")


def test_where_a_candidate_lies() -> None:
    assert where(Facts("a", "Bourg", "FR"), "en") == "France"
    assert where(Facts("a", "Bourg", "DE", "02"), "en") == "Bavaria, Germany"
    assert where(Facts("a", "Bourg", "DE", "02"), "ru") == "Бавария, Германия"


def test_a_place_without_coordinates_passes_no_filter_on_distance(altstadt: Place) -> None:
    lost = make_place("Nirgends", "FR", lat=None, lng=None)
    suggester = load(least=0)
    number = suggester.numbers[lost.pk]
    asking = suggester.numbers[altstadt.pk]
    assert suggester.allowed(asking, Wanted())[number]
    assert not suggester.allowed(asking, Wanted(km_to=20_000))[number]
    assert not np.any(suggester.allowed(number, Wanted(km_to=20_000)))
