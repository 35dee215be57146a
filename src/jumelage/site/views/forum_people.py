"""Who speaks at an edition of a forum."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jumelage.core.language import reader_language
from jumelage.forum.domain.agenda import day_of
from jumelage.forum.speakers import speakers_of
from jumelage.forum.wording import clock
from jumelage.site.views.forums import found_edition
from jumelage.ties.wording import say_day


def speakers(request: HttpRequest, series: str, edition: str) -> HttpResponse:
    """Who speaks, with the sessions, once everybody reads the agenda."""
    found = found_edition(series, edition)
    zone = found.time_zone
    people = speakers_of(found, reader_language()) if found.agenda_public else []
    shown = [
        (
            person,
            [
                (one, f"{say_day(day_of(one.begins, zone))}, {clock(one.begins, zone)}")
                for one in person.spoken  # type: ignore[attr-defined]  # as prefetched
            ],
        )
        for person in people
    ]
    return render(request, "site/forum_speakers.html", {"edition": found, "speakers": shown})
