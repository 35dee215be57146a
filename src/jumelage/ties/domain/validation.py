"""What a claim must fulfil to be recorded, and what is recorded but flagged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from jumelage.core.domain.dates import EdtfDate, InvalidDateError, Span, parse_date
from jumelage.core.domain.refusals import Problem
from jumelage.ties.domain.terms import LEGAL_EFFECT, ClaimKind, Form, Legal, Side

#: Claims of an earlier tie are kept, but a person should look again: few ties are older.
UNUSUAL_BEFORE = 1900


class Flag(StrEnum):
    """What is odd about a claim that was recorded all the same, because a source says so."""

    ENDS_BEFORE_BEGINNING = "ends_before_beginning"
    UNUSUALLY_OLD = "unusually_old"
    IN_THE_FUTURE = "in_the_future"
    AFTER_ITS_SOURCE = "after_its_source"


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim as somebody wants to record it: texts as they came."""

    kind: str
    side: str = ""
    when: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class ParsedDraft:
    """A draft whose texts were understood."""

    kind: ClaimKind
    side: Side
    when: EdtfDate | None
    form: Form


def parse_draft(draft: Draft) -> ParsedDraft | list[Problem]:
    """Return the draft understood, or every reason why it cannot be."""
    problems: list[Problem] = []
    kind = _member(ClaimKind, draft.kind, "kind", problems)
    side = _member(Side, draft.side, "side", problems)
    form = _member(Form, draft.form, "form", problems)
    when = None
    if draft.when.strip():
        try:
            when = parse_date(draft.when)
        except InvalidDateError as error:
            problems.append(Problem("date", "when", str(error)))
    if kind is ClaimKind.FORM_CHANGED and form is Form.UNKNOWN:
        problems.append(Problem("form_missing", "form", "a change of form must say which form"))
    if problems or kind is None or side is None or form is None:
        return problems
    return ParsedDraft(kind, side, when, form)


EnumT = TypeVar("EnumT", bound=StrEnum)


def _member(enum: type[EnumT], text: str, field: str, problems: list[Problem]) -> EnumT | None:
    try:
        return enum(text.strip().lower())
    except ValueError:
        known = ", ".join(member.value or "(empty)" for member in enum)
        problems.append(Problem(field, field, f"“{text}” is not one of: {known}"))
        return None


def flags(
    draft: ParsedDraft, others: Iterable[ParsedDraft], *, said_on: date, today: date
) -> list[Flag]:
    """Return what is odd about a claim, seen beside the tie's other claims.

    Nothing here is refused: a source said so, and the registry shows what sources say.
    """
    if draft.when is None:
        return []
    span = draft.when.span
    found = []
    if LEGAL_EFFECT.get(draft.kind) is Legal.ENDED and _begins_only_after(span, others):
        found.append(Flag.ENDS_BEFORE_BEGINNING)
    if date.min < span.latest and span.latest.year < UNUSUAL_BEFORE:
        found.append(Flag.UNUSUALLY_OLD)
    if span.earliest > today:
        found.append(Flag.IN_THE_FUTURE)
    elif span.earliest > said_on and draft.kind is not ClaimKind.ATTESTED:
        found.append(Flag.AFTER_ITS_SOURCE)
    return found


def _begins_only_after(end: Span, others: Iterable[ParsedDraft]) -> bool:
    beginnings = [
        other.when.span
        for other in others
        if other.when is not None and other.kind is ClaimKind.SIGNED
    ]
    return bool(beginnings) and all(end.is_before(beginning) for beginning in beginnings)
