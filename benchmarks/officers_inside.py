"""The instance's part of :mod:`benchmarks.officers`: makes the officers, and tells afterwards what was kept."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from benchmarks.officers_forms import MARK
from jumelage.agreements.actions.drafting import start_agreement
from jumelage.agreements.actions.work import make_plan
from jumelage.agreements.domain.texts import Terms
from jumelage.agreements.models import Agreement, PlanItem, Proposal, ProposalAnswer, WorkPlan
from jumelage.contacts.actions.log import EntryData, add_entry
from jumelage.contacts.actions.offices import OfficeData, add_office
from jumelage.contacts.models import LogEntry, Office
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import today
from jumelage.memberships.actions.members import add_member
from jumelage.places.models import Place
from jumelage.ties.actions import ClaimData, record_claim
from jumelage.ties.models import Tie
from jumelage.ties.own_sources import source_of_place

#: A place is tied with those so many further in the ring; proposals go to the first of them, and to these.
TIED, UNTIED = (1, 2), (5, 6)
#: Of five officers, two act for the same place: they get into each other's way.
OFFICERS, PLACES = 5, 4


def measure(options: dict[str, Any]) -> dict[str, Any]:
    """Make officers (``users`` of them), or without that tell what the database holds of what they wrote."""
    with override("en"):
        return {"officers": _made(options["users"])} if "users" in options else _kept()


def _made(users: int) -> list[dict[str, Any]]:
    seats = max(1, users * PLACES // OFFICERS)
    number = max(UNTIED[-1] * 2 + 1, seats)  # so many that no place is its own partner
    ring = list(Place.objects.filter(kind="city").order_by("-tie_count", "pk")[:number])
    for index, place in enumerate(ring):
        _office(place)
        for step in TIED:
            _tie(place, ring[(index + step) % len(ring)], with_agreement=step == TIED[0])
    seats = min(seats, len(ring))  # there may be fewer places than asked for
    return [_officer(user, user % seats, seats, ring) for user in range(users)]


def _office(place: Place) -> None:
    data = OfficeData(
        name="International Office", function="Twin towns", email="office@example.org"
    )
    add_office(actor=OPERATOR, place=place, data=data)


def _tie(place: Place, partner: Place, *, with_agreement: bool) -> None:
    """Twin two places, with a plan of the year, a letter in each log, and perhaps an agreement."""
    claim, _ = record_claim(
        actor=OPERATOR,
        data=ClaimData(
            source=source_of_place(place), place_a=place, place_b=partner, kind="signed",
            when="2001-05-12", form="twinning", entered_for=place,
        ),
    )  # fmt: skip
    tie = Tie.objects.select_related("place_a", "place_b").get(pk=claim.tie_id)
    make_plan(actor=OPERATOR, place=place, tie=tie, year=today().year, aims="More visits")
    for side in (place, partner):
        day = today().replace(month=1, day=1)
        data = EntryData(kind="letter", on=day, summary="A greeting", tie=tie, direction="out")
        add_entry(actor=OPERATOR, place=side, data=data)
    if with_agreement:
        terms = Terms(form="twinning", languages=("en", "ru"))
        start_agreement(actor=OPERATOR, place=place, terms=terms, tie=tie)


def _officer(user: int, at: int, seats: int, ring: list[Place]) -> dict[str, Any]:
    """Let a new account act for a place of the ring, and return what its browser has to know.

    Proposals go to places where somebody answers: the first ``seats`` of the ring have officers.
    """
    place = ring[at]
    membership, _ = add_member(
        actor=OPERATOR, email=f"officer{user}@example.org", target=place, name=f"Officer {user}"
    )
    client = Client()
    client.force_login(membership.user)
    ties = Tie.objects.filter(place_a=place) | Tie.objects.filter(place_b=place)
    own = list(ties.select_related("place_a", "place_b").order_by("pk"))
    plans = WorkPlan.objects.filter(tie__in=own, year=today().year)
    agreements = Agreement.objects.filter(tie__in=own)
    return {
        "session": client.cookies["sessionid"].value,
        "place": place.pk,
        "office": Office.objects.get(place=place).pk,
        "ties": [{"number": tie.pk, "public": _public_address(tie)} for tie in own],
        "plans": list(plans.values_list("pk", flat=True)),
        "agreements": list(agreements.values_list("pk", flat=True)),
        "others": sorted(
            {ring[(at + step) % seats].pk for step in (TIED[0], *UNTIED)} - {place.pk}
        ),
    }


def _public_address(tie: Tie) -> str:
    a, b = tie.place_a, tie.place_b
    return reverse("site:tie", args=[a.country.lower(), a.slug, b.country.lower(), b.slug])


def _kept() -> dict[str, Any]:
    """Return what was written, by kind; the kinds are those that the officers count under."""
    entries = LogEntry.objects.filter(summary__startswith=MARK)
    items = PlanItem.objects.filter(title__startswith=MARK)
    proposals = Proposal.objects.filter(versions__aims__startswith=MARK)
    return {
        "log entries": list(entries.values_list("summary", flat=True)),
        "changes of an office": [
            f"{pk}:{version}"
            for pk, now in Office.objects.values_list("pk", "version")
            for version in range(1, now)
        ],
        "planned things": list(items.values_list("title", flat=True)),
        "proposals": list(proposals.values_list("versions__aims", flat=True)),
        "answers": [str(pk) for pk in ProposalAnswer.objects.values_list("proposal", flat=True)],
    }
