"""Anniversaries of ties, from beginnings that are known to the day, the month or the year, or only about.

A beginning known to the year has its anniversaries in years, one known to the month in months: each is a span of days
on which it may be kept. Of a decade, of an open interval, or of one across years nobody can say which year is the 50th.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from jumelage.core.domain.dates import EdtfDate, Precision, Span

#: From here on every 25th year is a round one.
_QUARTER = 25
#: A year, a month or a day as it is written; of the rest of EDTF (seasons) only the year has anniversaries.
_WRITTEN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class Anniversary:
    """An anniversary: which one, and the days on which it may be kept."""

    years: int
    span: Span
    precision: Precision  # DAY, MONTH or YEAR
    approximate: bool = False  # the beginning is only known about, or doubted

    @property
    def is_round(self) -> bool:
        """Whether it is one that people celebrate: 5, 10, 25, 50, 75, 100 and every 25 years on."""
        return self.years in (5, 10) or self.years % _QUARTER == 0

    @property
    def edtf(self) -> str:
        """When it is, as a date as precise as the beginning is: ``2027-05-12``, ``2027-05``, ``2027~``."""
        digits = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]
        return self.span.earliest.isoformat()[:digits] + ("~" if self.approximate else "")


def next_anniversary(since: EdtfDate | None, on: date) -> Anniversary | None:
    """Return the next anniversary that is not over on a day; ``None`` where the beginning is not known well enough.

    One known to the month or the year is not over before the month or the year is. The day itself is no anniversary:
    the first is a year after it. 29 February is kept on the 28th where there is none.
    """
    begin = _beginning(since)
    if begin is None:
        return None
    years = max(1, on.year - begin.first.year)
    found = begin.after(years)
    return begin.after(years + 1) if found.span.latest < on else found


def next_round(since: EdtfDate | None, on: date) -> Anniversary | None:
    """Return the next round anniversary that is not over on a day (see :func:`next_anniversary`)."""
    begin, following = _beginning(since), next_anniversary(since, on)
    if begin is None or following is None:
        return None
    candidates = (begin.after(following.years + more) for more in range(_QUARTER + 1))
    return next(found for found in candidates if found.is_round)


def anniversaries_within(since: EdtfDate | None, first: date, last: date) -> list[Anniversary]:
    """Return the anniversaries that may be kept on any day from ``first`` to ``last``."""
    begin, following = _beginning(since), next_anniversary(since, first)
    if begin is None or following is None or last < first:
        return []
    coming = (begin.after(following.years + more) for more in range(last.year - first.year + 2))
    return list(takewhile(lambda found: found.span.earliest <= last, coming))


@dataclass(frozen=True, slots=True)
class _Beginning:
    first: date
    precision: Precision
    approximate: bool

    def after(self, years: int) -> Anniversary:
        """Return the anniversary of so many years."""
        year = self.first.year + years
        return Anniversary(years, self._span(year), self.precision, self.approximate)

    def _span(self, year: int) -> Span:
        month = self.first.month
        if self.precision is Precision.YEAR:
            return Span(date(year, 1, 1), date(year, 12, 31))
        last = monthrange(year, month)[1]
        if self.precision is Precision.MONTH:
            return Span(date(year, month, 1), date(year, month, last))
        return Span.of_day(date(year, month, min(self.first.day, last)))


def _beginning(since: EdtfDate | None) -> _Beginning | None:
    if since is None:
        return None
    approximate = since.approximate or since.uncertain
    if since.precision is Precision.INTERVAL:
        one_year = since.span.earliest.year == since.span.latest.year
        first = date(since.span.earliest.year, 1, 1)
        return _Beginning(first, Precision.YEAR, approximate) if one_year else None
    # An approximate date is padded; what it says stands in its text.
    found = _WRITTEN.match(since.text)
    if found is None:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    last = found.lastindex or 1
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[last - 1]
    return _Beginning(date(year, month, day), precision, approximate)
