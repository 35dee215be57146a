"""What machines read on a page: schema.org as JSON-LD."""

import json
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jumelage.core.language import reader_language
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.domain.standing import Standing
from jumelage.ties.exports import FORMATS
from jumelage.ties.models import Tie
from jumelage.ties.pairs import Bilateral
from jumelage.ties.queries import DatedTie

SCHEMA = "https://schema.org"
#: Of the register's own compilation; the sources keep theirs, which every record names.
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
#: What schema.org takes for a date; EDTF knows more.
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")

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
    data = {"@context": SCHEMA, **_place(place)}
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
            "@context": SCHEMA,
            "@type": "Role",
            "roleName": standing.form.value or "twinning",
            "startDate": standing.since.text if standing.since else None,
            "endDate": standing.changed_on.isoformat() if standing.changed_on else None,
            "about": [_place(tie.place_a), _place(tie.place_b)],
        }
    )


def _dataset(path: str, name: str, description: str, files: dict[str, str]) -> dict[str, Any]:
    """Return a dataset at a page, with its files: addresses by type of content."""
    return {
        "@type": "Dataset",
        "@id": f"{absolute(path)}#data",
        "url": absolute(path),
        "name": name,
        "description": description,
        "inLanguage": reader_language(),
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Jumelage", "url": absolute("/")},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(address)}
            for kind, address in files.items()
        ],
    }


def home_json_ld() -> SafeString:
    """Return the site, how it is searched, and the whole registry as a dataset."""
    home, search = reverse("site:home"), absolute(reverse("site:search"))
    description = _("An open register and atlas of twin towns and sister cities.")
    site = {
        "@type": "WebSite",
        "@id": f"{absolute(home)}#site",
        "url": absolute(home),
        "name": "Jumelage",
        "description": description,
        "inLanguage": reader_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    files = {
        kind: reverse("site-root:export", args=[name]) for name, (kind, _write) in FORMATS.items()
    }
    whole = _(
        "Who is twinned with whom, since when, and who says so: an open register and atlas of "
        "twin towns and sister cities."
    )
    data = _dataset(home, _("Ties between twin towns and sister cities"), whole, files)
    return _dump({"@context": SCHEMA, "@graph": [site, data]})


def pair_json_ld(found: Bilateral, sentence: str, years: Sequence[tuple[int, int]]) -> SafeString:
    """Return the ties between two countries as a dataset, described by their sentence."""
    language = reader_language()
    codes = (found.country_a, found.country_b)
    a, b = (country_name(code, language) for code in codes)
    address = f"/api/v1/pairs/{codes[0]}/{codes[1]}"
    data = _dataset(
        reverse("site:pair", args=[code.lower() for code in codes]),
        _("Twin towns and sister cities: %(a)s – %(b)s") % {"a": a, "b": b},
        sentence,
        {"text/csv": f"{address}?format=csv", "application/json": address},
    )
    data["spatialCoverage"] = [{"@type": "Country", "name": name} for name in dict.fromkeys((a, b))]
    if years:
        data["temporalCoverage"] = f"{years[0][0]:04}/{years[-1][0]:04}"
    return _dump({"@context": SCHEMA, **data})


def source_json_ld(source: Source) -> SafeString:
    """Return a source as a work: who published it where and when, under which licence."""
    page = absolute(reverse("site:source", args=[source.key]))
    data: dict[str, Any] = {"@type": "CreativeWork", "@id": page, "name": source.title}
    data["url"] = source.url or page
    data["mainEntityOfPage"] = page
    if source.publisher:
        data["publisher"] = {"@type": "Organization", "name": source.publisher}
    if source.language:
        data["inLanguage"] = source.language
    if source.licence:
        data["license"] = source.licence
    if _DATE.fullmatch(source.published):
        data["datePublished"] = source.published
    return _dump({"@context": SCHEMA, **data})
