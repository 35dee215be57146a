"""The board of wishes: who seeks a partner; each wish, a feed and files of every filter."""

from collections.abc import Iterable
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from jumelage.core.clock import today
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.themes import THEMES
from jumelage.core.language import reader_language
from jumelage.core.streams import csv_pieces, json_pieces
from jumelage.core.themes import theme_choices, theme_name
from jumelage.memberships.models import Institution
from jumelage.partners.domain.terms import KINDS, MUNICIPALITY
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.queries import BoardFilter, board, countries_on_board, with_all
from jumelage.partners.wishes.wording import (
    holder_choices,
    holder_kind_name,
    kind_choices,
    kind_name,
    language_choices,
    language_name,
)
from jumelage.partners.wishes.words import WishShown, wish_shown
from jumelage.places.domain.countries import by_name, country_codes, country_name, is_country
from jumelage.site.answers import file_response
from jumelage.site.metadata import absolute
from jumelage.site.requests import page_of, without_page
from jumelage.site.views.choices import Choice
from jumelage.site.wish_map import wish_map

PER_PAGE, IN_FEED, LONGEST_WORDS = 20, 40, 100
COLUMNS = (
    "number", "address", "place", "country", "holder", "holder_kind", "title", "text", "language", "themes", "kinds",
    "offers", "needs", "languages", "interpreter", "countries", "not_countries", "size_from", "size_to", "km_from",
    "km_to", "form", "any_kind", "capacity", "opened", "until",
)  # fmt: skip


def read_board_filter(request: HttpRequest) -> BoardFilter:
    """Read the filters of an address; what is not known is left out."""

    def known(name: str, codes: Iterable[str]) -> str:
        value = request.GET.get(name, "")
        return value if value in codes else ""

    def country(name: str) -> str:
        code = request.GET.get(name, "").upper()
        return code if is_country(code) else ""

    return BoardFilter(
        country=country("country"),
        sought=country("sought"),
        theme=known("theme", THEMES),
        kind=known("kind", KINDS),
        language=known("language", LANGUAGES),
        holder=known("holder", [MUNICIPALITY, *dict(Institution.KINDS)]),
        words=request.GET.get("words", "").replace("\0", "").strip()[:LONGEST_WORDS],
    )


def wishes(request: HttpRequest) -> HttpResponseBase:
    """The open wishes that pass a filter, the newest first: a page, or a file of all of them."""
    chosen = read_board_filter(request)
    language = reader_language()
    found = with_all(board(today(), chosen), language)
    if request.GET.get("format") == "csv":
        return file_response(csv_pieces(COLUMNS, map(_row, found.iterator(200))), "wishes", "csv")
    if request.GET.get("format") == "json":
        return file_response(
            json_pieces({}, "wishes", map(_record, found.iterator(200))), "wishes", "json"
        )
    page = page_of(request, found, PER_PAGE)
    shown = [wish_shown(wish) for wish in page]
    context = {
        "page": page,
        "shown": shown,
        "map": wish_map(shown, page.start_index() if shown else 1),
        "chosen": chosen,
        "chips": _chips(request, chosen),
        "query": without_page(request),
        **_choices(language),
    }
    return render(request, "site/wishes.html", context)


def _choices(language: str) -> dict[str, list[Choice]]:
    def listed(pairs: Iterable[tuple[str, str]]) -> list[Choice]:
        return [Choice(value, word) for value, word in pairs]

    def named(codes: Iterable[str]) -> list[Choice]:
        return [Choice(code, country_name(code, language)) for code in by_name(codes, language)]

    return {
        "countries": named(countries_on_board(today())),
        "all_countries": named(code for code in country_codes() if len(code) == 2),
        "themes": listed(theme_choices()),
        "kinds": listed(kind_choices()),
        "languages": listed(language_choices()),
        "holders": listed(holder_choices()),
    }


def _chips(request: HttpRequest, chosen: BoardFilter) -> list[Choice]:
    """Return what the board is narrowed to: the address that takes each narrowing away, and its words."""
    language = reader_language()
    sought = _("seeks in: %(country)s") % {"country": country_name(chosen.sought, language)}
    names = {
        "country": country_name(chosen.country, language),
        "sought": sought,
        "theme": theme_name(chosen.theme),
        "kind": kind_name(chosen.kind),
        "language": language_name(chosen.language),
        "holder": holder_kind_name(chosen.holder),
        "words": chosen.words,
    }
    chips = []
    for name, word in names.items():
        if getattr(chosen, name):
            query = request.GET.copy()
            query.pop("page", None)
            query.pop(name, None)
            chips.append(Choice(f"?{query.urlencode()}", word))
    return chips


def wish(request: HttpRequest, number: int) -> HttpResponse:
    """A wish that is or was on the board: all its terms in words."""
    found = with_all(Wish.objects.ever_public(), reader_language()).filter(pk=number).first()
    if found is None:
        raise Http404
    others = board(today(), BoardFilter()).filter(place=found.place_id).exclude(pk=found.pk)
    context = {
        "wish": found,
        "shown": wish_shown(found),
        "is_open": found.state == Wish.OPEN and found.until >= today(),
        "others": [wish_shown(one) for one in with_all(others, reader_language())[:5]],
    }
    return render(request, "site/wish.html", context)


def _record(found: Wish) -> dict[str, Any]:
    """Return a wish for machines: codes, not words; in its own words the title and the text."""
    shown = wish_shown(found)
    codes: dict[str, list[str]] = {}
    for term in found.terms.all():
        codes.setdefault(term.aspect, []).append(term.code)
    aspects = {
        "themes": "theme", "kinds": "kind", "offers": "offer", "needs": "need", "languages": "language",
        "countries": "country", "not_countries": "not_country",
    }  # fmt: skip
    return {
        "number": found.pk,
        "address": absolute(reverse("site:wish", args=[found.pk])),
        "place": found.place.key,
        "country": found.place.country,
        "holder": shown.holder,
        "holder_kind": found.institution.kind if found.institution else MUNICIPALITY,
        "title": shown.text.title,
        "text": shown.text.text,
        "language": shown.text.language,
        **{name: codes.get(aspect, []) for name, aspect in aspects.items()},
        **{name: getattr(found, name) for name in ("interpreter", "size_from", "size_to", "km_from", "km_to")},
        **{name: getattr(found, name) for name in ("form", "any_kind", "capacity")},
        "opened": found.opened_at.date().isoformat() if found.opened_at else None,
        "until": found.until.isoformat(),
    }  # fmt: skip


def _row(found: Wish) -> dict[str, Any]:
    return {column: _cell(value) for column, value in _record(found).items()}


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else value


class WishesFeed(Feed):  # type: ignore[type-arg]
    """The newest wishes that pass the filter of the address, as an Atom feed."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> tuple[BoardFilter, str]:
        """The filter, and its query."""
        return read_board_filter(request), without_page(request).rstrip("&")

    def title(self, _asked: tuple[BoardFilter, str]) -> str:
        """The feed's title."""
        return _("Jumelage: who seeks a partner")

    def link(self, asked: tuple[BoardFilter, str]) -> str:
        """The page that the feed follows, with its filter."""
        query = asked[1]
        return reverse("site:wishes") + (f"?{query}" if query else "")

    def feed_url(self, asked: tuple[BoardFilter, str]) -> str:
        """The feed's own address, with its filter."""
        query = asked[1]
        return reverse("site:wishes-feed") + (f"?{query}" if query else "")

    def items(self, asked: tuple[BoardFilter, str]) -> list[WishShown]:
        """The newest wishes."""
        found = with_all(board(today(), asked[0]), reader_language())
        return [wish_shown(one) for one in found[:IN_FEED]]

    def item_title(self, item: WishShown) -> str:
        """What is sought, and by whom."""
        return f"{item.holder}: {item.text.title}"

    def item_description(self, item: WishShown) -> str:
        """What the wish says, as HTML: readers of feeds take it for that."""
        return linebreaks(item.text.text, autoescape=True)

    def item_link(self, item: WishShown) -> str:
        """The wish's page."""
        return reverse("site:wish", args=[self._of(item).pk])

    def item_guid(self, item: WishShown) -> str:
        """The wish's own, lasting name."""
        return absolute(f"/en/wishes/{self._of(item).pk}/")

    item_guid_is_permalink = False

    def item_updateddate(self, item: WishShown) -> object:
        """When it came on the board."""
        return self._of(item).opened_at

    def _of(self, item: WishShown) -> Wish:
        assert item.wish is not None  # noqa: S101 - it is kept
        return item.wish
