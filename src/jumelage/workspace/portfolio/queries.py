"""Reading the portfolio of a place: its ties, and what is open in each, in a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, Subquery

from jumelage.agreements.models import (
    Agreement,
    AgreementDraft,
    Approval,
    Change,
    PlanItem,
    Proposal,
    ProposalAnswer,
    ProposalVersion,
    Signature,
)
from jumelage.agreements.queries import unseen_signatures
from jumelage.contacts.models import LogEntry, TieContact
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Tie
from jumelage.ties.queries import DatedTie, Moment, Turn, dated, thresholds, with_places
from jumelage.workspace.domain.coming import ComingKind, Dated
from jumelage.workspace.domain.facts import OpenPlan, TieFacts, Waiting, WaitsFor
from jumelage.workspace.domain.portfolio import Row, row_of
from jumelage.workspace.domain.terms import Term, present_term
from jumelage.workspace.portfolio.promises import promises_due, with_promises


@dataclass(frozen=True, slots=True)
class LooseProposal:
    """An open proposal to or of a place with which there is no tie yet. ``waiting`` if it is for us to answer."""

    number: int
    name: str
    country: str
    since: date
    waiting: bool


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The ties of a place on a day, and the proposals that belong to none yet."""

    place: Place
    on: date
    rows: list[Row]
    ties: dict[int, Tie] = field(default_factory=dict)
    loose: list[LooseProposal] = field(default_factory=list)

    @property
    def facts(self) -> list[TieFacts]:
        """The facts of all ties."""
        return [row.facts for row in self.rows]


def portfolio_of(place: Place, on: date, language: str) -> Portfolio:
    """Return the portfolio of a place as of today (``on``), with names in a language.

    The caller has seen to it that the reader acts for the place: of log entries and people its own are told.
    """
    ties = _ties(place, on, language)
    known = _Open.read(place, [tie.tie.pk for tie in ties], on)
    facts = [_facts(tie, known, on, language) for tie in ties]
    limits = thresholds()
    return Portfolio(
        place=place,
        on=on,
        rows=[row_of(fact, on, limits) for fact in facts],
        ties={tie.tie.pk: tie.tie for tie in ties},
        loose=_loose(known.proposals, {tie.b.pk for tie in ties}, language),
    )


def _ties(place: Place, on: date, language: str) -> list[DatedTie]:
    rows = Tie.objects.filter(Q(place_a=place) | Q(place_b=place))
    return dated(with_places(rows, language), Moment(on, on), turn=Turn(place=place.pk))


def _facts(tie: DatedTie, known: "_Open", on: date, language: str) -> TieFacts:
    pk, partner = tie.tie.pk, tie.b
    return TieFacts(
        tie=pk,
        partner=partner.pk,
        name=partner.local_name,
        country=partner.country,
        country_name=country_name(partner.country, language),
        ours=tie.legal_a,
        theirs=tie.legal_b,
        legal=tie.legal,
        form=tie.form,
        since=tie.tie.since_date,
        attested_from=tie.attested_from,
        changed_on=tie.changed_on,
        disputed=tie.disputed,
        last_activity=tie.tie.last_activity,
        last_contact=known.contacts.get(partner.pk),
        people=known.people.get(pk, ()),
        proposals=sum(proposal.other == partner.pk for proposal in known.proposals),
        waiting=known.waiting(pk, partner.pk),
        plan=known.plans.get(pk, OpenPlan()),
        term=known.term(pk, on),
    )


@dataclass(frozen=True, slots=True)
class _Proposal:
    number: int
    other: int
    since: date
    ours_to_answer: bool


@dataclass(frozen=True, slots=True)
class _Agreement:
    """An agreement that is in force, or at which the two sides work."""

    number: int
    in_force_on: date | None
    expires_on: date | None
    prolonged_by: int | None
    notice_months: int
    theirs_signed: date | None
    ours_signed: bool
    their_draft: date | None
    signed_for_us: date | None  # from paper, and we have not taken a step since


@dataclass(frozen=True, slots=True)
class _Open:
    """What is open in the ties of a place, by tie or by partner."""

    contacts: dict[int, date]  # by partner
    people: dict[int, tuple[str, ...]]
    proposals: list[_Proposal]
    letters: list[_Proposal]  # with answers of ours that were recorded from a letter
    agreements: dict[int, list[_Agreement]]
    changes: dict[int, list[Change]]
    plans: dict[int, OpenPlan]

    @classmethod
    def read(cls, place: Place, ties: Sequence[int], on: date) -> "_Open":
        """Read what is open in these ties of a place, on a day."""
        return cls(
            contacts=_contacts(place, on),
            people=_people(place, ties, on),
            proposals=_proposals(place),
            letters=_letters(place),
            agreements=_agreements(place, ties),
            changes=_changes(place, ties),
            plans=with_promises(_plans(ties, on), ties, on),
        )

    def waiting(self, tie: int, partner: int) -> tuple[Waiting, ...]:
        """Return what the partner waits for, the longest first."""
        found = [
            Waiting(WaitsFor.PROPOSAL, proposal.since, proposal.number)
            for proposal in self.proposals
            if proposal.other == partner and proposal.ours_to_answer
        ]
        found += [
            Waiting(WaitsFor.PAPER, letter.since, letter.number)
            for letter in self.letters
            if letter.other == partner
        ]
        found += [
            Waiting(WaitsFor.CHANGE, change.created_at.date(), change.pk)
            for change in self.changes.get(tie, ())
            if change.state == Change.WAITING
        ]
        for agreement in self.agreements.get(tie, ()):
            found += _waits_with(agreement)
        return tuple(sorted(found, key=lambda waiting: (waiting.since, waiting.what)))

    def term(self, tie: int, on: date) -> Term | None:
        """Return the present term of the agreement that was signed last; a renewal may have set a later end."""
        signed = [found for found in self.agreements.get(tie, ()) if found.in_force_on]
        last = max(signed, key=lambda found: (found.in_force_on, found.number), default=None)
        if last is not None and last.expires_on is None:
            return None
        begun = last.in_force_on if last and last.in_force_on else date.min
        ends = [last.expires_on if last else None] + [
            change.until
            for change in self.changes.get(tie, ())
            if change.state == Change.DONE and change.effective_on >= begun
        ]
        return present_term(
            expires_on=max(filter(None, ends), default=None),
            prolonged_by_years=last.prolonged_by if last else None,
            notice_months=last.notice_months if last else 0,
            on=on,
        )


def _waits_with(agreement: _Agreement) -> Iterable[Waiting]:
    if agreement.signed_for_us is not None:
        yield Waiting(WaitsFor.SIGNED_PAPER, agreement.signed_for_us, agreement.number)
    if agreement.in_force_on is not None:
        return
    if agreement.theirs_signed and not agreement.ours_signed:
        yield Waiting(WaitsFor.SIGNATURE, agreement.theirs_signed, agreement.number)
    elif agreement.their_draft and not agreement.ours_signed:
        yield Waiting(WaitsFor.DRAFT, agreement.their_draft, agreement.number)


def _contacts(place: Place, on: date) -> dict[int, date]:
    """Return the day of the last contact with each partner, as the own office has logged it."""
    rows = LogEntry.objects.filter(place=place, removed_at__isnull=True, on__lte=on)
    return dict(rows.order_by().values_list("other").annotate(last=Max("on")))


def _people(place: Place, ties: Sequence[int], on: date) -> dict[int, tuple[str, ...]]:
    """Return who sees to each tie on the own side: those who still hold their function."""
    rows = (
        TieContact.objects.filter(place=place, tie__in=ties, person__erased_at__isnull=True)
        .filter(Q(person__until__isnull=True) | Q(person__until__gte=on))
        .order_by("person__name", "pk")
        .values_list("tie", "person__name")
    )
    found: dict[int, tuple[str, ...]] = {}
    for tie, name in rows:
        found[tie] = (*found.get(tie, ()), name)
    return found


def _proposals(place: Place) -> list[_Proposal]:
    """Return the open proposals of a place, whoever made them: who made the last version waits for the other."""
    last = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    rows = (
        Proposal.objects.filter(Q(proposer=place) | Q(addressee=place), closed_at__isnull=True)
        .annotate(
            last_by=Subquery(last.values("by")[:1]),
            last_at=Subquery(last.values("created_at")[:1]),
        )
        .order_by("created_at", "pk")
        .values_list("pk", "proposer", "addressee", "created_at", "last_by", "last_at")
    )
    found = []
    for number, proposer, addressee, made, last_by, last_at in rows:
        other = addressee if proposer == place.pk else proposer
        ours_to_answer = last_by == other
        found.append(_Proposal(number, other, (last_at or made).date(), ours_to_answer))
    return found


def _letters(place: Place) -> list[_Proposal]:
    """Return the proposals to which our acceptance was recorded from a letter, until we took a step ourselves."""
    rows = ProposalAnswer.objects.filter(
        by=place, on_paper=True, kind=ProposalAnswer.ACCEPTED, objected_at__isnull=True
    )
    rows = rows.exclude(proposal__agreements__drafts__by=place)
    rows = rows.exclude(
        Exists(
            Signature.objects.filter(
                agreement__proposal=OuterRef("proposal"), place=place, on_paper=False
            )
        )
    )
    sides = ("proposal", "proposal__proposer", "proposal__addressee", "created_at")
    return [
        _Proposal(
            number, addressee if proposer == place.pk else proposer, at.date(), ours_to_answer=True
        )
        for number, proposer, addressee, at in rows.order_by("pk").values_list(*sides)
    ]


def _agreements(place: Place, ties: Sequence[int]) -> dict[int, list[_Agreement]]:
    """Return the agreements in force, and those at which the two sides work, by tie."""
    signed = Signature.objects.filter(agreement=OuterRef("pk"), withdrawn_at__isnull=True)
    drafts = AgreementDraft.objects.filter(agreement=OuterRef("pk")).order_by("-number")
    rows = (
        Agreement.objects.filter(tie__in=ties, dropped_at__isnull=True)
        .annotate(
            ours_signed=Exists(signed.filter(place=place)),
            theirs_signed=Subquery(signed.exclude(place=place).values("signed_on")[:1]),
            signed_for_us=Subquery(
                unseen_signatures(place)
                .filter(agreement=OuterRef("pk"))
                .values("created_at")[:1]
            ),
            draft_by=Subquery(drafts.values("by")[:1]),
            draft_at=Subquery(drafts.values("created_at")[:1]),
        )
        .order_by("pk")
        .values(
            "pk", "tie", "in_force_on", "expires_on", "renewal", "years", "notice_months",
            "ours_signed", "theirs_signed", "draft_by", "draft_at", "signed_for_us",
        )
    )  # fmt: skip
    found: dict[int, list[_Agreement]] = {}
    for row in rows:
        prolonged = row["renewal"] == Agreement.AUTOMATIC
        theirs = row["draft_by"] is not None and row["draft_by"] != place.pk
        found.setdefault(row["tie"], []).append(
            _Agreement(
                number=row["pk"],
                in_force_on=row["in_force_on"],
                expires_on=row["expires_on"],
                prolonged_by=row["years"] if prolonged else None,
                notice_months=row["notice_months"],
                theirs_signed=row["theirs_signed"],
                ours_signed=row["ours_signed"],
                their_draft=row["draft_at"].date() if theirs else None,
                signed_for_us=row["signed_for_us"].date() if row["signed_for_us"] else None,
            )
        )
    return found


def _changes(place: Place, ties: Sequence[int]) -> dict[int, list[Change]]:
    """Return the changes that wait for us, and the renewals that were declared, by tie."""
    rows = Change.objects.filter(tie__in=ties).filter(
        (Q(state=Change.WAITING) & ~Q(by=place))
        | Q(state=Change.DONE, kind=ClaimKind.RENEWED, until__isnull=False)
    )
    found: dict[int, list[Change]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.tie_id, []).append(row)
    return found


def _plans(ties: Sequence[int], on: date) -> dict[int, OpenPlan]:
    """Return how much is still to be done in each tie."""
    late = Q(due_on__lt=on)
    rows = (
        PlanItem.objects.filter(plan__tie__in=ties, state=PlanItem.OPEN)
        .order_by()
        .values_list("plan__tie")
        .annotate(
            items=Count("pk"),
            overdue=Count("pk", filter=late),
            first=Min("due_on", filter=late),
            next=Min("due_on", filter=~late),
        )
    )
    return {tie: OpenPlan(*numbers) for tie, *numbers in rows}


def _loose(
    proposals: Iterable[_Proposal], partners: set[int], language: str
) -> list[LooseProposal]:
    """Return the open proposals with places that are no partners yet."""
    loose = [found for found in proposals if found.other not in partners]
    names = official_names(language)
    places = Place.objects.prefetch_related(names).in_bulk([found.other for found in loose])
    return [
        LooseProposal(
            found.number, places[found.other].local_name, places[found.other].country,
            found.since, found.ours_to_answer,
        )
        for found in loose
    ]  # fmt: skip


def dated_of(ties: Sequence[int], first: date, last: date) -> list[Dated]:
    """Return the planned items that are open and due, and the days of councils, from one day to another."""
    items = PlanItem.objects.filter(
        plan__tie__in=ties, state=PlanItem.OPEN, due_on__range=(first, last)
    ).values_list("plan__tie", "pk", "due_on", "title")
    councils = Approval.objects.filter(tie__in=ties, decided_on__range=(first, last)).values_list(
        "tie", "pk", "decided_on", "body"
    )
    return [
        *promises_due(ties, first, last),
        *(Dated(ComingKind.DUE, tie, pk, day, title) for tie, pk, day, title in items if day),
        *(Dated(ComingKind.COUNCIL, tie, pk, day, body) for tie, pk, day, body in councils if tie),
    ]
