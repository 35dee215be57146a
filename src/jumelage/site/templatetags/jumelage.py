"""Words and addresses in templates."""

from datetime import date

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place
from jumelage.ties import wording
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES, Claim, Tie

register = template.Library()


@register.filter
def country(code: str) -> str:
    """Return a country's name in the reader's language."""
    return country_name(code, (get_language() or "en").split("-")[0])


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
    by = {"a": tie.place_a.name, "b": tie.place_b.name}.get(claim.side, "")
    return wording.say_claim(claim.kind, by)
