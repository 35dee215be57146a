"""The lines of a tie’s history as sentences in the reader’s language."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from jumelage.agreements.history import Happened, HistoryLine
from jumelage.agreements.models import Proposal
from jumelage.ties.domain.terms import ClaimKind
from jumelage.ties.wording import say_claim


def say_line(line: HistoryLine) -> str:
    """Return what happened as a sentence without a full stop: “San Diego wrote draft 3”."""
    place = line.by.local_name if line.by else ""
    return _SAY[line.what](line) % {**line.names, "place": place}


def _proposed(line: HistoryLine) -> str:
    return {
        Proposal.ESTABLISH: _("%(place)s proposed to enter into a tie"),
        Proposal.RENEW: _("%(place)s proposed to renew the tie"),
        Proposal.CHANGE_FORM: _("%(place)s proposed to change the form of the tie"),
    }[line.names["purpose"]]


def _accepted(line: HistoryLine) -> str:
    if line.on_paper:
        return _("%(place)s accepted the proposal by letter, as was recorded for it")
    return _("%(place)s accepted the proposal")


def _declined(line: HistoryLine) -> str:
    if line.on_paper:
        return _("%(place)s declined the proposal by letter, as was recorded for it")
    return _("%(place)s declined the proposal")


def _signed(line: HistoryLine) -> str:
    if line.on_paper:
        return _("%(person)s signed for %(place)s on paper, as was recorded for it")
    return _("%(person)s signed for %(place)s")


def _signature_withdrawn(line: HistoryLine) -> str:
    if line.on_paper:
        return _("The signature that was recorded for %(place)s on paper was taken back")
    return _("%(place)s withdrew its signature")


def _declared(line: HistoryLine) -> str:
    return {
        ClaimKind.SUSPENDED: _("%(place)s suspended the tie"),
        ClaimKind.RESUMED: _("%(place)s resumed the tie"),
        ClaimKind.ENDED: _("%(place)s ended the tie"),
    }[ClaimKind(line.names["kind"])]


def _asked(line: HistoryLine) -> str:
    return {
        ClaimKind.SUSPENDED: _("%(place)s asked that both sides suspend the tie"),
        ClaimKind.RESUMED: _("%(place)s asked that both sides resume the tie"),
        ClaimKind.ENDED: _("%(place)s asked that both sides end the tie"),
        ClaimKind.RENEWED: _("%(place)s asked that both sides renew the tie"),
        ClaimKind.FORM_CHANGED: _("%(place)s asked that both sides change the form of the tie"),
    }[ClaimKind(line.names["kind"])]


def _confirmed(line: HistoryLine) -> str:
    return {
        ClaimKind.SUSPENDED: _("Both sides suspended the tie"),
        ClaimKind.RESUMED: _("Both sides resumed the tie"),
        ClaimKind.ENDED: _("Both sides ended the tie"),
        ClaimKind.RENEWED: _("Both sides renewed the tie"),
        ClaimKind.FORM_CHANGED: _("Both sides changed the form of the tie"),
    }[ClaimKind(line.names["kind"])]


def _claimed(line: HistoryLine) -> str:
    said = say_claim(line.names["kind"], line.by.local_name if line.by else "")
    return said.replace("%", "%%")


_SAY: dict[Happened, Callable[[HistoryLine], str]] = {
    Happened.PROPOSED: _proposed,
    Happened.COUNTERED: lambda _line: _("%(place)s replied with version %(number)s"),
    Happened.ACCEPTED: _accepted,
    Happened.DECLINED: _declined,
    Happened.WITHDRAWN: lambda _line: _("%(place)s withdrew its proposal"),
    Happened.OBJECTED: lambda _line: _("%(place)s says that it never gave this answer"),
    Happened.APPROVED: lambda _line: _("%(body)s of %(place)s approved it"),
    Happened.REFUSED: lambda _line: _("%(body)s of %(place)s refused it"),
    Happened.STARTED: lambda _line: _("%(place)s began the text of an agreement"),
    Happened.DRAFTED: lambda _line: _("%(place)s wrote draft %(number)s"),
    Happened.DROPPED: lambda _line: _("%(place)s gave the agreement up"),
    Happened.SIGNED: _signed,
    Happened.SIGNATURE_WITHDRAWN: _signature_withdrawn,
    Happened.SIGNATURE_OBJECTED: lambda _line: _("%(place)s says that it never signed so"),
    Happened.IN_FORCE: lambda _line: _("The agreement came into force"),
    Happened.PUBLISHED: lambda _line: _("Both sides made the agreement public"),
    Happened.CHANGE_DECLARED: _declared,
    Happened.CHANGE_ASKED: _asked,
    Happened.CHANGE_CONFIRMED: _confirmed,
    Happened.CHANGE_DECLINED: lambda _line: _("%(place)s declined the change"),
    Happened.CHANGE_WITHDRAWN: lambda _line: _("%(place)s took its declaration back"),
    Happened.PLANNED: lambda _line: _("The plan for %(year)s was begun"),
    Happened.DONE_TOGETHER: lambda _line: "%(title)s",
    Happened.REVIEWED: lambda _line: _("%(place)s looked back on %(year)s"),
    Happened.CLAIMED: _claimed,
}
