"""Kinds and labels: a controlled list."""

import pytest

from jumelage.places.domain.countries import is_country
from jumelage.places.domain.kinds import LABELS, Kind, kind_of


def test_kinds_stand_in_the_order_of_the_atlas_file() -> None:
    assert list(Kind) == ["city", "district", "county", "region", "state"]


def test_labels_name_themselves_and_known_countries() -> None:
    for code, info in LABELS.items():
        assert info.code == code == code.strip()
        assert info.msgid
        assert all(is_country(country) for country in info.countries)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("oblast", Kind.REGION),
        ("krai", Kind.REGION),
        ("republic", Kind.REGION),
        ("autonomous okrug", Kind.REGION),
        ("raion", Kind.DISTRICT),
        ("prefecture", Kind.REGION),
        ("Land", Kind.STATE),
        ("gmina", Kind.CITY),
        ("voivodeship", Kind.REGION),
        ("borough", Kind.DISTRICT),
        ("town", Kind.CITY),
        ("urban-type settlement", Kind.CITY),
        ("County", Kind.COUNTY),
        ("planet", None),
    ],
)
def test_kind_of(label: str, kind: Kind | None) -> None:
    assert kind_of(label) == kind
