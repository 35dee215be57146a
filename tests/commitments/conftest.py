"""Two towns with a tie and an officer each, and commitments between them by the actions of real use."""

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from jumelage.commitments.actions.common import OwnerData, PromiseData, Responsible
from jumelage.commitments.actions.confirming import confirm
from jumelage.commitments.actions.drafting import draft, propose
from jumelage.commitments.actions.statements import StatementData
from jumelage.commitments.domain.states import Kind
from jumelage.commitments.models import Commitment
from jumelage.core.clock import today
from jumelage.ties.models import Tie
from tests.agreements.conftest import with_officer
from tests.factories import make_place


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


def statement(kind: Kind = Kind.KEPT, **more) -> StatementData:
    return StatementData(kind, more.pop("on", today()), {"en": "All of it is done."}, **more)


@pytest.fixture
def towns(data_dir, db) -> SimpleNamespace:
    """Vladivostok and San Diego, with an officer each and a tie; Kazan with one, on no side of it."""
    a = make_place("Vladivostok", "RU", ru="Владивосток")
    b = make_place("San Diego", "US", ru="Сан-Диего")
    c = make_place("Kazan", "RU", ru="Казань")
    return SimpleNamespace(
        a=a,
        b=b,
        c=c,
        tie=Tie.objects.create(place_a=a, place_b=b, country_a="RU", country_b="US"),
        anna=with_officer(a, "anna@vlad.example", "ru"),
        bob=with_officer(b, "bob@sd.example"),
        clara=with_officer(c, "clara@kazan.example", "ru"),
        helper=with_officer(a, "hans@vlad.example", role="helper"),
    )


@pytest.fixture
def data(towns) -> PromiseData:
    return PromiseData(
        titles={"en": "A sister school for each", "ru": "По школе-побратиму"},
        texts={"en": "Each town names a school."},
        owners=(
            OwnerData(towns.a, Responsible(function="Department of education")),
            OwnerData(towns.b),
        ),
        due=in_days(60).isoformat(),
        theme="education",
    )


@pytest.fixture
def proposed(towns, data) -> Commitment:
    """What Vladivostok proposes."""
    made = draft(actor=towns.anna, place=towns.a, data=data)
    return propose(
        actor=towns.anna, place=towns.a, commitment=made, version=made.version, wants_public=True
    )


def confirmed(towns, commitment: Commitment, *, public: bool = True) -> Commitment:
    return confirm(
        actor=towns.bob,
        place=towns.b,
        commitment=commitment,
        version=commitment.version,
        responsible=Responsible(function="Office of schools"),
        wants_public=public,
    )


@pytest.fixture
def agreed(towns, proposed) -> Commitment:
    """What both have confirmed, for everybody to read."""
    return confirmed(towns, proposed)


@pytest.fixture
def for_three(towns, data) -> PromiseData:
    return replace(data, owners=(*data.owners, OwnerData(towns.c)))
