"""The addresses of shortlists."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.guard import for_anybody_known, for_members
from jumelage.workspace.shortlists import adding, items, views


def _page(
    address: str, view: Callable[..., HttpResponseBase], name: str, role: Role = Role.HELPER
) -> URLPattern:
    return path(f"<int:place>/shortlists/{address}", for_members(role)(view), name=name)


_OFFICER = Role.OFFICER
urlpatterns = [
    path("shortlists/add/", adding.remembering(for_anybody_known(adding.add)), name="shortlist-add"),
    _page("", views.shortlists, "shortlists"),
    _page("new/", views.new, "shortlist-new", _OFFICER),
    _page("<int:number>/", views.shortlist, "shortlist"),
    _page("<int:number>/edit/", views.edit, "shortlist-edit", _OFFICER),
    _page("<int:number>/remove/", views.remove, "shortlist-remove", _OFFICER),
    _page("<int:number>/pdf/", views.pdf, "shortlist-pdf"),
    _page("<int:number>/share/", views.share, "shortlist-share", _OFFICER),
    _page("<int:number>/address/", views.renew, "shortlist-renew", _OFFICER),
    _page("<int:number>/address/drop/", views.stop_sharing, "shortlist-stop-sharing", _OFFICER),
    _page("<int:number>/explain/", items.explain, "shortlist-explain", _OFFICER),
    _page("<int:number>/find/", items.find, "shortlist-find", _OFFICER),
    _page("<int:number>/<int:item>/note/", items.note, "shortlist-note", _OFFICER),
    _page("<int:number>/<int:item>/move/", items.move, "shortlist-move", _OFFICER),
    _page("<int:number>/<int:item>/off/", items.take_off, "shortlist-take-off", _OFFICER),
    _page("<int:number>/<int:item>/propose/", items.propose, "shortlist-propose", _OFFICER),
]  # fmt: skip
