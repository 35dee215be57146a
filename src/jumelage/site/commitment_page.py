"""The account of commitments: what an address narrows it to, and what other pages show of it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from jumelage.commitments.accountability import KINDS, Counts, Narrowing, narrowed
from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.commitments.queries import with_owners
from jumelage.core.clock import today
from jumelage.core.domain.themes import THEMES
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_choices, theme_name
from jumelage.forum.models import Edition
from jumelage.forum.models.promises import CommitmentOrigin
from jumelage.imports.queries import place_now_at
from jumelage.places.domain.countries import country_name, is_country
from jumelage.places.models import Place
from jumelage.site.cache import by_revision
from jumelage.site.views.choices import Choice, sort_key
from jumelage.ties.queries import Moment

#: As what commitments are counted, in words.
KIND_WORDS = {
    "kept": pgettext_lazy("commitments counted", "kept"),
    "partly": pgettext_lazy("commitments counted", "partly kept"),
    "to_be_kept": pgettext_lazy("commitments counted", "under way, not due yet"),
    "overdue": pgettext_lazy("commitments counted", "overdue"),
    "not_kept": pgettext_lazy("commitments counted", "not kept"),
    "dropped": pgettext_lazy("commitments counted", "dropped by consent"),
}
#: So many commitments the pages of ties, places and countries show.
IN_SHORT = 5


def narrowing_of(request: HttpRequest) -> Narrowing:
    """Read what the account is narrowed to; what is not known is left out."""
    get = request.GET
    countries = [code for code in map(str.upper, get.getlist("country")) if is_country(code)]
    tie, edition = get.get("tie", ""), edition_asked(request)
    return Narrowing(
        kind=get.get("kind", "") if get.get("kind", "") in KINDS else "",
        theme=get.get("theme", "") if get.get("theme", "") in THEMES else "",
        countries=tuple(dict.fromkeys(countries))[:4],
        place=_place(get.get("place", "")),
        ids=None if edition is None else promised_at(edition),
        tie=int(tie) if tie.isascii() and tie.isdigit() and len(tie) < 19 else None,
    )


def edition_asked(request: HttpRequest) -> Edition | None:
    """Return the edition of a forum that the account is narrowed to: ``?forum=series/edition``."""
    series, _slash, slug = request.GET.get("forum", "").replace("\x00", "")[:200].partition("/")
    if not slug:
        return None
    return (
        Edition.objects.public()
        .select_related("series")
        .filter(series__slug=series, slug=slug)
        .first()
    )


def promised_at(edition: Edition) -> "QuerySet[CommitmentOrigin, int]":
    """Return the numbers of what was promised at an edition, as a subquery."""
    return (
        CommitmentOrigin.objects.filter(edition=edition)
        .order_by()
        .values_list("commitment", flat=True)
    )


def origin_of(commitment: Commitment) -> Edition | None:
    """Return the edition at which something was promised, if everybody may read of it: one query."""
    origins = CommitmentOrigin.objects.filter(commitment=commitment).order_by().values("edition")
    return Edition.objects.public().filter(pk__in=origins).select_related("series").first()


def _place(key: str) -> Place | None:
    country, _slash, slug = key.replace("\x00", "")[:200].partition("/")
    return place_now_at(country, slug) if slug else None


def choices(language: str) -> dict[str, Any]:
    """Return what the account can be narrowed to: kinds, themes, the countries whose places have promised something."""

    def collect() -> list[str]:
        public = Commitment.objects.public().order_by().values("pk")
        owners = CommitmentOwner.objects.filter(commitment__in=public)
        return list(owners.order_by().values_list("place__country", flat=True).distinct())

    codes = by_revision("countries-with-commitments", collect)
    countries = [Choice(code, country_name(code, language)) for code in codes]
    return {
        "kind_choices": [Choice(kind, str(KIND_WORDS[kind])) for kind in KINDS],
        "theme_choices": [Choice(*one) for one in theme_choices()],
        "countries": sorted(countries, key=lambda choice: sort_key(choice.word)),
    }


def narrowings_shown(request: HttpRequest, wanted: Narrowing) -> list[Choice]:
    """Return what the account is narrowed to: the address that takes each narrowing away, and its words."""
    language, edition = reader_language(), edition_asked(request)
    words = [
        ("kind", str(KIND_WORDS[wanted.kind]) if wanted.kind else ""),
        ("theme", theme_name(wanted.theme) if wanted.theme else ""),
        ("place", wanted.place.local_name if wanted.place else ""),
        ("forum", str(edition.name) if edition else ""),
        ("country", " – ".join(country_name(code, language) for code in wanted.countries)),
    ]
    chips = []
    for name, word in words:
        if word:
            query = request.GET.copy()
            query.pop("page", None)
            query.pop(name, None)
            chips.append(Choice(f"?{query.urlencode()}", word))
    return chips


def counted_rows(counts: Counts) -> list[tuple[str, str, int]]:
    """Return counts with their words: the kind, its word, the number."""
    return [(kind, str(KIND_WORDS[kind]), counts.by_kind[kind]) for kind in KINDS]


def promised_here(wanted: Narrowing, query: str, moment: Moment) -> dict[str, Any]:
    """Return what pages of ties, places and countries show of the account: one query where nothing is promised.

    Args:
        moment: as of which the page is: on other days than today, the account of today has no place on it.
        wanted: what belongs to the page.
        query: the question with which the account shows the same.
    """
    if not moment.is_now:
        return {}
    rows = with_owners(narrowed(wanted, today()), reader_language())
    found = list(rows.order_by("-agreed_on", "-pk")[: IN_SHORT + 1])
    return {
        "promises": found[:IN_SHORT],
        "more_promises": len(found) > IN_SHORT,
        "promises_query": query,
    }


def countries_query(codes: Iterable[str]) -> str:
    """Return the question that narrows the account to commitments between countries."""
    return "&".join(f"country={code}" for code in codes)
