"""Progress, outcomes to which others may object, due dates, and what a kept commitment leaves on the tie."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jumelage.agreements.models import Activity
from jumelage.commitments.actions.progress import ProgressData, add_progress, remove_progress
from jumelage.commitments.actions.settling import settle_silent
from jumelage.commitments.actions.statements import answer, say, take_back, withdraw_statement
from jumelage.commitments.domain.states import OBJECTION, Kind, State, Verdict
from jumelage.commitments.models import Commitment, Statement
from jumelage.commitments.queries import waiting_for
from jumelage.core import clock
from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.documents.actions import store
from jumelage.documents.models import Document
from jumelage.ties.models import Claim
from tests.commitments.conftest import in_days, statement
from tests.documents.files import pdf


def codes(error) -> set[str]:
    return {problem.code for problem in error.value.problems}


def fresh(row: Commitment) -> Commitment:
    return Commitment.objects.get(pk=row.pk)


def said(towns, row, kind=Kind.KEPT, **more) -> Statement:
    """What San Diego says."""
    return say(
        actor=towns.bob,
        place=towns.b,
        commitment=row,
        version=fresh(row).version,
        data=statement(kind, **more),
    )


def agree(towns, what: Statement, *, agrees: bool = True) -> None:
    reason = "" if agrees else "One school is missing."
    answer(actor=towns.anna, place=towns.a, statement=what, agrees=agrees, reason=reason)


def test_progress_makes_it_under_way_and_its_document_is_shown_to_the_others(towns, agreed):
    file = SimpleUploadedFile("list.pdf", pdf("List"), "application/pdf")
    paper = store(actor=towns.anna, owner=towns.a, file=file, title="List of schools")
    add_progress(
        actor=towns.anna,
        place=towns.a,
        commitment=agreed,
        data=ProgressData(today(), {"en": "A school is found."}, 50, "", paper),
    )
    assert fresh(agreed).state == State.UNDER_WAY
    assert paper in Document.objects.visible_to(towns.bob)
    assert paper not in Document.objects.visible_to(towns.clara)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (ProgressData(today(), {"en": " "}), "missing"),
        (ProgressData(in_days(1), {"en": "Done"}), "future"),
        (ProgressData(today(), {"en": "Done"}, 101), "share"),
        (ProgressData(today(), {"en": "Done"}, url="javascript:alert(1)"), "url"),
    ],
)
def test_progress_that_makes_no_sense_is_refused(towns, agreed, bad, code):
    with pytest.raises(RefusedError) as error:
        add_progress(actor=towns.anna, place=towns.a, commitment=agreed, data=bad)
    assert codes(error) == {code}


def test_nobody_reports_progress_of_what_is_not_agreed(towns, proposed):
    data = ProgressData(today(), {"en": "Done"})
    with pytest.raises(RefusedError) as error:
        add_progress(actor=towns.anna, place=towns.a, commitment=proposed, data=data)
    assert codes(error) == {"state"}


def test_a_wrong_entry_is_taken_out_by_who_made_it(towns, agreed):
    data = ProgressData(today(), {"en": "A school is found."})
    entry = add_progress(actor=towns.anna, place=towns.a, commitment=agreed, data=data)
    with pytest.raises(NotAllowedError):
        remove_progress(actor=towns.bob, place=towns.b, entry=entry, reason="No")
    remove_progress(actor=towns.anna, place=towns.a, entry=entry, reason="Another commitment")
    assert fresh(agreed).state == State.AGREED


def test_kept_counts_when_the_other_side_agrees_and_leaves_an_activity_on_the_tie(towns, agreed):
    what = said(towns, agreed)
    assert fresh(agreed).state == State.AGREED
    assert list(waiting_for(towns.a)) == [agreed]
    agree(towns, what)
    row = fresh(agreed)
    assert row.state == State.KEPT
    assert row.closed_on == what.on
    assert row.activity.tie == towns.tie
    assert row.activity.is_public
    assert row.activity.claim.kind == "active"
    towns.tie.refresh_from_db()
    assert towns.tie.last_activity == today()


def test_what_only_the_two_offices_know_does_not_reach_the_register(towns, agreed):
    agreed.owners.update(wants_public=False)
    agree(towns, said(towns, agreed))
    assert not fresh(agreed).activity.is_public
    assert not Claim.objects.exists()


def test_an_objection_stops_it(towns, agreed):
    what = said(towns, agreed)
    agree(towns, what, agrees=False)
    row = fresh(agreed)
    assert row.state == State.AGREED
    assert row.statements.get().state == Verdict.OBJECTED
    assert not Activity.objects.exists()
    said(towns, agreed, Kind.PARTLY)  # something else can be said


def test_who_objects_says_why(towns, agreed):
    what = said(towns, agreed)
    with pytest.raises(RefusedError) as error:
        answer(actor=towns.anna, place=towns.a, statement=what, agrees=False)
    assert codes(error) == {"missing"}
    with pytest.raises(RefusedError) as error:
        answer(actor=towns.bob, place=towns.b, statement=what, agrees=True)
    assert codes(error) == {"own"}


def test_silence_is_consent_after_thirty_days_once(towns, agreed, monkeypatch):
    what = said(towns, agreed)
    assert not settle_silent(statement=what)
    later(monkeypatch, OBJECTION + timedelta(days=1))
    assert settle_silent(statement=what)
    assert not settle_silent(statement=what)
    assert fresh(agreed).state == State.KEPT
    assert Activity.objects.count() == 1


def test_nothing_is_dropped_by_silence(towns, agreed, monkeypatch):
    what = said(towns, agreed, Kind.DROPPED)
    later(monkeypatch, OBJECTION * 3)
    assert not settle_silent(statement=what)
    agree(towns, what)
    assert fresh(agreed).state == State.DROPPED
    assert not Activity.objects.exists()


def test_the_due_date_moves_by_consent_and_the_first_stays_readable(towns, agreed):
    first, new = agreed.due, in_days(90)
    what = said(towns, agreed, Kind.DUE, due=new.isoformat())
    assert fresh(agreed).due == first
    agree(towns, what)
    row = fresh(agreed)
    assert (row.due_on, row.first_due) == (new, first)
    assert row.state == State.AGREED


def test_an_outcome_is_taken_back_with_what_it_left_on_the_tie(towns, agreed):
    agree(towns, said(towns, agreed))
    row = fresh(agreed)
    take_back(
        actor=towns.anna,
        place=towns.a,
        commitment=row,
        version=row.version,
        reason="The second school said no.",
    )
    row = fresh(agreed)
    assert row.state == State.AGREED
    assert row.closed_on is None
    assert row.is_public
    assert not Activity.objects.exists()
    assert Claim.objects.get().retracted_at is not None
    assert row.statements.get().state == Statement.TAKEN_BACK


def test_one_thing_is_said_at_a_time_and_can_be_withdrawn(towns, agreed):
    what = said(towns, agreed)
    with pytest.raises(RefusedError) as error:
        said(towns, agreed, Kind.PARTLY)
    assert codes(error) == {"waiting"}
    withdraw_statement(actor=towns.bob, place=towns.b, statement=what)
    said(towns, agreed, Kind.PARTLY)


def test_what_is_over_is_not_said_to_be_kept_once_more(towns, agreed):
    agree(towns, said(towns, agreed))
    with pytest.raises(RefusedError) as error:
        said(towns, agreed)
    assert codes(error) == {"state"}


def test_a_stranger_says_nothing(towns, agreed):
    with pytest.raises(NotAllowedError):
        say(
            actor=towns.clara,
            place=towns.c,
            commitment=agreed,
            version=agreed.version,
            data=statement(),
        )


def test_overdue_follows_from_the_day(towns, agreed):
    assert not agreed.is_overdue
    Commitment.objects.update(due_on=in_days(-1))
    assert fresh(agreed).is_overdue
    assert list(Commitment.objects.overdue(today())) == [agreed]


def later(monkeypatch, time: timedelta) -> None:
    """Let time pass."""
    moment = clock.now() + time
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
