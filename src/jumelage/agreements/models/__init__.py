"""The life of a tie, from the first proposal to its end."""

from jumelage.agreements.models.agreement import Agreement, AgreementDraft, Signature
from jumelage.agreements.models.change import Change
from jumelage.agreements.models.proposal import (
    Approval,
    Proposal,
    ProposalAnswer,
    ProposalVersion,
)
from jumelage.agreements.models.work import Activity, PlanItem, Review, WorkPlan

__all__ = [
    "Activity",
    "Agreement",
    "AgreementDraft",
    "Approval",
    "Change",
    "PlanItem",
    "Proposal",
    "ProposalAnswer",
    "ProposalVersion",
    "Review",
    "Signature",
    "WorkPlan",
]
