"""The agenda: what is refused, what is only warned of, who reads it."""

import pytest

from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.forum.actions import agenda
from jumelage.forum.actions.agenda import SpeakerData
from jumelage.forum.actions.editions import create_edition
from jumelage.forum.models import Edition, Session, Speaker
from jumelage.forum.queries import AgendaFilter, clashes_of, days_of, sessions_of
from jumelage.forum.wording import say_clashes
from tests.forum.conftest import edition_data, in_days, session_data


@pytest.fixture
def hall(edition, organiser):
    return agenda.add_room(actor=organiser.actor, edition=edition, names={"en": "Hall"}, seats=200)


@pytest.fixture
def speaker(edition, organiser):
    data = SpeakerData("Ivan Petrov", today())
    return agenda.add_speaker(actor=organiser.actor, edition=edition, data=data)


def test_every_reason_is_given_at_once(edition, series, organiser, hall, speaker):
    elsewhere = create_edition(actor=organiser.actor, series=series, data=edition_data())
    data = session_data(
        titles={}, hours=0, kind="party", theme="gold", languages=("xx",), interpreted=("yy",),
        room=hall,
    )  # fmt: skip
    with pytest.raises(RefusedError) as error:
        agenda.add_session(actor=organiser.actor, edition=elsewhere, data=data)
    assert {problem.field for problem in error.value.problems} == {
        "titles_en", "ends", "kind", "theme", "languages", "interpreted", "room",
    }  # fmt: skip


def test_only_organisers_write_it(edition, officer, hall, speaker, organiser):
    session = agenda.add_session(actor=organiser.actor, edition=edition, data=session_data())
    for act in (
        lambda: agenda.add_room(actor=officer.actor, edition=edition, names={"en": "Mine"}),
        lambda: agenda.remove_room(actor=officer.actor, room=hall),
        lambda: agenda.add_speaker(
            actor=officer.actor, edition=edition, data=SpeakerData("Me", today())
        ),
        lambda: agenda.remove_speaker(actor=officer.actor, speaker=speaker),
        lambda: agenda.add_session(actor=officer.actor, edition=edition, data=session_data()),
        lambda: agenda.change_session(
            actor=officer.actor, session=session, version=1, data=session_data()
        ),
        lambda: agenda.remove_session(actor=officer.actor, session=session),
        lambda: agenda.show_agenda(actor=officer.actor, edition=edition, version=2, public=True),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_who_speaks_has_agreed(edition, organiser):
    for consent in (None, in_days(1)):
        with pytest.raises(RefusedError) as error:
            agenda.add_speaker(
                actor=organiser.actor, edition=edition, data=SpeakerData("Ivan", consent)
            )
        assert [problem.field for problem in error.value.problems] == ["consent_on"]
    assert not Speaker.objects.exists()


def test_clashes_are_warned_of_and_not_refused(edition, organiser, hall, speaker):
    for hour, title, day in ((9, "Opening", 30), (9, "Youth", 30), (10, "Closing", 40)):
        data = session_data(hour, day=day, titles={"en": title}, room=hall, speakers=(speaker,))
        agenda.add_session(actor=organiser.actor, edition=edition, data=data)
    sessions = sessions_of(edition, "en")
    assert say_clashes(clashes_of(edition, sessions), sessions) == [
        "“Closing” is not on a day of the forum.",
        "“Opening” and “Youth” are in the same room at the same time: Hall.",
        "“Opening” and “Youth” want the same person at the same time: Ivan Petrov.",
    ]


def test_a_session_is_moved_and_others_speak(edition, organiser, hall, speaker):
    session = agenda.add_session(actor=organiser.actor, edition=edition, data=session_data())
    data = session_data(speakers=(speaker,))
    kept = agenda.change_session(actor=organiser.actor, session=session, version=1, data=data)
    assert kept.version == 2
    with pytest.raises(ConflictError):
        agenda.change_session(actor=organiser.actor, session=session, version=1, data=data)
    same = agenda.change_session(actor=organiser.actor, session=kept, version=2, data=data)
    assert same.version == 2
    agenda.remove_speaker(actor=organiser.actor, speaker=speaker)
    agenda.remove_session(actor=organiser.actor, session=session)
    assert not Session.objects.exists()


def test_a_room_in_use_stays(edition, organiser, hall):
    session = agenda.add_session(
        actor=organiser.actor, edition=edition, data=session_data(room=hall)
    )
    with pytest.raises(RefusedError):
        agenda.remove_room(actor=organiser.actor, room=hall)
    agenda.remove_session(actor=organiser.actor, session=session)
    agenda.remove_room(actor=organiser.actor, room=hall)
    assert not edition.rooms.exists()


def test_an_edition_without_days_has_no_agenda(series, organiser):
    vague = create_edition(actor=organiser.actor, series=series, data=edition_data(when="2027-05"))
    with pytest.raises(RefusedError) as error:
        agenda.add_session(actor=organiser.actor, edition=vague, data=session_data())
    assert [problem.code for problem in error.value.problems] == ["days"]


def test_an_empty_agenda_is_not_shown(edition, organiser):
    with pytest.raises(RefusedError):
        agenda.show_agenda(
            actor=organiser.actor, edition=edition, version=edition.version, public=True
        )
    agenda.add_session(actor=organiser.actor, edition=edition, data=session_data())
    shown = agenda.show_agenda(
        actor=organiser.actor, edition=edition, version=edition.version, public=True
    )
    agenda.show_agenda(actor=organiser.actor, edition=edition, version=shown.version, public=False)
    assert not Edition.objects.get().agenda_public


def test_it_is_narrowed_by_theme_day_and_language(edition, organiser):
    for title, more in (
        ("Break", {"kind": "break"}),
        ("Youth", {"theme": "youth", "languages": ("ru",), "interpreted": ("en",)}),
        ("Culture", {"theme": "culture", "languages": ("ru",), "day": 31}),
    ):
        data = session_data(titles={"en": title}, **more)
        agenda.add_session(actor=organiser.actor, edition=edition, data=data)
    sessions = sessions_of(edition, "en")

    def titles(**chosen):
        days = days_of(edition, sessions, AgendaFilter(**chosen))
        return [str(session.title) for day in days for session in day.sessions]

    assert titles() == ["Break", "Youth", "Culture"]
    assert titles(theme="youth") == ["Break", "Youth"]
    assert titles(language="en") == ["Youth"]
    assert titles(language="ru", day=in_days(31).isoformat()) == ["Culture"]
