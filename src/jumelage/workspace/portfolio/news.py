"""What changed in a month in the ties of a place: what came on record, and what was taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.db.models import Q
from django.utils.translation import gettext

from jumelage.core import mail
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.models import Claim
from jumelage.ties.queries import other_side
from jumelage.ties.wording import say_claim, say_date
from jumelage.workspace.domain.coming import Month
from jumelage.workspace.portfolio.links import tie_address
from jumelage.workspace.portfolio.queries import Portfolio


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One thing that came on record: about which partner, what, and who says so."""

    name: str
    text: str
    source: str
    link: str


@dataclass(frozen=True, slots=True)
class News:
    """The news of a month; ``more`` were left out."""

    lines: list[NewsLine]
    more: int = 0


def news_of(portfolio: Portfolio, month: Month, most: int) -> News:
    """Return what came on record in a month, or was taken back, the newest first.

    Lists that merely name a tie again are no news: only events are told.
    """
    first, last = (datetime.combine(day, time(), UTC) for day in (month.first, month.next_first))
    within = Q(created_at__gte=first, created_at__lt=last, retracted_at__isnull=True)
    taken_back = Q(retracted_at__gte=first, retracted_at__lt=last)
    rows = (
        Claim.objects.filter(within | taken_back, tie__in=list(portfolio.ties))
        .exclude(kind=ClaimKind.ATTESTED)
        .select_related("source")
        .order_by("-created_at", "-pk")
    )
    claims = list(rows[: most + 1])
    more = rows.count() - most if len(claims) > most else 0
    return News([_line(portfolio, claim) for claim in claims[:most]], more)


def _line(portfolio: Portfolio, claim: Claim) -> NewsLine:
    tie = portfolio.ties[claim.tie_id]
    other = other_side(tie, portfolio.place)
    by = {"a": tie.place_a.local_name, "b": tie.place_b.local_name}.get(claim.side, "")
    text = say_claim(claim.kind, by)
    if claim.when:
        text = gettext("%(what)s, %(date)s") % {"what": text, "date": say_date(claim.when)}
    if claim.retracted_at:
        text = gettext("Taken back: %(what)s") % {"what": text}
    link = mail.absolute(tie_address(portfolio.place.pk, tie))
    return NewsLine(other.local_name, text, claim.source.title, link)
