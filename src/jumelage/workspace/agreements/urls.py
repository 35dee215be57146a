"""The addresses of the life of a tie."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from jumelage.memberships.domain.roles import Role
from jumelage.workspace.agreements.views import (
    agreements,
    answers,
    approvals,
    changes,
    drafts,
    plans,
    proposals,
    signing,
    work,
)
from jumelage.workspace.guard import for_members


def _page(
    address: str, view: Callable[..., HttpResponseBase], name: str, role: Role = Role.HELPER
) -> URLPattern:
    return path(f"<int:place>/{address}", for_members(role)(view), name=name)


_OFFICER = Role.OFFICER
urlpatterns = [
    _page("proposals/", proposals.proposals, "proposals"),
    _page("proposals/new/", proposals.propose, "propose", _OFFICER),
    _page("proposals/<int:number>/", proposals.proposal, "proposal"),
    _page("proposals/<int:number>/counter/", answers.counter, "proposal-counter", _OFFICER),
    _page("proposals/<int:number>/accept/", answers.accept, "proposal-accept", _OFFICER),
    _page("proposals/<int:number>/decline/", answers.decline, "proposal-decline", _OFFICER),
    _page("proposals/<int:number>/withdraw/", answers.withdraw, "proposal-withdraw", _OFFICER),
    _page("proposals/<int:number>/letter/", answers.letter, "proposal-letter", _OFFICER),
    _page("proposals/<int:number>/object/", answers.objection, "proposal-object", _OFFICER),
    _page("approvals/new/", approvals.record, "approval-new", _OFFICER),  # ?proposal= or ?tie=
    _page("ties/<int:tie>/approvals/new/", approvals.record, "approval-new", _OFFICER),
    _page("agreements/new/", agreements.start, "agreement-new"),  # ?proposal= or ?tie=
    _page("ties/<int:tie>/agreements/new/", agreements.start, "agreement-new"),
    _page("agreements/<int:number>/", agreements.agreement, "agreement"),
    _page("agreements/<int:number>/draft/", drafts.edit, "agreement-draft"),
    _page("agreements/<int:number>/terms/", drafts.terms, "agreement-terms"),
    _page("agreements/<int:number>/compare/", drafts.compare, "agreement-compare"),
    _page("agreements/<int:number>/pdf/", agreements.pdf, "agreement-pdf"),
    _page("agreements/<int:number>/drop/", agreements.drop, "agreement-drop", _OFFICER),
    _page("agreements/<int:number>/sign/", signing.sign, "agreement-sign", _OFFICER),
    _page("agreements/<int:number>/sign/paper/", signing.sign_on_paper, "agreement-sign-paper", _OFFICER),
    _page("agreements/<int:number>/copy/", signing.copy, "agreement-copy", _OFFICER),
    _page("agreements/<int:number>/signature/withdraw/", signing.withdraw, "signature-withdraw", _OFFICER),
    _page("agreements/<int:number>/signature/object/", signing.objection, "signature-object", _OFFICER),
    _page("changes/new/", changes.declare, "change-new", _OFFICER),  # ?tie= and perhaps &kind=
    _page("ties/<int:tie>/changes/new/", changes.declare, "change-new", _OFFICER),
    _page("changes/<int:number>/answer/", changes.answer, "change-answer"),
    _page("changes/<int:number>/withdraw/", changes.withdraw, "change-withdraw", _OFFICER),
    _page("ties/<int:tie>/plan/", plans.plan, "plan"),  # of this year
    _page("ties/<int:tie>/plans/<int:year>/", plans.plan, "plan"),
    _page("plans/<int:number>/items/new/", plans.new_item, "plan-item-new"),
    _page("plan-items/<int:number>/", plans.item, "plan-item"),
    _page("activities/new/", work.record, "activity-new"),  # ?tie= and perhaps &item=
    _page("ties/<int:tie>/activities/new/", work.record, "activity-new"),
    _page("activities/<int:number>/publish/", work.publish, "activity-publish", _OFFICER),
    _page("activities/<int:number>/remove/", work.remove, "activity-remove", _OFFICER),
    _page("ties/<int:tie>/review/", work.review, "review"),  # of last year
    _page("ties/<int:tie>/reviews/<int:year>/", work.review, "review"),
]  # fmt: skip
