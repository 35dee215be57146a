"""The addresses of a tie’s desk and of documents."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.desk import claims, documents, objecting, ties
from jumelage.workspace.guard import for_members


def _page(
    address: str, view: Callable[..., HttpResponseBase], name: str, role: Role = Role.HELPER
) -> URLPattern:
    return path(f"<int:place>/{address}", for_members(role)(view), name=name)


_OFFICER = Role.OFFICER
urlpatterns = [
    _page("ties/<int:tie>/", ties.desk, "tie"),
    _page("ties/<int:tie>/claims/new/", claims.record, "claim-new", _OFFICER),
    _page("ties/<int:tie>/claims/<int:claim>/dispute/", objecting.dispute, "claim-dispute", _OFFICER),
    _page("ties/<int:tie>/claims/<int:claim>/take-back/", objecting.retract, "claim-retract", _OFFICER),
    _page("objections/<int:number>/withdraw/", objecting.withdraw, "objection-withdraw", _OFFICER),
    _page("documents/", documents.documents, "documents"),
    _page("documents/<int:number>/", documents.document, "document"),
    _page("documents/<int:number>/publish/", documents.publish, "document-publish", _OFFICER),
    _page("documents/<int:number>/unpublish/", documents.unpublish, "document-unpublish", _OFFICER),
    _page("documents/<int:number>/share/", documents.share, "document-share", _OFFICER),
    _page("documents/<int:number>/remove/", documents.remove, "document-remove", _OFFICER),
]  # fmt: skip
