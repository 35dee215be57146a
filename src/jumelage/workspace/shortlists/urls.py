"""The addresses of shortlists."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.guard import for_anybody_known, for_members
from jumelage.workspace.shortlists import adding, views


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
]  # fmt: skip
