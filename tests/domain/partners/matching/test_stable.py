"""Stable matching, against a checker and a brute force that share no code with it."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from jumelage.partners.domain.matching.checking import blocking_pairs
from jumelage.partners.domain.matching.instance import Instance, instance_of
from jumelage.partners.domain.matching.stable import solve


@st.composite
def instances(draw: st.DrawFn, most: int = 5) -> Instance:
    number = draw(st.integers(2, most))
    lists = [
        draw(st.lists(st.sampled_from([y for y in range(number) if y != x]), unique=True))
        for x in range(number)
    ]
    return instance_of(lists, draw(st.lists(st.integers(1, 3), min_size=number, max_size=number)))


@st.composite
def two_sided(draw: st.DrawFn) -> tuple[Instance, list[int]]:
    left, right = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    lists = [draw(st.permutations(range(left, left + right))) for _ in range(left)]
    lists += [draw(st.permutations(range(left))) for _ in range(right)]
    capacity = draw(st.lists(st.integers(1, 3), min_size=left + right, max_size=left + right))
    return instance_of(lists, capacity), [0] * left + [1] * right


def can_be_stable(instance: Instance) -> bool:
    """Try all matchings."""
    edges = [(x, y) for x in range(len(instance)) for y in instance.list_of(x) if x < y]
    for count in range(len(edges) + 1):
        for chosen in combinations(edges, count):
            had = [sum(x in pair for pair in chosen) for x in range(len(instance))]
            if all(n <= int(c) for n, c in zip(had, instance.capacity, strict=True)) and not (
                blocking_pairs(instance, chosen)
            ):
                return True
    return False


@given(instances())
def test_it_is_stable_if_anything_is(instance: Instance) -> None:
    found = solve(instance)
    # The checker refuses too many partners, and partners that are on no list.
    blocking = blocking_pairs(instance, found.pairs)
    assert found.is_stable == can_be_stable(instance)
    named = {party.without for party in found.parties}
    assert all(named & set(pair) for pair in blocking)
    assert not (found.is_stable and blocking)


@given(instances(most=14))
def test_whoever_blocks_is_named_in_larger_ones_too(instance: Instance) -> None:
    found = solve(instance)
    named = {party.without for party in found.parties}
    assert all(named & set(pair) for pair in blocking_pairs(instance, found.pairs))
    assert all(len(party.members) % 2 for party in found.parties)
    assert solve(instance) == found


@given(two_sided(), st.sampled_from([None, 0, 1]))
def test_two_sides_are_always_stable(given: tuple[Instance, list[int]], favour: int | None) -> None:
    instance, side = given
    found = solve(instance, side=side, favour=favour)
    assert found.is_stable
    assert blocking_pairs(instance, found.pairs) == []


def test_three_that_like_each_other_in_a_circle_have_no_stable_matching() -> None:
    instance = instance_of([[1, 2], [2, 0], [0, 1]], [1, 1, 1])
    found = solve(instance)
    assert not found.is_stable
    assert len(found.pairs) == 1
    assert set(found.parties[0].members) == {0, 1, 2}


def test_the_favoured_side_gets_its_best() -> None:
    instance = instance_of([[2, 3], [3, 2], [1, 0], [0, 1]], [1, 1, 1, 1])
    assert solve(instance, side=[0, 0, 1, 1], favour=0).pairs == ((0, 2), (1, 3))
    assert solve(instance, side=[0, 0, 1, 1], favour=1).pairs == ((0, 3), (1, 2))
