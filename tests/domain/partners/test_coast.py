"""How far the sea is, of places that are on any map."""

import numpy as np
import pytest

from jumelage.partners.domain.coast import km_to_sea
from jumelage.partners.domain.landscape import on_sphere
from tests.domain.partners.towns import places, town

KNOWN = {  # degrees, and between which distances (km) the coast is
    "Nice": (43.70, 7.27, 0, 5),
    "San Diego": (32.72, -117.16, 0, 10),
    "Suva": (-18.14, 178.44, 0, 10),
    "Vladivostok": (43.12, 131.89, 0, 10),
    "Rome": (41.90, 12.50, 15, 35),
    "Paris": (48.86, 2.35, 130, 170),
    "Moscow": (55.75, 37.62, 580, 680),
}


@pytest.mark.parametrize("name", KNOWN)
def test_distances_to_the_sea(name: str) -> None:
    lat, lng, least, most = KNOWN[name]
    (km,) = km_to_sea(on_sphere(np.array([lat]), np.array([lng])))
    assert least <= km <= most


def test_where_the_map_is_cut_there_is_no_coast() -> None:
    """Chukotka goes on beyond 180 degrees."""
    (km,) = km_to_sea(on_sphere(np.array([67.5]), np.array([180.0])))
    assert km > 60


def test_what_is_not_placed_is_as_usual_in_its_country() -> None:
    found = places([town(0, "DE"), town(1, "DE"), town(2, "DE", lat=None, lng=None)])
    assert not found.by_sea.any()
    assert found.coast[2] == np.median(found.coast[:2])
