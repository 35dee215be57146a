"""The addresses of timetables: of those who run editions, and of places that send delegations."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.workspace.forum import timetables, timetables_changing, timetables_reading
from jumelage.workspace.guard import for_members, for_organisers


def _run(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(f"forums/<int:number>/timetables/{address}", for_organisers(view), name=name)


def _sent(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    path_ = f"<int:place>/forums/<int:number>/timetable/{address}"
    return path(path_, for_members()(view), name=name)


urlpatterns = [
    _run("", timetables.timetables, "forum-timetables"),
    _run("draw/", timetables.draw, "forum-timetable-draw"),
    _run("compare/", timetables.compare, "forum-timetables-compare"),
    _run("repair/", timetables_changing.repair, "forum-timetable-repair"),
    _run("tables.pdf", timetables.signs, "forum-table-signs"),
    _run("<int:which>/", timetables.timetable, "forum-timetable"),
    _run("<int:which>/do/", timetables.act, "forum-timetable-do"),
    _run("<int:which>/move/<int:meeting>/", timetables_changing.move, "forum-timetable-move"),
    _sent("", timetables_reading.timetable, "delegation-timetable"),
    _sent("live/", timetables_reading.live, "delegation-timetable-live"),
    _sent("pdf/", timetables_reading.pdf, "delegation-timetable-pdf"),
]
