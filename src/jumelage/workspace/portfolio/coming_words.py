"""What the entries of the calendar say, in the reader's language."""

from django.utils.translation import gettext, ngettext

from jumelage.core.domain.dates import Precision
from jumelage.ties.wording import say_date
from jumelage.workspace.domain.anniversaries import Anniversary
from jumelage.workspace.domain.coming import Coming, ComingKind


def say_title(place: str) -> str:
    """Return what the calendar of a place is called."""
    return gettext("Ties of %(place)s") % {"place": place}


def say_coming(entry: Coming) -> str:
    """Return an entry in one line."""
    if entry.anniversary is not None:
        return _say_anniversary(entry, entry.anniversary)
    words = {
        ComingKind.NOTICE: gettext("%(partner)s: last day to give notice or agree on a renewal"),
        ComingKind.EXPIRY: gettext("%(partner)s: the agreement is prolonged")
        if entry.prolonged
        else gettext("%(partner)s: the agreement expires"),
        ComingKind.DUE: gettext("%(partner)s: due: %(words)s"),
        ComingKind.PROMISE: gettext("%(partner)s: due: %(words)s"),
        ComingKind.COUNCIL: gettext("%(partner)s: decision (%(words)s)"),
    }[entry.kind]
    return words % {"partner": entry.name, "words": entry.words}


def _say_anniversary(entry: Coming, anniversary: Anniversary) -> str:
    words = (
        ngettext(
            "%(n)s year of the tie with %(partner)s: a round anniversary",
            "%(n)s years of the tie with %(partner)s: a round anniversary",
            anniversary.years,
        )
        if anniversary.is_round
        else ngettext(
            "%(n)s year of the tie with %(partner)s",
            "%(n)s years of the tie with %(partner)s",
            anniversary.years,
        )
    )
    return words % {"n": anniversary.years, "partner": entry.name}


def say_details(entry: Coming) -> str:
    """Return what is to be known beside it; empty if nothing."""
    found = entry.anniversary
    if found is None or (entry.is_of_a_day and not found.approximate):
        return ""
    if found.precision is Precision.DAY:
        return gettext("The register knows the beginning only about.")
    if found.precision is Precision.MONTH:
        words = gettext("The register knows the month of the beginning only: %(date)s.")
    else:
        words = gettext("The register knows the year of the beginning only: %(date)s.")
    return words % {"date": say_date(found.edtf)}
