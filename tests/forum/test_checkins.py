"""The door: who is checked in and by whom, once, undone, replaced; badges that were lost."""

import pytest
from django.core import mail

from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.forum.actions import members
from jumelage.forum.actions.checkins import check_in, new_badge, undo_check_in
from jumelage.forum.actions.delegations import accept, approve, invite_places
from jumelage.forum.actions.editions import create_edition, set_state
from jumelage.forum.actions.members import name_member, substitute
from jumelage.forum.arrivals import arrivals_of, counts_of, latest, missing_from, search
from jumelage.forum.badges import address_of, code_of, member_with
from jumelage.forum.domain.badges import shown
from jumelage.forum.models import CheckIn, Edition, Member
from tests.factories import make_place
from tests.forum.conftest import acting, edition_data, in_days, member_data


def come(organiser, edition, place, *names: str, who=None):
    """Let a place come with people, approved."""
    who = who or acting(place, f"officer@{place.slug}.example")
    row = invite_places(actor=organiser.actor, edition=edition, places=[place], quota=20)[0]
    row = accept(actor=who.actor, delegation=row, version=row.version)
    people = [
        name_member(actor=who.actor, delegation=row, data=member_data(name, is_head=number == 0))
        for number, name in enumerate(names)
    ]
    row = approve(actor=organiser.actor, delegation=row, version=row.version)
    return row, [Member.objects.select_related("delegation__edition").get(pk=p.pk) for p in people]


@pytest.fixture
def edition(series, organiser):
    """An edition that begins tomorrow."""
    data = edition_data(when=f"{in_days(1)}/{in_days(2)}")
    made = create_edition(actor=organiser.actor, series=series, data=data)
    return set_state(actor=organiser.actor, edition=made, version=made.version, state=Edition.OPEN)


@pytest.fixture
def anna(organiser, edition, town, officer):
    return come(organiser, edition, town, "Anna Petrova", who=officer)[1][0]


def test_who_comes_twice_is_checked_in_once(organiser, anna):
    first, is_new = check_in(actor=organiser.actor, member=anna)
    again, is_new_again = check_in(actor=organiser.actor, member=anna)
    assert (is_new, is_new_again) == (True, False)
    assert again.pk == first.pk
    assert CheckIn.objects.count() == 1


def test_a_mistake_is_undone_and_stays_on_record(organiser, anna, edition):
    check_in(actor=organiser.actor, member=anna)
    undo_check_in(actor=organiser.actor, member=anna)
    assert counts_of(edition).here == 0
    with pytest.raises(RefusedError, match="not checked in"):
        undo_check_in(actor=organiser.actor, member=anna)
    _made, is_new = check_in(actor=organiser.actor, member=anna)
    assert is_new
    assert CheckIn.objects.count() == 2


def test_only_those_who_run_the_edition_check_in(officer, anna):
    for act in (check_in, undo_check_in, new_badge):
        with pytest.raises(NotAllowedError):
            act(actor=officer.actor, member=anna)


def test_the_trail_says_that_somebody_came_and_not_who(organiser, anna):
    check_in(actor=organiser.actor, member=anna)
    entry = AuditEntry.objects.get(action="forum.check_in")
    assert entry.target == f"delegation:{anna.delegation_id}"
    assert "Anna" not in f"{entry.target} {entry.changes} {entry.reason}"


def test_who_is_not_of_an_approved_delegation_is_not_checked_in(organiser, edition, officer, town):
    row = invite_places(actor=organiser.actor, edition=edition, places=[town], quota=5)[0]
    row = accept(actor=officer.actor, delegation=row, version=row.version)
    person = name_member(actor=officer.actor, delegation=row, data=member_data(is_head=True))
    with pytest.raises(RefusedError, match="approve it first"):
        check_in(actor=organiser.actor, member=person)
    members.remove_member(actor=officer.actor, member=person, version=person.version)
    with pytest.raises(RefusedError, match="not in the delegation any more"):
        check_in(actor=organiser.actor, member=person)


def test_not_weeks_before(organiser, anna, edition):
    Edition.objects.filter(pk=edition.pk).update(
        when=f"{in_days(20)}/{in_days(21)}", first_day=in_days(20), last_day=in_days(21)
    )
    with pytest.raises(RefusedError, match="seven days before"):
        check_in(actor=organiser.actor, member=anna)


def test_a_code_is_of_one_person_until_the_badge_is_lost(organiser, anna, edition):
    before = code_of(anna)
    assert member_with(shown(before).lower(), edition) == anna
    assert member_with(address_of(anna)) == anna
    assert "Anna" not in address_of(anna)
    forged = before[:-1] + ("0" if before[-1] != "0" else "1")
    assert member_with(forged) is None
    after = new_badge(actor=organiser.actor, member=anna)
    assert member_with(before) is None
    assert member_with(code_of(after)) == anna


def test_a_code_of_another_edition_is_none(organiser, series, anna):
    other = create_edition(actor=organiser.actor, series=series, data=edition_data())
    assert member_with(code_of(anna), other) is None


def test_somebody_else_at_the_door(organiser, anna, edition, officer):
    mail.outbox.clear()
    comes = substitute(
        actor=organiser.actor,
        member=anna,
        version=anna.version,
        data=member_data("Boris Ivanov"),
    )
    assert comes.is_head
    assert check_in(actor=organiser.actor, member=comes)[1]
    assert [message.to for message in mail.outbox] == [["anna@vlad.example"]]
    assert "Boris Ivanov" in mail.outbox[0].body
    assert member_with(code_of(anna)).erased_at is not None


def test_nobody_comes_instead_of_who_is_here(organiser, anna):
    check_in(actor=organiser.actor, member=anna)
    with pytest.raises(RefusedError, match="has come"):
        substitute(
            actor=organiser.actor, member=anna, version=anna.version, data=member_data("Boris")
        )


def test_also_once_closed_but_not_by_the_place(organiser, officer, anna, edition):
    edition.refresh_from_db()
    set_state(
        actor=organiser.actor, edition=edition, version=edition.version, state=Edition.ANNOUNCED
    )
    anna = Member.objects.select_related("delegation__edition").get(pk=anna.pk)
    with pytest.raises(RefusedError, match="not open"):
        substitute(actor=officer.actor, member=anna, version=anna.version, data=member_data("B"))
    assert substitute(
        actor=organiser.actor, member=anna, version=anna.version, data=member_data("B")
    )


def test_who_is_missing_by_delegation(organiser, edition, town, other):
    _row, (anna, boris) = come(organiser, edition, town, "Anna", "Boris")
    _row, (carol,) = come(organiser, edition, other, "Carol")
    check_in(actor=organiser.actor, member=boris)
    check_in(actor=organiser.actor, member=carol)
    people = arrivals_of(edition, "en")
    (row,) = missing_from(people)
    assert [one.member.name for one in row.people] == [anna.name]
    assert (row.count.expected, row.count.here) == (2, 1)
    assert [one.member for one in latest(people)] == [carol, boris]
    count = counts_of(edition)
    assert (count.expected, count.here) == (3, 2)


@pytest.mark.parametrize("text", ["petrova", "ПЕТРОВА Анна", "анна владив", "mayor vladi"])
def test_people_are_found_in_any_script_by_name_function_and_place(
    organiser, edition, town, other, text
):
    come(organiser, edition, other, "Carol Smith")
    name = "Анна Петрова" if not text.isascii() else "Anna Petrova"
    row, (anna,) = come(organiser, edition, town, name)
    Member.objects.filter(pk=anna.pk).update(function="Mayor")
    found = search(arrivals_of(edition, "ru"), text)
    assert [one.member.pk for one in found] == [anna.pk]
    assert row.place == town


def test_no_more_queries_for_more_people(organiser, edition, django_assert_num_queries):
    for number in range(3):
        place = make_place(f"Town {number}", "RU", ru=f"Город {number}")
        come(organiser, edition, place, f"Anna {number}", f"Boris {number}")
    with django_assert_num_queries(3):
        people = arrivals_of(edition, "ru")
        missing_from(people)
        search(people, "anna")
    assert len(people) == 6


def test_erased_people_are_not_expected(organiser, officer, anna, edition):
    come(organiser, edition, make_place("Tula", "RU"), "Carol")
    members.erase_member(actor=organiser.actor, member=anna)
    assert counts_of(edition).expected == 1
    assert today() < edition.first_day
