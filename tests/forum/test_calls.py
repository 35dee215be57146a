"""The call for sessions: proposed by offices and institutions, answered by the organisers, put on the agenda."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.translation import override

from jumelage.core.audit import OPERATOR
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.forum.actions.agenda import remove_session
from jumelage.forum.actions.calls import (
    CallData,
    ProposalData,
    SpeakerLine,
    change_proposal,
    propose_session,
    set_call,
    withdraw_proposal,
)
from jumelage.forum.actions.editions import set_state
from jumelage.forum.actions.placing import (
    accept_proposal,
    decline_proposal,
    note_proposal,
    place_proposal,
)
from jumelage.forum.models import Call, Edition, ProposedSpeaker, SessionProposal, Speaker
from jumelage.forum.proposals import open_calls, proposals_for, seen_proposal
from jumelage.memberships.actions import add_institution
from tests.forum.conftest import acting, in_days, session_data


def proposal_data(**more) -> ProposalData:
    values = {
        "titles": {"en": "Trams", "ru": "Трамваи"},
        "texts": {"en": "How they came back."},
        "minutes": 45,
        "languages": ("en",),
        "speakers": (SpeakerLine("Anna Petrova", today(), "Director"),),
        **more,
    }
    return ProposalData(**values)


@pytest.fixture
def call(edition, organiser):
    data = CallData(until=in_days(10), texts={"en": "Tell of your town"}, themes=("culture",))
    return set_call(actor=organiser.actor, edition=edition, version=0, data=data)


@pytest.fixture
def proposal(call, edition, officer, town):
    return propose_session(actor=officer.actor, edition=edition, place=town, data=proposal_data())


def test_from_a_proposal_to_the_agenda(proposal, organiser, officer, edition):
    assert mail.outbox[-1].to == ["marina@union.example"]
    accepted = accept_proposal(actor=organiser.actor, proposal=proposal, version=proposal.version)
    assert accepted.is_to_be_placed
    session = place_proposal(
        actor=organiser.actor, proposal=accepted, version=accepted.version,
        data=session_data(titles=accepted.titles),
    )  # fmt: skip
    accepted.refresh_from_db()
    assert accepted.session == session
    (speaker,) = session.speakers.all()
    assert (speaker.name, speaker.place) == ("Anna Petrova", proposal.place)
    told = [message for message in mail.outbox if message.to == ["anna@vlad.example"]]
    assert len(told) == 2
    assert "stands on the agenda" in told[-1].body


def test_a_speaker_who_is_known_is_not_written_down_twice(proposal, organiser, edition):
    known = Speaker.objects.create(edition=edition, name="ANNA Petrova", consent_on=today())
    kept = accept_proposal(actor=organiser.actor, proposal=proposal, version=proposal.version)
    session = place_proposal(
        actor=organiser.actor, proposal=kept, version=kept.version, data=session_data()
    )
    assert list(session.speakers.all()) == [known]


def test_taken_off_the_agenda_it_waits_for_its_time_again(proposal, organiser):
    kept = accept_proposal(actor=organiser.actor, proposal=proposal, version=proposal.version)
    session = place_proposal(
        actor=organiser.actor, proposal=kept, version=kept.version, data=session_data()
    )
    remove_session(actor=organiser.actor, session=session)
    assert SessionProposal.objects.get(pk=kept.pk).is_to_be_placed


def test_declined_with_the_reason_and_the_names_go(proposal, organiser):
    with pytest.raises(RefusedError, match="Say why"):
        decline_proposal(
            actor=organiser.actor, proposal=proposal, version=proposal.version, reason=" "
        )
    decline_proposal(
        actor=organiser.actor, proposal=proposal, version=proposal.version, reason="No room left."
    )
    assert mail.outbox[-1].to == ["anna@vlad.example"]
    assert "No room left." in mail.outbox[-1].body
    assert not ProposedSpeaker.objects.exists()


def test_withdrawn_the_names_go_and_nothing_can_be_done(proposal, officer, organiser):
    kept = withdraw_proposal(actor=officer.actor, proposal=proposal, version=proposal.version)
    assert not ProposedSpeaker.objects.exists()
    assert mail.outbox[-1].to == ["marina@union.example"]
    with pytest.raises(RefusedError, match="changed meanwhile"):
        accept_proposal(actor=organiser.actor, proposal=kept, version=kept.version)


def test_the_trail_names_nobody_who_would_speak(proposal):
    entry = AuditEntry.objects.get(action="forum.propose_session")
    assert "Anna" not in f"{entry.target} {entry.changes} {entry.reason}"


def test_every_reason_is_given_at_once(call, edition, officer, town):
    data = proposal_data(
        titles={}, texts={}, minutes=5, kind="break", theme="youth", languages=("xx",),
        speakers=(SpeakerLine("", None), SpeakerLine("Boris", today() + timedelta(days=2))),
    )  # fmt: skip
    with pytest.raises(RefusedError) as error:
        propose_session(actor=officer.actor, edition=edition, place=town, data=data)
    assert {problem.field for problem in error.value.problems} == {
        "titles_en", "texts_en", "minutes", "kind", "theme", "languages", "name_1", "consent_on_1", "consent_on_2",
    }  # fmt: skip


def test_nobody_proposes_where_nobody_asks(edition, organiser, officer, town, call):
    def propose() -> None:
        propose_session(actor=officer.actor, edition=edition, place=town, data=proposal_data())

    propose()
    Call.objects.filter(pk=call.pk).update(until=today() - timedelta(days=2))
    with pytest.raises(RefusedError, match="No sessions can be proposed"):
        propose()
    call.refresh_from_db()
    data = CallData(until=in_days(10), is_open=False)
    set_call(actor=organiser.actor, edition=edition, version=call.version, data=data)
    assert open_calls("en") == []
    with pytest.raises(RefusedError, match="No sessions can be proposed"):
        propose()


def test_a_cancelled_edition_asks_for_nothing(edition, organiser, call):
    assert [one.pk for one in open_calls("en")] == [call.pk]
    edition.refresh_from_db()
    set_state(
        actor=organiser.actor, edition=edition, version=edition.version, state=Edition.CANCELLED,
        reason="Storm",
    )  # fmt: skip
    assert open_calls("en") == []


def test_officers_propose_for_the_place_and_an_institution_for_itself(call, edition, town, other):
    museum = add_institution(actor=OPERATOR, place=town, name="Museum", kind="museum")
    curator = acting(museum, "eva@museum.example")
    helper = acting(town, "help@vlad.example", role="helper")
    stranger = acting(other, "bob@sd.example")
    made = propose_session(
        actor=curator.actor, edition=edition, place=town, institution=museum, data=proposal_data()
    )
    assert seen_proposal(helper.actor, made.pk, "en") == made
    assert seen_proposal(stranger.actor, made.pk, "en") is None
    for who in (helper, stranger, curator):
        with pytest.raises(NotAllowedError):
            propose_session(actor=who.actor, edition=edition, place=town, data=proposal_data())


def test_only_the_organisers_answer(proposal, officer):
    for act in (accept_proposal, note_proposal, decline_proposal, place_proposal):
        more = {
            note_proposal: {"note": "x"},
            decline_proposal: {"reason": "x"},
            place_proposal: {"data": session_data()},
        }.get(act, {})
        with pytest.raises(NotAllowedError):
            act(actor=officer.actor, proposal=proposal, version=proposal.version, **more)


def test_changed_until_it_is_answered(proposal, officer, organiser):
    data = proposal_data(titles={"en": "Buses"}, speakers=())
    kept = change_proposal(
        actor=officer.actor, proposal=proposal, version=proposal.version, data=data
    )
    assert str(kept.title) == "Buses"
    assert not kept.proposed_speakers.exists()
    with pytest.raises(ConflictError):
        change_proposal(actor=officer.actor, proposal=kept, version=1, data=data)
    kept = accept_proposal(actor=organiser.actor, proposal=kept, version=kept.version)
    with pytest.raises(RefusedError, match="changed meanwhile"):
        change_proposal(actor=officer.actor, proposal=kept, version=kept.version, data=data)


def test_the_call_ends_before_the_edition_does(edition, organiser):
    with pytest.raises(RefusedError, match="over by then"):
        set_call(
            actor=organiser.actor, edition=edition, version=0, data=CallData(until=in_days(60))
        )


def test_no_more_queries_for_more_proposals(
    proposal, officer, town, edition, django_assert_num_queries
):
    for _number in range(3):
        propose_session(actor=officer.actor, edition=edition, place=town, data=proposal_data())
    with override("ru"), django_assert_num_queries(2):
        rows = proposals_for(edition, "ru")
        assert [str(row.place.local_name) for row in rows] == ["Владивосток"] * 4
