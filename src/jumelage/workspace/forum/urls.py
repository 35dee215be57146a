"""The addresses of forums: of those who run editions, and of places that send delegations."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.workspace.forum import (
    agenda,
    arrivals,
    badges,
    calling,
    inviting,
    meetings_urls,
    organising,
    papers,
    proposing,
    sending,
    statistics,
)
from jumelage.workspace.guard import (
    for_anybody_known,
    for_members,
    for_members_and_institutions,
    for_organisers,
)


def _run(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(f"forums/{address}", for_organisers(view), name=name)


def _sent(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    return path(f"<int:place>/forums/{address}", for_members()(view), name=name)


def _proposed(address: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    door = for_members_and_institutions()
    return path(f"<int:place>/forums/{address}", door(view), name=name)


urlpatterns = [
    _run("", organising.forums, "forums"),
    _run("series/new/", organising.new_series, "forum-series-new"),
    _run("series/<int:number>/", organising.change_series, "forum-series-change"),
    _run("series/<int:number>/new/", organising.new_edition, "forum-edition-new"),
    _run("<int:number>/", organising.edition, "forum-edition"),
    _run("<int:number>/change/", organising.change_edition, "forum-edition-change"),
    _run("<int:number>/state/", organising.set_state, "forum-edition-state"),
    _run("<int:number>/organisers/", organising.organisers, "forum-organisers"),
    _run("<int:number>/decisions/", organising.decisions, "forum-decisions"),
    _run("<int:number>/agenda/", agenda.agenda, "forum-agenda"),
    _run("<int:number>/agenda/new/", agenda.new_session, "forum-session-new"),
    _run("sessions/<int:number>/", agenda.session, "forum-session"),
    _run("<int:number>/delegations/", inviting.delegations, "forum-delegations"),
    _run("delegations/<int:number>/", inviting.delegation, "forum-delegation"),
    _run("<int:number>/arrivals/", arrivals.arrivals, "forum-arrivals"),
    _run("<int:number>/arrivals/counts/", arrivals.counts, "forum-arrivals-counts"),
    _run("<int:number>/arrivals/missing/", arrivals.missing, "forum-missing"),
    _run("<int:number>/arrivals/scan/", arrivals.scan, "forum-scan"),
    _run("<int:number>/arrivals/<int:member>/", arrivals.person, "forum-arrival"),
    _run("<int:number>/arrivals/<int:member>/instead/", arrivals.instead, "forum-instead"),
    _run("<int:number>/badges.pdf", badges.badges, "forum-badges"),
    _run("<int:number>/statistics/", statistics.statistics, "forum-statistics"),
    _run("<int:number>/tables/<slug:table>.<slug:format>", statistics.table, "forum-table"),
    _run("<int:number>/documents/", papers.papers, "forum-documents"),
    _run("<int:number>/documents/<int:document>/", papers.paper, "forum-document"),
    _run("<int:number>/call/", calling.call, "forum-call"),
    _run("proposals/<int:number>/", calling.proposal, "forum-proposal"),
    _run("proposals/<int:number>/place/", calling.place, "forum-proposal-place"),
    path(
        "forums/<int:number>/propose/", for_anybody_known(proposing.choose), name="session-propose"
    ),
    _proposed("sessions/", proposing.proposals, "own-proposals"),
    _proposed("sessions/new/", proposing.new, "own-proposal-new"),
    _proposed("sessions/<int:number>/", proposing.proposal, "own-proposal"),
    _proposed("sessions/<int:number>/change/", proposing.change, "own-proposal-change"),
    path("badges/<str:code>/", arrivals.badge, name="badge"),
    *meetings_urls.urlpatterns,
    _sent("", sending.delegations, "delegations"),
    _sent("<int:number>/badges.pdf", badges.own_badges, "delegation-badges"),
    _sent("<int:number>/", sending.delegation, "delegation"),
    _sent("<int:number>/people/new/", sending.new_member, "delegation-member-new"),
    _sent("<int:number>/people/<int:member>/", sending.member, "delegation-member"),
    _sent(
        "<int:number>/people/<int:member>/substitute/", sending.substitute, "delegation-substitute"
    ),
]
#: Without a language: what a badge's code holds.
untranslated = [path("badge/<str:code>/", arrivals.to_badge, name="badge")]
