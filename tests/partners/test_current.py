"""The suggester that pages share: one for a process, and always of the register as it is."""

from pathlib import Path
from threading import Thread

import pytest

from jumelage.core.audit import OPERATOR, record
from jumelage.partners import suggesting
from jumelage.partners.domain.leanings import Leanings
from jumelage.partners.suggesting import Wanted, current, is_ready, prepare
from jumelage.places.models import Place
from tests.domain.places.small import city
from tests.factories import make_claim, make_place
from tests.factories.gazetteer import tables_of

pytestmark = pytest.mark.django_db

TOWNS = [
    city(1, "Altstadt", "DE", "01", (50.0, 10.0), 30_000),
    city(2, "Bourg", "FR", "11", (48.0, 3.0), 31_000),
    city(3, "Bourg", "FR", "11", (48.05, 3.0), 16_000),  # the same once more
    city(4, "Grodno", "PL", "72", (52.0, 20.0), 600_000),
    city(5, "Altstadt", "DE", "01", (50.02, 10.0), 20_000),  # the asking one once more
]


@pytest.fixture
def altstadt(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> Place:
    monkeypatch.setattr(suggesting, "make_tables", tables_of(TOWNS))
    return make_place("Altstadt", "DE", lat=50.0, lng=10.0, identifiers={"geonames": "1"})


def names(place: Place, **wanted: object) -> list[str]:
    suggester = current(place=place)
    found = suggester.suggest(place, Wanted(**wanted))  # type: ignore[arg-type]
    return [suggester.places.facts[one.place].name for one in found]


def changed() -> None:
    record(actor=OPERATOR, action="places.change", target="place:1")


def test_ready_once_the_tables_are_made(altstadt: Place) -> None:
    told: list[str] = []
    assert not is_ready()
    prepare(lambda step, _done, _of: told.append(step))
    assert is_ready()
    assert set(told) == {"tables"}
    told.clear()
    prepare(lambda step, _done, _of: told.append(step))
    assert not told


def test_no_town_is_suggested_twice_nor_to_itself(altstadt: Place) -> None:
    assert sorted(names(altstadt)) == ["Bourg", "Grodno"]


def test_one_for_all_until_something_changes(altstadt: Place) -> None:
    first = current()
    assert current() is first
    changed()
    assert current() is first  # nothing that suggestions see
    partner = make_place("Fern", "IT", lat=41.0, lng=12.0)
    make_claim(altstadt, partner, "signed", when="2001")
    changed()
    second = current()
    assert second is not first
    assert len(second.edges) == 1


def test_whoever_asks_is_known(altstadt: Place) -> None:
    current()
    new = make_place("Neustadt", "DE", lat=51.0, lng=9.0)  # the revision does not tell
    assert new.pk in current(place=new).numbers


def test_another_model_is_taken_at_once_and_an_unsound_one_not(altstadt: Place) -> None:
    first = current()
    suggesting.model_file().write_bytes(b"no model")
    second = current()
    assert second is not first
    assert second.finder.is_default


def test_a_large_register_is_answered_while_the_next_is_made(
    altstadt: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    def note(thread: Thread) -> None:
        started.append(thread.name)

    monkeypatch.setattr(suggesting, "LARGE", 0)
    monkeypatch.setattr(Thread, "start", note)
    first = current(fresh=False)
    Place.objects.filter(pk=altstadt.pk).update(population=1)
    changed()
    assert current(fresh=False) is first
    assert started == ["suggestions"]
    assert current() is not first


def test_no_partner_of_a_new_tie_even_by_tables_of_before(altstadt: Place) -> None:
    before = current()
    partner = make_place("Grodno", "PL", lat=52.0, lng=20.0)
    suggester = current(place=partner)
    make_claim(altstadt, partner, "signed", when="2001")
    found = suggester.suggest(altstadt, Wanted())
    assert [suggester.places.facts[one.place].name for one in found] == ["Bourg"]
    assert len(before.suggest(altstadt, Wanted())) == 2  # it does not know the new place at all


def test_only_places_that_are_named(altstadt: Place) -> None:
    other = make_place("Fern", "IT", lat=41.0, lng=12.0)
    assert names(altstadt, only=frozenset([other.pk, altstadt.pk, 10**9])) == ["Fern"]
    assert names(altstadt, only=frozenset()) == []
    assert names(altstadt, only=frozenset([other.pk]), not_countries=["IT"]) == []


def test_sliders_move_the_list(altstadt: Place) -> None:
    suggester = current()
    for leanings, first in (
        (Leanings(small=1.0, far=-1.0), "Bourg"),
        (Leanings(small=-1.0), "Grodno"),
    ):
        found = suggester.suggest(altstadt, Wanted(), adjust=leanings)
        assert suggester.places.facts[found[0].place].name == first
