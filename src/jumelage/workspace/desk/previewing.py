"""How what an office records is understood, and what follows from it, shown before it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jumelage.core.clock import now, today
from jumelage.core.domain.dates import EdtfDate, parse_date
from jumelage.sources.models import Source
from jumelage.ties.domain import standing as arithmetic
from jumelage.ties.domain.terms import ClaimKind, Form, Side
from jumelage.ties.domain.validation import ParsedDraft, flags
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES, Claim, Tie
from jumelage.ties.showing import FLAGS
from jumelage.ties.wording import say_claim, say_date, say_day
from jumelage.workspace.desk.recording import ClaimForm


@dataclass(frozen=True, slots=True)
class Preview:
    """How a claim is understood before it is recorded, and what follows from it."""

    words: str
    when: str
    days: str
    form: str
    source: str
    source_kind: str
    flags: Sequence[str]
    effects: Sequence[str]


def preview(tie: Tie, claims: Sequence[Claim], form: ClaimForm) -> Preview:
    """Return how what the form says is understood. Nothing is written.

    Args:
        tie: with both places and their names.
        claims: all about the tie, with their sources.
        form: valid.
    """
    said, origin = form.cleaned_data, form.origin_said
    side = Side.BOTH
    if form.acting_side is not None:
        side = Side.A if tie.place_a_id == form.acting_side.pk else Side.B
    when = parse_date(said["when"]) if said["when"] else None
    draft = ParsedDraft(ClaimKind(said["kind"]), side, when, Form(said["form"]))
    new = arithmetic.Claim(
        id=0,
        kind=draft.kind,
        side=side,
        authority=origin.authority,
        said_on=origin.said_on,
        recorded_at=now(),
        when=when,
        form=draft.form,
    )
    known = [claim.for_arithmetic() for claim in claims if claim.retracted_at is None]
    others = [ParsedDraft(claim.kind, claim.side, claim.when, claim.form) for claim in known]
    odd = flags(draft, others, said_on=origin.said_on, today=today())
    by = form.acting_side.local_name if form.acting_side else ""
    return Preview(
        words=say_claim(draft.kind, by),
        when=say_date(said["when"]),
        days=_say_days(when),
        form=str(dict(FORM_CHOICES)[draft.form]) if draft.form else "",
        source=origin.title,
        source_kind=str(dict(Source.AUTHORITIES)[origin.authority]),
        flags=[str(FLAGS[flag]) for flag in odd],
        effects=_effects(tie, known, new),
    )


def _say_days(when: EdtfDate | None) -> str:
    """Return between which days a date lies, where it is not one day."""
    if when is None or when.span.earliest == when.span.latest:
        return ""
    begins, ends = when.span.earliest, when.span.latest
    if begins == date.min:
        return _("at the latest on %(day)s") % {"day": say_day(ends)}
    if ends == date.max:
        return _("at the earliest on %(day)s") % {"day": say_day(begins)}
    return _("between %(first)s and %(last)s") % {
        "first": say_day(begins),
        "last": say_day(ends),
    }


def _effects(tie: Tie, known: Sequence[arithmetic.Claim], new: arithmetic.Claim) -> list[str]:
    """Return what would be different in the register, each as a sentence."""
    day = today()
    before, after = (arithmetic.standing(c, day, day) for c in (known, [*known, new]))
    words = dict(LEGAL_CHOICES)
    found = []
    for place, was, becomes in (
        (tie.place_a, before.a.legal, after.a.legal),
        (tie.place_b, before.b.legal, after.b.legal),
    ):
        if was is not becomes:
            said = {"place": place.local_name, "was": words[was], "becomes": words[becomes]}
            found.append(_("On the side of %(place)s: “%(becomes)s” instead of “%(was)s”.") % said)
    if after.since != before.since and after.since:
        said = {"date": say_date(after.since.text)}
        found.append(_("The beginning of the tie: %(date)s.") % said)
    if after.form is not before.form and after.form:
        said = {"form": dict(FORM_CHOICES)[after.form]}
        found.append(_("The form of the tie: %(form)s.") % said)
    if after.last_activity != before.last_activity and after.last_activity:
        said = {"date": say_day(after.last_activity)}
        found.append(_("Something was last done together on %(date)s.") % said)
    if new.counts_from > day:
        said = {"date": say_day(new.counts_from)}
        found.append(_("It counts from %(date)s.") % said)
    if after.disputed and not before.disputed:
        found.append(_("Sources will differ: the page of the tie shows both, side by side."))
    return found
