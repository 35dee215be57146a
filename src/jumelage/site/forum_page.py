"""What the page of an edition of a forum shows, composed: sentences with who says them, agenda, delegations, map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from jumelage.core.domain.themes import THEMES
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.forum.models import Call, Edition, Session, Statement
from jumelage.forum.papers import documents_of
from jumelage.forum.promises import promised_at
from jumelage.forum.proposals import CALLING, call_of, takes_proposals
from jumelage.forum.queries import (
    AgendaFilter,
    PublicDelegation,
    counted_by_country,
    days_of,
    public_delegations,
    sessions_of,
)
from jumelage.forum.wording import (
    clock,
    is_uncertain,
    say_delegates,
    say_people,
    say_stated,
    say_when,
)
from jumelage.places.domain.countries import country_name, sort_key
from jumelage.places.domain.kinds import Kind
from jumelage.site.picture import land_path, project

#: At least so many degrees are shown of the world, so that coasts can be recognised; and so much is left around dots.
LEAST, MARGIN = 30.0, 6.0


@dataclass(frozen=True, slots=True)
class ForumMap:
    """What the template draws: a part of the world in degrees (y downward), and a dot for each place."""

    left: float
    top: float
    width: float
    height: float
    radius: float
    dots: Sequence[tuple[float, float, str]]
    land: str


def map_of(delegations: Sequence[PublicDelegation]) -> ForumMap | None:
    """Return the map of the places that send delegates; none if it is not known where any lies."""
    dots = [
        (*project(one.place.lat, one.place.lng), one.place.local_name)
        for one in delegations
        if one.place.lat is not None and one.place.lng is not None
    ]
    if not dots:
        return None
    xs, ys = [x for x, _y, _name in dots], [y for _x, y, _name in dots]
    width = max(max(xs) - min(xs) + 2 * MARGIN, LEAST)
    height = max(max(ys) - min(ys) + 2 * MARGIN, width / 2.2, LEAST / 2)
    left = (max(xs) + min(xs)) / 2 - width / 2
    top = (max(ys) + min(ys)) / 2 - height / 2
    return ForumMap(left, top, width, height, width / 95, dots, land_path())


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that a source's numbers make, and the statement to cite."""

    sentence: str
    statement: Statement


def _by_source(statements: Sequence[Statement], about: str) -> list[list[Statement]]:
    found: dict[int, list[Statement]] = {}
    for row in statements:
        if row.about == about:
            found.setdefault(row.source_id, []).append(row)
    return list(found.values())


def _stated(statements: Sequence[Statement]) -> list[Stated]:
    said = [(say_stated(rows), rows[0]) for rows in _by_source(statements, Statement.PLACES)]
    return [Stated(sentence, row) for sentence, row in said if sentence]


def _said(statements: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    """Return what sources say, by subject: each quotation of a source once."""
    found = []
    for about, word in Statement.ABOUTS:
        rows = [rows[0] for rows in _by_source(statements, about)]
        if rows:
            found.append((str(word), rows))
    return found


@dataclass(frozen=True, slots=True)
class SessionShown:
    """A session with the clocks of the place."""

    session: Session
    begins: str
    ends: str
    theme: str


def _agenda(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """Return the agenda if everybody reads it, narrowed as the address asks."""
    if not edition.agenda_public:
        return {"agenda": None}
    sessions = sessions_of(edition, reader_language())
    asked = {name: request.GET.get(name, "")[:20] for name in ("theme", "language", "day")}
    shown = [
        (day.day, [_shown(edition, session) for session in day.sessions])
        for day in days_of(edition, sessions, AgendaFilter(**asked))
    ]
    themes = {session.theme for session in sessions}
    spoken = {code for one in sessions for code in (*one.languages, *one.interpreted)}
    return {
        "agenda": shown,
        "has_sessions": bool(sessions),
        "has_speakers": any(session.speakers.all() for session in sessions),
        "asked": asked,
        "themes_asked": [(code, theme_name(code)) for code in THEMES if code in themes],
        "languages_asked": sorted(spoken),
        "days_asked": [
            edition.first_day + timedelta(days=number)
            for number in range((edition.last_day - edition.first_day).days + 1)
        ],
    }


def _shown(edition: Edition, session: Session) -> SessionShown:
    begins, ends = (clock(moment, edition.time_zone) for moment in (session.begins, session.ends))
    return SessionShown(session, begins, ends, theme_name(session.theme) if session.theme else "")


def _open_call(edition: Edition) -> Call | None:
    """Return the call for sessions of an edition, if it takes proposals."""
    if edition.state not in CALLING:
        return None
    call = call_of(edition)
    return call if takes_proposals(call, edition) else None


def context_of(request: HttpRequest, edition: Edition, others: Sequence[Edition]) -> dict[str, Any]:
    """Return all that the page of an edition shows. ``others`` are the public editions of the series."""
    language = reader_language()
    statements = list(edition.statements.all())
    delegations = public_delegations(edition, language)
    counts = counted_by_country(delegations)
    cities = all(one.place.kind == Kind.CITY for one in delegations)
    names = {code: country_name(code, language) for code in counts}
    by_country = [
        (names[code], [one for one in delegations if one.place.country == code])
        for code in sorted(counts, key=lambda code: sort_key(names[code], language))
    ]
    return {
        "edition": edition,
        "when": say_when(edition),
        "is_uncertain": is_uncertain(edition),
        "own_sentence": say_delegates(counts, held=edition.state == Edition.HELD, of_cities=cities)
        if counts
        else "",
        "stated": _stated(statements),
        "people": [(say_people(row), row) for row in statements if row.about == Statement.PEOPLE],
        "themes": [theme_name(code) for code in edition.themes],
        "said": _said(statements),
        "promised": promised_at(edition, reader_language()),
        "decisions": list(edition.decisions.all()),
        "papers": documents_of(edition, for_everybody=True),
        "call": _open_call(edition),
        "organisers": list(edition.organisers.all()),
        "delegations": by_country,
        "map": map_of(delegations),
        "later": [(one, say_when(one)) for one in others if one.first_day > edition.first_day],
        "earlier": [(one, say_when(one)) for one in others if one.first_day < edition.first_day],
        **_agenda(request, edition),
    }
