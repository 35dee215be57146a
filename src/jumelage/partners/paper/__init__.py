"""A shortlist on paper, for a council: the same words as on the page, in the reader's language."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.core.clock import now, today
from jumelage.core.language import reader_language
from jumelage.core.paper import clean, render
from jumelage.partners.models.shortlists import Shortlist
from jumelage.partners.shortlists.queries import compared
from jumelage.partners.shortlists.words import Told, own_figures, told, wish_words
from jumelage.ties.wording import say_day

_TEMPLATE = Path(__file__).resolve().with_name("shortlist.typ")


def pdf_of(shortlist: Shortlist) -> bytes:
    """Return a list as a PDF in the reader's language, as it stands today.

    Raises:
        RefusedError: no font here has one of its letters.
    """
    return render(_TEMPLATE, composed(shortlist), made_at=int(now().timestamp()))


def composed(shortlist: Shortlist) -> dict[str, Any]:
    """Return what stands on the paper: plain data for the template."""
    found = compared(shortlist)
    rows, own = told(found), own_figures(found.place)
    return {
        "lang": reader_language(),
        "title": clean(shortlist.title),
        "kicker": _("Possible partners of %(place)s") % {"place": own.name},
        "stand": _("As of %(date)s") % {"date": say_day(today())},
        "note": _paragraphs(shortlist.note),
        "labels": _labels(own.name),
        "own": [f"{own.name}, {own.country}", own.population, "", own.ties],
        "has_bonds": any(row.bond for row in rows),
        "rows": [_row(row) for row in rows],
    }


def _labels(own: str) -> dict[str, str]:
    return {
        "page": _("page {n} of {total}"),
        "side_by_side": _("Side by side"),
        "place": _("Place"),
        "population": _("Inhabitants"),
        "distance": _("Distance"),
        "ties": _("Ties"),
        "bond": _("Tie with %(place)s") % {"place": own},
        "compare": _("for comparison"),
        "speaks_for": pgettext("shortlist", "What speaks for it"),
        "speaks_against": pgettext("shortlist", "What speaks against it"),
        "wishes": _("What it seeks at present"),
        "how": _(
            "Names, sizes and distances are from the register of twin towns Jumelage and from GeoNames (CC BY 4.0). "
            "What speaks for a place and what against was worked out from the ties on record; the office decides."
        ),
    }


def _row(row: Told) -> dict[str, Any]:
    reasons_on = row.item.reasons_on
    return {
        "number": row.number,
        "name": row.name,
        "country": row.country,
        "cells": [row.population, row.distance, row.ties, row.bond],
        "note": _paragraphs(row.item.note),
        "speaks_for": [clean(text) for text in row.said.speaks_for],
        "speaks_against": [clean(text) for text in row.said.speaks_against],
        "reasons_on": _("Worked out on %(date)s") % {"date": say_day(reasons_on)}
        if reasons_on
        else "",
        "wishes": [clean(wish_words(wish)) for wish in row.wishes],
    }


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in clean(text).split("\n\n") if part.strip()]
