"""What is drawn to be told from hidden partners."""

import numpy as np
import pytest

from jumelage.partners.domain.features import BY_NAME
from jumelage.partners.domain.learner import Sample
from jumelage.partners.domain.training import AT_HOME, Course, gather
from tests.domain.partners.towns import places, register

COURSE = Course(
    turns=3, cold_turns=1, towns=40, others=30, likely=10, home=8, reach=40, first_towns=20
)


@pytest.fixture(scope="module")
def sample() -> Sample:
    known = register()
    return gather(places(known.places), known.edges, seed=1, course=COURSE).sample


def test_every_group_has_partners_and_others(sample: Sample) -> None:
    number = int(sample.group.max()) + 1
    assert sorted(set(sample.group.tolist())) == list(range(number))
    partners = np.bincount(sample.group, sample.partner, minlength=number)
    assert (partners >= 1).all()
    assert (np.bincount(sample.group) > partners).mean() > 0.95
    assert (sample.weight[sample.partner] == 1).all()


def test_a_group_of_one_country_is_of_one_country(sample: Sample) -> None:
    """The affinity of both countries is the same for all places of a country."""
    affinity = list(BY_NAME).index("affinity")
    for group in range(int(sample.group.max()) + 1):
        mine = sample.group == group
        home = sample.home[mine]
        assert home.all() or not home.any()
        if home.all():
            assert len(np.unique(sample.rows[mine, affinity])) == 1


def test_each_partner_is_looked_for_everywhere_and_at_home(sample: Sample) -> None:
    everywhere, at_home = (
        int((sample.partner & found).sum()) for found in (~sample.home, sample.home)
    )
    assert everywhere == at_home > 0


def test_what_is_drawn_stands_for_all(sample: Sample) -> None:
    """Of 160 places (40 a country, less what they are made less by) those drawn stand for about so many."""
    for home, expected in ((True, 40 * AT_HOME), (False, 160)):
        drawn = sample.home if home else ~sample.home & (sample.weight > 1.2)
        chosen = ~sample.partner & drawn
        groups = len(np.unique(sample.group[sample.home == home]))
        found = float(sample.weight[chosen].sum()) / groups
        assert 0.8 * expected < found < 1.4 * expected
