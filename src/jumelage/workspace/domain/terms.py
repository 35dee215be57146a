"""How long an agreement holds: when its term ends, whether it is then prolonged, until when notice can be given."""

from dataclasses import dataclass
from datetime import date

from jumelage.agreements.domain.expiry import expiry_on, last_notice
from jumelage.agreements.domain.texts import Renewal


@dataclass(frozen=True, slots=True)
class Term:
    """The present term of an agreement.

    ``notice_by`` is the last day on which one side can give notice before the term ends; none if it has passed or there
    is no period of notice.
    """

    ends_on: date
    prolonged: bool  # by itself, unless one side gives notice
    notice_by: date | None
    is_over: bool  # it has ended, and was not prolonged


def present_term(
    *, expires_on: date | None, prolonged_by_years: int | None, notice_months: int, on: date
) -> Term | None:
    """Return the term of an agreement in which a day lies; ``None`` if it was made for an unlimited time.

    Args:
        expires_on: the last day of the term on record.
        prolonged_by_years: by how many years it is prolonged each time; ``None`` if it is not.
        notice_months: so long before the end notice has to be given.
        on: the day asked about.
    """
    if expires_on is None:
        return None
    renewal = Renewal.AUTOMATIC if prolonged_by_years else Renewal.EXPRESS
    ends = expiry_on(expires_on, renewal, prolonged_by_years, on) or expires_on
    notice = last_notice(ends, notice_months)
    has_notice = notice_months > 0 and notice >= on
    prolonged = renewal is Renewal.AUTOMATIC
    return Term(ends, prolonged, notice if has_notice else None, is_over=ends < on)
