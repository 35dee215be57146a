"""A plot of bars as SVG geometry: computed here, drawn by a template, with the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 200
LEFT, RIGHT, TOP, BOTTOM = 36, 12, 14, 28
#: The plot is as wide as its bars need, so that it is read on a telephone without being shrunk.
STEP, NARROWEST = 28, 300


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, and what stands under it."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars beside each other, and the lines to read their height by."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[float, int]]
    width: int
    height: int = HEIGHT
    left: int = LEFT
    bottom: int = HEIGHT - BOTTOM

    @property
    def right(self) -> int:
        """Where the axis ends."""
        return self.width - RIGHT


def bars(rows: Sequence[tuple[str, int]]) -> Bars | None:
    """Return the bars of (label, number) rows; none if there is nothing to draw."""
    if not rows or not any(number for _label, number in rows):
        return None
    top = _nice_top(max(number for _label, number in rows))
    width = max(NARROWEST, LEFT + RIGHT + STEP * len(rows))
    drawn = []
    for index, (label, number) in enumerate(rows):
        height = number / top * (HEIGHT - TOP - BOTTOM)
        x = LEFT + index * STEP
        drawn.append(
            Bar(
                round(x + STEP * 0.1, 1),
                round(HEIGHT - BOTTOM - height, 1),
                round(STEP * 0.8, 1),
                round(height, 1),
                round(x + STEP / 2, 1),
                label,
                f"{label}: {number}",
            )
        )
    lines = [
        (round(HEIGHT - BOTTOM - part / top * (HEIGHT - TOP - BOTTOM), 1), part)
        for part in sorted({0, top // 2, top})
    ]
    return Bars(drawn, lines, width)


def _nice_top(highest: int) -> int:
    for step in (2, 4, 6, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000):
        if highest <= step:
            return step
    return (highest // 500 + 1) * 500
