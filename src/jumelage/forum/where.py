"""The forums of a place and of two countries, for their pages."""

from datetime import date

from django.db.models import Q, QuerySet

from jumelage.forum.models import Delegation, Edition, Statement
from jumelage.places.models import Place

#: So many editions a page shows.
MOST = 8


def editions_of_place(place: Place, until: date | None = None) -> list[Edition]:
    """Return the public editions held in a place, or to which it sends an approved delegation, the latest first.

    ``until`` leaves out what began later. One query.
    """
    sent = Delegation.objects.public().filter(place=place).order_by().values("edition")
    return _latest(Edition.objects.filter(Q(place=place) | Q(pk__in=sent)), until)


def editions_of_pair(country_a: str, country_b: str, until: date | None = None) -> list[Edition]:
    """Return the public editions at which places of both countries are, by registration or by a source; one query."""
    rows = Edition.objects.all()
    for country in (country_a, country_b):
        sent = Delegation.objects.public().filter(place__country=country)
        said = Statement.objects.filter(about=Statement.PLACES, country=country)
        rows = rows.filter(
            Q(pk__in=sent.order_by().values("edition"))
            | Q(pk__in=said.order_by().values("edition"))
        )
    return _latest(rows, until)


def _latest(rows: QuerySet[Edition], until: date | None) -> list[Edition]:
    public = rows.exclude(state=Edition.DRAFT).select_related("series")
    if until is not None:
        public = public.filter(first_day__lte=until)
    return list(public.order_by("-first_day", "slug")[:MOST])
