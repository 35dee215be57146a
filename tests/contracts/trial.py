"""Every view asked in every role, and what happens: the rows of the permission table."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, get_resolver

from jumelage.accounts.models import User
from jumelage.core.models import AuditEntry
from tests.contracts.samples import BODIES, PARTS, SAMPLES, in_world
from tests.contracts.world import World

TABLE = Path(__file__).with_name("permissions.csv")
METHODS = ("GET", "POST")
#: Who asks. The last one is the officer with the number of something that is another's in the address.
ROLES = {
    "anonymous": "has not signed in",
    "known": "has signed in, acts for nobody",
    "stranger": "officer of a place that has nothing to do with it",
    "partner": "officer of the place on the other side of the tie",
    "helper": "helper of the place",
    "officer": "officer of the place",
    "head": "head of the place’s office",
    "keeper": "of the association that keeps the country’s register",
    "other_keeper": "of the association of another country",
    "editor": "registry editor",
    "staff": "platform staff",
    "officer_another": "officer of the place, naming something of another place",
}
COLUMNS = ("view", "path", "method", *ROLES)
_PART = re.compile(r"<(?:(?P<type>\w+):)?(?P<name>\w+)>|\(\?P<(?P<regex>\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class View:
    """A view at an address: its name with its namespace, and the address as a pattern."""

    name: str
    pattern: str

    @property
    def parts(self) -> list[str]:
        """The names of the parts of the address that vary."""
        return [found["name"] or found["regex"] for found in _PART.finditer(self.pattern)]

    def path(self, values: dict[str, Any]) -> str:
        """Return the address with values in it."""
        filled = _PART.sub(lambda found: str(values[found["name"] or found["regex"]]), self.pattern)
        return "/" + filled.removeprefix("^").removesuffix("$").replace("/?", "")


def views() -> list[View]:
    """Return every view of the product, each address once, by its first name."""
    found: dict[str, View] = {}
    for view in _walk(get_resolver().url_patterns, "", ""):
        found.setdefault(view.pattern, view)
    return sorted(found.values(), key=lambda view: (view.pattern, view.name))


def _walk(patterns: list[Any], before: str, space: str) -> Iterator[View]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            name = pattern.name or here
            yield View(f"{space}:{name}" if space and pattern.name else name, here)
        else:
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from _walk(pattern.url_patterns, here, inner)


def missing(view: View) -> list[str]:
    """Return the parts of a view's address for which there is no sample."""
    return [part for part in view.parts if part not in PARTS and view.name not in SAMPLES]


def values_of(view: View, world: World) -> dict[str, Any]:
    """Return what stands in a view's address in a world."""
    own = in_world(SAMPLES.get(view.name, {}), world)
    return {part: own[part] if part in own else in_world(PARTS[part], world) for part in view.parts}


@dataclass
class Trial:
    """Two worlds, and who asks: each at a browser of their own."""

    world: World
    another: World
    people: dict[str, User]

    def __post_init__(self) -> None:
        self.sessions = {role: _session_of(user) for role, user in self.people.items()}

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield the rows of the table."""
        for view in views():
            values = values_of(view, self.world)
            others = values_of(view, self.another) | {
                part: values[part] for part in ("place", "language") if part in values
            }
            body = in_world(BODIES.get(view.name, {}), self.world)
            for method in METHODS:
                row = {"view": view.name, "path": view.pattern, "method": method}
                for role in self.people:
                    row[role] = self.ask(role, method, view.path(values), body)
                row["officer_another"] = (
                    self.ask("officer", method, view.path(others), body) if others != values else ""
                )
                yield row

    def ask(self, role: str, method: str, path: str, body: dict[str, Any]) -> str:
        """Ask as somebody, undo what was done, and return what happened in a word.

        ``done``: something was written, as the trail says.
        """
        client = Client(raise_request_exception=False)
        if key := self.sessions[role]:
            client.cookies[settings.SESSION_COOKIE_NAME] = key
        with transaction.atomic():
            before = AuditEntry.objects.count()
            response = client.generic(method, path) if method == "GET" else client.post(path, body)
            word = outcome(response)
            if AuditEntry.objects.count() > before:
                word = "done" if response.status_code < 400 else f"{word} and done"
            transaction.set_rollback(True)
        return word


def _session_of(user: User | None) -> str:
    if user is None:
        return ""
    client = Client()
    client.force_login(user)
    assert client.session[SESSION_KEY] == str(user.pk)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def outcome(response: HttpResponseBase) -> str:
    """Return what was answered: a status, or that it leads elsewhere."""
    if response.streaming:
        b"".join(response.streaming_content)  # which closes it, too
    if response.status_code not in {301, 302, 303, 307, 308}:
        return str(response.status_code)
    return "sign-in" if "/sign-in/" in response["Location"] else "leads on"


def read_table() -> list[dict[str, str]]:
    """Return the committed table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(rows: list[dict[str, str]]) -> None:
    """Write the table anew."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
