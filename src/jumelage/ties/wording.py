"""The registry's sentences in the reader's language: whole sentences, with plurals by gettext and CLDR."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal
from django.utils.translation import gettext, ngettext, npgettext, pgettext

from jumelage.core.clock import today
from jumelage.core.domain.dates import EdtfDate, Precision, parse_date
from jumelage.core.language import reader_language
from jumelage.places.domain.countries import country_genitive, country_on
from jumelage.ties.domain.bilateral import BilateralCount
from jumelage.ties.domain.terms import ClaimKind

#: In this order places are counted in a sentence.
KIND_ORDER = ("city", "region", "state", "county", "district")


def language() -> str:
    """Return the reader's language as CLDR knows it (``en``, ``ru``)."""
    return reader_language()


def say_day(day: date) -> str:
    """Return a day as people write it: “11 October 2019”, “11 октября 2019 г.”"""
    if language() == "en":
        return format_date(day, "d MMMM y", locale="en_GB")
    return format_date(day, "long", locale=language())


def say_date(text: str) -> str:
    """Return an EDTF date as people write it: “about 1989”, “May 1991”, “the 1980s”, “1989–1991”."""
    if not text:
        return ""
    first, slash, last = text.partition("/")
    if not slash:
        return _say_single(parse_date(text))
    if first in {"", ".."}:
        return gettext("until %(date)s") % {"date": say_date(last)}
    if last in {"", ".."}:
        return gettext("since %(date)s") % {"date": say_date(first)}
    return f"{say_date(first)} – {say_date(last)}"


def _say_single(parsed: EdtfDate) -> str:
    text = parsed.text.rstrip("~?%")
    if parsed.precision is Precision.DECADE:
        words = gettext("the %(year)ss") % {"year": text[:3] + "0"}
    elif parsed.precision is Precision.YEAR:
        words = text
    elif parsed.precision is Precision.MONTH:
        year, month = (int(part) for part in text.split("-")[:2])
        words = format_skeleton("yMMMM", date(year, month, 1), locale=language())
    else:
        words = say_day(date.fromisoformat(text))
    if parsed.approximate:
        words = gettext("about %(date)s") % {"date": words}
    return f"{words} (?)" if parsed.uncertain else words


def bilateral_sentence(
    count: BilateralCount, country_a: str, country_b: str, on: date | None = None
) -> str:
    """Return the sentence of the two countries: how many places of each are connected, on ``on`` or now."""
    day = None if on is None or on == today() else on
    names = {
        "country_a": country_genitive(country_a, language()),
        "country_b": country_genitive(country_b, language()),
        "date": say_day(day) if day else "",
    }
    total = sum(count.a.values())
    if not total:
        return _no_ties(day) % names
    parts = {**names, "a": count_subject(count.a), "b": count_with(count.b)}
    sentence = _sentence(total, future=day is not None and day > today(), day=day) % parts
    return sentence[:1].upper() + sentence[1:]


def _sentence(total: int, *, future: bool, day: date | None) -> str:
    if day is None or future:
        if day is None:
            return ngettext(
                "%(a)s of %(country_a)s is connected by twinning relations with %(b)s "
                "of %(country_b)s.",
                "%(a)s of %(country_a)s are connected by twinning relations with %(b)s "
                "of %(country_b)s.",
                total,
            )
        return gettext(
            "By what is known today, on %(date)s %(a)s of %(country_a)s will be connected by "
            "twinning relations with %(b)s of %(country_b)s."
        )
    return ngettext(
        "On %(date)s, %(a)s of %(country_a)s was connected by twinning relations with %(b)s "
        "of %(country_b)s.",
        "On %(date)s, %(a)s of %(country_a)s were connected by twinning relations with %(b)s "
        "of %(country_b)s.",
        total,
    )


def _no_ties(day: date | None) -> str:
    if day is None:
        return gettext(
            "No tie in force between places of %(country_a)s and of %(country_b)s is known."
        )
    return gettext(
        "On %(date)s, no tie in force between places of %(country_a)s and of %(country_b)s "
        "is known."
    )


def then_note(country: str, on: date) -> str:
    """Return the remark that a country was part of another state on that day, or nothing."""
    then = country_on(country, on)
    if then == country:
        return ""
    return gettext("On that day, places of %(country)s were part of %(then)s.") % {
        "country": country_genitive(country, language()),
        "then": country_genitive(then, language()),
    }


def count_subject(counts: Mapping[str, int]) -> str:
    """Return “67 cities and two regions” as the subject of a sentence."""
    return format_list(
        [_counted_subject(kind, counts[kind]) for kind in KIND_ORDER if counts.get(kind)],
        locale=_list_locale(),
    )


def count_with(counts: Mapping[str, int]) -> str:
    """Return “73 cities, one state and two districts” as it stands after “connected with”."""
    return format_list(
        [_counted_with(kind, counts[kind]) for kind in KIND_ORDER if counts.get(kind)],
        locale=_list_locale(),
    )


def _list_locale() -> str:
    return "en_GB" if language() == "en" else language()


def _counted_subject(kind: str, number: int) -> str:
    words = {"number": _number_subject(number)}
    if kind == "city":
        return npgettext("counted", "%(number)s city", "%(number)s cities", number) % words
    if kind == "district":
        return npgettext("counted", "%(number)s district", "%(number)s districts", number) % words
    if kind == "county":
        return npgettext("counted", "%(number)s county", "%(number)s counties", number) % words
    if kind == "region":
        return npgettext("counted", "%(number)s region", "%(number)s regions", number) % words
    return npgettext("counted", "%(number)s state", "%(number)s states", number) % words


def _counted_with(kind: str, number: int) -> str:
    words = {"number": _number_with(number)}
    if kind == "city":
        return npgettext("connected with", "%(number)s city", "%(number)s cities", number) % words
    if kind == "district":
        return (
            npgettext("connected with", "%(number)s district", "%(number)s districts", number)
            % words
        )
    if kind == "county":
        return (
            npgettext("connected with", "%(number)s county", "%(number)s counties", number) % words
        )
    if kind == "region":
        return (
            npgettext("connected with", "%(number)s region", "%(number)s regions", number) % words
        )
    return npgettext("connected with", "%(number)s state", "%(number)s states", number) % words


def _number_subject(number: int) -> str:
    words = {
        1: pgettext("counted", "one"),
        2: pgettext("counted", "two"),
        3: pgettext("counted", "three"),
        4: pgettext("counted", "four"),
        5: pgettext("counted", "five"),
        6: pgettext("counted", "six"),
        7: pgettext("counted", "seven"),
        8: pgettext("counted", "eight"),
        9: pgettext("counted", "nine"),
    }
    return words.get(number) or _digits(number)


def _number_with(number: int) -> str:
    words = {
        1: pgettext("connected with", "one"),
        2: pgettext("connected with", "two"),
        3: pgettext("connected with", "three"),
        4: pgettext("connected with", "four"),
        5: pgettext("connected with", "five"),
        6: pgettext("connected with", "six"),
        7: pgettext("connected with", "seven"),
        8: pgettext("connected with", "eight"),
        9: pgettext("connected with", "nine"),
    }
    return words.get(number) or _digits(number)


def _digits(number: int) -> str:
    return format_decimal(number, locale=_list_locale())


def say_claim(kind: str, by: str = "") -> str:
    """Return what a claim says in a few words: “suspended by Des Moines”. ``by`` is empty for both sides."""
    say = _said_of_place if by else _said_of_both
    return say(ClaimKind(kind)) % {"place": by}


def _said_of_both(kind: ClaimKind) -> str:
    return {
        ClaimKind.ATTESTED: gettext("Named as a tie"),
        ClaimKind.PROPOSED: gettext("Proposed"),
        ClaimKind.APPROVED: gettext("Approved"),
        ClaimKind.SIGNED: gettext("Signed"),
        ClaimKind.RENEWED: gettext("Renewed"),
        ClaimKind.FORM_CHANGED: gettext("Changed in form"),
        ClaimKind.SUSPENDED: gettext("Suspended"),
        ClaimKind.RESUMED: gettext("Resumed"),
        ClaimKind.ENDED: gettext("Ended"),
        ClaimKind.ACTIVE: gettext("Active"),
    }[kind]


def _said_of_place(kind: ClaimKind) -> str:
    return {
        ClaimKind.ATTESTED: gettext("Named as a tie by %(place)s"),
        ClaimKind.PROPOSED: gettext("Proposed by %(place)s"),
        ClaimKind.APPROVED: gettext("Approved by %(place)s"),
        ClaimKind.SIGNED: gettext("Signed by %(place)s"),
        ClaimKind.RENEWED: gettext("Renewed by %(place)s"),
        ClaimKind.FORM_CHANGED: gettext("Changed in form by %(place)s"),
        ClaimKind.SUSPENDED: gettext("Suspended by %(place)s"),
        ClaimKind.RESUMED: gettext("Resumed by %(place)s"),
        ClaimKind.ENDED: gettext("Ended by %(place)s"),
        ClaimKind.ACTIVE: gettext("Active, says %(place)s"),
    }[kind]
