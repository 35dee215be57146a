"""An association that runs a forum, two places that may come, and an edition made by the actions of real use."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import today
from jumelage.forum.actions.agenda import SessionData
from jumelage.forum.actions.delegations import accept, invite_places
from jumelage.forum.actions.editions import (
    EditionData,
    SeriesData,
    create_edition,
    create_series,
    set_state,
)
from jumelage.forum.actions.members import MemberData
from jumelage.forum.models import Edition
from jumelage.memberships.actions import add_member, keep_association
from jumelage.memberships.actors import actor_for
from tests.factories import make_place


def acting(target, email: str, role: str = "officer", language: str = "en") -> SimpleNamespace:
    """Give a target somebody who acts for it."""
    name = email.split("@", maxsplit=1)[0].title()
    add_member(actor=OPERATOR, email=email, target=target, role=role, name=name, language=language)
    user = User.objects.get(email=email)
    return SimpleNamespace(user=user, actor=actor_for(user))


def in_days(number: int):
    return today() + timedelta(days=number)


def edition_data(**more) -> EditionData:
    values = {
        "names": {"en": "Spring forum", "ru": "Весенний форум"},
        "when": f"{in_days(30)}/{in_days(32)}",
        "time_zone": "Europe/Moscow",
        "themes": ("youth", "culture"),
        **more,
    }
    return EditionData(**values)


def session_data(hour: int = 9, hours: int = 1, day: int = 30, **more) -> SessionData:
    """Return a session that begins at an hour in UTC on a day from now."""
    begins = datetime.combine(in_days(day), time(hour), UTC)
    values = {"titles": {"en": "Opening"}, "begins": begins, **more}
    return SessionData(ends=begins + timedelta(hours=hours), **values)


def member_data(name: str = "Anna Petrova", **more) -> MemberData:
    return MemberData(name, **{"consent_on": today(), **more})


@pytest.fixture
def union(db):
    return keep_association(actor=OPERATOR, name="Union of Towns", countries=["RU"])


@pytest.fixture
def organiser(union):
    return acting(union, "marina@union.example", language="ru")


@pytest.fixture
def series(union, organiser):
    data = SeriesData({"en": "Forum of Towns", "ru": "Форум городов"})
    return create_series(actor=organiser.actor, association=union, data=data)


@pytest.fixture
def draft(series, organiser):
    return create_edition(actor=organiser.actor, series=series, data=edition_data())


@pytest.fixture
def edition(draft, organiser):
    """An edition that is open for delegations."""
    return set_state(
        actor=organiser.actor, edition=draft, version=draft.version, state=Edition.OPEN
    )


@pytest.fixture
def town(db):
    return make_place("Vladivostok", "RU", ru="Владивосток")


@pytest.fixture
def other(db):
    return make_place("San Diego", "US", ru="Сан-Диего")


@pytest.fixture
def officer(town):
    return acting(town, "anna@vlad.example")


@pytest.fixture
def invited(edition, organiser, town, officer):
    return invite_places(actor=organiser.actor, edition=edition, places=[town], quota=2)[0]


@pytest.fixture
def coming(invited, officer):
    return accept(actor=officer.actor, delegation=invited, version=invited.version)
