"""How two wishes fit, in plain words: what both seek, what each offers that the other needs, size, distance."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from jumelage.core.themes import theme_name
from jumelage.partners.domain.matching.fits import Part, Served
from jumelage.partners.domain.matching.wishes import Wish, kilometres
from jumelage.partners.wishes.matches import Match
from jumelage.partners.wishes.wording import good_name, kind_name, language_name
from jumelage.partners.wishes.words import number


def reasons_for(match: Match) -> list[str]:
    """Return why a wish fits an own one, a sentence each without a full stop; what is lacking stands last."""
    own, other = match.own_values, match.values
    mine, theirs = _parts(match.fit.a), _parts(match.fit.b)
    return [
        *_in_common(mine),
        *_goods(mine.get("needs"), _("it offers what you need: %(names)s")),
        *_goods(theirs.get("needs"), _("you offer what it needs: %(names)s")),
        *_languages(mine["language"], own, other),
        *_measures(mine, theirs, own, other),
        *_lacking(mine.get("needs"), _("it does not offer: %(names)s")),
        *_lacking(theirs.get("needs"), _("you do not offer: %(names)s")),
    ]


def _parts(served: Served) -> dict[str, Part]:
    return {part.code: part for part in served.parts}


def _names(codes: Sequence[str], name: Callable[[str], str]) -> dict[str, str]:
    return {"names": ", ".join(name(code) for code in codes)}


def _in_common(mine: dict[str, Part]) -> Iterator[str]:
    themes, kinds = mine.get("themes"), mine.get("kinds")
    if themes and themes.found:
        yield _("themes that both seek: %(names)s") % _names(themes.found, theme_name)
    if kinds and kinds.found:
        yield _("kinds of exchange that both seek: %(names)s") % _names(kinds.found, kind_name)


def _goods(needs: Part | None, sentence: str) -> Iterator[str]:
    if needs and needs.found:
        yield sentence % _names(needs.found, good_name)


def _lacking(needs: Part | None, sentence: str) -> Iterator[str]:
    missing = [code for code in needs.wanted if code not in needs.found] if needs else []
    if missing:
        yield sentence % _names(missing, good_name)


def _languages(part: Part, own: Wish, other: Wish) -> Iterator[str]:
    if part.found:
        yield _("languages in common: %(names)s") % _names(part.found, language_name)
    elif own.languages and other.languages:
        yield _("no language in common, but an interpreter will help")


def _measures(
    mine: dict[str, Part], theirs: dict[str, Part], own: Wish, other: Wish
) -> Iterator[str]:
    if "size" in mine and other.population:
        size = {"number": number(other.population)}
        yield _("its size is within what you named: %(number)s inhabitants") % size
    if "size" in theirs and own.population:
        yield _("your size is within what it named")
    km = kilometres(own, other)
    if km is None:
        return
    far = {"km": number(km)}
    if "distance" in mine or "distance" in theirs:
        yield _("it lies %(km)s km away, within the distance that was named") % far
    else:
        yield _("it lies %(km)s km away") % far
