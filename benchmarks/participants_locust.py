"""Participants of a forum, each a user of Locust (``locust -f``): opens the timetable, and keeps the page open.

It runs in a process of its own, for Locust replaces the standard library's sockets and threads. What it found is
written to the file that ``--told`` names.
"""

import itertools
import json
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from locust import HttpUser, between, events, task

#: So many errors are told in words; all are counted.
MOST_WORDS = 20
#: Seconds between two questions what is new, as the page's own script asks them.
OFTEN = 25.0

told: dict[str, Any] = {
    "times": defaultdict(list),
    "failed": defaultdict(int),
    "words": [],
    "unchanged": 0,
    "begun": time.monotonic(),
}
pages: list[str] = []
turn = itertools.count()


@events.init_command_line_parser.add_listener
def _options(parser: Any) -> None:
    parser.add_argument("--pages", help="the paths of the timetables (JSON)")
    parser.add_argument("--told", help="where to write what was found (JSON)")


@events.test_start.add_listener
def _begin(environment: Any, **_: Any) -> None:
    pages.extend(json.loads(Path(environment.parsed_options.pages).read_text(encoding="utf-8")))
    told["begun"] = time.monotonic()


@events.request.add_listener
def _answered(name: str, response_time: float, exception: Any, **_: Any) -> None:
    told["times"][name].append(round(response_time, 2))
    if exception:
        told["failed"][name] += 1
        if len(told["words"]) < MOST_WORDS:
            told["words"].append(f"{name}: {exception}"[:500])


@events.test_stop.add_listener
def _end(environment: Any, **_: Any) -> None:
    found = {**told, "seconds": time.monotonic() - told["begun"]}
    Path(environment.parsed_options.told).write_text(json.dumps(found), encoding="utf-8")


class Participant(HttpUser):
    """One participant with a telephone."""

    wait_time = between(OFTEN * 0.85, OFTEN * 1.15)

    def on_start(self) -> None:
        """Open the page of the own delegation."""
        self.page = pages[next(turn) % len(pages)]
        self.tag = ""
        self.is_first = True
        with self.client.get(self.page, name="the page", catch_response=True) as answer:
            if answer.status_code != 200 or "meeting-row" not in answer.text:
                answer.failure(f"{answer.status_code}, or no meetings on it")
            found = re.search(r'data-renew-tag="(\w+)"', answer.text or "")
            self.tag = f'"{found.group(1)}"' if found else ""

    @task
    def renew(self) -> None:
        """Ask what is new, as the script of the page does: first a while after it was opened."""
        if self.is_first:
            self.is_first = False
            return
        headers = {"If-None-Match": self.tag} if self.tag else {}
        with self.client.get(
            f"{self.page}live/", name="what is new", headers=headers, catch_response=True
        ) as answer:
            if answer.status_code not in {200, 304}:
                answer.failure(str(answer.status_code))
                return
            told["unchanged"] += answer.status_code == 304
            self.tag = answer.headers.get("ETag", "")
            answer.success()
