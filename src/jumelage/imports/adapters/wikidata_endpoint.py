"""Wikidata, asked over HTTP: which places have twin towns, country by country; their statements; what they are.

Each answer is written down before the next question is put, so a run that was killed asks nothing twice but the
question it was killed in.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from jumelage.core.clock import today
from jumelage.imports.adapters.wikidata_dump import read_staged
from jumelage.imports.adapters.wikidata_http import (
    PUBLIC,
    OverloadedError,
    Pace,
    SparqlClient,
    user_agent,
)
from jumelage.imports.adapters.wikidata_sparql import (
    countries_query,
    facts_of,
    facts_query,
    holders_query,
    qid_of,
    twins_of,
    twins_query,
)
from jumelage.imports.adapters.wikidata_staging import Staging
from jumelage.imports.domain.statements import (
    Progress,
    Remark,
    Statement,
    UnreadableSourceError,
    silent,
)
from jumelage.imports.domain.wikidata import Item, pack
from jumelage.imports.domain.wikidata_places import WELL_KNOWN
from jumelage.places.domain.countries import is_country

#: So many places are asked for at once: identifiers only, statements, and all else.
_PAGE, _BATCH = 1_000, 50
_NO_COUNTRY = "none"
#: So long (seconds) a run that was broken off can be taken up, and what was answered in full is not asked again: a dry
#: run and the run itself read the same, a run next month asks anew.
_TAKEN_UP, _FRESH = 7 * 86_400, 86_400


class WikidataEndpoint:
    """Reads from an endpoint; ``countries`` (ISO 3166) of none are all.

    With ``countries``, the statements of their places and those about their places are read. What was answered is
    kept in the folder ``staging``, a day if that was all. ``delay`` is the pause between two questions in seconds.
    """

    name = "wikidata"

    def __init__(
        self,
        endpoint: str = PUBLIC,
        *,
        languages: Sequence[str],
        staging: Path,
        countries: Sequence[str] | None = None,
        page_size: int = _PAGE,
        batch_size: int = _BATCH,
        agent: str = "",
        delay: float = 1.0,
        on: date | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.endpoint, self.languages = endpoint, tuple(languages)
        self.countries = sorted(set(countries)) if countries else None
        self._folder, self._on = staging, on or today()
        self._page, self._batch = page_size, batch_size
        self._agent, self._pace = agent or user_agent(""), pace or Pace(delay)

    def read(self, progress: Progress = silent) -> Iterator[Statement | Remark]:
        """Yield what Wikidata says of twin towns, in the order of the items' numbers.

        Raises:
            UnreadableSourceError: the endpoint cannot be reached, or gives no answer; what it answered is kept.
        """
        staging = self._staged(progress)
        try:
            yield from read_staged(staging, self.languages, self._on, progress)
        finally:
            staging.close()

    def digest(self) -> str:
        """Return what stands for what Wikidata says of twin towns; asks first unless all was answered already.

        Raises:
            UnreadableSourceError: as for reading.
        """
        staging = self._staged(silent)
        try:
            return staging.digest()
        finally:
            staging.close()

    def forget(self) -> None:
        """Remove what was kept, so that the next reading asks anew."""
        for path in self._folder.glob("wikidata-endpoint.sqlite*"):
            path.unlink()

    def _staged(self, progress: Progress) -> Staging:
        settings = {
            "endpoint": self.endpoint, "languages": self.languages, "countries": self.countries,
        }  # fmt: skip
        staging = Staging(self._folder / "wikidata-endpoint.sqlite", settings)
        age = time.time() - float(staging.get("done") or staging.get("begun") or time.time())
        if age > (_FRESH if staging.get("done") else _TAKEN_UP):
            staging.clear()
        if staging.get("done"):
            return staging
        if not staging.get("begun"):
            staging.put("begun", str(time.time()))
        client = SparqlClient(self.endpoint, self._agent, self._pace)
        try:
            asking = _Asking(client, staging, self.languages, progress)
            asking.holders(self.countries, self._page)
            asking.all_of("twins", self._batch, asking.twins)
            asking.all_of("places", self._batch, asking.places)
            staging.put("done", str(time.time()))
        except BaseException:
            staging.close()
            raise
        finally:
            client.close()
        return staging


class _Asking:
    """The questions, in three steps: who has twin towns, which, and what those places are."""

    def __init__(
        self,
        client: SparqlClient,
        staging: Staging,
        languages: Sequence[str],
        progress: Progress,
    ) -> None:
        self.client, self.staging, self.languages = client, staging, languages
        self.progress = progress

    def holders(self, codes: Sequence[str] | None, most: int) -> None:
        """Ask, country by country, which places have twin towns."""
        items = self._countries(codes)
        for done, country in enumerate(items):
            self.progress("countries", done, len(items))
            key = f"after {country}"
            while (after := self.staging.get(key)) != "done":
                name = "" if country == _NO_COUNTRY else country
                query = holders_query(name, after, most, both=codes is not None)
                rows = self.client.ask(query)
                found = [qid_of(row.get("item")) for row in rows]
                last = next((qid for qid in reversed(found) if qid), "")
                # A page that is not full is the last; one without a single item would be asked for again and again.
                ended = len(rows) < most or not last or last == after
                with self.staging.transaction():
                    self.staging.want("twins", found)
                    self.staging.put(key, "done" if ended else last)
        self.progress("countries", len(items), len(items))

    def _countries(self, codes: Sequence[str] | None) -> list[str]:
        """Return the items to ask for: of the countries wanted, or all, and those places that have none."""
        if not self.staging.get("countries"):
            rows = self.client.ask(countries_query())
            found = {
                qid_of(row.get("country")): row.get("code", {}).get("value", "") for row in rows
            }
            known = {qid: code.upper() for qid, code in found.items() if is_country(code.upper())}
            if not known:
                raise UnreadableSourceError(
                    f"{self.client.endpoint} knows no country with an ISO code: it has no data of Wikidata"
                )
            with self.staging.transaction():
                self.staging.add_countries(known)
                self.staging.put("countries", json.dumps({**WELL_KNOWN, **known}))
        items: dict[str, str] = json.loads(self.staging.get("countries"))
        if codes is None:
            return [*items, _NO_COUNTRY]
        unknown = sorted(set(codes) - set(items.values()))
        if unknown:
            text = f"no country of Wikidata has the code {', '.join(unknown)} (ISO 3166)"
            raise UnreadableSourceError(text)
        return [qid for qid, code in items.items() if code in codes]

    def all_of(self, step: str, most: int, ask: Callable[[list[str]], None]) -> None:
        """Ask a step's question about all the items it has yet to ask for, fewer at once where it is too much."""
        done, left = 0, self.staging.left(step)
        while qids := self.staging.wanted(step, most):
            self.progress(step, done, done + left)
            try:
                ask(qids)
            except OverloadedError:
                if len(qids) == 1:
                    raise
                most = max(1, len(qids) // 2)
                continue
            done, left = done + len(qids), self.staging.left(step)
        self.progress(step, done, done)

    def twins(self, qids: list[str]) -> None:
        """Ask for the statements of some places."""
        items = twins_of(self.client.ask(twins_query(qids), _tries(qids)))
        with self.staging.transaction():
            self.staging.add_twins(map(pack, items))
            for item in items:
                self.staging.want("places", [item.qid, *_named(item)])
            self.staging.had("twins", qids)

    def places(self, qids: list[str]) -> None:
        """Ask what some places are; those that were merged, what they were merged into."""
        items, merged = facts_of(
            self.client.ask(facts_query(qids, self.languages), _tries(qids)), self.languages
        )
        with self.staging.transaction():
            self.staging.add(map(pack, items))
            self.staging.had("places", qids)
            for qid, target in merged.items():
                self.staging.redirect(qid, target)
                if target not in qids and self.staging.find(target) is None:
                    self.staging.want("places", [target])


def _tries(qids: list[str]) -> int:
    """Return how often to ask: a question that can be split is split soon."""
    return 3 if len(qids) > 1 else 6


def _named(item: Item) -> Iterator[str]:
    """Yield the items that the statements of an item name, of which at least the name is wanted."""
    for fact in item.twins:
        yield fact.value.qid
        for values in fact.qualifiers.values():
            yield from (value.qid for value in values)
        for reference in fact.references:
            yield from (value.qid for _, value in reference)
