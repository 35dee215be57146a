"""Dates as sources give them: a year, a month, a day, "about 1989", an interval (EDTF, ISO 8601-2:2019).

Parsing is left to the ``edtf`` package; this module keeps what the registry needs of a date: the first and the
last day it may mean. A claim's date is ordered and compared only by these two days.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

#: The oldest tie known is a brotherhood of 836 (Paderborn and Le Mans); anything before is a slip of the pen.
EARLIEST_YEAR = 800
#: An agreement may be dated ahead, but not by more than this many years.
YEARS_AHEAD = 50


class InvalidDateError(ValueError):
    """The text is no date, or no date on which anything in a registry of ties can have happened."""


class Precision(StrEnum):
    """How finely a date is given."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Span:
    """The days a date may mean, both ends included. Open ends are ``date.min`` and ``date.max``."""

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise InvalidDateError(f"the end {self.latest} is before the beginning {self.earliest}")

    def is_before(self, other: "Span") -> bool:
        """Whether every day of this span is before every day of the other."""
        return self.latest < other.earliest

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share a day."""
        return not (self.is_before(other) or other.is_before(self))

    @classmethod
    def of_day(cls, day: date) -> "Span":
        """Return the span that is one day."""
        return cls(day, day)


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """A date as written (``text``) and what follows from it."""

    text: str
    span: Span
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    @property
    def year(self) -> int | None:
        """The year to show or sort by: that of the first day, or of the last where the beginning is open."""
        if self.span.earliest != date.min:
            if self.approximate and self.precision is Precision.YEAR:
                return int(self.text[:4])
            return self.span.earliest.year
        return None if self.span.latest == date.max else self.span.latest.year


@lru_cache(maxsize=16384)
def parse_date(text: str) -> EdtfDate:
    """Parse an EDTF date (levels 0 and 1: ``1989``, ``1989-05``, ``1989~``, ``198X``, ``1989/1991``, ``../1991``).

    An approximate date (``~``, ``%``) may lie up to a year (month, day: as precise as it is) to either side, as the
    ``edtf`` package pads it.

    Raises:
        InvalidDateError: it is no EDTF date, or its years cannot be meant (before 800, or 50 years from now).
    """
    text = text.strip()
    if not text:
        raise InvalidDateError("an empty text is no date")
    if "/" in text:
        return _parse_interval(text)
    return _parse_single(text)


def _parse_interval(text: str) -> EdtfDate:
    first, _, last = text.partition("/")
    begin = None if first in {"", ".."} else _parse_single(first)
    end = None if last in {"", ".."} else _parse_single(last)
    if begin is None and end is None:
        raise InvalidDateError(f"“{text}” has neither a beginning nor an end")
    try:
        span = Span(
            begin.span.earliest if begin else date.min, end.span.latest if end else date.max
        )
    except InvalidDateError as error:
        raise InvalidDateError(f"“{text}”: {error}") from None
    ends = [part for part in (begin, end) if part]
    return EdtfDate(
        text=text,
        span=span,
        precision=Precision.INTERVAL,
        approximate=any(part.approximate for part in ends),
        uncertain=any(part.uncertain for part in ends),
    )


#: A plain year, month or day. The grammar of ``edtf`` takes ten milliseconds for one, a page may need hundreds.
_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _plain_span(text: str) -> Span | None:
    """Return the days of a plain date; ``None`` if it is none, or no day of the calendar."""
    found = _PLAIN.fullmatch(text)
    if not found:
        return None
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return Span(first, first)
    last_month = int(month or 12)
    return Span(first, date(first.year, last_month, monthrange(first.year, last_month)[1]))


def _parse_single(text: str) -> EdtfDate:
    if plain := _plain_span(text):
        _check_year(text, plain.earliest.year, plain.latest.year)
        return EdtfDate(text, plain, _precision(text))
    try:
        parsed = parse_edtf(text)
        approximate = bool(parsed.is_approximate)
        # Only an approximate date is padded: "1989?" doubts the source, not the calendar.
        lower, upper = (
            (parsed.lower_fuzzy(), parsed.upper_fuzzy())
            if approximate
            else (parsed.lower_strict(), parsed.upper_strict())
        )
        _check_year(text, lower.tm_year, upper.tm_year)
        span = Span(date(*lower[:3]), date(*upper[:3]))
    except (EDTFParseException, AttributeError, TypeError, OverflowError) as error:
        raise InvalidDateError(
            f"“{text}” is no date: write a year (1989), a month (1989-05), a day (1989-05-12), "
            "about a year (1989~) or an interval (1989/1991)"
        ) from error
    return EdtfDate(text, span, _precision(text), approximate, bool(parsed.is_uncertain))


def _check_year(text: str, first: int, last: int) -> None:
    limit = _today_year() + YEARS_AHEAD
    if first < EARLIEST_YEAR - 1 or last > limit:
        raise InvalidDateError(
            f"“{text}” cannot be meant: a year between {EARLIEST_YEAR} and {limit} is expected"
        )


def _today_year() -> int:
    # A bound against slips of the pen, not a fact of the registry: it may move with the calendar.
    return date.today().year  # noqa: DTZ011


def _precision(text: str) -> Precision:
    if "X" in text[:4]:
        return Precision.DECADE
    return (Precision.YEAR, Precision.MONTH, Precision.DAY)[min(text.count("-"), 2)]


def years_before(day: date, years: int) -> date:
    """Return the same day ``years`` earlier (28 February for 29 February)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on, or back; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days; none if the second is before the first."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (add_months(first, months) > last))


def day_before(day: date) -> date:
    """Return the day before; ``date.min`` stays."""
    return day if day == date.min else day - timedelta(days=1)
