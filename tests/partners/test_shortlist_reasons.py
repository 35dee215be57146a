"""What speaks for a place: kept as codes, said in the reader's language, with the names that places have in it."""

from types import SimpleNamespace

import numpy as np
import pytest
from django.utils.translation import override

from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.features import Group
from jumelage.partners.domain.finder import Suggestion
from jumelage.partners.domain.reasons import Reason
from jumelage.partners.shortlists.reasons import places_named, reasons_for, said
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from tests.factories import make_place

pytestmark = pytest.mark.django_db


def _reason(code: str, weight: float = 1.0, **values) -> Reason:
    return Reason(code, Group.SIZE, values, weight, weight / 10)


class OnlyThese:
    """A suggester of three candidates with these reasons."""

    def __init__(self, *found: Reason) -> None:
        facts = [
            Facts("place:1", "Orsk", "RU"),
            Facts("place:2", "San Diego", "US"),
            Facts("geonames:7", "Leipzig", "DE"),
        ]
        self.places = SimpleNamespace(facts=facts)
        self.numbers = {1: 0, 2: 1}
        self.finder = SimpleNamespace(suggest=self._suggest)
        self.found = found

    def _suggest(self, _place, number, adjust):
        first = np.flatnonzero(adjust)[:number]
        return [Suggestion(int(n), 1.0, 0.0, self.found) for n in (*first, 1)]


def test_only_candidates_asked_about_have_reasons():
    suggester = OnlyThese(_reason("same_name", name="X"))
    assert set(reasons_for(suggester, Place(pk=1), ["geonames:7", "geonames:8"])) == {"geonames:7"}
    assert reasons_for(suggester, Place(pk=1), []) == {}
    assert reasons_for(suggester, Place(pk=99), ["geonames:7"]) == {}


def test_what_a_council_would_not_understand_is_left_out():
    suggester = OnlyThese(
        _reason("neighbourhoods_not_tied"),  # speaks for it: only to the model
        _reason("countries_tied", -1.0, ties=np.int64(3), country="DE"),
        _reason("same_name", 0.1, name="X"),  # hardly weighs
        _reason("distance", 5.0, km=7),  # stands in the table
    )
    assert reasons_for(suggester, Place(pk=1), ["geonames:7"]) == {"geonames:7": []}


def test_places_are_kept_by_name_and_said_in_the_reader_s_language():
    san_diego = make_place("San Diego", "US", ru="Сан-Диего")
    suggester = OnlyThese(
        _reason("shared_partners", 3.0, count=np.int64(1), places=[1]),
        _reason("neighbourhoods_tied", 2.0, count=1, pairs=[(1, 2)]),
        _reason("larger", -1.0, inhabitants=500, yours=100, times=5.0),
    )
    suggester.places.facts[1] = Facts(f"place:{san_diego.pk}", "San Diego", "US")
    kept = reasons_for(suggester, Place(pk=1), ["geonames:7"])["geonames:7"]
    assert [one["speaks_for"] for one in kept] == [True, True, False]
    assert places_named(kept) == {san_diego.pk}
    with override("ru"):
        places = Place.objects.prefetch_related(official_names("ru")).in_bulk(places_named(kept))
        words = said(kept, places)
    assert "Сан-Диего" in words.speaks_for[0]
    assert "Сан-Диего – Leipzig" in words.speaks_for[1]
    with override("en"):
        words = said(kept, {})
    assert words.speaks_for[0] == "1 of your partners is twinned with it: San Diego"
    assert words.speaks_against == ["Larger: 500 inhabitants, you have 100"]


def test_a_reason_of_another_version_is_not_said():
    unknown = {"code": "no_more", "values": {}, "named": [], "speaks_for": True}
    lacking = {"code": "same_name", "values": {}, "named": [], "speaks_for": True}
    assert said([unknown, lacking], {}).speaks_for == []
