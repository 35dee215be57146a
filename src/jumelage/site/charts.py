"""Plots as SVG geometry: computed here, drawn by templates, styled by classes, with the table behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.ties.domain.standing import changes, standing
from jumelage.ties.domain.terms import ClaimKind, Legal, Side
from jumelage.ties.models import Claim
from jumelage.ties.queries import Moment

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 14, 28


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A step curve of a number over the years."""

    path: str
    area: str
    x_ticks: Sequence[Tick]
    y_ticks: Sequence[Tick]
    rows: Sequence[tuple[int, int]]
    marker: tuple[float, float] | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def curve(rows: Sequence[tuple[int, int]], marked_year: int | None = None) -> Curve | None:
    """Return the curve of (year, number) rows; none if there is nothing to draw."""
    if len(rows) < 2 or not any(number for _year, number in rows):
        return None
    first, last = rows[0][0], rows[-1][0]
    top = _nice_top(max(number for _year, number in rows))

    def x(year: float) -> float:
        return round(LEFT + (year - first) / max(last + 1 - first, 1) * (WIDTH - LEFT - RIGHT), 1)

    def y(number: float) -> float:
        return round(HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM), 1)

    steps = [f"M{x(first)} {y(rows[0][1])}"]
    for year, number in rows:
        steps.append(f"V{y(number)}H{x(year + 1)}")
    path = "".join(steps)
    marker = next(
        ((x(year + 0.5), y(number)) for year, number in rows if year == marked_year), None
    )
    return Curve(
        path=path,
        area=f"{path}V{y(0)}H{x(first)}Z",
        x_ticks=[Tick(x(year), str(year)) for year in _nice_years(first, last)],
        y_ticks=[Tick(y(number), str(number)) for number in (0, top // 2, top) if number or top],
        rows=rows,
        marker=marker,
    )


def _nice_top(highest: int) -> int:
    for step in (2, 4, 6, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000):
        if highest <= step:
            return step
    return (highest // 500 + 1) * 500


def _nice_years(first: int, last: int) -> list[int]:
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if (last - first) / s <= 8), 200)
    return [year for year in range(first - first % step, last + 1, step) if year >= first]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which a side had one standing."""

    x: float
    end: float
    legal: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, at a point of the timeline."""

    x: float
    lane: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A tie's history on two axes: the legal standing of each side, and what was done together."""

    lanes: Sequence[tuple[str, Sequence[Stretch]]]
    marks: Sequence[Mark]
    ticks: Sequence[Tick]
    moment_x: float | None
    width: int = WIDTH
    left: int = LEFT

    @property
    def has_activity(self) -> bool:
        """Whether anything done together is known."""
        return any(mark.lane == "activity" for mark in self.marks)

    @property
    def base(self) -> int:
        """The height at which the axis lies: without a lane that nothing is on."""
        return 150 if self.has_activity else 106


def timeline(claims: Sequence[Claim], moment: Moment, today: date) -> Timeline | None:
    """Return a tie's timeline, as known at the moment; none if nothing dated is known."""
    arithmetic = [claim.for_arithmetic() for claim in claims]
    days = [day for day in changes(arithmetic, moment.known_by) if day <= today]
    if not days:
        return None
    begin = date(days[0].year, 1, 1)
    end = date(today.year + 1, 1, 1)
    scale = (WIDTH - LEFT - RIGHT) / max((end - begin).days, 1)

    def x(day: date) -> float:
        return round(LEFT + max((day - begin).days, 0) * scale, 1)

    results = [standing(arithmetic, day, moment.known_by) for day in days]
    lanes = []
    for side in ("a", "b"):
        stretches: list[Stretch] = []
        for index, (day, result) in enumerate(zip(days, results, strict=True)):
            legal = getattr(result, side).legal
            until = days[index + 1] if index + 1 < len(days) else today
            if legal is not Legal.NONE:
                stretches.append(Stretch(x(day), max(x(until), x(day) + 2), legal.value))
        lanes.append((side, stretches))
    known = [claim for claim in arithmetic if claim.is_known(moment.known_by)]
    titles = {claim.pk: claim.source.title for claim in claims}
    marks = [
        Mark(
            x(claim.counts_from), _lane(claim.kind, claim.side), claim.kind.value, titles[claim.id]
        )
        for claim in known
        if claim.counts_from <= today
    ]
    return Timeline(
        lanes=lanes,
        marks=marks,
        ticks=[Tick(x(date(y, 1, 1)), str(y)) for y in _nice_years(begin.year, today.year)],
        moment_x=x(moment.on) if begin <= moment.on < today else None,
    )


def _lane(kind: ClaimKind, side: Side) -> str:
    if kind is ClaimKind.ACTIVE:
        return "activity"
    return side.value or "both"


def curve_shown(rows: Sequence[tuple[int, int]], marked_year: int) -> dict[str, object]:
    """Return what the template of a curve needs: the drawing, its words, and its rows."""
    return {
        "curve": curve(rows, marked_year),
        "curve_words": describe_curve(rows),
        "curve_rows": rows,
    }


def describe_curve(rows: Sequence[tuple[int, int]]) -> str:
    """Return the curve in words, for those who do not see it."""
    if not rows:
        return ""
    peak_year, peak = max(rows, key=lambda row: row[1])
    return _(
        "From %(first)s to %(last)s; most in %(peak_year)s: %(peak)s; at the end: %(now)s."
    ) % {
        "first": rows[0][0],
        "last": rows[-1][0],
        "peak_year": peak_year,
        "peak": peak,
        "now": rows[-1][1],
    }
