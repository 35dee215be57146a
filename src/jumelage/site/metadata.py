"""What machines read on a page: schema.org as JSON-LD."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from jumelage.places.models import Place
from jumelage.ties.domain.standing import Standing
from jumelage.ties.models import Tie
from jumelage.ties.queries import DatedTie

#: In an HTML page, these characters would end the script element that holds the data.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def _dump(data: dict[str, Any]) -> SafeString:
    text = json.dumps(data, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPES))  # noqa: S308 - escaped above


def absolute(path: str) -> str:
    """Return the public address of a path."""
    return f"{settings.JUMELAGE['BASE_URL']}{path}"


def _place(place: Place) -> dict[str, Any]:
    url = absolute(reverse("site:place", args=[place.country.lower(), place.slug]))
    data: dict[str, Any] = {"@type": "City" if place.kind == "city" else "AdministrativeArea"}
    data |= {"@id": url, "name": place.name, "url": url}
    if place.lat is not None:
        data["geo"] = {
            "@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lng,
        }  # fmt: skip
    return data


def place_json_ld(place: Place, ties: Sequence[DatedTie]) -> SafeString:
    """Return a place as schema.org data, with the places it is known to have ties with."""
    data = {"@context": "https://schema.org", **_place(place)}
    data["identifier"] = [identifier.url for identifier in place.identifiers.all()]
    data["subjectOf"] = [
        absolute(
            reverse(
                "site:tie", args=[*tie.tie.place_a.key.split("/"), *tie.tie.place_b.key.split("/")]
            )
        )
        for tie in ties[:200]
    ]
    return _dump(data)


def tie_json_ld(tie: Tie, standing: Standing) -> SafeString:
    """Return a tie as schema.org data: a role between two places, from a year on."""
    return _dump(
        {
            "@context": "https://schema.org",
            "@type": "Role",
            "roleName": standing.form.value or "twinning",
            "startDate": standing.since.text if standing.since else None,
            "endDate": standing.changed_on.isoformat() if standing.changed_on else None,
            "about": [_place(tie.place_a), _place(tie.place_b)],
        }
    )
