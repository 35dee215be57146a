"""The sentences of the portfolio, in the reader's language."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext, ngettext, npgettext, pgettext_lazy

from jumelage.core.domain.dates import EdtfDate, Precision
from jumelage.core.language import reader_language
from jumelage.places.domain.countries import country_genitive, country_name
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Activity, Legal
from jumelage.ties.wording import say_date, say_day
from jumelage.workspace.domain.anniversaries import Anniversary
from jumelage.workspace.domain.coming import Month
from jumelage.workspace.domain.facts import WaitsFor
from jumelage.workspace.domain.peers import Peers
from jumelage.workspace.domain.portfolio import Summary
from jumelage.workspace.domain.warnings import TieWarning, WarningKind

ACTIVITY_WORDS = {
    Activity.ACTIVE: pgettext_lazy("activity of a tie", "active"),
    Activity.QUIET: pgettext_lazy("activity of a tie", "quiet"),
    Activity.DORMANT: pgettext_lazy("activity of a tie", "dormant"),
    Activity.UNKNOWN: pgettext_lazy("activity of a tie", "nothing known"),
}
#: What a list can be narrowed to.
WARNING_WORDS = {
    WarningKind.WAITS: pgettext_lazy("warning", "partner waits for us"),
    WarningKind.OVERDUE: pgettext_lazy("warning", "commitments overdue"),
    WarningKind.EXPIRES: pgettext_lazy("warning", "agreement expires"),
    WarningKind.PARTNER_STOPPED: pgettext_lazy("warning", "partner suspended or ended"),
    WarningKind.FALLS_ASLEEP: pgettext_lazy("warning", "falls asleep"),
    WarningKind.DISPUTED: pgettext_lazy("warning", "sources differ"),
    WarningKind.NO_PERSON: pgettext_lazy("warning", "nobody in charge"),
    WarningKind.NO_CONTACT: pgettext_lazy("warning", "no contact"),
}


def say_warning(warning: TieWarning) -> str:
    """Return a warning as a sentence. The partner is named beside it."""
    words = _SAYINGS[warning.kind](warning)
    # In some languages a date ends with a full stop of its own: “26 октября 2026 г.”
    return words[:-1] if words.endswith("..") else words


def _say_waits(warning: TieWarning) -> str:
    words = {
        WaitsFor.PROPOSAL: gettext(
            "The partner waits for an answer to its proposal, since %(date)s."
        ),
        WaitsFor.CHANGE: gettext(
            "The partner waits for our confirmation of a change, since %(date)s."
        ),
        WaitsFor.SIGNATURE: gettext(
            "The partner has signed the agreement and waits for our signature, since %(date)s."
        ),
        WaitsFor.DRAFT: gettext("The partner waits for a word to its draft, since %(date)s."),
        WaitsFor.PAPER: gettext(
            "An answer of ours was recorded from a letter on %(date)s: look at it."
        ),
        WaitsFor.SIGNED_PAPER: gettext(
            "A signature of ours was recorded from paper on %(date)s: look at it."
        ),
    }[warning.waits_for or WaitsFor.PROPOSAL]
    return words % {"date": _day(warning)}


def _say_overdue(warning: TieWarning) -> str:
    return ngettext(
        "%(n)s commitment is overdue, since %(date)s.",
        "%(n)s commitments are overdue, the oldest since %(date)s.",
        warning.number,
    ) % {"n": warning.number, "date": _day(warning)}


def _say_expires(warning: TieWarning) -> str:
    if warning.is_over:
        words = gettext("The agreement expired on %(date)s.")
    elif warning.prolonged and warning.notice_by:
        words = gettext(
            "The agreement is prolonged on %(date)s unless notice is given by %(notice)s."
        )
    elif warning.prolonged:
        words = gettext("The agreement is prolonged on %(date)s.")
    elif warning.notice_by:
        words = gettext("The agreement expires on %(date)s; notice or renewal by %(notice)s.")
    else:
        words = gettext("The agreement expires on %(date)s.")
    notice = say_day(warning.notice_by) if warning.notice_by else ""
    return words % {"date": _day(warning), "notice": notice}


def _say_stopped(warning: TieWarning) -> str:
    # Only the year: the column says no more of a date that a source gives as a year.
    year = warning.day.year if warning.day else ""
    if warning.theirs is Legal.ENDED:
        known, unknown = (
            gettext("The partner ended the tie in %(year)s; on our side it is in force."),
            gettext("The partner has ended the tie; on our side it is in force."),
        )
    else:
        known, unknown = (
            gettext("The partner suspended the tie in %(year)s; on our side it is in force."),
            gettext("The partner has suspended the tie; on our side it is in force."),
        )
    return (known if year else unknown) % {"year": year}


def _say_asleep(warning: TieWarning) -> str:
    if warning.becomes is Activity.QUIET:
        words = gettext("Becomes quiet on %(date)s unless something is done together.")
    else:
        words = gettext("Becomes dormant on %(date)s unless something is done together.")
    return words % {"date": _day(warning)}


def _say_silent(warning: TieWarning) -> str:
    if not warning.number:
        return gettext("No contact is on record.")
    return ngettext(
        "No contact for %(n)s month.", "No contact for %(n)s months.", warning.number
    ) % {"n": warning.number}


_SAYINGS: dict[WarningKind, Callable[[TieWarning], str]] = {
    WarningKind.WAITS: _say_waits,
    WarningKind.OVERDUE: _say_overdue,
    WarningKind.EXPIRES: _say_expires,
    WarningKind.PARTNER_STOPPED: _say_stopped,
    WarningKind.FALLS_ASLEEP: _say_asleep,
    WarningKind.DISPUTED: lambda _warning: gettext("Sources differ about this tie."),
    WarningKind.NO_PERSON: lambda _warning: gettext("Nobody on our side is named for this tie."),
    WarningKind.NO_CONTACT: _say_silent,
}


def _day(warning: TieWarning) -> str:
    return say_day(warning.day) if warning.day else ""


def say_anniversary(anniversary: Anniversary) -> str:
    """Return an anniversary as “12 May 2027: 35 years”, as precise as its beginning is known."""
    return gettext("%(date)s: %(years)s") % {
        "date": say_date(anniversary.edtf),
        "years": say_years(anniversary.years),
    }


def say_short(day: date) -> str:
    """Return a day as it stands in a table: “12 May 2027”, “12.05.2027”."""
    return _short(day, reader_language())


@lru_cache(maxsize=4096)
def _short(day: date, language: str) -> str:
    return format_date(day, _SHORT.get(language, "medium"), locale=_locale())


def say_short_date(when: EdtfDate) -> str:
    """Return an EDTF date as it stands in a table."""
    if when.precision is Precision.DAY and not (when.approximate or when.uncertain):
        return say_short(when.span.earliest)
    return say_date(when.text)


#: How days are written in tables.
_SHORT = {"en": "d MMM y", "ru": "dd.MM.y"}


def say_years(years: int) -> str:
    """Return “35 years”."""
    return npgettext("anniversary", "%(n)s year", "%(n)s years", years) % {"n": years}


def say_size(summary: Summary) -> str:
    """Return how many ties there are in how many countries: “12 ties in 9 countries.”"""
    countries = npgettext("in so many", "%(n)s country", "%(n)s countries", summary.countries) % {
        "n": say_number(summary.countries)
    }
    return ngettext("%(n)s tie in %(countries)s.", "%(n)s ties in %(countries)s.", summary.ties) % {
        "n": say_number(summary.ties),
        "countries": countries,
    }


def say_state(summary: Summary) -> list[str]:
    """Return how the ties stand, in sentences."""
    counted = [
        say(number)
        for activity, say in _COUNTED.items()
        if (number := summary.activity.get(activity, 0))
    ]
    sentences = []
    if counted:
        listed = format_list(counted, locale=_locale())
        sentences.append(gettext("In force: %(list)s.") % {"list": listed})
    if summary.fall_asleep:
        sentences.append(
            ngettext(
                "%(n)s will become quiet or dormant within a year unless something is done together.",
                "%(n)s will become quiet or dormant within a year unless something is done together.",
                summary.fall_asleep,
            )
            % {"n": summary.fall_asleep}
        )
    if summary.urgent:
        sentences.append(
            ngettext(
                "%(n)s needs something done now.", "%(n)s need something done now.", summary.urgent
            )
            % {"n": summary.urgent}
        )
    return sentences


_COUNTED: dict[Activity, Callable[[int], str]] = {
    Activity.ACTIVE: lambda n: npgettext("ties", "%(n)s active", "%(n)s active", n) % {"n": n},
    Activity.QUIET: lambda n: npgettext("ties", "%(n)s quiet", "%(n)s quiet", n) % {"n": n},
    Activity.DORMANT: lambda n: npgettext("ties", "%(n)s dormant", "%(n)s dormant", n) % {"n": n},
    Activity.UNKNOWN: lambda n: (
        npgettext("ties", "%(n)s of which nothing is known", "%(n)s of which nothing is known", n)
        % {"n": n}
    ),
}


def say_compared(place: Place, ties: int, peers: Peers) -> str:
    """Return how many ties the place has beside the places compared."""
    below = sum(count < ties for count in peers.counts)
    return ngettext(
        "%(place)s has %(n)s tie in force, more than %(below)s of %(places)s comparable places. "
        "The middle half of them has %(low)s to %(high)s.",
        "%(place)s has %(n)s ties in force, more than %(below)s of %(places)s comparable places. "
        "The middle half of them has %(low)s to %(high)s.",
        ties,
    ) % {
        "place": place.local_name,
        "n": say_number(ties),
        "below": say_number(below),
        "places": say_number(peers.places),
        "low": say_number(int(peers.ties.low)),
        "high": say_number(int(peers.ties.high)),
    }


def say_basis(place: Place, peers: Peers, most: int) -> str:
    """Return with which places it was compared, and how."""
    return ngettext(
        "Compared with %(places)s place of %(country)s of the same kind that has ties in force here and "
        "between %(smallest)s and %(largest)s inhabitants: the nearest in size, %(most)s at most.",
        "Compared with %(places)s places of %(country)s of the same kind that have ties in force here and "
        "between %(smallest)s and %(largest)s inhabitants: those nearest in size, %(most)s at most.",
        peers.places,
    ) % {
        "places": say_number(peers.places),
        "country": country_genitive(place.country, reader_language()),
        "smallest": say_number(peers.smallest),
        "largest": say_number(peers.largest),
        "most": say_number(most),
    }


def say_too_few(place: Place, peers: Peers | None) -> str:
    """Return why nothing can be compared."""
    if peers is None:
        return gettext(
            "The register does not know how many inhabitants %(place)s has, so it cannot tell which "
            "places are comparable."
        ) % {"place": place.local_name}
    return gettext(
        "The register knows too few places of %(country)s of a like size that have ties: "
        "a comparison would say nothing."
    ) % {"country": country_genitive(place.country, reader_language())}


def say_countries(countries: tuple[tuple[str, int], ...]) -> str:
    """Return the names of countries, in a row."""
    return ", ".join(country_name(code, reader_language()) for code, _number in countries)


def say_number(number: float) -> str:
    """Return a number as people write it."""
    return format_decimal(number, locale=_locale(), format="#,##0.#")


def say_share(share: float | None) -> str:
    """Return a share as a percentage; a dash where it is not known."""
    return (
        "–"
        if share is None
        else format_percent(share, locale=_locale(), format=_percent(_locale()))
    )


@lru_cache
def _percent(locale: str) -> str:
    # As CLDR has it, which sets a narrow space before the sign in some languages.
    return str(Locale.parse(locale).percent_formats[None].pattern)


def _locale() -> str:
    language = reader_language()
    return "en_GB" if language == "en" else language


def say_month(month: Month) -> str:
    """Return a month as people write it: “October 2026”."""
    return say_date(month.key)
