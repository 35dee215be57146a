"""What came of meetings: held once, an activity of the tie while it counts as held, and what was promised."""

import pytest

from jumelage.agreements.models import Activity
from jumelage.commitments.actions.common import OwnerData, PromiseData
from jumelage.commitments.models import Commitment
from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError
from jumelage.forum.actions.commitments import promise, promise_by_decision
from jumelage.forum.actions.decisions import add_decision
from jumelage.forum.actions.editions import create_edition
from jumelage.forum.actions.meeting_outcomes import say_outcome
from jumelage.forum.models import CommitmentOrigin, Edition
from jumelage.forum.promises import open_from_before, promised_at, promised_in
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie
from tests.factories import make_claim
from tests.forum.conftest import edition_data, in_days
from tests.forum.meetings.conftest import wishes
from tests.forum.meetings.test_wishes import accept, refused


@pytest.fixture
def held(edition, lyon, perm, bonn):
    """A meeting that both want, at an edition that is on."""
    meeting = wishes(lyon, perm, subject="Water")
    accept(perm, meeting)
    Edition.objects.update(first_day=in_days(-3), last_day=in_days(-1))
    meeting.refresh_from_db()
    return meeting


def twin(place, other) -> Tie:
    """Let two places be twinned: a tie in force."""
    return make_claim(place, other).tie


def say(one, meeting, outcome, **more):
    meeting = type(meeting).objects.get(pk=meeting.pk)
    return say_outcome(
        actor=one.officer.actor, delegation=one.delegation, meeting=meeting,
        version=meeting.version, outcome=outcome, **more,
    )  # fmt: skip


def test_nobody_says_what_came_of_it_before_it_was(lyon, bonn):
    meeting = wishes(lyon, bonn)
    assert refused(lambda: say(lyon, meeting, "held")) == ["early"]
    assert refused(lambda: say(bonn, meeting, "party")) == ["unknown", "state"]


def test_held_it_keeps_the_tie_active_once(held, lyon, perm):
    tie = twin(lyon.place, perm.place)
    say(lyon, held, "held", result="A visit in May")
    say(lyon, held, "held", result="A visit in June")
    activity = Activity.objects.get()
    assert (activity.tie, activity.title, activity.kind) == (tie, "Water", "meeting")
    assert activity.when == f"{in_days(-3)}/{in_days(-1)}"
    assert "May" not in activity.text
    assert activity.claim is not None
    assert list(held.activities.all()) == [activity]


def test_the_other_side_adds_to_it_and_cannot_take_it_back(held, lyon, perm):
    twin(lyon.place, perm.place)
    say(lyon, held, "held")
    assert say(perm, held, "held", result="Pupils in May").result == "Pupils in May"
    assert refused(lambda: say(perm, held, "missed")) == ["other"]
    say(lyon, held, "missed")
    assert not Activity.objects.exists()
    assert say(perm, held, "open").outcome == "open"


def test_what_is_not_public_makes_no_claim(held, lyon, perm):
    twin(lyon.place, perm.place)
    say(lyon, held, "held", is_public=False)
    assert Activity.objects.get().claim is None


def test_without_a_tie_in_force_nothing_is_written_down(held, lyon, perm):
    Tie.objects.filter(pk=twin(lyon.place, perm.place).pk).update(legal=Legal.SUSPENDED)
    assert say(lyon, held, "held").outcome == "held"
    assert not Activity.objects.exists()


def data(*ones, **more) -> PromiseData:
    return PromiseData({"en": "A visit"}, [OwnerData(one.place) for one in ones], **more)


def test_a_party_makes_a_commitment_of_it(held, lyon, perm, bonn):
    row = {"delegation": lyon.delegation, "meeting": held}
    with pytest.raises(NotAllowedError):
        promise(actor=perm.officer.actor, **row, data=data(lyon, perm))
    act = lambda *ones: promise(  # noqa: E731
        actor=lyon.officer.actor, **row, data=data(*ones)
    )
    assert refused(lambda: act(lyon, bonn)) == ["elsewhere"]
    made = act(lyon, perm)
    assert (made.state, made.drafted_by) == ("draft", lyon.place)
    assert made.origin["en"] == "Meeting at “Spring forum”"
    assert CommitmentOrigin.objects.get().meeting == held
    assert promised_in(held, lyon.place.pk, "en") == [made]
    assert promised_in(held, perm.place.pk, "en") == [], "a draft is the office’s own"


def test_organisers_make_a_commitment_of_a_decision(edition, organiser, lyon, perm):
    decision = add_decision(actor=organiser.actor, edition=edition, texts={"en": "Visits"})
    with pytest.raises(NotAllowedError):
        promise_by_decision(actor=lyon.officer.actor, decision=decision, data=data(lyon, perm))
    made = promise_by_decision(actor=organiser.actor, decision=decision, data=data(lyon, perm))
    assert made.state == "proposed"
    assert CommitmentOrigin.objects.get().decision == decision
    assert promised_at(edition, "en") == [], "until all have confirmed it"
    Commitment.objects.update(is_public=True)
    assert promised_at(edition, "en") == [made]


def test_the_next_edition_takes_up_what_is_open(edition, series, organiser, lyon, perm):
    decision = add_decision(actor=organiser.actor, edition=edition, texts={"en": "Visits"})
    made = promise_by_decision(actor=organiser.actor, decision=decision, data=data(lyon, perm))
    later = edition_data(when=f"{in_days(400)}/{in_days(401)}")
    coming = create_edition(actor=organiser.actor, series=series, data=later)
    assert open_from_before(coming, "en") == []
    Commitment.objects.update(state="agreed", agreed_on=today())
    assert open_from_before(coming, "en") == [made]
    assert open_from_before(edition, "en") == []
    Commitment.objects.update(state="kept")
    assert open_from_before(coming, "en") == []
