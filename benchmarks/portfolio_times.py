"""Inside an instance: a town with many ties is made, its pages are measured, and it is taken back.

Everything happens in one transaction that is rolled back, so that the registry is afterwards as it was.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.test import Client

from benchmarks.timing import counted, summary
from jumelage.accounts.models import User
from jumelage.agreements.models import Agreement, PlanItem, Proposal, ProposalVersion, WorkPlan
from jumelage.contacts.models import LogEntry, Person, TieContact
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import now, today
from jumelage.core.memory import memory
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.places.actions import PlaceData, record_place
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.models import Tie
from jumelage.ties.own_sources import source_of_place
from jumelage.workspace.domain.coming import Month
from jumelage.workspace.models import CalendarFeed
from jumelage.workspace.portfolio.digest import digest_of
from jumelage.workspace.portfolio.feed import secret_of

HEADERS = {"accept-encoding": "gzip", "host": "localhost"}
SEED = 1
POPULATION = 120_000
#: Partners are drawn from so many places.
DRAWN = 20_000


def measure(options: dict[str, Any]) -> dict[str, Any]:
    """Return the times; ``options`` are ``ties``, ``few`` (numbers of ties to count queries with) and ``requests``."""
    answer: dict[str, Any] = {"places": Place.objects.count(), "ties": Tie.objects.count()}
    with _undone():
        answer |= _measured(options["ties"], options["few"], options["requests"])
    return answer


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _measured(ties: int, few: list[int], requests: int) -> dict[str, Any]:
    town, client = _town()
    partners = _partners(town, ties)
    address = f"/en/workspace/{town.pk}/"
    counts: dict[int, int] = {}
    made = 0
    for number in [*few, ties]:
        for partner in partners[made:number]:
            _tie(town, partner, made)
            made += 1
        memory.clear()
        _ask(client, address)
        with counted() as seen:
            _ask(client, address)
        counts[number] = len(seen.seen)
    return {"queries_by_ties": counts, "rows": list(_rows(town, client, requests))}


def _rows(town: Place, client: Client, requests: int) -> Iterator[dict[str, Any]]:
    feed = CalendarFeed.objects.create(
        membership=Membership.objects.get(place=town), nonce="0" * 32, renewed_at=now()
    )
    address = f"/en/workspace/{town.pk}/"
    pages = {
        "portfolio": address,
        "portfolio, narrowed and in another order": f"{address}?warning=any&sort=-anniversary",
        "portfolio as CSV": f"{address}portfolio.csv",
        "calendar": f"{address}calendar/",
        "calendar as a file": f"/workspace/calendar/{secret_of(feed)}.ics",
    }
    for name, path in pages.items():
        yield _timed(name, lambda path=path: _ask(client, path), requests)
    month = Month.before(today())
    yield _timed(
        "monthly e-mail, gathered", lambda: digest_of(town, month, today(), "en"), requests
    )


def _timed(name: str, work: Callable[[], object], requests: int) -> dict[str, Any]:
    with counted() as seen:
        memory.clear()
        work()
    emptied = [_once(work, forget=True)[0] for _ in range(max(5, requests // 4))]
    warm = [_once(work) for _ in range(requests)]
    return {
        "name": name,
        "queries": len(seen.seen),
        "emptied": summary(emptied),
        "warm": summary([took for took, _ in warm]),
        "computing": summary([computed for _, computed in warm]),
    }


def _once(work: Callable[[], object], *, forget: bool = False) -> tuple[float, float]:
    """Return the milliseconds that something took, and that this process computed."""
    if forget:
        memory.clear()
    begin, computed = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begin) * 1000, (time.process_time() - computed) * 1000


def _ask(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise ValueError(f"{path} answers {response.status_code}")


def _town() -> tuple[Place, Client]:
    country = Place.objects.filter(tie_count__gt=0, population__gt=0, kind="city")
    largest = country.order_by("-tie_count", "name").values_list("country", flat=True)[0]
    town, _ = record_place(
        actor=OPERATOR,
        data=PlaceData(country=largest, kind="city", name="Benchmark town", lat=50.0, lng=9.0),
    )
    Place.objects.filter(pk=town.pk).update(population=POPULATION)
    user = User.objects.create_user("benchmark@example.org", "Benchmark")
    Membership.objects.create(
        user=user, place=town, role=Role.OFFICER, state=Membership.ACTIVE, applied_at=now()
    )
    client = Client(headers=HEADERS)
    client.force_login(user)
    return Place.objects.get(pk=town.pk), client


def _partners(town: Place, number: int) -> list[Place]:
    """Return places from all over the registry."""
    dice = random.Random(SEED)
    last = Place.objects.order_by("-pk").values_list("pk", flat=True)[0]
    drawn = {dice.randint(1, last) for _ in range(DRAWN)}
    ids = list(
        Place.objects.filter(pk__in=drawn)
        .exclude(pk=town.pk)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if len(ids) < number:
        ids = list(
            Place.objects.exclude(pk=town.pk).order_by("pk").values_list("pk", flat=True)[:DRAWN]
        )
    return list(Place.objects.filter(pk__in=dice.sample(ids, number)))


def _tie(town: Place, partner: Place, number: int) -> None:
    """Twin the town with a place, with everything that an office keeps of a tie."""
    source, day, moment = source_of_place(town), today(), now()
    said = {
        "signed": f"{1960 + number}-05-12",
        "active": (day - timedelta(days=60 * number)).isoformat(),
    }
    for kind, when in said.items():
        claim, _ = record_claim(
            actor=OPERATOR,
            data=ClaimData(source=source, place_a=town, place_b=partner, kind=kind, when=when, form="twinning"),
        )  # fmt: skip
    tie = Tie.objects.get(pk=claim.tie_id)
    LogEntry.objects.create(
        place=town, other=partner, tie=tie, kind="letter", on=day - timedelta(days=11 * number),
        summary="A letter", author="Benchmark", created_at=moment,
    )  # fmt: skip
    person = Person.objects.create(place=town, name=f"Person {number}")
    TieContact.objects.create(tie=tie, place=town, person=person)
    plan = WorkPlan.objects.create(tie=tie, year=day.year, created_at=moment)
    for late in (-30, 90):
        PlanItem.objects.create(plan=plan, title="An exhibition", due_on=day + timedelta(days=late))
    Agreement.objects.create(
        tie=tie, form="twinning", languages=["en"], renewal=Agreement.AUTOMATIC, years=5,
        created_at=moment, in_force_on=day, expires_on=day + timedelta(days=30 * (number + 1)),
    )  # fmt: skip
    proposal = Proposal.objects.create(proposer=partner, addressee=town, tie=tie, created_at=moment)
    ProposalVersion.objects.create(
        proposal=proposal, number=1, by=partner, form="twinning", aims="More visits",
        author="Benchmark", created_at=moment,
    )  # fmt: skip
