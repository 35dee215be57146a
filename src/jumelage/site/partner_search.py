"""What somebody wants of partners, read from an address: filters, sliders, how many; and what of it cannot be."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from jumelage.core.domain.themes import THEMES
from jumelage.core.language import reader_language
from jumelage.partners.domain.leanings import Leanings
from jumelage.partners.domain.places import languages_of
from jumelage.partners.wishes.wording import language_name
from jumelage.places.domain.countries import country_name, is_country

#: How many suggestions at first, how many more each time, and the most there are.
FIRST, STEP, MOST = 20, 20, 100
#: The steps of a slider to each side of its middle.
STEPS = 4
SLIDERS = ("near", "small", "similar", "complementary")
#: Numbers with more digits are no kilometres and no inhabitants.
_DIGITS = 9
#: So many countries are looked at in an address.
_COUNTRIES = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted. ``errors`` say what contradicts itself or was not understood; then nothing is suggested.

    Distances are in kilometres, sizes in inhabitants, countries are ISO codes; sliders go from -STEPS to STEPS.
    """

    countries: tuple[str, ...] = ()
    not_countries: tuple[str, ...] = ()
    km_from: int | None = None
    km_to: int | None = None
    size_from: int | None = None
    size_to: int | None = None
    theme: str = ""
    language: str = ""
    with_wish: bool = False
    without_partners: bool = False
    not_tied: bool = False  # with the country of the place that asks
    sliders: Mapping[str, int] = field(default_factory=dict)
    number: int = FIRST
    errors: tuple[str, ...] = ()

    @property
    def leanings(self) -> Leanings:
        """The sliders as the engine takes them."""
        return Leanings(**{name: value / STEPS for name, value in self.sliders.items()})

    @property
    def has_filters(self) -> bool:
        """Whether anything narrows the suggestions."""
        return replace(self, sliders={}, number=FIRST, errors=()) != Asked()

    @property
    def is_plain(self) -> bool:
        """Whether nothing is wanted but suggestions."""
        return not self.has_filters and not self.sliders


def read_asked(get: QueryDict) -> Asked:
    """Return what an address asks for. What is empty does not narrow; what is unknown is named in ``errors``."""
    errors: list[str] = []
    countries = _countries(get.getlist("country"), errors)
    not_countries = _countries(get.getlist("not"), errors)
    asked = Asked(
        countries=countries,
        not_countries=not_countries,
        km_from=_number(get.get("km_from", ""), errors),
        km_to=_number(get.get("km_to", ""), errors),
        size_from=_number(get.get("size_from", ""), errors),
        size_to=_number(get.get("size_to", ""), errors),
        theme=_known(get.get("theme", ""), THEMES),
        language=_language(get.get("language", "")),
        with_wish=get.get("wish") == "1",
        without_partners=get.get("new") == "1",
        not_tied=get.get("untied") == "1",
        sliders=_sliders(get),
        number=_how_many(get.get("n", "")),
    )
    return replace(asked, errors=(*errors, *_contradictions(asked)))


def _countries(texts: list[str], errors: list[str]) -> tuple[str, ...]:
    found = []
    for text in filter(None, texts[:_COUNTRIES]):
        if is_country(text.upper()):
            found.append(text.upper())
        else:
            errors.append(_("“%(text)s” is no country.") % {"text": text[:40]})
    return tuple(dict.fromkeys(found))


def _number(text: str, errors: list[str]) -> int | None:
    plain = "".join(text.split())
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS):
        errors.append(_("“%(text)s” is no whole number.") % {"text": text[:40]})
        return None
    return int(plain)


def _known(text: str, codes: "tuple[str, ...]") -> str:
    return text if text in codes else ""


def _language(text: str) -> str:
    return text if text.isascii() and text.isalpha() and len(text) <= 3 else ""


def _sliders(get: QueryDict) -> dict[str, int]:
    """Return the sliders that were moved, each within its ends."""
    found = {}
    for name in SLIDERS:
        text = get.get(name, "")
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) < _DIGITS and int(digits):
            found[name] = max(-STEPS, min(STEPS, int(text)))
    return found


def _how_many(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < _DIGITS):
        return FIRST
    return max(1, min(MOST, int(text)))


def _contradictions(asked: Asked) -> list[str]:
    """Return what of the filters can never be met together, and what to do about it."""
    language = reader_language()
    found = [
        _("%(country)s is both wanted and left out: take one of the two away.")
        % {"country": country_name(code, language)}
        for code in asked.countries
        if code in asked.not_countries
    ]
    if _turned(asked.km_from, asked.km_to):
        found.append(
            _(
                "At least %(least)s km and at most %(most)s km: no distance is both. Turn them round."
            )
            % {"least": asked.km_from, "most": asked.km_to}
        )
    if _turned(asked.size_from, asked.size_to):
        found.append(
            _(
                "At least %(least)s and at most %(most)s inhabitants: no town has both. Turn them round."
            )
            % {"least": asked.size_from, "most": asked.size_to}
        )
    spoken = [code for code in asked.countries if asked.language in languages_of(code)]
    if asked.language and asked.countries and not spoken:
        found.append(
            _(
                "In none of the countries chosen is %(language)s among the languages spoken most: "
                "take the language or the countries away."
            )
            % {"language": language_name(asked.language)}
        )
    return found


def _turned(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most
