"""Officers at work, each a user of Locust (``locust -f``): what people do in an office, with their pauses.

It runs in a process of its own, for Locust replaces the standard library's sockets and threads. What it found is
written to the file that ``--told`` names.
"""

import json
import random
import re
import time
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task
from locust.exception import RescheduleTask

from benchmarks.officers_forms import (
    CONFLICT,
    DONE,
    ERROR,
    MARK,
    REFUSED,
    Fields,
    form_with,
    meaning,
)

#: So many errors are told in words; all are counted.
MOST_WORDS = 20


class Told:
    """What is told in the end: the times by page, the errors, and what was answered as written."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.failed: dict[str, int] = defaultdict(int)
        self.words: list[str] = []
        self.answered = {CONFLICT: 0, REFUSED: 0}
        self.written: dict[str, list[str]] = defaultdict(list)
        self.begun = time.monotonic()

    def error(self, where: str, words: object) -> None:
        """Count an error."""
        self.failed[where] += 1
        if len(self.words) < MOST_WORDS:
            self.words.append(f"{where}: {words}"[:500])

    def write(self, path: str) -> None:
        """Write all of it."""
        known = {**vars(self), "seconds": time.monotonic() - self.begun}
        Path(path).write_text(json.dumps(known), encoding="utf-8")


told = Told()
waiting: list[dict[str, Any]] = []


@events.init_command_line_parser.add_listener
def _options(parser: Any) -> None:
    parser.add_argument("--officers", help="who they are (JSON)")
    parser.add_argument("--told", help="where to write what was found (JSON)")


@events.test_start.add_listener
def _begin(environment: Any, **_: Any) -> None:
    known = Path(environment.parsed_options.officers).read_text(encoding="utf-8")
    waiting.extend(json.loads(known))
    told.begun = time.monotonic()


@events.request.add_listener
def _answered(name: str, response_time: float, exception: Any, **_: Any) -> None:
    told.times[name].append(round(response_time, 2))
    if exception:
        told.error(name, exception)


@events.user_error.add_listener
def _broken(exception: BaseException, **_: Any) -> None:
    told.error("the officer", repr(exception))


@events.test_stop.add_listener
def _end(environment: Any, **_: Any) -> None:
    told.write(environment.parsed_options.told)


class Officer(HttpUser):
    """One officer, in a browser of the own."""

    wait_time = between(0.5, 2.0)

    def on_start(self) -> None:
        """Take the browser of one of the officers, signed in."""
        self.me = waiting.pop()
        self.home = f"/en/workspace/{self.me['place']}/"
        self.client.cookies.set("sessionid", self.me["session"])

    @task(6)
    def look(self) -> None:
        """Open the portfolio, and from it a tie's desk."""
        self._open("portfolio", self.home)
        self.wait()
        self._open("tie’s desk", f"{self.home}ties/{random.choice(self.me['ties'])['number']}/")

    @task(4)
    def read_log(self) -> None:
        """Open the contact log."""
        self._open("contact log", f"{self.home}log/")

    @task(5)
    def write_entry(self) -> None:
        """Write an entry of the contact log."""
        path = f"{self.home}log/new/?tie={random.choice(self.me['ties'])['number']}"
        fields = self._form("new log entry", path, "summary")
        summary = _words()
        fields |= {"kind": ["letter"], "direction": ["out"], "summary": [summary]}
        if self._send("new log entry", path, fields, "contact log"):
            told.written["log entries"].append(summary)

    @task(4)
    def edit_office(self) -> None:
        """Change the own office; where a colleague did so meanwhile, save again from the page that says so."""
        path = f"{self.home}contacts/offices/{self.me['office']}/"
        fields = self._form("own office", path, "visibility")
        fields["function"] = [_words()]
        if sent := self._send("own office", path, fields, "own office", again="visibility"):
            # Of each version there is one change at most: two would mean that one went unseen.
            told.written["changes of an office"].append(f"{self.me['office']}:{sent['version'][0]}")

    @task(2)
    def propose(self) -> None:
        """Make a proposal to another place."""
        path = f"{self.home}proposals/new/?to={random.choice(self.me['others'])}"
        page = self._open("new proposal", path)
        fields, aims = form_with(page, "aims"), _words()
        purpose = "renew" if 'value="renew"' in page else "establish"
        fields |= {"purpose": [purpose], "form": ["twinning"], "aims": [aims]}
        self.wait()
        if self._send("new proposal", path, fields, "proposal"):
            told.written["proposals"].append(aims)

    @task(4)
    def answer(self) -> None:
        """Look for a proposal that waits, read it, accept or decline it."""
        page = self._open("proposals", f"{self.home}proposals/")
        numbers = re.findall(rf'href="{self.home}proposals/(\d+)/"', page)
        if not numbers:
            return
        number = numbers[0]  # what waits comes first
        self.wait()
        step = random.choice(["accept", "decline"])
        path = f"{self.home}proposals/{number}/{step}/"
        if path not in self._open("proposal", f"{self.home}proposals/{number}/"):
            return
        fields = self._form("answer to a proposal", path, "reason")
        fields |= {"reason": ["So our council wishes."], "sure": ["on"]}
        if self._send("answer to a proposal", path, fields, "proposal"):
            told.written["answers"].append(number)

    @task(2)
    def plan(self) -> None:
        """Add something to the plan of a tie."""
        path = f"{self.home}plans/{random.choice(self.me['plans'])}/items/new/"
        fields, title = self._form("new thing planned", path, "title"), _words()
        fields["title"] = [title]
        if self._send("new thing planned", path, fields, "plan"):
            told.written["planned things"].append(title)

    @task(4)
    def see_public(self) -> None:
        """See what the public reads of a tie."""
        self._open("public tie", random.choice(self.me["ties"])["public"])

    @task(1)
    def download(self) -> None:
        """Download the portfolio as CSV."""
        self._open("portfolio as CSV", f"{self.home}portfolio.csv")

    @task(1)
    def print_agreement(self) -> None:
        """Download an agreement on paper."""
        if self.me["agreements"]:
            number = random.choice(self.me["agreements"])
            path = f"{self.home}agreements/{number}/pdf/"
            self._open("agreement’s PDF", path, begins=b"%PDF")

    def _open(self, name: str, path: str, *, begins: bytes = b"") -> str:
        """Return a page's text; whatever is not the page is an error."""
        with self.client.get(path, name=name, catch_response=True, allow_redirects=False) as got:
            if got.status_code == 200 and got.content.startswith(begins):
                return "" if begins else str(got.text)
            got.failure(_unexpected(got))
        raise RescheduleTask

    def _form(self, name: str, path: str, field: str) -> Fields:
        """Open a page, and return its form after the time it takes to fill it in."""
        fields = form_with(self._open(name, path), field)
        self.wait()
        return fields

    def _send(
        self, name: str, path: str, fields: Fields, leads_to: str, *, again: str = ""
    ) -> Fields | None:
        """Send a form and follow to where it leads. Returns what was sent, if it was done.

        A conflict is answered by sending the form of the page that tells of it, once, if it has the field ``again``.
        """
        with self.client.post(
            path, data=fields, name=f"{name}, sent", catch_response=True, allow_redirects=False
        ) as got:
            means = meaning(got.status_code, got.text, expected=[302], is_write=True)
            if means == ERROR:
                got.failure(_unexpected(got))
                raise RescheduleTask
            got.success()
            page, target = got.text, got.headers.get("Location", "")
        if means == DONE:
            self._open(leads_to, target)
            return fields
        told.answered[means] += 1
        if means == CONFLICT and again:
            self.wait()
            return self._send(name, path, form_with(page, again), leads_to)
        return None


def _words() -> str:
    return f"{MARK}{uuid.uuid4().hex}"


def _unexpected(got: Any) -> str:
    """Return what was answered instead, in a line."""
    if not got.status_code:
        return f"no answer: {got.error!r}"
    found = re.findall(r'class="field-error"[^>]*>([^<]+)|<h1>([^<]+)', got.text or "")
    words = "; ".join(first or second for first, second in found)
    return f"answered {got.status_code} {got.headers.get('Location', '')} {words}".strip()
