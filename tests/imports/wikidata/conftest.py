"""The small Wikidata, as a dump that is read and as an endpoint that is asked."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jumelage.imports.adapters.wikidata_dump import WikidataDump
from jumelage.imports.adapters.wikidata_endpoint import WikidataEndpoint
from jumelage.imports.adapters.wikidata_http import Pace
from jumelage.imports.domain.statements import Remark, Statement
from tests.imports.wikidata.entities import ENTITIES, Entity, dump
from tests.imports.wikidata.rdf import Endpoint, Exporter, serving

ON = date(2026, 1, 1)
LANGUAGES = ("en", "ru")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Statement | Remark]]:
    """Read entities as a dump."""

    def run(entities: list[Entity], **options: Any) -> list[Statement | Remark]:
        options = {"languages": LANGUAGES, "on": ON, **options}
        stream = io.BytesIO(dump(entities))
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        return list(WikidataDump(None, staging=folder, stream=stream, **options).read())

    return run


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """An endpoint on loopback; its address is ``server.url``."""
    exporter = Exporter()
    for entity in ENTITIES:
        exporter.entity(entity)
    endpoint = Endpoint(exporter.store)
    with serving(endpoint) as url:
        endpoint.url = url
        yield endpoint


class Waits(Pace):
    """Notes how long it would wait."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        super().__init__(1.0, self.seconds.append, lambda *_: 1.0)


@pytest.fixture
def waits() -> Waits:
    """What a client would have waited."""
    return Waits()


@pytest.fixture
def endpoint(server: Endpoint, waits: Waits, tmp_path: Path) -> Callable[..., WikidataEndpoint]:
    """The adapter for the endpoint."""

    def make(**options: Any) -> WikidataEndpoint:
        options = {"languages": LANGUAGES, "on": ON, "pace": waits, "staging": tmp_path, **options}
        return WikidataEndpoint(options.pop("url", server.url), **options)

    return make
