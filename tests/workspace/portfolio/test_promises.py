"""Commitments beside what is planned: on the portfolio, and in the calendar."""

import pytest

from jumelage.commitments.models import Commitment
from tests.commitments.conftest import (  # noqa: F401 - fixtures
    agreed,
    data,
    in_days,
    proposed,
    towns,
)
from tests.factories import make_claim
from tests.workspace.commitments.conftest import at_browser


@pytest.fixture
def anna(towns):  # noqa: F811 - a fixture
    make_claim(towns.a, towns.b, "signed", when="1991", form="twinning")
    return at_browser(towns.anna)


def test_a_due_date_stands_in_the_calendar(towns, agreed, anna):  # noqa: F811 - fixtures
    page = anna.get(f"/en/workspace/{towns.a.pk}/calendar/").content.decode()
    assert "San Diego: due: A sister school for each" in page
    Commitment.objects.update(state="kept", closed_on=in_days(0))
    page = anna.get(f"/en/workspace/{towns.a.pk}/calendar/").content.decode()
    assert "A sister school" not in page


def test_an_overdue_one_is_warned_of_on_the_portfolio(towns, agreed, anna):  # noqa: F811
    Commitment.objects.update(due_on=in_days(-3))
    page = anna.get(f"/en/workspace/{towns.a.pk}/").content.decode()
    assert "1 commitment is overdue" in page


def test_what_is_only_proposed_binds_nobody(towns, proposed, anna):  # noqa: F811
    Commitment.objects.update(due_on=in_days(-3))
    page = anna.get(f"/en/workspace/{towns.a.pk}/").content.decode()
    assert "commitment is overdue" not in page
