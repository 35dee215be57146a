"""The addresses of meetings: of those who run editions, and of places that send delegations."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.forum import meetings_own as own
from jumelage.workspace.forum import meetings_running as running
from jumelage.workspace.forum import meetings_setup as setup
from jumelage.workspace.forum import promising
from jumelage.workspace.guard import for_members, for_organisers


def _run(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    whole = f"forums/<int:number>/meetings/{address}"
    return path(whole, for_organisers(view), name=name)


def _sent(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    whole = f"<int:place>/forums/<int:number>/meetings/{address}"
    return path(whole, for_members()(view), name=name)


urlpatterns = [
    _run("", running.meetings, "forum-meetings"),
    _run("rules/", setup.rules, "forum-meeting-rules"),
    _run("times/", setup.times, "forum-meeting-times"),
    _run("tables/<int:table>/", setup.table, "forum-meeting-table"),
    _run("interpreters/", setup.interpreters, "forum-interpreters"),
    _run("interpreters/<int:interpreter>/", setup.interpreter, "forum-interpreter"),
    _run("list/", running.meeting_list, "forum-meeting-list"),
    _run("new/", running.new_meeting, "forum-meeting-new"),
    _run("<int:meeting>/", running.meeting, "forum-meeting"),
    _run("delegations/", running.attendances, "forum-attendances"),
    path(
        "forums/delegations/<int:number>/attendance/",
        for_organisers(running.attendance),
        name="forum-attendance",
    ),
    _sent("", own.meetings, "delegation-meetings"),
    _sent("whom/", own.whom, "delegation-whom"),
    _sent("wish/", own.wish, "delegation-wish"),
    _sent("away/", own.away, "delegation-away"),
    _sent("<int:meeting>/", own.meeting, "delegation-meeting"),
    path(
        "<int:place>/forums/<int:number>/meetings/<int:meeting>/promise/",
        for_members(Role.OFFICER)(promising.of_meeting),
        name="delegation-promise",
    ),
    path(
        "forums/<int:number>/decisions/<int:decision>/promise/",
        for_organisers(promising.of_decision),
        name="forum-decision-promise",
    ),
]
