"""A wish as pages show it: everything it says in the reader’s words, whether it is kept already or only written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.partners.actions.wellformed import TextData, WishData, data_of
from jumelage.partners.domain.terms import MUNICIPALITY
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.wording import good_name, holder_kind_name, kind_name, language_name
from jumelage.places.domain.countries import by_name, country_name
from jumelage.places.models import Place
from jumelage.ties.models import FORM_CHOICES
from jumelage.ties.wording import say_day

_FORMS = {str(form): word for form, word in FORM_CHOICES}


@dataclass(frozen=True, slots=True)
class WishShown:
    """What a page says of a wish. Lists are names in the reader’s language, in the order of the lists."""

    place: Place
    holder: str  # the institution’s name, or the place’s
    holder_kind: str
    is_institution: bool
    text: TextData  # in the reader’s language, or the original
    is_foreign: bool  # the text is in another language than the page
    others: Sequence[TextData]  # what it says in further languages
    themes: Sequence[str]
    kinds: Sequence[str]
    offers: Sequence[str]
    needs: Sequence[str]
    languages: Sequence[str]
    countries: Sequence[str]
    not_countries: Sequence[str]
    interpreter: bool
    any_kind: bool
    form: str
    size: str
    distance: str
    capacity: str
    until: date
    wish: Wish | None = None

    @property
    def until_words(self) -> str:
        """The last day on the board, as people write it."""
        return say_day(self.until)

    @property
    def text_language(self) -> str:
        """What the language of the text is called."""
        return language_name(self.text.language)


def wish_shown(wish: Wish) -> WishShown:
    """Return a wish that is kept. Ask for it with :func:`~jumelage.partners.wishes.queries.with_all`."""
    return data_shown(data_of(wish), wish.place, wish)


def data_shown(data: WishData, place: Place, wish: Wish | None = None) -> WishShown:
    """Return a wish as it is written."""
    text = text_for(data.texts, reader_language())
    institution = data.institution
    return WishShown(
        place=place,
        holder=institution.name if institution else place.local_name,
        holder_kind=holder_kind_name(institution.kind if institution else MUNICIPALITY),
        is_institution=institution is not None,
        text=text,
        is_foreign=text.language != reader_language(),
        others=[other for other in data.texts if other != text],
        themes=[theme_name(code) for code in data.themes],
        kinds=[kind_name(code) for code in data.kinds],
        offers=[good_name(code) for code in data.offers],
        needs=[good_name(code) for code in data.needs],
        languages=[language_name(code) for code in data.languages],
        countries=_countries(data.countries),
        not_countries=_countries(data.not_countries),
        interpreter=data.interpreter,
        any_kind=data.any_kind,
        form=str(_FORMS.get(data.form, data.form)) if data.form else "",
        size=say_size(data.size_from, data.size_to),
        distance=say_distance(data.km_from, data.km_to),
        capacity=_say_capacity(data.capacity),
        until=data.until,
        wish=wish,
    )


def text_for(texts: Sequence[TextData], language: str) -> TextData:
    """Return what a wish says in a language; its original if it says nothing in that."""
    found = [text for text in texts if text.language == language]
    return (found or texts)[0]


def say_size(lower: int | None, upper: int | None) -> str:
    """Return between which numbers of inhabitants a partner is sought, in words; empty if any will do."""
    words = {"lower": number(lower or 0), "upper": number(upper or 0)}
    if lower is not None and upper is not None:
        return _("from %(lower)s to %(upper)s inhabitants") % words
    if lower is not None:
        return _("%(lower)s inhabitants or more") % words
    if upper is not None:
        return _("%(upper)s inhabitants or fewer") % words
    return ""


def say_distance(lower: int | None, upper: int | None) -> str:
    """Return how far away (in km) a partner is sought, in words; empty if anywhere will do."""
    words = {"lower": number(lower or 0), "upper": number(upper or 0)}
    if lower is not None and upper is not None:
        return _("from %(lower)s to %(upper)s km away") % words
    if lower is not None:
        return _("%(lower)s km away or more") % words
    if upper is not None:
        return _("%(upper)s km away or less") % words
    return ""


def number(value: float) -> str:
    """Return a number with thin spaces between its thousands, as both languages read it."""
    return f"{value:,.0f}".replace(",", " ")


def _say_capacity(capacity: int) -> str:
    return ngettext("one partner", "%(count)s partners", capacity) % {"count": capacity}


def _countries(codes: Sequence[str]) -> list[str]:
    language = reader_language()
    return [country_name(code, language) for code in by_name(codes, language)]
