"""The monthly e-mail to those who act for a place: what changed, what waits, what is coming.

Each membership gets one e-mail for a month, or none if there is nothing to say. That it is done is written in the same
transaction in which the message is put into the queue: the job can be broken off at any moment and started again, also
twice at once, and nobody gets a month twice.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override

from jumelage.core import mail
from jumelage.core.clock import now, today
from jumelage.core.domain.dates import add_months
from jumelage.memberships.models import Membership
from jumelage.places.models import Place
from jumelage.ties.wording import say_date, say_day
from jumelage.workspace.domain.anniversaries import anniversaries_within
from jumelage.workspace.domain.coming import ComingKind, Month, coming_within
from jumelage.workspace.domain.portfolio import Row, in_order, summary_of
from jumelage.workspace.domain.warnings import Urgency
from jumelage.workspace.models import DigestChoice, DigestDone
from jumelage.workspace.portfolio.actions import unsubscribe_token
from jumelage.workspace.portfolio.coming_words import say_coming
from jumelage.workspace.portfolio.links import tie_address
from jumelage.workspace.portfolio.news import News, news_of
from jumelage.workspace.portfolio.queries import Portfolio, dated_of, portfolio_of
from jumelage.workspace.portfolio.wording import (
    say_month,
    say_size,
    say_state,
    say_warning,
    say_years,
)

logger = logging.getLogger(__name__)
#: So many warnings, and so many news, stand in the e-mail; the rest is on the page.
MOST = 12
MONTHS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the e-mail: about which partner, what, and where to go on."""

    name: str
    text: str
    link: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """What the e-mail of a place says."""

    place: Place
    month: str
    sentences: list[str]
    news: News
    warnings: list[Line]
    more_warnings: int
    anniversaries: list[Line]
    coming: list[Line]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write about."""
        return not (self.news.lines or self.warnings or self.anniversaries or self.coming)


def send_digests() -> int:
    """Send the e-mail of last month to all who want it and have not had it; return how many were sent.

    One that fails keeps nobody else's back; it is tried again when the job is done the next time.

    Raises:
        RuntimeError: some failed. What went wrong is in the log.
    """
    month = Month.before(today())
    numbers = list(_waiting(month).order_by("pk").values_list("pk", flat=True))
    sent = failed = 0
    for number in numbers:
        try:
            sent += _send(number, month)
        except Exception:
            logger.exception("The monthly e-mail of membership %s failed.", number)
            failed += 1
    if failed:
        raise RuntimeError(f"{failed} monthly e-mails could not be made")
    return sent


def _waiting(month: Month) -> QuerySet[Membership]:
    """Return the memberships of places whose e-mail for a month is not done."""
    done = DigestDone.objects.filter(membership=OuterRef("pk"), month=month.key)
    unwanted = DigestChoice.objects.filter(membership=OuterRef("pk"), wanted=False)
    return Membership.objects.filter(
        ~Exists(done),
        ~Exists(unwanted),
        state=Membership.ACTIVE,
        place__isnull=False,
        user__is_active=True,
    ).select_related("user", "place")


def _send(number: int, month: Month) -> bool:
    membership = _waiting(month).filter(pk=number).first()
    if membership is None or membership.place is None:
        return False
    language = membership.user.mail_language
    with override(language):
        digest = digest_of(membership.place, month, today(), language)
        context = {
            "digest": digest,
            "person": membership.user,
            "portfolio_link": mail.absolute(reverse("workspace:portfolio", args=[digest.place.pk])),
            "unsubscribe_link": _unsubscribe_link(membership),
        }
    with transaction.atomic():
        Membership.objects.select_for_update().get(pk=number)
        if not _waiting(month).filter(pk=number).exists():
            return False  # another worker was faster, or it was switched off meanwhile
        DigestDone.objects.create(
            membership=membership, month=month.key, was_sent=not digest.is_empty, done_at=now()
        )
        if not digest.is_empty:
            mail.send(
                to=membership.user.email,
                template="workspace/portfolio/mail/digest",
                context=context,
                language=language,
                headers={
                    "List-Unsubscribe": f"<{context['unsubscribe_link']}>",
                    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                },
            )
    return not digest.is_empty


def _unsubscribe_link(membership: Membership) -> str:
    token = unsubscribe_token(membership)
    return mail.absolute(reverse("workspace:unsubscribe", args=[token]))


def digest_of(place: Place, month: Month, on: date, language: str) -> Digest:
    """Return what the e-mail of a place says, in the language that is active."""
    portfolio = portfolio_of(place, on, language)
    rows = in_order(portfolio.rows, "warnings")
    warnings = _warnings(portfolio, rows)
    summary = summary_of(portfolio.rows, on)
    until = add_months(on, MONTHS_AHEAD)
    return Digest(
        place=place,
        month=say_month(month),
        sentences=[say_size(summary), *say_state(summary)] if portfolio.rows else [],
        news=news_of(portfolio, month, MOST),
        warnings=warnings[:MOST],
        more_warnings=max(0, len(warnings) - MOST),
        anniversaries=_anniversaries(portfolio, on, until),
        coming=_coming(portfolio, on, until),
    )


def _warnings(portfolio: Portfolio, rows: Iterable[Row]) -> list[Line]:
    """Return what is urgent of all ties before what is less so. Gaps that can wait are left to the page."""
    found = [
        (warning.rank, Line(
            row.facts.name, say_warning(warning), _link(portfolio, row.facts.tie),
            is_urgent=warning.urgency is Urgency.NOW,
        ))
        for row in rows
        for warning in row.warnings
        if warning.urgency is not Urgency.LATER
    ]  # fmt: skip
    found.sort(key=lambda pair: pair[0])
    return [line for _rank, line in found]


def _anniversaries(portfolio: Portfolio, first: date, last: date) -> list[Line]:
    """Return the anniversaries ahead, round ones first. One known to the year alone is told in its January."""
    found = []
    for facts in portfolio.facts:
        if not facts.is_alive:
            continue
        for anniversary in anniversaries_within(facts.since, first, last):
            if anniversary.span.earliest >= first.replace(day=1):
                text = gettext("%(years)s, %(date)s") % {
                    "years": say_years(anniversary.years),
                    "date": say_date(anniversary.edtf),
                }
                order = (not anniversary.is_round, anniversary.span.earliest, facts.name)
                line = Line(facts.name, text, _link(portfolio, facts.tie), anniversary.is_round)
                found.append((order, line))
    return [line for _order, line in sorted(found, key=lambda pair: pair[0])]


def _coming(portfolio: Portfolio, first: date, last: date) -> list[Line]:
    entries = coming_within(
        portfolio.facts, dated_of(list(portfolio.ties), first, last), first, last
    )
    return [
        Line(say_day(entry.day), say_coming(entry), _link(portfolio, entry.tie))
        for entry in entries
        if entry.kind is not ComingKind.ANNIVERSARY
    ]


def _link(portfolio: Portfolio, tie: int) -> str:
    return mail.absolute(tie_address(portfolio.place.pk, portfolio.ties[tie]))
