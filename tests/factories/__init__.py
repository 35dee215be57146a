"""Small, real records for tests: made by the actions that users' data goes through."""

from datetime import UTC, date, datetime
from itertools import count

from jumelage.core.audit import OPERATOR
from jumelage.places.actions import NameData, PlaceData, record_place
from jumelage.places.models import Place
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import Source
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.models import Claim

_numbers = count(1)


def make_source(
    title: str = "", *, authority: Authority = Authority.PRESS, published: str = "2019-10-11"
) -> Source:
    number = next(_numbers)
    source, _ = record_source(
        actor=OPERATOR,
        data=SourceData(
            key=f"source-{number}",
            authority=authority,
            title=title or f"Source {number}",
            url=f"https://example.org/{number}",
            licence="CC0-1.0",
            published=published,
            retrieved=date(2026, 11, 1),
        ),
    )
    return source


def make_place(
    name: str = "",
    country: str = "RU",
    *,
    kind: str = "city",
    ru: str = "",
    lat: float | None = 50.0,
    lng: float | None = 40.0,
    identifiers: dict[str, str] | None = None,
) -> Place:
    number = next(_numbers)
    place, _ = record_place(
        actor=OPERATOR,
        data=PlaceData(
            country=country,
            kind=kind,
            name=name or f"Town {number}",
            names=[NameData(ru, "ru", "official")] if ru else [],
            lat=lat,
            lng=lng,
            identifiers=identifiers or {},
        ),
    )
    return place


def make_claim(
    place_a: Place | None = None,
    place_b: Place | None = None,
    kind: str = "signed",
    *,
    when: str = "",
    source: Source | None = None,
    by: Place | None = None,
    form: str = "",
    quote: str = "",
    recorded: date = date(2020, 1, 1),
) -> Claim:
    claim, _ = record_claim(
        actor=OPERATOR,
        data=ClaimData(
            source=source or make_source(),
            place_a=place_a or make_place(country="RU"),
            place_b=place_b or make_place(country="US"),
            kind=kind,
            when=when,
            by=by,
            form=form,
            quote=quote,
            recorded_at=datetime(recorded.year, recorded.month, recorded.day, tzinfo=UTC),
        ),
    )
    return claim
