"""What is drawn from wishes of the database is stable, as a checker says that shares no code with what makes it."""

from datetime import timedelta
from random import Random

import numpy as np
import pytest

from jumelage.core.clock import now, today
from jumelage.partners.actions import round_drawing
from jumelage.partners.domain.matching import Outcome, run
from jumelage.partners.domain.matching.candidates import candidates_of
from jumelage.partners.domain.matching.checking import blocking_pairs
from jumelage.partners.domain.matching.files import read_wishes
from jumelage.partners.domain.matching.pool import Pool
from jumelage.partners.domain.matching.round import in_order
from jumelage.partners.models import RoundEntry, Wish, WishDecline, WishTerm, WishText
from jumelage.partners.rounds.wishes import number_of, sides_of
from tests.factories import make_place
from tests.partners.rounds import drawn, make_association, make_round

THEMES = ("culture", "sport", "youth", "education", "tourism")
GOODS = ("venues", "lodging", "grants", "equipment")
COUNTRIES = ("US", "RU", "DE", "JP")


@pytest.fixture
def union(db):
    return make_association("Union of Cities", ["US"], "keeper@union.example")


def chance(begins_with: str) -> Random:
    return Random(begins_with)  # noqa: S311 - no secret


def random_wishes(rng: Random, number: int, round_) -> None:
    """Put wishes on the board that want many things at random, and let them take part."""
    for n in range(number):
        place = make_place(f"Town {n}", rng.choice(COUNTRIES))
        place.population = rng.choice([None, 2_000, 40_000, 900_000])
        place.save()
        wish = Wish.objects.create(
            place=place, state=Wish.OPEN, until=today() + timedelta(days=90), opened_at=now(), created_at=now(),
            capacity=rng.choice([1, 1, 1, 2, 3]), size_from=rng.choice([None, None, 1_000]),
        )  # fmt: skip
        WishText.objects.create(wish=wish, language="en", is_original=True, title=f"Wish {n}")
        terms = {("theme", code) for code in rng.sample(THEMES, rng.randint(1, 3))}
        terms |= {("need", code) for code in rng.sample(GOODS, rng.randint(0, 2))}
        terms |= {("offer", code) for code in rng.sample(GOODS, rng.randint(0, 3))}
        WishTerm.objects.bulk_create(WishTerm(wish=wish, aspect=a, code=c) for a, c in terms)
        RoundEntry.objects.create(round=round_, wish=wish, entered_at=now())
    wishes = list(Wish.objects.order_by("pk"))
    for wish in rng.sample(wishes, number // 4):
        other = rng.choice([one for one in wishes if one != wish])
        WishDecline.objects.get_or_create(wish=wish, other=other, defaults={"at": now()})


@pytest.mark.parametrize("sides", [(("US", "JP"), ("RU", "DE")), (("US",), ()), ((), ())])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_pairs_in_the_database_are_stable(union, seed, sides):
    rng = chance(f"{seed} {sides}")
    round_ = make_round(union, side_a=sides[0], side_b=sides[1])
    random_wishes(rng, 40, round_)
    now_ = drawn(union, round_, seed=seed, minimum=rng.choice([0.0, 0.3]))
    outcome = Outcome.from_data(now_.drawing.outcome)
    wishes = read_wishes(now_.drawing.wishes.encode(), "wishes.csv")
    blocking = _blocking(now_, wishes)
    left = {party.without for party in outcome.parties}
    assert {frozenset(pair) for pair in outcome.blocking} == blocking
    assert all(pair & left for pair in blocking)
    assert outcome.pairs
    if any(sides):
        assert not blocking


def _blocking(round_, wishes) -> set[frozenset[str]]:
    """Ask the independent checker about the pairs as the database has them."""
    groups = sides_of(round_, wishes)
    if groups:
        wishes = [wish for wish in wishes if wish.country in groups[0] | groups[1]]
    inside = in_order(wishes, round_.drawing.seed)
    at = {number_of(wish.ref): n for n, wish in enumerate(inside)}
    sides = np.array([w.country in groups[0] for w in inside], dtype=np.int8) if groups else None
    candidates = candidates_of(Pool(inside), minimum=round_.drawing.minimum, sides=sides)
    pairs = [(at[a], at[b]) for a, b in round_.pairs.values_list("wish_a", "wish_b")]
    found = blocking_pairs(candidates.instance, pairs)
    return {frozenset((inside[a].ref, inside[b].ref)) for a, b in found}


def test_a_file_of_the_wishes_gives_the_same_pairs_at_the_command_line(union):
    round_ = make_round(union, side_a=("US",), side_b=())
    random_wishes(chance("file"), 30, round_)
    now_ = drawn(union, round_, seed=5, minimum=0.2)
    wishes = read_wishes(now_.drawing.wishes.encode(), "wishes.csv")
    again = run(wishes, seed=5, minimum=0.2, between=sides_of(now_, wishes))
    assert again == Outcome.from_data(now_.drawing.outcome)


def test_reading_the_wishes_takes_as_many_queries_however_many(union, django_assert_num_queries):
    round_ = make_round(union, side_a=(), side_b=())
    random_wishes(chance("queries"), 4, round_)
    with django_assert_num_queries(6):
        assert len(round_drawing.drawable(round_)) == 4
    for place in range(4, 12):
        wish = Wish.objects.create(
            place=make_place(f"Town {place}", "FR"), state=Wish.OPEN, until=today(), opened_at=now(), created_at=now()
        )  # fmt: skip
        RoundEntry.objects.create(round=round_, wish=wish, entered_at=now())
    with django_assert_num_queries(6):
        assert len(round_drawing.drawable(round_)) == 12
