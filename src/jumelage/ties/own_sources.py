"""Sources that come into being here: what a place records itself, minutes of its council, agreements of two places.

The caller's action has checked who may record; these only see to it that the source is there.
"""

from datetime import date
from hashlib import sha256

from jumelage.core.clock import today
from jumelage.core.domain.text import slugify
from jumelage.places.models import Place
from jumelage.sources.domain.authority import Authority
from jumelage.sources.models import Source, day_said

#: The kinds of publications that an office may name as a source.
NAMED_BY_OFFICES = frozenset({Authority.MUNICIPALITY, Authority.PRESS})


def source_of_place(place: Place) -> Source:
    """Return the source of what a place's own office records: one for each place, speaking as of today."""
    return _kept(
        f"place-{place.pk}-records",
        authority=Authority.MUNICIPALITY,
        title=f"Records of {place.name}",
        publisher=place.name,
        said_on=today(),
    )


def source_of_minutes(place: Place, *, body: str, decided_on: date, reference: str = "") -> Source:
    """Return the source for a decision of a place's council (or of another body) of a day."""
    # Two bodies may decide on one day, and a body on two things: of these the decision's number tells.
    what = slugify(f"{body} {reference}")[:60]
    key = f"place-{place.pk}-minutes-{decided_on.isoformat()}-{what}".rstrip("-")
    title = f"{body}, {place.name}: minutes of {decided_on.isoformat()}"
    return _kept(
        key,
        authority=Authority.COUNCIL,
        title=title[:300],
        publisher=place.name,
        note=reference,
        published=decided_on.isoformat(),
        said_on=decided_on,
    )


def source_of_agreement(
    number: int, *, sides: tuple[Place, Place], signed_on: date, records_of: Place | None = None
) -> Source:
    """Return the source for an agreement that both sides signed here. ``number`` is that of the agreement.

    Args:
        number: that of the agreement.
        sides: who signed it.
        signed_on: the later of the two days.
        records_of: the one side that is here, if what the other signed was recorded from paper. Then it weighs as
            much as that side's own records: nobody but it speaks here.
    """
    first, second = sides
    alone = records_of is not None
    return _kept(
        f"agreement-{number}-place-{records_of.pk}" if records_of else f"agreement-{number}",
        authority=Authority.MUNICIPALITY if alone else Authority.AGREEMENT,
        title=f"Agreement between {first.name} and {second.name}"[:300],
        publisher=(records_of.name if records_of else f"{first.name}, {second.name}")[:200],
        published=signed_on.isoformat(),
        said_on=signed_on,
    )


def source_of_declaration(number: int, *, sides: tuple[Place, Place], declared_on: date) -> Source:
    """Return the source for what both sides declared together. ``number`` is that of the declaration."""
    first, second = sides
    return _kept(
        f"declaration-{number}",
        authority=Authority.AGREEMENT,
        title=f"Joint declaration of {first.name} and {second.name}"[:300],
        publisher=f"{first.name}, {second.name}"[:200],
        published=declared_on.isoformat(),
        said_on=declared_on,
    )


def source_of_publication(
    place: Place, *, authority: Authority, title: str, publisher: str, url: str, published: str
) -> Source:
    """Return the source for a publication that a place's office names: a page of a municipality, or the press.

    What weighs more than a municipality's page, and registers, cannot be named so. ``published`` is EDTF or empty. The
    same publication named twice is one source.

    Raises:
        ValueError: the authority is another one.
    """
    if authority not in NAMED_BY_OFFICES:
        raise ValueError(f"an office does not name a source of authority {authority.code}")
    what = sha256("\n".join((url or title, published)).encode()).hexdigest()[:12]
    return _kept(
        f"place-{place.pk}-{authority.code}-{what}",
        authority=authority,
        title=title[:300],
        publisher=publisher[:200],
        url=url,
        published=published,
        said_on=day_said(published, today()),
    )


def _kept(key: str, *, authority: Authority, said_on: date, **values: str) -> Source:
    day = today()
    source, created = Source.objects.get_or_create(
        key=key,
        defaults={
            "authority": authority,
            "retrieved": day,
            "said_on": min(said_on, day),
            **values,
        },
    )
    if not created and source.retrieved != day and not source.published:
        # It speaks anew whenever something is added to it.
        source.retrieved = source.said_on = day
        source.save(update_fields=["retrieved", "said_on"])
    return source
