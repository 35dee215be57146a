"""The portfolio as a table: each row in words, for the page and for CSV."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from jumelage.core.domain.dates import parse_date
from jumelage.core.domain.text import csv_cell
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Activity
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES, Tie
from jumelage.workspace.domain.anniversaries import Anniversary
from jumelage.workspace.domain.portfolio import Row
from jumelage.workspace.domain.terms import Term
from jumelage.workspace.domain.warnings import Urgency
from jumelage.workspace.portfolio.links import tie_address
from jumelage.workspace.portfolio.wording import (
    ACTIVITY_WORDS,
    say_anniversary,
    say_short,
    say_short_date,
    say_warning,
    say_years,
)


@dataclass(frozen=True, slots=True)
class WarningShown:
    """A warning as a sentence."""

    text: str
    kind: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row of the page. What the template shows is in words already; ``row`` is what they come from."""

    row: Row
    link: str
    form: str
    since: str  # short, as all dates of the table
    named_in: int | None  # the year of the first mention, where no source says since when
    standings: tuple[tuple[str, str, str], ...]  # whose (empty: both), sign, word
    activity: str
    last_activity: str
    turns: str
    last_contact: str
    anniversary: str
    anniversary_on: str
    next_round: str  # where the next one is none
    expiry: str
    notice: str
    open: tuple[str, ...]
    overdue: str
    warnings: tuple[WarningShown, ...]


def shown(rows: Iterable[Row], ties: Mapping[int, Tie], place: Place) -> list[RowShown]:
    """Return rows in words, as the place sees them."""
    return [_shown(row, ties[row.facts.tie], place) for row in rows]


def _shown(row: Row, tie: Tie, place: Place) -> RowShown:
    facts, plan = row.facts, row.facts.plan
    found = row.anniversary
    return RowShown(
        row=row,
        link=tie_address(place.pk, tie),
        form=form_word(facts.form.value),
        since=say_short_date(facts.since) if facts.since else "",
        named_in=facts.attested_from.year if facts.attested_from and not facts.since else None,
        standings=_standings(row, place.local_name),
        activity=str(ACTIVITY_WORDS[row.outlook.activity]),
        last_activity=say_short(facts.last_activity) if facts.last_activity else "",
        turns=_turns(row),
        last_contact=say_short(facts.last_contact) if facts.last_contact else "",
        anniversary=say_years(found.years) if found else "",
        anniversary_on=say_short_date(parse_date(found.edtf)) if found else "",
        next_round=_next_round(row),
        expiry=say_short(facts.term.ends_on) if facts.term else "",
        notice=_notice(facts.term),
        open=_open(row),
        overdue=_overdue(plan.overdue) if plan.overdue else "",
        warnings=tuple(
            WarningShown(say_warning(warning), warning.kind.value, warning.urgency is Urgency.NOW)
            for warning in row.warnings
        ),
    )


def form_word(value: str) -> str:
    """Return the word for a form of tie."""
    return str(dict(FORM_CHOICES)[value])  # type: ignore[index]


def legal_word(value: str) -> str:
    """Return the word for a legal standing."""
    return str(dict(LEGAL_CHOICES)[value])  # type: ignore[index]


def _standings(row: Row, own_name: str) -> tuple[tuple[str, str, str], ...]:
    """Return the standing of both sides, the own one first; once where it is the same."""
    ours, theirs = row.facts.ours.value, row.facts.theirs.value
    if ours == theirs:
        return (("", ours, legal_word(ours)),)
    return (
        (own_name, ours, legal_word(ours)),
        (row.facts.name, theirs, legal_word(theirs)),
    )


def _turns(row: Row) -> str:
    """Return into what it turns when; for ties that are over nobody needs to know."""
    day = row.outlook.turns_on
    if day is None or not row.facts.is_alive:
        return ""
    if row.outlook.turns is Activity.QUIET:
        return gettext("quiet from %(date)s") % {"date": say_short(day)}
    return gettext("dormant from %(date)s") % {"date": say_short(day)}


def _next_round(row: Row) -> str:
    """Return the next round anniversary where the next one is none."""
    coming, following = row.anniversary, row.round_anniversary
    if coming is None or following is None or coming.is_round:
        return ""
    words = {"years": say_years(following.years), "year": following.span.earliest.year}
    return gettext("%(years)s in %(year)s") % words


def _notice(term: Term | None) -> str:
    if term is None or term.notice_by is None:
        return ""
    return gettext("notice by %(date)s") % {"date": say_short(term.notice_by)}


def _open(row: Row) -> tuple[str, ...]:
    items, proposals = row.facts.plan.items, row.facts.proposals
    found = []
    if proposals:
        found.append(ngettext("%(n)s proposal", "%(n)s proposals", proposals) % {"n": proposals})
    if items:
        found.append(ngettext("%(n)s planned", "%(n)s planned", items) % {"n": items})
    return tuple(found)


def _overdue(number: int) -> str:
    return ngettext("%(n)s overdue", "%(n)s overdue", number) % {"n": number}


def as_csv(rows: Iterable[Row]) -> str:
    """Return rows as CSV for a spreadsheet: heads and words in the reader's language, days as ISO 8601.

    It begins with a byte order mark, by which spreadsheets know UTF-8; nothing in it can be taken for a formula.
    """
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(_heads())
    for row in rows:
        writer.writerow([csv_cell(value) for value in _cells(row)])
    return buffer.getvalue()


def _heads() -> list[str]:
    return [
        gettext("Partner"), gettext("Country"), gettext("Country code"), gettext("Form"), gettext("Since"),
        gettext("Standing on our side"), gettext("Standing on their side"), gettext("Sources differ"),
        gettext("Activity"), gettext("Turns into"), gettext("Turns on"), gettext("Last done together"),
        gettext("Last contact"), gettext("Next anniversary"), gettext("Agreement ends"), gettext("Notice by"),
        gettext("Open proposals"), gettext("Open commitments"), gettext("Overdue commitments"),
        gettext("In charge"), gettext("Warnings"),
    ]  # fmt: skip


def _cells(row: Row) -> list[object]:
    facts, outlook, term = row.facts, row.outlook, row.facts.term
    return [
        facts.name, facts.country_name, facts.country, form_word(facts.form.value),
        facts.since.text if facts.since else "",
        legal_word(facts.ours.value), legal_word(facts.theirs.value), int(facts.disputed),
        str(ACTIVITY_WORDS[outlook.activity]),
        str(ACTIVITY_WORDS[outlook.turns]) if outlook.turns else "", _iso(outlook.turns_on),
        _iso(facts.last_activity), _iso(facts.last_contact), _anniversary(row.anniversary),
        _iso(term.ends_on if term else None), _iso(term.notice_by if term else None),
        facts.proposals, facts.plan.items, facts.plan.overdue, "; ".join(facts.people),
        " ".join(say_warning(warning) for warning in row.warnings),
    ]  # fmt: skip


def _anniversary(found: Anniversary | None) -> str:
    return say_anniversary(found) if found else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
