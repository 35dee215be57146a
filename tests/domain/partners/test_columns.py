"""Columns of places: taken apart and put together they say the same."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.partners.domain.columns import Columns, columns_of
from jumelage.partners.domain.landscape import landscape_of
from jumelage.partners.domain.names import names_in_common, told, trigrams
from jumelage.partners.domain.places import Places
from tests.domain.partners.towns import places, towns

FACTS = [
    town._replace(
        names=(f"Ville {number % 7}", "IV", "Stadt"), lat=None if number == 5 else town.lat
    )
    for number, town in enumerate(towns(10))
]
LANDSCAPE = landscape_of(FACTS)
WHOLE = columns_of(FACTS, LANDSCAPE)


def same(one: Columns, other: Columns) -> None:
    for field in fields(Columns)[2:]:
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name))
    assert list(one.facts) == list(other.facts)
    assert list(one.keys) == list(other.keys)


@given(st.lists(st.integers(0, len(FACTS) - 1), max_size=20))
def test_some_of_them(numbers: list[int]) -> None:
    chosen = WHOLE.chosen(np.array(numbers, dtype=np.intp))
    same(chosen, columns_of([FACTS[n] for n in numbers], LANDSCAPE))


def test_put_together() -> None:
    first, rest = np.arange(12), np.arange(12, len(FACTS))
    both = WHOLE.chosen(first).with_others(WHOLE.chosen(rest))
    same(both, WHOLE)
    assert both.facts[-1] == FACTS[-1]
    assert both.facts[10:14] == FACTS[10:14]
    assert WHOLE.chosen(rest).facts[1:3] == FACTS[13:15]
    with pytest.raises(IndexError):
        both.facts[len(FACTS)]


def test_places_are_the_same_from_columns() -> None:
    one, other = Places(WHOLE), places(FACTS)
    for name in (
        "size",
        "order",
        "order_in_division",
        "urban",
        "suburban",
        "coast",
        "fame",
        "points",
    ):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_codes_are_no_names() -> None:
    assert told("bonn", ["BN", "Bonn", "Bonna"]) == ["bonn", "bonna"]
    assert told("oy", ["Oye"]) == ["oy"]  # its own name it has, however short


def test_names_in_common_weigh_less_the_more_places_have_them() -> None:
    counts = np.array([2, 1, 2, 1], dtype=np.int32)
    hashes = np.array([1, 2, 2, 2, 3, 4], dtype=np.uint64)
    found = names_in_common(counts, hashes).toarray()
    assert found.shape == (4, 1)  # only one is shared
    np.testing.assert_allclose(found[:, 0], [3**-0.5, 3**-0.5, 3**-0.5, 0.0], atol=1e-6)


def test_letters_in_common() -> None:
    table = trigrams(["bonn", "bonna", "lyon", "", "bonn"])
    alike = (table @ table.T).toarray()
    assert alike[0, 4] == pytest.approx(1.0)
    assert 0.2 < alike[0, 1] < 1.0
    assert alike[0, 2] == 0.0
    assert trigrams([]).shape[0] == 0
