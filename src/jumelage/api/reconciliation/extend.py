"""Data extension: values of properties for places that were matched."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse

from jumelage.api.reconciliation.answering import (
    READ,
    BadQuestionError,
    answer,
    read_json,
    service,
    short,
    whole_number,
)
from jumelage.api.reconciliation.questions import address_in
from jumelage.api.reconciliation.words import (
    IDENTIFIERS,
    PLACE,
    PROPERTIES,
    Property,
    read_property,
    read_type,
    type_record,
)
from jumelage.core.language import reader_language
from jumelage.places.domain.countries import country_name
from jumelage.places.domain.divisions import division_name
from jumelage.places.models import Place, PlaceName
from jumelage.places.queries import at_addresses
from jumelage.places.wording import kind_word
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import LEGAL_CHOICES, Tie
from jumelage.ties.queries import Moment, dated

MAX_PLACES, MAX_FETCHED = 100, 30
#: Standings that the partners can be narrowed to.
STANDINGS = ("", *(legal.value for legal in Legal if legal is not Legal.NONE))
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A property that is asked for, with its settings."""

    property: Property
    standing: str = ""
    on: date | None = None
    language: str = ""
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie as one of its places sees it."""

    partner: Place
    partner_name: str
    legal: Legal


#: The ties of places by the day asked for and the place, each place's by the names of the partners.
Bonds = dict[date | None, dict[int, list[Bond]]]


def answer_extension(text: str) -> dict[str, Any]:
    """Return the values asked for: as many statements for a hundred places as for one.

    Raises:
        BadQuestionError: the query has not the shape that the protocol asks for, or is too large.
    """
    query = read_json(text, "extend")
    _check(isinstance(query, dict), "extend", "an object is expected")
    ids, listed = query.get("ids"), query.get("properties")
    texts = isinstance(ids, list) and all(isinstance(id, str) for id in ids)
    _check(texts, "ids", "an array of identifiers is expected")
    _check(isinstance(listed, list), "properties", "an array is expected")
    if len(ids) > MAX_PLACES or len(listed) > MAX_FETCHED:
        limit = f"At most {MAX_PLACES} places and {MAX_FETCHED} properties at once"
        raise BadQuestionError(limit, status=413)
    wanted = [_wanted(one, f"properties.{number}") for number, one in enumerate(listed)]
    places = _places(ids)
    bonds = _bonds({place.pk for place in places.values()}, wanted)
    return {
        "meta": [_meta(one) for one in wanted],
        "rows": {
            id: {
                one.property.id: _values(places[id], one, bonds) if id in places else []
                for one in wanted
            }
            for id in ids
        },
    }


def _check(good: bool, at: str, message: str) -> None:  # noqa: FBT001
    if not good:
        raise BadQuestionError("The question cannot be understood", errors={at: message})


def _wanted(given: Any, at: str) -> Wanted:
    good = isinstance(given, dict) and isinstance(given.get("id"), str)
    _check(good, at, "an object with an id is expected")
    settings = given.get("settings")
    settings = {} if settings is None else settings
    _check(isinstance(settings, dict), f"{at}.settings", "an object is expected")
    texts = {name: _text(settings.get(name)) for name in ("standing", "on", "language", "limit")}
    _check(texts["standing"] in STANDINGS, f"{at}.settings.standing", "no such standing")
    return Wanted(
        read_property(given["id"], f"{at}.id", matching=False),
        texts["standing"],
        _day(texts["on"], f"{at}.settings.on"),
        texts["language"],
        whole_number(texts["limit"] or "0", "limit", 10_000),
    )


def _text(given: Any) -> str:
    """Return a setting as text: clients send numbers as numbers or as texts."""
    if given is None or isinstance(given, bool):
        return ""
    return (
        str(int(given)) if isinstance(given, float) and given.is_integer() else str(given).strip()
    )


def _day(text: str, at: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        message = f"“{short(text)}” is no day: write it as 2019-10-11"
        raise BadQuestionError("The question cannot be understood", errors={at: message}) from error


def _places(ids: Sequence[str]) -> dict[str, Place]:
    numbers = at_addresses({id for id in ids if address_in(id)})
    found = Place.objects.filter(pk__in=list(numbers.values())).prefetch_related(
        "names", "identifiers"
    )
    by_number = {place.pk: place for place in found} if numbers else {}
    return {id: by_number[number] for id, number in numbers.items()}


def _bonds(places: Collection[int], wanted: Sequence[Wanted]) -> Bonds:
    """Read the ties once, and say how they stand on each day asked for."""
    bonds: Bonds = defaultdict(lambda: defaultdict(list))
    days = {one.on for one in wanted if one.property.id in _TIES}
    ties = list(_ties_touching(places, reader_language())) if days and places else []
    for day in days:
        for one in dated(ties, Moment.make(day)):
            local_a, local_b = one.tie.local_a, one.tie.local_b  # type: ignore[attr-defined]
            for own, partner, name in ((one.a, one.b, local_b), (one.b, one.a, local_a)):
                if own.pk in places:
                    bonds[day][own.pk].append(Bond(partner, name or partner.name, one.legal))
        for own_bonds in bonds[day].values():
            own_bonds.sort(key=lambda bond: (bond.partner_name.casefold(), bond.partner.key))
    return bonds


def _ties_touching(places: Collection[int], language: str) -> Iterable[Tie]:
    """Return the ties of places with the names of both sides in a language: one statement."""
    names = PlaceName.objects.filter(language=language, kind=PlaceName.OFFICIAL).order_by("pk")
    return (
        Tie.objects.filter(Q(place_a__in=places) | Q(place_b__in=places))
        .select_related("place_a", "place_b")
        .annotate(
            local_a=_name(names, "place_a", language), local_b=_name(names, "place_b", language)
        )
        .order_by("pk")
    )


def _name(names: Any, side: str, language: str) -> Any:
    if language == "en":
        return F(f"{side}__name")
    return Subquery(names.filter(place=OuterRef(side)).values("name")[:1])


def _meta(one: Wanted) -> dict[str, Any]:
    record: dict[str, Any] = one.property.record()
    if one.property.is_place:
        record["type"] = {"id": PLACE, "name": type_record(PLACE)["name"]}
    return record


def _values(place: Place, wanted: Wanted, bonds: Bonds) -> list[Value]:
    id = wanted.property.id
    if id in IDENTIFIERS:
        found = [item.value for item in place.identifiers.all() if item.scheme == id]
        values: list[Value] = [{"str": value} for value in found]
    elif id in _TIES:
        values = _TIES[id](wanted, bonds[wanted.on][place.pk])
    elif id == "names":
        language = wanted.language.lower()
        names = (n.name for n in place.names.all() if language in {"", n.language.lower()})
        values = [{"str": name} for name in dict.fromkeys(names)]
    else:
        values = _PLAIN[id](place)
    return values[: wanted.limit] if wanted.limit else values


def _str(text: str) -> list[Value]:
    return [{"str": text}] if text else []


def _int(number: int | None) -> list[Value]:
    return [] if number is None else [{"int": number}]


_PLAIN: Mapping[str, Callable[[Place], list[Value]]] = {
    "country": lambda place: _str(country_name(place.country, reader_language())),
    "country_code": lambda place: _str(place.country),
    "division": lambda place: _str(
        division_name(place.division, reader_language()) if place.division else ""
    ),
    "division_code": lambda place: _str(place.division),
    "kind": lambda place: _str(str(place.get_kind_display())),
    "label": lambda place: _str(kind_word(place) if place.label else ""),
    "coordinates": lambda place: _str(
        "" if place.lat is None or place.lng is None else f"{place.lat},{place.lng}"
    ),
    "population": lambda place: _int(place.population),
    "population_year": lambda place: _int(place.population_year),
}


def _with_standing(wanted: Wanted, bonds: Sequence[Bond]) -> list[Bond]:
    return [bond for bond in bonds if wanted.standing in {"", bond.legal}]


def _standing_word(bond: Bond) -> str:
    return str(dict(LEGAL_CHOICES)[bond.legal])


def _partners(wanted: Wanted, bonds: Sequence[Bond]) -> list[Value]:
    return [
        {
            "id": bond.partner.key,
            "name": bond.partner_name,
            "description": _standing_word(bond),
        }
        for bond in _with_standing(wanted, bonds)
    ]


def _standings(wanted: Wanted, bonds: Sequence[Bond]) -> list[Value]:
    return [{"str": _standing_word(bond)} for bond in _with_standing(wanted, bonds)]


def _in_force(_wanted: Wanted, bonds: Sequence[Bond]) -> list[Value]:
    return _int(sum(bond.legal is Legal.IN_FORCE for bond in bonds))


def _known(_wanted: Wanted, bonds: Sequence[Bond]) -> list[Value]:
    return _int(len(bonds))


_TIES: Mapping[str, Callable[[Wanted, Sequence[Bond]], list[Value]]] = {
    "ties": _partners,
    "tie_standings": _standings,
    "ties_in_force": _in_force,
    "ties_known": _known,
}


@service(*READ)
def proposals(request: HttpRequest) -> HttpResponse:
    """Propose the properties whose values can be fetched for places of a type: all have the same."""
    asked = read_type(request.GET.get("type") or PLACE, "type")
    found = [one.record() for one in PROPERTIES.values() if one.fetched]
    if not request.GET.get("limit"):
        return answer({"type": asked, "properties": found})
    limit = whole_number(request.GET["limit"], "limit", len(found))
    return answer({"type": asked, "limit": limit, "properties": found[:limit]})
