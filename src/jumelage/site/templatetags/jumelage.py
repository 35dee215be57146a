"""Words and addresses in templates."""

from datetime import date

from babel import Locale
from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.places import wording as places_wording
from jumelage.places.domain.countries import country_name
from jumelage.places.domain.divisions import division_name
from jumelage.places.models import Place
from jumelage.ties import wording
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES, Claim, Tie

register = template.Library()


@register.filter
def country(code: str) -> str:
    """Return a country's name in the reader's language."""
    return country_name(code, reader_language())


@register.filter
def edtf(text: str) -> str:
    """Return an EDTF date as people write it."""
    return wording.say_date(text)


@register.filter
def day(value: date | None) -> str:
    """Return a day as people write it."""
    return wording.say_day(value) if value else ""


@register.filter
def legal_word(value: str) -> str:
    """Return the word for a legal standing."""
    return str(dict(LEGAL_CHOICES)[value])  # type: ignore[index]


@register.filter
def form_word(value: str) -> str:
    """Return the word for a form of tie."""
    return str(dict(FORM_CHOICES)[value])  # type: ignore[index]


@register.filter
def kind_word(place: Place) -> str:
    """Return what a place is called in its country, or its kind."""
    return places_wording.kind_word(place)


@register.filter
def language_word(code: str) -> str:
    """Return a language's name in the reader's language."""
    return str(Locale(reader_language()).languages.get(code, code))


@register.filter
def theme_word(code: str) -> str:
    """Return what a theme is called, in the reader's language."""
    return theme_name(code)


@register.filter
def division(code: str) -> str:
    """Return the name of an ISO 3166-2 division in the reader's language."""
    return division_name(code, reader_language())


@register.filter
def lang_mark(text: str) -> SafeString:
    """Return the attribute that says a note's language, where it is not the page's: a note has no other sign of it
    than its letters.
    """
    letters = [letter for letter in text if letter.isalpha()]
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in letters)
    language = "ru" if cyrillic * 2 > len(letters) else "en"
    if not letters or language == reader_language():
        return SafeString()
    return format_html(' lang="{}"', language)


@register.filter
def number_for(counts: dict[int, int], key: int) -> int:
    """Return the number counted for a key; what was not counted is none."""
    return counts.get(key, 0)


@register.filter
def place_url(place: Place) -> str:
    """Return the address of a place's page in the reader's language."""
    return reverse("site:place", args=[place.country.lower(), place.slug])


@register.filter
def tie_url(tie: Tie) -> str:
    """Return the address of a tie's page in the reader's language."""
    a, b = tie.place_a, tie.place_b
    return reverse("site:tie", args=[a.country.lower(), a.slug, b.country.lower(), b.slug])


@register.filter
def claim_words(claim: Claim) -> str:
    """Return what a claim says in a few words."""
    tie = claim.tie
    by = {"a": tie.place_a.local_name, "b": tie.place_b.local_name}.get(claim.side, "")
    return wording.say_claim(claim.kind, by)
