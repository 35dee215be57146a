"""Asking a SPARQL endpoint politely: one question at a time, pauses between, and waiting when it is told to wait.

The rules of the public endpoint: https://www.mediawiki.org/wiki/Wikidata_Query_Service/User_Manual#Query_limits and
https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy. The protocol and its results:
https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-results-json/.
"""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from jumelage import __version__
from jumelage.imports.domain.statements import UnreadableSourceError

PUBLIC = "https://query.wikidata.org/sparql"
_RESULTS = "application/sparql-results+json"
#: The public endpoint gives up on a question after 60 seconds; then its answer has to arrive.
_TIMEOUT = httpx.Timeout(connect=20, read=90, write=30, pool=5)
#: An answer may be so large, in bytes; a page of a hundred places has about a hundredth of it.
_LARGEST = 1 << 27
#: So often a question is put again before the endpoint is taken for unwilling.
_TRIES = 6
#: Seconds that are waited after the first failure, doubled each time, and at most; and at most where it says how long.
_FIRST_WAIT, _LONGEST_WAIT, _LONGEST_TOLD = 2.0, 120.0, 900.0
_AGAIN = {429, 500, 502, 503, 504}

#: A row of an answer: by the name of the variable, its type, value and so on, as the standard has them.
Row = dict[str, dict[str, str]]


class OverloadedError(UnreadableSourceError):
    """The endpoint cannot answer this question, again and again; a smaller one may do."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why there is no answer, how many seconds to wait if that was said, and whether the question may be too much."""

    problem: str
    told: float | None = None
    heavy: bool = False


@dataclass(slots=True)
class Pace:
    """How long to pause (seconds) between questions; ``sleep`` and ``chance`` are there for tests."""

    delay: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[float, float], float] = random.uniform

    def wait(self, failures: int, told: float | None) -> None:
        """Wait after a failure: as long as the endpoint said, or ever longer, by chance a little more or less."""
        seconds = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (failures - 1)) * self.chance(0.75, 1.25)
        self.sleep(max(seconds if told is None else told, self.delay))


def user_agent(contact: str) -> str:
    """Return how the client introduces itself; ``contact`` is an address (mail or page) of whoever runs it."""
    return f"Jumelage/{__version__} ({contact or 'no contact set'}) httpx/{httpx.__version__}"


class SparqlClient:
    """Asks an endpoint."""

    def __init__(self, endpoint: str, agent: str, pace: Pace | None = None) -> None:
        self.endpoint = endpoint
        self._pace = pace or Pace()
        self._asked = False
        headers = {"User-Agent": agent, "Accept": _RESULTS}
        self._http = httpx.Client(headers=headers, timeout=_TIMEOUT, trust_env=True)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def ask(self, query: str, tries: int = _TRIES) -> list[Row]:
        """Return the rows that answer a query; after a failure it is asked again, so often in all.

        Raises:
            OverloadedError: it cannot answer this, however often it is asked.
            UnreadableSourceError: it cannot be reached, or does not answer as an endpoint does.
        """
        if self._asked:
            self._pace.sleep(self._pace.delay)
        self._asked = True
        failure = _Failure("")
        for failures in range(1, tries + 1):
            found = self._try(query)
            if not isinstance(found, _Failure):
                return found
            failure = found
            if failure.told is not None and failure.told > _LONGEST_TOLD:
                break
            if failures < tries:
                self._pace.wait(failures, failure.told)
        raise self._unwilling(failure)

    def _try(self, query: str) -> "list[Row] | _Failure":
        try:
            status, told, body = self._post(query)
        except httpx.TimeoutException:
            return _Failure("it does not answer in time", heavy=True)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise UnreadableSourceError(f"{self.endpoint} is no address: {error}") from error
        except httpx.TransportError as error:
            return _Failure(str(error) or type(error).__name__)
        if status == 200:
            return _rows(body, self.endpoint)
        if status not in _AGAIN:
            self._refused(status, body)
        heavy = status in {500, 504}
        problem = f"it answers {status}"
        if told is not None and told > _LONGEST_TOLD:
            problem += f" and asks to come back in {told:.0f} seconds"
        return _Failure(problem, told, heavy)

    def _post(self, query: str) -> tuple[int, float | None, bytes]:
        """Return the status, how many seconds to wait if it says so, and the body."""
        body = bytearray()
        with self._http.stream("POST", self.endpoint, data={"query": query}) as response:
            told = _seconds(response.headers.get("Retry-After", ""))
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _LARGEST:
                    raise OverloadedError(
                        f"an answer of {self.endpoint} is larger than {_LARGEST} bytes"
                    )
        return response.status_code, told, bytes(body)

    def _refused(self, status: int, body: bytes) -> None:
        said = body[:300].decode("utf-8", "replace").strip()
        todo = {
            400: "it does not understand the question; is it a SPARQL 1.1 endpoint with data of Wikidata?",
            401: "it wants a password",
            403: "it refuses this client; set a contact address, and wait before you try again",
            404: "there is no endpoint; check the address",
        }.get(status, "check the address")
        raise UnreadableSourceError(f"{self.endpoint} answers {status}: {todo} ({said})")

    def _unwilling(self, failure: "_Failure") -> UnreadableSourceError:
        text = (
            f"{self.endpoint} gives no answer: {failure.problem}. What it has answered so far is kept; run the same "
            "command later to go on, or name another endpoint or a dump"
        )
        return OverloadedError(text) if failure.heavy else UnreadableSourceError(text)


def _seconds(header: str) -> float | None:
    """Return the seconds that a ``Retry-After`` asks for; nothing if it does not (RFC 9110, 10.2.3)."""
    if header.strip().isascii() and header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _rows(body: bytes, endpoint: str) -> list[Row]:
    try:
        found: Any = json.loads(body)
        rows = found["results"]["bindings"]
        return [row for row in rows if isinstance(row, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        # An endpoint that runs out of time in the middle of an answer breaks off with the error inside the JSON.
        if b"Timeout" in body[-20_000:]:
            raise OverloadedError(
                f"{endpoint} ran out of time in the middle of an answer"
            ) from None
        said = body[:80].decode("utf-8", "replace")
        raise UnreadableSourceError(
            f"{endpoint} does not answer with SPARQL results in JSON, but “{said}”; check the address"
        ) from error
