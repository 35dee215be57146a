"""The gazetteer: the matcher that imports use, over its index in the data folder, and the source that it is."""

from datetime import date
from pathlib import Path

from django.conf import settings

from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.domain.matcher import NameMatcher
from jumelage.sources.actions import SourceData
from jumelage.sources.domain.authority import Authority


def open_matcher() -> NameMatcher:
    """Open the gazetteer's index; the first time it is built, which takes some seconds."""
    folder = Path(settings.JUMELAGE["DATA_DIR"]) / "cache"
    return NameMatcher(open_gazetteer(folder))


def gazetteer_source(retrieved: date) -> SourceData:
    """Return the gazetteer as the source of the places that are recorded from it."""
    return SourceData(
        key="geonames",
        authority=Authority.GAZETTEER,
        title="GeoNames",
        publisher="GeoNames",
        url="https://www.geonames.org/",
        licence="CC-BY-4.0",
        retrieved=retrieved,
    )
