"""Drafts, proposals, and the word of each owner."""

from dataclasses import replace

import pytest

from jumelage.commitments.actions import drafting
from jumelage.commitments.actions.common import OwnerData, PromiseData, Responsible
from jumelage.commitments.actions.confirming import confirm, decline, set_responsible
from jumelage.commitments.actions.drafting import change, discard, draft, promise, withdraw
from jumelage.commitments.domain.states import State
from jumelage.commitments.models import Commitment
from jumelage.commitments.queries import open_of, waiting_for
from jumelage.core.audit import Actor
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from tests.commitments.conftest import confirmed

STRANGER = Actor(label="stranger")


def codes(error) -> set[str]:
    return {problem.code for problem in error.value.problems}


def test_a_draft_is_seen_by_nobody_but_its_office(towns, data):
    made = draft(actor=towns.anna, place=towns.a, data=data)
    seen = Commitment.objects.visible_to
    assert list(seen(towns.anna)) == [made]
    assert not seen(towns.bob).exists()
    assert not seen(STRANGER).exists()
    assert made.tie == towns.tie
    entry = AuditEntry.objects.get(action="commitments.draft")
    assert [concern.place_id for concern in entry.concerns.all()] == [towns.a.pk]


def test_a_proposal_binds_nobody_and_is_read_by_its_owners_only(towns, proposed):
    assert proposed.state == State.PROPOSED
    assert not proposed.is_public
    assert list(Commitment.objects.visible_to(towns.bob)) == [proposed]
    assert not Commitment.objects.visible_to(towns.clara).exists()
    assert list(waiting_for(towns.b)) == [proposed]
    assert not waiting_for(towns.a).exists()


def test_when_all_have_confirmed_it_is_agreed_and_public_if_all_want(towns, agreed):
    assert agreed.state == State.AGREED
    assert agreed.is_public
    assert agreed.first_due == agreed.due
    assert list(Commitment.objects.public()) == [agreed]
    assert list(open_of([agreed.pk, 999])) == [agreed]


def test_one_owner_that_does_not_want_it_keeps_it_from_the_public(towns, proposed):
    made = confirmed(towns, proposed, public=False)
    assert made.state == State.AGREED
    assert not Commitment.objects.public().exists()
    who = Responsible(function="Office of schools")
    made = set_responsible(
        actor=towns.bob, place=towns.b, commitment=made, responsible=who, wants_public=True
    )
    assert made.is_public


def test_what_is_public_is_not_hidden_again(towns, agreed):
    with pytest.raises(RefusedError) as error:
        set_responsible(
            actor=towns.bob,
            place=towns.b,
            commitment=agreed,
            responsible=Responsible(),
            wants_public=False,
        )
    assert codes(error) == {"public"}


def test_other_words_have_to_be_confirmed_by_the_others_anew(towns, data, proposed):
    other = replace(data, titles={"en": "Two schools each"})
    made = change(
        actor=towns.bob, place=towns.b, commitment=proposed, version=proposed.version, data=other
    )
    assert list(waiting_for(towns.a)) == [made]
    assert not waiting_for(towns.b).exists()
    with pytest.raises(ConflictError):  # nobody confirms words that were changed meanwhile
        confirmed(towns, proposed)


def test_nobody_changes_what_all_have_confirmed(towns, data, agreed):
    with pytest.raises(RefusedError) as error:
        change(
            actor=towns.anna, place=towns.a, commitment=agreed, version=agreed.version, data=data
        )
    assert codes(error) == {"state"}


def test_who_does_not_take_it_on_says_why(towns, proposed):
    with pytest.raises(RefusedError) as error:
        decline(actor=towns.bob, place=towns.b, commitment=proposed, reason=" ")
    assert codes(error) == {"missing"}
    made = decline(actor=towns.bob, place=towns.b, commitment=proposed, reason="No school")
    assert made.state == State.DECLINED
    assert made.owners.get(place=towns.b).answer == "No school"
    with pytest.raises(RefusedError):
        confirmed(towns, made)


def test_only_who_proposed_it_withdraws_it(towns, proposed):
    with pytest.raises(RefusedError) as error:
        withdraw(actor=towns.bob, place=towns.b, commitment=proposed, reason="No")
    assert codes(error) == {"not_own"}
    made = withdraw(actor=towns.anna, place=towns.a, commitment=proposed, reason="Too early")
    assert made.state == State.WITHDRAWN


def test_organisers_propose_if_their_own_check_lets_them(towns, data):
    def refused() -> None:
        raise NotAllowedError

    with pytest.raises(NotAllowedError):
        promise(actor=STRANGER, data=data, require=refused)
    made = promise(actor=STRANGER, data=data, require=lambda: None)
    assert made.state == State.PROPOSED
    assert set(waiting_for(towns.a)) == set(waiting_for(towns.b)) == {made}
    made = drafting.withdraw_promise(
        actor=STRANGER, commitment=made, reason="Wrong", require=lambda: None
    )
    assert made.state == State.WITHDRAWN


def test_every_reason_is_given_at_once(towns, data):
    bad = PromiseData(
        titles={"en": " ", "xx": " "},
        owners=(OwnerData(towns.b), OwnerData(towns.b)),
        due="soon",
        theme="none",
        tie=towns.tie,
    )
    with pytest.raises(RefusedError) as error:
        draft(actor=towns.anna, place=towns.a, data=bad)
    assert codes(error) == {
        "missing", "language", "twice", "owners", "date", "theme", "tie", "state",
    }  # fmt: skip
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("who", ["helper", "clara"])
def test_only_officers_of_owners_act(towns, data, proposed, who):
    actor = getattr(towns, who)
    with pytest.raises(NotAllowedError):
        draft(actor=actor, place=towns.a, data=data)
    with pytest.raises(NotAllowedError):
        decline(actor=actor, place=towns.a, commitment=proposed, reason="No")
    with pytest.raises(NotAllowedError):
        decline(actor=towns.clara, place=towns.c, commitment=proposed, reason="No")


def test_an_office_of_another_place_sees_to_nothing_here(towns, proposed):
    member = towns.a.memberships.first()
    with pytest.raises(RefusedError) as error:
        confirm(
            actor=towns.bob,
            place=towns.b,
            commitment=proposed,
            version=proposed.version,
            responsible=Responsible(member=member),
            wants_public=False,
        )
    assert codes(error) == {"member"}


def test_a_draft_can_be_thrown_away_a_proposal_not(towns, data, proposed):
    made = draft(actor=towns.anna, place=towns.a, data=data)
    discard(actor=towns.anna, place=towns.a, commitment=made)
    assert list(Commitment.objects.all()) == [proposed]
    with pytest.raises(RefusedError):
        discard(actor=towns.anna, place=towns.a, commitment=proposed)


def test_three_towns_promise_together(towns, for_three):
    made = promise(actor=STRANGER, data=for_three, require=lambda: None)
    assert made.tie is None
    for actor, place in ((towns.anna, towns.a), (towns.bob, towns.b), (towns.clara, towns.c)):
        assert made.state == State.PROPOSED
        made = confirm(
            actor=actor,
            place=place,
            commitment=made,
            version=made.version,
            responsible=Responsible(),
            wants_public=True,
        )
    assert made.state == State.AGREED
