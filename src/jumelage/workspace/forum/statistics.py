"""An edition in numbers, and its tables to take along."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.language import reader_language
from jumelage.core.tables import as_csv, as_xlsx
from jumelage.forum.actions.exporting import note_export
from jumelage.forum.arrivals import Arrival, arrivals_of
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.domain.delegations import State
from jumelage.forum.domain.statistics import Sent, by_country, by_day, by_hour, spoken, summed
from jumelage.forum.models import Edition
from jumelage.forum.queries import delegations_of
from jumelage.forum.tables import PERSONAL, TABLES
from jumelage.places.domain.countries import country_name, sort_key
from jumelage.ties.wording import say_day
from jumelage.workspace.forum.bars import bars
from jumelage.workspace.forum.common import acting, own_edition, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def statistics(request: HttpRequest, number: int) -> HttpResponse:
    """Who was invited and comes from where, how many people, their languages, and when they came."""
    edition = own_edition(acting(request), number)
    language = reader_language()
    people = arrivals_of(edition, language)
    sent = _sent(edition, people, language)
    names = {code: country_name(code, language) for code in by_country(sent)}
    countries = sorted(by_country(sent).items(), key=lambda row: sort_key(names[row[0]], language))
    context = {
        "edition": edition,
        "states": [(state.value, word) for state, word in _states()],
        "countries": [(names[code], row) for code, row in countries],
        "all": summed(sent),
        "languages": spoken(one.member.languages for one in people),
        "needs": sum(bool(one.member.needs.strip()) for one in people),
        "people_count": len(people),
        "tables": _tables(),
        **_times(edition, people),
    }
    return page(request, "statistics", context)


def _states() -> list[tuple[State, str]]:
    return [
        (State.INVITED, _("no answer yet")),
        (State.ACCEPTED, _("accepted")),
        (State.APPROVED, _("approved")),
        (State.DECLINED, _("declined")),
        (State.WITHDRAWN, _("withdrawn")),
    ]


def _sent(edition: Edition, people: list[Arrival], language: str) -> list[Sent]:
    here: dict[int, int] = {}
    for one in people:
        if one.at is not None:
            here[one.member.delegation_id] = here.get(one.member.delegation_id, 0) + 1
    rows: list[Any] = list(delegations_of(edition, language))
    return [
        Sent(row.place.country, row.state, row.quota, row.people, here.get(row.pk, 0))
        for row in rows
    ]


def _times(edition: Edition, people: list[Arrival]) -> dict[str, Any]:
    """Return on which days people arrive, and in which hours they were checked in, by the clocks of the edition."""
    days, unknown = by_day(one.member.arrives_on for one in people)
    zone = ZoneInfo(edition.time_zone or "UTC")
    hours = by_hour(one.at.astimezone(zone) for one in people if one.at)
    several = len({hour.date() for hour, _number in hours}) > 1
    labels = [
        (f"{say_day(hour.date())} {hour:%H:%M}" if several else f"{hour:%H:%M}", number)
        for hour, number in hours
    ]
    return {
        "days": [(say_day(day), number) for day, number in days],
        "day_unknown": unknown,
        "bars": bars([(f"{hour:%H}", number) for hour, number in hours]),
        "hours": labels,
        "hours_day": say_day(day_of(hours[0][0], edition.time_zone))
        if hours and not several
        else "",
    }


def _tables() -> list[tuple[str, str]]:
    return [
        ("delegations", _("Delegations")),
        ("people", _("People")),
        ("agenda", _("Agenda")),
        ("check-ins", _("Check-ins")),
    ]


def table(request: HttpRequest, number: int, table: str, format: str) -> HttpResponse:
    """One table as CSV or XLSX; ``all`` as XLSX is every one, each on its sheet.

    Those with names are asked for by a button: that they were taken along is written into the trail.
    """
    personal = table in {"all", *PERSONAL}
    if request.method not in ({"POST"} if personal else {"GET", "HEAD"}):
        return HttpResponseNotAllowed(["POST"] if personal else ["GET", "HEAD"])
    edition = own_edition(acting(request), number)
    if format == "xlsx" and table == "all":
        content: str | bytes = as_xlsx(make(edition) for make in TABLES.values())
    elif table in TABLES and format in {"csv", "xlsx"}:
        made = TABLES[table](edition)
        content = as_csv(made) if format == "csv" else as_xlsx([made])
    else:
        raise Http404
    if personal:
        note_export(actor=acting(request), edition=edition, table=table)
    answer = HttpResponse(
        content, content_type=XLSX if format == "xlsx" else "text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{edition.slug}-{table}.{format}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
