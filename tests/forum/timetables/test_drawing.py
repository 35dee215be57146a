"""Drawing a timetable of the records in the background: kept, stopped, done twice, impossible, lost."""

from datetime import timedelta

import pytest

from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.forum.actions import timetable_drawing as actions
from jumelage.forum.actions.timetable_drawing import give_up_silent, start, stop, work
from jumelage.forum.domain.timetable.checking import check
from jumelage.forum.domain.timetable.solving import Result
from jumelage.forum.models import Meeting, MeetingSlot, MeetingTable, Placed, Timetable
from jumelage.forum.timetables import running
from jumelage.forum.timetables.problem_of import drawn_from, places_of
from tests.forum.timetables.small import add_delegation, add_meeting, small_forum


def fresh(timetable: Timetable) -> Timetable:
    return Timetable.objects.get(pk=timetable.pk)


@pytest.fixture
def towns(edition):
    return small_forum(edition)


def drawn(edition, organiser, **more) -> Timetable:
    return fresh(start(actor=organiser.actor, edition=edition, seconds=30, **more))


def test_in_processes_of_its_own_it_is_drawn_and_explained(edition, organiser, towns, for_real):
    add_meeting(towns["Perm"], add_delegation(edition, "Lyon", "fr"))
    timetable = drawn(edition, organiser)
    assert timetable.state == Timetable.DONE
    assert timetable.placed.count() == 4
    assert [rule["code"] for rule in timetable.not_held[0]["rules"]] == ["language"]


def test_a_timetable_is_drawn_and_kept_with_its_proof(edition, organiser, towns):
    timetable = drawn(edition, organiser, note="the first")
    assert timetable.state == Timetable.DONE
    assert timetable.is_proved
    assert timetable.is_draft
    assert timetable.placed.count() == Meeting.objects.count() == 4
    assert check(drawn_from(timetable), places_of(timetable)) == []
    assert [rank["name"] for rank in timetable.ranks] == ["not held", "idle groups"]
    assert timetable.not_held == []


def test_no_name_is_kept_with_what_was_drawn_from(edition, organiser, towns):
    kept = str(drawn(edition, organiser).forum)
    assert "Vladivostok" not in kept
    assert "Irina" not in kept


def test_what_cannot_be_held_is_explained(edition, organiser, towns):
    MeetingSlot.objects.filter(edition=edition).order_by("-begins").first().delete()
    add_meeting(towns["Perm"], add_delegation(edition, "Lyon", "en"))
    timetable = drawn(edition, organiser)
    assert timetable.state == Timetable.DONE
    assert timetable.not_held
    assert all(one["rules"] for one in timetable.not_held)


def test_musts_that_contradict_each_other_say_so(edition, organiser, towns):
    slot = MeetingSlot.objects.filter(edition=edition).first()
    Meeting.objects.filter(parties__delegation=towns["Perm"]).update(is_must=True, fixed_slot=slot)
    timetable = drawn(edition, organiser)
    assert timetable.state == Timetable.IMPOSSIBLE
    assert not timetable.has_places
    codes = {rule["code"] for rule in timetable.not_held[0]["rules"]}
    assert codes == {"person_busy", "fixed"}


def test_nothing_is_begun_without_times_tables_or_meetings(edition, organiser, officer):
    def refused():
        with pytest.raises(RefusedError) as error:
            start(actor=organiser.actor, edition=edition)
        return {problem.code for problem in error.value.problems}

    assert refused() == {"slots", "tables"}
    towns = small_forum(edition)
    Meeting.objects.all().delete()
    assert refused() == {"meetings"}
    add_meeting(towns["Perm"], towns["Tacoma"], answers="wa")
    assert refused() == {"meetings"}
    assert drawn(edition, organiser, with_unanswered=True).placed.count() == 1
    with pytest.raises(NotAllowedError):
        start(actor=officer.actor, edition=edition)


@pytest.mark.parametrize(("seconds", "seed"), [(0, 0), (601, 0), (60, -1)])
def test_numbers_out_of_range_are_refused(edition, organiser, towns, seconds, seed):
    with pytest.raises(RefusedError):
        start(actor=organiser.actor, edition=edition, seconds=seconds, seed=seed)


def test_only_one_is_under_way_at_a_time(edition, organiser, towns, queue):
    first = start(actor=organiser.actor, edition=edition)
    with pytest.raises(RefusedError) as error:
        start(actor=organiser.actor, edition=edition)
    assert [problem.code for problem in error.value.problems] == ["busy"]
    assert stop(actor=organiser.actor, timetable=first)
    assert not stop(actor=organiser.actor, timetable=first)
    work.func(first.pk)
    assert not fresh(first).has_places
    start(actor=organiser.actor, edition=edition)


def test_one_that_is_stopped_keeps_the_best_so_far(edition, organiser, towns, queue, monkeypatch):
    timetable = start(actor=organiser.actor, edition=edition)
    solve = running.solve

    def stopped_in_the_middle(forum, **how):
        result: Result = solve(forum, progress=lambda _result: None)
        stop(actor=organiser.actor, timetable=fresh(timetable))
        assert fresh(timetable).is_ending
        running.Teller(timetable)(result)
        result.stopped = True
        return result

    monkeypatch.setattr(running, "solve", stopped_in_the_middle)
    work.func(timetable.pk)
    found = fresh(timetable)
    assert found.state == Timetable.STOPPED
    assert found.is_draft
    assert not found.is_proved
    assert found.placed.count() == 4


def test_a_teller_wants_no_more_once_it_is_stopped(edition, organiser, towns, queue):
    timetable = start(actor=organiser.actor, edition=edition)
    Timetable.objects.filter(pk=timetable.pk).update(state=Timetable.RUNNING)
    teller = running.Teller(timetable)
    assert teller.wanted()
    stop(actor=organiser.actor, timetable=timetable)
    teller._said = float("-inf")
    assert not teller.wanted()


def test_a_task_that_is_done_twice_changes_nothing(edition, organiser, towns):
    timetable = drawn(edition, organiser)
    before = list(Placed.objects.values_list("pk", flat=True))
    work.func(timetable.pk)
    assert list(Placed.objects.values_list("pk", flat=True)) == before
    assert fresh(timetable).version == timetable.version


def test_one_that_a_lost_worker_had_begun_is_begun_again(edition, organiser, towns, queue):
    timetable = start(actor=organiser.actor, edition=edition)
    Timetable.objects.filter(pk=timetable.pk).update(
        state=Timetable.RUNNING,
        ranks=[{"name": "not held", "best": 1, "bound": 0, "proved": False}],
    )
    work.func(timetable.pk)
    assert fresh(timetable).state == Timetable.DONE


def test_one_stopped_while_its_worker_was_lost_does_not_wait_for_ever(
    edition, organiser, towns, queue
):
    timetable = start(actor=organiser.actor, edition=edition)
    rows = Timetable.objects.filter(pk=timetable.pk)
    rows.update(state=Timetable.STOPPED)
    work.func(timetable.pk)
    assert not fresh(timetable).is_ending


def test_one_of_which_nothing_is_heard_any_more_is_given_up(edition, organiser, towns, queue):
    timetable = start(actor=organiser.actor, edition=edition)
    long_ago = now() - timedelta(minutes=10)
    rows = Timetable.objects.filter(pk=timetable.pk)
    rows.update(state=Timetable.RUNNING, began_at=long_ago, heard_at=now())
    assert give_up_silent() == 0
    rows.update(heard_at=long_ago)
    start(actor=organiser.actor, edition=edition)
    assert give_up_silent() == 1
    assert fresh(timetable).state == Timetable.FAILED


def test_one_that_fails_says_so(edition, organiser, towns, queue, monkeypatch):
    timetable = start(actor=organiser.actor, edition=edition)

    def broken(_timetable):
        raise RuntimeError

    monkeypatch.setattr(actions, "work_out", broken)
    with pytest.raises(RuntimeError):
        work.func(timetable.pk)
    assert fresh(timetable).state == Timetable.FAILED


def test_a_table_out_of_use_is_not_sat_at(edition, organiser, towns):
    lost = MeetingTable.objects.filter(edition=edition).first()
    MeetingTable.objects.filter(pk=lost.pk).update(is_usable=False)
    assert not drawn(edition, organiser).placed.filter(table=lost).exists()
