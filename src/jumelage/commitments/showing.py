"""The course of a commitment as pages show it: what was done, what was said of it, the latest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.commitments.domain.states import Kind, Verdict
from jumelage.commitments.models import Commitment, Progress, Statement
from jumelage.documents.models import Document
from jumelage.ties.wording import say_date, say_day


@dataclass(frozen=True, slots=True)
class Line:
    """Something in the course of a commitment: progress, a statement, or words alone."""

    on: date
    rank: tuple[int, int]
    entry: Progress | None = None
    said: Statement | None = None
    words: str = ""
    standing: str = ""
    document_url: str = ""
    remove_url: str = ""


def course_of(
    commitment: Commitment,
    document_url: Callable[[Document], str],
    remove_url: Callable[[Progress], str] = lambda _entry: "",
) -> Sequence[Line]:
    """Return the course of a commitment read as a whole (``queries``), the latest first: no query.

    Args:
        commitment: whose course.
        document_url: where the reader finds a document; nothing where the reader may not see it.
        remove_url: where the reader takes an entry out; nothing where the reader may not.
    """
    lines = [
        Line(
            entry.on,
            (1, entry.pk),
            entry=entry,
            document_url=document_url(entry.document) if entry.document else "",
            remove_url=remove_url(entry),
        )
        for entry in commitment.progress.all()
    ]
    lines += [
        Line(
            said.created_at.date(),
            (2, said.pk),
            said=said,
            words=say_statement(said),
            standing=say_verdict(said),
        )
        for said in commitment.statements.all()
    ]
    if commitment.agreed_on:
        lines.append(Line(commitment.agreed_on, (0, 0), words=_("All owners have confirmed it.")))
    return sorted(lines, key=lambda line: (line.on, line.rank), reverse=True)


def say_statement(said: Statement) -> str:
    """Return who said what."""
    words = {
        Kind.KEPT: _("%(place)s says: kept."),
        Kind.PARTLY: _("%(place)s says: partly kept."),
        Kind.NOT_KEPT: _("%(place)s says: not kept."),
        Kind.DROPPED: _("%(place)s wants to drop it."),
        Kind.DUE: _("%(place)s asks for another due date: %(due)s."),
    }[Kind(said.kind)]
    return words % {
        "place": said.by.local_name,
        "due": say_date(said.due) if said.due else "",
    }


def say_verdict(said: Statement) -> str:
    """Return whether a statement counts."""
    if said.state == Verdict.SETTLED:
        by_all = len(said.answers.all()) > 0
        day = say_day(said.settled_on) if said.settled_on else ""
        words = (
            _("It counts since %(day)s: all owners agreed.")
            if by_all
            else _("It counts since %(day)s: nobody objected.")
        )
        return words % {"day": day}
    if said.state == Verdict.OPEN:
        if said.kind == Kind.DROPPED:
            return _("It counts only if all owners agree.")
        return _("The other owners may object until %(day)s.") % {"day": say_day(said.until)}
    return {
        Verdict.OBJECTED: _("It does not count: an owner objected."),
        Statement.WITHDRAWN: _("It was withdrawn."),
        Statement.TAKEN_BACK: _("It was taken back later."),
    }[said.state]
