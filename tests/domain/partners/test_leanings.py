"""What is wanted besides moves candidates as it says, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.partners.domain.asking import Asking, km_between
from jumelage.partners.domain.default import default_model
from jumelage.partners.domain.finder import Finder
from jumelage.partners.domain.leanings import NEUTRAL, STRENGTH, Leanings
from jumelage.partners.domain.network import Network
from tests.domain.partners.towns import places, register

KNOWN = register()
NETWORK = Network(places(KNOWN.places), KNOWN.edges)
ASKER = 3
NAMES = ("similar", "complementary", "near", "far", "small")
EVERYONE = slice(None)


def amounts(**wanted: float) -> np.ndarray:
    return Leanings(**wanted).amounts(Asking(NETWORK, ASKER), EVERYONE)


def test_neutral_changes_nothing() -> None:
    assert not amounts().any()
    finder = Finder(NETWORK, default_model())
    assert finder.suggest(ASKER, 30, adjust=NEUTRAL.amounts) == finder.suggest(ASKER, 30)


@pytest.mark.parametrize("name", NAMES)
@given(less=st.floats(-1, 1), more=st.floats(-1, 1))
def test_more_of_it_never_puts_back_who_has_more_of_it(name: str, less: float, more: float) -> None:
    """Of any two candidates the one that has more of what a slider is about gains by moving it up."""
    less, more = sorted((less, more))
    trait = amounts(**{name: 1.0})
    gain = amounts(**{name: more}) - amounts(**{name: less})
    order = np.argsort(trait, kind="stable")
    assert (np.diff(gain[order]) >= -1e-5).all()
    assert (np.abs(trait) <= STRENGTH + 1e-5).all()


def test_each_is_about_what_it_says() -> None:
    seen, mine = NETWORK.places, ASKER
    km = km_between(seen.axes, seen.points[mine])
    away = np.arange(len(seen)) != mine
    assert np.corrcoef(amounts(near=1.0)[away], km[away])[0, 1] < -0.9
    assert np.corrcoef(amounts(far=1.0)[away], km[away])[0, 1] > 0.9
    small = amounts(small=1.0)
    assert small[seen.population < 10_000].min() > small[seen.population > 100_000].max()
    alike = amounts(similar=1.0)
    assert alike[seen.size == seen.size[mine]].mean() > alike[seen.population > 100_000].mean()
    other = amounts(complementary=1.0)
    assert other[mine] == 0.0
    assert alike[mine] == pytest.approx(STRENGTH)


@pytest.mark.parametrize("name", NAMES)
def test_the_ends_turned_to_move_the_list(name: str) -> None:
    finder, trait = Finder(NETWORK, default_model()), amounts(**{name: 1.0})
    means = [
        np.mean([trait[s.place] for s in finder.suggest(ASKER, 20, adjust=wanted.amounts)])
        for wanted in (Leanings(**{name: -1.0}), NEUTRAL, Leanings(**{name: 1.0}))
    ]
    assert means[0] <= means[1] <= means[2]


def test_what_is_added_stands_beside_the_reasons() -> None:
    finder, wanted = Finder(NETWORK, default_model()), Leanings(near=0.5, small=-1.0)
    plain = {s.place: s for s in finder.suggest(ASKER, 200)}
    added = wanted.amounts(Asking(NETWORK, ASKER), EVERYONE)
    for suggestion in finder.suggest(ASKER, 10, adjust=wanted.amounts):
        assert suggestion.adjusted == pytest.approx(added[suggestion.place], abs=1e-5)
        assert suggestion.reasons == plain[suggestion.place].reasons
        parts = sum(reason.weight for reason in suggestion.reasons)
        whole = suggestion.typical + parts + suggestion.adjusted
        assert whole == pytest.approx(suggestion.score, abs=1e-3)


@pytest.mark.parametrize("amount", [-1.1, 2.0, float("nan")])
@pytest.mark.parametrize("name", NAMES)
def test_beyond_the_ends_there_is_nothing(name: str, amount: float) -> None:
    with pytest.raises(ValueError, match=name):
        Leanings(**{name: amount})
