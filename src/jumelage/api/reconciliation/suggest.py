"""Suggestions while typing: places, types and properties."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from jumelage.api.reconciliation.answering import (
    MAX_TEXT,
    READ,
    BadQuestionError,
    answer,
    service,
    short,
    whole_number,
)
from jumelage.api.reconciliation.match import describe
from jumelage.api.reconciliation.words import PROPERTIES, TYPES, Property, type_record, types_of
from jumelage.core.domain.text import search_key
from jumelage.core.language import reader_language
from jumelage.places.models import Place
from jumelage.places.queries import official_names, place_at, search_places

#: Suggestions in one answer, and how far the cursor goes.
SUGGESTIONS, FURTHEST = 10, 200


@service(*READ)
def entities(request: HttpRequest) -> HttpResponse:
    """Suggest places with a name that begins with ``prefix``, or with that identifier; ``cursor`` are skipped."""
    prefix, cursor = _asked(request)
    hits = []
    if prefix:
        found = search_places(prefix, language=reader_language(), limit=cursor + SUGGESTIONS)
        hits = [hit.place for hit in found[cursor:]]
    prefetch_related_objects(hits, official_names(reader_language()))
    return answer({"result": [_entity(place) for place in hits]})


def _entity(place: Place) -> dict[str, Any]:
    return {
        "id": place.key,
        "name": place.local_name,
        "description": describe(place),
        "notable": types_of(place),
    }


@service(*READ)
def types(request: HttpRequest) -> HttpResponse:
    """Suggest types."""
    prefix, cursor = _asked(request)
    found = [type_record(id) for id, name in TYPES.items() if _begins(prefix, (id, str(name)))]
    return answer({"result": found[cursor:]})


@service(*READ)
def properties(request: HttpRequest) -> HttpResponse:
    """Suggest properties."""
    prefix, cursor = _asked(request)
    found = [
        {**one.record(), "description": str(one.description)}
        for one in PROPERTIES.values()
        if _begins(prefix, (one.id, str(one.name)))
    ]
    return answer({"result": found[cursor:]})


def _asked(request: HttpRequest) -> tuple[str, int]:
    prefix = request.GET.get("prefix")
    if prefix is None:
        raise BadQuestionError("Suggestions need a prefix", errors={"prefix": "it is missing"})
    cursor = whole_number(request.GET.get("cursor") or "0", "cursor", FURTHEST)
    prefix = prefix.replace("\0", "").strip()
    return (prefix if len(prefix) <= MAX_TEXT else ""), cursor


def _begins(prefix: str, names: Iterable[str]) -> bool:
    """Whether a word of the names begins with the prefix, in any script; an empty one is the beginning of all."""
    key = search_key(prefix)
    return (not prefix or bool(key)) and any(f" {key}" in f" {search_key(name)}" for name in names)


@service(*READ)
def flyout(request: HttpRequest, what: str) -> HttpResponse:
    """Return a few words of HTML about a place, a type or a property."""
    id = request.GET.get("id", "")
    title, text = {"entity": _place, "type": _type, "property": _property}[what](id)
    return answer({"id": id, "html": format_html("<p><b>{}</b><br>{}</p>", title, text)})


def place_of(id: str) -> Place:
    """Return the place with this identifier of the service.

    Raises:
        BadQuestionError: there is none.
    """
    country, _, slug = id.partition("/")
    place = place_at(country, slug) if len(id) <= MAX_TEXT and "\0" not in id else None
    if place is None:
        raise BadQuestionError(f"There is no “{short(id)}”", status=404)
    return place


def _place(id: str) -> tuple[str, str]:
    place = place_of(id)
    prefetch_related_objects([place], official_names(reader_language()))
    return place.local_name, describe(place)


def _type(id: str) -> tuple[str, str]:
    if id not in TYPES:
        raise BadQuestionError(f"There is no “{short(id)}”", status=404)
    return str(TYPES[id]), id


def _property(id: str) -> tuple[str, str]:
    found: Property | None = PROPERTIES.get(id)
    if found is None:
        raise BadQuestionError(f"There is no “{short(id)}”", status=404)
    return str(found.name), str(found.description)
