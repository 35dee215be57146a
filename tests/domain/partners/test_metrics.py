"""Ranks: ties shared, the excluded left out; figures and their intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.partners.domain.metrics import FIGURES, Answer, Placing, placing, rivals, summary

scores = st.lists(st.integers(-5, 5), min_size=1, max_size=40)


def answer(rank: float, others: int = 100, town: int = 1) -> Answer:
    place = Placing(rank, others)
    return Answer(town, 2, True, place, place, place, 0, 0, 0, 0)


@given(scores, st.integers(-6, 6))
def test_ties_have_the_mean_of_their_ranks(others: list[int], score: int) -> None:
    found = placing(float(score), np.sort(np.array(others, dtype=float)))
    better = sum(other > score for other in others)
    level = sum(other == score for other in others)
    ranks = range(better + 1, better + level + 2)  # those that the answer could have
    assert found.rank == pytest.approx(sum(ranks) / len(ranks))


@given(scores)
def test_the_same_score_for_all_is_worth_what_chance_is(others: list[int]) -> None:
    found = placing(7.0, np.full(len(others), 7.0))
    assert found.auc == pytest.approx(0.5)


@given(scores, st.integers(-6, 6), st.integers(1, 5))
def test_order_is_all_that_counts(others: list[int], score: int, factor: int) -> None:
    values = np.sort(np.array(others, dtype=float))
    assert placing(float(score), values) == placing(score * factor + 3.0, values * factor + 3.0)


@given(scores, st.data())
def test_the_excluded_are_no_rivals(values: list[int], data: st.DataObject) -> None:
    excluded = data.draw(st.sets(st.integers(0, len(values) - 1)))
    found = rivals(np.array(values, dtype=float), sorted(excluded))
    assert found.tolist() == sorted(v for n, v in enumerate(values) if n not in excluded)


def test_only_rivals_of_the_set_given() -> None:
    values = np.array([5.0, 4.0, 3.0, 2.0])
    assert rivals(values, [1], np.array([1, 2, 3])).tolist() == [2.0, 3.0]


def test_nobody_else_says_nothing() -> None:
    assert np.isnan(placing(1.0, np.zeros(0)).auc)


def test_figures_by_hand() -> None:
    found = summary([answer(1.0, town=1), answer(20.0, town=2)])
    assert set(found) == set(FIGURES)
    assert found["MRR"].mean == pytest.approx((1 + 1 / 20) / 2)
    assert found["hits@10"].mean == pytest.approx(0.5)
    assert found["hits@100"].mean == pytest.approx(1.0)
    assert found["AUC"].mean == pytest.approx((1.0 + 0.81) / 2)
    assert found["MRR"].low == pytest.approx(1 / 20)
    assert found["MRR"].high == pytest.approx(1.0)


def test_answers_of_one_town_are_drawn_together() -> None:
    """A hundred answers of two towns are as sure as two answers, not as a hundred."""
    many = [answer(1.0, town=1)] * 50 + [answer(100.0, town=2)] * 50
    assert summary(many)["hits@10"].low == 0.0


def test_nothing_measured() -> None:
    assert summary([]) == {}
