"""The real gazetteer, built once for all runs, and the steps of an import in one call."""

from dataclasses import dataclass
from datetime import date

import pytest

from jumelage.core.audit import OPERATOR
from jumelage.imports.applying import Applied, apply_import
from jumelage.imports.staging import Prepared, prepare
from jumelage.places.domain.gazetteer_index import open_gazetteer
from jumelage.places.domain.matcher import NameMatcher
from jumelage.sources.actions import SourceData
from jumelage.sources.domain.authority import Authority
from jumelage.ties.exports import export
from tests.environment import GAZETTEER


@pytest.fixture(scope="session")
def matcher() -> NameMatcher:
    """The matcher over the packaged gazetteer, whose index is kept between runs."""
    return NameMatcher(open_gazetteer(GAZETTEER))


@dataclass(frozen=True)
class Importing:
    """Imports what an adapter reads, as the command line does."""

    matcher: NameMatcher

    def prepare(self, adapter, title="A list", retrieved=date(2026, 2, 15), **more) -> Prepared:
        origin = SourceData(
            key=title.lower().replace(" ", "-"),
            title=title,
            url="https://example.org/list",
            licence="CC-BY-SA-4.0",
            retrieved=retrieved,
            **{"authority": Authority.WIKIPEDIA, **more},
        )
        return prepare(adapter, origin, file_name="a file", open_matcher=lambda: self.matcher)

    def __call__(self, adapter, *, dry_run=False, **more) -> Applied:
        return apply_import(actor=OPERATOR, prepared=self.prepare(adapter, **more), dry_run=dry_run)


@pytest.fixture
def importing(matcher, db) -> Importing:
    return Importing(matcher)


@pytest.fixture
def exported(db):
    """What the registry says now, to compare with what it says later."""
    return lambda: {format: "".join(export(format)) for format in ("csv", "geojson", "jsonl")}
