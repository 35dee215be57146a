"""Two who wish at the same moment: one meeting, one limit. Only PostgreSQL lets two write at once."""

import pytest
from django.db import connection

from jumelage.forum.models import Meeting
from tests.agreements.test_at_once import at_once
from tests.forum.meetings.conftest import wishes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def test_two_that_wish_each_other_at_once_share_one_meeting(lyon, bonn):
    assert at_once(lambda: wishes(lyon, bonn), lambda: wishes(bonn, lyon)) == ["done", "done"]
    meeting = Meeting.objects.get()
    assert set(meeting.parties.values_list("answer", flat=True)) == {"wished"}


def test_the_last_wish_is_had_once(lyon, bonn, perm):
    wishes(lyon, bonn, perm)
    became = at_once(lambda: wishes(lyon, bonn), lambda: wishes(lyon, perm))
    assert sorted(became) == ["done", "limit"]
    assert Meeting.objects.count() == 2
