"""Writing ties: claims are added and retracted; the standing of a tie follows from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.bulk import update_rows
from jumelage.core.clock import now, today
from jumelage.core.domain.dates import Span, parse_date
from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.documents.models import Document
from jumelage.places.domain.countries import country_on
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.terms import ClaimKind, Form, Side, Verification
from jumelage.ties.domain.validation import Draft, ParsedDraft, flags, parse_draft
from jumelage.ties.models import Claim, Objection, ReportedFigure, Tie
from jumelage.ties.permissions import require_may_record, require_may_retract

#: How many ties are read and written at once when many are refreshed.
CHUNK = 500
#: The columns of a tie that follow from its claims.
TIE_COLUMNS = (
    "legal_a", "legal_b", "legal", "form", "since", "since_year", "attested_from", "changed_on", "last_activity",
    "disputed", "stale_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimData:
    """A claim as somebody wants to record it.

    ``by`` is the place that acted (suspended, approved …), or ``None`` where the claim is about both sides. ``when`` is
    EDTF or empty. ``recorded_at`` is given only for files compiled later than their claims were on record.
    ``document`` shows what is claimed; ``entered_for`` is the place whose officer records it, ``is_joint`` whether both
    sides declared it together.
    """

    source: Source
    place_a: Place
    place_b: Place
    kind: str
    by: Place | None = None
    when: str = ""
    form: str = ""
    locator: str = ""
    quote: str = ""
    note: str = ""
    verification: str = Verification.READ
    recorded_at: datetime | None = None
    document: Document | None = None
    entered_for: Place | None = None
    is_joint: bool = False


def problems_with(data: ClaimData) -> ParsedDraft | list[Problem]:
    """Return the claim's texts understood, or every reason for which it cannot be recorded."""
    problems = []
    if data.place_a.pk == data.place_b.pk:
        problems.append(
            Problem("same_place", "place_b", f"{data.place_a} cannot be twinned with itself")
        )
    if data.by is not None and data.by.pk not in {data.place_a.pk, data.place_b.pk}:
        problems.append(
            Problem("foreign_side", "side", f"{data.by} is on neither side of this tie")
        )
    if data.recorded_at is not None and data.recorded_at > now():
        problems.append(Problem("future", "recorded_at", "a claim cannot be recorded tomorrow"))
    if data.verification not in set(Verification):
        problems.append(
            Problem("verification", "verification", f"“{data.verification}” is not known")
        )
    first = min((data.place_a, data.place_b), key=lambda place: place.pk)
    side = "" if data.by is None else ("a" if data.by.pk == first.pk else "b")
    parsed = parse_draft(Draft(kind=data.kind, side=side, when=data.when, form=data.form))
    if isinstance(parsed, list):
        return problems + parsed
    return problems or parsed


@atomic_action
def record_claim(*, actor: Actor, data: ClaimData) -> tuple[Claim, bool]:
    """Record what a source says about a tie, and bring the tie's standing up to date.

    The tie comes into being with its first claim. The same claim of the same source is recorded once.

    Returns:
        The claim, and whether it is new.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_record(actor, data.place_a, data.place_b)
    parsed = problems_with(data)
    if isinstance(parsed, list):
        raise RefusedError(*parsed)
    tie = _tie_between(data.place_a, data.place_b)
    present = Claim.objects.filter(
        tie=tie,
        source=data.source,
        kind=parsed.kind,
        side=parsed.side,
        when=data.when.strip(),
        retracted_at__isnull=True,
    ).first()
    if present:
        return present, False
    span = parsed.when.span if parsed.when else Span.of_day(data.source.said_on)
    claim = Claim(
        tie=tie,
        source=data.source,
        kind=parsed.kind,
        side=parsed.side,
        when=data.when.strip(),
        form=parsed.form,
        country_a_then=country_then(tie.country_a, span, parsed.kind),
        country_b_then=country_then(tie.country_b, span, parsed.kind),
        locator=data.locator,
        quote=data.quote,
        note=data.note,
        verification=data.verification,
        recorded_at=data.recorded_at or now(),
        document=data.document,
        entered_for=data.entered_for,
        is_joint=data.is_joint,
    )
    claim.counts_from = claim.for_arithmetic().counts_from
    claim.save()
    refresh_ties([tie.pk])
    record(
        actor=actor,
        action="ties.record_claim",
        target=f"tie:{tie.pk}",
        changes={"claim": claim.pk, "kind": claim.kind, "source": data.source.key},
        acting_for=str(data.entered_for or ""),
        places=[tie.place_a_id, tie.place_b_id],
    )
    return claim, True


def country_then(country: str, span: Span, kind: ClaimKind) -> str:
    """Return the state of which a place was a part on the claim's last day; empty if it is today's."""
    then = country_on(country, span.latest) if kind is not ClaimKind.ATTESTED else country
    return "" if then == country else then


def _tie_between(place_x: Place, place_y: Place) -> Tie:
    first, second = sorted((place_x, place_y), key=lambda place: place.pk)
    tie, created = Tie.objects.get_or_create(
        place_a=first,
        place_b=second,
        defaults={"country_a": first.country, "country_b": second.country},
    )
    if created:
        count_ties([first.pk, second.pk])
    return tie


@atomic_action
def retract_claim(*, actor: Actor, claim: Claim, reason: str) -> Claim:
    """Take a wrong claim back. It stays readable, with the reason; the standing follows from the rest.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: no reason was given, or the claim was retracted before.
    """
    require_may_retract(actor, claim)
    if not reason.strip():
        raise RefusedError(Problem("reason", "reason", "say why the claim is taken back"))
    if claim.retracted_at is not None:
        raise RefusedError(Problem("retracted", "", "the claim was taken back before"))
    claim.retracted_at = now()
    claim.retraction_reason = reason.strip()
    claim.save(update_fields=["retracted_at", "retraction_reason"])
    # Whoever disputed it has been proved right, whatever the reason.
    Objection.objects.filter(claim=claim, state=Objection.OPEN).update(
        state=Objection.UPHELD, decided_by=actor.label, decided_at=claim.retracted_at
    )
    refresh_ties([claim.tie_id])
    record(
        actor=actor,
        action="ties.retract_claim",
        target=f"tie:{claim.tie_id}",
        changes={"claim": claim.pk},
        reason=claim.retraction_reason,
        acting_for=str(claim.entered_for or ""),
        places=[claim.tie.place_a_id, claim.tie.place_b_id],
    )
    return claim


def columns_of(claims: Sequence[arithmetic.Claim], on: date) -> dict[str, Any]:
    """Return the columns of a tie that follow from its claims, for its standing on the day ``on``."""
    result = arithmetic.standing(claims, on, on)
    later = (claim.counts_from for claim in claims if claim.counts_from > on)
    return {
        "legal_a": result.a.legal,
        "legal_b": result.b.legal,
        "legal": result.legal,
        "form": result.form,
        "since": result.since.text if result.since else "",
        "since_year": result.since.year if result.since else None,
        "attested_from": result.attested_from,
        "changed_on": result.changed_on,
        "last_activity": result.last_activity,
        "disputed": result.disputed,
        "stale_from": min(later, default=None),
    }


def refresh_ties(tie_ids: Sequence[int]) -> list[int]:
    """Bring the columns and flags of these ties in line with their claims.

    Returns:
        The ids of the ties that were different.
    """
    different = []
    day, moment = today(), now()
    for start in range(0, len(tie_ids), CHUNK):
        ids = tie_ids[start : start + CHUNK]
        by_tie = live_claims(ids)
        rows: list[tuple[Any, ...]] = []
        for tie in Tie.objects.filter(pk__in=ids):
            claims = by_tie.get(tie.pk, [])
            columns = columns_of([claim.for_arithmetic() for claim in claims], day)
            changed = [name for name, value in columns.items() if getattr(tie, name) != value]
            _refresh_derived(claims, day)
            if changed:
                different.append(tie.pk)
                rows.append((*(columns[name] for name in TIE_COLUMNS), moment, tie.pk))
        update_rows(Tie, [*TIE_COLUMNS, "changed_at"], rows)
    return different


def live_claims(tie_ids: Sequence[int]) -> dict[int, list[Claim]]:
    """Return the claims of these ties that are not retracted, with their sources, by tie."""
    by_tie: dict[int, list[Claim]] = {}
    rows = Claim.objects.filter(tie_id__in=tie_ids, retracted_at__isnull=True)
    for claim in rows.select_related("source"):
        by_tie.setdefault(claim.tie_id, []).append(claim)
    return by_tie


def _refresh_derived(claims: Sequence[Claim], day: date) -> None:
    """Bring what is kept with claims, their flags and the day from which they count, up to date."""
    drafts = {
        claim.pk: ParsedDraft(
            ClaimKind(claim.kind),
            Side(claim.side),
            parse_date(claim.when) if claim.when else None,
            Form(claim.form),
        )
        for claim in claims
    }
    for claim in claims:
        others = [draft for pk, draft in drafts.items() if pk != claim.pk]
        found = flags(drafts[claim.pk], others, said_on=claim.source.said_on, today=day)
        derived = {
            "flags": [str(flag) for flag in found],
            "counts_from": claim.for_arithmetic().counts_from,
        }
        changed = [name for name, value in derived.items() if getattr(claim, name) != value]
        for name in changed:
            setattr(claim, name, derived[name])
        if changed:
            claim.save(update_fields=changed)


def count_ties(place_ids: Iterable[int]) -> None:
    """Bring the number of ties kept with these places up to date."""
    ids = sorted(place_ids)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        counts: dict[int, int] = dict.fromkeys(chunk, 0)
        for side in ("place_a", "place_b"):
            tied = Tie.objects.filter(**{f"{side}__in": chunk}).values_list(side)
            for place, number in tied.annotate(Count("pk")):
                counts[place] += number
        kept = dict(Place.objects.filter(pk__in=chunk).values_list("pk", "tie_count"))
        rows = [(counts[pk], pk) for pk, number in kept.items() if counts[pk] != number]
        update_rows(Place, ["tie_count"], rows)


def refresh_stale() -> list[int]:
    """Refresh the ties for which a claim has begun to count since they were last looked at."""
    return refresh_ties(
        list(Tie.objects.filter(stale_from__lte=today()).values_list("pk", flat=True))
    )


@dataclass(frozen=True, slots=True)
class FigureData:
    """A published total about a pair of countries. ``on`` is EDTF; ``bound`` is ``""``, ``">="`` or ``"~"``."""

    source: Source
    country_a: str
    country_b: str
    on: str
    counts_a: Mapping[str, int]
    counts_b: Mapping[str, int]
    ties: int | None = None
    bound: str = ""
    quote: str = ""
    note: str = ""
    verification: str = Verification.READ
    recorded_at: datetime | None = None


@atomic_action
def record_figure(*, actor: Actor, data: FigureData) -> tuple[ReportedFigure, bool]:
    """Record a total that somebody published; the one of the same source, countries and day is brought up to date.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_record(actor)
    parsed = parse_draft(Draft(kind=ClaimKind.ATTESTED, when=data.on))
    if isinstance(parsed, list):
        raise RefusedError(*parsed)
    if parsed.when is None:
        raise RefusedError(Problem("date", "on", "a figure needs the date of which it speaks"))
    values = {
        "on_day": min(parsed.when.span.latest, data.source.said_on),
        "counts_a": dict(data.counts_a),
        "counts_b": dict(data.counts_b),
        "ties": data.ties,
        "bound": data.bound,
        "quote": data.quote,
        "note": data.note,
        "verification": data.verification,
    }
    keys = {
        "source": data.source,
        "country_a": data.country_a,
        "country_b": data.country_b,
        "on": data.on,
    }
    figure = ReportedFigure.objects.filter(**keys).first()
    if figure and all(getattr(figure, name) == value for name, value in values.items()):
        return figure, False
    figure, _ = ReportedFigure.objects.update_or_create(
        **keys,
        defaults=values,
        create_defaults={**values, "recorded_at": data.recorded_at or now()},
    )
    record(
        actor=actor,
        action="ties.record_figure",
        target=f"source:{data.source.key}",
        changes={"on": data.on},
    )
    return figure, True
