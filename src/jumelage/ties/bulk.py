"""Recording what one source says about many ties at once.

The rules are those of :mod:`jumelage.ties.actions`; here they are applied a few thousand ties at a time, so that a
list of a million ties needs no more memory than one of a thousand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.bulk import insert_rows, reserve_ids, update_rows
from jumelage.core.clock import now, today
from jumelage.core.domain.dates import Span
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.places.models import Place
from jumelage.sources.models import ImportBatch, Source
from jumelage.ties.actions import (
    TIE_COLUMNS,
    columns_of,
    count_ties,
    country_then,
    refresh_ties,
)
from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.terms import ClaimKind, Side, Verification
from jumelage.ties.domain.validation import Draft, ParsedDraft, flags, parse_draft
from jumelage.ties.models import Claim, Tie
from jumelage.ties.permissions import require_may_record

#: So many ties are looked at together.
CHUNK = 5_000
#: So many values go into one statement.
FEW = 500
SUPERSEDED = "the source says otherwise now"

Ends = tuple[int, int]
ClaimKey = tuple[str, str, str]  # kind, side, when


@dataclass(frozen=True, slots=True)
class BulkClaim:
    """A claim about the tie of two places (ids). ``by`` is the place that acted, or ``None`` for both sides."""

    first: int
    second: int
    kind: str = ClaimKind.ATTESTED
    by: int | None = None
    when: str = ""
    form: str = ""
    locator: str = ""
    quote: str = ""
    note: str = ""

    @property
    def ends(self) -> Ends:
        """Both places, the smaller number first."""
        return (self.first, self.second) if self.first < self.second else (self.second, self.first)

    @property
    def side(self) -> Side:
        """The side that acted."""
        if self.by is None:
            return Side.BOTH
        return Side.A if self.by == self.ends[0] else Side.B


@dataclass(slots=True)
class Recorded:
    """What recording changed."""

    ties: int = 0  # new
    claims: int = 0  # new
    known: int = 0
    changed: int = 0  # claims superseded by what the source says now
    withdrawn: int = 0  # claims that a person has taken back: not recorded again
    seen_before: dict[str, list[int]] = field(default_factory=dict)  # by last_said_on, for undoing
    seen: set[int] = field(default_factory=set, repr=False)  # ids of the claims that were known


class TieRow(NamedTuple):
    """What recording needs of a tie."""

    pk: int
    country_a: str
    country_b: str


TIE_FIELDS = (
    "id", "place_a", "place_b", "country_a", "country_b", *TIE_COLUMNS, "created_at", "changed_at",
)  # fmt: skip
CLAIM_FIELDS = (
    "tie", "source", "kind", "side", "when", "form", "country_a_then", "country_b_then", "locator",
    "quote", "note", "verification", "flags", "counts_from", "last_said_on", "batch", "recorded_at",
    "created_at", "retracted_at", "retraction_reason", "retracted_in",
)  # fmt: skip


def _nothing(_done: int, _of: int) -> None:
    pass


def parsed(claim: BulkClaim) -> ParsedDraft | list[Problem]:
    """Return the claim's texts understood, or every reason for which it cannot be recorded."""
    if claim.first == claim.second:
        message = f"place {claim.first} cannot be twinned with itself ({claim.locator})"
        return [Problem("same_place", "", message)]
    return parse_draft(Draft(claim.kind, claim.side, claim.when, claim.form))


@atomic_action
def record_claims(
    *,
    actor: Actor,
    source: Source,
    batch: ImportBatch,
    claims: Sequence[BulkClaim],
    progress: Callable[[int, int], None] = _nothing,
) -> Recorded:
    """Record what a source says in one of its editions (the batch), all or nothing.

    What the source is on record for already stays as it is, and is marked as said again; a claim whose date the
    source now gives otherwise is retracted in favour of the new one; what a person has retracted is not recorded
    again.

    Args:
        claims: in any order; several may be about one tie.
        progress: told how many ties are done, of how many.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with the reasons of the first claim that cannot be recorded.
    """
    require_may_record(actor)
    wanted: dict[Ends, dict[ClaimKey, BulkClaim]] = {}
    for claim in claims:
        if claim.first == claim.second:
            raise RefusedError(*cast("list[Problem]", parsed(claim)))
        wanted.setdefault(claim.ends, {}).setdefault((claim.kind, claim.side, claim.when), claim)
    recording = _Recording(source, batch)
    ends = list(wanted)
    for start in range(0, len(ends), CHUNK):
        recording.record({pair: wanted[pair] for pair in ends[start : start + CHUNK]})
        progress(min(start + CHUNK, len(ends)), len(ends))
    count_ties(recording.tied_anew)
    recorded = recording.recorded
    if recorded.claims or recorded.changed:
        changes = {"claims": recorded.claims, "ties": recorded.ties, "batch": batch.pk}
        record(
            actor=actor, action="ties.record_claims", target=f"source:{source.key}", changes=changes
        )
    return recorded


class _Recording:
    """One edition of one source, being recorded."""

    def __init__(self, source: Source, batch: ImportBatch) -> None:
        self.source, self.batch = source, batch
        self.moment, self.day = now(), today()
        #: The day of this edition, if it is later than the source's first.
        edition = batch.retrieved or source.said_on
        self.edition: date | None = edition if edition > source.said_on else None
        self.recorded = Recorded()
        self.tied_anew: set[int] = set()  # places with a new tie: counted once, at the end
        self._countries: dict[int, str] = {}
        self._said_again: list[Claim] = []
        self._columns: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self._flags: dict[tuple[Any, ...], list[str]] = {}
        self._parsed: dict[tuple[str, ...], ParsedDraft] = {}

    def record(self, wanted: Mapping[Ends, Mapping[ClaimKey, BulkClaim]]) -> None:
        """Record the claims about some ties."""
        present = ties_by_ends(wanted)
        on_record = self._claims_of([tie.pk for tie in present.values()])
        created = self._create_ties({e: c for e, c in wanted.items() if e not in present})
        new: list[tuple[Any, ...]] = []
        touched: set[int] = set()
        for ends, drafts in wanted.items():
            tie = present.get(ends) or created[ends]
            fresh = self._sift(drafts, on_record.get(tie.pk, {}), touched)
            new += [self._row(tie, draft, list(drafts.values())) for draft in fresh]
            if fresh and ends in present:
                touched.add(tie.pk)
        insert_rows(Claim, CLAIM_FIELDS, new)
        touched |= self._keep_said_again()
        self.recorded.claims += len(new)
        refresh_ties(sorted(touched))
        self.tied_anew.update(place for ends in created for place in ends)

    def _claims_of(self, ids: Sequence[int]) -> dict[int, dict[ClaimKey, Claim]]:
        """Return what the source is on record for, retracted or not, by tie."""
        found: dict[int, dict[ClaimKey, Claim]] = {}
        for start in range(0, len(ids), FEW):
            rows = Claim.objects.filter(source=self.source, tie_id__in=ids[start : start + FEW])
            # A claim on record comes after the same one retracted, and takes its place.
            for claim in sorted(rows, key=lambda claim: claim.retracted_at is None):
                key = (claim.kind, claim.side, claim.when)
                found.setdefault(claim.tie_id, {})[key] = claim
        return found

    def _sift(
        self,
        drafts: Mapping[ClaimKey, BulkClaim],
        on_record: Mapping[ClaimKey, Claim],
        touched: set[int],
    ) -> list[BulkClaim]:
        """Return the claims that are new; mark those that are known, retract those that changed."""
        fresh = []
        again: list[Claim] = []
        for key, draft in drafts.items():
            known = on_record.get(key)
            if known is None or known.retracted_in_id is not None:
                fresh.append(draft)
            elif known.retracted_at is not None:
                self.recorded.withdrawn += 1
            else:
                again.append(known)
        self._mark(again)
        self._supersede(fresh, drafts, on_record, touched)
        return fresh

    def _mark(self, known: Sequence[Claim]) -> None:
        """Note that this edition says again what is on record."""
        self.recorded.known += len(known)
        self.recorded.seen.update(claim.pk for claim in known)
        for claim in known:
            if (
                self.edition
                and claim.batch_id
                and (claim.last_said_on or self.source.said_on) < self.edition
            ):
                self._said_again.append(claim)

    def _keep_said_again(self) -> set[int]:
        """Keep until when claims have been said. Returns the ties that this may change: those with events."""
        again, self._said_again = self._said_again, []
        for claim in again:
            before = claim.last_said_on.isoformat() if claim.last_said_on else ""
            self.recorded.seen_before.setdefault(before, []).append(claim.pk)
        update_rows(Claim, ["last_said_on"], [(self.edition, claim.pk) for claim in again])
        return with_events({claim.tie_id for claim in again})

    def _supersede(
        self,
        fresh: Sequence[BulkClaim],
        drafts: Mapping[ClaimKey, BulkClaim],
        on_record: Mapping[ClaimKey, Claim],
        touched: set[int],
    ) -> None:
        said = {(draft.kind, draft.side) for draft in fresh}
        gone = [
            claim
            for key, claim in on_record.items()
            if key not in drafts
            and key[:2] in said
            and claim.batch_id
            and claim.retracted_at is None
        ]
        reason = f"{SUPERSEDED} (import {self.batch.pk})"
        update_rows(
            Claim,
            ["retracted_at", "retraction_reason", "retracted_in"],
            [(self.moment, reason, self.batch.pk, claim.pk) for claim in gone],
        )
        self.recorded.changed += len(gone)
        self.recorded.seen.update(claim.pk for claim in gone)
        touched.update(claim.tie_id for claim in gone)

    def _create_ties(
        self, wanted: Mapping[Ends, Mapping[ClaimKey, BulkClaim]]
    ) -> dict[Ends, TieRow]:
        countries = self._countries
        new = {place for ends in wanted for place in ends} - countries.keys()
        countries.update(countries_of(new))
        ids = reserve_ids(Tie, len(wanted))
        ties = {
            ends: TieRow(pk, countries[ends[0]], countries[ends[1]])
            for pk, ends in zip(ids, wanted, strict=True)
        }
        insert_rows(
            Tie,
            TIE_FIELDS,
            (
                (
                    *(ties[ends].pk, *ends, ties[ends].country_a, ties[ends].country_b),
                    *self._columns_for(list(drafts.values())),
                    *(self.moment, self.moment),
                )
                for ends, drafts in wanted.items()
            ),
        )
        self.recorded.ties += len(ties)
        return ties

    def _columns_for(self, drafts: Sequence[BulkClaim]) -> tuple[Any, ...]:
        """Return the columns of a tie of which only these claims are known. Most ties of a list are alike."""
        shape = tuple((draft.kind, draft.side, draft.when, draft.form) for draft in drafts)
        if shape not in self._columns:
            claims = [self._for_arithmetic(draft, n) for n, draft in enumerate(drafts)]
            columns = columns_of(claims, self.day)
            self._columns[shape] = tuple(columns[name] for name in TIE_COLUMNS)
        return self._columns[shape]

    def _understood(self, draft: BulkClaim) -> ParsedDraft:
        shape = (draft.kind, draft.side, draft.when, draft.form)
        if shape not in self._parsed:
            result = parsed(draft)
            if isinstance(result, list):
                raise RefusedError(*result)
            self._parsed[shape] = result
        return self._parsed[shape]

    def _for_arithmetic(self, draft: BulkClaim, number: int) -> arithmetic.Claim:
        understood = self._understood(draft)
        return arithmetic.Claim(
            id=number,
            kind=understood.kind,
            side=understood.side,
            authority=self.source.authority_enum,
            said_on=self.source.said_on,
            recorded_at=self.moment,
            when=understood.when,
            form=understood.form,
        )

    def _row(
        self, tie: TieRow, draft: BulkClaim, all_drafts: Sequence[BulkClaim]
    ) -> tuple[Any, ...]:
        """Return a claim as a row of :data:`CLAIM_FIELDS`."""
        said = self._understood(draft)
        span = said.when.span if said.when else Span.of_day(self.source.said_on)
        then = (
            country_then(tie.country_a, span, said.kind),
            country_then(tie.country_b, span, said.kind),
        )
        counts_from = self._for_arithmetic(draft, 0).counts_from
        flagged = self._flags_of(draft, all_drafts)
        return (
            tie.pk, self.source.pk, said.kind, said.side, draft.when, said.form, *then,
            draft.locator, draft.quote, draft.note, Verification.IMPORTED, flagged, counts_from,
            None, self.batch.pk, self.moment, self.moment, None, "", None,
        )  # fmt: skip

    def _flags_of(self, draft: BulkClaim, all_drafts: Sequence[BulkClaim]) -> list[str]:
        others = [self._understood(other) for other in all_drafts if other is not draft]
        mine = self._understood(draft)
        shape = (mine, *others)
        if shape not in self._flags:
            found = flags(mine, others, said_on=self.source.said_on, today=self.day)
            self._flags[shape] = [str(flag) for flag in found]
        return self._flags[shape]


def ties_by_ends(wanted: Mapping[Ends, object]) -> dict[Ends, TieRow]:
    """Return those of the wanted ties that exist, by their ends (ids of places, the smaller first)."""
    firsts = sorted({first for first, _ in wanted})
    found = {}
    for start in range(0, len(firsts), FEW):
        rows = Tie.objects.filter(place_a_id__in=firsts[start : start + FEW])
        for pk, *ends, a, b in rows.values_list(
            "pk", "place_a_id", "place_b_id", "country_a", "country_b"
        ):
            if tuple(ends) in wanted:
                found[ends[0], ends[1]] = TieRow(pk, a, b)
    return found


def with_events(tie_ids: set[int]) -> set[int]:
    """Return those of these ties of which any source reports more than that they are there."""
    ids = sorted(tie_ids)
    found: set[int] = set()
    for start in range(0, len(ids), FEW):
        rows = Claim.objects.filter(tie_id__in=ids[start : start + FEW])
        found.update(rows.exclude(kind=ClaimKind.ATTESTED).values_list("tie_id", flat=True))
    return found


def countries_of(places: set[int]) -> dict[int, str]:
    """Return the country codes of places, by id."""
    ids = sorted(places)
    found: dict[int, str] = {}
    for start in range(0, len(ids), FEW):
        rows = Place.objects.filter(pk__in=ids[start : start + FEW])
        found.update(rows.values_list("pk", "country"))
    return found


def vanished(source: Source, seen: set[int], before: datetime) -> Iterator[Claim]:
    """Yield the imported claims of a source, on record before, that its new edition does not repeat.

    Args:
        seen: ids of the claims that it does repeat, or says otherwise.
        before: only claims entered before this moment.
    """
    rows = Claim.objects.filter(
        source=source, batch__isnull=False, retracted_at__isnull=True, recorded_at__lt=before
    ).select_related("tie__place_a", "tie__place_b")
    for claim in rows.order_by("pk").iterator(chunk_size=2000):
        if claim.pk not in seen:
            yield claim
