"""An edition with open wishes, times and tables, to which three places come, each with its head named."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest

from jumelage.forum.actions.delegations import accept, invite_places
from jumelage.forum.actions.meeting_common import OwnData
from jumelage.forum.actions.meeting_rules import RulesData, add_slots, let_wish, set_rules
from jumelage.forum.actions.meeting_tables import add_tables
from jumelage.forum.actions.meeting_wishes import WishData, wish
from jumelage.forum.actions.members import name_member
from jumelage.forum.domain.meetings import Block
from tests.factories import make_place
from tests.forum.conftest import acting, in_days, member_data


def block(hour: int = 9, hours: int = 1, minutes: int = 20, pause: int = 0, day: int = 30) -> Block:
    """Return a part of a day that begins at an hour in UTC."""
    begins = datetime.combine(in_days(day), time(hour), UTC)
    return Block(begins, begins + timedelta(hours=hours), minutes, pause)


def come(edition, organiser, name: str, country: str, head: str, languages=("en",), **names):
    """Let a place come, with an officer who acts for it and a head who speaks these languages."""
    place = make_place(name, country, **names)
    officer = acting(place, f"office@{name.replace(' ', '-').lower()}.example")
    invited = invite_places(actor=organiser.actor, edition=edition, places=[place], quota=5)[0]
    delegation = accept(actor=officer.actor, delegation=invited, version=invited.version)
    data = member_data(head, is_head=True, languages=languages)
    head_of = name_member(actor=officer.actor, delegation=delegation, data=data)
    return SimpleNamespace(place=place, officer=officer, delegation=delegation, head=head_of)


@pytest.fixture
def meetings(edition, organiser):
    """Rules with open wishes; three slots in the morning of the first day; two tables."""
    rules = set_rules(
        actor=organiser.actor, edition=edition, version=0, data=RulesData(most_wishes=2)
    )
    add_slots(actor=organiser.actor, edition=edition, blocks=[block()])
    add_tables(actor=organiser.actor, edition=edition, labels=["1", "2"])
    return let_wish(actor=organiser.actor, edition=edition, version=rules.version, is_open=True)


@pytest.fixture
def lyon(edition, organiser, meetings):
    return come(edition, organiser, "Lyon", "FR", "Claire Martin", ("fr", "en"), ru="Лион")


@pytest.fixture
def bonn(edition, organiser, meetings):
    return come(edition, organiser, "Bonn", "DE", "Karl Weber", ("de",), ru="Бонн")


@pytest.fixture
def perm(edition, organiser, meetings):
    return come(edition, organiser, "Perm", "RU", "Olga Ivanova", ("ru", "en"), ru="Пермь")


def wishes(one, *others, subject: str = "", **own):
    """Let a place wish to meet others."""
    data = WishData(tuple(o.delegation for o in others), subject=subject, own=OwnData(**own))
    return wish(actor=one.officer.actor, delegation=one.delegation, data=data)
