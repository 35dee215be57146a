"""Where the pages of the portfolio lead."""

from django.urls import NoReverseMatch, reverse

from jumelage.ties.models import Tie


def tie_address(place: int, tie: Tie) -> str:
    """Return the address of a tie's desk, in the reader's language. The places must have been fetched with the tie."""
    try:
        return reverse("workspace:tie", args=[place, tie.pk])
    except NoReverseMatch:
        a, b = tie.place_a, tie.place_b
        return reverse("site:tie", args=[a.country.lower(), a.slug, b.country.lower(), b.slug])
