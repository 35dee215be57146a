"""Understanding what an address asks for: the moment, the filters, the page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jumelage.core.clock import today
from jumelage.places.domain.countries import is_country
from jumelage.ties.domain.terms import Form, Legal
from jumelage.ties.queries import SORTS, Moment, TieFilter

FIRST_DAY = date(800, 1, 1)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment asked for, what of it could not be understood, and how to keep it in links."""

    moment: Moment
    errors: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The moment as a query string, empty for now."""
        now = Moment.make()
        parts = {}
        if self.moment.on != now.on:
            parts["on"] = self.moment.on.isoformat()
        if self.moment.known_by != now.known_by:
            parts["known"] = self.moment.known_by.isoformat()
        return f"?{urlencode(parts)}" if parts else ""

    @property
    def more(self) -> str:
        """The moment as the rest of a query string that has begun already."""
        return self.query.replace("?", "&")


def read_moment(request: HttpRequest) -> AsOf:
    """Read ``on`` and ``known`` of an address; what is no day is named and today taken instead."""
    errors: list[str] = []
    on = _day(request.GET.get("on", ""), errors)
    known_by = _day(request.GET.get("known", ""), errors)
    moment = Moment.make(on, known_by)
    return AsOf(moment, errors)


def _day(text: str, errors: list[str]) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        day = date(int(text), 12, 31) if len(text) == 4 else date.fromisoformat(text)
    except ValueError:
        errors.append(_("“%(text)s” is no day: write it like 2019-10-11.") % {"text": text[:40]})
        return None
    if day < FIRST_DAY:
        errors.append(_("“%(text)s” is too long ago.") % {"text": text[:40]})
        return None
    return day


def redirect_keeping_query(
    request: HttpRequest, name: str, *args: str, permanent: bool = False
) -> HttpResponseRedirect | HttpResponsePermanentRedirect:
    """Lead to a page's one address, with the question that the other spelling was asked with."""
    query = request.META.get("QUERY_STRING", "")
    url = reverse(name, args=args)
    return redirect(f"{url}?{query}" if query else url, permanent=permanent)


def read_filter(request: HttpRequest) -> TieFilter:
    """Read the filters of an address; what is not known is left out."""
    get = request.GET
    legal = {item.value for item in Legal}
    forms = {item.value for item in Form} - {""} | {"unknown"}
    return TieFilter(
        countries=tuple(
            code for code in map(str.upper, get.getlist("country")) if is_country(code)
        ),
        forms=tuple(form for form in get.getlist("form") if form in forms),
        standings=tuple(item for item in get.getlist("standing") if item in legal),
        disputed=get.get("disputed") == "1",
        since_from=_year(get.get("from", "")),
        since_to=_year(get.get("to", "")),
        year=_year_of_day(get.get("on", "")),
    )


def _year_of_day(text: str) -> int | None:
    """Return the year of a day: of past years the register's columns, like the atlas, know no more."""
    day = _day(text, [])
    return day.year if day and day.year < today().year else None


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def read_sort(request: HttpRequest, default: str = "a") -> str:
    """Read the order of a list."""
    sort = request.GET.get("sort", default)
    return sort if sort.lstrip("-") in SORTS else default


@dataclass(frozen=True, slots=True)
class SortLink:
    """A column's head: the address that sorts by it, and how it is sorted now (for ``aria-sort``)."""

    url: str
    state: str


def sort_links(request: HttpRequest, current: str, keys: tuple[str, ...]) -> dict[str, SortLink]:
    """Return a link for each key; following it twice turns the order round."""
    links = {}
    for key in keys:
        query = request.GET.copy()
        query.pop("page", None)
        query["sort"] = f"-{key}" if current == key else key
        state = {key: "ascending", f"-{key}": "descending"}.get(current, "none")
        links[key] = SortLink(f"?{query.urlencode()}", state)
    return links


def page_of(
    request: HttpRequest,
    rows: "QuerySet | Sequence",  # type: ignore[type-arg]
    size: int = 50,
    *,
    total: int | None = None,
) -> Page:  # type: ignore[type-arg]
    """Return the page of a list that the address asks for; the nearest one if there is none such.

    ``total`` is the length of the list where it is known already, and need not be counted.
    """
    paginator = Paginator(rows, size)
    if total is not None:
        vars(paginator)["count"] = total
    return paginator.get_page(request.GET.get("page", "1"))


def without_page(request: HttpRequest) -> str:
    """Return the address's query without the page, to make links to other pages with."""
    query = request.GET.copy()
    query.pop("page", None)
    text = query.urlencode()
    return f"{text}&" if text else ""
