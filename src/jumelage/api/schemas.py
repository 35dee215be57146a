"""What the API answers with, and how records become it."""

from datetime import date, datetime

from ninja import Field, Schema

from jumelage.documents.models import Document
from jumelage.documents.serving import public_address_of
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.models import Claim, Objection
from jumelage.ties.queries import DatedTie


class SourceOut(Schema):
    """A publication that says something."""

    key: str
    title: str
    authority: str
    publisher: str
    url: str
    language: str
    licence: str
    published: str = Field(description="EDTF")
    retrieved: date
    note: str

    @staticmethod
    def of(source: Source) -> "SourceOut":
        """Return a source's record."""
        return SourceOut(
            key=source.key,
            title=source.title,
            authority=source.authority_code,
            publisher=source.publisher,
            url=source.url,
            language=source.language,
            licence=source.licence,
            published=source.published,
            retrieved=source.retrieved,
            note=source.note,
        )


class SourceRef(Schema):
    """A source in short, with what its licence asks."""

    key: str
    title: str
    url: str
    licence: str

    @staticmethod
    def of(source: Source) -> "SourceRef":
        """Return a source in short."""
        return SourceRef(key=source.key, title=source.title, url=source.url, licence=source.licence)


class NameOut(Schema):
    """A name of a place."""

    name: str
    language: str
    kind: str


class PlaceRef(Schema):
    """A place in short."""

    key: str
    name: str
    country: str
    kind: str
    lat: float | None
    lng: float | None

    @staticmethod
    def of(place: Place) -> "PlaceRef":
        """Return a place in short."""
        return PlaceRef(
            key=place.key,
            name=place.name,
            country=place.country,
            kind=place.kind,
            lat=place.lat,
            lng=place.lng,
        )


class PlaceOut(PlaceRef):
    """A place."""

    label: str
    division: str
    population: int | None
    population_year: int | None
    timezone: str
    names: list[NameOut]
    identifiers: dict[str, str]
    ties: int
    sources: list[SourceRef]

    @staticmethod
    def full(place: Place) -> "PlaceOut":
        """Return a place's record. Its names, identifiers and source must have been fetched."""
        return PlaceOut(
            **PlaceRef.of(place).dict(),
            label=place.label,
            division=place.division,
            population=place.population,
            population_year=place.population_year,
            timezone=place.timezone,
            names=[
                NameOut(name=name.name, language=name.language, kind=name.kind)
                for name in place.names.all()
            ],
            identifiers={item.scheme: item.value for item in place.identifiers.all()},
            ties=place.tie_count,
            sources=[SourceRef.of(place.source)] if place.source else [],
        )


class SidesOut(Schema):
    """The legal standing of a tie: of each side, and together."""

    tie: str
    a: str
    b: str


class TieOut(Schema):
    """A tie at the moment asked about."""

    id: int
    a: PlaceRef
    b: PlaceRef
    form: str
    since: str = Field(description="EDTF; empty where no source gives the beginning")
    standing: SidesOut
    changed_on: date | None = Field(description="Day of the suspension or end that decides")
    activity: str
    disputed: bool
    sources: list[SourceRef]

    @staticmethod
    def of(tie: DatedTie, sources: list[Source]) -> "TieOut":
        """Return a tie's record."""
        return TieOut(
            id=tie.tie.pk,
            a=PlaceRef.of(tie.a),
            b=PlaceRef.of(tie.b),
            form=tie.form.value,
            since=tie.since,
            standing=SidesOut(tie=tie.legal.value, a=tie.legal_a.value, b=tie.legal_b.value),
            changed_on=tie.changed_on,
            activity=tie.activity.value,
            disputed=tie.disputed,
            sources=[SourceRef.of(source) for source in sources],
        )


class ObjectionOut(Schema):
    """What a place says against a claim about its own tie, and what came of it."""

    place: str
    reason: str
    stated_at: datetime
    state: str = Field(description="open, upheld (the claim was taken back) or declined")
    answer: str
    decided_at: datetime | None
    document_url: str = Field(description="What shows it, if it is published")
    document_sha256: str

    @staticmethod
    def of(objection: Objection) -> "ObjectionOut":
        """Return an objection's record. Its place and document must have been fetched."""
        url, digest = _published(objection.document)
        return ObjectionOut(
            place=objection.place.key,
            reason=objection.reason,
            stated_at=objection.stated_at,
            state=objection.state,
            answer=objection.answer,
            decided_at=objection.decided_at,
            document_url=url,
            document_sha256=digest,
        )


def _published(document: Document | None) -> tuple[str, str]:
    """Return the address and the hash of a document; nothing of one that is not published."""
    if document is None or document.visibility != Document.PUBLIC or document.removed_at:
        return "", ""
    return public_address_of(document), document.sha256


class ClaimOut(Schema):
    """What one source says about one tie, once."""

    id: int
    tie: int
    a: str
    b: str
    kind: str
    side: str = Field(description="a, b, or empty for both")
    when: str = Field(description="EDTF")
    form: str
    locator: str
    quote: str
    note: str
    verification: str
    flags: list[str]
    recorded_at: datetime
    retracted_at: datetime | None
    retraction_reason: str
    source: SourceRef
    document_url: str = Field(description="What shows it, if it is published")
    document_sha256: str
    agreement_url: str = Field(
        description="Page of the agreement that it was made of, if both sides have published it"
    )
    entered_for: str = Field(description="The place whose office recorded it; empty if none did")
    is_joint: bool = Field(description="Whether both sides declared it here together")
    objections: list[ObjectionOut]

    @staticmethod
    def of(claim: Claim, agreement_url: str = "") -> "ClaimOut":
        """Return a claim's record. Its source, its tie's places and what is beside it must have been fetched."""
        url, digest = _published(claim.document)
        return ClaimOut(
            id=claim.pk,
            tie=claim.tie_id,
            a=claim.tie.place_a.key,
            b=claim.tie.place_b.key,
            kind=claim.kind,
            side=claim.side,
            when=claim.when,
            form=claim.form,
            locator=claim.locator,
            quote=claim.quote,
            note=claim.note,
            verification=claim.verification,
            flags=claim.flags,
            recorded_at=claim.recorded_at,
            retracted_at=claim.retracted_at,
            retraction_reason=claim.retraction_reason,
            source=SourceRef.of(claim.source),
            document_url=url,
            document_sha256=digest,
            agreement_url=agreement_url,
            entered_for=claim.entered_for.key if claim.entered_for else "",
            is_joint=claim.is_joint,
            objections=[
                ObjectionOut.of(objection)
                for objection in claim.stated_objections  # type: ignore[attr-defined]  # fetched
            ],
        )


class PageOut(Schema):
    """Where in a list one is."""

    page: int
    size: int
    total: int
    next: str | None
    previous: str | None


class PlacesOut(PageOut):
    """A page of places."""

    items: list[PlaceOut]


class TiesOut(PageOut):
    """A page of ties."""

    items: list[TieOut]


class ClaimsOut(PageOut):
    """A page of claims."""

    items: list[ClaimOut]


class SourcesOut(PageOut):
    """A page of sources."""

    items: list[SourceOut]


class HitOut(Schema):
    """A place that a search found."""

    place: PlaceRef
    found_by: str
    exact: bool


class CountryOut(Schema):
    """A country and its connected places by kind."""

    country: str
    places: dict[str, int]


class FigureOut(Schema):
    """A total that somebody reported, and the count here minus it."""

    source: SourceRef
    on: str
    a: dict[str, int]
    b: dict[str, int]
    ties: int | None
    bound: str
    quote: str
    difference_a: dict[str, int]
    difference_b: dict[str, int]
    difference_ties: int | None


class PairOut(Schema):
    """Two countries at a moment."""

    on: date
    known_by: date
    sentence: str
    a: CountryOut
    b: CountryOut
    ties: list[TieOut]
    reported: list[FigureOut]
    curve: list[tuple[int, int]] = Field(description="Year, ties in force at its end")
