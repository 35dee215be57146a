"""What a time of Wikidata means as a date of the registry (EDTF).

The data model: https://www.wikidata.org/wiki/Help:Dates and
https://www.mediawiki.org/wiki/Wikibase/DataModel#Dates_and_times.
"""

import re

from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.imports.domain.wikidata import Is, Value

DECADE, YEAR, MONTH, DAY = 8, 9, 10, 11
_TIME = re.compile(r"([+-]?)(\d{1,16})-(\d\d)-(\d\d)(?:T.*)?")


class UnusableTimeError(ValueError):
    """The time says nothing that a date of the registry can say; the message says why."""


def edtf(value: Value) -> str:
    """Return a time as EDTF, as precise as Wikidata knows it: ``1989``, ``1989-05``, ``1989-05-12``, ``198X``.

    ``before`` and ``after`` of the data model are not read: Wikibase itself says that they have no agreed meaning.

    Raises:
        UnusableTimeError: it is no time, coarser than a decade, or of a year in which no tie can begin.
    """
    match = _TIME.fullmatch(value.text) if value.kind is Is.TIME else None
    if match is None:
        raise UnusableTimeError(f"“{value.text}” is no time of Wikidata")
    sign, digits, month, day = match[1], int(match[2]), int(match[3]), int(match[4])
    if sign == "-" or not 0 < digits <= 9999:
        raise UnusableTimeError(f"“{value.text}” is no year of the registry")
    if value.precision < DECADE:
        raise UnusableTimeError(f"“{value.text}” is known to the century only, or less")
    if value.precision >= DAY and value.extra == "julian" and month and day:
        digits, month, day = gregorian(digits, month, day)
    text = _written(digits, month, day, value.precision)
    try:
        parse_date(text)
    except InvalidDateError as error:
        raise UnusableTimeError(str(error)) from error
    return text


def _written(year: int, month: int, day: int, precision: int) -> str:
    if precision == DECADE:
        return f"{year // 10:03d}X"
    # A month or day of 00 is not known, whatever the precision claims.
    if precision == YEAR or not month:
        return f"{year:04d}"
    if precision == MONTH or not day:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}"


def gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Return the Gregorian date of a Julian one (1582-10-05 is 1582-10-15), by way of the Julian day number.

    The formulas: E. G. Richards, “Calendars”, in: Explanatory Supplement to the Astronomical Almanac, 3rd ed., 2013.
    """
    shift = (14 - month) // 12
    years, months = year + 4800 - shift, month + 12 * shift - 3
    number = day + (153 * months + 2) // 5 + 365 * years + years // 4 - 32083
    centuries, rest = divmod(4 * (number + 32044) + 3, 146097)
    years, rest = divmod(4 * (rest // 4) + 3, 1461)
    months, rest = divmod(5 * (rest // 4) + 2, 153)
    year = 100 * centuries + years - 4800 + months // 10
    return year, months + 3 - 12 * (months // 10), rest // 5 + 1


def year_of(value: Value) -> int | None:
    """Return the year of a time; none if it has none after Christ."""
    match = _TIME.fullmatch(value.text) if value.kind is Is.TIME else None
    if match is None or match[1] == "-" or not 0 < int(match[2]) <= 9999:
        return None
    return int(match[2]) if value.precision >= YEAR else None
