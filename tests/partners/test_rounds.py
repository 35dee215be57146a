"""Rounds of matching: who may do what when, what is drawn, offered, answered and closed, and who is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jumelage.core import clock
from jumelage.core.audit import Actor
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.partners.actions import round_answers, round_drawing, round_entries, rounds
from jumelage.partners.actions.rounds import RoundData
from jumelage.partners.actions.wishes import publish_new, withdraw
from jumelage.partners.models import Drawing, Round, Wish, WishDecline
from jumelage.partners.rounds.jobs import look_after_rounds
from jumelage.partners.rounds.queries import fitting
from tests.factories import make_place
from tests.partners.conftest import officer_of, wish_data
from tests.partners.rounds import (
    drawn,
    enter_all,
    fresh,
    in_days,
    make_association,
    make_round,
    make_towns,
    offered,
    pair_of,
    round_data,
    say,
)


@pytest.fixture
def union(db):
    return make_association("Union of Cities", ["US"], "keeper@union.example")


@pytest.fixture
def foreign(db):
    return make_association("League of Towns", ["RU"], "keeper@league.example")


@pytest.fixture
def towns(db):
    return make_towns()


@pytest.fixture
def round_(union):
    return make_round(union)


def _fields(error) -> set[str]:
    return {problem.field for problem in error.value.problems}


def _codes(error) -> set[str]:
    return {problem.code for problem in error.value.problems}


# ------------------------------------------------------------------------------------------- opening


def test_a_round_keeps_what_was_said(union):
    data = round_data(text="For all.", side_a=("US",), side_b=("RU", "KZ"), minimum=0.4)
    made = rounds.open_round(actor=union.actor, association=union.association, data=data)
    kept = fresh(made)
    assert (kept.title, kept.text, kept.minimum) == ("Spring round", "For all.", 0.4)
    assert (kept.side_a, kept.side_b, kept.state) == (["US"], ["KZ", "RU"], Round.COLLECTING)


def test_every_reason_is_given_at_once(union):
    data = RoundData(
        title=" ", text="x" * 5_001, collects_until=in_days(-1), answers_until=in_days(-2),
        side_a=("ZZ", "FR"), side_b=("FR",), minimum=1.5,
    )  # fmt: skip
    with pytest.raises(RefusedError) as error:
        rounds.open_round(actor=union.actor, association=union.association, data=data)
    assert _fields(error) == {
        "title", "text", "collects_until", "answers_until", "side_a", "side_b", "minimum"
    }  # fmt: skip
    assert not Round.objects.exists()


def test_a_round_of_two_sides_has_an_own_country_on_one_of_them(union):
    with pytest.raises(RefusedError) as error:
        rounds.open_round(
            actor=union.actor,
            association=union.association,
            data=round_data(side_a=("FR",), side_b=("DE",)),
        )
    assert _codes(error) == {"foreign"}


def test_only_officers_of_the_association_hold_its_rounds(union, foreign, towns, round_):
    same = make_association("Another Union", ["US"], "other@union.example")
    for actor in (foreign.actor, same.actor, towns[0].actor, Actor(label="anonymous")):
        with pytest.raises(NotAllowedError):
            rounds.open_round(actor=actor, association=union.association, data=round_data())
        with pytest.raises(NotAllowedError):
            rounds.close(actor=actor, round_=round_, version=round_.version)
        assert not Round.objects.held_by(actor).exists()
    assert Round.objects.held_by(union.actor).get() == round_
    assert Round.objects.held_by(Actor(label="staff", is_staff=True)).get() == round_


def test_who_changes_an_older_version_is_told(union, round_):
    data = round_data("Another title", side_a=("US",), side_b=("RU",))
    rounds.change_round(actor=union.actor, round_=round_, version=1, data=data)
    with pytest.raises(ConflictError):
        rounds.change_round(actor=union.actor, round_=round_, version=1, data=round_data("Third"))
    assert fresh(round_).title == "Another title"


# ------------------------------------------------------------------------------------------ entering


def test_the_association_enters_wishes_and_their_owners_are_told(union, round_, towns, mailoutbox):
    enter_all(union, round_, towns)
    enter_all(union, round_, towns)  # again: they are there
    assert round_.entries.count() == 4
    told = {message.to[0]: message for message in mailoutbox}
    assert set(told) == {f"officer@{t.place.name.lower()}.example" for t in towns}
    assert len(mailoutbox) == 4
    body = told["officer@alder.example"].body
    assert all(part in body for part in ("Union of Cities", "Alder seeks", "/rounds/"))


def test_owners_enter_their_wish_and_take_it_out(union, round_, towns, mailoutbox):
    alder, birch = towns[:2]
    round_entries.enter(actor=alder.actor, round_=round_, wishes=[alder.wish])
    assert round_.entries.get().wish == alder.wish
    assert not mailoutbox
    with pytest.raises(NotAllowedError):
        round_entries.take_out(actor=birch.actor, round_=round_, wish=alder.wish)
    with pytest.raises(NotAllowedError):
        round_entries.enter(actor=alder.actor, round_=round_, wishes=[alder.wish, birch.wish])
    assert round_entries.take_out(actor=alder.actor, round_=round_, wish=alder.wish)
    assert not round_entries.take_out(actor=alder.actor, round_=round_, wish=alder.wish)


def test_what_its_owner_took_out_the_association_does_not_enter_again(union, round_, towns):
    alder = towns[0]
    enter_all(union, round_, [alder])
    round_entries.take_out(actor=alder.actor, round_=round_, wish=alder.wish)
    assert alder.wish not in fitting(round_, "en")
    with pytest.raises(RefusedError) as error:
        enter_all(union, round_, [alder])
    assert _codes(error) == {"refused"}
    round_entries.enter(actor=alder.actor, round_=round_, wishes=[alder.wish])
    round_entries.take_out(actor=union.actor, round_=round_, wish=alder.wish)
    enter_all(union, round_, [alder])  # it was the association that took it out this time
    assert round_.entries.get().wish == alder.wish


def test_only_open_wishes_of_the_countries_of_a_round_are_entered(union, round_, towns):
    stranger = make_place("Elm", "FR")
    officer = officer_of(stranger, "officer@elm.example")
    abroad = publish_new(actor=officer.actor, place=stranger, data=wish_data())
    withdraw(actor=towns[0].actor, wish=towns[0].wish, version=towns[0].wish.version)
    closed = Wish.objects.get(pk=towns[0].wish.pk)
    with pytest.raises(RefusedError) as error:
        round_entries.enter(actor=union.actor, round_=round_, wishes=[abroad, closed])
    assert _codes(error) == {"country", "not_open"}


def test_after_the_last_day_only_the_association_enters(union, round_, towns, monkeypatch):
    later = clock.now() + timedelta(days=11)
    monkeypatch.setattr(clock.timezone, "now", lambda: later)
    with pytest.raises(RefusedError) as error:
        round_entries.enter(actor=towns[0].actor, round_=round_, wishes=[towns[0].wish])
    assert _codes(error) == {"late"}
    assert round_entries.enter(actor=union.actor, round_=round_, wishes=[towns[0].wish])


# ------------------------------------------------------------------------------------------- drawing


def test_a_drawing_brings_wishes_together_and_can_be_repeated(union, round_, towns):
    enter_all(union, round_, towns)
    first = drawn(union, round_)
    assert first.state == Round.DRAWN
    alder, birch, cedar, dogwood = (t.wish.pk for t in towns)
    pairs = {(p.wish_a_id, p.wish_b_id) for p in round_.pairs.all()}
    assert pairs == {(alder, cedar), (birch, dogwood)}
    again = drawn(union, round_, seed=1)
    assert again.drawing.number == 2
    assert again.drawing.outcome == first.drawing.outcome
    assert again.drawing.wishes == first.drawing.wishes
    assert round_.pairs.count() == 2
    assert again.drawing.figures["pairs"] == 2


def test_a_round_with_too_few_wishes_is_not_drawn(union, round_, towns):
    round_entries.enter(actor=union.actor, round_=round_, wishes=[towns[0].wish])
    with pytest.raises(RefusedError) as error:
        round_drawing.start(
            actor=union.actor, round_=round_, version=round_.version, seed=-1, minimum=2
        )
    assert _codes(error) == {"few", "range"}


def test_another_drawing_may_count(union, round_, towns):
    enter_all(union, round_, towns)
    drawn(union, round_)
    now = drawn(union, round_, minimum=1.0)
    assert round_.pairs.count() < 2
    first = round_.drawings.get(number=1)
    kept = round_drawing.choose(actor=union.actor, round_=now, version=now.version, drawing=first)
    assert kept.drawing == first
    assert round_.pairs.count() == 2


def test_a_drawing_that_waits_is_stopped(union, round_, towns, queue):
    enter_all(union, round_, towns)
    drawing = round_drawing.start(
        actor=union.actor, round_=round_, version=round_.version, seed=1, minimum=0
    )
    with pytest.raises(RefusedError) as error:
        round_drawing.start(
            actor=union.actor, round_=round_, version=round_.version, seed=1, minimum=0
        )
    assert _codes(error) == {"busy"}
    assert round_drawing.stop(actor=union.actor, drawing=drawing)
    assert not round_drawing.stop(actor=union.actor, drawing=drawing)
    round_drawing.draw.func(drawing.pk)
    drawing.refresh_from_db()
    assert (drawing.state, drawing.outcome) == (Drawing.STOPPED, None)
    assert fresh(round_).state == Round.COLLECTING


def test_a_drawing_under_way_is_stopped_at_its_next_word(union, round_, towns, queue, monkeypatch):
    enter_all(union, round_, towns)
    drawing = round_drawing.start(
        actor=union.actor, round_=round_, version=round_.version, seed=1, minimum=0
    )
    said = []
    tell = round_drawing._Teller.__call__

    def stop_then_tell(self, step, done, of):
        said.append(step)
        if len(said) == 1:
            round_drawing.stop(actor=union.actor, drawing=drawing)
        tell(self, step, done, of)

    monkeypatch.setattr(round_drawing._Teller, "__call__", stop_then_tell)
    round_drawing.draw.func(drawing.pk)
    drawing.refresh_from_db()
    assert drawing.state == Drawing.STOPPED
    assert said == ["pairs"]
    assert not round_.pairs.exists()


def test_a_drawing_that_fails_says_so(union, round_, towns, queue, monkeypatch):
    enter_all(union, round_, towns)
    drawing = round_drawing.start(
        actor=union.actor, round_=round_, version=round_.version, seed=1, minimum=0
    )
    monkeypatch.setattr(round_drawing, "run", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        round_drawing.draw.func(drawing.pk)
    drawing.refresh_from_db()
    assert drawing.state == Drawing.FAILED
    drawn_ = round_drawing.start  # a new one can be begun
    assert drawn_(actor=union.actor, round_=fresh(round_), version=1, seed=1, minimum=0).number == 2


def test_wishes_closed_meanwhile_are_not_drawn(union, round_, towns):
    enter_all(union, round_, towns)
    withdraw(actor=towns[0].actor, wish=towns[0].wish, version=towns[0].wish.version)
    now = drawn(union, round_)
    assert now.drawing.figures["wishes"] == 3


def test_going_back_to_collecting_takes_the_pairs_away(union, round_, towns):
    enter_all(union, round_, towns)
    now = drawn(union, round_)
    with pytest.raises(RefusedError):
        round_entries.take_out(actor=towns[0].actor, round_=round_, wish=towns[0].wish)
    rounds.collect_again(actor=union.actor, round_=now, version=now.version)
    assert not round_.pairs.exists()
    assert round_.drawings.count() == 1
    assert round_entries.take_out(actor=towns[0].actor, round_=round_, wish=towns[0].wish)


# --------------------------------------------------------------------------------- offering, answering


def test_an_offer_is_told_to_both_sides(union, round_, towns, mailoutbox):
    now = offered(union, round_, towns)
    assert now.state == Round.OFFERED
    assert now.answers_until == in_days(20)
    about = [m for m in mailoutbox if "A partner is suggested" in m.subject]
    assert len(about) == 4
    alder = next(m for m in about if m.to == ["officer@alder.example"])
    assert "Cedar" in alder.body
    assert f"/workspace/{towns[0].place.pk}/pairs/{pair_of(towns[0]).pk}/" in alder.body


def test_what_is_outdated_is_not_offered(union, round_, towns):
    enter_all(union, round_, towns)
    now = drawn(union, round_)
    withdraw(actor=towns[0].actor, wish=towns[0].wish, version=towns[0].wish.version)
    with pytest.raises(RefusedError) as error:
        rounds.offer(actor=union.actor, round_=now, version=now.version, answers_until=in_days(20))
    assert _codes(error) == {"outdated"}
    assert "Alder" in str(error.value)


def test_both_accept(union, round_, towns, mailoutbox):
    offered(union, round_, towns)
    mailoutbox.clear()
    alder, _, cedar, _ = towns
    assert not say(alder, accept=True).is_agreed
    assert not mailoutbox
    assert say(cedar, accept=True).is_agreed
    assert {m.to[0] for m in mailoutbox} == {"officer@alder.example", "officer@cedar.example"}
    entries = AuditEntry.objects.filter(concerns__place_id=alder.place.pk)
    actions = set(entries.values_list("action", flat=True))
    assert {"partners.accept_pair", "partners.agree_pair"} <= actions


def test_who_is_declined_does_not_read_it_in_the_trail_and_is_not_suggested_again(
    union, round_, towns, mailoutbox
):
    offered(union, round_, towns)
    mailoutbox.clear()
    alder, _, cedar, _ = towns
    say(alder, accept=False, reason="Too far for our choir.")
    assert not mailoutbox  # the other has not answered yet
    read_by_other = AuditEntry.objects.filter(concerns__place_id=cedar.place.pk)
    assert not read_by_other.filter(action="partners.decline_pair").exists()
    assert not AuditEntry.objects.filter(reason__contains="Too far").exists()
    decline = WishDecline.objects.get()
    assert (decline.wish, decline.other) == (alder.wish, cedar.wish)
    say(cedar, accept=True)
    assert all("Too far" not in m.body for m in mailoutbox)
    assert {m.to[0] for m in mailoutbox} == {"officer@alder.example", "officer@cedar.example"}


def test_an_answer_is_given_once_by_the_own_officers_in_time(union, round_, towns, monkeypatch):
    now = offered(union, round_, towns)
    alder, birch, cedar, _ = towns
    pair = pair_of(alder)
    for actor, wish in (
        (birch.actor, alder.wish),
        (birch.actor, birch.wish),
        (union.actor, alder.wish),
    ):
        with pytest.raises(NotAllowedError):
            round_answers.answer(actor=actor, pair=pair, wish=wish, accept=True)
    say(alder, accept=True)
    with pytest.raises(RefusedError) as error:
        say(alder, accept=False)
    assert _codes(error) == {"answered"}
    later = clock.now() + timedelta(days=21)
    monkeypatch.setattr(clock.timezone, "now", lambda: later)
    with pytest.raises(RefusedError) as error:
        say(cedar, accept=True)
    assert _codes(error) == {"state"}
    assert now.state == Round.OFFERED


# --------------------------------------------------------------------------------- closing, going on


def test_the_days_remind_and_close(union, round_, towns, mailoutbox, monkeypatch):
    now = offered(union, round_, towns)
    say(towns[0], accept=True)
    assert look_after_rounds() == (0, 0)
    mailoutbox.clear()
    moment = clock.now()
    monkeypatch.setattr(clock.timezone, "now", lambda: moment + timedelta(days=16))
    assert look_after_rounds() == (0, 1)
    assert look_after_rounds() == (0, 0)
    reminded = {m.to[0].split("@")[1] for m in mailoutbox}
    assert reminded == {"birch.example", "cedar.example", "dogwood.example"}
    mailoutbox.clear()
    monkeypatch.setattr(clock.timezone, "now", lambda: moment + timedelta(days=21))
    assert look_after_rounds() == (1, 0)
    assert look_after_rounds() == (0, 0)
    assert fresh(now).state == Round.CLOSED
    over = next(m for m in mailoutbox if m.to == ["keeper@union.example"])
    assert "0 of 2 pairs" in over.body
    assert len(mailoutbox) == 5


def test_those_left_over_go_on_in_a_next_round(union, round_, towns):
    offered(union, round_, towns)
    alder, birch, cedar, dogwood = towns
    say(alder, accept=True)
    say(cedar, accept=True)
    say(birch, accept=False)
    data = round_data("Second", side_a=("US",), side_b=("RU",))
    with pytest.raises(RefusedError):
        rounds.open_round(
            actor=union.actor, association=union.association, data=data, follows=fresh(round_)
        )
    now = fresh(round_)
    rounds.close(actor=union.actor, round_=now, version=now.version)
    second = rounds.open_round(
        actor=union.actor, association=union.association, data=data, follows=fresh(round_)
    )
    assert {e.wish for e in second.entries.all()} == {birch.wish, dogwood.wish}
    drawn(union, second)
    assert not second.pairs.exists()  # one of them has said no


def test_a_wish_that_seeks_several_keeps_its_other_places(union, round_, towns):
    alder, _, cedar, dogwood = towns
    Wish.objects.filter(pk=alder.wish.pk).update(capacity=2)
    enter_all(union, round_, [alder, cedar])
    now = drawn(union, round_)
    rounds.offer(actor=union.actor, round_=now, version=now.version, answers_until=in_days(20))
    second = rounds.open_round(
        actor=union.actor,
        association=union.association,
        data=replace(round_data("Second"), side_a=("US",), side_b=("RU",)),
    )
    enter_all(union, second, [alder, cedar, dogwood])
    kept = drawn(union, second)
    assert kept.drawing.figures["wishes"] == 2  # Cedar is asked already
    assert [(p.wish_a_id, p.wish_b_id) for p in second.pairs.all()] == [
        (alder.wish.pk, dogwood.wish.pk)
    ]
