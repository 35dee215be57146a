"""Who speaks at a forum, as everybody reads it."""

import pytest
from django.test import Client

from jumelage.core.clock import today
from jumelage.forum.actions import agenda
from jumelage.forum.models import Edition
from tests.factories import make_place
from tests.forum.conftest import (  # noqa: F401 - fixtures
    draft,
    edition,
    organiser,
    series,
    session_data,
    union,
)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def speaking(edition, organiser):  # noqa: F811
    """Two who speak, one who does not, on a public agenda."""
    place = make_place("Tula", "RU", ru="Тула")
    people = [
        agenda.add_speaker(
            actor=organiser.actor,
            edition=edition,
            data=agenda.SpeakerData(name, today(), "Director", place),
        )
        for name in ("Anna Petrova", "Boris Ivanov", "Carol Silent")
    ]
    for hour, speakers in ((9, people[:2]), (11, people[:1])):
        data = session_data(hour, titles={"en": f"Session at {hour}"}, speakers=tuple(speakers))
        agenda.add_session(actor=organiser.actor, edition=edition, data=data)
    edition.refresh_from_db()
    agenda.show_agenda(actor=organiser.actor, edition=edition, version=edition.version, public=True)
    return edition


def page_of(one: Edition, language: str = "en") -> str:
    return f"/{language}/forums/{one.series.slug}/{one.slug}/speakers/"


def test_who_speaks_stands_there_with_the_sessions(client, speaking):
    page = text(client.get(page_of(speaking)))
    assert page.count("Session at 9") == 2
    assert page.count("Session at 11") == 1
    assert "2 people speak" in page
    assert "Carol" not in page
    assert "Тула" in text(client.get(page_of(speaking, "ru")))
    edition_page = text(client.get(page_of(speaking).removesuffix("speakers/")))
    assert page_of(speaking) in edition_page


def test_nobody_before_the_agenda_is_public(client, speaking, organiser):  # noqa: F811
    agenda.show_agenda(
        actor=organiser.actor,
        edition=speaking,
        version=Edition.objects.get(pk=speaking.pk).version,
        public=False,
    )
    page = text(client.get(page_of(speaking)))
    assert "Nobody stands here yet" in page
    assert "Anna" not in page


def test_nothing_of_a_draft(draft):  # noqa: F811
    assert Client().get(page_of(draft)).status_code == 404


def test_the_same_number_of_queries_for_many(client, speaking, django_assert_max_num_queries):
    client.get(page_of(speaking))
    with django_assert_max_num_queries(13):
        client.get(page_of(speaking))
