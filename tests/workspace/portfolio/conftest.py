"""A town with an officer, ties, and what is open in them. The day is fixed: 25 November 2026."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from jumelage.accounts.models import User
from jumelage.agreements.models import (
    Agreement,
    AgreementDraft,
    Change,
    PlanItem,
    Proposal,
    ProposalVersion,
    Signature,
    WorkPlan,
)
from jumelage.contacts.models import LogEntry, Person, TieContact
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.places.models import Place
from jumelage.ties.models import Tie
from tests.factories import make_claim, make_place, make_source

DAY = date(2026, 11, 25)
MOMENT = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MOMENT)


@pytest.fixture
def town(db) -> Place:
    return make_place("Hub", "DE", ru="Узел")


@pytest.fixture
def officer(town) -> User:
    return member(town)


@pytest.fixture
def desk(officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def member(
    place: Place, email: str = "olga@example.org", role: str = Role.OFFICER, language: str = "en"
) -> User:
    user = User.objects.filter(email=email).first()
    user = user or User.objects.create_user(email, "Olga", language=language)
    Membership.objects.create(
        user=user, place=place, role=role, state=Membership.ACTIVE, applied_at=MOMENT
    )
    return user


def tie(
    town: Place, name: str = "", country: str = "FR", *, when: str = "1992-05-12", active: str = "",
    **more,
) -> Tie:  # fmt: skip
    """Twin the town with a new place; ``active``: when something was last done together."""
    partner = make_place(name, country, ru=more.pop("ru", ""))
    claim = make_claim(town, partner, when=when, **more)
    if active:
        make_claim(town, partner, "active", when=active)
    return Tie.objects.get(pk=claim.tie_id)


def partner_of(tie: Tie, town: Place) -> Place:
    return tie.place_b if tie.place_a_id == town.pk else tie.place_a


def suspend(tie: Tie, by: Place, when: str = "2022") -> None:
    make_claim(tie.place_a, tie.place_b, "suspended", when=when, by=by, source=make_source())


def propose(town: Place, other: Place, *, by: Place, tie: Tie | None = None) -> Proposal:
    """An open proposal whose last version is by one of the two."""
    made = MOMENT - timedelta(days=20)
    proposal = Proposal.objects.create(
        proposer=by, addressee=other if by == town else town, tie=tie, created_at=made
    )
    ProposalVersion.objects.create(
        proposal=proposal, number=1, by=by, form="twinning", aims="More visits", author="x",
        created_at=made,
    )  # fmt: skip
    return proposal


def plan(tie: Tie, *due: date | None, year: int = 2026) -> WorkPlan:
    """A work plan with an open item for each day."""
    made, _ = WorkPlan.objects.get_or_create(tie=tie, year=year, defaults={"created_at": MOMENT})
    for number, day in enumerate(due, 1):
        PlanItem.objects.create(plan=made, title=f"Item {number}", due_on=day)
    return made


def agree(
    tie: Tie, *, expires: date | None = None, renewal: str = Agreement.EXPRESS, **more
) -> Agreement:
    """An agreement in force."""
    values = {"in_force_on": date(2017, 6, 1), "notice_months": 6, "years": 10, **more}
    return Agreement.objects.create(
        tie=tie, form="twinning", languages=["en"], renewal=renewal, created_at=MOMENT,
        expires_on=expires, **values,
    )  # fmt: skip


def draft(agreement: Agreement, by: Place, number: int = 1) -> AgreementDraft:
    return AgreementDraft.objects.create(
        agreement=agreement, number=number, by=by, sha256="0" * 64, author="x", created_at=MOMENT
    )


def sign(text: AgreementDraft, by: Place, on: date) -> Signature:
    return Signature.objects.create(
        agreement=text.agreement, draft=text, place=by, signatory="N. N.", function="Mayor",
        signed_on=on, text_sha256=text.sha256, author="x", created_at=MOMENT,
    )  # fmt: skip


def declare(
    tie: Tie, by: Place, kind: str = "renewed", *, state: str = Change.WAITING, **more
) -> Change:
    return Change.objects.create(
        tie=tie, by=by, kind=kind, jointly=True, state=state, reason="x", author="x",
        created_at=MOMENT, **{"effective_on": date(2026, 12, 1), **more},
    )  # fmt: skip


def log(town: Place, tie: Tie, on: date, **more) -> LogEntry:
    return LogEntry.objects.create(
        place=town, other=partner_of(tie, town), tie=tie, kind="letter", on=on, summary="x",
        author="x", created_at=MOMENT, **more,
    )  # fmt: skip


def in_charge(town: Place, tie: Tie, name: str, **more) -> TieContact:
    person = Person.objects.create(place=town, name=name, **more)
    return TieContact.objects.create(tie=tie, place=town, person=person)
