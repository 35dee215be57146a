"""The matcher that imports use: names against the gazetteer's index in the data folder."""

from pathlib import Path

from django.conf import settings

from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.domain.matcher import NameMatcher


def open_matcher() -> NameMatcher:
    """Open the gazetteer's index; the first time it is built, which takes some seconds."""
    folder = Path(settings.JUMELAGE["DATA_DIR"]) / "cache"
    return NameMatcher(open_gazetteer(folder))
