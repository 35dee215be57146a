"""Badges on paper: ten of them on a sheet, each with the code by which its bearer is checked in."""

import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import segno
from anyascii import anyascii
from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils.translation import gettext as _

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.core.paper import clean, render
from jumelage.forum.badges import address_of, code_of
from jumelage.forum.domain.badges import shown
from jumelage.forum.models import Edition, Member
from jumelage.forum.wording import say_when
from jumelage.places.domain.countries import country_name
from jumelage.places.models import PlaceName

_TEMPLATE = Path(__file__).resolve().with_name("badges.typ")
#: Texts that the fonts of the package can set: Latin, Greek, Cyrillic, Hebrew, punctuation.
_SET = re.compile(r"[\u0000-\u052f\u0590-\u05ff\u1e00-\u20bf]*")


def badges_pdf(edition: Edition, members: Sequence[Member], *, made_at: int) -> bytes:
    """Return the badges of people as a PDF for A4 sheets, in the order given.

    Place and country stand in every language of the registry. What no font here can set stands in Latin letters: five
    hundred badges do not fail for one name.

    Args:
        edition: to which they come.
        members: with their delegations and places (and the names of these).
        made_at: when it was made, in seconds since 1970.

    Raises:
        RefusedError: no font here has one of the letters, not even of the name in Latin ones.
    """
    names = _names_of({member.delegation.place_id for member in members})
    title = _("Badges: %(edition)s") % {"edition": edition.name}
    content = {
        "lang": reader_language(),
        "title": clean(title),
        "edition": clean(str(edition.name)),
        "when": clean(say_when(edition)),
        "badges": [_badge(member, names) for member in members],
    }
    try:
        return render(_TEMPLATE, content, made_at=made_at)
    except RefusedError:
        return render(_TEMPLATE, _in_latin(content), made_at=made_at)


def _in_latin(content: dict[str, Any]) -> dict[str, Any]:
    """Return what stands on badges with the texts that cannot be set in Latin letters."""

    def spelled(text: str) -> str:
        return text if _SET.fullmatch(text) else anyascii(text)

    badges = [{name: spelled(text) for name, text in one.items()} for one in content["badges"]]
    words = {name: spelled(content[name]) for name in ("title", "edition", "when")}
    return {**content, **words, "badges": badges}


def _names_of(places: Collection[int]) -> dict[tuple[int, str], str]:
    """Return what places are called officially in the languages of the registry, by place and language: one query."""
    languages = [code for code, _name in settings.LANGUAGES]
    rows = PlaceName.objects.filter(
        place__in=places, language__in=languages, kind=PlaceName.OFFICIAL
    )
    return {(row.place_id, row.language): row.name for row in rows}


def _badge(member: Member, names: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    place = member.delegation.place
    code = shown(code_of(member))
    languages = [code for code, _name in settings.LANGUAGES]
    called = [names.get((place.pk, language), "") for language in languages if language != "en"]
    return {
        "name": clean(member.name),
        "function": clean(member.function),
        "places": _each([place.name, *filter(None, called)]),
        "countries": _each(country_name(place.country, language) for language in languages),
        "languages": " · ".join(_own_name(language) for language in member.languages),
        "code": code,
        "alt": _("Code for checking in: %(code)s") % {"code": code},
        "picture": picture_of(address_of(member)),
    }


def _each(words: Iterable[str]) -> str:
    """Return words in several languages, each once."""
    return " · ".join(dict.fromkeys(clean(word) for word in words))


def _own_name(language: str) -> str:
    """Return what a language calls itself, “English”, “Русский”; in English if that cannot be set."""
    try:
        name = Locale.parse(language).get_language_name(language) or language
    except (UnknownLocaleError, ValueError):
        name = language
    if not _SET.fullmatch(name):
        name = Locale("en").languages.get(language, language)
    return name[:1].upper() + name[1:]


def picture_of(address: str) -> str:
    """Return an address as a QR code, drawn as SVG. A quarter of it may be smudged."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True, nl=False
    )
    return out.getvalue().decode()
