"""A town that is there twice is suggested once, and never to itself."""

import numpy as np
import pytest

from jumelage.partners.domain.columns import columns_of
from jumelage.partners.domain.default import default_model
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.finder import Finder
from jumelage.partners.domain.landscape import landscape_of
from jumelage.partners.domain.network import Network
from jumelage.partners.domain.places import places_of
from jumelage.partners.domain.same_town import same_towns
from jumelage.places.domain.kinds import Kind

#: Two entries of Tijuana, and two of Ulan Bator, as GeoNames has them; a village of the same name; divisions.
TIJUANA = Facts("geonames:3981609", "Tijuana", "MX", "02", Kind.CITY, 32.50, -117.00, 1_922_523)
MUNICIPALITY = Facts("geonames:6942833", "Tijuana", "MX", "02", Kind.CITY, 32.475, -116.957)
ULAN_BATOR = Facts(
    "geonames:2028462",
    "Ulan Bator",
    "MN",
    "20",
    Kind.CITY,
    47.91,
    106.88,
    844_818,
    ("Ulaanbaatar",),
)
CAPITAL = Facts("iso3166-2:MN-1", "Ulaanbaatar", "MN", "20", Kind.CITY, 47.84, 107.08, 884_397)
DUBNA = Facts("geonames:564719", "Dubna", "RU", "47", Kind.CITY, 56.74, 37.19, 60_604, ("Dubno",))
VILLAGE = Facts("geonames:564723", "Dubna", "RU", "76", Kind.CITY, 54.15, 36.96, 6_019)
DISTRICT = Facts(
    "x:1", "Osnabrück District", "DE", "06", Kind.DISTRICT, 52.27, 8.05, 0, ("Osnabrück",)
)
TOWN = Facts("geonames:2856883", "Osnabrück", "DE", "06", Kind.CITY, 52.27, 8.05, 150_000)
ABROAD = Facts("x:2", "Tijuana", "US", "CA", Kind.CITY, 32.55, -117.0, 20_000)
LOST = Facts("name:MX/tijuana", "Tijuana", "MX", kind=None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (TIJUANA, MUNICIPALITY, True),
        (ULAN_BATOR, CAPITAL, True),  # by another name, 17 km away
        (DUBNA, VILLAGE, False),  # 280 km apart
        (DISTRICT, TOWN, False),  # a district is not its town
        (TIJUANA, ABROAD, False),
        (TIJUANA, LOST, True),  # it is not known where it lies
        (VILLAGE._replace(lat=56.60), DUBNA, False),  # 17 km are too many for small towns
        (VILLAGE._replace(lat=56.70, lng=37.19), DUBNA, True),
    ],
)
def test_the_same_town_or_another(one: Facts, other: Facts, *, same: bool) -> None:
    facts = [one, TOWN._replace(name="Elsewhere"), other]
    towns = same_towns(columns_of(facts, landscape_of(facts)))
    assert bool(towns[0] == towns[2]) is same
    assert towns[1] not in {towns[0], towns[2]}


def test_a_town_is_suggested_once_and_not_to_itself() -> None:
    facts = [DUBNA, TIJUANA, MUNICIPALITY, ULAN_BATOR, CAPITAL, TOWN, ABROAD]
    network = Network(places_of(facts, landscape_of(facts)), np.array([[0, 5]]))
    finder = Finder(network, default_model())
    found = {facts[s.place].name for s in finder.suggest(0)}
    assert len(finder.suggest(0)) == 3
    assert "Osnabrück" not in found
    to_tijuana = [facts[s.place].ref for s in finder.suggest(1)]
    assert MUNICIPALITY.ref not in to_tijuana
    assert len(to_tijuana) == len({DUBNA, ULAN_BATOR, TOWN, ABROAD})


def test_another_entry_of_a_partner_is_no_suggestion() -> None:
    facts = [DUBNA, TIJUANA, MUNICIPALITY, TOWN]
    network = Network(places_of(facts, landscape_of(facts)), np.array([[0, 1]]))
    assert [facts[s.place].name for s in Finder(network, default_model()).suggest(0)] == [
        "Osnabrück"
    ]
