"""What a wish says, and every reason for which it cannot be kept or stand on the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jumelage.core.clock import today
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.refusals import Problem
from jumelage.core.domain.themes import THEMES
from jumelage.core.refusing import need, too_long
from jumelage.memberships.models import Institution
from jumelage.partners.domain.terms import GOODS, KINDS
from jumelage.partners.models.wishes import Wish, WishTerm
from jumelage.places.domain.countries import is_country
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Form

#: A wish stands on the board for so many days at most.
LONGEST_STAND = 731
LONGEST_TITLE, LONGEST_TEXT, MOST_PARTNERS = 200, 5_000, 100
#: The largest number that the columns hold everywhere, in inhabitants and in kilometres.
MOST_PEOPLE, MOST_KM = 1_000_000_000, 21_000


@dataclass(frozen=True, slots=True)
class TextData:
    """What a wish says in one language (ISO 639-1)."""

    language: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class WishData:
    """A wish as somebody wants to record it. The first of ``texts`` is the original.

    Sizes are in inhabitants of the partner, distances in kilometres; countries are ISO codes.
    """

    texts: tuple[TextData, ...]
    until: date
    institution: Institution | None = None
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    not_countries: tuple[str, ...] = ()
    form: str = ""
    interpreter: bool = False
    any_kind: bool = False
    size_from: int | None = None
    size_to: int | None = None
    km_from: int | None = None
    km_to: int | None = None
    capacity: int = 1


#: Under which aspect of a wish the codes of each field are kept.
ASPECTS = {
    "themes": WishTerm.THEME,
    "kinds": WishTerm.KIND,
    "offers": WishTerm.OFFER,
    "needs": WishTerm.NEED,
    "languages": WishTerm.LANGUAGE,
    "countries": WishTerm.COUNTRY,
    "not_countries": WishTerm.NOT_COUNTRY,
}
#: The fields that are columns of a wish.
COLUMNS = (
    "institution", "form", "interpreter", "any_kind", "size_from", "size_to", "km_from", "km_to", "capacity", "until",
)  # fmt: skip
_LISTS: dict[str, Iterable[str]] = {
    "themes": THEMES,
    "kinds": KINDS,
    "offers": GOODS,
    "needs": GOODS,
    "languages": LANGUAGES,
}


def data_of(wish: Wish) -> WishData:
    """Return what a wish says now: two queries, unless its texts and terms are there already."""
    codes: dict[str, list[str]] = {name: [] for name in ASPECTS}
    names = {aspect: name for name, aspect in ASPECTS.items()}
    for term in wish.terms.all():
        codes[names[term.aspect]].append(term.code)
    values: dict[str, Any] = {name: getattr(wish, name) for name in COLUMNS}
    values |= {name: tuple(found) for name, found in codes.items()}
    return WishData(
        texts=tuple(TextData(text.language, text.title, text.text) for text in wish.texts.all()),
        **values,
    )


def problems_with_draft(place: Place, data: WishData) -> list[Problem]:
    """Return every reason for which a wish cannot be kept at all."""
    return [
        *_problems_with_texts(data.texts),
        *_unknown_codes(data),
        *_both_wanted_and_excluded(data),
        *_upside_down(data.size_from, data.size_to, "size_to", MOST_PEOPLE),
        *_upside_down(data.km_from, data.km_to, "km_to", MOST_KM),
        *_problems_with_holder(place, data),
    ]


def problems_with_wish(place: Place, data: WishData) -> list[Problem]:
    """Return every reason for which a wish cannot stand on the board."""
    return [*problems_with_draft(place, data), *_problems_with_until(data.until), *_aimless(data)]


def _problems_with_texts(texts: tuple[TextData, ...]) -> list[Problem]:
    missing = _("Say in one line what is sought.")
    if not texts:
        return [Problem("missing", "title", missing)]
    problems: list[Problem] = []
    for number, text in enumerate(texts):
        after = f"_{number + 1}" if number else ""
        problems += need(text.title, f"title{after}", missing)
        problems += too_long(text.title, f"title{after}", LONGEST_TITLE)
        problems += too_long(text.text, f"text{after}", LONGEST_TEXT)
        if text.language not in LANGUAGES:
            problems.append(Problem("unknown", f"language{after}", _("Choose a language.")))
        elif text.language in {other.language for other in texts[:number]}:
            message = _("There is a text in this language already: choose another language.")
            problems.append(Problem("twice", f"language{after}", message))
    return problems


def _unknown_codes(data: WishData) -> list[Problem]:
    problems = []
    for field in ASPECTS:
        known = _LISTS.get(field)
        unknown = [
            code
            for code in getattr(data, field)
            if not (is_country(code) if known is None else code in known)
        ]
        if unknown:
            message = _("Not on the list: %(codes)s.") % {"codes": ", ".join(unknown)}
            problems.append(Problem("unknown", field, message))
    if data.form not in set(Form):
        problems.append(Problem("unknown", "form", _("Choose a form of tie from the list.")))
    return problems


def _both_wanted_and_excluded(data: WishData) -> list[Problem]:
    if not set(data.countries) & set(data.not_countries):
        return []
    message = _("A country cannot be sought and excluded at once: take it out of one of the two.")
    return [Problem("contradiction", "not_countries", message)]


def _upside_down(lower: int | None, upper: int | None, field: str, most: int) -> list[Problem]:
    if any(value is not None and not 0 <= value <= most for value in (lower, upper)):
        message = _("Write numbers from 0 to %(most)s.") % {"most": most}
        return [Problem("range", field, message)]
    if lower is None or upper is None or lower <= upper:
        return []
    message = _("“At most” is less than “at least”: change one of the two.")
    return [Problem("order", field, message)]


def _problems_with_holder(place: Place, data: WishData) -> list[Problem]:
    problems = []
    if data.institution is not None and data.institution.place_id != place.pk:
        message = _("This institution belongs to another place.")
        problems.append(Problem("elsewhere", "institution", message))
    if not 1 <= data.capacity <= MOST_PARTNERS:
        message = _("Seek one partner at least, and %(most)s at most.") % {"most": MOST_PARTNERS}
        problems.append(Problem("range", "capacity", message))
    return problems


def _problems_with_until(until: date) -> list[Problem]:
    if until < today():
        return [Problem("past", "until", _("This day is over. Choose one that is to come."))]
    if (until - today()).days > LONGEST_STAND:
        message = _(
            "A wish stands for two years at most: choose an earlier day. It can be prolonged."
        )
        return [Problem("too_late", "until", message)]
    return []


def _aimless(data: WishData) -> list[Problem]:
    if data.themes or data.kinds:
        return []
    message = _("Choose a theme or a kind of exchange at least: by these, others find the wish.")
    return [Problem("missing", "themes", message)]
