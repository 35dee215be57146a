"""Timetables on paper: of one delegation to take along, and a sign for each table, in the reader's language."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jumelage.core.clock import now
from jumelage.core.language import reader_language
from jumelage.core.paper import clean, render
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.models import Delegation, Edition, Timetable
from jumelage.forum.timetables.reading import published, sitting_of
from jumelage.forum.timetables.shown import Row, shown_to, table_order
from jumelage.forum.wording import clock, say_when
from jumelage.ties.wording import say_day

_HERE = Path(__file__).resolve().parent


def timetable_pdf(delegation: Delegation, person: int | None = None) -> bytes:
    """Return the meetings of a delegation, or of one of its people, as a PDF.

    Raises:
        RefusedError: no font here has one of its letters.
    """
    edition, timetable = delegation.edition, published(delegation.edition)
    shown = shown_to(timetable, delegation, person)
    days = [{"day": say_day(day), "rows": [_row(row) for row in rows]} for day, rows in shown.days]
    content = {
        **_shared(edition, timetable),
        "title": clean(delegation.place.local_name),
        "kicker": clean(_("Meetings at “%(edition)s”") % {"edition": edition.name}),
        "days": days,
        "empty": _("There is no meeting in the timetable."),
    }
    return render(_HERE / "timetable.typ", content, made_at=int(now().timestamp()))


def _row(row: Row) -> dict[str, Any]:
    facts = [
        ", ".join(person.shown_name for person in row.people),
        _("interpreter: %(name)s") % {"name": row.interpreter} if row.interpreter else "",
        row.languages,
    ]
    return {
        "time": f"{row.begins}–{row.ends}",
        "table": clean(row.table.label),
        "room": clean(row.room),
        "others": [[clean(name), clean(country)] for name, country in row.others],
        "subject": clean(" · ".join(filter(None, (row.subject, row.theme)))),
        "facts": clean(" · ".join(filter(None, facts))),
    }


def signs_pdf(edition: Edition, timetable: Timetable) -> bytes:
    """Return a sign for each table, with who meets there when: one A4 sheet each. Nobody's name stands on it.

    Raises:
        RefusedError: no font here has one of the letters.
    """
    zone = edition.time_zone
    tables: dict[int, dict[str, Any]] = {}
    rows = sitting_of(timetable, reader_language(), people=False)
    for row in sorted(rows, key=lambda one: (table_order(one.table), one.slot.begins)):
        room = clean(str(row.table.room.name)) if row.table.room else ""
        sign = tables.setdefault(
            row.table_id, {"label": clean(row.table.label), "room": room, "days": []}
        )
        day = say_day(day_of(row.slot.begins, zone))
        if not sign["days"] or sign["days"][-1]["day"] != day:
            sign["days"].append({"day": day, "rows": []})
        places = [one.delegation.place.local_name for one in row.meeting.parties.all()]
        time = f"{clock(row.slot.begins, zone)}–{clock(row.slot.ends, zone)}"
        sign["days"][-1]["rows"].append([time, clean(" – ".join(places))])
    content = {
        **_shared(edition, timetable),
        "title": clean(_("Tables: %(edition)s") % {"edition": edition.name}),
        "tables": list(tables.values()),
    }
    return render(_HERE / "signs.typ", content, made_at=int(now().timestamp()))


def _shared(edition: Edition, timetable: Timetable | None) -> dict[str, Any]:
    at = timetable.published_at if timetable else None
    when = f"{say_day(at.date())}, {clock(at, edition.time_zone)}" if at else ""
    return {
        "lang": reader_language(),
        "edition": clean(f"{edition.name}, {say_when(edition)}"),
        "stand": _("as published on %(when)s") % {"when": when} if when else "",
        "labels": {
            "table": _("Table"),
            "page": _("page {n} of {total}"),
        },
    }
