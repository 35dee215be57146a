"""Delegations: each side's steps, who may take them, quotas, people, and what is forgotten when."""

from datetime import timedelta

import pytest

from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.clock import now, today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.forum.actions import delegations, members
from jumelage.forum.actions.editions import set_state
from jumelage.forum.jobs import forget_people_of_past_editions
from jumelage.forum.models import Delegation, Edition, Member
from jumelage.forum.queries import public_delegations, seen_delegation
from tests.forum.conftest import acting, in_days, member_data


def codes(error) -> list[str]:
    return [problem.code for problem in error.value.problems]


def name(officer, delegation, who="Anna Petrova", **more) -> Member:
    return members.name_member(
        actor=officer.actor, delegation=delegation, data=member_data(who, **more)
    )


@pytest.fixture
def head(coming, officer) -> Member:
    return name(officer, coming, "Anna Petrova", is_head=True, function="Mayor", is_public=True)


@pytest.fixture
def approved(coming, head, organiser) -> Delegation:
    return delegations.approve(actor=organiser.actor, delegation=coming, version=coming.version)


def test_places_are_invited_once_and_their_officers_told(
    edition, organiser, town, other, officer, mailoutbox
):
    acting(other, "sam@sandiego.example", language="ru")
    delegations.invite_places(
        actor=organiser.actor, edition=edition, places=[town, other], quota=5, message="Welcome!"
    )
    assert [message.to for message in mailoutbox] == [
        ["anna@vlad.example"],
        ["sam@sandiego.example"],
    ]
    assert "Spring forum" in mailoutbox[0].subject
    assert "Весенний форум" in mailoutbox[1].subject
    assert "Welcome!" in mailoutbox[0].body
    with pytest.raises(RefusedError) as error:
        delegations.invite_places(actor=organiser.actor, edition=edition, places=[town], quota=0)
    assert codes(error) == ["range", "twice"]
    with pytest.raises(RefusedError):
        delegations.invite_places(actor=organiser.actor, edition=edition, places=[], quota=1)


def test_nobody_is_invited_to_a_draft(draft, organiser, town):
    with pytest.raises(RefusedError) as error:
        delegations.invite_places(actor=organiser.actor, edition=draft, places=[town], quota=1)
    assert codes(error) == ["state"]


def test_each_side_does_its_own(invited, organiser, officer, town, other):
    stranger = acting(other, "sam@sandiego.example").actor
    helper = acting(town, "helper@vlad.example", role="helper").actor
    step = {"delegation": invited, "version": invited.version}
    for actor in (organiser.actor, stranger, helper, Actor("anonymous")):
        for act in (delegations.accept, delegations.decline, delegations.stay_away):
            with pytest.raises(NotAllowedError):
                act(actor=actor, **step)
        with pytest.raises(NotAllowedError):
            members.name_member(actor=actor, delegation=invited, data=member_data())
    for actor in (officer.actor, stranger):
        for act, more in (
            (delegations.approve, {}), (delegations.take_back, {"reason": "No"}),
            (delegations.invite_again, {}), (delegations.change_quota, {"quota": 9}),
        ):  # fmt: skip
            with pytest.raises(NotAllowedError):
                act(actor=actor, **step, **more)


def test_a_delegation_is_seen_by_its_place_and_the_organisers(invited, organiser, officer, other):
    stranger = acting(other, "sam@sandiego.example").actor
    for actor, sees in ((organiser.actor, True), (officer.actor, True), (stranger, False),
                        (Actor("anonymous"), False), (OPERATOR, True)):  # fmt: skip
        assert (seen_delegation(actor, invited.pk, "en") is not None) == sees


def test_the_organisers_are_told_what_a_place_answers(invited, officer, mailoutbox):
    mailoutbox.clear()
    delegations.decline(
        actor=officer.actor, delegation=invited, version=1, answer="It is our town day."
    )
    (message,) = mailoutbox
    assert message.to == ["marina@union.example"]
    assert "It is our town day." in message.body
    again = Delegation.objects.get()
    delegations.accept(actor=officer.actor, delegation=again, version=again.version)
    assert Delegation.objects.get().state == "accepted"


def test_a_step_that_cannot_be_taken_is_refused(invited, organiser, officer):
    with pytest.raises(RefusedError):
        delegations.approve(actor=organiser.actor, delegation=invited, version=1)
    with pytest.raises(ConflictError):
        delegations.accept(actor=officer.actor, delegation=invited, version=7)
    with pytest.raises(RefusedError):
        delegations.take_back(actor=organiser.actor, delegation=invited, version=1, reason=" ")


def test_people_are_named_once_the_place_comes_and_within_its_quota(invited, officer):
    with pytest.raises(RefusedError) as error:
        name(officer, invited)
    assert codes(error) == ["state"]
    coming = delegations.accept(actor=officer.actor, delegation=invited, version=1)
    name(officer, coming)
    name(officer, coming, "Boris")
    with pytest.raises(RefusedError) as error:
        name(officer, coming, "Clara")
    assert codes(error) == ["quota"]


def test_every_reason_is_given_at_once(coming, officer):
    data = member_data(
        " ", consent_on=None, languages=("xx",), needs="x" * 1001, function="x" * 201,
        arrives_on=in_days(3), leaves_on=in_days(2),
    )  # fmt: skip
    with pytest.raises(RefusedError) as error:
        members.name_member(actor=officer.actor, delegation=coming, data=data)
    assert {problem.field for problem in error.value.problems} == {
        "name", "function", "needs", "languages", "consent_on", "leaves_on",
    }  # fmt: skip


def test_nobody_is_named_without_consent(coming, officer):
    for consent in (None, in_days(1)):
        with pytest.raises(RefusedError):
            name(officer, coming, consent_on=consent)
    assert not Member.objects.exists()


def test_after_the_last_day_for_naming_only_substitutes_come(coming, officer, head):
    Edition.objects.update(register_until=today() - timedelta(days=2))
    with pytest.raises(RefusedError) as error:
        name(officer, coming, "Boris")
    assert codes(error) == ["late"]
    comes = members.substitute(
        actor=officer.actor, member=head, version=1, data=member_data("Boris")
    )
    assert comes.is_head
    gone = Member.objects.get(pk=head.pk)
    assert (gone.name, gone.function, gone.is_public, gone.replaced_by) == ("", "", False, comes)


def test_substitutes_come_until_the_door_and_the_organisers_are_told(
    approved, officer, head, mailoutbox
):
    mailoutbox.clear()
    Edition.objects.update(first_day=today() - timedelta(days=2), last_day=today())
    with pytest.raises(ConflictError):
        members.substitute(actor=officer.actor, member=head, version=5, data=member_data("Boris"))
    members.substitute(actor=officer.actor, member=head, version=1, data=member_data("Boris"))
    (message,) = mailoutbox
    assert message.to == ["marina@union.example"]
    assert "Anna Petrova" in message.body
    assert "Boris" in message.body
    assert Delegation.objects.get().state == "approved"
    Edition.objects.update(last_day=today() - timedelta(days=2))
    with pytest.raises(RefusedError) as error:
        members.substitute(
            actor=officer.actor, member=Member.objects.get(name="Boris"), version=1,
            data=member_data("Clara"),
        )  # fmt: skip
    assert codes(error) == ["closed"]


def test_a_delegation_has_one_head(coming, officer, head):
    boris = name(officer, coming, "Boris")
    changed = members.change_member(
        actor=officer.actor, member=boris, version=1, data=member_data("Boris", is_head=True)
    )
    assert changed.is_head
    assert Member.objects.filter(is_head=True).count() == 1
    with pytest.raises(RefusedError) as error:
        members.change_member(
            actor=officer.actor, member=changed, version=2, data=member_data("Boris")
        )
    assert codes(error) == ["head"]


def test_a_delegation_without_a_head_is_not_approved(coming, officer, organiser):
    name(officer, coming)
    with pytest.raises(RefusedError) as error:
        delegations.approve(actor=organiser.actor, delegation=coming, version=coming.version)
    assert codes(error) == ["head"]
    assert Delegation.objects.get().state == "accepted"


def test_an_approved_delegation_stands_on_the_public_page(
    coming, head, officer, organiser, mailoutbox, edition
):
    name(officer, coming, "Boris")
    assert public_delegations(edition, "en") == []
    before = revision()
    mailoutbox.clear()
    delegations.approve(actor=organiser.actor, delegation=coming, version=coming.version)
    assert revision() > before
    (message,) = mailoutbox
    assert message.to == ["anna@vlad.example"]
    (shown,) = public_delegations(edition, "en")
    assert shown.people == 2
    assert [one.name for one in shown.named] == ["Anna Petrova"]


def test_the_head_of_an_approved_delegation_does_not_just_leave(approved, officer, head):
    with pytest.raises(RefusedError) as error:
        members.remove_member(actor=officer.actor, member=head, version=1)
    assert codes(error) == ["head"]
    boris = name(officer, approved, "Boris")
    members.remove_member(actor=officer.actor, member=boris, version=1)
    with pytest.raises(RefusedError):
        members.change_member(
            actor=officer.actor, member=boris, version=2, data=member_data("Boris")
        )


def test_a_place_that_stays_away_leaves_no_names(approved, officer, head, edition):
    delegations.stay_away(actor=officer.actor, delegation=approved, version=approved.version)
    assert not Member.objects.filter(erased_at__isnull=True).exists()
    assert not Member.objects.exclude(name="").exists()
    assert public_delegations(edition, "en") == []


def test_an_invitation_taken_back_says_why_and_can_be_given_again(
    approved, organiser, officer, mailoutbox
):
    mailoutbox.clear()
    gone = delegations.take_back(
        actor=organiser.actor, delegation=approved, version=approved.version, reason="No room."
    )
    assert "No room." in mailoutbox[0].body
    assert not Member.objects.exclude(name="").exists()
    again = delegations.invite_again(actor=organiser.actor, delegation=gone, version=gone.version)
    assert again.state == "invited"
    delegations.accept(actor=officer.actor, delegation=again, version=again.version)


def test_a_quota_is_not_less_than_who_is_named(coming, officer, organiser, head):
    name(officer, coming, "Boris")
    with pytest.raises(RefusedError) as error:
        delegations.change_quota(
            actor=organiser.actor, delegation=coming, version=coming.version, quota=1
        )
    assert codes(error) == ["named"]
    delegations.change_quota(
        actor=organiser.actor, delegation=coming, version=coming.version, quota=3
    )
    name(officer, coming, "Clara")


def test_nobody_comes_to_what_is_cancelled_and_the_places_are_told(
    invited, organiser, officer, edition, mailoutbox
):
    mailoutbox.clear()
    set_state(
        actor=organiser.actor, edition=edition, version=edition.version, state="cancelled",
        reason="Flood",
    )  # fmt: skip
    (message,) = mailoutbox
    assert message.to == ["anna@vlad.example"]
    assert message.subject == "“Spring forum” is cancelled"
    assert "Flood" in message.body
    with pytest.raises(RefusedError) as error:
        delegations.accept(actor=officer.actor, delegation=invited, version=1)
    assert codes(error) == ["closed"]


def test_a_person_is_erased_when_the_person_wishes(coming, head, officer, organiser, other):
    stranger = acting(other, "sam@sandiego.example").actor
    with pytest.raises(NotAllowedError):
        members.erase_member(actor=stranger, member=head)
    members.erase_member(actor=organiser.actor, member=head)
    gone = Member.objects.get(pk=head.pk)
    assert (gone.name, gone.consent_on, gone.shown_name) == ("", None, "erased")
    assert not coming.members.coming().exists()
    with pytest.raises(RefusedError):
        members.erase_member(actor=officer.actor, member=head)


def test_after_the_forum_it_stays_known_that_somebody_came(coming, head, organiser):
    last = today() - timedelta(days=2)
    Edition.objects.update(first_day=last, last_day=last)
    members.erase_member(actor=organiser.actor, member=Member.objects.get(pk=head.pk))
    assert [one.shown_name for one in coming.members.coming()] == ["erased"]


@pytest.mark.parametrize(("days", "forgotten"), [(90, False), (91, True)])
def test_ninety_days_after_an_edition_its_people_are_forgotten(
    coming, head, officer, days, forgotten
):
    name(officer, coming, "Boris", needs="No nuts", languages=("ru",))
    Member.objects.filter(pk=head.pk).update(needs="Step-free")
    last = today() - timedelta(days=days)
    Edition.objects.update(first_day=last, last_day=last)
    assert bool(forget_people_of_past_editions()) == forgotten
    assert Member.objects.filter(name="Boris").exists() != forgotten
    kept = Member.objects.get(pk=head.pk)
    assert kept.name == "Anna Petrova"  # agreed to stand on the public page
    assert bool(kept.needs) != forgotten
    assert forget_people_of_past_editions() == 0


def test_the_trail_names_nobody(approved, officer, head):
    members.substitute(actor=officer.actor, member=head, version=1, data=member_data("Boris"))
    entries = AuditEntry.objects.filter(action__startswith="forum.")
    said = " ".join(f"{entry.changes} {entry.reason} {entry.target}" for entry in entries)
    assert "Anna Petrova" not in said
    assert "Boris" not in said
    assert entries.filter(concerns__place_id=approved.place_id).count() >= 5
    assert entries.last().at <= now()
