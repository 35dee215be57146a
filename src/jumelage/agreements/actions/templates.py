"""What the templates of an agreement are filled with: names of places, countries, languages and themes."""

from babel import Locale
from babel.core import UnknownLocaleError
from django.utils.translation import override

from jumelage.agreements.domain.clauses import Setting
from jumelage.agreements.domain.texts import Terms
from jumelage.agreements.models import Proposal
from jumelage.core.themes import theme_name
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place, PlaceName
from jumelage.ties.models import Tie


def setting_of(tie: Tie, terms: Terms, proposal: Proposal | None) -> Setting:
    """Return what a first draft is filled with; aims and areas are those of the version that was accepted."""
    accepted = proposal.versions.order_by("-number").first() if proposal else None
    codes = accepted.themes if accepted else []
    spoken = terms.languages
    return Setting(
        terms=terms,
        places={language: _names(tie, language) for language in spoken},
        countries={
            language: (country_name(tie.country_a, language), country_name(tie.country_b, language))
            for language in spoken
        },
        languages={
            language: [language_name(other, language) for other in spoken] for language in spoken
        },
        themes={language: _themes(codes, language) for language in spoken},
        aims=accepted.aims if accepted else "",
    )


def language_name(code: str, language: str) -> str:
    """Return what a language is called in another; its code where nobody knows."""
    try:
        name = Locale.parse(code, sep="-").get_display_name(language)
    except (UnknownLocaleError, ValueError):
        return code
    if not name:
        return code
    return name if language != "en" else name[:1].upper() + name[1:]


def _themes(codes: list[str], language: str) -> list[str]:
    with override(language):
        return [theme_name(code) for code in codes]


def _names(tie: Tie, language: str) -> tuple[str, str]:
    return _name(tie.place_a, language), _name(tie.place_b, language)


def _name(place: Place, language: str) -> str:
    if language == "en":
        return place.name
    names = PlaceName.objects.filter(place=place, language=language, kind=PlaceName.OFFICIAL)
    return names.values_list("name", flat=True).first() or place.name
