"""The real gazetteer on a real list, where both are at hand.

The list is not in the project; JUMELAGE_TEST_DATA says where the folder with
it is. What is asserted is
what is promised in docs/reconciling.md, by the coordinates of the list, 2.5 to 4 in 100 of which are
wrong themselves.
"""

import os
from functools import cache
from pathlib import Path

import pytest

from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.domain.lists import NameList, by_majority, figures, read_gold, read_list
from jumelage.places.domain.lists import without_coordinates as plain
from jumelage.places.domain.matcher import Match, NameMatcher
from jumelage.places.domain.reconcile import reconcile

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("JUMELAGE_TEST_DATA") or ROOT.parent / "shared" / "data")
LIST = DATA / "twin-towns-2026"

pytestmark = pytest.mark.skipif(
    not LIST.exists(), reason="the list of twin towns is not on this machine (JUMELAGE_TEST_DATA)"
)


@cache
def matcher() -> NameMatcher:
    return NameMatcher(open_gazetteer(ROOT / ".cache" / "gazetteer"))


def answers(names: NameList) -> dict[tuple[str, str], Match]:
    mentions, places = names.mentions()
    matches = reconcile(mentions, matcher())
    listed = NameList([name for n, name in enumerate(names.names) if n in places])
    return by_majority(listed, matches)


@pytest.mark.parametrize("file", ["places-gold.csv", "pairs.csv"])
def test_the_figures_promised(file: str) -> None:
    gold = read_gold((LIST / "places-gold.csv").read_bytes(), "gold")
    found = figures(gold, answers(plain(read_list((LIST / file).read_bytes(), file))))
    assert found.names + found.absent == len(gold)
    assert found.absent <= 10  # their countries are empty or unknown
    assert found.coverage >= 0.95
    assert found.precision >= 0.94
    assert found.recall >= 0.89


def test_the_order_of_the_list_gives_the_state() -> None:
    names = read_list((LIST / "pairs.csv").read_bytes(), "pairs")
    mentions, places = names.mentions()
    matches = reconcile(mentions, matcher())
    heads = [
        matches[places[n]].candidates[0].admin1
        for n, name in enumerate(names.names)
        if n in places
        and n % 2 == 0
        and name.name == "Columbus"
        and name.country == "United States"
    ]
    assert set(heads) == {"GA", "IN"}  # each in the part of its state
