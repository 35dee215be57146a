"""What invented sources say about invented ties, and the columns that follow by the registry's own arithmetic."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from jumelage.core.domain.dates import parse_date
from jumelage.places.domain.countries import country_on
from jumelage.sources.domain.authority import Authority
from jumelage.ties.actions import columns_of
from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.terms import ClaimKind, Form, Side
from jumelage.ties.domain.validation import ParsedDraft, flags

#: The day on which all invented lists, registers and reports spoke, and when the lists were imported.
LISTED = date(2026, 2, 15)
REGISTERED = date(2025, 6, 30)
REPORTED = date(2024, 3, 31)
IMPORTED_AT = datetime(2026, 2, 16, 9, tzinfo=UTC)
#: Shares of ties: with a dated signature; and of these with an end or suspension, or an activity, besides.
SIGNED, BROKEN, ACTIVE = 0.5, 0.06, 0.04
FORMS = ("twinning",) * 14 + ("partnership",) * 3 + ("friendship",) * 2 + ("",)
SAID_ON = {
    Authority.WIKIPEDIA: LISTED,
    Authority.REGISTER: REGISTERED,
    Authority.PRESS: REPORTED,
}


@dataclass(frozen=True, slots=True)
class Said:
    """One claim of a history, whatever the tie: what, by whom on which side, when, and by what kind of source."""

    kind: ClaimKind
    authority: Authority
    side: Side = Side.BOTH
    when: str = ""
    form: str = ""


History = tuple[Said, ...]
ATTESTED = Said(ClaimKind.ATTESTED, Authority.WIKIPEDIA)


def invent_histories(number: int, seed: int) -> Iterator[History]:
    """Yield what is said about each tie: an attestation, half of them with a signature, some with more."""
    dice = random.Random(seed + 3)
    for _ in range(number):
        if dice.random() >= SIGNED:
            yield (ATTESTED,)
            continue
        year = 2024 - int(abs(dice.gauss(0, 22)))
        said = [
            ATTESTED,
            Said(
                ClaimKind.SIGNED,
                Authority.REGISTER,
                when=_when(dice, year),
                form=dice.choice(FORMS),
            ),
        ]
        fate = dice.random()
        if fate < BROKEN:
            kind = dice.choice((ClaimKind.SUSPENDED, ClaimKind.ENDED))
            side = dice.choice((Side.A, Side.B, Side.BOTH))
            when = str(dice.randint(min(year + 1, 2023), 2023))
            said.append(Said(kind, Authority.PRESS, side, when))
        elif fate < BROKEN + ACTIVE:
            when = str(dice.randint(min(year, 2023), 2023))
            said.append(Said(ClaimKind.ACTIVE, Authority.PRESS, when=when))
        yield tuple(said)


def _when(dice: random.Random, year: int) -> str:
    exact = dice.random()
    if exact < 0.6:
        return str(year)
    month = dice.randint(1, 12)
    return f"{year}-{month:02}" if exact < 0.75 else f"{year}-{month:02}-{dice.randint(1, 28):02}"


def _for_arithmetic(said: Said, number: int) -> arithmetic.Claim:
    return arithmetic.Claim(
        id=number,
        kind=said.kind,
        side=said.side,
        authority=said.authority,
        said_on=SAID_ON[said.authority],
        recorded_at=IMPORTED_AT,
        when=parse_date(said.when) if said.when else None,
        form=Form(said.form),
    )


#: The columns of a tie that follow from its claims, in this order.
TIE_COLUMNS = (
    "legal_a", "legal_b", "legal", "form", "since", "since_year", "attested_from", "changed_on",
    "last_activity", "disputed", "stale_from",
)  # fmt: skip


@cache
def kept_columns(history: History, today: date) -> tuple[Any, ...]:
    """Return the values of :data:`TIE_COLUMNS`, as the registry's own action works them out."""
    columns = columns_of([_for_arithmetic(said, n) for n, said in enumerate(history)], today)
    return tuple(columns[name] for name in TIE_COLUMNS)


@cache
def derived(history: History, position: int, today: date) -> tuple[str, date]:
    """Return what is kept with a claim: its flags as JSON, and the day from which it counts."""
    claims = [_for_arithmetic(said, n) for n, said in enumerate(history)]
    drafts = [ParsedDraft(c.kind, c.side, c.when, c.form) for c in claims]
    others = drafts[:position] + drafts[position + 1 :]
    claim = claims[position]
    found = flags(drafts[position], others, said_on=claim.said_on, today=today)
    text = ", ".join(f'"{flag}"' for flag in found)
    return f"[{text}]", claim.counts_from


@cache
def state_then(country: str, when: str) -> str:
    """Return the state of which the country was a part then, if it was another one than today's."""
    then = country_on(country, parse_date(when).span.latest)
    return "" if then == country else then


def moments(number: int, seed: int) -> Sequence[str]:
    """Return times at which claims were entered, in the last years before the lists were imported, and after."""
    dice = random.Random(seed + 4)
    span = timedelta(days=6 * 365).total_seconds()
    begin = IMPORTED_AT - timedelta(days=5 * 365)
    return [
        (begin + timedelta(seconds=round(dice.random() * span))).isoformat() for _ in range(number)
    ]
