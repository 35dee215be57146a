"""What one source says about a tie beside what another says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jumelage.core.domain.dates import EdtfDate
from jumelage.ties.domain.standing import Claim, DisputeAbout, combine, standing
from jumelage.ties.domain.terms import Form, Legal


class Part(StrEnum):
    """The parts of a comparison of two sources: this one (here) and the other (there)."""

    DIFFERS = "differs"  # both name the tie, and say different things about it
    ONLY_HERE = "only-here"  # only this one names it, though the other names one of its places
    ONLY_THERE = "only-there"
    BEYOND_HERE = "beyond-here"  # only this one names it, and the other names neither of its places
    BEYOND_THERE = "beyond-there"

    @property
    def is_beyond(self) -> bool:
        """Whether the other source is silent about the places too, so that its silence means nothing."""
        return self in {Part.BEYOND_HERE, Part.BEYOND_THERE}

    @property
    def is_there(self) -> bool:
        """Whether the ties are those that only the other source names."""
        return self in {Part.ONLY_THERE, Part.BEYOND_THERE}


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says about a tie, all its claims together; what it does not say is unknown or ``None``."""

    legal_a: Legal
    legal_b: Legal
    form: Form
    since: EdtfDate | None
    named_until: date | None  # the last day on which the source, or a later edition of it, speaks

    @property
    def legal(self) -> Legal:
        """The two sides together."""
        return combine(self.legal_a, self.legal_b)


def said(claims: Iterable[Claim], on: date) -> Said | None:
    """Return what the claims of one source say about a tie on a day, as known on that day; ``None`` if nothing."""
    known = [claim for claim in claims if claim.is_known(on)]
    if not known:
        return None
    found = standing(known, on, on)
    days = [max(claim.said_on, claim.last_said_on or claim.said_on) for claim in known]
    return Said(found.a.legal, found.b.legal, found.form, found.since, max(days))


def differing(here: Said | None, there: Said | None) -> tuple[DisputeAbout, ...]:
    """Return what two sources differ on. What only one of them says anything about is no difference."""
    if here is None or there is None:
        return ()
    about = []
    sides = ((here.legal_a, there.legal_a), (here.legal_b, there.legal_b))
    if any(Legal.NONE not in pair and pair[0] is not pair[1] for pair in sides):
        about.append(DisputeAbout.STANDING)
    if here.since and there.since and not here.since.span.overlaps(there.since.span):
        about.append(DisputeAbout.SINCE)
    if Form.UNKNOWN not in (here.form, there.form) and here.form is not there.form:
        about.append(DisputeAbout.FORM)
    return tuple(about)
