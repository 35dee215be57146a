"""Rounds of wishes: within what each allows, explained, the same for the same seed; and their files."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from jumelage.partners.domain.matching import Outcome, Wish, best_for, fit, obstacles, run, why
from jumelage.partners.domain.matching.files import UnreadableWishesError, read_wishes, to_csv
from jumelage.partners.domain.matching.invented import Town, invent

TOWNS = [
    Town(f"t{n}", f"Town {n}", ("DE", "FR", "PL")[n % 3], 48 + n / 40, 2 + n / 15, 3_000 * (n + 1))
    for n in range(60)
]
WISHES = invent(TOWNS, 90, seed=3, languages={"DE": ["de"], "FR": ["fr"], "PL": ["pl"]})


def wish(ref: str, country: str = "DE", **known: object) -> Wish:
    plain = Wish(ref, ref, country, languages=frozenset({"en"}), themes=frozenset({"culture"}))
    return replace(plain, **known)  # type: ignore[arg-type]


def test_a_round_keeps_what_each_wish_says() -> None:
    outcome = run(WISHES, seed=1)
    by_ref = {one.ref: one for one in WISHES}
    assert outcome.pairs
    for pair in outcome.pairs:
        a, b = by_ref[pair.a], by_ref[pair.b]
        assert obstacles(a, b) == ()
        both = fit(a, b)
        assert both is not None
        assert (both.a.total, both.b.total) == pytest.approx(
            (pair.served_a, pair.served_b), abs=1e-5
        )
    for one in WISHES:
        assert len(outcome.partners(one.ref)) <= one.capacity
    matched = {ref for pair in outcome.pairs for ref in (pair.a, pair.b)}
    assert matched | {left.ref for left in outcome.left} == set(by_ref)
    assert not matched & {left.ref for left in outcome.left}
    named = {party.without for party in outcome.parties}
    assert all(named & set(pair) for pair in outcome.blocking)


def test_neither_the_order_nor_another_run_changes_a_round() -> None:
    first = run(WISHES, seed=1)
    mixed = Random(1).sample(WISHES, len(WISHES))  # noqa: S311 - an order, no secret
    assert {frozenset((p.a, p.b)) for p in run(mixed, seed=1).pairs} == {
        frozenset((p.a, p.b)) for p in first.pairs
    }
    assert run(WISHES, seed=1) == first
    assert Outcome.from_data(json.loads(json.dumps(first.to_data()))) == first


def test_between_two_groups_it_is_always_stable() -> None:
    outcome = run(WISHES, seed=1, between=({"DE"}, {"FR"}))
    assert outcome.is_stable
    assert outcome.blocking == ()
    country = {one.ref: one.country for one in WISHES}
    assert {(country[p.a], country[p.b]) for p in outcome.pairs} == {("DE", "FR")}
    assert {left.code for left in outcome.left if country[left.ref] == "PL"} == {"outside"}


def test_why_not_another() -> None:
    loved = wish("loved", "FR", offers=frozenset({"venues"}))
    lucky = wish("lucky", needs=frozenset({"venues"}), themes=frozenset({"culture", "sport"}))
    plain = wish("plain", needs=frozenset({"venues", "grants"}))
    strict = wish("strict", "PL", countries=frozenset({"IT"}))
    wishes = [loved, lucky, plain, strict]
    outcome = run(wishes, seed=1, between=({"DE"}, {"FR", "PL"}))
    assert why(outcome, wishes, "strict", "lucky").code == "obstacle"
    assert why(outcome, wishes, "lucky", "plain").code == "outside"
    got = outcome.partners("loved")[0][0]
    other = ({"lucky", "plain"} - {got}).pop()
    assert why(outcome, wishes, got, "loved").code == "together"
    answer = why(outcome, wishes, other, "loved")
    assert answer.code == "other_got_better"
    assert [ref for ref, _ in answer.partners] == [got]
    with pytest.raises(ValueError, match="nobody"):
        why(outcome, wishes, "lucky", "nobody")


def test_the_best_for_one_are_those_that_both_like() -> None:
    own = wish("own", needs=frozenset({"venues"}))
    found = best_for(own, [wish("a", "FR"), wish("b", "FR", offers=frozenset({"venues"}))])
    assert [mutual.wish.ref for mutual in found] == ["b", "a"]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"countries": frozenset({"IT"})}, "country"),
        ({"not_countries": frozenset({"DE"})}, "country_excluded"),
        ({"languages": frozenset({"fr"})}, "language"),
        ({"themes": frozenset({"sport"})}, "nothing_in_common"),
        ({"size_from": 10_000}, "size"),
        ({"until": date(2020, 1, 1)}, "closed"),
    ],
)
def test_what_stands_between_two_is_said(known: dict[str, object], code: str) -> None:
    other = wish("other", "FR", **known)
    found = {
        one.code for one in obstacles(wish("own", population=5_000), other, on=date(2026, 1, 1))
    }
    assert code in found, found
    assert fit(wish("own", population=5_000), other, on=date(2026, 1, 1)) is None


def test_files_give_back_what_was_written() -> None:
    assert read_wishes(to_csv(WISHES, "invented").encode(), "wishes.csv") == WISHES


def test_every_fault_of_a_file_is_named_with_its_line() -> None:
    text = "ref,country,size_from,size_to\na,DE,10,5\na,Nowhereland,x,\n"
    with pytest.raises(UnreadableWishesError) as refused:
        read_wishes(text.encode(), "wishes.csv")
    found = str(refused.value)
    assert "wishes.csv, line 2" in found
    assert "wishes.csv, line 3, column country" in found
    assert "line 3, column size_from" in found


@pytest.mark.parametrize(
    ("known", "message"),
    [
        ({"minimum": 2.0}, "share"),
        ({"favour": "a"}, "favoured"),
        ({"between": ({"DE"}, {"DE"})}, "one group"),
    ],
)
def test_a_round_that_cannot_be_is_refused(known: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        run(WISHES, seed=1, **known)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="twice"):
        run([WISHES[0], WISHES[0]], seed=1)
