"""The map of a place and those suggested to it: numbers that can be told apart, no line round the back of the world."""

from itertools import combinations, pairwise

from jumelage.site.partner_map import APART, HEIGHT, WIDTH, partner_map

VLADIVOSTOK, SAN_DIEGO = (43.1, 131.9), (32.7, -117.2)


def points(line):
    return [tuple(map(float, pair.split())) for pair in line.removeprefix("M").split("L")]


def test_a_line_over_the_pacific_does_not_jump():
    drawn = partner_map(VLADIVOSTOK, [(1, *SAN_DIEGO)])
    (line,) = drawn.lines
    for (x, y), (next_x, next_y) in pairwise(points(line)):
        assert abs(next_x - x) + abs(next_y - y) < WIDTH / 4
    assert points(line)[0] == drawn.here
    assert drawn.spots[0].x > drawn.here[0]  # eastward
    assert len(drawn.transforms) == 2  # the end of the outline is in sight: the land goes on there


def test_all_is_in_the_picture():
    others = [(1, *SAN_DIEGO), (2, 64.1, -21.9), (3, -33.9, 18.4), (4, 60.2, 24.9)]
    drawn = partner_map(VLADIVOSTOK, others)
    for spot in drawn.spots:
        assert 0 <= spot.x <= WIDTH
        assert 0 <= spot.y <= HEIGHT
    assert [spot.number for spot in drawn.spots] == [1, 2, 3, 4]


def test_numbers_of_neighbours_make_room_for_each_other():
    others = [(n, 50.0 + n / 50, 10.0) for n in range(12)] + [(12, 50.0, 10.0)]
    drawn = partner_map((55.0, 37.0), others)
    for one, other in combinations(drawn.spots, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (APART * 0.8) ** 2
    assert any(spot.is_moved for spot in drawn.spots)
    assert partner_map((55.0, 37.0), others) == drawn


def test_who_has_no_place_is_not_drawn():
    assert partner_map((None, None), [(1, 50.0, 10.0)]) is None
    assert partner_map((50.0, 10.0), [(1, None, None)]) is None
    drawn = partner_map((50.0, 10.0), [(1, None, None), (2, 48.0, 3.0)])
    assert [spot.number for spot in drawn.spots] == [2]
